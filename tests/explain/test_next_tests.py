"""The next test: tells something, is not done yet, and parts what is left in doubt."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from myotome.exam import Case
from myotome.explain import Explanation, explain
from myotome.explain.conclusions.explanations import group_states
from myotome.explain.likelihood.model_world import world
from myotome.explain.next_test.hypotheses import Hypotheses, leading_hypotheses
from myotome.explain.next_test.information import examinations
from myotome.explain.pipeline import posterior_of
from myotome.pathology import CLASSES, conditions, lineage
from support.compact_cases import (
    C7_ROOT,
    COMPACT,
    Mapping,
    compact,
    compressed,
    history,
    pain,
    patient,
    reflex,
    sign,
    skin,
    strength,
)

FOOT_DROP = [
    strength("tibialis_anterior", "right", 3),
    strength("extensor_hallucis_longus", "right", 3),
    strength("tibialis_anterior", "left", 5),
    strength("quadriceps", "bilateral", 5),
    skin(["dorsum_of_foot"], "right"),
    reflex("patellar", "bilateral", "normal"),
    reflex("achilles", "bilateral", "normal"),
]
#: Supplied by L5 above the knee or by the tibial nerve: weak in a root lesion, strong in a peroneal palsy.
PARTS_ROOT_FROM_NERVE = ("hip_abduct", "gluteus_medius", "tibialis_posterior", "inversion", "flexor_digitorum_longus")


@cache
def answered(name: str) -> Explanation:
    return explain(compact(name))


def examined(case: Case) -> set[tuple[str, str, str]]:
    """What the case holds: kind, name, side; both sides for what has none."""
    done: set[tuple[str, str, str]] = set()
    for finding in case.findings:
        written: dict[str, Any] = finding.to_dict()
        sides = [written["side"]] if written.get("side") in {"left", "right"} else ["left", "right"]
        for key in ("muscle", "movement", "reflex", "sign", "nerve", "item", "test"):
            done |= {(finding.kind, written[key], side) for side in sides if key in written}
    return done


@pytest.mark.parametrize("name", COMPACT)
def test_tests_are_told_best_first_with_their_cost(name: str) -> None:
    tests = answered(name).next_tests
    assert tests
    values = [test.value for test in tests]
    assert values == pytest.approx(sorted(values, reverse=True), rel=1e-5)  # left and right may tie
    for test in tests:
        assert test.information_bits >= 0.0
        assert test.burden > 0.0
        assert test.value == pytest.approx(test.information_bits / test.burden)
        assert test.label
        assert test.if_abnormal
        assert test.if_normal


@pytest.mark.parametrize("name", COMPACT)
def test_no_test_is_told_twice_or_done_already(name: str) -> None:
    tests = answered(name).next_tests
    assert len({test.id for test in tests}) == len(tests)
    for kind, what, side in examined(compact(name)):
        assert f"{kind}_{what}_{side}" not in {test.id for test in tests}
        if kind in {"history", "lab"}:
            assert f"{kind}_{what}" not in {test.id for test in tests}


def test_the_test_proposed_is_no_longer_proposed_once_done() -> None:
    before = explain(patient(FOOT_DROP)).next_tests
    strengths = [test.id for test in before if test.id.startswith("strength_")]
    assert strengths
    muscle, side = strengths[0].removeprefix("strength_").rsplit("_", 1)
    after = explain(patient([*FOOT_DROP, strength(muscle, side, 5)])).next_tests
    assert strengths[0] not in {test.id for test in after}


def test_root_or_peroneal_nerve_is_parted_by_what_only_the_root_supplies() -> None:
    answer = explain(patient(FOOT_DROP))
    places = {place.place for place in answer.places[:4]}
    assert {"L5", "common_peroneal"} <= places
    first = [test.id for test in answer.next_tests[:8]]
    assert any(part in name for name in first for part in PARTS_ROOT_FROM_NERVE), first


def test_hip_abduction_parts_them_as_expected() -> None:
    """What the test is said to speak for is what it does speak for."""

    def root(*more: Mapping) -> float:
        places = explain(patient([*FOOT_DROP, *more]), with_next_tests=False).places
        return sum(place.probability for place in places if (place.place, place.side) == ("L5", "right"))

    assert root(strength("gluteus_medius", "right", 3)) > root() > root(strength("gluteus_medius", "right", 5))


def test_information_falls_once_the_case_is_settled() -> None:
    """Once an image shows what presses on the root there is less left to learn."""
    vague = answered("c7_root").next_tests
    seen = compressed("C6-C7", "protrusion", "left", "foraminal", "C7")
    clear = explain(patient([*C7_ROOT, seen])).next_tests
    assert max(test.information_bits for test in vague) > max(test.information_bits for test in clear)


def test_tests_can_be_left_out() -> None:
    assert explain(patient(FOOT_DROP), with_next_tests=False).next_tests == ()


def test_a_question_answered_is_not_asked_again() -> None:
    asked = [test.id for test in answered("back_pain").next_tests if test.id.startswith("history_")]
    assert asked
    item = asked[0].removeprefix("history_")
    findings, more = COMPACT["back_pain"]
    after = explain(patient([*findings, history(item, False)], **more)).next_tests
    assert asked[0] not in {test.id for test in after}


SENT_FOR = ("lab_", "imaging_", "emg_", "ncs_")
#: Cord signs in arms and legs.
CORD = [
    sign("hoffmann", "bilateral"),
    sign("babinski", "bilateral"),
    reflex("patellar", "bilateral", "brisk"),
    reflex("triceps", "bilateral", "brisk"),
    strength("hand_intrinsics", "bilateral", 4),
    history("gait_disturbance"),
    history("hand_clumsiness"),
]
#: Weakness that rises from both legs within days, without reflexes.
RISING = [
    strength("ankle_dorsiflexion", "bilateral", 2),
    strength("quadriceps", "bilateral", 3),
    strength("hand_intrinsics", "bilateral", 4),
    reflex("patellar", "bilateral", "absent"),
    reflex("achilles", "bilateral", "absent"),
    reflex("biceps", "bilateral", "absent"),
    history("rapid_progression"),
]
#: Back pain of several weeks with fever, at rest and at night.
FEVER = [
    pain(["low_back"], "midline", False),
    sign("spinal_tenderness", "midline"),
    history("fever"),
    history("night_symptoms"),
    history("constant_pain_at_rest"),
]
#: Both legs; nobody has asked about the bladder.
SADDLE = [
    pain(["low_back", "posterior_thigh", "posterior_lower_leg"], "bilateral", True),
    strength("triceps_surae", "bilateral", 4),
    reflex("achilles", "bilateral", "absent"),
]


def ids(findings: list[Mapping], **more: Any) -> list[str]:
    return [test.id for test in explain(patient(findings, **more)).next_tests]


def lead_of(name: str) -> Hypotheses:
    case = compact(name)
    return leading_hypotheses(case, posterior_of(case), world(), group_states(world().states))


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        (CORD, {"imaging_mri_cervical_spine"}),
        (FEVER, {"lab_crp", "imaging_mri_lumbar_spine"}),
        (SADDLE, {"lab_post_void_residual", "imaging_mri_lumbar_spine"}),
        (RISING, {"lab_vital_capacity"}),
    ],
    ids=["cord", "infection", "cauda equina", "rising weakness"],
)
def test_what_has_to_be_sent_for_is_among_the_tests(findings: list[Mapping], wanted: set[str]) -> None:
    assert wanted <= set(ids(findings))


def test_laboratory_tests_ask_for_the_value_that_is_abnormal() -> None:
    values = {test.finding: test.detail for test in examinations() if test.finding_type == "lab"}
    assert values["vital_capacity"] == values["haemoglobin"] == "low"
    assert values["blood_culture"] == values["acetylcholine_receptor_antibodies"] == "positive"
    assert values["crp"] == values["csf_protein"] == values["post_void_residual"] == "raised"


def test_tests_aim_at_what_there_is() -> None:
    causes = world().states.causes
    known = {*CLASSES, *conditions(), "cervical_spine", "thoracic_spine", "lumbar_spine"}
    known |= {family for condition in conditions() for family in lineage(condition)}
    known |= {place for cause in causes for place in cause.places}
    for test in examinations():
        assert test.aims <= known, (test.id, test.aims - known)
        assert bool(test.shows) <= (test.finding_type == "imaging")


@pytest.mark.parametrize("findings", [CORD, RISING, FEVER, SADDLE], ids=["cord", "rising", "fever", "saddle"])
def test_signs_of_one_nerve_or_joint_are_not_proposed_for_the_spine(findings: list[Mapping]) -> None:
    stray = ("scapular_winging", "froment", "tinel", "phalen", "carpal", "ok_sign", "hawkins", "lift_off", "roos")
    assert not [test for test in ids(findings) for name in stray if name in test]


@pytest.mark.parametrize("name", COMPACT)
def test_a_test_of_both_sides_stands_once(name: str) -> None:
    tests = answered(name).next_tests
    both = {test.id.removesuffix("_bilateral") for test in tests if test.id.endswith("_bilateral")}
    assert not [test.id for test in tests if test.id.rpartition("_")[0] in both and not test.id.endswith("_bilateral")]
    assert all(test.label.endswith("(both sides)") for test in tests if test.id.endswith("_bilateral"))


@pytest.mark.parametrize("name", COMPACT)
def test_some_are_at_the_bedside_and_some_are_sent_for(name: str) -> None:
    sent_for = [test for test in answered(name).next_tests if test.id.startswith(SENT_FOR)]
    assert len(sent_for) <= 4 or len(sent_for) + 6 > len(answered(name).next_tests)


@pytest.mark.parametrize("name", COMPACT)
def test_the_answers_to_part_are_told_apart_by_their_words(name: str) -> None:
    lead = lead_of(name)
    assert lead.joint.sum() == pytest.approx(1.0)
    assert lead.joint.min() >= 0.0
    assert len(set(lead.labels)) == len(lead.labels) > 1


def test_what_two_causes_make_together_is_not_asked_of_one() -> None:
    """A pair predicts what either of its causes does: hypotheses are not judged by one state alone."""
    lead = lead_of("l5_root")
    pairs = lead.members[:, 1] < len(lead.world.states)
    assert pairs.any()
    assert not pairs.all()


def test_a_question_is_not_asked_where_its_answer_was_tested() -> None:
    """Nobody who was found weak is asked whether weakness is felt."""
    assert "history_weakness_reported" not in ids(FOOT_DROP)
    assert "history_numbness_reported" not in ids(FOOT_DROP)


@pytest.mark.parametrize("name", ["l5_root", "s1_root", "c7_root"])
def test_a_normal_image_never_speaks_for_a_herniation(name: str) -> None:
    tests = explain(compact(name), test_count=30).next_tests
    images = [test for test in tests if test.id.startswith(("imaging_mri", "imaging_ct"))]
    assert images
    assert not [test.id for test in images if "herniation" in test.if_normal]


def test_no_image_is_asked_of_a_part_of_the_spine_where_no_cause_in_question_lies() -> None:
    """Claudication of both calves names no part of the spine; a lumbar canal and nerves of the feet are in question."""
    narrow = {"type": "imaging", "modality": "CT", "levels": ["L4-L5"], "finding": "stenosis", "severity": "severe"}
    calves = {"type": "pain", "areas": ["calf"], "side": "bilateral", "worse_with": ["walking"]}
    asked = explain(patient([calves, narrow], age=60)).next_tests
    assert asked
    assert not [one.id for one in asked if "cervical_spine" in one.id or "thoracic_spine" in one.id]
