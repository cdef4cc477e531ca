"""Units convert there and back, and documented examples run."""

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import UnknownNameError
from myotome.exam.vocabulary import vocabulary
from myotome.units import WEEKS_PER_UNIT, kg_from_newtons, newtons_from_kg, weeks_from


def test_every_unit_of_time_of_the_vocabulary_converts():
    assert set(WEEKS_PER_UNIT) == set(vocabulary().ids("time_units"))


@pytest.mark.parametrize(
    ("value", "unit", "weeks"),
    [(168, "hours", 1), (7, "days", 1), (3, "weeks", 3), (12, "months", 52.179), (1, "years", 52.179)],
)
def test_spans_in_weeks(value, unit, weeks):
    assert weeks_from(value, unit) == pytest.approx(weeks, abs=1e-3)


def test_unknown_unit_names_the_known_ones():
    with pytest.raises(ValueError, match="hours, days, weeks"):
        weeks_from(1, "fortnights")


@given(st.floats(0, 1e6))
def test_force_and_mass_are_inverse(mass):
    assert kg_from_newtons(newtons_from_kg(mass)) == pytest.approx(mass)


@pytest.mark.parametrize("name", ["units", "exam.vocabulary", "exam.movements", "exam.reading", "exam.contradictions"])
def test_documented_examples_run(name):
    ran = doctest.testmod(importlib.import_module(f"myotome.{name}"))
    assert ran.attempted > 0
    assert ran.failed == 0


@pytest.mark.parametrize(
    ("section", "word"),
    [("reflexes", "reflex"), ("areas", "area"), ("truth_classes", "truth class"), ("history", "history")],
)
def test_messages_name_one_thing(section, word):
    with pytest.raises(UnknownNameError, match=f"no {word} is called"):
        vocabulary().resolve(section, "nonsense")
