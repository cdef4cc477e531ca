"""Do the treatments of an arm go together, and with the people who are to get them?"""

from __future__ import annotations

from collections.abc import Sequence

from myotome.forecast.persons.eligibility import EligibilityChecks
from myotome.forecast.persons.people import Start
from myotome.forecast.treatment_effects import Arm, contradiction, treatments

__all__ = ["check_suits", "check_together"]


def check_together(named: Sequence[str], place: str, checks: EligibilityChecks) -> None:
    """Note treatments that exclude each other."""
    conflict = contradiction(named)
    if conflict:
        checks.wrong(f"{place}.treatments", list(named), "at most one plan for surgery", conflict)


def check_suits(start: Start, arms: Sequence[Arm], checks: EligibilityChecks) -> None:
    """Note treatments that nobody of those who take part can have.

    Parameters
    ----------
    start : Start
        Who takes part.
    arms : sequence of Arm
        What they get.
    checks : EligibilityChecks
        Collects the problems.
    """
    without = any(sum(group.types.values()) <= 0.0 for group in start.groups)
    neck = any(group.region == "cervical" for group in start.groups)
    for arm in arms:
        for name in arm.treatments:
            place = f"arms.{arm.name}.treatments"
            if without and _has(name, "planned"):
                message = "There is no herniation to operate on: take another region or give `types`, or leave it out."
                checks.wrong(place, name, "treatments without a planned operation", message)
            if neck and _has(name, "closure") and "cervical" not in _regions(name):
                message = 'It is done on lumbar discs only: leave it out, or take `region = "lumbar"`.'
                checks.wrong(place, name, "treatments that are done on the neck", message)


def _has(treatment: str, edge: str) -> bool:
    return any(effect.edge == edge for effect in treatments()[treatment])


def _regions(treatment: str) -> set[str]:
    return {effect.studied_in for effect in treatments()[treatment]}
