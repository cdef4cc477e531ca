"""Explanations that are one answer are said together; nothing of their probability is lost."""

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import LikelyCause, explain, said_together


def cause(condition, side, probability, places=(), label="x"):
    return LikelyCause(label, (condition,), ("c",), places, side, probability)


STRAIN = cause("lumbar_muscle_strain", "bilateral", 0.32)
CAUSES = (
    STRAIN,
    cause("nonspecific_low_back_pain", "bilateral", 0.2),
    cause("lumbar_muscle_strain", "left", 0.14),
    cause("lumbar_disc_root", "left", 0.1, ("L5",)),
    cause("hip_osteoarthritis", "left", 0.05),
)


def test_strain_and_plain_pain_are_one_answer_whatever_the_side():
    lead, root, hip = said_together(CAUSES)
    assert lead.probability == pytest.approx(0.66)
    assert [share for _, share in lead.shares] == pytest.approx([0.46, 0.2])
    assert lead.side == "none"
    assert (root, hip) == CAUSES[3:]


def test_plain_pain_of_several_regions_is_not_called_by_one_of_them():
    regions = ("nonspecific_low_back_pain", "nonspecific_thoracic_pain", "nonspecific_neck_pain")
    pains = [cause(name, "none", share) for name, share in zip(regions, (0.5, 0.1, 0.1), strict=True)]
    (alone,) = said_together(pains)
    assert alone.label == "non-specific spinal pain"
    assert (alone.shares, set(alone.conditions)) == ((), set(regions))
    (lead, *_) = said_together((*pains, STRAIN))
    assert [name for name, _ in lead.shares] == ["non-specific spinal pain", "lumbar muscle strain or protective spasm"]


def test_nothing_is_lost_and_one_alone_stays_as_it_is():
    whole = sum(one.probability for one in CAUSES)
    assert sum(one.probability for one in said_together(CAUSES)) == pytest.approx(whole)
    assert said_together((STRAIN,)) == (STRAIN,)
    assert said_together(()) == ()
    assert said_together(said_together(CAUSES)[1:]) == CAUSES[3:]


def test_back_pain_after_lifting_with_a_normal_examination_is_no_uncertain_answer():
    findings = [
        {"type": "pain", "areas": ["low_back"], "onset": "sudden"},
        {"type": "history", "item": "onset_trigger", "value": "lifting"},
        {"type": "sign", "sign": "straight_leg_raise", "side": "bilateral", "value": "negative"},
        {"type": "reflex", "reflex": "deep tendon reflexes of the legs", "side": "bilateral", "value": "normal"},
        {"type": "history", "item": "bladder_or_bowel_disturbance", "value": False},
        {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "bulge"},
        {"type": "strength", "movement": "throughout the leg", "side": "bilateral", "mrc": 5},
    ]
    who = {"demographics": {"age": 34, "sex": "male"}, "setting": "primary_care", "onset": "4 days"}
    case = case_from_mapping({"id": "a", **who, "findings": findings})
    answer = explain(case, with_next_tests=False)
    assert said_together(answer.causes)[0].probability > 0.8 > answer.causes[0].probability


def test_a_disease_that_is_likely_is_said_where_only_its_place_is_open():
    """Vesicles and burning pain of the left low back are zoster, of whichever root supplies that skin."""
    findings = [
        {"type": "pain", "areas": ["low_back"], "side": "left", "character": ["burning"]},
        {"type": "sign", "sign": "vesicular_rash", "areas": ["low_back"], "side": "left", "value": "positive"},
    ]
    case = case_from_mapping({"id": "a", "demographics": {"age": 68, "sex": "male"}, "findings": findings})
    answer = explain(case, with_next_tests=False)
    lead = said_together(answer.causes, answer.diseases)[0]
    assert (lead.conditions, lead.side) == (("zoster_radiculitis",), "left")
    assert lead.probability > 0.5 > answer.causes[0].probability
    assert {"L2", "L3"} <= {place for one in answer.causes for place in one.places}
    assert all("zoster" not in one.against for one in answer.evidence)
