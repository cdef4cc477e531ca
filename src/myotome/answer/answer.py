"""One answer about a patient, computed once: explanation, plan, territory and load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myotome.care import EverydayLoads, Plan, care_plan
from myotome.errors import InputError
from myotome.exam.case import Case
from myotome.explain import Explanation, explain
from myotome.explain.conclusions.territory import Territory, territory
from myotome.explain.likelihood.model_world import world
from myotome.load import LoadAnswer, load_answer
from myotome.patient.body import body_of, stated_size
from myotome.patient.circumstances import Circumstances, circumstances
from myotome.patient.mechanics import impairment_of

__all__ = ["Answer", "assess"]

_POSTURE = "standing"
_DRAWS = 100
_SIZES = {"age": "age", "height_m": "height", "mass_kg": "mass"}


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that is shown or sent about one patient.

    Attributes
    ----------
    territory : Territory or None
        What the leading explanation takes from skin and muscles; None where it cuts no fibres.
    load : LoadAnswer or None
        What standing does to the discs; None with a word in `no_load`.
    assumed : tuple of str
        What of the body's size was not known, and is that of an average adult.
    made_on : date or None
        Printed in the header.
    """

    case: Case
    explanation: Explanation
    plan: Plan
    territory: Territory | None
    load: LoadAnswer | None
    no_load: str = ""
    assumed: tuple[str, ...] = ()
    made_on: date | None = None


def assess(case: Case, *, seed: int = 0, made_on: date | None = None) -> Answer:
    """What explains these findings, what can be done, and what is to be expected?

    Parameters
    ----------
    case : Case
        A known answer in it is not read.
    seed : int
        Of the random numbers of the forecast.
    made_on : date or None
        The day that the report bears.

    Returns
    -------
    Answer
    """
    patient = case.without_truth()
    answer = explain(patient)
    now, plan = circumstances(patient, answer), care_plan(patient, answer, seed=seed)
    load, why_not = _load(now, plan.everyday)
    expected = territory(answer, now.found, world())
    return Answer(patient, answer, plan, expected, load, why_not, _unstated(patient), made_on)


def _load(now: Circumstances, everyday: EverydayLoads) -> tuple[LoadAnswer | None, str]:
    """Solve standing with roots, muscles and spasm as found, beside the same person in health."""
    if everyday.none_because:
        return None, everyday.none_because
    try:
        return load_answer(_POSTURE, body_of(now.case), {}, impairment_of(now), draws=_DRAWS), ""
    except InputError as error:
        return None, error.problems[0].message


def _unstated(case: Case) -> tuple[str, ...]:
    """What of the body's size is not known."""
    stated = stated_size(case)
    found = [words for name, words in _SIZES.items() if name not in stated]
    return tuple(found if case.demographics.sex else [*found, "sex"])
