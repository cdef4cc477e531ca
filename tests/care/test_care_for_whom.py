"""A plan keeps to the person: age, pregnancy, a loss of strength, and what a sooner pathway covers already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from myotome.care import Plan
from myotome.care.exercise.problem import exercise_setting
from myotome.care.follow_up.investigations import investigations
from myotome.care.referral.flags import referral
from myotome.care.treatment.ages import age_range, age_ranges
from myotome.care.treatment.guidelines import not_for_this_person, recommendations
from myotome.care.treatment.options import options
from myotome.exam import Case, case_from_mapping
from myotome.explain import Explanation, covering
from myotome.explain.red_flags.rules import fired_rules
from myotome.patient.assessment import Assessment
from myotome.patient.circumstances import Circumstances
from myotome.patient.judged import limit
from myotome.patient.mechanics import exercise_person
from support.plans import NAMES, case_of, option, patient, planned, strength

Finding = dict[str, Any]
HARMFUL_IN_PREGNANCY = {
    "opioids", "nsaid", "gabapentinoid", "benzodiazepine", "oral_steroid", "antidepressants", "epidural_steroid",
    "extraforaminal_injection", "spinal_injection_axial", "discectomy_early", "discectomy_on_failure", "fusion",
}  # fmt: skip
RAYS = ("imaging_xr_", "imaging_ct_", "imaging_bone_scan")
S1 = [
    {"type": "pain", "areas": ["low_back", "posterior_lower_leg"], "side": "left", "radiating": True, "severity": 7},
    strength("ankle_plantarflexion", "left", 4),
    {"type": "reflex", "reflex": "achilles", "side": "left", "value": "absent"},
    {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
]
CORD = [
    {"type": "pain", "areas": ["thoracic_back", "girdle_band"], "side": "bilateral", "radiating": True},
    {"type": "sign", "sign": "babinski", "side": "bilateral", "value": "positive"},
    {"type": "sign", "sign": "clonus", "side": "bilateral", "value": "positive"},
    strength("hip_flexion", "bilateral", 4),
    {"type": "reflex", "reflex": "patellar", "side": "bilateral", "value": "brisk"},
    {"type": "sensation", "sensory_level": "T9", "side": "bilateral", "modality": "pin", "value": "reduced"},
    {"type": "history", "item": "urinary_hesitancy", "value": True},
    {"type": "history", "item": "rapid_progression", "value": True},
]


def history(item: str, value: Any = True, **more: Any) -> Finding:
    return {"type": "history", "item": item, "value": value, **more}


def case(findings: list[Finding], weeks: float = 3.0, **demographics: Any) -> Case:
    onset = {"onset": {"value": weeks, "unit": "weeks"}}
    return case_from_mapping({"id": "short", "demographics": demographics, "findings": findings, **onset})


def seen(of: Case) -> tuple[Circumstances, Explanation]:
    one = Assessment(of)
    return one.circumstances, one.explanation


def plan_at(findings: list[Finding], weeks: float, **demographics: Any) -> Plan:
    from myotome.care import care_plan

    return care_plan(Assessment(case(findings, weeks, **demographics)))


def pregnant(name: str) -> Case:
    had = case_of(name)
    more = case([history("pregnancy")], age=30, sex="female")
    who = replace(had.demographics, age=30.0, sex="female")
    return replace(had, demographics=who, findings=(*had.findings, *more.findings))


@pytest.mark.parametrize("age", [8.0, 15.0, 16.0, 17.0, 40.0])
@pytest.mark.parametrize("name", NAMES)
def test_no_recommendation_is_shown_outside_its_age(name: str, age: float) -> None:
    had = case_of(name)
    of, told = seen(replace(had, demographics=replace(had.demographics, age=age)))
    said = [one for made in (*options(of), *investigations(told, of)) for one in made.recommendations]
    assert all(age_range(one.guideline).covers(age) for one in said)
    hidden = [line for line in not_for_this_person(of) if "years" in line]
    assert len(hidden) <= 1
    if age >= 18.0:
        assert not hidden


def test_a_guideline_left_out_for_age_is_named_once() -> None:
    plan = planned([{"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}], age=15)
    told = " ".join(plan.gaps)
    assert told.count("NICE NG59") == 1
    assert not any(one.treatment in ("opioids", "manual_therapy") for one in plan.treatments)


def test_an_age_that_is_not_known_hides_nothing() -> None:
    assert all(one.covers(None) for one in age_ranges().values())


@pytest.mark.parametrize("name", NAMES)
def test_pregnancy_shows_no_drug_needle_operation_or_ray_without_a_caution(name: str) -> None:
    of, told = seen(pregnant(name))
    for one in options(of):
        if one.treatment in HARMFUL_IN_PREGNANCY:
            assert any("pregnancy" in words for words in one.not_for), one.treatment
            assert any("pregnancy" in words for words in one.not_for_plain), one.treatment
    for test in investigations(told, of):
        if test.test.startswith(RAYS):
            assert any("pregnancy" in words for words in test.cautions), test.test


def test_pelvic_girdle_pain_in_pregnancy_has_its_own_guidance() -> None:
    findings = [
        {"type": "pain", "areas": ["buttock"], "side": "right", "radiating": False},
        {"type": "sign", "sign": "thigh_thrust", "side": "right", "value": "positive"},
        {"type": "sign", "sign": "faber", "side": "right", "value": "positive"},
        {"type": "sign", "sign": "sacral_thrust", "side": "none", "value": "positive"},
    ]
    with_child, _ = seen(case([*findings, history("pregnancy")], age=31, sex="female"))
    without, _ = seen(case(findings, age=31, sex="female"))
    assert without.probability(["sacroiliac_pain"]) > 0.2
    said = {one.treatment: one.stance for one in options(with_child)}
    assert said["orthotics"] == said["acupuncture"] == "consider"
    assert {one.treatment: one.stance for one in options(without)}["acupuncture"] == "against"
    assert any("pregnancy" in line for line in not_for_this_person(with_child))
    assert not not_for_this_person(without)
    assert not any("low back pain" in one.population and one.guideline == "NICE NG59"
                   for one, share in recommendations(with_child) if share > 0.5)  # fmt: skip


@pytest.mark.parametrize(
    "one", [case_of("l5_root"), case_of("s1_root"), patient(S1, age=42, sex="male")], ids=["L5", "S1", "calf"]
)
def test_nothing_loaded_is_chosen_before_an_opinion_due_soon(one: Case) -> None:
    of, told = seen(one)
    who = exercise_person(of, None)
    assert who.body is not None
    setting = exercise_setting(of, told, who, who.body)
    assert "opinion_soon" in {rule.rule for rule in setting.rules[0]}
    chosen = [setting.pool.items[int(number)] for number in np.flatnonzero(setting.choice.chosen[0])]
    assert chosen
    assert {"loaded", "heavy", "dynamic", "resisted"}.isdisjoint(tag for item in chosen for tag in item.tags)


@pytest.mark.parametrize("name", [*NAMES, "thoracic_cord"])
def test_what_a_same_day_line_covers_is_not_told_again_as_soon(name: str) -> None:
    one = case(CORD, age=48, sex="female") if name == "thoracic_cord" else case_of(name)
    of, told = seen(one)
    flags, fired = referral(told, of).flags, fired_rules(one)
    today = {why for flag in flags if flag.urgency != "soon" for why in flag.why}
    urgent = {rule.condition for rule in fired if rule.urgency != "soon" and rule.label in today}
    for rule in fired:
        if rule.urgency == "soon" and urgent & covering(rule.condition):
            assert rule.label in today
            assert not any(rule.label in flag.why for flag in flags if flag.urgency == "soon")


def test_a_cause_below_the_least_probability_is_named_but_has_no_line_of_its_own() -> None:
    of, told = seen(case(CORD, age=48, sex="female"))
    flags = referral(told, of).flags
    unlikely = [step for step in told.red_flag.steps if (step.probability or 1.0) < limit("referral", "least")]
    assert unlikely
    assert all(flag.probability is None or flag.probability >= limit("referral", "least") for flag in flags)
    assert any("Guillain-Barre syndrome: considered" in why for why in flags[0].why)
    assert all(reason in flags[0].why for step in unlikely for reason in step.reasons)


def test_a_loss_of_strength_by_a_root_is_not_manipulated() -> None:
    assert any("motor deficit" in words for words in option(planned(S1, age=42), "manual_therapy").not_for)


def test_a_nerve_goes_to_neurology_and_a_root_to_the_spinal_service() -> None:
    of, told = seen(case_of("peroneal"))
    services = " ".join(flag.to_whom for flag in referral(told, of).flags)
    assert "spinal" not in services
    root = planned(S1, age=42).referral.flags
    assert any("spinal" in flag.to_whom for flag in root)


def test_arterial_claudication_is_walked_into_and_narrow_canals_are_not() -> None:
    leg = {"type": "pain", "areas": ["calf"], "side": "right", "radiating": False, "worse_with": ["walking"],
           "better_with": ["standing"]}  # fmt: skip
    findings = [
        leg,
        {"type": "sign", "sign": "reduced_peripheral_pulses", "side": "right", "value": "positive"},
        history("smoking"),
        history("diabetes"),
    ]
    plan = planned(findings, age=68, sex="male")
    rules = " ".join(rule.text for rule in plan.exercises.rules)
    assert "short distances" not in rules
    assert "near its worst" in rules
    assert {"supervised_walking", "arterial_prevention", "vascular_assessment"} <= {
        one.treatment for one in plan.treatments
    }
    assert any("black" in line.text for line in plan.referral.safety_net)
    back = planned([history("neurogenic_claudication"), {**leg, "better_with": ["bending_forward"]}], age=70)
    assert any("short distances" in rule.text for rule in back.exercises.rules)


@pytest.mark.parametrize(("weeks", "stance"), [(0.2, "for"), (6 / 7, "consider"), (4.0, None)])
def test_shingles_go_to_a_doctor_today_in_the_first_week(weeks: float, stance: str | None) -> None:
    rash = {"type": "sign", "sign": "vesicular_rash", "side": "right", "value": "positive", "dermatomes": ["T8"]}
    chest = {"type": "pain", "areas": ["thoracic_back", "lateral_chest_wall"], "side": "right", "radiating": True}
    plan = plan_at([rash, chest], weeks, age=73, sex="male")
    found = {one.treatment: one.stance for one in plan.treatments}
    assert found.get("zoster_antiviral") == stance
    assert any(flag.when == "today" for flag in plan.referral.flags) == (stance is not None)


def test_a_muscle_disease_under_a_statin_asks_to_stop_it() -> None:
    findings = [
        strength("hip_flexion", "bilateral", 4),
        strength("shoulder_abduction", "bilateral", 4),
        {"type": "lab", "test": "creatine_kinase", "number": 5200},
    ]
    plan = planned([*findings, history("statin_use")], age=68, sex="male")
    assert option(plan, "stop_statin").stance == "for"
    assert any("dark urine" in line.text for line in plan.referral.safety_net)
    assert "stop_statin" not in {one.treatment for one in planned(findings, age=68, sex="male").treatments}


def test_a_curve_in_growth_goes_to_a_clinic_and_a_grown_one_does_not() -> None:
    curve = [
        {"type": "sign", "sign": "scoliotic_curve", "side": "right", "value": "positive", "areas": ["thoracic_back"]},
        {"type": "sign", "sign": "rib_hump", "side": "right", "value": "positive"},
    ]
    young, grown = planned(curve, age=13, sex="female"), planned(curve, age=40, sex="female")
    assert any("Cobb" in action for flag in young.referral.flags for action in flag.actions)
    assert not any("Cobb" in action for flag in grown.referral.flags for action in flag.actions)
    assert young.reexaminations
    assert not young.exercises.assumed  # nothing is computed for a child, so nothing is assumed


def test_a_bleeding_is_not_waited_with() -> None:
    findings = [
        history("anticoagulants"),
        history("retroperitoneal_haematoma", side="left"),
        {"type": "pain", "areas": ["groin", "anterior_thigh"], "side": "left", "radiating": True, "onset": "sudden"},
        strength("knee_extension", "left", 1),
        {"type": "reflex", "reflex": "patellar", "side": "left", "value": "absent"},
    ]
    plan = plan_at(findings, 0.3, age=75, sex="male")
    assert not option(plan, "bleeding_in_hospital").not_for
    assert option(plan, "nerve_watch").not_for


def test_nothing_is_asked_about_a_disc_where_none_is_in_question() -> None:
    wrist = {one.about for one in planned([
        {"type": "sign", "sign": "tinel_wrist", "side": "left", "value": "positive"},
        {"type": "sign", "sign": "phalen", "side": "left", "value": "positive"},
    ], age=52).questions if "disc" in one.text}  # fmt: skip
    assert not wrist
    assert any("disc" in one.text for one in planned(S1, age=42).questions)


def test_a_likely_cause_never_turns_an_urgent_line_to_another_service() -> None:
    spine = [{"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}]
    signs = [
        history("morning_stiffness", "over_30_min"),
        history("psoriasis"),
        history("uveitis"),
        history("night_symptoms"),
    ]
    markers = {"type": "lab", "test": "c_reactive_protein", "value": "raised"}
    soon = plan_at([*spine, *signs, markers], 60.0, age=27, sex="male").referral.flags
    fever = plan_at([*spine, *signs, markers, history("fever")], 8.0, age=27, sex="male").referral.flags
    assert any("acute hospital" in flag.to_whom and flag.urgency != "soon" for flag in fever)
    assert all("rheumatology;" not in flag.to_whom for flag in fever if flag.urgency != "soon")
    assert all(flag.urgency == "soon" for flag in soon)
