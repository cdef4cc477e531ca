"""The plan: red flags first, then options, tests, follow-up and questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from myotome import __version__
from myotome.care.exercise.everyday_loads import EverydayLoads, everyday_loads
from myotome.care.exercise.plan import exercise_plan
from myotome.care.exercise.records import ExercisePlan
from myotome.care.follow_up.investigations import Investigation, investigations
from myotome.care.follow_up.questions import Question, questions
from myotome.care.follow_up.reexamination import Reexamination, reexaminations
from myotome.care.referral.flags import Referral, referral
from myotome.care.treatment.guidelines import not_for_this_person
from myotome.care.treatment.options import TreatmentOption, arms_of, options, with_outlooks
from myotome.care.treatment.outlook import Outlooks, outlooks
from myotome.ledger import tables_hash
from myotome.outcomes import Outcome
from myotome.patient import Assessment, Circumstances, exercise_person

if TYPE_CHECKING:
    from myotome.explain import Explanation
    from myotome.load import Person

__all__ = ["INTENDED_USE", "Plan", "care_plan"]

INTENDED_USE = (
    "For clinicians, researchers and teaching: it supports a decision and shows its reasons, so that the reader can "
    "check them. It lists options, never orders; it is no medical device and replaces no examination and no local "
    "pathway."
)
_PATHWAY = "Treatment is decided in the pathway that the red flag leads to: {cause}."
_NOTHING_TO_TREAT = (Outcome.NOT_EXAMINED, Outcome.NO_COMPLAINT)
_GAP = (
    "For the most likely cause ({cause}) this package lists no treatment with a source; that does not mean that "
    "there is none."
)


@dataclass(frozen=True, eq=False)
class Plan:
    """The answer of `care_plan`. Each part is computed when it is first asked for, and kept.

    Attributes
    ----------
    patient : Assessment
        Whom the plan is for.
    person : Person or None
        Whose body the loads of the exercises are computed for; None for that of the case.
    """

    patient: Assessment
    person: Person | None = None

    @property
    def id(self) -> str:
        """Of the case."""
        return self.patient.case.id

    @property
    def seed(self) -> int:
        """Of the random numbers of the forecast."""
        return self.patient.seed

    @property
    def intended_use(self) -> str:
        """What the plan is for, and what it is not."""
        return INTENDED_USE

    @cached_property
    def referral(self) -> Referral:
        """Always first; nothing switches it off."""
        return referral(self.patient.explanation, self.patient.circumstances)

    @cached_property
    def investigations(self) -> tuple[Investigation, ...]:
        """Tests that would tell more."""
        return investigations(self.patient.explanation, self.patient.circumstances)

    @cached_property
    def options(self) -> tuple[TreatmentOption, ...]:
        """The treatments before a course is forecast under each: what guidelines say of them, and for whom not."""
        nothing = self.patient.explanation.outcome in _NOTHING_TO_TREAT
        return () if nothing else options(self.patient.circumstances)

    @cached_property
    def forecast(self) -> Outlooks:
        """What the outlooks are about, or why there are none."""
        return outlooks(self.patient, arms_of(self.options))

    @cached_property
    def treatments(self) -> tuple[TreatmentOption, ...]:
        """Options with their outlook; empty with a word in `gaps` where nothing is known for the likely cause."""
        return with_outlooks(self.options, self.forecast)

    @cached_property
    def reexaminations(self) -> tuple[Reexamination, ...]:
        """What to examine again, and when."""
        return reexaminations(self.patient.circumstances, self.forecast)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Questions about the diagnosis."""
        return questions(self.patient.case, self.patient.explanation)

    @cached_property
    def exercises(self) -> ExercisePlan:
        """Exercises chosen by computed load, or why none are chosen now."""
        return exercise_plan(self.patient, person=self.person)

    @cached_property
    def everyday(self) -> EverydayLoads:
        """What everyday postures do to the disc in question, or why there are none."""
        patient, urgent = self.patient, self.referral.urgent
        person = exercise_person(patient.circumstances, self.person)
        return everyday_loads(patient.circumstances, patient.explanation, person, urgent=urgent)

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What the plan cannot say."""
        return _gaps(self.patient.explanation, self.options, self.patient.circumstances)

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the plan."""
        first, tests, daily = self.referral, self.investigations, self.everyday.tasks
        later = (self.reexaminations, self.questions)
        keys = _keys(first.flags, first.safety_net, tests, self.treatments, (self.exercises,), daily, *later)
        return tuple(dict.fromkeys((*keys, *self.forecast.sources())))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome care --json` prints it."""
        return {
            "id": self.id,
            "referral": self.referral.to_dict(),
            "investigations": [one.to_dict() for one in self.investigations],
            "treatments": [one.to_dict() for one in self.treatments],
            "forecast": self.forecast.to_dict(),
            "exercises": self.exercises.to_dict(),
            "everyday": self.everyday.to_dict(),
            "reexaminations": [one.to_dict() for one in self.reexaminations],
            "questions": [one.to_dict() for one in self.questions],
            "gaps": list(self.gaps),
            "intended_use": self.intended_use,
            "sources": list(self.sources()),
            "seed": self.seed,
            "tables_hash": tables_hash(),
            "version": __version__,
        }


def care_plan(patient: Assessment, *, person: Person | None = None) -> Plan:
    """Put the answers about one patient together into a plan.

    Parameters
    ----------
    patient : Assessment
    person : Person or None
        Whose body the loads of the exercises are computed for; else made from the case.

    Returns
    -------
    Plan
        Deterministic for a seed; a mirrored case has the mirrored plan. Nothing is computed before it is asked for.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({
    ...     "id": "example", "demographics": {"age": 52, "sex": "female"},
    ...     "findings": [{"type": "sign", "sign": "tinel_wrist", "side": "left", "value": "positive"},
    ...                  {"type": "sign", "sign": "phalen", "side": "left", "value": "positive"}]})
    >>> plan = care_plan(Assessment(case))
    >>> plan.referral.urgent, plan.treatments[0].treatment
    (False, 'wrist_splint')
    """
    return Plan(patient, person)


def _gaps(explanation: Explanation, shown: tuple[TreatmentOption, ...], patient: Circumstances) -> tuple[str, ...]:
    others = not_for_this_person(patient)
    if shown or not explanation.causes:
        return others
    if explanation.outcome in _NOTHING_TO_TREAT:
        return (explanation.outcome_sentence, *others)
    text = _PATHWAY if explanation.red_flag.urgent else _GAP
    return (text.format(cause=explanation.causes[0].label), *others)


def _keys(*parts: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for part in parts for line in part for key in line.sources))
