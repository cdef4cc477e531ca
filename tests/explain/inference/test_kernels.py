"""The compiled kernels of the posterior and the plain ones give the same numbers."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from myotome.explain.kernels import compiled, plain

GROUPS, PATTERNS, EVENTS, LEAST = 300, 90, 7, 1e-6
RNG = np.random.default_rng(11)
MASS, ALONE = RNG.random(GROUPS), RNG.random(GROUPS) / 9
SETS = np.concatenate([np.sort(RNG.choice(GROUPS, size, replace=False)) for size in (1, 5, 200, 0, 64)])
BOUNDS, SHARES = np.array([0, 1, 6, 206, 206, 270]), RNG.random(270)


def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray, float, np.ndarray]:
    """More than one block of groups, an odd number of events, and shares above 1, of which no certainty may follow."""
    added = RNG.random((PATTERNS, PATTERNS))
    pattern = np.sort(RNG.integers(0, PATTERNS, GROUPS)).astype(np.int32)
    return RNG.random(GROUPS), pattern, np.triu(added) + np.triu(added, 1).T, LEAST, RNG.random((EVENTS, GROUPS)) * 1.05


TABLE = _table()


def test_sums_over_pairs() -> None:
    expected = plain.pair_sums(*TABLE, ALONE, MASS)
    assert compiled.pair_sums(*TABLE, ALONE, MASS) == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_sums_over_pairs_that_exclude_each_other() -> None:
    expected = plain.sums_within(*TABLE, ALONE, SETS, SHARES, BOUNDS)
    assert compiled.sums_within(*TABLE, ALONE, SETS, SHARES, BOUNDS) == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_likelihoods_of_some_groups_with_every_group() -> None:
    groups = np.array([3, 0, GROUPS - 1, 150])
    rows = compiled.pair_rows(*TABLE, groups)
    assert rows == pytest.approx(plain.pair_rows(*TABLE, groups), rel=1e-11)
    assert rows[:, groups] == pytest.approx(rows[:, groups].T, rel=1e-12)


def test_the_bound_and_what_it_is_made_of() -> None:
    gains = plain.gains(*TABLE, ALONE, MASS)
    assert compiled.gains(*TABLE, ALONE, MASS) == pytest.approx(gains, rel=1e-11, abs=1e-12)
    exact = plain.rough_bound(*TABLE, gains, MASS, 0.0)
    assert compiled.rough_bound(*TABLE, gains, MASS, 0.0) == pytest.approx(exact, rel=1e-11)
    assert (compiled.rough_bound(*TABLE, gains, MASS, 1e-4) >= exact * (1 - 1e-11)).all()
    within = plain.rough_within(*TABLE, gains, SETS, SHARES, BOUNDS)
    assert compiled.rough_within(*TABLE, gains, SETS, SHARES, BOUNDS) == pytest.approx(within, rel=1e-11)


@pytest.mark.parametrize("kernels", [plain, compiled])
def test_likelihoods_that_are_equal_but_for_rounding_stand_on_one_step(kernels: ModuleType) -> None:
    """Likelihoods of 1, 1/2 ... are common: a limit between steps there would part what is the same."""
    powers = 2.0 ** np.arange(-60, 20)
    around = np.stack([np.nextafter(powers, 0.0), powers, np.nextafter(powers, np.inf)])
    steps = kernels.steps(around)
    assert (steps == steps[1]).all()
    assert (np.diff(steps[1]) == 1).all()


def test_what_patterns_add_is_the_exponential_of_a_sum() -> None:
    widths = np.array([4, 3, 6, 2, 5, 4], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(widths**2)[:-1]]).astype(np.int64)
    tables = [np.zeros((width, width)) for width in widths]
    for table in tables:
        inner = RNG.normal(0.0, 30.0, (len(table) - 1, len(table) - 1))
        table[1:, 1:] = inner + inner.T
    patterns = np.stack([RNG.integers(0, width, 41) for width in widths]).astype(np.uint16)
    place, observation = np.nonzero(patterns.T)
    starts = np.searchsorted(place, np.arange(42)).astype(np.int32)
    flat = np.concatenate([table.ravel() for table in tables])
    arguments = (patterns, observation.astype(np.int32), starts, offsets, widths, flat, 100.0)
    upper = np.triu(np.ones((41, 41), dtype=bool))
    found, expected = compiled.added_by_pairs(*arguments)[upper], plain.added_by_pairs(*arguments)[upper]
    assert found == pytest.approx(expected, rel=1e-11)
    assert expected.max() == pytest.approx(np.exp(100.0))
