"""The tables behind the published courses: what was counted in whom, how long after, under what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.errors import UnknownNameError
from myotome.tables import Table, fraction, identifier, number, one_of, text

__all__ = ["ANY", "Anchor", "CourseOfCondition", "anchors", "courses", "outcomes_followed", "severity_shares"]

#: In the place of a severity: counted in all alike.
ANY = "any"
_FORMS = ("reached", "change", "left", "state")
_STARTS = ("onset", "seen")


@dataclass(frozen=True, slots=True)
class Anchor:
    """One published number on a course.

    Attributes
    ----------
    value, low, high : float
        Share of people, or share that is left of what there was at the start; 95 % interval where one was stated.
    n : float or None
        How many were counted.
    """

    severity: str
    treatment: str
    outcome: str
    weeks: float
    value: float
    low: float | None
    high: float | None
    n: float | None
    source: str
    seen: str
    note: str


@dataclass(frozen=True, slots=True)
class CourseOfCondition:
    """A condition whose course was followed.

    Attributes
    ----------
    start : str
        What its weeks are counted from: `onset`, or `seen` (when it was seen, or operated on).
    """

    name: str
    label: str
    start: str
    note: str


_COURSES = Table(
    "forecast/published/courses.csv",
    {"course": identifier(), "label": text(), "start": one_of(_STARTS)},
    key=("course",),
)


@cache
def courses() -> Mapping[str, CourseOfCondition]:
    """Every course by its name."""
    return {
        row["course"]: CourseOfCondition(row["course"], row["label"], row["start"], row["note"])
        for row in _COURSES.rows()
    }


_OUTCOMES = Table(
    "forecast/published/outcomes.csv",
    {"outcome": identifier(), "label": text(), "form": one_of(_FORMS), "class": identifier()},
    key=("outcome",),
)


@cache
def outcomes_followed() -> Mapping[str, Mapping[str, Any]]:
    """Every outcome: `label`, `form`, and the `class` whose spread between studies it has.

    What is `reached` stays so; a `change` since the start may be lost again; what is `left` is a share of what there
    was at the start; a `state` is that of the week.
    """
    return {row["outcome"]: row for row in _OUTCOMES.rows()}


_SEVERITIES = Table(
    "forecast/published/severities.csv",
    {"course": one_of(courses), "severity": identifier(), "share": fraction()},
    key=("course", "severity"),
    sums={"share": ("course",)},
)


@cache
def severity_shares(course: str) -> Mapping[str, float]:
    """How often each severity of a course is met, where nothing else is known."""
    if course not in courses():
        raise UnknownNameError("course", course, courses())
    return {row["severity"]: row["share"] for row in _SEVERITIES.rows() if row["course"] == course} or {ANY: 1.0}


def _ordered(row: Mapping[str, Any]) -> str | None:
    known = [one for one in (row["low"], row["value"], row["high"]) if one is not None]
    return None if known == sorted(known) else "low, value and high are out of order"


def _supported(row: Mapping[str, Any]) -> str | None:
    return None if row["n"] or (row["low"] is not None and row["high"] is not None) else "neither n nor an interval"


def _severities_known(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    wrong = {
        (row["course"], row["severity"])
        for row in rows
        if row["severity"] not in {ANY, *severity_shares(row["course"])}
    }
    return [f"{course} has no severity {severity}" for course, severity in sorted(wrong)]


_ANCHORS = Table(
    "forecast/published/anchors.csv",
    {
        "course": one_of(courses),
        "severity": identifier(),
        "treatment": identifier(),
        "outcome": one_of(outcomes_followed),
        "weeks": number(0, 2000),
        "value": fraction(),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
        "n": number(1, 1e7, optional=True),
    },
    key=("course", "severity", "treatment", "outcome", "weeks"),
    covers={"course": courses},
    rules=(_ordered, _supported),
    rows_rules=(_severities_known,),
)


@cache
def anchors(course: str) -> tuple[Anchor, ...]:
    """Every published number of a course, in the order of the table."""
    names = list(Anchor.__dataclass_fields__)
    rows = [row for row in _ANCHORS.rows() if row["course"] == course]
    return tuple(Anchor(**{name: row[name] for name in names}) for row in rows)
