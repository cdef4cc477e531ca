"""What is to be expected of causes that are no herniated disc: published courses, and recovery over all causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myotome.patient.followed_causes import FollowedCause
from myotome.patient.judged import limits

if TYPE_CHECKING:
    from myotome.forecast import Forecast, PublishedCourse, PublishedCurve

__all__ = ["CourseMix", "PossibleCourse", "course_mix"]

_RECOVERED, _SIMULATED = "recovered", "recovered_perceived"


@dataclass(frozen=True, eq=False)
class PossibleCourse:
    """The published course of one possible cause, and how likely that cause is."""

    probability: float
    course: PublishedCourse

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"probability": round(self.probability, 4), **self.course.to_dict()}


@dataclass(frozen=True, eq=False)
class CourseMix:
    """What is published of every likely cause.

    Attributes
    ----------
    courses : tuple of PossibleCourse
        The likeliest first.
    without : mapping
        Likely causes of which no course is known, in words, to their probability.
    recovered : PublishedCurve or None
        Recovery without an operation, mixed over the causes of which it is known by how likely each is; a simulated
        herniation is one of them. None where fewer than two are.
    mixed_over : float
        Probability of the causes that are mixed.
    """

    courses: tuple[PossibleCourse, ...] = ()
    without: Mapping[str, float] | None = None
    recovered: PublishedCurve | None = None
    mixed_over: float = 0.0

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources."""
        return tuple(dict.fromkeys(key for one in self.courses for key in one.course.sources()))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        without = [{"label": label, "probability": round(share, 4)} for label, share in (self.without or {}).items()]
        mixture = {
            "mixed_over": round(self.mixed_over, 4),
            "recovered": None if self.recovered is None else self.recovered.to_dict(),
        }
        return {"courses": [one.to_dict() for one in self.courses], "without_course": without, **mixture}


def course_mix(
    causes: Sequence[FollowedCause],
    without: Mapping[str, float],
    duration_weeks: float,
    simulated: tuple[float, Forecast | None],
) -> CourseMix:
    """Read off the published courses of the likely causes, and mix recovery over them.

    Parameters
    ----------
    causes : sequence of FollowedCause
        Of a patient.
    without : mapping
        Causes without a course.
    duration_weeks : float
        Since the onset.
    simulated : pair
        Probability of a herniation at a root, and its forecast where there is one.
    """
    from myotome.forecast import mixed, published_course, simulated_curve

    weeks = tuple(float(week) for week in limits("forecast")["published_weeks"])
    courses = tuple(
        PossibleCourse(one.probability, published_course(one.course, weeks, one.severities, duration_weeks))
        for one in causes
    )
    known = [(one.probability, one.course.arms[one.course.usual]) for one in courses]
    parts = [(share, arm[_RECOVERED]) for share, arm in known if _RECOVERED in arm]
    covered, forecast = simulated
    if forecast is not None:
        arm = next(iter(forecast.arms.values()))
        parts.append((covered, simulated_curve(_RECOVERED, weeks, arm.weeks, arm.events[_SIMULATED])))
    recovered = mixed(parts) if len(parts) > 1 else None
    return CourseMix(courses, without, recovered, sum(share for share, _ in parts) if recovered else 0.0)
