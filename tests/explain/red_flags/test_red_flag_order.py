"""What is done first about red flags: the urgent, then the likely; one step for one act; nothing is left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.exam.case import Case
from myotome.exam.reading.files import case_from_mapping
from myotome.explain.explanation import RedFlag
from myotome.explain.likelihood.model_world import world
from myotome.explain.pipeline import posterior_of
from myotome.explain.red_flags.actions import merged, red_flag_actions
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.explain.red_flags.ranking import mass
from myotome.explain.red_flags.rules import fired_rules, red_flag_rules
from myotome.explain.red_flags.triage import Again, red_flags
from myotome.ledger import sources
from support.compact_cases import compact

Finding = dict[str, Any]
ACTIONS = red_flag_actions()
LEGS: list[Finding] = [
    {"type": "strength", "muscle": muscle, "side": "bilateral", "mrc": 2}
    for muscle in ("iliopsoas", "tibialis_anterior", "quadriceps_femoris")
]
FRESH: Finding = {"type": "history", "item": "rapid_progression", "value": True}
BACK: Finding = {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}
BLADDER: Finding = {"type": "sign", "sign": "urinary_retention", "side": "none", "value": "positive"}
SADDLE: Finding = {"type": "sign", "sign": "saddle_anaesthesia", "side": "bilateral", "value": "positive"}
LEVEL: Finding = {
    "type": "sensation",
    "sensory_level": "T6",
    "side": "bilateral",
    "modality": "pin",
    "value": "absent",
}
NERVES: list[Finding] = [
    *({"type": "reflex", "reflex": name, "side": "bilateral", "value": "absent"} for name in ("patellar", "achilles")),
    *(
        {"type": "strength", "movement": name, "side": "bilateral", "mrc": 3}
        for name in ("ankle_dorsiflexion", "hip_flexion", "grip")
    ),
    {"type": "sensation", "areas": ["stocking_to_ankle"], "side": "bilateral", "modality": "light_touch"}
    | {"value": "paraesthesia"},
    {"type": "history", "item": "recent_infection", "value": "gastrointestinal"},
    {"type": "history", "item": "rapid_progression", "value": True},
]
FEET: list[Finding] = [
    {"type": "strength", "muscle": "gastrocnemius", "side": "bilateral", "mrc": 3},
    {"type": "reflex", "reflex": "achilles", "side": "bilateral", "value": "absent"},
    {"type": "reflex", "reflex": "patellar", "side": "bilateral", "value": "normal"},
]
STIFF_NECK: Finding = {"type": "sign", "sign": "neck_stiffness", "side": "none", "value": "positive"}
CALF: Finding = {"type": "sign", "sign": "calf_tenderness_deep_vein", "side": "left", "value": "positive"}
FALL: Finding = {"type": "history", "item": "trauma", "value": "fall_from_height"}
PATIENTS: dict[str, list[Finding]] = {
    "injured cord": [*LEGS, FRESH, BACK, LEVEL, FALL],
    "cord": [*LEGS, FRESH, BACK, BLADDER, LEVEL],
    "nerves": [*NERVES, BACK],
    "nerves and stiff neck": [*NERVES, BACK, STIFF_NECK],
    "legs and saddle": [*LEGS, FRESH, BACK, BLADDER, SADDLE],
    "cord and calf": [*LEGS, FRESH, BACK, BLADDER, LEVEL, CALF],
    "infection": [BACK, {"type": "history", "item": "fever", "value": True}],
}


def case_of(findings: list[Finding], age: float = 45) -> Case:
    return case_from_mapping({"id": "a", "demographics": {"age": age, "sex": "male"}, "findings": findings})


@cache
def flag_of(name: str) -> RedFlag:
    case = case_of(PATIENTS[name])
    return red_flags(case, posterior_of(case), world().states, posterior_of)


def test_an_injured_spine_is_held_still_before_it_is_imaged():
    first = flag_of("injured cord").actions[0]
    assert first.startswith("Immobilise: CT now; MRI now; spinal surgery informed")


@pytest.mark.parametrize("name", PATIENTS)
def test_every_rule_that_holds_is_told_with_its_source(name):
    told, urgent = flag_of(name), [rule for rule in fired_rules(case_of(PATIENTS[name])) if rule.urgency != "soon"]
    assert told.urgent
    assert {rule.label for rule in urgent} <= set(told.reasons)
    assert {rule.source for rule in urgent} <= {source for step in told.steps for source in step.sources}
    assert {reason for step in told.steps for reason in step.reasons} == set(told.reasons)
    contained = {rule.action.includes for rule in urgent}
    acts = {rule.action.act for rule in urgent}
    assert (
        len(acts - contained) <= len(told.actions) <= len(acts) + 1
    )  # what the posterior alone asks for may come on top


@pytest.mark.parametrize("name", PATIENTS)
def test_each_step_is_as_urgent_as_what_asks_for_it(name):
    ranks = {rule.label: rule.urgency for rule in fired_rules(case_of(PATIENTS[name]))}
    for step in flag_of(name).steps:
        asked = {ranks.get(reason, "urgent") for reason in step.reasons}
        assert step.urgency == ("immediate" if "immediate" in asked else "urgent")


@pytest.mark.parametrize("name", PATIENTS)
def test_the_urgent_comes_first_and_then_the_likely(name):
    steps = [step for step in flag_of(name).steps if not step.set_back and not step.leads]
    keys = [
        (step.urgency != "immediate", -round(0.5 if step.probability is None else step.probability, 2))
        for step in steps
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", PATIENTS)
def test_one_step_leads_and_is_among_the_likeliest(name):
    flag = flag_of(name)
    leading = [step for step in flag.steps if step.leads]
    assert [step.action for step in leading] == [flag.leading_action]
    assert leading[0].probability == max(step.probability or 0.0 for step in flag.steps)


@pytest.mark.parametrize("name", ["cord", "legs and saddle"])
def test_one_scan_is_asked_for_once(name):
    scans = [action for action in flag_of(name).actions if "MRI" in action]
    assert len(scans) == 1
    assert "whole spine within 4 hours" in scans[0]


def test_clear_acute_neuropathy_is_acted_on_before_the_scan_it_makes_unlikely():
    first, *rest = flag_of("nerves").steps
    assert "vital capacity" in first.action
    assert first.leads
    assert any(step.set_back and step.urgency == "immediate" and "MRI" in step.action for step in rest)


def test_what_the_model_does_not_know_is_never_set_back():
    flag = flag_of("nerves and stiff neck")
    unknown = next(step for step in flag.steps if step.probability is None)
    assert unknown.action == "Hospital now."
    assert unknown.urgency == "immediate"
    assert not unknown.set_back


def test_a_leader_must_explain_the_findings_as_well():
    calf = next(step for step in flag_of("cord and calf").steps if "Leg ultrasound" in step.action)
    assert not calf.set_back


@pytest.mark.parametrize("order", [1, -1])
def test_of_one_act_the_soonest_and_the_widest_hold(order):
    one = merged([ACTIONS["lumbosacral_mri_now"], ACTIONS["whole_spine_mri_or_nerves"]][::order])
    assert (one.hours, one.breadth) == (4.0, 3)
    assert one.text.startswith("Emergency department now: MRI of the whole spine within 4 hours of the request")
    assert "spinal surgery informed" in one.text


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_alone_stays_what_it_is(name):
    action = ACTIONS[name]
    assert merged([action]) == action
    assert merged([action, action]) == action
    assert action.text[0].isupper()
    assert action.text.endswith(".")
    assert not action.text.endswith("..")


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.instead])
def test_what_follows_an_image_that_was_made_is_due_no_later(name):
    assert ACTIONS[ACTIONS[name].instead].hours <= ACTIONS[name].hours


def test_every_action_and_condition_is_used():
    rules = red_flag_rules()
    asked = {rule.action.id for rule in rules} | {"imaging_of_region", "seen_soon"}
    assert set(ACTIONS) == asked | {ACTIONS[name].instead for name in asked} - {""}
    assert set(red_flag_conditions()) == {rule.condition for rule in rules}
    assert {rule.source for rule in rules} <= set(sources())


STRONG: Finding = {"type": "strength", "movement": "hip_flexion", "side": "bilateral", "mrc": 5}


def quiet(weeks: float | None) -> RedFlag:
    """Flag of a likely cauda equina syndrome where no rule holds, so long after onset."""
    case = replace(case_of([STRONG]), onset_weeks=weeks)
    assert fired_rules(case) == ()
    again = Again(lambda _: np.zeros(len(world().states)), posterior_of)
    return red_flags(case, posterior_of(compact("cauda_equina")), world().states, again)


def test_a_probability_alone_asks_for_what_settles_it():
    flag = quiet(1.0)
    assert flag.actions == ("Same-day assessment: MRI of the lumbosacral spine.",)
    assert flag.steps[0].sources == ()
    assert not flag.soon


def test_a_likely_cauda_equina_without_a_date_counts_as_fresh():
    assert quiet(None).urgent


def test_a_probability_alone_is_no_flag_once_the_complaint_is_old():
    flag = quiet(30.0)
    assert not flag.urgent
    assert flag.probability < 0.1
    assert ["cauda equina" in line for line in flag.soon] == [True]


def test_mass_never_passes_one():
    found = posterior_of(case_of(PATIENTS["cord"]))
    everything = found.necessity >= 0.0
    assert mass(found, everything) <= 1.0


def test_a_clear_cauda_equina_is_told_its_own_scan_alone():
    """What only the cauda equina accounts for asks for no wider image, and for no thought of other diseases."""
    flag = case_of([*FEET, BLADDER, SADDLE, BACK, {"type": "history", "item": "rapid_progression", "value": True}])
    told = red_flags(flag, posterior_of(flag), world().states, posterior_of)
    scans = [action for action in told.actions if "MRI" in action]
    assert len(scans) == 1
    assert "MRI of the lumbosacral spine within 4 hours" in scans[0]
    assert not any("Guillain" in action for action in told.actions)
