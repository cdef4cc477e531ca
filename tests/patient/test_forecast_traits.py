"""Traits that a case gives away, and those that it leaves open."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.forecast import known_by
from myotome.forecast.persons.people import BURDENS
from myotome.patient.forecast_traits import known_traits


def traits(*findings: dict[str, Any], **who: Any) -> dict[str, Any]:
    given = {"id": "made", "demographics": {"age": 44, "sex": "male", **who}, "findings": list(findings)}
    return known_traits(case_from_mapping(given))


def test_what_is_not_said_is_left_open() -> None:
    assert traits() == {}


def test_every_trait_that_a_case_gives_away_is_one_of_the_course() -> None:
    assert set(known_by()) <= {*BURDENS, "smoker"}


@pytest.mark.parametrize(
    ("finding", "trait", "value"),
    [
        ({"type": "history", "item": "smoking", "value": True}, "smoker", True),
        ({"type": "history", "item": "smoking", "value": False}, "smoker", False),
        ({"type": "history", "item": "first_episode", "value": True}, "earlier_episodes", False),
        ({"type": "questionnaire", "name": "phq9", "value": 15}, "distress", True),
        ({"type": "questionnaire", "name": "phq9", "value": 2}, "distress", False),
    ],
)
def test_a_finding_gives_its_trait_away(finding: dict[str, Any], trait: str, value: bool) -> None:
    assert traits(finding) == {trait: value}


def test_height_and_weight_give_the_body_mass_index() -> None:
    assert traits(height_cm=180, weight_kg=97.2)["bmi"] == pytest.approx(30.0)


def test_one_finding_that_says_yes_outweighs_one_that_says_no() -> None:
    low = {"type": "questionnaire", "name": "phq9", "value": 2}
    assert traits(low, {"type": "history", "item": "depression_or_anxiety", "value": True}) == {"distress": True}
