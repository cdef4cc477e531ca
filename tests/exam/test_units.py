"""Units convert there and back, and documented examples run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import UnknownNameError
from myotome.exam.vocabulary_table import vocabulary
from myotome.units import WEEKS_PER_UNIT, duration_in_words, figure, kg_from_newtons, newtons_from_kg, weeks_from


def test_every_unit_of_time_of_the_vocabulary_converts():
    assert set(WEEKS_PER_UNIT) == set(vocabulary().ids("time_units"))


@pytest.mark.parametrize(
    ("value", "unit", "weeks"),
    [(168, "hours", 1), (7, "days", 1), (3, "weeks", 3), (12, "months", 52.179), (1, "years", 52.179)],
)
def test_spans_in_weeks(value, unit, weeks):
    assert weeks_from(value, unit) == pytest.approx(weeks, abs=1e-3)


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        (0.0, "0 weeks"),
        (0.999, "1 week"),
        (2.0, "2 weeks"),
        (6.52, "6.5 weeks"),
        (9.99, "10 weeks"),
        (100.0, "100 weeks"),
        (104.0, "104 weeks"),
        (weeks_from(2, "years"), "2 years"),
        (weeks_from(30, "months"), "2.5 years"),
        (1560.0, "29.9 years"),
    ],
)
def test_spans_in_words(weeks, words):
    assert duration_in_words(weeks) == words


@given(st.floats(0, 6270))
def test_no_span_has_an_exponent(weeks):
    assert "e+" not in duration_in_words(weeks)


@given(st.floats(-1e7, 1e7))
def test_figures_have_no_exponent_and_keep_the_number(value):
    assert "e" not in figure(value)
    assert float(figure(value)) == pytest.approx(value, rel=1e-6)


def test_unknown_unit_names_the_known_ones():
    with pytest.raises(ValueError, match="hours, days, weeks"):
        weeks_from(1, "fortnights")


@given(st.floats(0, 1e6))
def test_force_and_mass_are_inverse(mass):
    assert kg_from_newtons(newtons_from_kg(mass)) == pytest.approx(mass)


@pytest.mark.parametrize(
    ("section", "word"),
    [("reflexes", "reflex"), ("areas", "area"), ("truth_classes", "truth class"), ("history", "history")],
)
def test_messages_name_one_thing(section, word):
    with pytest.raises(UnknownNameError, match=f"no {word} is called"):
        vocabulary().resolve(section, "nonsense")
