"""The compiled kernels of the posterior and the plain ones give the same numbers."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from myotome.explain.kernels import compiled, plain
from myotome.explain.kernels.factors import Factors

GROUPS, WIDTHS = 300, (90, 40, 7)
RNG = np.random.default_rng(11)
MASS, ALONE, HALF = RNG.random(GROUPS), RNG.random(GROUPS) / 9, RNG.random(GROUPS)
WEIGHT = HALF * MASS
SETS = np.concatenate([np.sort(RNG.choice(GROUPS, size, replace=False)) for size in (1, 5, 200, 0, 64)])
BOUNDS, SHARES = np.array([0, 1, 6, 206, 206, 270]), RNG.random(270)


def _table(width: int) -> np.ndarray:
    """By how much two rows of a cluster add; nothing with the first."""
    added = RNG.random((width, width)) + 0.5
    added = np.triu(added) + np.triu(added, 1).T
    added[0], added[:, 0] = 1.0, 1.0
    return added.ravel()


def _factors() -> Factors:
    """More than one block of groups; one cluster that all groups change, and two that some do, one in two runs."""
    rows = np.stack([RNG.integers(0, width, GROUPS) for width in WIDTHS]).astype(np.uint16)
    runs = ((0, GROUPS), (20, 170), (10, 50), (200, 290))
    run_of = np.array([0, 1, 2, 4])
    for cluster, row in enumerate(rows):
        kept = np.zeros(GROUPS, dtype=bool)
        for first, after in runs[run_of[cluster] : run_of[cluster + 1]]:
            kept[first:after] = True
        row[~kept] = 0
    first, after = np.array(runs).T
    width = np.array(WIDTHS)
    offset = np.concatenate([[0], np.cumsum(width**2)[:-1]])
    table = np.concatenate([_table(one) for one in WIDTHS])
    return Factors(rows, width, offset, table, run_of, np.ascontiguousarray(first), np.ascontiguousarray(after))


FACTORS = _factors()


def test_sums_over_pairs() -> None:
    expected = plain.pair_sums(WEIGHT, FACTORS, ALONE, MASS)
    assert compiled.pair_sums(WEIGHT, FACTORS, ALONE, MASS) == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_sums_over_pairs_that_exclude_each_other() -> None:
    within = (HALF[SETS] * SHARES, FACTORS, ALONE, SETS, SHARES, BOUNDS)
    assert compiled.sums_within(*within) == pytest.approx(plain.sums_within(*within), rel=1e-11, abs=1e-13)


def test_likelihoods_of_some_groups_with_every_group() -> None:
    groups = np.array([3, 0, GROUPS - 1, 150])
    rows = compiled.pair_rows(HALF, FACTORS, groups)
    assert rows == pytest.approx(plain.pair_rows(HALF, FACTORS, groups), rel=1e-11)
    assert np.array_equal(rows[:, groups], rows[:, groups].T)


def test_the_bound_and_what_it_is_made_of() -> None:
    gains = plain.gains(HALF, FACTORS, ALONE, MASS)
    assert compiled.gains(HALF, FACTORS, ALONE, MASS) == pytest.approx(gains, rel=1e-11, abs=1e-12)
    exact = plain.rough_bound(HALF, FACTORS, gains, MASS, 0.0)
    assert compiled.rough_bound(HALF, FACTORS, gains, MASS, 0.0) == pytest.approx(exact, rel=1e-11)
    assert (compiled.rough_bound(HALF, FACTORS, gains, MASS, 1e-4) >= exact * (1 - 1e-11)).all()
    within = plain.rough_within(HALF, FACTORS, gains, SETS, SHARES, BOUNDS)
    assert compiled.rough_within(HALF, FACTORS, gains, SETS, SHARES, BOUNDS) == pytest.approx(within, rel=1e-11)


def test_the_bound_of_a_pair_third_by_third() -> None:
    first, second = RNG.integers(0, GROUPS, (2, 40))
    both = RNG.random(40)
    pairs = (HALF, FACTORS, 1.0 / ALONE, MASS, first, second, both, 1.0 + 1e-6)
    assert compiled.refined(*pairs) == pytest.approx(plain.refined(*pairs), rel=1e-11)


@pytest.mark.parametrize("kernels", [plain, compiled])
def test_likelihoods_that_are_equal_but_for_rounding_stand_on_one_step(kernels: ModuleType) -> None:
    """Likelihoods of 1, 1/2 ... are common: a limit between steps there would part what is the same."""
    powers = 2.0 ** np.arange(-60, 20)
    around = np.stack([np.nextafter(powers, 0.0), powers, np.nextafter(powers, np.inf)])
    steps = kernels.steps(around)
    assert (steps == steps[1]).all()
    assert (np.diff(steps[1]) == 1).all()


@pytest.mark.parametrize("kernels", [plain, compiled])
def test_what_is_distinct_is_numbered_as_it_appears(kernels: ModuleType) -> None:
    number, first = kernels.numbered(np.array([7, -3, 7, 1 << 40, -3, 0]))
    assert number.tolist() == [0, 1, 0, 2, 1, 3]
    assert first.tolist() == [0, 1, 3, 5]


def test_what_a_cluster_adds_is_a_product() -> None:
    kept_width = np.array([4, 3, 6, 2, 5, 4])
    at = 10 + np.concatenate([[0], np.cumsum(kept_width**2)[:-1]])
    kept = np.ones(200)
    for start, width in zip(at, kept_width, strict=True):
        table = np.ones((width, width))
        inner = RNG.normal(0.0, 30.0, (width - 1, width - 1))
        table[1:, 1:] = np.exp(inner + inner.T)
        kept[start : start + width * width] = table.ravel()
    width = np.array([41, 25])
    rows = np.stack([RNG.integers(0, one, 41) for one in kept_width]).astype(np.uint16)
    rows[:, 0] = 0
    found, expected = np.empty((2, int((width**2).sum())))
    for kernels, result in ((compiled, found), (plain, expected)):
        kernels.cluster_tables(result, rows, np.array([0, 4, 6]), width, kept, at, kept_width)
    assert found == pytest.approx(expected, rel=1e-11)
    last = [kept[at[one] :][: kept_width[one] ** 2].reshape(kept_width[one], -1) for one in (4, 5)]
    pair = [table[rows[one, 7], rows[one, 11]] for one, table in zip((4, 5), last, strict=True)]
    assert expected[41 * 41 + 7 * 25 + 11] == pytest.approx(pair[0] * pair[1])
    assert (expected[:41] == 1.0).all()
