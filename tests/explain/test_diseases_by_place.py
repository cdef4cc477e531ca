"""A disease is the same wherever it lies: in the canal by level, in the limbs by region, in the muscles by girdle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain, log_joint, world
from myotome.explain.likelihood.condition_findings import condition_probability
from myotome.pathology import conditions

INFECTED = ("infective_cord_compression", "conus_infection", "cauda_equina_infection")
METASTATIC = ("metastatic_cord_compression", "conus_metastasis", "cauda_equina_metastasis")


def weight(condition: str, *findings: dict[str, Any], **more: Any) -> float:
    """Log-probability of the best state of a condition with these findings, prior included."""
    case = case_from_mapping(
        {"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": list(findings), **more}
    )
    joint = log_joint(case, world())
    states = world().states
    of = np.array([cause.condition == condition for cause in states.causes])[states.cause]
    return float(joint[of].max())


@pytest.mark.parametrize("kin", [INFECTED, METASTATIC])
@pytest.mark.parametrize(
    "key", [("history", "rapid_progression", "true"), ("lab", "haemoglobin", "low"), ("lab", "csf_protein", "raised")]
)
def test_a_disease_of_the_canal_runs_alike_at_cord_conus_and_cauda(kin: tuple[str, ...], key: Any) -> None:
    rows = condition_probability(*key)[[list(conditions()).index(name) for name in kin]]
    assert rows.max() < 2.0 * rows.min()


def test_no_mass_inside_the_cord_is_seen_where_there_is_no_cord() -> None:
    seen = condition_probability("imaging", "intramedullary_tumour", "present")
    names = [name for name in conditions() if name.startswith(("cauda_equina", "root"))]
    assert np.isnan(seen[[list(conditions()).index(name) for name in names]]).all()


ACHES = {"type": "pain", "areas": ["hip"], "side": "left", "radiating": False}
HURTS = {"type": "sign", "sign": "hip_motion_pain", "side": "left", "value": "positive"}


@pytest.mark.parametrize("condition", ["regional_bone", "regional_inflammation", "limb_bone_tumour", "limb_infection"])
def test_whatever_disorder_of_a_joint_hurts_when_the_joint_is_moved(condition: str) -> None:
    assert weight(condition, ACHES, HURTS) - weight(condition, ACHES) > weight("als", ACHES, HURTS) - weight(
        "als", ACHES
    )


def test_an_infected_knee_is_a_danger_and_no_strain() -> None:
    swollen = {"type": "sign", "sign": "swelling", "areas": ["knee"], "side": "right", "value": "positive"}
    knee = {"type": "pain", "areas": ["knee"], "side": "right", "radiating": False}
    hot = {"type": "sign", "sign": "fever_measured", "side": "none", "value": "positive"}
    inflamed = {"type": "lab", "test": "crp", "value": "raised"}
    case = {"id": "a", "demographics": {"age": 60, "sex": "male"}, "findings": [knee, swollen, hot, inflamed]}
    answer = explain(case_from_mapping(case), with_next_tests=False)
    assert answer.classes["serious_pathology"] > 5 * answer.classes["muscle_strain_spasm"]


GONE = [{"type": "reflex", "reflex": name, "side": "bilateral", "value": "absent"} for name in ("patellar", "achilles")]
LAME = {"type": "strength", "movement": "whole_lower_limb", "side": "bilateral", "mrc": 1}


@pytest.mark.parametrize(
    "condition", ["dermatomyositis_polymyositis", "toxic_metabolic_myopathy", "transverse_myelitis"]
)
def test_lost_jerks_of_lame_legs_do_not_exclude_muscle_or_cord(condition: str) -> None:
    cost = weight(condition, LAME) - weight(condition, LAME, *GONE)
    assert cost < weight("als", LAME) - weight("als", LAME, *GONE)
