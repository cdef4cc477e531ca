"""An image or a specimen that names a kind of disease speaks for it where it lies, and nowhere else."""

from __future__ import annotations

import pytest

from myotome.explain import Explanation, explain
from support.compact_cases import Mapping, history, lab, pain, patient, sign, strength

LEG = [pain(["buttock", "posterior_thigh", "posterior_lower_leg"], "right", True)]
HIP = [pain(["hip"], "right", False), sign("reduced_hip_motion", "right")]
SHOULDER = [pain(["shoulder"], "right", False), sign("reduced_active_shoulder_motion", "right")]
CORD = [
    strength("whole_lower_limb", "bilateral", "weak"),
    sign("babinski", "bilateral"),
    history("gait_disturbance"),
]


def image(finding: str, level: str, side: str = "right", **more: str) -> Mapping:
    return {"type": "imaging", "modality": "MRI", "levels": [level], "finding": finding, "side": side} | more


def explained(*findings: Mapping) -> Explanation:
    return explain(patient(list(findings)), with_next_tests=False)


def probability(of: str, *findings: Mapping) -> float:
    """Probability of a condition alone, at whatever place."""
    return sum(cause.probability for cause in explained(*findings).causes if cause.conditions == (of,))


NAMED = {
    "a tumour on the sciatic nerve": ("nerve_mass", LEG, image("nerve_sheath_tumour", "buttock", structure="sciatic")),
    "a tumour in the hip": ("limb_bone_tumour", HIP, image("bone_tumour", "hip")),
    "a tumour in the shoulder": ("limb_bone_tumour", SHOULDER, image("bone_tumour", "shoulder")),
    "pus in the hip": ("limb_infection", HIP, image("abscess", "hip")),
    "bacteria in the fluid of the hip": ("limb_infection", HIP, lab("tissue_culture", value="positive")),
    "vessels on the cord": ("cord_vascular_malformation", CORD, image("flow_voids", "T10", "none")),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_leads(name: str) -> None:
    condition, findings, named = NAMED[name]
    assert explained(*findings, named).causes[0].conditions == (condition,)
    assert probability(condition, *findings) < 0.5


def test_the_nerve_that_is_named_is_the_one_that_is_hurt() -> None:
    def places(structure: str) -> dict[str, float]:
        swollen = image("nerve_sheath_tumour", "buttock", structure=structure)
        causes = explained(pain(["buttock"], "right", False), swollen).causes
        return {cause.places[0]: cause.probability for cause in causes if cause.conditions == ("nerve_mass",)}

    for named, other in (("sciatic", "superior_gluteal"), ("superior_gluteal", "sciatic")):
        assert places(named)[named] > 2 * places(other).get(named, 0.0)


def test_a_tumour_of_one_hip_is_none_of_the_other() -> None:
    other = probability("limb_bone_tumour", *HIP, image("bone_tumour", "hip", "left"))
    assert other < 0.6 * probability("limb_bone_tumour", *HIP, image("bone_tumour", "hip", "right"))


@pytest.mark.parametrize("test", ["tissue_culture", "histology"])
def test_a_specimen_without_a_result_of_disease_speaks_against_it(test: str) -> None:
    findings = (*HIP, history("fever"))
    assert probability("limb_infection", *findings, lab(test, value="negative")) < probability(
        "limb_infection", *findings
    )
