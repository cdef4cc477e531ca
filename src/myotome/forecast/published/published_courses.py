"""The published course of one condition, under each treatment under which it was followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from myotome.errors import UnknownNameError
from myotome.forecast.published.anchors import ANY, Anchor, anchors, courses, severity_shares
from myotome.forecast.published.curves import PublishedCurve, curve_through, mixed

__all__ = ["PublishedCourse", "published_course"]


@dataclass(frozen=True, eq=False)
class PublishedCourse:
    """What became of people with a condition.

    Attributes
    ----------
    name, label, note : str
        The course, in words, and what must be known to read it.
    severities : mapping
        How likely each severity is taken to be.
    weeks : tuple of float
        From now.
    arms : mapping
        Treatment to its curves by outcome; the first is the one without an operation, where there is one.
    """

    name: str
    label: str
    note: str
    severities: Mapping[str, float]
    weeks: tuple[float, ...]
    arms: Mapping[str, Mapping[str, PublishedCurve]]

    @property
    def usual(self) -> str:
        """The treatment that comes first."""
        return next(iter(self.arms))

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources."""
        curves = [one for arm in self.arms.values() for one in arm.values()]
        return tuple(dict.fromkeys(key for one in curves for key in one.sources))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        arms = {arm: {name: one.to_dict() for name, one in curves.items()} for arm, curves in self.arms.items()}
        return {
            "course": self.name,
            "label": self.label,
            "note": self.note,
            "severities": dict(self.severities),
            "weeks": list(self.weeks),
            "arms": arms,
        }


def published_course(
    name: str, weeks: Sequence[float], severities: Mapping[str, float] | None = None, duration_weeks: float = 0.0
) -> PublishedCourse:
    """What became of people with this condition, from now on?

    Parameters
    ----------
    name : str
        A course of forecast/published/courses.csv.
    weeks : sequence of float
        From now, rising.
    severities : mapping or None
        How likely each severity is; None for how often each is met.
    duration_weeks : float
        Since its onset, 0 or more. A course that is counted from when it was seen starts now whatever that is.

    Returns
    -------
    PublishedCourse
        An outcome that was counted in some severities alone is that of those; one counted in all is that of all.

    Raises
    ------
    UnknownNameError
        No such course, or it has no such severity.

    Examples
    --------
    >>> course = published_course("carpal_tunnel", (13.0, 78.0))
    >>> list(course.arms), [round(float(x), 2) for x in course.arms["operation"]["recovered"].middle]
    (['conservative', 'untreated', 'operation'], [0.8, 0.9])
    """
    known = severity_shares(name)
    chosen = dict(severities or known)
    for wrong in sorted(set(chosen) - set(known)):
        raise UnknownNameError("severity", wrong, known)
    about = courses()[name]
    since = duration_weeks if about.start == "onset" else 0.0
    arms: dict[str, dict[str, PublishedCurve]] = {}
    for treatment, outcome in dict.fromkeys((one.treatment, one.outcome) for one in anchors(name)):
        own = [one for one in anchors(name) if (one.treatment, one.outcome) == (treatment, outcome)]
        if parts := _by_severity(own, weeks, chosen, since):
            arms.setdefault(treatment, {})[outcome] = mixed(parts)
    return PublishedCourse(name, about.label, about.note, chosen, tuple(weeks), arms)


def _by_severity(
    own: Sequence[Anchor], weeks: Sequence[float], severities: Mapping[str, float], since: float
) -> list[tuple[float, PublishedCurve]]:
    """The course of each severity; of one that was not counted apart, what was counted in all."""
    parts = []
    for severity, share in severities.items():
        counted = [one for one in own if one.severity == severity] or [one for one in own if one.severity == ANY]
        if counted and share > 0.0:
            parts.append((share, curve_through(counted, weeks, since)))
    return parts
