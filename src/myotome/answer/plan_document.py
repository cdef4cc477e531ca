"""The shape of the plan and of the exercises in the answer document."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

__all__ = ["ExercisesDocument", "PlanDocument"]


class Line(TypedDict):
    """One statement, for the clinician and in plain words."""

    text: str
    plain: str
    sources: list[str]


class Flag(TypedDict):
    """One reason to refer."""

    what: str
    urgency: str
    when: str
    to_whom: str
    actions: list[str]
    why: list[str]
    plain: str
    probability: float | None
    sources: list[str]


class ReferralDocument(TypedDict):
    """Whom the patient is referred to, and when to return immediately."""

    urgent: bool
    flags: list[Flag]
    statement: str
    safety_net: list[Line]


class Advice(TypedDict, total=False):
    """One recommendation of a guideline; what it does not say is left out."""

    id: str
    guideline: str
    year: str
    direction: str
    strength: str
    certainty: str
    population: str
    phase: str
    what: str
    detail: str
    applies: bool
    source: str
    seen: str
    note: str


class InvestigationDocument(TypedDict):
    """An investigation to order."""

    test: str
    wording: str
    setting: str
    question: str
    when: str
    why: str
    quality: list[str]
    information_bits: float
    burden: float
    radiation_msv: float | None
    invasiveness: str
    recommendations: list[Advice]
    cautions: list[str]
    sources: list[str]


class Expected(TypedDict):
    """One outcome at one week: its mean, and quantiles between futures."""

    mean: float
    q05: NotRequired[float]
    q25: NotRequired[float]
    q50: NotRequired[float]
    q75: NotRequired[float]
    q95: NotRequired[float]


class Changed(TypedDict):
    """What a treatment changes against watchful waiting."""

    mean: float
    low: float
    high: float
    better: float


class TreatmentDocument(TypedDict):
    """One option; outcomes and changes by week and name."""

    treatment: str
    wording: str
    plain: str
    kind: str
    covers: float
    stance: str
    evidence_kind: str
    recommendations: list[Advice]
    outlook: dict[str, dict[str, Expected]]
    difference: dict[str, dict[str, Changed]]
    reasons: list[str]
    not_for: list[str]
    sources: list[str]


class FollowUp(TypedDict):
    """What to examine again, and when."""

    what: str
    wording: str
    plain: str
    at_weeks: list[float]
    why: str
    change_that_counts: list[str]
    expected: list[str]
    sources: list[str]


class Asked(TypedDict):
    """A question about the diagnosis."""

    text: str
    about: str
    why: str
    plain: str
    sources: list[str]


class EverydayTask(TypedDict):
    """An everyday task and the load on the disc."""

    task: str
    wording: str
    compression_n: float
    pressure_mpa: float
    times_standing: float
    sources: list[str]


class EverydayDocument(TypedDict):
    """What everyday tasks do to the disc in question."""

    disc: str
    tasks: list[EverydayTask]
    beyond: list[str]
    none_because: str


class PlanDocument(TypedDict):
    """Referral, investigations, options and follow-up."""

    referral: ReferralDocument
    investigations: list[InvestigationDocument]
    treatments: list[TreatmentDocument]
    everyday: EverydayDocument
    reexaminations: list[FollowUp]
    questions: list[Asked]
    gaps: list[str]


class Bound(TypedDict):
    """A limit on the load."""

    name: str
    value: float
    unit: str
    why: str
    binds: bool
    sources: list[str]


class Trained(TypedDict):
    """A muscle that an exercise trains."""

    muscle: str
    activation: float | None


class DosePart(TypedDict):
    """How many, how long, or how often."""

    quantity: str
    value: str
    judged: bool
    sources: list[str]


class Chosen(TypedDict):
    """An exercise that was chosen."""

    exercise: str
    wording: str
    plain: str
    trains: list[Trained]
    disc: str
    compression_n: float
    pressure_mpa: float
    times_standing: float
    compared_n: float
    compression_limit_n: float
    dose: list[DosePart]
    progression: str
    stop_when: str
    home_version: str
    reasons: list[str]
    cautions: list[str]
    sources: list[str]


class NotChosen(TypedDict):
    """An exercise that was left out, and why."""

    exercise: str
    wording: str
    kind: str
    reasons: list[str]
    sources: list[str]


class StageDocument(TypedDict):
    """Some weeks of the programme."""

    from_week: float
    to_week: float | None
    what: str
    exercises: list[str]
    progress_when: str
    sources: list[str]


class AtHome(TypedDict):
    """An exercise as it is done at home."""

    exercise: str
    wording: str
    how: str
    equipment: str
    dose: str
    side: str
    sources: list[str]


class ExercisesDocument(TypedDict):
    """The exercise plan."""

    objective: str
    none_because: list[Line]
    assumed: list[str]
    limits: list[Bound]
    rules: list[Line]
    chosen: list[Chosen]
    left_out: list[NotChosen]
    stages: list[StageDocument]
    stop_when: list[Line]
    home: list[AtHome]
    untrained: list[str]
    sources: list[str]
