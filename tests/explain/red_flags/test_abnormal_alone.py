"""An emergency is judged on the abnormal findings alone as well, so that nothing normal takes the flag back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.exam import Case
from myotome.explain.explanation import RedFlag
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.pipeline import posterior_of
from myotome.explain.red_flags.abnormal import abnormal_part, is_reassuring
from myotome.explain.red_flags.rules import fired_rules
from myotome.explain.red_flags.triage import Again, red_flags
from support.compact_cases import COMPACT, compact, history, lab, patient, reflex, sign, strength
from support.normal_findings import NORMAL

NUMB_HAND = {"type": "sensation", "areas": ["hand"], "side": "left", "modality": "pin", "value": "reduced"}
NORMALS = [strength("grip", "left", 5), reflex("biceps", "left", "normal"), sign("babinski", "left", False)]


@cache
def alarming() -> Posterior:
    """The posterior of a cauda equina syndrome."""
    return posterior_of(compact("cauda_equina"))


@cache
def quiet() -> Posterior:
    """The posterior of a carpal tunnel syndrome."""
    return posterior_of(compact("carpal_tunnel"))


def _no_second_look(_: Case) -> Any:
    raise AssertionError("the abnormal findings need no second look")


never = Again(_no_second_look, _no_second_look)


def flag_of(findings: list[Any], posterior: Posterior, whole: Callable[[Case], Posterior]) -> RedFlag:
    case = replace(patient(findings), onset_weeks=2.0)
    assert not [rule for rule in fired_rules(case) if rule.urgency != "soon"]
    again = Again(lambda _: alarming().sole_cause, whole)
    return red_flags(case, posterior, world().states, again)


def test_normal_findings_do_not_talk_out_of_a_flag_that_the_abnormal_ones_raise() -> None:
    asked: list[Case] = []

    def again(case: Case) -> Posterior:
        asked.append(case)
        return alarming()

    flag = flag_of([NUMB_HAND, *NORMALS], quiet(), again)
    assert flag.urgent
    assert flag.probability > 0.9
    assert [finding.kind for finding in asked[0].findings] == ["sensation"]


def test_the_higher_of_both_counts() -> None:
    flag = flag_of([NUMB_HAND, *NORMALS], alarming(), _no_second_look)
    assert flag.urgent
    assert not flag_of([NUMB_HAND, *NORMALS], quiet(), lambda _: quiet()).urgent


def test_without_normal_findings_there_is_no_second_look() -> None:
    assert not flag_of([NUMB_HAND], quiet(), _no_second_look).urgent


def test_a_rule_needs_no_second_look() -> None:
    case = compact("cauda_equina")
    assert red_flags(replace(case, findings=(*case.findings,)), quiet(), world().states, never).urgent


@settings(max_examples=100)
@given(st.sampled_from(sorted(COMPACT)), st.lists(NORMAL, min_size=1, max_size=5))
def test_normal_findings_leave_the_abnormal_part_as_it_is(name: str, extra: list[Any]) -> None:
    case = compact(name)
    added = [patient([one]).findings[0] for one in extra]
    assert abnormal_part(case.with_findings([*case.findings, *added])) == abnormal_part(case)


@pytest.mark.parametrize(
    ("finding", "reassures"),
    [
        (lab("crp", number=4), True),
        (lab("crp", number=140), False),
        (lab("crp", value="raised"), False),
        (history("trauma", "none"), True),
        (history("course", "worsening"), False),
        (history("course", "stable"), True),
        (strength("grip", "left", 4), False),
        ({"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "bulge", "side": "none"}, False),
        ({"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "normal", "side": "none"}, True),
    ],
)
def test_what_reassures(finding: Any, reassures: bool) -> None:
    assert is_reassuring(patient([finding]).findings[0]) is reassures


def test_the_causes_not_to_be_missed_agree_with_the_box() -> None:
    case = compact("cauda_equina")
    flag = red_flags(case, alarming(), world().states, never)
    named = sum(danger.probability for danger in flag.do_not_miss)
    # causes of a few percent each are not named
    assert 0.85 * flag.probability <= named <= flag.probability + 1e-9
    assert "MRI" in flag.do_not_miss[0].test
    assert any("MRI" in action for action in flag.main_actions)


def test_a_proven_compression_asks_for_decompression_and_for_no_scan() -> None:
    case = compact("cauda_equina")
    pressed = {"zone": "central", "root_contact": "compression", "structure": "cauda_equina"}
    seen = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "extrusion", "side": "midline"}
    proven = case.with_findings([*case.findings, patient([{**seen, **pressed}]).findings[0]])
    flag = red_flags(proven, alarming(), world().states, never)
    assert "decompression" in flag.actions[0]
    assert not any("MRI" in action for action in flag.actions)
    assert flag.do_not_miss[0].test == "the images already made"


def test_nothing_due_within_weeks_is_listed_under_the_same_thing_due_today() -> None:
    hurts = {"type": "pain", "areas": ["low_back", "lateral_lower_leg"], "side": "left", "radiating": True}
    case = patient([hurts, strength("ankle_dorsiflexion", "left", 2)], onset={"value": 3, "unit": "days"})
    assert {rule.urgency for rule in fired_rules(case)} == {"urgent", "soon"}
    flag = red_flags(case, quiet(), world().states, never)
    assert flag.urgent
    assert flag.soon == ()
