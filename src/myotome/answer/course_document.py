"""The shape of the forecast in the answer document."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

__all__ = ["CourseDocument"]


class BandDocument(TypedDict):
    """One outcome by week: mean, and quantiles between futures."""

    mean: list[float]
    q05: list[float]
    q25: list[float]
    q50: list[float]
    q75: list[float]
    q95: list[float]


class Recovery(TypedDict):
    """Week by which 25, 50 and 75 of 100 futures have recovered; null where fewer do."""

    q25: float | None
    q50: float | None
    q75: float | None


class ArmDocument(TypedDict):
    """The course under one treatment: bands by outcome, and probability by event."""

    weeks: list[int]
    outcomes: dict[str, BandDocument]
    events: dict[str, list[float]]
    weeks_to_recovery: Recovery


class DifferenceDocument(TypedDict):
    """What one treatment changes against the first, future by future."""

    arm: str
    against: str
    outcome: str
    week: int
    mean: float
    low: float
    high: float
    better: float


class BandEdge(TypedDict):
    """One effect of a treatment, and the study behind it."""

    edge: str
    kind: str
    source: str
    note: str


class EvidenceDocument(TypedDict):
    """The best kind of study behind a treatment, and where it was studied."""

    kind: str
    studied_in: list[str]
    edges: list[BandEdge]


class PublishedCurveDocument(TypedDict):
    """One outcome of a published course: by week, with a 95 % interval; null before the first published number."""

    label: str
    form: str
    middle: list[float | None]
    low: list[float | None]
    high: list[float | None]
    reach: float
    sources: list[str]


class PublishedCourseDocument(TypedDict):
    """The published course of one likely cause, by treatment and outcome."""

    probability: float
    course: str
    label: str
    note: str
    severities: dict[str, float]
    weeks: list[float]
    arms: dict[str, dict[str, PublishedCurveDocument]]


class CauseWithoutCourse(TypedDict):
    """A likely cause of which no course is known."""

    label: str
    probability: float


class OtherCoursesDocument(TypedDict):
    """Likely causes other than a simulated herniation, and recovery mixed over all whose course is known."""

    courses: list[PublishedCourseDocument]
    without_course: list[CauseWithoutCourse]
    mixed_over: float
    recovered: PublishedCurveDocument | None


class CourseDocument(TypedDict):
    """How the forecast ended, and the courses by treatment where there are any."""

    outcome: str
    outcome_sentence: str
    reason: str
    covered: float
    setting: str | None
    others: OtherCoursesDocument
    arms: NotRequired[dict[str, ArmDocument]]
    differences: NotRequired[list[DifferenceDocument]]
    evidence: NotRequired[dict[str, EvidenceDocument]]
    sources: NotRequired[list[str]]
    futures: NotRequired[int]
    seed: NotRequired[int]
    tables_hash: NotRequired[str]
    version: NotRequired[str]
