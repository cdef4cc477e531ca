"""Everything a report is made of, computed once: answer, plan, territory and load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myotome.care import Plan, care_plan
from myotome.errors import InputError
from myotome.exam.case import Case
from myotome.explain import Explanation, explain, posterior_of
from myotome.explain.posterior import Posterior
from myotome.explain.root_conduction import root_conduction
from myotome.explain.territory import Territory, territory
from myotome.explain.world import world
from myotome.load import ROOTS, Impairment, LoadAnswer, Person, load_answer, reference_person

__all__ = ["Gathered", "gathered"]

_POSTURE = "standing"
_DRAWS = 100


@dataclass(frozen=True, eq=False)
class Gathered:
    """The parts of one report.

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


def gathered(case: Case, *, seed: int = 0, made_on: date | None = None) -> Gathered:
    """Compute what a report of this case tells.

    Parameters
    ----------
    case : Case
        A known answer in it is not read.
    seed : int
        Of the luck of the forecast.
    made_on : date or None
        The day that the report bears.

    Returns
    -------
    Gathered
    """
    patient = case.without_truth()
    answer, found = explain(patient), posterior_of(patient)
    plan = care_plan(patient, answer, seed=seed)
    load, why_not, assumed = _load(patient, found)
    return Gathered(patient, answer, plan, territory(answer, found, world()), load, why_not, assumed, made_on)


def _load(case: Case, found: Posterior) -> tuple[LoadAnswer | None, str, tuple[str, ...]]:
    """Solve standing with the roots as the findings leave them, beside the same person in health."""
    conducting = {key: left for key, left in root_conduction(found, world()).items() if key[0] in ROOTS}
    try:
        person, assumed = _person(case)
        answer = load_answer(_POSTURE, person, {}, Impairment((), (), conducting), draws=_DRAWS)
    except InputError as error:
        return None, error.problems[0].message, ()
    return answer, "", assumed


def _person(case: Case) -> tuple[Person, tuple[str, ...]]:
    known = case.demographics
    given = {
        "age": known.age,
        "height_m": None if known.height_cm is None else known.height_cm / 100.0,
        "mass_kg": known.weight_kg,
    }
    assumed = [name.partition("_")[0] for name, value in given.items() if value is None]
    assumed += ["sex"] if known.sex is None else []
    told = {name: float(value) for name, value in given.items() if value is not None}
    return reference_person(known.sex or "male", **told), tuple(assumed)
