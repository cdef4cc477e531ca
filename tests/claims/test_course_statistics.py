"""Statistics of virtual arms: right on made people, and chance is not taken for uncertainty."""

from __future__ import annotations

import math

import numpy as np
import pytest

from myotome.claims.computed.course_statistics import ArmValues, spread_of_sets, statistic

PEOPLE, SETS = 96_000, 96


def arm(shares: np.ndarray, seed: int) -> ArmValues:
    """People whose chance depends on their parameter set alone."""
    sets = np.arange(PEOPLE) % SETS
    draws = np.random.default_rng(seed).random(PEOPLE)
    return ArmValues((draws < shares[sets]).astype(np.float64), sets)


def test_mean_and_comparisons_of_known_shares() -> None:
    first, second = arm(np.full(SETS, 0.4), 1), arm(np.full(SETS, 0.2), 2)
    assert statistic("", first, None, "logit") == pytest.approx(math.log(0.4 / 0.6), abs=0.03)
    assert statistic("difference", first, second, "linear") == pytest.approx(0.2, abs=0.01)
    assert math.exp(statistic("risk_ratio", first, second, "log")) == pytest.approx(2.0, rel=0.03)
    assert math.exp(statistic("odds_ratio", first, second, "log")) == pytest.approx(8 / 3, rel=0.04)


def test_comparisons_turn_round_with_the_arms() -> None:
    first, second = arm(np.full(SETS, 0.4), 1), arm(np.full(SETS, 0.2), 2)
    for comparison, scale in (
        ("difference", "linear"),
        ("smd", "linear"),
        ("risk_ratio", "log"),
        ("odds_ratio", "log"),
    ):
        there, back = statistic(comparison, first, second, scale), statistic(comparison, second, first, scale)
        assert there == pytest.approx(-back)


def test_chance_alone_leaves_no_spread() -> None:
    assert spread_of_sets("", arm(np.full(SETS, 0.3), 3), None, "logit") < 0.04


def test_spread_between_sets_is_found_again() -> None:
    logits = np.random.default_rng(4).normal(-0.5, 0.4, SETS)
    found = spread_of_sets("", arm(1.0 / (1.0 + np.exp(-logits)), 5), None, "logit")
    assert found == pytest.approx(float(logits.std(ddof=1)), rel=0.1)
