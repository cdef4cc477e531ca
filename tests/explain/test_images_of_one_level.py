"""Images of one place speak of one truth: what one of them shows, another has missed."""

from __future__ import annotations

import pytest

from myotome.explain import Explanation, explain
from support.compact_cases import Mapping, pain, patient, reflex, sign, skin, strength

CORD = [
    strength("finger_abduction", "bilateral", 4),
    sign("hoffmann", "bilateral"),
    sign("babinski", "bilateral"),
    skin(["hand"], "bilateral"),
    pain(["neck"], "midline", False, onset="sudden"),
]


def image(modality: str, level: str, finding: str, side: str = "midline", **more: str) -> Mapping:
    return {"type": "imaging", "modality": modality, "levels": [level], "finding": finding, "side": side} | more


def pressed(finding: str) -> Mapping:
    return image("MRI", "C6-C7", finding, zone="central", structure="cord", root_contact="compression")


def explained(*findings: Mapping) -> Explanation:
    return explain(patient(list(findings)), with_next_tests=False)


def disc(*images: Mapping) -> float:
    return explained(*CORD, *images).disc_to_blame.probability


@pytest.mark.parametrize("modality", ["XR", "CT", "MRI"])
def test_a_normal_image_takes_nothing_from_what_another_shows(modality: str) -> None:
    shown = pressed("protrusion")
    assert disc(shown, image(modality, "cervical_spine", "normal", "none")) == pytest.approx(disc(shown), abs=2e-3)


def test_the_more_of_the_discs_an_image_shows_the_more_its_silence_says() -> None:
    left = [disc(image(modality, "cervical_spine", "normal", "none")) for modality in ("XR", "CT", "MRI")]
    assert left == sorted(left, reverse=True)
    assert left[0] == pytest.approx(disc(), abs=0.05)
    assert left[2] < 0.5 * left[0]


def test_an_absence_on_one_side_stands_beside_a_finding_on_the_other() -> None:
    hip = [pain(["hip"], "left", False), sign("reduced_hip_motion", "left")]
    shown = image("MRI", "hip", "avascular_necrosis", "left")
    alike, other = (image("XR", "hip", "avascular_necrosis", side, value="absent") for side in ("left", "right"))
    alone, missed, beside = (explained(*hip, shown, *more).classes for more in ([], [alike], [other]))
    assert missed == pytest.approx(alone, abs=1e-9)
    assert beside != pytest.approx(alone, abs=1e-9)


def test_a_herniation_inside_the_dura_is_shown_at_its_disc() -> None:
    root = [reflex("patellar", "left", "absent"), pain(["low_back", "anterior_thigh"], "left", True)]
    shown = image("MRI", "L2-L3", "intradural_herniation")
    blamed = explained(*root, strength("knee_extension", "left", 3), shown).disc_to_blame
    assert blamed.probability > 0.5
    assert "shows none" not in blamed.reason
