"""Where the leading explanation takes feeling and strength."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain, posterior_of
from myotome.explain.conclusions.territory import Territory, territory
from myotome.explain.likelihood.model_world import world

L5: list[dict[str, Any]] = [
    {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "right", "mrc": 2},
    {"type": "strength", "muscle": "gluteus_medius", "side": "right", "mrc": 3},
    {"type": "sign", "sign": "straight_leg_raise", "side": "right", "value": "positive"},
    {"type": "sensation", "areas": ["great_toe"], "side": "right", "modality": "pin", "value": "reduced"},
]
BACK: list[dict[str, Any]] = [{"type": "pain", "areas": ["low_back"], "side": "bilateral", "radiating": False}]


def found(findings: list[dict[str, Any]], mirrored: bool = False) -> Territory | None:
    case = case_from_mapping({"id": "made", "demographics": {"age": 45, "sex": "male"}, "findings": findings})
    case = case.mirrored() if mirrored else case
    return territory(explain(case, with_next_tests=False), posterior_of(case), world())


def test_a_root_takes_its_own_skin_and_muscles_on_its_side() -> None:
    told = found(L5)
    assert told is not None
    assert {side for _, side in told.skin} == {"right"}
    assert max(told.muscles, key=lambda key: told.muscles[key])[0] == "extensor_hallucis_longus"
    assert told.skin["first_web_space_of_foot", "right"] > told.skin.get(("lateral_foot", "right"), 0.0)
    assert ("thenar_eminence", "right") not in told.skin


def test_a_mirrored_case_has_the_mirrored_territory() -> None:
    told, other = found(L5), found(L5, mirrored=True)
    assert told is not None
    assert other is not None
    for (area, _), loss in told.skin.items():
        assert other.skin[area, "left"] == pytest.approx(loss, abs=1e-6)


def test_losses_are_shares() -> None:
    told = found(L5)
    assert told is not None
    assert all(0.05 <= loss <= 1.0 for loss in (*told.skin.values(), *told.muscles.values()))
    assert told.to_dict()["skin"][0].keys() == {"target", "side", "loss"}


def test_a_cause_that_cuts_nothing_has_none() -> None:
    assert found(BACK) is None
