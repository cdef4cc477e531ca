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
_LOWEST = -45.0
_PER_STEP = 0.5


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
    total = own[:, None] + alone[None, :]
    share = np.divide(own[:, None], total, out=np.full_like(total, 0.5), where=total > 0.0)
    needed = np.maximum(both - (mass * alone)[None, :], 0.0).sum(axis=1)
    return both.sum(axis=1), np.einsum("ij,ij->i", both, share), needed, both.max(axis=1, initial=0.0)


def pair_sums(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    alone: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    most: Floats,
    mass: Floats,
    evidence: float,
) -> Floats:
    """For each group, sums over its partners; arguments and result as in the compiled kernel."""
    del most, evidence
    sums, at = np.empty((len(mass), 4)), half + np.log(mass)
    for start in range(0, len(mass), _ROWS):
        rows = slice(start, start + _ROWS)
        log = of_first[first[rows]][:, first] + of_second[second[rows]][:, second]
        log += half[rows, None]
        log += at[None, :]
        sums[rows] = np.stack(_sums(np.exp(log, out=log), alone[rows], alone, mass), axis=1)
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
    sums = np.empty((len(members), 3))
    for low, high in pairwise(bounds):
        if low == high:
            continue
        own, mass = members[low:high], masses[low:high]
        log = of_first[first[own]][:, first[own]] + of_second[second[own]][:, second[own]]
        both = np.exp(half[own, None] + half[None, own] + log + np.log(mass)[None, :])
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
    log = np.log(np.maximum(likelihood, 1e-300))
    return np.clip(((log - _LOWEST) / _PER_STEP).astype(np.intp), 0, _STEPS - 1)


def _rows(half: Floats, first: Index, second: Index, of_first: Floats, of_second: Floats, own: Index) -> Floats:
    """Likelihood of pairs of some groups with every group."""
    log = of_first[first[own]][:, first] + of_second[second[own]][:, second]
    return np.asarray(np.exp(half[own, None] + half[None, :] + log))


def gains(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    alone: Floats,
    most: Floats,
    mass: Floats,
) -> Floats:
    """For each group and step: sums over the thirds up to that step; as in the compiled kernel."""
    del most
    count = len(mass)
    result = np.zeros((count, _STEPS))
    for start in range(0, count, _ROWS):
        own = np.arange(start, min(start + _ROWS, count))
        likelihood = _rows(half, first, second, of_first, of_second, own)
        code = steps(likelihood) + _STEPS * np.arange(len(own))[:, None]
        sums = np.bincount(code.ravel(), weights=(likelihood * mass[None, :]).ravel(), minlength=_STEPS * len(own))
        result[own] = np.cumsum(sums.reshape(len(own), _STEPS), axis=1)
    return np.divide(result, alone[:, None], out=np.full_like(result, np.inf), where=alone[:, None] > 0.0)


def rough_bound(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    first: Index,
    second: Index,
    of_first: Floats,
    of_second: Floats,
    gain: Floats,
    most: Floats,
    mass: Floats,
    evidence: float,
) -> Floats:
    """For each group, the bound over its partners; as in the compiled kernel."""
    del most, evidence
    sums, every = np.empty(len(mass)), np.arange(len(mass))[None, :]
    for start in range(0, len(mass), _ROWS):
        own = np.arange(start, min(start + _ROWS, len(mass)))
        likelihood = _rows(half, first, second, of_first, of_second, own)
        step = steps(likelihood)
        likelihood *= np.minimum(np.take_along_axis(gain[own], step, axis=1), gain[every, step])
        sums[own] = mass[own] * (likelihood @ mass)
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
        log = of_first[first[own]][:, first[own]] + of_second[second[own]][:, second[own]]
        likelihood = np.exp(half[own, None] + half[None, own] + log)
        step = steps(likelihood)
        least = np.minimum(np.take_along_axis(gain[own], step, axis=1), gain[own[None, :], step])
        total += float(mass @ (likelihood * least) @ mass)
    return total


def add_clashes(table: Floats, row: Index, sign: int, members: Index, masses: Floats, bounds: Index) -> None:
    """Add the weight of pairs of each exclusive set to the rows of a table; as in the compiled kernel."""
    for low, high in pairwise(bounds):
        own, mass = members[low:high], masses[low:high]
        here = np.flatnonzero(row[own] >= 0)
        table[row[own[here], None], own[None, :]] += sign * np.outer(mass[here], mass)
