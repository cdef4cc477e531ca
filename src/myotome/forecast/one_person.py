"""One person's likely course: medians and bands, events, and what each treatment changes with common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.errors import InputError, Problem
from myotome.forecast.course import Course, Settings, run_course
from myotome.forecast.forecast_result import ArmForecast, Band, Difference, Forecast, ForecastOptions, shown_weeks
from myotome.forecast.kernel.state import EVENTS, RECORDED
from myotome.forecast.outcomes import grade_scale
from myotome.forecast.parameter_sets import ParameterSets, posterior
from myotome.forecast.persons.people import Start
from myotome.forecast.persons.start import RootWeakness
from myotome.forecast.summary.bands import bands, cumulative
from myotome.forecast.summary.differences import differences
from myotome.forecast.treatment_effects import Arm

__all__ = ["forecast"]


_SHOWN = ("leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size", "spasm", "multifidus", "core")
_TOPS = {"leg_pain_nrs": 10.0, "back_pain_nrs": 10.0, "odi": 100.0, "herniation_size": 2.0}
_COMPARED = ("leg_pain_nrs", "back_pain_nrs", "odi")
_STEPS = (6, 13, 26, 52, 104, 156, 208, 260)
_GRADES = 5.0


def forecast(
    start: Start,
    arms: Sequence[Arm],
    options: ForecastOptions | None = None,
    weak: Sequence[RootWeakness] = (),
    sets: ParameterSets | None = None,
) -> Forecast:
    """Forecast one person's course under each arm.

    Parameters
    ----------
    start : Start
        What is known of the person, and what is left open.
    arms : sequence of Arm
        At least one, with different names; the others are compared with the first.
    options : ForecastOptions or None
        How far and how many futures.
    weak : sequence of RootWeakness
        Weak muscles whose strength is followed.
    sets : ParameterSets or None
        None for the sample left by the fit.

    Returns
    -------
    Forecast
        Both kinds of spread are in the bands: between futures, and from not knowing the parameters.

    Raises
    ------
    InputError
        No arm, two arms of one name, or options outside their limits.

    Examples
    --------
    >>> from myotome.forecast.persons.start import PersonNow, PossibleHerniation, person_start
    >>> from myotome.forecast.treatment_effects import arm_of
    >>> disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    >>> result = forecast(person_start([disc], PersonNow(leg_pain=7)), [arm_of("no_surgery")], ForecastOptions(26, 640))
    >>> result.arms["no_surgery"].weeks[-1]
    26
    """
    options = options or ForecastOptions()
    _check(arms, options)
    sets = sets or posterior()
    record = tuple(range(options.weeks + 1)) if options.weekly else shown_weeks(options.weeks)
    settings = Settings(options.weeks, record, options.seed, options.pressure)
    arms_forecast: dict[str, ArmForecast] = {}
    apart: list[Difference] = []
    reference: Course | None = None
    for arm in arms:
        course = run_course(start, arm, sets, options.futures, settings)
        arms_forecast[arm.name] = _arm_forecast(course, options.weeks, weak)
        if reference is None:
            reference = course
        else:
            apart += differences(course, reference, _steps(course), _COMPARED, len(sets))
    sources = dict.fromkeys(key for arm in arms for key in arm.sources())
    return Forecast(arms_forecast, tuple(apart), _evidence(arms), (*sources, "calibration_forecast"), options)


def _evidence(arms: Sequence[Arm]) -> dict[str, dict[str, Any]]:
    """What is known of each arm: the kind of evidence, in whom it was studied, and the effects."""
    return {
        arm.name: {"kind": arm.evidence(), "studied_in": list(arm.studied_in()), "edges": _edges(arm)} for arm in arms
    }


def _check(arms: Sequence[Arm], options: ForecastOptions) -> None:
    problems = []
    names = [arm.name for arm in arms]
    if not names or len(set(names)) < len(names):
        problems.append(Problem("treatments", None, repr(names), "at least one, each once", (), "Name each once."))
    for name, low, high in (("weeks", 1, 520), ("futures", 64, 10_000_000), ("seed", 0, 2**62)):
        value = getattr(options, name)
        if not low <= value <= high:
            problems.append(Problem(name, None, repr(value), f"{low} to {high}", (), "Outside its limits."))
    if problems:
        raise InputError(problems)


def _edges(arm: Arm) -> list[dict[str, str]]:
    return [{"edge": row.edge, "kind": row.evidence, "source": row.source, "note": row.note} for row in arm.rows()]


def _arm_forecast(course: Course, weeks: int, weak: Sequence[RootWeakness]) -> ArmForecast:
    record = course.record
    rows = {name: course.values[:, RECORDED.index(name)] for name in _SHOWN}
    rows |= {f"mrc.{one.muscle}": _grades(one, course) for one in weak}
    outcomes = _bands_of(rows)
    shares = cumulative(course.events, weeks)
    events = {name: row[list(record)] for name, row in zip(EVENTS, shares, strict=True)}
    recovered = shares[EVENTS.index("recovered_perceived")]
    return ArmForecast(record, outcomes, events, _reached(recovered))


def _bands_of(rows: Mapping[str, NDArray[np.float32]]) -> dict[str, Band]:
    """Bands of every outcome, read in one pass: starting the threads costs more than the reading of one."""
    tops = [_GRADES if name.startswith("mrc.") else _TOPS.get(name, 1.0) for name in rows]
    weeks = [len(values) for values in rows.values()]
    numbers = bands(np.concatenate(list(rows.values())), np.repeat(tops, weeks))
    parts = np.split(numbers, np.cumsum(weeks)[:-1])
    return {name: Band(part[:, 0], part[:, 1:].T) for name, part in zip(rows, parts, strict=True)}


def _grades(weakness: RootWeakness, course: Course) -> NDArray[np.float32]:
    scale, place = grade_scale(), RECORDED.index("loss")
    lost = weakness.loss(course.values[:, place], course.values[:, place + 1], course.trait("component"))
    grade = scale["top"] * np.maximum(1.0 - lost, 0.0) ** np.float32(scale["power"])
    return np.asarray(np.minimum(grade, np.float32(_GRADES)), dtype=np.float32)


def _reached(shares: Floats) -> tuple[float | None, float | None, float | None]:
    first, middle, last = (
        float(np.argmax(shares >= level)) if shares[-1] >= level else None for level in (0.25, 0.5, 0.75)
    )
    return first, middle, last


def _steps(course: Course) -> list[int]:
    return [week for week in _STEPS if week in course.record] or [course.record[-1]]
