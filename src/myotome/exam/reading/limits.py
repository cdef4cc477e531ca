"""Which numbers can a patient have, and in which other unit would a number make sense?

The limits are wide: those of life or of the instrument. A number outside them is a slip of the pen or was measured in
another unit; a number inside them need not be usual.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from myotome.exam.reading.checks import Fields
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown
from myotome.tables import Table, identifier, ids, number, one_by, one_of, text
from myotome.units import WEEKS_PER_UNIT, figure

__all__ = [
    "Limits",
    "OtherUnit",
    "imaging_limits",
    "laboratory_units",
    "limits",
    "plausible",
    "strength_limits",
    "time_limits",
]

_ANY = "any"
_NAMED: Mapping[str, Callable[[str], Any]] = {"kind": str, "item": str, "unit": str}


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """Another unit in use: the value is times * number + plus; where none converts, low and high say what is usual."""

    unit: str
    times: float | None
    plus: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number in this unit can be, both ends included, and other units that it is often given in.

    Attributes
    ----------
    raised : bool
        The finding may be given as `raised` or `low` in place of the number.
    """

    unit: str
    low: float
    high: float
    others: tuple[OtherUnit, ...] = ()
    raised: bool = False

    @property
    def words(self) -> str:
        """Range with its unit, for a message."""
        return f"{figure(self.low)} to {figure(self.high)} {unit_in_words(self.unit)}"

    def hold(self, number: float) -> bool:
        """Tell whether a patient can have this number."""
        return self.low <= number <= self.high

    def way_out(self, number: float) -> str:
        """Say what a number that lies outside may mean, and what to write instead."""
        hints = [said for other in self.others if (said := self._as_given_in(other, number))]
        if hints or not self.raised or number < 0.0 <= self.low:
            return " ".join(hints)
        return f"If it is right, leave the number out and write value: {'raised' if number > self.high else 'low'}."

    def _as_given_in(self, other: OtherUnit, number: float) -> str:
        """Say what to write where the number would make sense in another unit; else nothing."""
        unit, given = unit_in_words(self.unit), f"{figure(number)} {unit_in_words(other.unit)}"
        if other.times is None:
            usual = other.low is not None and other.high is not None and other.low <= number <= other.high
            return f"{given} would be plausible; turn it into {unit} first." if usual else ""
        value = other.times * number + other.plus
        hint = f"{given} would be plausible: write {value:.3g}, which is the same in {unit}."
        return hint if self.hold(value) else ""


def unit_in_words(unit: str) -> str:
    """Unit as people write it.

    Examples
    --------
    >>> unit_in_words("percent_predicted")
    'percent of predicted'
    """
    return {"percent_predicted": "percent of predicted"}.get(unit, unit.replace("_", " "))


_LIMITS = Table(
    "exam/plausible_limits.csv",
    {
        "kind": one_of(("conduction", "history", "imaging", "lab", "patient", "questionnaire", "strength", "time")),
        "item": identifier(),
        "unit": text(),
        "low": number(-1000, 1e9),
        "high": number(-1000, 1e9),
    },
    key=("kind", "item", "unit"),
    rules=(lambda row: None if row["low"] < row["high"] else "low < high does not hold",),
)
_OTHER_UNITS = Table(
    "exam/other_units.csv",
    {
        "kind": one_of(ids("exam/plausible_limits", "kind")),
        "item": one_by(lambda row: ids("exam/plausible_limits", "item", kind=(row["kind"],))()),
        "unit": text(),
        "times": number(0, 1e6, optional=True),
        "plus": number(-1000, 1000, optional=True),
        "low": number(-1000, 1e9, optional=True),
        "high": number(-1000, 1e9, optional=True),
    },
    key=("kind", "item", "unit"),
)


@cache
def limits() -> Mapping[tuple[str, str, str], Limits]:
    """Limits by kind, item and unit, such as `("lab", "calcium", "mmol/L")`."""
    others, table = _other_units(), {}
    for row in _LIMITS.rows():
        kind, item, unit, low, high = (row[name] for name in ("kind", "item", "unit", "low", "high"))
        table[kind, item, unit] = Limits(unit, low, high, tuple(others.get((kind, item), ())), kind == "lab")
    return table


def _other_units() -> Mapping[tuple[str, str], list[OtherUnit]]:
    """Other usual units by kind and item."""
    found: defaultdict[tuple[str, str], list[OtherUnit]] = defaultdict(list)
    for row in _OTHER_UNITS.rows():
        other = OtherUnit(row["unit"], row["times"], row["plus"] or 0.0, row["low"], row["high"])
        found[row["kind"], row["item"]].append(other)
    return found


def laboratory_units(test: str) -> Mapping[str, tuple[float, float]]:
    """Units in which a test may be given: each with the factor and the summand that lead to that of the vocabulary.

    Examples
    --------
    >>> laboratory_units("crp")
    {'mg/L': (1.0, 0.0), 'mg/dL': (10.0, 0.0)}
    """
    unit = vocabulary().sections["lab_tests"][test].unit
    if unit is None:
        return {}
    others = limits()["lab", test, unit].others
    usual = {one.unit: (one.times, one.plus) for one in others if one.times is not None}
    return {unit: (1.0, 0.0), **usual}


def strength_limits(unit: str) -> Limits:
    """Limits of a measured strength."""
    return limits()["strength", _ANY, unit]


def imaging_limits(finding: str | None, unit: str) -> Limits:
    """Limits of a measure of an image, of this finding where it has its own."""
    return limits().get(("imaging", finding or _ANY, unit)) or limits()["imaging", _ANY, unit]


def time_limits(item: str, unit: str) -> Limits:
    """Limits of a span of time, in the unit it is given in.

    Examples
    --------
    >>> time_limits("onset", "months").words
    '0 to 1440 months'
    """
    years = limits()["time", item, "years"]
    times = WEEKS_PER_UNIT["years"] / WEEKS_PER_UNIT[unit]
    return replace(years, unit=unit, low=years.low * times, high=years.high * times)


def plausible(fields: Fields, key: str, of: Limits) -> float | None:
    """Number of a key, one that a patient can have; what cannot be is reported with the way out."""
    number = fields.number(key, -math.inf, math.inf, f"a number, {of.words}")
    if number is None or of.hold(number):
        return number
    message = f"The number is out of range. {of.way_out(number)}".strip()
    fields.checks.add(fields.at(key), f"{shown(fields.raw[key])} {unit_in_words(of.unit)}", of.words, message)
    return None
