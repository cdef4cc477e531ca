"""Numbers of a nerve conduction study: what do latency, amplitude and velocity say against their limits?

Limits belong to a laboratory: those that the finding brings along go first, those of the package come after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from myotome.exam.reading.checks import Checks
from myotome.exam.reading.yaml_json import Place
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Table, number, one_of

__all__ = ["MEASURES", "called"]

#: Measures of a study, with what is abnormal about a value beyond its limit.
MEASURES: Mapping[str, str] = {
    "latency_ms": "prolonged_latency",
    "amplitude_uv": "reduced_amplitude",
    "amplitude_mv": "reduced_amplitude",
    "velocity_m_s": "slowed",
}
_NEVER_COLD = ("amplitude_uv", "amplitude_mv")
_COLD_BELOW_C = 30.0
_TABLE = Table(
    "exam/conduction_limits.csv",
    {
        "nerve": one_of(lambda: vocabulary().ids("nerves")),
        "component": one_of(lambda: vocabulary().ids("ncs_components")),
        "measure": one_of(tuple(MEASURES)),
        "age_from": number(0, 120),
        "low": number(0, 1000, optional=True),
        "high": number(0, 1000, optional=True),
    },
    key=("nerve", "component", "measure", "age_from"),
    rules=(lambda row: None if (row["low"] is None) != (row["high"] is None) else "one limit, low or high, is needed",),
)


def called(checks: Checks, raw: Any, place: Place, age: float | None) -> tuple[Any, ...]:
    """The study with a value for each measure beyond its limit, `normal` where none is.

    One that has a value already is left as it is.

    Slow conduction of a limb below 30 degrees is only called abnormal: the cold makes it. A measure without any
    limit is a problem.
    """
    numbers = {key: raw[key] for key in MEASURES if _is_number(raw.get(key))} if isinstance(raw, Mapping) else {}
    if not numbers or "value" in raw or vocabulary().find("finding_kinds", str(raw.get("type"))) != "ncs":
        return (raw,)
    found = tuple(dict.fromkeys(_values(checks, raw, place, numbers, age)))
    if len(found) > 1:
        found = tuple(value for value in found if value != "normal")
    return tuple({**raw, "value": value} for value in found)


def _values(
    checks: Checks, raw: Mapping[str, Any], place: Place, numbers: Mapping[str, float], age: float | None
) -> Iterator[str]:
    """Value of each measure."""
    temperature = raw.get("temperature_c")
    cold = isinstance(temperature, int | float) and temperature < _COLD_BELOW_C
    for measure, value in numbers.items():
        limit = _limit(raw, measure, age)
        if limit is None:
            given = f"{measure} {value}"
            allowed = "a value such as normal or slowed, or limits: {" + measure + ": the limit of the laboratory}"
            message = "There is no limit for this measure of this nerve: say what it was called, or give the limit."
            checks.add((*place, measure), given, allowed, message)
            continue
        low, high = limit
        beyond = (low is not None and value < low) or (high is not None and value > high)
        yield _said(measure, cold) if beyond else "normal"


def _said(measure: str, cold: bool) -> str:
    """What a measure beyond its limit is called."""
    return "abnormal" if cold and measure not in _NEVER_COLD else MEASURES[measure]


def _limit(raw: Mapping[str, Any], measure: str, age: float | None) -> tuple[float | None, float | None] | None:
    """Lower or upper limit of a measure: that of the laboratory, else that of the patient's age."""
    own = raw.get("limits")
    if isinstance(own, Mapping) and _is_number(own.get(measure)):
        return (None, own[measure]) if measure == "latency_ms" else (own[measure], None)
    nerve, component = (str(raw.get(key)) for key in ("nerve", "component"))
    of = (vocabulary().find("nerves", nerve), vocabulary().find("ncs_components", component), measure)
    rows = [row for row in _TABLE.rows() if (row["nerve"], row["component"], row["measure"]) == of]
    reached = [row for row in rows if row["age_from"] <= (age or 0.0)]
    best = max(reached, key=lambda row: row["age_from"], default=None)
    return None if best is None else (best["low"], best["high"])


def _is_number(raw: Any) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)
