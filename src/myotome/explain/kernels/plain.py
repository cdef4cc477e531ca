"""The kernels over pairs in plain NumPy: ready at once, where the compiled ones take a while to load."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = [
    "add_clashes",
    "added_by_pairs",
    "gains",
    "interpolate",
    "pair_sums",
    "rough_bound",
    "rough_within",
    "steps",
    "sums_within",
]

Index = NDArray[np.integer]
_ROWS = 256
_STEPS = 128
_HALF_STEPS = 80


def added_by_pairs(
    patterns: Index, touched: Index, starts: Index, offsets: Index, widths: Index, interactions: Floats
) -> Floats:
    """What every two patterns add; arguments and result as in the compiled kernel."""
    del touched, starts
    result = np.zeros((patterns.shape[1], patterns.shape[1]))
    for own, offset, width in zip(patterns, offsets, widths, strict=True):
        table = interactions[offset : offset + width * width].reshape(width, width)
        changed = np.flatnonzero(own)
        result[changed] += table[own[changed]][:, own]
    return result


def _sums(both: Floats, own: Floats, alone: Floats, mass: Floats) -> tuple[Floats, ...]:
    """Whole, explained, needed and largest of rows of weight x likelihood."""
    share = own[:, None] / (own[:, None] + alone[None, :])
    needed = np.maximum(both - (mass * alone)[None, :], 0.0).sum(axis=1)
    return both.sum(axis=1), np.einsum("ij,ij->i", both, share), needed, both.max(axis=1, initial=0.0)


def _rows(  # noqa: PLR0913 - all parts of the table
    half: Floats, first: Index, second: Index, of_first: Floats, of_second: Floats, own: Index, others: Index
) -> Floats:
    """Likelihood of pairs of some groups with others."""
    both = of_first[first[own]][:, first[others]]
    both *= of_second[second[own]][:, second[others]]
    both *= half[own, None]
    both *= half[None, others]
    return both


def pair_sums(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats, alone: Floats, first: Index, second: Index, of_first: Floats, of_second: Floats, mass: Floats
) -> Floats:
    """For each group, sums over its partners; arguments and result as in the compiled kernel."""
    sums, every = np.empty((len(mass), 4)), np.arange(len(mass))
    for start in range(0, len(mass), _ROWS):
        own = every[start : start + _ROWS]
        both = _rows(half, first, second, of_first, of_second, own, every)
        both *= mass[None, :]
        sums[own] = np.stack(_sums(both, alone[own], alone, mass), axis=1)
    sums[:, 3] *= mass
    return sums


def sums_within(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    alone: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    members: Index,
    masses: Floats,
    bounds: Index,
) -> Floats:
    """For each member of each exclusive set, sums over its own set; as in the compiled kernel."""
    # a member alone in its set is paired with itself only
    both = masses * half[members] ** 2 * of_first[first[members], first[members]]
    both *= of_second[second[members], second[members]]
    sums = np.stack([both, both / 2, np.maximum(both - masses * alone[members], 0.0)], axis=1)
    for low, high in pairwise(bounds):
        if high - low < 2:
            continue
        own, mass = members[low:high], masses[low:high]
        both = _rows(half, first, second, of_first, of_second, own, own) * mass[None, :]
        sums[low:high] = np.stack(_sums(both, alone[own], alone[own], mass)[:3], axis=1)
    return sums


def interpolate(x: Floats, grid: Floats) -> Floats:
    """Linear interpolation on an even grid over [0, 1]: flat array in, flat array out."""
    last = len(grid) - 1
    place = np.clip(x, 0.0, 1.0) * last
    index = np.minimum(place.astype(np.intp), last - 1)
    low = grid[index]
    return np.asarray(low + (place - index) * (grid[index + 1] - grid[index]))


def steps(likelihood: Floats) -> NDArray[np.intp]:
    """Step of each likelihood."""
    return np.asarray(np.clip(np.frexp(likelihood)[1] + _HALF_STEPS, 0, _STEPS - 1), dtype=np.intp)


def gains(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats, first: Index, second: Index, of_first: Floats, of_second: Floats, alone: Floats, mass: Floats
) -> Floats:
    """For each group and step: sums over the thirds up to that step; as in the compiled kernel."""
    result, every = np.zeros((len(mass), _STEPS)), np.arange(len(mass))
    for start in range(0, len(mass), _ROWS):
        own = every[start : start + _ROWS]
        likelihood = _rows(half, first, second, of_first, of_second, own, every)
        code = steps(likelihood) + _STEPS * np.arange(len(own))[:, None]
        sums = np.bincount(code.ravel(), weights=(likelihood * mass[None, :]).ravel(), minlength=_STEPS * len(own))
        result[own] = np.cumsum(sums.reshape(len(own), _STEPS), axis=1)
    return np.asarray(result / alone[:, None])


def _least_gain(gain: Floats, likelihood: Floats, own: Index, others: Index) -> Floats:
    """The lesser gain of each pair."""
    step = steps(likelihood)
    return np.minimum(np.take_along_axis(gain[own], step, axis=1), gain[others[None, :], step])


def rough_bound(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    gain: Floats,
    mass: Floats,
    least: float,
) -> Floats:
    """For each group, the bound over its partners; as in the compiled kernel."""
    sums, every = np.empty(len(mass)), np.arange(len(mass))
    for start in range(0, len(mass), _ROWS):
        own = every[start : start + _ROWS]
        likelihood = _rows(half, first, second, of_first, of_second, own, every)
        likelihood *= _least_gain(gain, likelihood, own, every)
        sums[own] = mass[own] * (likelihood @ mass) + least * len(mass)
    return sums


def rough_within(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    gain: Floats,
    members: Index,
    masses: Floats,
    bounds: Index,
) -> float:
    """Bound over the pairs of each exclusive set; as in the compiled kernel."""
    total = 0.0
    for low, high in pairwise(bounds):
        own, mass = members[low:high], masses[low:high]
        likelihood = _rows(half, first, second, of_first, of_second, own, own)
        total += float(mass @ (likelihood * _least_gain(gain, likelihood, own, own)) @ mass)
    return total


def add_clashes(table: Floats, row: Index, sign: int, members: Index, masses: Floats, bounds: Index) -> None:
    """Add the weight of pairs of each exclusive set to the rows of a table; as in the compiled kernel."""
    for low, high in pairwise(bounds):
        own, mass = members[low:high], masses[low:high]
        here = np.flatnonzero(row[own] >= 0)
        table[row[own[here], None], own[None, :]] += sign * np.outer(mass[here], mass)
