"""Quantities are read as people write them, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.exam.reading.files import case_from_mapping
from myotome.exam.reading.spoken import spoken_age, spoken_angle, spoken_grade, spoken_mrc, spoken_span
from myotome.exam.vocabulary_table import vocabulary


def case(*findings, **more):
    who = {"age": 40, "sex": "male"}
    return case_from_mapping({"id": "a", "demographics": who, "findings": list(findings), **more})


WEAK = {"type": "strength", "muscle": "tibialis_anterior", "side": "left"}


@given(
    st.sampled_from(vocabulary().mrc_grades),
    st.sampled_from(["{:g}", "{:g}/5", "MRC {:g}", "{:g} out of 5", "{:g} / 5"]),
)
def test_a_grade_reads_as_itself_however_it_is_written(grade, form):
    assert spoken_mrc(form.format(grade)) == grade
    assert case({**WEAK, "mrc": form.format(grade)}) == case({**WEAK, "mrc": grade})


@pytest.mark.parametrize(
    ("written", "grade"),
    [("4+/5", 4.5), ("5-/5", 4.5), ("4-/5", 4.0), ("3+", 3.0), ("moderate weakness", 3.0), ("paralysed", 0.0)],
)
def test_grades_with_marks_and_in_words(written, grade):
    assert spoken_mrc(written) == grade


@pytest.mark.parametrize("written", ["6/5", "3/6", "-1", "", "weak 3", "five", "3/5/5", "3" * 200])
def test_what_is_no_grade_is_none(written):
    assert spoken_mrc(written) is None


@given(
    st.integers(1, 99),
    st.sampled_from(["days", "weeks", "months", "years"]),
    st.sampled_from(["{} {}", "{}{}", "for {} {}", "about {} {}"]),
)
def test_a_span_reads_as_its_number_and_unit(number, unit, form):
    assert spoken_span(form.format(number, unit)) == {"value": float(number), "unit": unit}
    plain = case(WEAK | {"mrc": 3}, onset={"value": number, "unit": unit})
    assert case(WEAK | {"mrc": 3}, onset=form.format(number, unit)) == plain


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("2 to 3 weeks", 2.5, "weeks"),
        ("2-3 weeks", 2.5, "weeks"),
        ("a few days", 3, "days"),
        ("a week", 1, "weeks"),
        ("a couple of months", 2, "months"),
        ("6 wks ago", 6, "weeks"),
        ("weeks", 3, "weeks"),
    ],
)
def test_spans_in_words(written, value, unit):
    assert spoken_span(written) == {"value": value, "unit": unit}


@pytest.mark.parametrize("written", ["", "3", "weeks 3", "-3 weeks", "3 fortnights", "nonsense", "1 2 3 days", None, 3])
def test_what_is_no_span_is_none(written):
    assert spoken_span(written) is None


@pytest.mark.parametrize(("written", "age"), [("40s", 45), ("40's", 45), ("40-49", 45), ("fifties", 55)])
def test_a_decade_is_its_middle(written, age):
    assert spoken_age(written) == age
    assert spoken_age("middle-aged") is None


def test_pain_may_be_graded_in_words():
    pain = {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}
    mild, moderate, severe = (
        case({**pain, "severity": word}).findings[0].severity for word in ("mild", "moderate", "severe")
    )
    assert 0 < mild < moderate < severe <= 10


def test_how_long_it_lasts_may_be_said_in_any_unit():
    said = {"type": "history", "item": "symptom_duration", "value": "3 weeks"}
    assert case(said) == case({**said, "value": 3})


def test_words_for_values_read_as_the_value():
    reflex = {"type": "reflex", "reflex": "achilles", "side": "left", "value": "normal"}
    for written in ("2+", 2, "++", "present"):
        assert case({**reflex, "reflex": "ankle", "value": written}) == case(reflex)
    assert case({**reflex, "value": "1+"}).findings[0].value == "reduced"


@given(st.integers(0, 10), st.sampled_from(["{}/10", "{} / 10", "{} out of 10", "{} of 10"]))
def test_a_pain_of_ten_reads_as_its_number(number, form):
    assert spoken_grade("pain_severity", form.format(number)) == number
    assert spoken_grade("mrc", form.format(number)) is None


@pytest.mark.parametrize("written", ["11/10", "8/5", "10", "ten/10"])
def test_what_is_no_pain_of_ten_is_none(written):
    assert spoken_grade("pain_severity", written) is None


@given(
    st.integers(0, 70),
    st.sampled_from(["{}°", "{} degrees", "{} deg", "at {} degrees"]),
    st.sampled_from(["positive", ""]),
)
def test_an_angle_stands_apart_from_what_is_said_of_the_test(angle, form, said):
    assert spoken_angle(f"{said} {form.format(angle)}") == (said, float(angle))
    raised = {"type": "sign", "sign": "straight_leg_raise", "side": "left"}
    plain = {**raised, "angle_deg": angle, **({"value": said} if said else {})}
    assert case({**raised, "value": f"{said} {form.format(angle)}"}) == case(plain)


@pytest.mark.parametrize(("written", "years"), [("45 years", 45.0), ("45y", 45.0), ("18 months", 1.5)])
def test_an_age_has_its_unit(written, years):
    assert spoken_age(written) == years


@pytest.mark.parametrize(("written", "unit"), [("6/52", "weeks"), ("3/12", "months"), ("5/7", "days")])
def test_a_span_as_a_part_of_a_year_or_a_week(written, unit):
    assert spoken_span(written) == {"value": float(written[0]), "unit": unit}


@pytest.mark.parametrize("kind", ["pain", "sensation"])
def test_a_root_at_the_bedside_is_its_dermatome(kind):
    rest = {"type": kind, "side": "left", **({"radiating": True} if kind == "pain" else {"value": "reduced"})}
    assert case({**rest, "root": "C7"}) == case({**rest, "dermatomes": ["C7"]})


@pytest.mark.parametrize("kind", ["emg", "ncs"])
def test_a_conclusion_may_stand_as_the_value(kind):
    rest = {"type": kind, "side": "left"}
    assert case({**rest, "value": "L5 radiculopathy"}) == case({**rest, "conclusion": "L5 radiculopathy"})
    assert case({"type": "strength", "muscle": "all", "side": "left", "mrc": 5}) == case(
        {"type": "strength", "movement": "throughout", "side": "left", "mrc": 5}
    )
