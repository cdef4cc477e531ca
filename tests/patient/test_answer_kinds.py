"""Conditions that ask the answer: how likely a cause is, how urgent the red flags, of which type the disc."""

from __future__ import annotations

from functools import cache

import pytest

from myotome.errors import DataError
from myotome.exam.query.condition import is_positive
from myotome.exam.query.grammar import parse
from myotome.patient.answer_kinds import patient_condition, scopes
from myotome.patient.assessment import Assessment
from myotome.patient.circumstances import Circumstances
from myotome.patient.judged import limit
from support.plans import case_of


@cache
def patient(name: str) -> Circumstances:
    return Assessment(case_of(name)).circumstances


def holds(text: str, name: str = "l5_root") -> bool:
    return patient(name).holds(patient_condition(text))


@pytest.mark.parametrize("name", ["l5_root", "back_pain"])
def test_likely_compares_the_probability_of_any_of_the_causes(name: str) -> None:
    of = patient(name)
    for scope in sorted(scopes()):
        share = of.probability([scope])
        assert holds(f"likely:{scope}", name) == (share >= limit("limit", "in_play"))
        assert holds(f"likely:{scope}>=0.25", name) == (share >= 0.25)
        assert holds(f"likely:{scope}<0.25", name) == (share < 0.25)
    both = of.probability(["radiculopathy", "nonspecific_back_pain"])
    assert holds(f"likely:radiculopathy|nonspecific_back_pain>={both - 1e-6:.9f}", name)
    assert not holds(f"likely:radiculopathy|nonspecific_back_pain>{both + 1e-6:.9f}", name)


def test_a_place_is_asked_for() -> None:
    assert holds("likely:radiculopathy[lumbar_spine]>=0.5")
    assert not holds("likely:radiculopathy[cervical_spine]>=0.5")


def test_findings_and_answer_are_joined() -> None:
    assert holds("strength:any=weak AND likely:radiculopathy AND NOT flag:urgent")
    assert patient("l5_root").holds(None)
    assert patient("l5_root").behind(patient_condition("likely:radiculopathy")) == frozenset()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("likely:radiculopaty", "nearest: radiculopathy"),
        ("likely:radiculopathy=yes", "value 'yes'"),
        ("likely:radiculopathy>=often", "'often' is no number"),
        ("likely:radiculopathy[lumbar]", "nearest: lumbar_spine"),
        ("flag:urgently", "nearest: urgent"),
        ("herniation:prolapse", "name 'prolapse'"),
        ("outcome:determine", "nearest: determined"),
    ],
)
def test_what_no_answer_says_is_refused(text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        patient_condition(text)


@pytest.mark.parametrize("text", ["likely:radiculopathy", "flag:urgent", "herniation:extrusion", "outcome:determined"])
def test_tables_about_findings_cannot_ask_the_answer(text: str) -> None:
    assert is_positive(patient_condition(text))
    with pytest.raises(DataError, match="no kind of statement"):
        parse(text)
