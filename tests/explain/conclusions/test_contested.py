"""Images that contradict each other prove nothing together; those that agree, or cannot show a disc, change nothing."""

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain

ROOT = [
    {"type": "strength", "movement": "ankle_plantarflexion", "side": "left", "mrc": 4},
    {"type": "reflex", "reflex": "achilles", "side": "left", "value": "absent"},
    {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
    {"type": "pain", "areas": ["lower_limb"], "side": "left", "radiating": True},
]
SEEN = {
    **{"type": "imaging", "modality": "MRI", "levels": ["L5-S1"], "finding": "extrusion", "side": "left"},
    **{"zone": "subarticular", "root_contact": "compression", "structure": "S1"},
}


def image(modality, level, finding, side="left", **more):
    return {"type": "imaging", "modality": modality, "levels": [level], "finding": finding, "side": side, **more}


def verdict(*images):
    case = case_from_mapping(
        {"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": [*ROOT, SEEN, *images]}
    )
    return explain(case, with_next_tests=False).disc_to_blame


@pytest.mark.parametrize(
    "other",
    [
        image("CT", "L5-S1", "normal", "none"),
        image("CT", "L5-S1", "extrusion", value="absent"),
        image("CT_myelogram", "L4-L5", "protrusion"),
    ],
    ids=["no herniation", "not of that type", "at another disc alone"],
)
def test_a_contradicting_image_takes_the_proof_away(other):
    assert verdict().verdict == "proven"
    assert verdict(other).verdict == "probable"
    assert "contradicts" in verdict(other).reason


@pytest.mark.parametrize(
    "other",
    [
        image("CT", "L5-S1", "extrusion"),
        image("CT", "L5-S1", "extrusion", "right", value="absent"),
        image("XR", "L5-S1", "normal", "none"),
        image("MRI", "L4-L5", "protrusion"),
        image("MRI", "L3-L4", "normal", "none"),
    ],
    ids=["agrees", "of the other side", "a plain film", "a second disc of the same image", "a healthy neighbour"],
)
def test_other_images_leave_it_proven(other):
    assert verdict(other).verdict == "proven"
