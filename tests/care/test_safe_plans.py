"""Over random patients: no operation without an agreeing image, no exercise that harms, no delay, one urgency each."""

from __future__ import annotations

import os

import pytest

from myotome.care.treatment.options import options
from myotome.ledger import sources
from myotome.patient import limit
from support.plans import planned
from support.random_circumstances import circumscribed
from support.safety import (
    safety_view,
    setting_of,
    shared_setting,
    unsafe_exercises,
    unsafe_messages,
    unsafe_options,
)

_STUDIES = ("randomised", "observational", "model", "guideline text only", "judgement")
#: Of the long run; a hundredth part takes a minute or two.
MANY = int(os.environ.get("MYOTOME_SAFE_PATIENTS", "100000"))


#: A fracture, an injured nerve and a lesion of the cord, each asked for by rules of two urgencies.
TWICE = (1205, 1252, 1420)


#: An exercise programme whose name stood in no list of what waits under a red flag.
WAITS = 1016


@pytest.mark.parametrize("seed", [*range(13), *TWICE, WAITS])
def test_options_and_messages_are_safe(seed: int) -> None:
    view = safety_view(circumscribed(seed))
    assert [*unsafe_options(view), *unsafe_messages(view)] == []


@pytest.mark.parametrize("seed", range(16))
def test_every_option_is_for_a_likely_cause_and_says_what_its_evidence_is(seed: int) -> None:
    for one in options(safety_view(circumscribed(seed)).patient):
        assert limit("limit", "in_play") <= one.covers <= 1.0
        assert one.evidence_kind.startswith(_STUDIES)
        assert set(one.sources) <= set(sources())
        assert {said.source for said in one.recommendations} <= set(one.sources)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_exercises_keep_to_rules_and_limits(seed: int) -> None:
    view = safety_view(circumscribed(seed))
    assert list(unsafe_exercises(view, shared_setting(view))) == []


@pytest.mark.nightly
def test_many_plans_are_safe() -> None:
    """Every patient with the exercises of a healthy adult; every hundredth with those of the own body."""
    wrong: list[tuple[int, str]] = []
    for seed in range(MANY):
        view = safety_view(circumscribed(seed))
        own = setting_of(view) if seed % 100 == 0 else None
        for setting in (shared_setting(view), *([own] if own else [])):
            wrong += [(seed, words) for words in unsafe_exercises(view, setting)]
        wrong += [(seed, words) for words in (*unsafe_options(view), *unsafe_messages(view))]
    assert wrong == []


def test_a_narrow_lumbar_canal_gets_no_plank() -> None:
    """What bends the low back backward under load is left out; walking, with rests, stays."""
    leg = {
        "type": "pain",
        "areas": ["posterior_thigh", "calf"],
        "side": "bilateral",
        "better_with": ["bending_forward"],
    }
    claudication = {"type": "history", "item": "neurogenic_claudication", "value": True}
    told = planned([leg, claudication], age=72, sex="female").exercises
    assert told.chosen
    planks = {"plank", "plank_knees", "push_up", "superman"}
    assert planks <= {one.exercise for one in told.left_out if one.kind == "barred"}
    assert "walking" in {one.exercise for one in told.home}
