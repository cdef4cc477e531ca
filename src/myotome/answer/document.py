"""The shape of the answer document: what stands under each key of `Answer.to_dict()`.

The JSON schema is made from these types; a key that is added to an answer is added here.
"""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from myotome.answer.course_document import CourseDocument
from myotome.answer.load_document import LoadDocument
from myotome.answer.plan_document import ExercisesDocument, PlanDocument

__all__ = ["AnswerDocument"]


class Step(TypedDict):
    """One thing to do about a red flag."""

    action: str
    urgency: str
    probability: float | None
    reasons: list[str]
    sources: list[str]
    leads: bool
    set_back: bool


class DangerNamed(TypedDict):
    """A cause that must not be missed, and the test that settles it."""

    label: str
    probability: float
    test: str


class RedFlags(TypedDict):
    """What must be seen at once, and what within weeks."""

    urgent: bool
    reasons: list[str]
    actions: list[str]
    soon: list[str]
    soon_actions: list[str]
    probability: float
    steps: list[Step]
    do_not_miss: list[DangerNamed]


class ConditionShare(TypedDict):
    """One of several conditions at a place."""

    condition: str
    probability: float


class ExplainedCause(TypedDict):
    """A condition at a place."""

    label: str
    conditions: list[str]
    classes: list[str]
    places: list[str]
    side: str
    probability: float
    shares: list[ConditionShare]


class Place(TypedDict):
    """A lesioned structure."""

    place: str
    side: str
    probability: float
    site: str | None


class DiscLesion(TypedDict):
    """A herniation that may be the cause."""

    disc: str
    side: str
    zone: str
    probability: float
    structure: str
    types: dict[str, float]


class LesionShare(TypedDict):
    """How far a weak muscle needs a lesion."""

    lesion: str
    probability: float


class WeakMuscle(TypedDict):
    """What a weak muscle is owed to."""

    muscle: str
    side: str
    probability: float
    lesions: list[LesionShare]


class OldDiseaseBeside(TypedDict):
    """A disease that was probably there before, and the findings that it accounts for."""

    label: str
    probability: float
    findings: list[str]


class UnusedFinding(TypedDict):
    """A finding that changed nothing, and why."""

    finding: int
    label: str
    reason: str


class ExplanationDocument(TypedDict):
    """What explains the findings."""

    outcome: str
    outcome_sentence: str
    classes: dict[str, float]
    causes: list[ExplainedCause]
    diseases: list[ExplainedCause]
    old_diseases: list[OldDiseaseBeside]
    places: list[Place]
    discs: list[DiscLesion]
    muscles: list[WeakMuscle]
    unused: list[UnusedFinding]
    left_out: float


class DiscVerdict(TypedDict):
    """Is a disc to blame?"""

    probability: float
    verdict: str
    reason: str
    incidental: list[str]


class Weight(TypedDict):
    """What one finding says for the leading cause against its best rival: log10."""

    finding: int | None
    label: str
    weight: float
    against: str


class NextTestDocument(TypedDict):
    """A test not yet done."""

    id: str
    label: str
    information_bits: float
    burden: float
    bits_per_burden: float
    if_abnormal: str
    if_normal: str


class Loss(TypedDict):
    """Loss expected at a muscle or an area of skin: 0 to 1."""

    target: str
    side: str
    loss: float


class TerritoryDocument(TypedDict):
    """What the leading explanation takes from skin and muscles."""

    label: str
    skin: list[Loss]
    muscles: list[Loss]


class AnswerDocument(TypedDict):
    """Everything that is shown or sent about one patient."""

    schema_version: int
    id: str
    made_on: NotRequired[str]
    version: str
    tables_hash: str
    seed: int
    intended_use: str
    red_flag: RedFlags
    explanation: ExplanationDocument
    verdict: DiscVerdict
    evidence: list[Weight]
    evidence_of_another_kind: list[Weight]
    next_tests: list[NextTestDocument]
    territory: TerritoryDocument | None
    plan: PlanDocument
    exercises: ExercisesDocument
    forecast: CourseDocument
    load: LoadDocument
    sources: list[str]
