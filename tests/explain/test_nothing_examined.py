"""An examination of which nothing is written yet: what to ask and examine first, and no answer before that."""

from __future__ import annotations

import pytest

from myotome.care import care_plan
from myotome.exam import Case, case_from_mapping
from myotome.explain import TO_ORDER, explain, first_questions
from myotome.outcomes import Outcome
from myotome.patient import Assessment


def nobody(age: float | None = None, findings: tuple[object, ...] = ()) -> Case:
    return case_from_mapping({"id": "a", "demographics": {"age": age, "sex": None}, "findings": list(findings)})


@pytest.mark.parametrize("age", [None, 3, 15, 44, 82])
def test_red_flags_are_asked_first_then_the_bedside_and_nothing_is_ordered(age: float | None) -> None:
    answer = explain(nobody(age))
    asked = [f"history_{one.item}" for one in first_questions(nobody(age))]
    tests = [test.id for test in answer.next_tests]
    assert answer.outcome is Outcome.NOT_EXAMINED
    assert tests[: len(asked)] == asked
    assert len(tests) > len(asked)
    assert not any(test.partition("_")[0] in TO_ORDER for test in tests)


BULGE = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "bulge", "side": "left"}


@pytest.mark.parametrize("findings", [(), (BULGE,)])
def test_no_treatment_and_no_exercise_where_there_is_nothing_to_treat(findings: tuple[object, ...]) -> None:
    plan = care_plan(Assessment(nobody(50, findings)))
    assert plan.treatments == ()
    assert plan.exercises.chosen == ()
    assert plan.exercises.none_because


def test_what_was_answered_is_not_asked_again() -> None:
    told = nobody(50, ({"type": "history", "item": "fever", "value": False},))
    assert {one.item for one in first_questions(nobody(50))} - {one.item for one in first_questions(told)} == {"fever"}


def test_no_age_is_asked_what_another_alone_can_have() -> None:
    child, adult, unknown = ({one.item for one in first_questions(nobody(age))} for age in (8, 70, None))
    assert child < adult <= unknown
    assert {"bladder_or_bowel_disturbance", "saddle_numbness_reported", "fever", "cancer", "trauma"} <= child


def test_a_child_is_never_asked_what_adults_are() -> None:
    back = {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}
    hot = {"type": "history", "item": "fever", "value": True}
    tests = {test.id for test in explain(nobody(4, (back, hot)), test_count=60).next_tests}
    assert tests
    assert not tests & {"history_iv_drug_use", "history_steroid_use", "history_osteoporosis", "history_anticoagulants"}
