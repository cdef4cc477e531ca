"""The boxes of one page agree: each reason and scan once, nothing done asked again, nothing waits under today."""

from __future__ import annotations

from functools import cache

import pytest

from myotome.care.referral.flags import Referral, referral
from myotome.exam import Case, case_from_mapping
from myotome.explain import explain, fired_rules
from myotome.explain.pipeline import posterior_of
from myotome.patient.circumstances import circumstances
from support.compact_cases import MYELOPATHY, Mapping, compressed, disc_image, history, pain, patient, strength
from support.random_patients import emergency

SEEDS = range(24)


@cache
def page(seed: int) -> Referral:
    return page_of(emergency(seed)[1])


def page_of(case: Case) -> Referral:
    found = posterior_of(case)
    explanation = explain(case, with_next_tests=False, posterior=found)
    return referral(explanation, circumstances(case, explanation, found))


def actions(told: Referral) -> list[str]:
    return [action for flag in told.flags for action in flag.actions]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_reason_and_each_action_stands_once(seed: int) -> None:
    told = page(seed)
    reasons = [reason for flag in told.flags for reason in flag.why if not reason.startswith("the likely cause")]
    assert len(reasons) == len(set(reasons))
    assert len(actions(told)) == len(set(actions(told)))
    assert sum("MRI of the whole spine" in action for action in actions(told)) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_no_reason_is_lost(seed: int) -> None:
    reasons = {reason for flag in page(seed).flags for reason in flag.why}
    assert {rule.label for rule in fired_rules(emergency(seed)[1]) if rule.urgency != "soon"} <= reasons


CAUDA_EQUINA: list[Mapping] = [
    pain(["low_back", "posterior_thigh"], "bilateral", True),
    history("saddle_numbness_reported"),
    history("urinary_hesitancy"),
    strength("ankle_plantarflexion", "bilateral", 3),
    compressed("L4-L5", "extrusion", "midline", "central", "cauda_equina"),
]
METASTASIS: list[Mapping] = [
    pain(["thoracic_back"], "midline", False, worse_with=["night"]),
    history("cancer", "prostate"),
    history("gait_disturbance"),
    disc_image("T8", "metastasis", "none"),
    disc_image("T8", "cord_compression", "midline"),
]


@pytest.mark.parametrize("findings", [CAUDA_EQUINA, METASTASIS], ids=["cauda equina", "metastasis"])
def test_what_an_image_proves_is_treated_and_not_imaged_again(findings: list[Mapping]) -> None:
    told = actions(page_of(patient(findings, onset={"value": 2, "unit": "days"})))
    assert "decompression is discussed now" in told[0]
    assert not any("MRI" in action for action in told)


def test_an_mri_of_the_neck_answers_nothing_about_the_cauda_equina() -> None:
    told = actions(page_of(patient([*CAUDA_EQUINA[:-1], disc_image("C5-C6", "bulge", "none")])))
    assert "MRI of the lumbosacral spine within 4 hours" in " ".join(told) or "MRI of the whole spine" in " ".join(told)


def test_a_slow_myelopathy_has_one_box() -> None:
    told = page_of(patient(MYELOPATHY, onset={"value": 5, "unit": "months"}))
    assert [flag.urgency for flag in told.flags] == ["soon"]
    assert [*told.flags[0].actions] == [
        "Spinal service within 2 weeks, with the images; the same day if walking, hands or bladder worsen; "
        "until then no manipulation or traction of the neck."
    ]


def test_a_flag_by_probability_leaves_nothing_about_it_for_weeks() -> None:
    case = case_from_mapping(
        {
            "id": "conus",
            "demographics": {"age": 69, "sex": "male"},
            "onset": {"value": 2, "unit": "months"},
            "findings": [
                strength("distal_lower_limb_muscles", "right", 2),
                strength("distal_lower_limb_muscles", "left", 3),
                disc_image("L1", "intramedullary_tumour", "none", root_contact="compression", structure="conus"),
            ],
        }
    )
    assert [flag.urgency for flag in page_of(case).flags] == ["urgent"]
