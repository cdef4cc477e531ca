"""Conditions and cases: who fulfils a condition, and that sides, order and further findings change nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.exam.case import Case
from myotome.exam.query.condition import AllOf, AnyOf, AtLeast, Condition, Hit, Named, Not, atoms_of
from myotome.exam.query.grammar import named_conditions, parse
from myotome.exam.query.matching import evaluation
from support.case_strategies import BY_KIND
from support.conditions import ABSENCES, ANY_CONDITION, FORMS, POSITIVE
from support.witnesses import HANDEDNESS, Mapping, a_case, fulfilling, ways

FINDINGS = st.lists(st.one_of(*BY_KIND.values()), max_size=5)
MIDDLE = {"type": "strength", "muscle": "soleus", "side": "left"}


def hit(text: str, case: Case) -> Hit:
    return evaluation(case).hit(parse(text))


def a_case_of(findings: list[Mapping]) -> Case:
    """Findings as they stand, even where a file with all of them would be questioned."""
    single = [a_case([one]).findings[0] for one in (findings or [HANDEDNESS])]
    return a_case([HANDEDNESS]).with_findings(single)


def shuffled(condition: Condition, at: random.Random) -> Condition:
    """The same condition with its parts in another order."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            turned = [shuffled(part, at) for part in at.sample(parts, len(parts))]
            more: tuple[Any, ...] = (condition.number,) if isinstance(condition, AtLeast) else ()
            return type(condition)(*more, tuple(turned))
        case Not(part):
            return Not(shuffled(part, at))
        case _:
            return condition


@pytest.mark.parametrize("text", [*FORMS, *(f"@{name}" for name in named_conditions())])
def test_everybody_who_fulfils_a_condition_is_found(text: str) -> None:
    condition = parse(text)
    for which in range(ways(condition)):
        case = fulfilling(condition, which)
        found = evaluation(case).hit(condition)
        assert found is not None
        assert 0 not in found  # which hand is dominant fulfils nothing
        kept = case.with_findings(finding for finding in case.findings if finding.index in found)
        assert evaluation(kept).hit(condition) == found


@pytest.mark.parametrize("text", FORMS)
def test_nobody_fulfils_it_with_nothing(text: str) -> None:
    assert hit(text, a_case([HANDEDNESS])) is None


@pytest.mark.parametrize("text", ABSENCES[1:])
def test_an_absence_must_be_stated(text: str) -> None:
    assert hit(text, a_case([HANDEDNESS])) is None
    assert hit(text, fulfilling(parse(text))) == frozenset({1})


@given(POSITIVE, FINDINGS, FINDINGS)
def test_a_further_finding_takes_no_positive_condition_back(
    condition: Condition, findings: list[Mapping], more: list[Mapping]
) -> None:
    if "pattern" in {atom.kind for atom in atoms_of(condition)}:
        return  # loss on the second side is no longer loss of one side
    some, all_of_them = a_case_of(findings), a_case_of([*findings, *more])
    assert evaluation(some).hit(condition) is None or evaluation(all_of_them).holds(condition)


@given(ANY_CONDITION, FINDINGS)
def test_a_mirrored_patient_fulfils_the_same(condition: Condition, findings: list[Mapping]) -> None:
    case = a_case_of(findings)
    assert evaluation(case.mirrored()).hit(condition) == evaluation(case).hit(condition)


@given(ANY_CONDITION, FINDINGS, st.randoms(use_true_random=False))
def test_order_is_irrelevant(condition: Condition, findings: list[Mapping], at: random.Random) -> None:
    case = a_case_of(findings)
    turned = case.with_findings(at.sample(case.findings, len(case.findings)))
    assert evaluation(turned).hit(shuffled(condition, at)) == evaluation(case).hit(condition)


@given(ANY_CONDITION, FINDINGS)
def test_not_is_the_opposite_and_a_name_is_what_it_stands_for(condition: Condition, findings: list[Mapping]) -> None:
    of_case = evaluation(a_case_of(findings))
    assert of_case.holds(Not(condition)) != of_case.holds(condition)
    assert of_case.hit(Named("it", condition)) == of_case.hit(condition)


def test_not_tested_differs_from_known() -> None:
    plain = {"type": "sign", "sign": "babinski", "side": "left", "value": "positive"}
    stated = {"type": "history", "item": "symptom_duration", "value": 1}
    assert hit("duration<=2 weeks", a_case([plain])) is None
    assert hit("duration<=14 days", a_case([plain], weeks=1)) == frozenset()
    assert hit("duration<=2 weeks", a_case([plain, stated], weeks=60)) == frozenset({1})
    assert hit("age>=50", a_case([plain])) is None
    assert hit("sex=male", a_case([plain])) is None
    assert hit("sex=male", a_case([plain], sex="male")) == frozenset()


def test_both_sides_may_stand_in_two_findings() -> None:
    left, right = ({"type": "strength", "muscle": "soleus", "side": side, "mrc": 4} for side in ("left", "right"))
    assert hit("strength:leg=weak@bilateral", a_case([left])) is None
    assert hit("strength:leg=weak@bilateral", a_case([left, right])) == frozenset({0, 1})


def test_an_old_operation_is_not_recent() -> None:
    said = {"type": "history", "item": "surgery", "value": "discectomy"}
    assert hit("history:surgery=discectomy within 12 weeks", a_case([said])) == frozenset({0})
    old = a_case([{**said, "ago": {"value": 2, "unit": "years"}}])
    assert hit("history:surgery=discectomy within 12 weeks", old) is None
    assert hit("history:surgery=discectomy within 3 years", old) == frozenset({0})


@pytest.mark.parametrize(
    ("strength", "fulfils"),
    [
        ({"mrc": 2}, {"=weak", "<=3", "<3"}),
        ({"mrc": 3}, {"=weak", "<=3"}),
        ({"mrc": 4}, {"=weak", ">3"}),
        ({"value": "weak"}, {"=weak", ">3"}),
        ({"measured": {"value": 40, "unit": "percent_of_other_side"}}, {"=weak", ">3", "<=50 percent_of_other_side"}),
        ({"measured": {"value": 90, "unit": "percent_of_other_side"}}, set()),
        ({"mrc": 5}, {"=normal"}),
        ({"value": "normal"}, {"=normal"}),
    ],
)
def test_weak_means_one_thing(strength: Mapping, fulfils: set[str]) -> None:
    case = a_case([{**MIDDLE, **strength}])
    asked = ("=weak", "=normal", "<3", "<=3", ">3", "<=50 percent_of_other_side")
    for name in ("soleus", "leg", "limb", "any"):
        assert {one for one in asked if hit(f"strength:{name}{one}", case) is not None} == fulfils


def test_an_image_of_a_level_is_one_of_its_part_of_the_spine() -> None:
    case = a_case([{"modality": "MRI", "levels": ["T8-T9"], "type": "imaging", "finding": "extrusion", "side": "none"}])
    assert hit("imaging:extrusion[thoracic_spine]=present", case) == frozenset({0})
    assert hit("imaging:extrusion[spine]=present", case) == frozenset({0})
    assert hit("imaging:extrusion[lumbar_spine]=present", case) is None
