"""Infection and cancer may lie at several places of the spine: a second one contradicts nothing."""

from __future__ import annotations

import pytest

from myotome.explain import explain
from support.compact_cases import Mapping, disc_image, history, lab, pain, patient, sign, strength

ABSCESS: list[Mapping] = [
    pain(["low_back"], "midline", False, onset="sudden"),
    history("fever"),
    lab("crp", number=150),
    lab("white_cell_count", number=19),
    strength("whole_lower_limb", "bilateral", "weak"),
    disc_image("T7", "epidural_abscess", "none"),
    disc_image("T7", "cord_compression", "midline"),
]
METASTASIS: list[Mapping] = [
    pain(["thoracic_back"], "midline", False),
    history("cancer", "breast"),
    strength("whole_lower_limb", "bilateral", 3),
    sign("babinski", "bilateral"),
    disc_image("T7", "metastasis", "none"),
    disc_image("T7", "cord_compression", "midline"),
]


def cord(findings: list[Mapping]) -> float:
    case = patient(findings, onset={"value": 3, "unit": "days"})
    return explain(case, with_next_tests=False).classes["myelopathy"]


@pytest.mark.parametrize(
    ("findings", "kind"), [(ABSCESS, "epidural_abscess"), (METASTASIS, "metastasis")], ids=["abscess", "metastasis"]
)
def test_a_second_place_leaves_the_cord_to_blame(findings: list[Mapping], kind: str) -> None:
    assert cord(findings) > 0.9
    assert cord([*findings, disc_image("L4", kind, "none")]) > 0.7


@pytest.mark.parametrize(
    "loss", [history("bladder_or_bowel_disturbance"), sign("urinary_retention", "none"), sign("babinski", "left")]
)
def test_an_abscess_with_a_deficit_is_none_without(loss: Mapping) -> None:
    ill: list[Mapping] = [ABSCESS[0], history("fever"), lab("crp", number=150), history("iv_drug_use")]
    without, found = (explain(patient(some), with_next_tests=False) for some in (ill, [*ill, loss]))
    assert found.classes["serious_pathology"] < without.classes["serious_pathology"]
