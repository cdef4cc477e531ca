"""Earlier visits are kept and show a course; a side that is not named is read as one, and said to be so."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.exam.case_schema import case_schema
from myotome.exam.reading.files import case_from_mapping

SCHEMA = jsonschema.Draft202012Validator(case_schema())
WEAK = {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left"}
LIFTING = {"type": "history", "item": "onset_trigger", "value": "lifting"}
STATED = {"type": "history", "item": "course", "value": "fluctuating"}


def mapping(*findings, **more):
    return {"id": "a", "demographics": {"age": 50, "sex": None}, "findings": list(findings), **more}


def before(*findings, **more):
    return {"findings": list(findings), **more}


def course(case):
    return [one.value for one in case.findings if getattr(one, "item", "") == "course"]


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_grade_lost_is_a_worsening_and_a_grade_won_an_improvement(then, now):
    whole = mapping({**WEAK, "mrc": now}, visits=[before({**WEAK, "mrc": then}, ago={"value": 2, "unit": "weeks"})])
    case = case_from_mapping(whole)
    assert course(case) == ([] if then == now else ["worsening" if now < then else "improving"])
    assert case_from_mapping(case.to_dict()) == case
    assert case.mirrored().mirrored() == case
    SCHEMA.validate(whole)
    SCHEMA.validate(case.to_dict())


def test_the_last_of_several_visits_counts_and_its_words_are_kept():
    visits = [before({**WEAK, "mrc": 5}, ago="2 months"), before({**WEAK, "mrc": 2}, ago="1 week", when="after labour")]
    case = case_from_mapping(mapping({**WEAK, "mrc": 4}, visits=visits))
    assert course(case) == ["improving"]
    assert [visit.label.rpartition(" ")[2] for visit in case.visits] == ["ago", "labour"]


def test_a_course_that_is_stated_stands_and_a_mixed_one_is_none():
    other = {**WEAK, "muscle": "tibialis_anterior"}
    visits = [before({**WEAK, "mrc": 5}, {**other, "mrc": 2})]
    assert course(case_from_mapping(mapping({**WEAK, "mrc": 2}, STATED, visits=visits))) == ["fluctuating"]
    assert course(case_from_mapping(mapping({**WEAK, "mrc": 2}, {**other, "mrc": 5}, visits=visits))) == []


@pytest.mark.parametrize(
    "visits", [{}, ["before"], [{"findings": []}], [{"ago": "2 weeks"}], [before({**WEAK, "mrc": 9})]]
)
def test_a_visit_that_is_none_is_refused_with_its_place(visits):
    with pytest.raises(InputError) as caught:
        case_from_mapping(mapping({**WEAK, "mrc": 2}, visits=visits))
    assert "visits" in caught.value.problems[0].where


@pytest.mark.parametrize("side", ["one side", "unknown", "not named", "unilateral"])
def test_a_side_that_is_not_named_is_read_as_the_left_and_said_to_be_so(side):
    whole = mapping({**WEAK, "side": side, "mrc": 2}, LIFTING)
    case = case_from_mapping(whole)
    assert (case.findings[0].side, case.side_named) == ("left", False)
    assert case_from_mapping(case.to_dict()) == case
    assert case_from_mapping(mapping({**WEAK, "mrc": 2})).side_named


def test_a_named_side_beside_an_unnamed_one_is_refused():
    with pytest.raises(InputError, match="name this side too"):
        case_from_mapping(mapping({**WEAK, "mrc": 2}, {**WEAK, "muscle": "deltoid", "side": "one side", "mrc": 2}))
