"""Scores on answers made by hand, whose numbers can be worked out on paper."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.evidence.evaluated_cases import evaluation, scored_case, scores
from myotome.exam import case_from_mapping
from myotome.exam.case import Truth
from myotome.explain.explanation import DiscToBlame, LikelyPlace
from support.made_explanations import CLASSES, FLAG, NO_FLAG, classes, made

TRUTH = Truth("radiculopathy", "L5 root", ("L5",), "right", "L4-L5", None, True, False, "mri", ("L5",))
BLAMELESS = replace(TRUTH, class_="peripheral_nerve", places=("common_peroneal",), disc_level=None, disc_to_blame=False)


def case(name, truth=TRUTH, **more):
    findings = [
        {"type": "strength", "muscle": "tibialis_anterior", "side": "right", "mrc": 3},
        {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "extrusion", "side": "right"},
    ]
    plain = {
        "id": name,
        "demographics": {"age": 50, "sex": None},
        "findings": findings,
        "truth": truth.to_dict(),
        **more,
    }
    return case_from_mapping(plain)


def scored(truth=TRUTH, **changes):
    return scored_case(truth, made(**changes))


def test_a_right_answer_is_right_in_everything():
    one = scored()
    assert (one.class_correct, one.place_correct, one.disc_level_correct) == (True, True, True)
    assert (one.disc_verdict_correct, one.red_flag_correct, one.rank) == (True, True, 1)


def test_numbers_of_two_cases_by_hand():
    found = scores([scored(), scored(BLAMELESS)])
    assert found.class_top1 == 0.5
    assert found.class_top3 == 1.0
    assert found.place_top1 == 0.5
    assert found.disc_level == 1.0
    assert (found.disc_accuracy, found.false_blame, found.missed) == (0.5, 1.0, 0.0)
    assert (found.sensitivity, found.specificity) == (None, 1.0)
    assert found.log_score == pytest.approx((math.log(0.9) + math.log(0.08)) / 2)
    rest = 12 * (0.02 / 12) ** 2
    right, wrong = 0.1**2 + 0.08**2 + rest, 0.9**2 + 0.92**2 + rest
    assert found.brier == pytest.approx((right + wrong) / 2)
    assert found.ece == pytest.approx(abs(0.5 - 0.9))


@pytest.mark.parametrize(
    ("said", "true", "right"),
    [
        ("right", "right", True),
        ("left", "right", False),
        ("bilateral", "right", True),
        ("left", "bilateral", True),
        ("none", "left", True),
        ("midline", "left", True),
    ],
)
def test_sides_agree_where_one_of_them_has_no_side(said, true, right):
    assert scored(replace(TRUTH, side=true), places=(LikelyPlace("L5", said, 0.9),)).place_correct is right


def test_only_the_first_place_counts_and_any_true_place_will_do():
    second = (LikelyPlace("S1", "right", 0.6), LikelyPlace("L5", "right", 0.3))
    assert scored(places=second).place_correct is False
    assert scored(replace(TRUTH, places=("L5", "S1")), places=second).place_correct is True
    assert scored(places=()).place_correct is False


def test_questions_that_do_not_arise_are_not_scored():
    one = scored(replace(BLAMELESS, places=()))
    assert one.place_correct is None
    assert one.disc_level_correct is None
    assert scores([one]).place_top1 is None


@pytest.mark.parametrize(("probability", "right"), [(0.5, True), (0.499, False)])
def test_a_disc_is_blamed_from_one_half_on(probability, right):
    assert scored(disc_to_blame=DiscToBlame(probability, "possible", "")).disc_verdict_correct is right


def test_red_flags_missed_and_raised_wrongly():
    urgent = replace(TRUTH, red_flag=True)
    answers = [scored(urgent, red_flag=NO_FLAG), scored(urgent, red_flag=FLAG), scored(red_flag=FLAG)]
    found = scores(answers)
    assert (found.sensitivity, found.specificity) == (0.5, 0.0)


def test_a_true_class_held_impossible_is_floored():
    impossible = {name: float(name == "radiculopathy") for name in CLASSES}
    one = scored(replace(TRUTH, class_="myopathy"), classes=impossible)
    assert scores([one]).log_score == pytest.approx(math.log(1e-12))


@given(st.lists(st.floats(0.15, 0.99), min_size=1, max_size=12))
def test_scores_stay_in_their_ranges_and_order_does_not_matter(tops):
    answers = [scored(classes=classes(radiculopathy=top)) for top in tops]
    found = scores(answers)
    assert 0 <= found.ece <= 1
    assert 0 <= found.brier <= 2
    assert found.log_score <= 0
    backwards = scores(answers[::-1])
    assert backwards.ece == pytest.approx(found.ece)
    assert backwards.brier == pytest.approx(found.brier)


def test_a_surer_right_answer_scores_better():
    sure, unsure = (scores([scored(classes=classes(radiculopathy=top))]) for top in (0.95, 0.6))
    assert sure.log_score > unsure.log_score
    assert sure.brier < unsure.brier
    assert sure.ece < unsure.ece


def test_answers_never_see_the_truth_and_the_bedside_never_sees_what_is_withheld():
    seen = []

    def answer(asked):
        seen.append(asked)
        return made(id=asked.id)

    found = evaluation([case("one", withheld=["imaging"]), case("two")], answer)
    assert all(asked.truth is None for asked in seen)
    assert [[finding.kind for finding in asked.findings] for asked in seen] == [
        ["strength", "imaging"],
        ["strength"],
        ["strength", "imaging"],
    ]
    assert [one.id for one in found.bedside.cases] == ["one", "two"]


def test_doubtful_cases_stand_apart():
    found = evaluation([case("sure"), case("unsure", doubtful=True)], lambda asked: made(id=asked.id))
    plain = found.to_dict()
    assert plain["n"] == plain["bedside"]["n"] == 1
    assert plain["doubtful"]["n"] == plain["doubtful"]["bedside"]["n"] == 1
    assert plain["doubtful"]["cases"][0]["id"] == "unsure"
    assert "disc_verdict" in plain
    assert set(plain["calibration"]) == {"log_score", "brier", "ece"}


def test_a_case_without_truth_cannot_be_scored():
    with pytest.raises(ValueError, match="no truth"):
        evaluation([case("one").without_truth()], lambda _: made())


def test_an_empty_set_has_no_scores():
    plain = evaluation([], lambda _: made()).to_dict()
    assert plain["n"] == 0
    assert plain["class_top1"] is None
