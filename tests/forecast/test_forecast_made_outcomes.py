"""Outcomes that a specification makes itself: read as those of the table are, wrong ones named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.forecast import posterior, run_course, specification_from_mapping
from myotome.forecast.cohorts.study_spread import spreads
from myotome.forecast.kernel.state import EVENTS, RECORDED
from myotome.forecast.made_outcomes import made_outcome, problem_of_outcome
from myotome.forecast.outcomes import measure, outcomes
from support.made_people import course, people

ARMS = {"usual": {"treatments": ["watchful_waiting"]}}
EPISODES_LATER = "since_52:back_episodes"


@pytest.mark.parametrize("name", sorted(outcomes()))
def test_what_the_table_says_can_be_made_and_reads_the_same(name: str) -> None:
    known = outcomes()[name]
    assert problem_of_outcome(known.form, known.text) == ""
    made, found = made_outcome(known.form, known.text), course(people(), "watchful_waiting", count=256)
    assert np.array_equal(made.of(found, 52), known.of(found, 52))
    assert (made.class_, False) in spreads()


@pytest.mark.parametrize("text", [*RECORDED, "ndi", "mrc"])
def test_every_measure_can_be_asked_for_at_a_value_and_by_a_limit(text: str) -> None:
    assert (made_outcome("value", text).class_, False) in spreads()
    assert (made_outcome("share", f"{text} <= 1").class_, False) in spreads()


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_can_be_asked_for(event: str) -> None:
    assert (made_outcome("by", event).class_, False) in spreads()


@pytest.mark.parametrize(
    "wrong",
    [{"share": "odi"}, {"by": "operation"}, {"value": "pain"}, {"share": "odi <= 3", "outcome": "odi"}, {"by": 3}],
)
def test_a_wrong_outcome_is_named_with_its_place(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"outcomes\[0\]"):
        specification_from_mapping({"arms": ARMS, "outcomes": [wrong]})


def test_the_worst_of_a_month_is_never_below_the_pain_of_its_last_week_and_needs_its_weeks() -> None:
    asked = [{"value": "worst:leg_pain_nrs", "weeks": [26]}, {"value": "leg_pain_nrs", "weeks": [26]}]
    given = {"arms": {"usual": {"treatments": ["no_surgery"]}}, "n": 640, "outcomes": asked}
    spec = specification_from_mapping(given)
    assert spec.settings().record == (0, 23, 24, 25, 26)
    course = run_course(spec.start, spec.arms[0], posterior(), 640, spec.settings())
    worst, last = (measure(name, course, 26) for name in ("worst:leg_pain_nrs", "leg_pain_nrs"))
    assert (worst >= last).all()
    assert (worst > last).any()
    assert worst == pytest.approx(np.max([course.variable("leg_pain_nrs", week) for week in (23, 24, 25, 26)], axis=0))


def test_what_was_added_after_a_week_is_what_came_before_it_taken_off() -> None:
    asked = [{"share": "since_52:back_episodes >= 1", "weeks": [26, 104]}]
    given = {"arms": {"usual": {"treatments": ["no_surgery"]}}, "n": 640, "outcomes": asked}
    spec = specification_from_mapping(given)
    assert spec.settings().record == (0, 26, 52, 104)
    course = run_course(spec.start, spec.arms[0], posterior(), 640, spec.settings())
    ever, later = ([measure(name, course, week) for week in (26, 104)] for name in ("back_episodes", EPISODES_LATER))
    assert not later[0].any()
    assert np.array_equal(later[1], ever[1] - course.variable("back_episodes", 52))
    assert np.array_equal(ever[1] >= 1, course.event("back_pain_recurrence") < 104)


def test_the_least_since_the_start_never_rises_and_needs_every_week() -> None:
    asked = [{"value": "least:odi", "weeks": [4, 8]}]
    spec = specification_from_mapping({"arms": {"usual": {"treatments": ["no_surgery"]}}, "n": 640, "outcomes": asked})
    assert spec.settings().record == tuple(range(9))
    course = run_course(spec.start, spec.arms[0], posterior(), 640, spec.settings())
    sooner, later = (measure("least:odi", course, week) for week in (4, 8))
    assert (later <= sooner).all()
    assert later == pytest.approx(np.min([course.variable("odi", week) for week in range(1, 9)], axis=0))
