"""Intervals of a cohort: on the scale of the outcome, and those of rare events do not hang on how many were run."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from myotome.errors import DataError
from myotome.forecast import cohort, specification_from_mapping
from myotome.forecast.cohorts.intervals import between_studies, share_ends, share_spread, with_study
from myotome.forecast.cohorts.run import CohortResult
from myotome.forecast.cohorts.study_spread import spreads
from myotome.forecast.cohorts.sums import Cell, estimate
from myotome.forecast.kernel.definitions import outcome_table
from myotome.forecast.outcomes import OutcomeDefinition, outcomes, step_size

RARE = ("cauda_equina", "reherniated", "reoperated_reherniation", "sciatica_recurrence", "operated")
NOBODY = "herniation_size >= 1.99"
#: Outcomes that say the same on the same scale, or on one that steps make alike.
ALIKE = (
    ("leg_pain", "leg_pain_change"),
    ("back_pain", "back_pain_change"),
    ("leg_pain", "worst_pain"),
    ("odi", "odi_change"),
    ("odi", "ndi"),
    ("odi", "sf36_function_change"),
    ("odi", "rmdq"),
    ("resorbed", "disappeared"),
    ("well", "recovered_now"),
    ("grade_5", "weak_still"),
)
TOPS = {"NRS 0-10": 10.0, "points 0-100": 100.0, "points 0-24": 24.0, "grade 0-5": 5.0}


@cache
def hospital(n: int, trial_size: int | None = None) -> CohortResult:
    given = {
        "n": n,
        "eligibility": {"setting": "hospital"},
        "arms": {"usual": {"treatments": ["watchful_waiting"]}},
        "outcomes": [*RARE, {"share": NOBODY}],
        "follow_up_weeks": [52],
    }
    return cohort(specification_from_mapping(given | ({"trial_size": trial_size} if trial_size else {})))


def scale_of(one: OutcomeDefinition) -> str:
    return "logit" if one.is_share else "log" if one.form == "weeks_to" else "linear"


def test_every_outcome_has_a_class_of_spread_on_its_own_scale() -> None:
    steps = outcome_table()["step"]["linear"]
    for name, one in outcomes().items():
        assert (one.class_, False) in spreads(), name
        spread = between_studies(one, scale_of(one))
        if scale_of(one) == "linear":
            assert one.unit in steps, name
            assert 0.01 < spread / TOPS.get(one.unit, 1.0) < 0.2, name
        else:
            assert 0.05 < spread < 1.0, name


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_outcomes_alike_spread_alike(first: str, second: str) -> None:
    one, other = outcomes()[first], outcomes()[second]
    sizes = [between_studies(of, scale_of(of)) / step_size(scale_of(of), of.unit, "") for of in (one, other)]
    assert 0.5 < sizes[0] / sizes[1] < 2.0


@pytest.mark.parametrize("name", sorted(outcomes()))
def test_a_difference_spreads_by_its_own_spread_in_half_steps(name: str) -> None:
    one = outcomes()[name]
    step = step_size(scale_of(one), one.unit, "")
    own = spreads().get((one.class_, True), spreads()[one.class_, False])
    assert between_studies(one, scale_of(one), "difference") == pytest.approx(own * step / 2.0)


def test_a_class_without_a_spread_is_a_fault_of_the_table() -> None:
    with pytest.raises(DataError, match="motion"):
        between_studies(OutcomeDefinition("x", "value", "odi", "points 0-100", "", "motion"), "linear")


@pytest.mark.parametrize("name", RARE)
@pytest.mark.parametrize("trial_size", [None, 1000])
def test_width_of_rare_events_does_not_hang_on_the_people_run(name: str, trial_size: int | None) -> None:
    few, many = (hospital(n, trial_size).value("usual", name, 52) for n in (5_000, 50_000))
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    # What chance in five thousand people themselves does to a share is no fault.
    chance = 2.0 * 1.96 * math.sqrt(max(many.value or 0.0, 1e-4) / 5_000)
    wide, narrow = few.high - few.low, many.high - many.low
    assert narrow / 2.0 - chance < wide < 2.0 * narrow + chance


@pytest.mark.parametrize("n", [5_000, 50_000])
def test_what_nobody_has_is_rare_and_not_anything(n: int) -> None:
    for trial_size in (None, 70):
        found = hospital(n, trial_size).value("usual", NOBODY, 52)
        assert found.low is not None
        assert found.low < 1e-4
        assert found.high is not None
        assert found.high < 0.02


def test_one_set_with_an_event_is_no_extreme() -> None:
    sums = np.column_stack([np.full(100, 64.0), np.zeros(100), np.zeros(100)])
    sums[7, 1:] = 2.0
    assert share_spread(sums) < 1.0


def test_spread_between_sets_is_found_whatever_the_people() -> None:
    shares = 1.0 / (1.0 + np.exp(-np.random.default_rng(3).normal(-1.0, 0.4, 200)))
    for people in (200, 5_000):
        met = np.random.default_rng(4).binomial(people, shares).astype(float)
        sums = np.column_stack([np.full(200, float(people)), met, met])
        assert share_spread(sums) == pytest.approx(0.4, abs=0.07)


def test_nobody_and_everybody_are_held_by_their_intervals() -> None:
    cell = Cell("usual", outcomes()["operated"], 52, "")
    for met in (0.0, 64.0):
        found = estimate(cell, np.tile([64.0, met, met], (100, 1)), 100)
        assert found.value == met / 64.0
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high
        assert found.high - found.low < 0.01


def test_chance_in_a_small_study_widens_and_stays_on_the_scale() -> None:
    ends = (0.02, 0.12)
    low, high = with_study(0.05, ends, 50)
    assert low == 0.0
    assert 0.12 < high < 0.25
    assert with_study(0.05, ends, None) == ends


@pytest.mark.parametrize("share", [0.0006, 0.01, 0.1, 0.5, 0.98])
@pytest.mark.parametrize("spread", [0.3, 0.65])
@pytest.mark.parametrize("people", [30, 1000])
def test_the_interval_holds_what_studies_would_see(share: float, spread: float, people: int) -> None:
    luck = np.random.default_rng(5)
    logits = math.log(share / (1.0 - share)) + spread * luck.standard_normal(40_000)
    seen = luck.binomial(people, 1.0 / (1.0 + np.exp(-logits))) / people
    low, high = with_study(share, share_ends(share, spread), people)
    assert ((seen >= low - 1e-9) & (seen <= high + 1e-9)).mean() > 0.92
