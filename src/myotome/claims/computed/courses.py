"""Computed with the course over time: shares, pains and comparisons of virtual arms, each run once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import numpy as np

from myotome.claims.computed.course_statistics import ArmValues, spread_of_sets, statistic
from myotome.claims.model_value import Basis, ModelValue
from myotome.errors import DataError
from myotome.evidence import endpoints, population_arms
from myotome.forecast import (
    Arm,
    Course,
    OutcomeDefinition,
    Settings,
    arm_of,
    condition,
    no_loop,
    outcome,
    posterior,
    problem_of_condition,
    record_of,
    run_course,
    spread_between,
    step_size,
    treatments,
)
from myotome.tables import Row, Table, identifier, integer, one_by, one_of, parsed, text

__all__ = ["registered"]


_PEOPLE, _SEED = 96 * 512, 20
_Z = 1.959964
_SCALES = {"risk_ratio": "log", "odds_ratio": "log", "hazard_ratio": "log", "difference": "linear", "smd": "linear"}
_INTERVAL = "where 95 of 100 large studies are expected: unknown parameters and differences between studies"


def _outcome(text: str) -> OutcomeDefinition:
    """Outcome of the forecast by its name, or one made of `share:` and a condition or of `value:` and a measure."""
    form, _, rest = text.partition(":")
    if form not in ("share", "value") or not rest:
        return outcome(text)
    if problem := problem_of_condition(rest if form == "share" else f"{rest} > 0"):
        raise DataError(problem)
    return OutcomeDefinition(text, form, rest, "fraction", "")


def _condition(text: str) -> str:
    if problem := problem_of_condition(text):
        raise DataError(problem)
    return text


def _arms(row: Row) -> set[str]:
    """Arms that may stand beside a population: its own and those of the treatments."""
    return {*treatments(), *(arm for population, arm in population_arms() if population == row["population"])}


_TABLE = Table(
    "claims/courses.csv",
    {
        "computation": identifier(),
        "population": one_of(lambda: {population for population, _ in population_arms()}),
        "arm": one_by(_arms),
        "against": one_by(_arms, optional=True),
        "outcome": parsed(_outcome, "an outcome, `share:` and a condition, or `value:` and a measure"),
        "comparison": one_of(_SCALES, optional=True),
        **dict.fromkeys(("among", "among_against"), parsed(_condition, "`measure op number`", optional=True)),
        "weeks": integer(0, 5000),
        "pressure_against": one_of(("none",), optional=True),
        "class": identifier(),
        "said": text(),
    },
    key=("computation",),
)


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in _TABLE.rows()}


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    return {name: partial(_computed, name) for name in _rows()}


def _arm(population: str, name: str) -> Arm:
    known = population_arms().get((population, name))
    return known[1] if known else arm_of(name)


def _record(population: str, arm: str) -> tuple[int, ...]:
    rows = [row for row in _rows().values() if row["population"] == population and arm in (row["arm"], row["against"])]
    return record_of(sorted({row["weeks"] for row in rows}))


@cache
def _course(population: str, arm: str, pressed: bool) -> Course:
    start = next(start for (name, _), (start, _) in population_arms().items() if name == population)
    record = _record(population, arm)
    settings = Settings(max(record[-1], 1), record, _SEED, None if pressed else no_loop())
    return run_course(start, _arm(population, arm), posterior(), _PEOPLE, settings)


def _values(row: Mapping[str, Any], arm: str, among: str | None, pressed: bool) -> ArmValues:
    course = _course(row["population"], arm, pressed)
    counted = condition(among or "", course, row["weeks"])
    sets = np.asarray(course.trait("parameter_set"), dtype=np.intp)
    return ArmValues(row["outcome"].of(course, row["weeks"])[counted], sets[counted])


def _scale(row: Mapping[str, Any]) -> str:
    if row["comparison"]:
        return _SCALES[row["comparison"]]
    return "logit" if row["outcome"].is_share else "linear"


def _computed(name: str) -> ModelValue:
    row = _rows()[name]
    ours = _values(row, row["arm"], row["among"], True)
    theirs = None
    if row["against"]:
        theirs = _values(row, row["against"], row["among_against"], row["pressure_against"] != "none")
    scale = _scale(row)
    middle = statistic(row["comparison"], ours, theirs, scale)
    deviation = np.hypot(spread_of_sets(row["comparison"], ours, theirs, scale), _between(row, scale, ours, theirs))
    low, high = (_back(middle + sign * _Z * deviation, scale) for sign in (-1.0, 1.0))
    basis, keys = _basis(row), _sources(row)
    return ModelValue(name, _back(middle, scale), low, high, row["unit"], row["said"], _INTERVAL, basis, keys)


def _between(row: Mapping[str, Any], scale: str, ours: ArmValues, theirs: ArmValues | None) -> float:
    """Deviation between studies on the scale; none where only the model is compared with itself."""
    if row["pressure_against"]:
        return 0.0
    spread = spread_between(row["class"], bool(row["comparison"]))
    of = row["outcome"]
    if row["comparison"] == "difference" and of.is_share and theirs is not None:
        slope = np.mean([side.mean * (1.0 - side.mean) for side in (ours, theirs)])
        return float(spread * step_size("logit", of.unit, row["comparison"]) * slope)
    return spread * step_size(scale, of.unit, row["comparison"])


def _back(value: float, scale: str) -> float:
    if scale == "log":
        return float(np.exp(value))
    return float(1.0 / (1.0 + np.exp(-value))) if scale == "logit" else float(value)


def _basis(row: Mapping[str, Any]) -> Basis:
    """Fitted where any endpoint of this kind in one of these arms was, whatever its week or exact definition."""
    if row["pressure_against"]:
        return "composed"
    names, of = {row["arm"], row["against"]} - {""}, (row["population"], row["class"])
    uses = {one.use for one in endpoints() if (one.population, one.class_) == of and one.arm in names}
    return "fitted" if "fit" in uses else "compared" if "check" in uses else "composed"


def _sources(row: Mapping[str, Any]) -> tuple[str, ...]:
    arms = [_arm(row["population"], name) for name in (row["arm"], row["against"]) if name]
    return tuple(dict.fromkeys(("calibration_forecast", *(key for arm in arms for key in arm.sources()))))
