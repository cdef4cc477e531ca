"""What reassures never takes a red flag back."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from myotome.explain import Explanation, explain
from support.compact_cases import (
    CAUDA_EQUINA,
    Mapping,
    compressed,
    history,
    lab,
    pain,
    patient,
    reflex,
    sign,
    strength,
)

LIMIT = 0.1

REASSURING: dict[str, Mapping] = {
    "low residual volume": lab("post_void_residual", number=30),
    "normal anal tone": sign("reduced_anal_tone", "none", False),
    "saddle feels": sign("saddle_anaesthesia", "bilateral", False),
}
_LEGS = [
    pain(["low_back", "posterior_lower_limb"], "bilateral", True, onset="sudden"),
    strength("ankle_plantarflexion", "bilateral", 3),
    reflex("achilles", "bilateral", "absent"),
]
PICTURES: dict[str, list[Mapping]] = {
    "full": [*_LEGS, history("urinary_hesitancy"), history("saddle_numbness_reported"), history("rapid_progression")],
    "bladder": [*_LEGS, history("urinary_incontinence", "unspecified")],
    "seen on the image": [
        *_LEGS,
        history("bladder_or_bowel_disturbance"),
        compressed("L4-L5", "extrusion", "midline", "central", "cauda_equina"),
    ],
}
SUBSETS = [names for count in (1, 2, 3) for names in combinations(REASSURING, count)]
CORD_COMPRESSION = [
    pain(["thoracic_back"], "midline", False),
    strength("whole_lower_limb", "bilateral", 2),
    {"type": "sensation", "sensory_level": "T8", "side": "bilateral", "modality": "pin", "value": "absent"},
    sign("urinary_retention", "none"),
]
OTHER_PICTURES: dict[str, list[Mapping]] = {
    "cauda equina": CAUDA_EQUINA,
    "cord compression": CORD_COMPRESSION,
    "infection": [pain(["low_back"], "midline", False), history("fever"), history("iv_drug_use")],
    "metastasis": [
        pain(["thoracic_back"], "midline", False),
        history("cancer", "breast"),
        history("weight_loss"),
    ],
}
CALMING: dict[str, Mapping] = {
    "no trauma": history("trauma", "none"),
    "not progressing": history("rapid_progression", False),
    "eased by lying": pain(["low_back"], "midline", False, better_with=["lying_flat"]),
    "normal arms": strength("deltoid", "bilateral", 5),
    "normal inflammation": lab("crp", value="normal"),
    "no night sweats": history("night_sweats", False),
    "straight leg raise negative": sign("straight_leg_raise", "bilateral", False),
    "a harmless bulge": {"type": "imaging", "modality": "MRI", "levels": ["L3-L4"], "finding": "bulge", "side": "none"},
    "trained hard": history("change_in_training"),
}


@cache
def answered(picture: str, added: tuple[str, ...] = ()) -> Explanation:
    every, extra = PICTURES | OTHER_PICTURES, REASSURING | CALMING
    return explain(patient([*every[picture], *(extra[name] for name in added)]), with_next_tests=False)


def sacral(answer: Explanation) -> float:
    return answer.classes["cauda_equina"] + answer.classes["conus"]


def rules(answer: Explanation) -> set[str]:
    """Reasons that come from rules rather than from the posterior."""
    return {reason for reason in answer.red_flag.reasons if not reason.startswith("probability of")}


@pytest.mark.parametrize("added", SUBSETS, ids=", ".join)
@pytest.mark.parametrize("picture", PICTURES)
def test_nothing_reassuring_turns_the_flag_off(picture: str, added: tuple[str, ...]) -> None:
    assert answered(picture).red_flag.urgent
    assert answered(picture, added).red_flag.urgent
    assert rules(answered(picture)) <= rules(answered(picture, added))


@pytest.mark.parametrize("added", SUBSETS, ids=", ".join)
@pytest.mark.parametrize("picture", ["full", "seen on the image"])
def test_a_full_picture_stays_above_the_limit(picture: str, added: tuple[str, ...]) -> None:
    assert sacral(answered(picture)) >= LIMIT
    assert sacral(answered(picture, added)) >= LIMIT


@pytest.mark.parametrize("calm", CALMING)
@pytest.mark.parametrize("picture", OTHER_PICTURES)
def test_no_finding_takes_a_rule_back(picture: str, calm: str) -> None:
    assert answered(picture).red_flag.urgent
    assert rules(answered(picture))
    assert answered(picture, (calm,)).red_flag.urgent
    assert rules(answered(picture)) <= rules(answered(picture, (calm,)))


@pytest.mark.parametrize("picture", OTHER_PICTURES)
def test_an_urgent_answer_says_why_and_what_to_do(picture: str) -> None:
    flag = answered(picture).red_flag
    assert flag.reasons
    assert flag.actions
    assert 0.0 <= flag.probability <= 1.0


def test_plain_back_pain_raises_no_flag() -> None:
    findings = [pain(["low_back"], "midline", False), sign("straight_leg_raise", "bilateral", False)]
    assert not explain(patient(findings, age=35), with_next_tests=False).red_flag.urgent
