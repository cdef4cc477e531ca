"""One answer about a patient: explanation, plan, forecast and load, each computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from myotome.care import Plan, care_plan
from myotome.errors import InputError, Problem
from myotome.exam import Case
from myotome.explain import Explanation, Territory
from myotome.load import LoadAnswer
from myotome.outcomes import Outcome
from myotome.patient import Assessment, CaseForecast, stated_size
from myotome.printing import shown

if TYPE_CHECKING:
    from myotome.answer.document import AnswerDocument

__all__ = ["SCHEMA_VERSION", "Answer", "assess"]

#: Of the document that `Answer.to_dict()` returns; raised where a key changes its meaning or goes.
SCHEMA_VERSION = 1

_EXPLAINED = (
    "outcome", "outcome_sentence", "classes", "causes", "diseases", "old_diseases", "places", "discs", "muscles",
    "unused", "left_out",
)  # fmt: skip
_PLANNED = ("referral", "investigations", "treatments", "everyday", "reexaminations", "questions", "gaps")
_SIZES = {"age": "age", "height_m": "height", "mass_kg": "mass"}


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that is shown or sent about one patient. Made by `assess`.

    Attributes
    ----------
    assessment : Assessment
        The patient, computed once and on demand.
    made_on : date or None
        Printed in the header of a report.
    """

    assessment: Assessment
    made_on: date | None = None

    @property
    def case(self) -> Case:
        """The patient, without a known answer."""
        return self.assessment.case

    @property
    def seed(self) -> int:
        """Of the random numbers of the forecast."""
        return self.assessment.seed

    @property
    def explanation(self) -> Explanation:
        """What explains the findings, red flags first."""
        return self.assessment.explanation

    @cached_property
    def plan(self) -> Plan:
        """What can be done: referral, options with their outlook, exercises, follow-up."""
        return care_plan(self.assessment)

    @property
    def territory(self) -> Territory | None:
        """What the leading explanation takes from skin and muscles; None where it damages no fibres."""
        return self.assessment.territory

    @property
    def standing(self) -> LoadAnswer | None:
        """What standing does to the discs; None with the reason in `no_load`."""
        return self._standing[0]

    @property
    def no_load(self) -> str:
        """Why nothing is said of the discs; empty where something is."""
        return self._standing[1]

    @cached_property
    def _standing(self) -> tuple[LoadAnswer | None, str]:
        """Standing with roots, muscles and spasm as found, beside the same person in health."""
        if self.plan.everyday.none_because:
            return None, self.plan.everyday.none_because
        try:
            return self.load(), ""
        except InputError as error:
            return None, error.problems[0].message

    @cached_property
    def assumed(self) -> tuple[str, ...]:
        """What of the body's size is not known, and is that of an average adult."""
        stated = stated_size(self.case)
        unknown = [words for name, words in _SIZES.items() if name not in stated]
        return tuple(unknown if self.case.demographics.sex else [*unknown, "sex"])

    @property
    def course(self) -> CaseForecast:
        """The forecast behind the plan: its options beside watchful waiting, or why there is none."""
        made, start = self.plan.forecast, self.assessment.forecast_start
        return CaseForecast(made.outcome, made.reason, made.covered, start.region, made.course, made.others)

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the answer: of the explanation, the plan with its forecast, and the load."""
        load = () if self.standing is None else self.standing.sources()
        return tuple(dict.fromkeys((*self.explanation.sources(), *self.plan.sources(), *load)))

    def to_dict(self) -> AnswerDocument:
        """Plain JSON, in the shape of `answer.schema.json`."""
        return _document(self)

    def forecast(
        self, treatments: str | Sequence[str] | None = None, *, weeks: int | None = None, futures: int | None = None
    ) -> CaseForecast:
        """What is to be expected under each treatment?

        Parameters
        ----------
        treatments : str, sequence of str or None
            Names of treatments, or one of them; `nsaid+manual_therapy` is both. The first is what the others are
            compared with.
        weeks, futures : int or None
            None for the usual ones.

        Returns
        -------
        CaseForecast
            With a reason instead of courses where no herniation at a root is likely, or where an emergency leads.
        """
        arms = [treatments] if isinstance(treatments, str) else treatments
        return self.assessment.forecast(arms, weeks=weeks, futures=futures)

    def load(self, task: str = "standing", *, draws: int | None = None, **options: float | str) -> LoadAnswer:
        """What does a task do to this patient's spine?

        Parameters
        ----------
        task : str
            A task or an exercise, as `myotome load --list` names them.
        draws : int or None
            People drawn for the intervals; None for the usual number.
        options
            Of the task, for example `mass_kg=10`.

        Raises
        ------
        InputError, UnknownNameError
            The model does not hold for such a person, or a task or an option is wrong.
        """
        return self.assessment.load(task, options, draws=draws)


def _document(answer: Answer) -> AnswerDocument:
    """Lay the parts of an answer out under the keys of the document."""
    explained, plan = answer.explanation.to_dict(), answer.plan.to_dict()
    document: Any = {
        "schema_version": SCHEMA_VERSION,
        "id": answer.case.id,
        **({} if answer.made_on is None else {"made_on": answer.made_on.isoformat()}),
        **{name: plan[name] for name in ("version", "tables_hash", "seed", "intended_use")},
        "red_flag": explained["red_flag"],
        "explanation": {name: explained[name] for name in _EXPLAINED},
        "verdict": explained["disc_to_blame"],
        "evidence": explained["evidence"],
        "evidence_of_another_kind": explained["evidence_of_another_kind"],
        "next_tests": explained["next_tests"],
        "territory": None if answer.territory is None else answer.territory.to_dict(),
        "plan": {name: plan[name] for name in _PLANNED},
        "exercises": plan["exercises"],
        "forecast": answer.course.to_dict(),
        "load": _load(answer),
        "sources": list(answer.sources()),
    }
    return cast("AnswerDocument", document)


def _load(answer: Answer) -> dict[str, Any]:
    standing = answer.standing
    if standing is None:
        outcome = Outcome.OUT_OF_MODEL
    else:
        outcome = Outcome.COMPUTED if standing.feasible else Outcome.NOT_FEASIBLE
    return {
        "outcome": str(outcome),
        "outcome_sentence": outcome.sentence,
        "reason": answer.no_load,
        "assumed": list(answer.assumed),
        "standing": None if standing is None else standing.to_dict(),
    }


def assess(case: Case, *, seed: int = 0, made_on: date | None = None) -> Answer:
    """What explains these findings, what can be done, and what is to be expected?

    Parameters
    ----------
    case : Case
        A known answer in it is not read.
    seed : int
        Of the random numbers of the forecast.
    made_on : date or None
        The day that a report bears.

    Returns
    -------
    Answer
        Nothing is computed before it is asked for.

    Raises
    ------
    InputError
        What was given is no case.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> answer = assess(case_from_mapping({
    ...     "id": "example", "demographics": {"age": 44, "sex": "male"},
    ...     "findings": [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
    ...                  {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"}]}))
    >>> answer.explanation.places[0].place
    'L5'
    """
    if not isinstance(case, Case):
        raise InputError([_no_case(case)])
    return Answer(Assessment(case, seed), made_on)


def _no_case(given: object) -> Problem:
    message = "Read a file with read_case, or make a case of a mapping with case_from_mapping."
    return Problem("case", None, shown(given), "a Case", (), message)
