"""Options fit the cause, guidelines stand side by side, and what harms is said."""

from __future__ import annotations

import pytest

from myotome.care import TreatmentOption
from myotome.care.treatment.guidelines import stance
from support.plans import NAMES, option, plan_of, planned, strength

DISC = {"discectomy_early", "discectomy_on_failure", "epidural_steroid", "trunk_control_exercise", "watchful_waiting"}


@pytest.mark.parametrize("name", ["peroneal", "carpal_tunnel", "polyneuropathy", "motor_neuron", "cauda_equina"])
def test_no_treatment_of_a_root_where_no_root_is_ill(name: str) -> None:
    plan = plan_of(name)
    assert not DISC & {one.treatment for one in plan.treatments}
    assert plan.forecast.course is None
    assert plan.forecast.reason
    assert not any(one.outlook for one in plan.treatments)


@pytest.mark.parametrize("name", ["l5_root", "s1_root", "c7_root"])
def test_a_root_has_its_outlooks_side_by_side(name: str) -> None:
    plan = plan_of(name)
    made = [one for one in plan.treatments if one.outlook]
    assert len(made) >= 3
    assert all(tuple(one.outlook) == tuple(made[0].outlook) for one in made)
    assert [one.treatment for one in made if not one.difference] == ["watchful_waiting"]


@pytest.mark.parametrize("name", ["l5_root", "s1_root", "c7_root"])
def test_waiting_stands_after_what_is_recommended_and_before_what_is_invasive(name: str) -> None:
    open_ = [one for one in plan_of(name).treatments if not one.not_for and one.covers >= 0.5]
    place = [one.treatment for one in open_].index("watchful_waiting")
    assert all(one.stance == "for" and one.kind != "surgery" for one in open_[:place])
    assert not any(one.stance == "for" and one.kind not in ("surgery", "injection") for one in open_[place + 1 :])


def test_differences_are_those_of_the_outlooks() -> None:
    plan = plan_of("l5_root")
    waiting, early = option(plan, "watchful_waiting"), option(plan, "discectomy_early")
    for week, changes in early.difference.items():
        for name, change in changes.items():
            if name in early.outlook[week]:
                apart = early.outlook[week][name].mean - waiting.outlook[week][name].mean
                assert change.mean == pytest.approx(apart, abs=1e-3)


def test_quantiles_rise() -> None:
    for one in plan_of("l5_root").treatments:
        for found in one.outlook.values():
            for spread in found.values():
                if spread.q50 is not None:
                    assert spread.q05 <= spread.q25 <= spread.q50 <= spread.q75 <= spread.q95
                else:
                    assert 0.0 <= spread.mean <= 1.0


def test_conflicting_guidelines_are_both_shown() -> None:
    nsaid = option(plan_of("l5_root"), "nsaid")
    assert nsaid.stance == "mixed"
    assert {"consider", "against"} <= {one.direction for one in nsaid.recommendations}


def test_phases_are_kept_apart() -> None:
    early = option(plan_of("l5_root", 4.0), "epidural_steroid")
    late = option(plan_of("l5_root", 30.0), "epidural_steroid")
    assert early.stance == "consider"
    assert late.stance == "against"


def test_without_a_duration_both_phases_are_shown_and_it_is_said() -> None:
    unknown = option(plan_of("l5_root"), "epidural_steroid")
    assert unknown.stance == "mixed"
    assert any("time since onset" in reason for reason in unknown.reasons)


@pytest.mark.parametrize("weeks", [2.0, 30.0, None])
def test_what_more_guidelines_advise_against_is_advised_against(weeks: float | None) -> None:
    """Opioids for back pain: considered once, advised against more often, and strongly."""
    assert option(plan_of("back_pain", weeks), "opioids").stance == "against"


def test_what_one_guideline_recommends_and_another_advises_against_is_disputed() -> None:
    assert option(plan_of("carpal_tunnel"), "wrist_steroid_injection").stance == "mixed"


def advised_against(one: TreatmentOption) -> bool:
    """More guidelines against it than for it, or one strongly where the others only have it considered."""
    against = [said for said in one.recommendations if said.direction == "against"]
    positive = [said.direction for said in one.recommendations if said.direction in ("for", "consider")]
    strongly = any(said.strength == "strong" for said in against) and set(positive) == {"consider"}
    return len(against) > len(positive) or strongly


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_rests_on(name: str) -> None:
    for one in plan_of(name).treatments:
        assert one.sources
        assert one.evidence_kind
        assert one.covers >= 0.1
        said = stance(one.recommendations)
        assert one.stance == said or ((said, one.stance) == ("mixed", "against") and advised_against(one))
        assert one.recommendations or any("no guideline" in reason for reason in one.reasons) or one.outlook


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_without_options_says_so(name: str) -> None:
    plan = plan_of(name)
    assert bool(plan.gaps) == (not plan.treatments)


def test_a_cord_forbids_manipulation() -> None:
    neck = [
        {"type": "pain", "areas": ["posterior_neck", "lateral_upper_arm"], "side": "left", "radiating": True},
        strength("biceps_brachii", "left", 3),
        {"type": "sign", "sign": "spurling", "side": "left", "value": "positive"},
    ]
    cord = [
        {"type": "sign", "sign": "hoffmann", "side": "left", "value": "positive"},
        {"type": "history", "item": "gait_disturbance", "value": True},
        {"type": "reflex", "reflex": "patellar", "side": "bilateral", "value": "brisk"},
    ]
    assert not any("cord" in words for words in option(planned(neck), "manual_therapy").not_for)
    made = {one.treatment: one for one in planned([*neck, *cord], age=66).treatments}
    assert "manual_therapy" not in made or any("cord" in words for words in made["manual_therapy"].not_for)


BACK = [{"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}]


def test_no_exercise_is_given_while_the_patient_must_be_seen_the_same_day() -> None:
    plan = plan_of("cauda_equina")
    assert plan.referral.urgent
    assert not plan.exercises.chosen
    assert not plan.exercises.home
    assert any("red flag" in reason.text for reason in plan.exercises.none_because)
    assert not {"exercise", "trunk_control_exercise"} & {one.treatment for one in plan.treatments if not one.not_for}


@pytest.mark.parametrize(
    ("item", "value", "name"),
    [
        ("fever", True, "exercise"),
        ("fever", True, "manual_therapy"),
        ("cancer", "breast", "exercise"),
    ],
)
def test_an_open_red_flag_puts_exercise_off(item: str, value: object, name: str) -> None:
    night = {"type": "history", "item": "night_symptoms", "value": True}
    flagged = [{"type": "history", "item": item, "value": value}, *([night] if item == "cancer" else [])]
    calm, ill = planned(BACK), planned([*BACK, *flagged])
    assert (calm.referral.urgent, ill.referral.urgent) == (False, True)
    assert calm.exercises.chosen
    before, after = (" ".join(option(plan, name).not_for) for plan in (calm, ill))
    assert "red flag is open" not in before
    assert "red flag is open" in after
    assert not ill.exercises.chosen


def test_what_fits_the_likely_cause_comes_first() -> None:
    for name in NAMES:
        fit = [one.covers >= 0.5 for one in plan_of(name).treatments if not one.not_for]
        assert fit == sorted(fit, reverse=True)


def test_a_blood_thinner_speaks_against_needles() -> None:
    leg = [
        {"type": "pain", "areas": ["low_back", "lateral_lower_leg"], "side": "right", "radiating": True},
        strength("extensor_hallucis_longus", "right", 4),
        {"type": "sign", "sign": "straight_leg_raise", "side": "right", "value": "positive"},
    ]
    thinned = planned([*leg, {"type": "history", "item": "anticoagulants", "value": True}])
    assert option(thinned, "epidural_steroid").not_for
    assert option(thinned, "nsaid").not_for
    denied = planned([*leg, {"type": "history", "item": "anticoagulants", "value": False}])
    assert not option(denied, "nsaid").not_for


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (("for", "consider"), "for"),
        (("consider", "insufficient evidence"), "consider"),
        (("for", "against"), "mixed"),
        (("against", "insufficient evidence"), "insufficient evidence"),
        (("against",), "against"),
    ],
)
def test_stance_of_several(directions: tuple[str, ...], expected: str) -> None:
    class Said:
        def __init__(self, direction: str) -> None:
            self.direction = direction

    assert stance(Said(one) for one in directions) == expected
