"""Plans of the short patients, made once for all tests of care."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from myotome.care import Plan, TreatmentOption, care_plan
from myotome.exam import Case
from myotome.explain import Explanation, explain
from myotome.patient.assessment import Assessment
from support.compact_cases import COMPACT, compact, patient, strength

__all__ = ["NAMES", "answer", "case_of", "option", "patient", "plan_of", "planned", "strength"]

NAMES = tuple(COMPACT)


@cache
def case_of(name: str, onset_weeks: float | None = None) -> Case:
    """A short patient, at another time since onset where one is given."""
    case = compact(name)
    return case if onset_weeks is None else replace(case, onset_weeks=onset_weeks)


@cache
def answer(name: str) -> Explanation:
    return explain(case_of(name))


@cache
def plan_of(name: str, onset_weeks: float | None = None) -> Plan:
    return care_plan(Assessment(case_of(name, onset_weeks)))


def planned(findings: list[dict[str, Any]], **more: Any) -> Plan:
    """Plan of these findings."""
    return care_plan(Assessment(patient(findings, **more)))


def option(plan: Plan, treatment: str) -> TreatmentOption:
    return {one.treatment: one for one in plan.treatments}[treatment]
