"""A record that says nothing of weakness, sensation or reflexes speaks against a lesion that would have made them."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain
from myotome.explain.likelihood.reporting.stated import stated

ELBOW = {"type": "pain", "areas": ["elbow"], "side": "left", "radiating": False}
WEAK = {"type": "history", "item": "weakness_reported", "value": True, "areas": ["lower_limb"], "side": "bilateral"}


def classes(*findings: dict[str, Any], record: str = "dictated") -> dict[str, float]:
    case = {"id": "a", "record": record, "demographics": {"age": 45, "sex": "female"}, "findings": list(findings)}
    return dict(explain(case_from_mapping(case), with_next_tests=False).classes)


def test_a_dictated_ache_alone_is_less_likely_a_nerve_than_one_of_a_form() -> None:
    assert classes(ELBOW)["peripheral_nerve"] < classes(ELBOW, record="structured")["peripheral_nerve"]


@pytest.mark.parametrize(
    "told",
    [
        {"type": "history", "item": "numbness_reported", "value": False},
        {"type": "history", "item": "weakness_reported", "value": False},
    ],
)
def test_silence_is_weaker_than_a_denial(told: dict[str, Any]) -> None:
    assert classes(ELBOW, told)["peripheral_nerve"] < classes(ELBOW)["peripheral_nerve"] + 1e-9


def test_who_says_that_the_legs_are_weak_is_not_silent_on_their_strength() -> None:
    case = {"id": "a", "demographics": {"age": 45, "sex": "female"}, "findings": [WEAK]}
    assert stated(case_from_mapping(case)).strength == {("left", "leg"), ("right", "leg")}
