"""An old neuropathy accounts for what is found on examination, never for what the patient comes with."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import Case, case_from_mapping
from myotome.explain import Explanation, explain

_SCIATICA: list[dict[str, Any]] = [
    {
        "type": "pain",
        "side": "left",
        "areas": ["buttock", "posterior_thigh", "lateral_calf"],
        "radiating": True,
    },
    {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
    {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
    {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "right", "mrc": 5},
]
_STOCKINGS: list[dict[str, Any]] = [
    {"type": "history", "item": "diabetes", "value": True},
    {"type": "reflex", "reflex": "achilles", "side": "bilateral", "value": "absent"},
    {
        "type": "sensation",
        "side": "bilateral",
        "modality": "light_touch",
        "value": "reduced",
        "areas": ["sole_of_foot"],
    },
    {"type": "sensation", "side": "bilateral", "modality": "vibration", "value": "reduced", "areas": ["great_toe"]},
]


def patient(age: int, findings: list[dict[str, Any]]) -> Case:
    return case_from_mapping({"id": "old", "demographics": {"age": age, "sex": "male"}, "findings": findings})


def answer(age: int, findings: list[dict[str, Any]]) -> Explanation:
    return explain(patient(age, findings), with_next_tests=False)


def test_sciatica_of_a_diabetic_is_told_as_both() -> None:
    found = answer(68, _SCIATICA + _STOCKINGS)
    assert found.causes[0].places == ("L5",)
    (old,) = found.old_diseases
    assert old.probability > 0.5
    assert "bilateral achilles reflex: absent" in old.findings
    assert found.to_dict()["old_diseases"][0]["findings"] == list(old.findings)


@pytest.mark.parametrize("findings", [_SCIATICA, _SCIATICA[:1]])
def test_a_complaint_alone_is_of_no_old_disease(findings: list[dict[str, Any]]) -> None:
    assert answer(68, findings).old_diseases == ()


def test_a_child_has_no_old_neuropathy_to_speak_of() -> None:
    young, old = answer(12, _SCIATICA + _STOCKINGS), answer(68, _SCIATICA + _STOCKINGS)
    chances = [sum(one.probability for one in found.old_diseases) for found in (young, old)]
    assert chances[0] < chances[1]


def test_stockings_alone_are_the_complaint() -> None:
    """Without anything else the neuropathy is no bystander."""
    found = answer(68, _STOCKINGS)
    assert found.causes[0].classes == ("polyneuropathy",)
