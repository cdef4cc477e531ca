"""Which causes of a patient have a published course, how severe each is taken to be, and which have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.forecast import published_courses, severity_shares
from myotome.pathology import conditions
from myotome.patient.answer_kinds import REGION_CELL, condition_cell, names_of, scopes
from myotome.patient.circumstances import Circumstances
from myotome.patient.judged import limit
from myotome.tables import Table, identifier, one_of

__all__ = ["FollowedCause", "causes_without_course", "followed_causes"]

#: Families that together are a herniation at a root: its course is simulated.
_SIMULATED = frozenset({"herniation", "root_lesion"})


@dataclass(frozen=True, slots=True)
class FollowedCause:
    """A cause whose course was followed and published.

    Attributes
    ----------
    course : str
        Of forecast/published/courses.csv.
    probability : float
        That it explains the findings.
    severities : mapping
        How likely each severity is.
    """

    course: str
    probability: float
    severities: Mapping[str, float]


_COURSES = Table(
    "patient/published_courses.csv",
    {"course": one_of(published_courses), "scope": one_of(scopes), "region": REGION_CELL},
    key=("course", "scope", "region"),
)
_SEVERITIES = Table(
    "patient/course_severities.csv",
    {"course": one_of(published_courses), "severity": identifier(), "when": condition_cell(optional=False)},
    key=("course", "severity"),
)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(_COURSES.rows())


def _course_of(condition: str, regions: frozenset[str]) -> str | None:
    names = names_of(condition)
    for row in _rows():
        if row["scope"] in names and (row["region"] == "any" or f"{row['region']}_spine" in regions):
            course: str = row["course"]
            return course
    return None


def followed_causes(patient: Circumstances) -> tuple[FollowedCause, ...]:
    """Which likely causes of a patient have a published course?

    Parameters
    ----------
    patient : Circumstances

    Returns
    -------
    tuple of FollowedCause
        Those likely enough for a plan to speak of, the likeliest first.
    """
    total: dict[str, float] = {}
    for (condition, regions), share in patient.shares.items():
        if (course := _course_of(condition, regions)) is not None:
            total[course] = total.get(course, 0.0) + share
    likely = [one for one in total.items() if one[1] >= limit("limit", "in_play")]
    ordered = sorted(likely, key=lambda one: (-round(one[1], 12), one[0]))
    return tuple(FollowedCause(course, min(share, 1.0), _severities(patient, course)) for course, share in ordered)


def _severities(patient: Circumstances, course: str) -> Mapping[str, float]:
    """The severity that the findings show; where they show none, how often each is met."""
    for row in _SEVERITIES.rows():
        if row["course"] == course and patient.holds(row["when"]):
            return {row["severity"]: 1.0}
    return severity_shares(course)


def causes_without_course(patient: Circumstances) -> Mapping[str, float]:
    """Likely causes, in words, of which neither a simulated nor a published course is known; the likeliest first."""
    total: dict[str, float] = {}
    for (condition, regions), share in patient.shares.items():
        if _course_of(condition, regions) is None and not names_of(condition) >= _SIMULATED:
            label = conditions()[condition].label
            total[label] = total.get(label, 0.0) + share
    likely = {label: share for label, share in total.items() if share >= limit("limit", "in_play")}
    return dict(sorted(likely.items(), key=lambda one: (-round(one[1], 12), one[0])))
