"""One person's likely course: medians and bands, events, and what each treatment changes in the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome import __version__
from myotome.errors import InputError, Problem
from myotome.forecast.bands import LEVELS, bands, cumulative
from myotome.forecast.course import Course, Pressure, Settings, run_course
from myotome.forecast.outcomes import grade_scale
from myotome.forecast.parameters import ParameterSets, posterior
from myotome.forecast.people import Start
from myotome.forecast.start import Weakness
from myotome.forecast.state import EVENTS, RECORDED
from myotome.forecast.treatments import Arm
from myotome.sources import tables_hash

__all__ = ["ArmForecast", "Band", "Difference", "Forecast", "ForecastOptions", "forecast"]

Floats = NDArray[np.float64]
_SHOWN = ("leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size", "spasm", "multifidus", "core")
_TOPS = {"leg_pain_nrs": 10.0, "back_pain_nrs": 10.0, "odi": 100.0, "herniation_size": 2.0}
_COMPARED = ("leg_pain_nrs", "back_pain_nrs", "odi")
_STEPS = (6, 13, 26, 52, 104, 156, 208, 260)
_DIGITS = 4
_GRADES = 5.0


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """How a forecast is made.

    Attributes
    ----------
    weeks : int
        How far, 1 to 520.
    futures : int
        How many futures are drawn for each arm, 64 or more.
    seed : int
        Of the luck; the same for every arm.
    pressure : Pressure or None
        Disc pressure under spasm; None for the table of the package.
    """

    weeks: int = 104
    futures: int = 10_000
    seed: int = 1
    pressure: Pressure | None = None


@dataclass(frozen=True, eq=False)
class Band:
    """One outcome over the weeks: mean and quantiles between futures, each of shape (weeks,)."""

    mean: Floats
    quantiles: Floats

    def to_dict(self) -> dict[str, list[float]]:
        """Plain JSON."""
        names = [f"q{round(100 * level):02d}" for level in LEVELS]
        rows = zip(names, self.quantiles, strict=True)
        return {"mean": _plain(self.mean)} | {name: _plain(row) for name, row in rows}


@dataclass(frozen=True, eq=False)
class ArmForecast:
    """The course under one treatment.

    Attributes
    ----------
    weeks : tuple of int
        Weeks of the bands.
    outcomes : mapping
        Band of each outcome; `mrc.left tibialis_anterior` for a weak muscle.
    events : mapping
        Probability that each event has happened by each of the weeks.
    weeks_to_recovery : tuple of (float or None)
        Week by which 25, 50 and 75 of 100 futures have recovered, as perceived; None where fewer do.
    """

    weeks: tuple[int, ...]
    outcomes: Mapping[str, Band]
    events: Mapping[str, Floats]
    weeks_to_recovery: tuple[float | None, float | None, float | None]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "weeks": list(self.weeks),
            "outcomes": {name: band.to_dict() for name, band in self.outcomes.items()},
            "events": {name: _plain(row) for name, row in self.events.items()},
            "weeks_to_recovery": dict(zip(("q25", "q50", "q75"), self.weeks_to_recovery, strict=True)),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What an arm changes against another, future by future, in the same luck.

    Attributes
    ----------
    outcome : str
        A variable, or an event.
    week : int
        When.
    mean : float
        Mean of the difference; negative is less pain, less disability, fewer events.
    low, high : float
        95 % interval of that mean from not knowing the parameters.
    better : float
        Share of futures in which this arm is lower.
    """

    arm: str
    against: str
    outcome: str
    week: int
    mean: float
    low: float
    high: float
    better: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        numbers = {name: round(getattr(self, name), _DIGITS) for name in ("mean", "low", "high", "better")}
        return {"arm": self.arm, "against": self.against, "outcome": self.outcome, "week": self.week, **numbers}


@dataclass(frozen=True, eq=False)
class Forecast:
    """The answer for one person.

    Attributes
    ----------
    arms : mapping
        Course under each treatment, the first being what the others are compared with.
    differences : tuple of Difference
        Every arm against the first.
    evidence : mapping
        For each arm the best kind of study behind it, and that of each edge it cuts.
    """

    arms: Mapping[str, ArmForecast]
    differences: tuple[Difference, ...]
    evidence: Mapping[str, Mapping[str, Any]]
    source_keys: tuple[str, ...]
    options: ForecastOptions = field(default_factory=ForecastOptions)

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind this answer."""
        return self.source_keys

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome forecast --json` prints it."""
        return {
            "arms": {name: arm.to_dict() for name, arm in self.arms.items()},
            "differences": [difference.to_dict() for difference in self.differences],
            "evidence": {name: dict(entry) for name, entry in self.evidence.items()},
            "sources": list(self.source_keys),
            "futures": self.options.futures,
            "seed": self.options.seed,
            "tables_hash": tables_hash(),
            "version": __version__,
        }


def _plain(row: Floats) -> list[float]:
    return [round(float(value), _DIGITS) for value in row]


def recorded_weeks(weeks: int) -> tuple[int, ...]:
    """Weeks of the bands: every week for half a year, then every second one, and the last."""
    return tuple(sorted({*range(min(weeks, 26) + 1), *range(26, weeks + 1, 2), weeks} & set(range(weeks + 1))))


def forecast(
    start: Start,
    arms: Sequence[Arm],
    options: ForecastOptions | None = None,
    weak: Sequence[Weakness] = (),
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
    weak : sequence of Weakness
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
    >>> from myotome.forecast.start import PersonNow, PossibleHerniation, person_start
    >>> from myotome.forecast.treatments import arm_of
    >>> disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    >>> told = forecast(person_start([disc], PersonNow(leg_pain=7)), [arm_of("no_surgery")], ForecastOptions(26, 640))
    >>> told.arms["no_surgery"].weeks[-1]
    26
    """
    options = options or ForecastOptions()
    _check(arms, options)
    sets = sets or posterior()
    settings = Settings(options.weeks, recorded_weeks(options.weeks), options.seed, options.pressure)
    told: dict[str, ArmForecast] = {}
    differences: list[Difference] = []
    reference: Course | None = None
    for arm in arms:
        course = run_course(start, arm, sets, options.futures, settings)
        told[arm.name] = _told(course, options.weeks, weak)
        if reference is None:
            reference = course
        else:
            differences += _differences(course, reference, len(sets))
    sources = dict.fromkeys(key for arm in arms for key in arm.sources())
    evidence = {arm.name: {"kind": arm.evidence(), "edges": _edges(arm)} for arm in arms}
    return Forecast(told, tuple(differences), evidence, (*sources, "calibration_forecast"), options)


def _check(arms: Sequence[Arm], options: ForecastOptions) -> None:
    problems = []
    names = [arm.name for arm in arms]
    if not names or len(set(names)) < len(names):
        problems.append(Problem("treatments", None, repr(names), "at least one, none twice", (), "Name each once."))
    for name, low, high in (("weeks", 1, 520), ("futures", 64, 10_000_000), ("seed", 0, 2**62)):
        value = getattr(options, name)
        if not low <= value <= high:
            problems.append(Problem(name, None, repr(value), f"{low} to {high}", (), "Outside its limits."))
    if problems:
        raise InputError(problems)


def _edges(arm: Arm) -> list[dict[str, str]]:
    return [{"edge": row.edge, "kind": row.evidence, "source": row.source, "note": row.note} for row in arm.rows()]


def _told(course: Course, weeks: int, weak: Sequence[Weakness]) -> ArmForecast:
    record = course.record
    outcomes = {name: _band(course.values[:, RECORDED.index(name)], _TOPS.get(name, 1.0)) for name in _SHOWN}
    outcomes |= {f"mrc.{one.muscle}": _grade_band(one, course) for one in weak}
    shares = cumulative(course.events, weeks)
    events = {name: row[list(record)] for name, row in zip(EVENTS, shares, strict=True)}
    recovered = shares[EVENTS.index("recovered_perceived")]
    return ArmForecast(record, outcomes, events, _reached(recovered))


def _band(rows: NDArray[np.float32], top: float) -> Band:
    numbers = bands(np.ascontiguousarray(rows), np.full(len(rows), top))
    return Band(numbers[:, 0], numbers[:, 1:].T)


def _grade_band(one: Weakness, course: Course) -> Band:
    scale, place = grade_scale(), RECORDED.index("loss")
    lost = one.loss(course.values[:, place], course.values[:, place + 1], course.trait("component"))
    grade = scale["top"] * np.maximum(1.0 - lost, 0.0) ** np.float32(scale["power"])
    return _band(np.minimum(grade, np.float32(_GRADES)), _GRADES)


def _reached(shares: Floats) -> tuple[float | None, float | None, float | None]:
    first, middle, last = (
        float(np.argmax(shares >= level)) if shares[-1] >= level else None for level in (0.25, 0.5, 0.75)
    )
    return first, middle, last


def _differences(course: Course, reference: Course, sets: int) -> list[Difference]:
    weeks = [week for week in _STEPS if week in course.record] or [course.record[-1]]
    chosen = np.asarray(course.trait("parameter_set"), dtype=np.intp)
    people = np.maximum(np.bincount(chosen, minlength=sets), 1)
    found = []
    for week in weeks:
        pairs = {name: (course.variable(name, week), reference.variable(name, week)) for name in _COMPARED}
        pairs |= {name: (course.event(name) <= week, reference.event(name) <= week) for name in EVENTS}
        for name, (ours, theirs) in pairs.items():
            apart = ours.astype(np.float32) - theirs.astype(np.float32)
            of_sets = (np.bincount(chosen, weights=apart, minlength=sets) / people)[np.bincount(chosen, minlength=sets) > 0]
            low, high = np.percentile(of_sets, (2.5, 97.5))
            better = float((apart < 0).mean())
            numbers = float(apart.mean()), float(low), float(high), better
            found.append(Difference(course.arm.name, reference.arm.name, name, week, *numbers))
    return found
