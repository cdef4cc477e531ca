"""Read what an arm gets from a plain mapping, as it stands in a specification or in the table of published cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.forecast.persons.eligibility import EligibilityChecks
from myotome.forecast.persons.suitability import check_together
from myotome.forecast.treatment_effects import Arm, problem_of_treatment, timings, treatments
from myotome.forecast.treatment_timing import USUAL, Timing, timed

__all__ = ["arm_from"]

_FIELDS = ("treatments", "uptake", "least_leg", "wait_weeks", "crossover", "adherence")
_LONGEST = 1000.0


def arm_from(name: str, given: Any, checks: EligibilityChecks, place: str) -> Arm:
    """Make an arm of a mapping; what is wrong is noted in `checks`.

    Parameters
    ----------
    name : str
        Name of the arm.
    given : mapping
        `treatments` (as `arm_of` takes each), and where wanted `uptake` (share who take the planned operation),
        `least_leg` (leg pain below which it is called off), `wait_weeks` (range), `crossover` (false, true, or how
        readily others are operated on, 0 to 1), `adherence`.
    checks : EligibilityChecks
        Collects the problems.
    place : str
        Name of the table in messages.

    Returns
    -------
    Arm
        The arm; an empty one where something was wrong.
    """
    if not isinstance(given, Mapping):
        checks.wrong(place, given, "a table with `treatments`", "Write the arm as a table.")
        return Arm(name, ())
    before = len(checks.problems)
    checks.known(place, given, _FIELDS)
    named = given.get("treatments")
    if not isinstance(named, list) or not named:
        checks.wrong(f"{place}.treatments", named, "a list of treatments", "Name at least one treatment.")
        named = []
    given_so = [_given(one, checks, f"{place}.treatments[{number}]") for number, one in enumerate(named)]
    named = [one for one, _ in given_so]
    for treatment in {one for one in named if named.count(one) > 1}:
        checks.wrong(f"{place}.treatments", treatment, "each treatment once", "Duplicate treatment: name each once.")
    check_together(named, place, checks)
    _check_numbers(given, checks, place)
    if len(checks.problems) > before:
        return Arm(name, ())
    adherence = tuple(given["adherence"]) if "adherence" in given else None
    return Arm(name, tuple(named), _overrides(given), adherence, timings(given_so))


def _given(written: Any, checks: EligibilityChecks, place: str) -> tuple[str, Timing]:
    """A treatment and how it is given; what is wrong is noted."""
    text = str(written)
    if message := problem_of_treatment(text):
        checks.wrong(place, written, "a treatment, and where wanted its weeks, as nsaid@0-6", message)
    name, timing = timed(text) or (text, USUAL)
    checks.one_of(place, name if isinstance(written, str) else written, tuple(treatments()))
    return name, timing


def _check_numbers(given: Mapping[str, Any], checks: EligibilityChecks, place: str) -> None:
    if "uptake" in given:
        checks.number(f"{place}.uptake", given["uptake"], 0.0, 1.0)
    if "least_leg" in given:
        checks.number(f"{place}.least_leg", given["least_leg"], 0.0, 10.0)
    if "wait_weeks" in given:
        checks.rising(f"{place}.wait_weeks", given["wait_weeks"], 2, (0.0, _LONGEST))
    if "adherence" in given:
        checks.rising(f"{place}.adherence", given["adherence"], 2, (0.0, 1.0))
    if "crossover" in given and not isinstance(given["crossover"], bool):
        checks.number(f"{place}.crossover", given["crossover"], 0.0, 1.0)


def _overrides(given: Mapping[str, Any]) -> dict[str, float]:
    stated = {name: float(given[name]) for name in ("uptake", "least_leg", "crossover") if name in given}
    if "wait_weeks" in given:
        stated["wait_low"], stated["wait_high"] = (float(week) for week in given["wait_weeks"])
    return stated
