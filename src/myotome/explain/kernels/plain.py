"""The kernels over pairs in plain NumPy: ready at once, where the compiled ones take a while to load."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.explain.kernels.factors import Factors
from myotome.explain.kernels.plain_clusters import cluster_tables, numbered

__all__ = [
    "add_clashes",
    "cluster_tables",
    "gains",
    "interpolate",
    "numbered",
    "pair_rows",
    "pair_sums",
    "refined",
    "rough_bound",
    "rough_within",
    "steps",
    "sums_within",
]

Index = NDArray[np.integer]
_ROWS = 32
_STEPS = 128
_HALF_STEPS = 80
_OFF_POWERS = 0x5_EB85_1EB8_51EC


def _rows(weight: Floats, factors: Factors, own: Index, others: Index) -> Floats:
    """Weights of some groups times those of others, times what the two add."""
    both = weight[own, None] * weight[None, others]
    for row, width, begin in zip(factors.row, factors.width, factors.offset, strict=True):
        changes = np.flatnonzero(row[own])
        if len(changes):
            table = factors.table[begin : begin + width * width].reshape(width, width)
            both[changes] *= table[row[own[changes]]].take(row[others], axis=1)
    return both


def _blocks(count: int) -> Iterator[Index]:
    """Groups, some at a time."""
    return (np.arange(start, min(count, start + _ROWS)) for start in range(0, count, _ROWS))


def _larger(bounds: Index) -> tuple[Index, list[tuple[int, int]]]:
    """Places of the members that are alone in their set, and the bounds of the larger sets."""
    low, count = bounds[:-1], np.diff(bounds)
    return low[count == 1], list(zip(low[count > 1].tolist(), bounds[1:][count > 1].tolist(), strict=True))


def _with_itself(weight: Floats, factors: Factors, own: Index) -> Floats:
    """Weight of each of some groups squared, times what two of it add."""
    both = weight**2
    for row, width, begin in zip(factors.row, factors.width, factors.offset, strict=True):
        both *= factors.table[begin + row[own] * (width + 1)]
    return both


def pair_rows(half: Floats, factors: Factors, groups: Index) -> Floats:
    """Likelihood of some groups with every group."""
    every = np.arange(len(half))
    pieces = [groups[start : start + _ROWS] for start in range(0, len(groups), _ROWS)]
    return np.concatenate([_rows(half, factors, own, every) for own in pieces])


def pair_sums(weight: Floats, factors: Factors, alone: Floats, mass: Floats) -> Floats:
    """For each group, sums over its partners; arguments and result as in the compiled kernel."""
    count, of_alone = len(mass), mass * alone
    sums = np.zeros((4, count))
    for own in _blocks(count):
        others = np.arange(own[0], count)
        both = _rows(weight, factors, own, others)
        itself = both.diagonal().copy()
        both[:, : len(own)] = np.triu(both[:, : len(own)], 1)
        share = both * (alone[own, None] / (alone[own, None] + alone[None, others]))
        for part, of_own, of_others in (
            (0, both, both),
            (1, share, both - share),
            (
                2,
                np.maximum(both - mass[own, None] * of_alone[None, others], 0.0),
                np.maximum(both - of_alone[own, None] * mass[None, others], 0.0),
            ),
        ):
            sums[part, own] += of_own.sum(axis=1)
            sums[part, others] += of_others.sum(axis=0)
        sums[:3, own] += np.stack([itself, itself / 2, np.maximum(itself - mass[own] * of_alone[own], 0.0)])
        sums[3, own] = np.maximum(both.max(axis=1), itself)
    return sums


def sums_within(
    weight: Floats, factors: Factors, alone: Floats, members: Index, masses: Floats, bounds: Index
) -> Floats:
    """For each member of each exclusive set, sums over its own set; as in the compiled kernel."""
    # a member alone in its set is paired with itself only
    both, of_alone = _with_itself(weight, factors, members), masses * alone[members]
    sums = np.stack([both, both / 2, np.maximum(both - masses * of_alone, 0.0)])
    for low, high in _larger(bounds)[1]:
        own, here = members[low:high], slice(low, high)
        both = _rows_of_members(weight[here], factors, own)
        share = both * (alone[own, None] / (alone[own, None] + alone[None, own]))
        needed = np.maximum(both - masses[here, None] * of_alone[None, here], 0.0)
        sums[:, here] = np.stack([both.sum(axis=1), share.sum(axis=1), needed.sum(axis=1)])
    return sums


def _rows_of_members(weight: Floats, factors: Factors, own: Index) -> Floats:
    """Weights of the members of a set, each with each, times what the two add."""
    every = np.arange(len(own))
    return _rows(weight, factors._replace(row=factors.row[:, own]), every, every)


def interpolate(x: Floats, grid: Floats) -> Floats:
    """Linear interpolation on an even grid over [0, 1]: flat array in, flat array out."""
    last = len(grid) - 1
    place = np.clip(x, 0.0, 1.0) * last
    index = np.minimum(place.astype(np.intp), last - 1)
    low = grid[index]
    return np.asarray(low + (place - index) * (grid[index + 1] - grid[index]))


def steps(likelihood: Floats) -> NDArray[np.intp]:
    """Step of each likelihood."""
    bits = np.ascontiguousarray(likelihood, dtype=np.float64).view(np.int64)
    return np.asarray(np.clip(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0, _STEPS - 1), dtype=np.intp)


def gains(half: Floats, factors: Factors, alone: Floats, mass: Floats) -> Floats:
    """For each step and group: sums over the thirds up to that step; as in the compiled kernel."""
    result, every = np.zeros((_STEPS, len(mass))), np.arange(len(mass))
    for own in _blocks(len(mass)):
        likelihood = _rows(half, factors, own, every)
        code = steps(likelihood) + _STEPS * np.arange(len(own))[:, None]
        sums = np.bincount(code.ravel(), weights=(likelihood * mass[None, :]).ravel(), minlength=_STEPS * len(own))
        result[:, own] = np.cumsum(sums.reshape(len(own), _STEPS), axis=1).T
    return np.asarray(result / alone[None, :])


def _least_gain(gain: Floats, likelihood: Floats, own: Index, others: Index) -> Floats:
    """The lesser gain of each pair."""
    step = steps(likelihood)
    return np.minimum(gain[step, own[:, None]], gain[step, others[None, :]])


def rough_bound(half: Floats, factors: Factors, gain: Floats, mass: Floats, faint: float) -> Floats:
    """For each group, the bound over its partners; as in the compiled kernel, but none of it rough."""
    del faint
    sums, every = np.empty(len(mass)), np.arange(len(mass))
    for own in _blocks(len(mass)):
        likelihood = _rows(half, factors, own, every)
        likelihood *= _least_gain(gain, likelihood, own, every)
        sums[own] = mass[own] * (likelihood @ mass)
    return sums


def rough_within(half: Floats, factors: Factors, gain: Floats, members: Index, masses: Floats, bounds: Index) -> float:
    """Bound over the pairs of each exclusive set; as in the compiled kernel."""
    alone, sets = _larger(bounds)
    own = members[alone]
    likelihood = _with_itself(half[own], factors, own)
    total = float((masses[alone] ** 2 * likelihood * gain[steps(likelihood), own]).sum())
    for low, high in sets:
        own, mass = members[low:high], masses[low:high]
        both = _rows_of_members(half[own], factors, own)
        total += float(mass @ (both * _least_gain(gain, both, own, own)) @ mass)
    return total


def refined(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    factors: Factors,
    over: Floats,
    share: Floats,
    first: Index,
    second: Index,
    both: Floats,
    tie: float,
) -> Floats:
    """Bound for some pairs on the sum over thirds, third by third; as in the compiled kernel."""
    result, every = np.empty(len(first)), np.arange(len(half))
    for here in _blocks(len(first)):
        a, b, of_both = first[here], second[here], both[here, None]
        of_a, of_b = _rows(half, factors, a, every), _rows(half, factors, b, every)
        least = np.minimum(of_both * np.minimum(of_a * over[a, None], of_b * over[b, None]), of_a * of_b * over)
        result[here] = np.where(np.maximum(of_a, of_b) <= of_both * tie, least, 0.0) @ share
    return result


def add_clashes(table: Floats, row: Index, sign: int, members: Index, masses: Floats, bounds: Index) -> None:
    """Add the weight of pairs of each exclusive set to the rows of a table; as in the compiled kernel."""
    wanted = np.unique(np.searchsorted(bounds, np.flatnonzero(row[members] >= 0), side="right"))
    for low, high in zip(bounds[wanted - 1].tolist(), bounds[wanted].tolist(), strict=True):
        own, mass = members[low:high], masses[low:high]
        here = np.flatnonzero(row[own] >= 0)
        table[row[own[here], None], own[None, :]] += sign * np.outer(mass[here], mass)
