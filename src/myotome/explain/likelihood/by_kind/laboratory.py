"""Laboratory tests: raised or low, and how far; a hundred times the limit is another finding than twice the limit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from myotome.exam import Lab, vocabulary
from myotome.explain.likelihood.by_kind.signs import Sought, combined_event
from myotome.explain.likelihood.condition_findings import base_rate
from myotome.explain.likelihood.mechanisms import mechanism_rows, wired_probability
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation, Observed
from myotome.pathology import conditions, lineage
from myotome.tables import Table, fraction, ids, integer, number, one_of

__all__ = ["lab_observations", "lab_value"]

_LIMITS = Table(
    "explain/lab_limits.csv",
    {
        "test": one_of(lambda: vocabulary().ids("lab_tests")),
        "lower": number(-10, 1e6, optional=True),
        "upper": number(-10, 1e6, optional=True),
    },
    key=("test",),
    rules=(lambda row: None if row["lower"] or row["upper"] else "neither a lower nor an upper limit",),
)


def _one_or_the_other(row: Mapping[str, Any]) -> str | None:
    """What is wrong with how a row says how far a test goes."""
    quantile = [row[name] for name in ("value", "beyond_value", "beyond_limit")]
    if all(quantile) != any(quantile) or any(quantile) == bool(row["times"]):
        return "neither `times` alone nor `value`, `beyond_value` and `beyond_limit`"
    return None


_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))
#: How far beyond its limit a test lies where it does, without a condition in anyone: the mean on a log scale as `times`
#: the limit, or a published quantile, `value` with the shares of all results beyond it and beyond the limit.
_EXTENT = Table(
    "explain/lab_extent.csv",
    {
        "test": one_of(lambda: vocabulary().ids("lab_tests")),
        "condition": one_of(lambda: (*_CONDITIONS(), *_FAMILIES()), optional=True),
        "times": number(1.01, 1000, optional=True),
        "value": number(0, 1e6, optional=True),
        "beyond_value": fraction(optional=True),
        "beyond_limit": fraction(optional=True),
        "low": number(1.01, 1000, optional=True),
        "high": number(1.01, 1000, optional=True),
        "n": integer(1, optional=True),
    },
    key=("test", "condition"),
    rules=(_one_or_the_other,),
)


@cache
def _limits() -> dict[str, tuple[float | None, float | None]]:
    """Laboratory test to the values below and above which it is called low and raised."""
    return {row["test"]: (row["lower"], row["upper"]) for row in _LIMITS.rows()}


@cache
def _extents() -> Mapping[str, Mapping[str, float]]:
    """Laboratory test to the mean log of how many times the limit it reaches, by condition or family."""
    rows: dict[str, dict[str, float]] = {}
    for row in _EXTENT.rows():
        rows.setdefault(row["test"], {})[row["condition"]] = _mean_log(row)
    return rows


def _mean_log(row: Mapping[str, Any]) -> float:
    """Mean log of how far beyond the limit; from a quantile by the exponential law that `_density` has."""
    if row["times"]:
        return math.log(row["times"])
    lower, upper = _limits()[row["test"]]
    beyond = math.log(row["value"] / upper) if upper is not None else math.log((lower or 1.0) / row["value"])
    return beyond / math.log(row["beyond_limit"] / row["beyond_value"])


def lab_value(finding: Lab) -> str | None:
    """Return the value as called, or what the number means by the usual limits."""
    if finding.value is not None or finding.number is None or finding.test not in _limits():
        return finding.value
    lower, upper = _limits()[finding.test]
    if upper is not None and finding.number > upper:
        return "raised"
    return "low" if lower is not None and finding.number < lower else "normal"


def _beyond(finding: Lab, value: str) -> float | None:
    """Log of how many times the number lies beyond the limit; None where it does not, or nobody says how far it may."""
    if finding.number is None or finding.test not in _extents() or finding.test not in _limits():
        return None
    lower, upper = _limits()[finding.test]
    limit = {"raised": upper, "low": lower}.get(value)
    if limit is None or finding.number <= 0.0:
        return None
    log = math.log(finding.number / limit) * (1.0 if value == "raised" else -1.0)
    return log if log > 0.0 else None


def _density(beyond: float, means: Floats) -> Floats:
    """How likely a value so far beyond the limit is, where it is beyond it: an exponential fall on the log scale."""
    return np.asarray(np.exp(-beyond / means) / means)


def _extent(world: World, finding: Lab, value: str) -> tuple[Floats, float] | None:
    """How well the number fits each state, and anyone: relative to the best fit."""
    beyond = _beyond(finding, value)
    if beyond is None:
        return None
    known = _extents()[finding.test]
    anyone = known[""]
    of_condition = [
        next((known[name] for name in reversed(lineage(condition)) if name in known), anyone)
        for condition in conditions()
    ]
    density = _density(beyond, np.array([anyone, *of_condition]))
    density /= density.max()
    return density[1:][world.condition_index], float(density[0])


def lab_observations(finding: Lab, world: World) -> list[Observation]:
    """Observations of one laboratory test; normal means neither raised nor low nor positive."""
    value = lab_value(finding)
    if value is None:
        return []
    if value not in {"normal", "negative"}:
        return [_event(world, finding, value, True)]
    values = [name for name in ("raised", "low", "positive") if base_rate("lab", finding.test, name, unknown=0.0) > 0.0]
    return [_event(world, finding, name, False) for name in values]


def _event(world: World, finding: Lab, value: str, positive: bool) -> Observation:
    wired = np.zeros(len(world.states))
    if ("lab", finding.test) in mechanism_rows():
        wired = wired_probability(world, "lab", finding.test, None)
    extent = _extent(world, finding, value) if positive else None
    observed = Observed(finding.index, finding.label)
    key, power = ("lab", finding.test, value), world.p["lab_weight"]
    return combined_event(world, Sought(observed, key, None, positive, extent=extent, power=power), wired)
