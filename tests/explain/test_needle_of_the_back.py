"""Denervation of the muscles beside the spine: it speaks for a root, on its side, and against a nerve of the limb."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain


def classes(findings: list[dict[str, Any]]) -> dict[str, float]:
    case = {"id": "a", "onset": "7 weeks", "demographics": {"age": 49, "sex": "female"}, "findings": findings}
    return dict(explain(case_from_mapping(case), with_next_tests=False).classes)


def needle(muscle: str, value: str, side: str) -> dict[str, Any]:
    return {"type": "emg", "muscles": [muscle], "side": side, "value": value}


LIMBS = {
    "leg": (["tibialis_anterior", "tibialis_posterior", "gluteus_medius"], ["vastus_lateralis"], "lumbar_paraspinals"),
    "arm": (["triceps_brachii", "pronator_teres", "flexor_carpi_radialis"], ["deltoid"], "cervical_paraspinals"),
}


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("limb", sorted(LIMBS))
def test_denervated_back_muscles_speak_for_the_root(limb: str, side: str) -> None:
    denervated, normal, back = LIMBS[limb]
    found = [needle(name, "denervation", side) for name in denervated]
    found += [needle(name, "normal", side) for name in normal]
    before, after = classes(found), classes([*found, needle(back, "denervation", side)])
    odds = [of["radiculopathy"] / of["peripheral_nerve"] for of in (before, after)]
    assert odds[1] > odds[0]
    assert max(after, key=lambda name: after[name]) == "radiculopathy"
