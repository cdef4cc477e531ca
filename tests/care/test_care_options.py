"""Options fit the cause, guidelines stand side by side, and what harms is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plans import NAMES, option, plan_of, planned, strength

from myotome.care.guidelines import stance

DISC = {"discectomy_early", "discectomy_on_failure", "epidural_steroid", "trunk_control_exercise", "watchful_waiting"}


@pytest.mark.parametrize("name", ["peroneal", "carpal_tunnel", "polyneuropathy", "motor_neuron", "cauda_equina"])
def test_no_treatment_of_a_root_where_no_root_is_ill(name: str) -> None:
    plan = plan_of(name)
    assert not DISC & {one.treatment for one in plan.treatments}
    assert plan.forecast.told is None
    assert plan.forecast.reason
    assert not any(one.outlook for one in plan.treatments)


@pytest.mark.parametrize("name", ["l5_root", "s1_root", "c7_root"])
def test_a_root_has_its_outlooks_side_by_side(name: str) -> None:
    plan = plan_of(name)
    made = [one for one in plan.treatments if one.outlook]
    assert plan.treatments[0].treatment == "watchful_waiting"
    assert len(made) >= 3
    assert all(tuple(one.outlook) == tuple(made[0].outlook) for one in made)
    assert not plan.treatments[0].difference
    assert all(one.difference for one in made[1:])


def test_differences_are_those_of_the_outlooks() -> None:
    plan = plan_of("l5_root")
    waiting, early = plan.treatments[0], option(plan, "discectomy_early")
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


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_rests_on(name: str) -> None:
    for one in plan_of(name).treatments:
        assert one.sources
        assert one.evidence_kind
        assert one.covers >= 0.1
        assert one.stance == stance(one.recommendations)
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


def test_an_open_red_flag_puts_exercise_off() -> None:
    for name in ("cauda_equina", "myelopathy", "l5_root"):
        plan = plan_of(name)
        exercises = [one for one in plan.treatments if one.treatment in ("exercise", "trunk_control_exercise")]
        assert all(bool(one.not_for) == plan.referral.urgent for one in exercises)
    spine = [{"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}]
    fever = {"type": "history", "item": "fever", "value": True}
    assert not option(planned(spine), "exercise").not_for
    ill = {one.treatment: one for one in planned([*spine, fever]).treatments}
    assert all(ill[name].not_for for name in ("exercise", "manual_therapy") if name in ill)


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
