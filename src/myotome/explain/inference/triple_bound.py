"""A bound on what the triples that are not enumerated may weigh.

Let (a, b) be the most likely pair of a triple. Where a third cause adds no more to two than to either alone,
L(abc) <= L(ab) L(ac) / L(a), and so for b and for c; L(ac) and L(bc) are at most L(ab). The least of the three is taken
third by third for the pairs that matter most; the rest are bounded by the lesser of two sums over the thirds that go no
better with a, or with b, than they do with each other, read off in steps of likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.pair_table import PairTable
from myotome.explain.inference.pairs import Merged
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats

__all__ = ["triple_bound"]

_SAME = 1e-6
_REFINED = 300
_ROWS = 64
_HUGE = 1e150
_FAINT = 1e-6


@dataclass(frozen=True, eq=False)
class _Bounds:
    """Rough bound of some rows of pairs, the parts of their weight that may occur, and their likelihood."""

    groups: NDArray[np.intp]
    left: Floats
    likelihood: Floats
    rough: Floats


def _row_bounds(table: PairTable, merged: Merged, gains: Floats, groups: NDArray[np.intp], done: Floats) -> _Bounds:
    """Rough bound of the pairs of some groups with every group."""
    likelihood = table.rows(groups)
    left = np.maximum(merged.whole[groups, None] * merged.whole[None, :] - merged.clashing_rows(groups) - done, 0.0)
    step = kernels().steps(likelihood)
    gain = np.minimum(gains[step, groups[:, None]], gains[step, np.arange(len(table))[None, :]])
    pair = likelihood * left
    return _Bounds(groups, left, likelihood, pair * np.where(pair > 0.0, gain, 0.0))


def _refined(table: PairTable, share: Floats, first: NDArray[np.intp], second: NDArray[np.intp]) -> Floats:
    """Bound for some pairs on the sum over thirds of the weight of the third times L(abc), third by third."""
    # of pairs that tie any may count as the most likely; rounding must not lose one
    both = table.of_pairs(first, second)
    over = 1.0 / np.maximum(table.alone, 1.0 / _HUGE)
    return np.asarray(kernels().refined(table.half, table.factors, over, share, first, second, both, 1.0 + _SAME))


def _done_rows(merged: Merged, groups: NDArray[np.intp], pairs: Sequence[tuple[int, ...]]) -> Floats:
    """Weight of the pairs whose triples have been enumerated, as pairs of some groups with every group."""
    mass = np.zeros((len(groups), len(merged.whole)))
    row = {int(group): number for number, group in enumerate(groups)}
    for states in pairs:
        one, other = (int(merged.groups.of_state[state]) for state in states)
        weight = merged.prior[states[0]] * merged.prior[states[1]]
        for here, there in ((one, other), (other, one)):
            if here in row:
                mass[row[here], there] += weight
    return mass


def _heaviest(bounds: _Bounds) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Heaviest pairs of some rows, each once: its groups, and its place among the rows."""
    count = min(2 * _REFINED, bounds.rough.size)
    flat = np.argpartition(-bounds.rough, count - 1, axis=None)[:count]
    row, second = np.unravel_index(flat, bounds.rough.shape)
    first = bounds.groups[row]
    code = np.minimum(first, second) * bounds.rough.shape[1] + np.maximum(first, second)
    _, once = np.unique(code, return_index=True)
    once = once[bounds.rough[row[once], second[once]] > 0.0]
    return first[once], second[once], row[once], second[once]


def triple_bound(table: PairTable, merged: Merged, done: Sequence[tuple[int, ...]], evidence: float) -> float:
    """Bound on the sum of weight times likelihood over the ordered triples that extend none of the pairs done.

    Parameters
    ----------
    table : PairTable
        Likelihood of pairs of groups.
    merged : Merged
        Weights of the groups, and what excludes what.
    done : sequence of pairs of states
        Pairs that have been extended by every third state.
    evidence : float
        Weight of all single causes: pairs whose bound is far below it are not looked at more closely.

    Returns
    -------
    float
        On the scale of the likelihoods. Members of a group may differ in what they exclude: all of a third counts.
    """
    arrays = (table.half, table.factors)
    gains = kernels().gains(*arrays, table.alone, merged.whole)
    by_row = kernels().rough_bound(*arrays, gains, merged.whole, _FAINT * evidence / len(table) ** 2)
    rough = 0.5 * float(by_row.sum())
    for parts in merged.parts:
        rough -= 0.5 * parts.sign * kernels().rough_within(*arrays, gains, parts.group, parts.mass, parts.bounds)
    order = np.argsort(-by_row, kind="stable")[:_ROWS]
    bounds = _row_bounds(table, merged, gains, order, _done_rows(merged, order, done))
    first, second, row, column = _heaviest(bounds)
    coarse = bounds.rough[row, column]
    fine = bounds.left[row, column] * _refined(table, merged.whole, first, second)
    half = np.where(first == second, 0.5, 1.0)
    better = float((half * (coarse - np.minimum(fine, coarse))).sum())
    return 6.0 * max(rough - _done_bound(table, merged, gains, done) - better, 0.0)


def _done_bound(table: PairTable, merged: Merged, gains: Floats, done: Sequence[tuple[int, ...]]) -> float:
    """Rough bound of the pairs that have been extended, to be taken away."""
    if not done:
        return 0.0
    members = np.array(done, dtype=np.intp)
    one, other = merged.groups.of_state[members].T
    likelihood = table.of_pairs(one, other)
    step = kernels().steps(likelihood[:, None])[:, 0]
    weight = merged.prior[members].prod(axis=1)
    return float((weight * likelihood * np.minimum(gains[step, one], gains[step, other])).sum())
