"""Red flags stand first, cannot be switched off, and claim no detection."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from myotome.care import care_plan, due_by_cause
from myotome.care.referral import flags
from myotome.exam import Case
from myotome.explain import Explanation
from myotome.explain.explanation import RedFlag
from myotome.explain.red_flags.rules import red_flag_rules
from myotome.patient.assessment import Assessment
from support.plans import NAMES, answer, case_of, patient, plan_of, planned


@pytest.mark.parametrize("name", NAMES)
def test_every_flag_of_the_answer_is_in_the_plan(name: str) -> None:
    flag, told = answer(name).red_flag, plan_of(name).referral
    assert told.urgent == flag.urgent
    actions = [action for one in told.flags for action in one.actions]
    likely = [step.action for step in flag.steps if step.probability is None or step.probability >= 0.01]
    assert [action for action in likely if action not in actions] == []
    reasons = {why for one in told.flags for why in one.why}
    assert {*flag.reasons, *flag.soon} <= reasons


@pytest.mark.parametrize("name", NAMES)
def test_the_referral_is_told_first(name: str) -> None:
    told = plan_of(name).to_dict()
    assert list(told)[:2] == ["id", "referral"]
    urgencies = [flag["urgency"] for flag in told["referral"]["flags"]]
    assert urgencies == sorted(urgencies, key=("immediate", "urgent", "soon").index)


def test_no_argument_switches_the_referral_off() -> None:
    assert set(inspect.signature(care_plan).parameters) <= {
        "patient",
        "person",
    }


class AsStated(Assessment):
    """A patient with an explanation of the test's own."""

    def __init__(self, given: Case, explanation: Explanation) -> None:
        super().__init__(given)
        self.__dict__ |= {"conclusions": explanation, "explanation": explanation}


def test_an_urgent_answer_without_steps_still_refers() -> None:
    flag = RedFlag(True, ("retention",), ("MRI today",), (), 0.9)
    plan = care_plan(AsStated(case_of("back_pain"), replace(answer("back_pain"), red_flag=flag)))
    assert plan.referral.urgent
    assert plan.referral.flags[0].actions == ("MRI today",)
    assert plan.referral.flags[0].to_whom


def test_cauda_equina_goes_to_an_emergency_department_at_once() -> None:
    first = plan_of("cauda_equina").referral.flags[0]
    assert first.urgency == "immediate"
    assert "emergency department" in first.to_whom
    assert first.sources


def test_what_is_urgent_is_not_told_again_with_a_laxer_time() -> None:
    flags = plan_of("cauda_equina").referral.flags
    urgent = {flag.what for flag in flags if flag.urgency != "soon"}
    soon = {flag.what for flag in flags if flag.urgency == "soon"}
    assert not any(later.removeprefix("findings that may mean ") in first for later in soon for first in urgent)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_claims_to_detect_or_to_exclude(name: str) -> None:
    told = plan_of(name).referral
    assert "hide" in told.statement
    assert all("may mean" in flag.what and "may mean" in flag.plain for flag in told.flags)
    assert told.safety_net


def test_a_root_of_the_leg_has_the_signs_of_the_cauda_equina_in_its_safety_net() -> None:
    lines = " ".join(line.text for line in plan_of("l5_root").referral.safety_net)
    assert "saddle" in lines
    assert "fever with pain of the spine" in lines
    hand = " ".join(line.text for line in plan_of("carpal_tunnel").referral.safety_net)
    assert "saddle" not in hand
    assert "spine" not in hand


def test_what_may_wait_two_weeks_is_not_sent_to_the_emergency_department() -> None:
    """A slow myelopathy goes to the spinal service; a fresh one, by the same rule, to the emergency department."""
    cord = [
        {"type": "sign", "sign": "hoffmann", "side": "bilateral", "value": "positive"},
        {"type": "history", "item": "gait_disturbance", "value": True},
        {"type": "history", "item": "hand_clumsiness", "value": True},
    ]
    told = planned(cord, age=63, onset={"value": 9, "unit": "months"}).referral.flags
    assert told
    assert all("emergency" not in flag.to_whom for flag in told if flag.urgency == "soon")


def test_no_service_for_what_may_wait_is_one_for_emergencies() -> None:
    """A flag due within two weeks never names an ambulance, an emergency department or a team on call."""
    due = {rule.condition for rule in red_flag_rules() if "soon" in (rule.urgency, rule.later)} | {"any"}
    rows = [row for row in flags._SERVICES.rows() if row["condition"] in due]
    soon = {row["condition"]: row["to_whom_soon"] or row["to_whom"] for row in rows if not row["likely"]}
    assert set(soon) == due
    emergency = ("ambulance", "emergency", "on call", "intensive care", "acute", "same day")
    assert [(name, whom) for name, whom in soon.items() if any(word in whom for word in emergency)] == []


def test_a_step_that_the_likely_cause_asks_for_today_stands_before_what_may_wait() -> None:
    """Shingles with severe pain at 68: the prescription today comes before an ultrasound within two weeks."""
    rash = {"type": "sign", "sign": "vesicular_rash", "side": "left", "value": "positive", "dermatomes": ["T6"]}
    back = {"type": "pain", "areas": ["thoracic_back", "lateral_chest_wall"], "side": "left", "severity": 8}
    case = patient([rash, back], age=68, sex="male", onset={"value": 2, "unit": "days"})
    explained, told = Assessment(case).explanation, care_plan(Assessment(case)).referral
    assert [flag.when for flag in told.flags] == ["today", "within about 2 weeks"]
    assert "today" in told.statement
    assert due_by_cause(case, explained) == told.flags[:1]
