"""What an image shows speaks for the causes that lie there, in the head and the abdomen too."""

from __future__ import annotations

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain
from myotome.pathology import cause_regions, causes

FOOT = [
    {"type": "strength", "movement": "ankle_dorsiflexion", "side": "left", "mrc": 3},
    {"type": "reflex", "reflex": "achilles", "side": "left", "value": "brisk"},
]


def of_class(name: str, level: str) -> float:
    seen = {"type": "imaging", "modality": "MRI", "levels": [level], "finding": "mass", "side": "right"}
    who = {"demographics": {"age": 50, "sex": "female"}, "setting": "neurology"}
    case = case_from_mapping({"id": "a", **who, "findings": [*FOOT, seen]})
    return explain(case, with_next_tests=False).classes[name]


@pytest.mark.parametrize("elsewhere", ["knee", "abdomen", "L3-L4"])
def test_a_mass_in_the_brain_speaks_for_the_brain(elsewhere: str) -> None:
    assert of_class("other", "brain") > 3 * of_class("other", elsewhere)


def test_disease_of_the_brain_and_of_the_abdomen_has_a_place() -> None:
    regions = {cause.condition: cause_regions(cause) for cause in causes()}
    assert {regions[name] for name in ("stroke", "cortical_lesion", "facial_palsy")} == {frozenset({"head"})}
    assert "abdomen" in regions["aortic_aneurysm"] & regions["visceral_referred_pain"]
