"""The kernels over pairs in plain NumPy: ready at once, where the compiled ones take a while to load."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.explain.kernels.plain_patterns import added_by_pairs

__all__ = [
    "add_clashes",
    "added_by_pairs",
    "gains",
    "interpolate",
    "pair_rows",
    "pair_sums",
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


_last: list[tuple[Floats, NDArray[np.intp], Floats]] = []


def _events(least: float, left: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Pattern of the events that each group makes, and what every two patterns make of them; of the last table kept.

    A look into a table takes plain code less long than a multiplication for each event.
    """
    if not _last or _last[0][0] is not left:
        distinct, number = np.unique(left.T, axis=0, return_inverse=True)
        table = np.ones((len(distinct), len(distinct)))
        for shares in distinct.T:
            table *= np.maximum(least, 1.0 - np.outer(shares, shares))
        _last[:] = [(left, number.ravel(), table)]
    return _last[0][1:]


def _rows(  # noqa: PLR0913 - all parts of the table
    half: Floats, pattern: Index, added: Floats, least: float, left: Floats, own: Index, others: Index
) -> Floats:
    """Likelihood of pairs of some groups with others."""
    both = added[pattern[own]][:, pattern[others]]
    both *= half[own, None]
    both *= half[None, others]
    number, of_events = _events(least, left)
    both *= of_events[number[own]][:, number[others]]
    return both


def _with_itself(half: Floats, pattern: Index, added: Floats, least: float, left: Floats, own: Index) -> Floats:
    """Likelihood of each of some groups with itself."""
    both = half[own] ** 2 * added[pattern[own], pattern[own]]
    both *= np.maximum(least, 1.0 - left[:, own] ** 2).prod(axis=0)
    return both


def _alone_in_set(bounds: Index) -> tuple[Index, list[tuple[int, int]]]:
    """Places of the members that are alone in their set, and the bounds of the larger sets."""
    low, count = bounds[:-1], np.diff(bounds)
    larger = count > 1
    return low[count == 1], list(zip(low[larger].tolist(), bounds[1:][larger].tolist(), strict=True))


def pair_rows(half: Floats, pattern: Index, added: Floats, least: float, left: Floats, groups: Index) -> Floats:
    """Likelihood of some groups with every group."""
    every = np.arange(len(half))
    pieces = [groups[start : start + _ROWS] for start in range(0, len(groups), _ROWS)]
    return np.concatenate([_rows(half, pattern, added, least, left, own, every) for own in pieces])


def _sum_rows(sums: Floats, both: Floats, own: Index, others: Index, alone: Floats, mass: Floats) -> None:
    """Add pairs of some groups with others to the sums of both; 0 where a pair does not count."""
    of_own, of_others = alone[own, None], alone[None, others]
    share = both * (of_own / (of_own + of_others))
    sums[own, 0] += both @ mass[others]
    sums[own, 1] += share @ mass[others]
    sums[own, 2] += np.maximum(both - of_others, 0.0) @ mass[others]
    sums[own, 3] = mass[own] * (both * mass[others]).max(axis=1, initial=0.0)
    sums[others, 0] += mass[own] @ both
    sums[others, 1] += mass[own] @ (both - share)
    sums[others, 2] += mass[own] @ np.maximum(both - of_own, 0.0)


def pair_sums(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats, pattern: Index, added: Floats, least: float, left: Floats, alone: Floats, mass: Floats
) -> Floats:
    """For each group, sums over its partners; arguments and result as in the compiled kernel."""
    count = len(mass)
    sums = np.zeros((count, 4))
    for start in range(0, count, _ROWS):
        own, others = np.arange(start, min(count, start + _ROWS)), np.arange(start, count)
        both = _rows(half, pattern, added, least, left, own, others)
        itself = both.diagonal() * mass[own]
        both[:, : len(own)] = np.triu(both[:, : len(own)], 1)
        _sum_rows(sums, both, own, others, alone, mass)
        sums[own, :3] += np.stack([itself, itself / 2, np.maximum(itself - mass[own] * alone[own], 0.0)], axis=1)
        sums[own, 3] = np.maximum(sums[own, 3], mass[own] * itself)
    return sums


def sums_within(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    pattern: Index,
    added: Floats,
    least: float,
    left: Floats,
    alone: Floats,
    members: Index,
    masses: Floats,
    bounds: Index,
) -> Floats:
    """For each member of each exclusive set, sums over its own set; as in the compiled kernel."""
    # a member alone in its set is paired with itself only
    both = masses * _with_itself(half, pattern, added, least, left, members)
    sums = np.stack([both, both / 2, np.maximum(both - masses * alone[members], 0.0)], axis=1)
    for low, high in _alone_in_set(bounds)[1]:
        own, mass = members[low:high], masses[low:high]
        both = _rows(half, pattern, added, least, left, own, own)
        share = both * (alone[own, None] / (alone[own, None] + alone[None, own]))
        needed = np.maximum(both - alone[None, own], 0.0)
        sums[low:high] = np.stack([both @ mass, share @ mass, needed @ mass], axis=1)
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
    bits = np.ascontiguousarray(likelihood, dtype=np.float64).view(np.int64)
    return np.asarray(np.clip(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0, _STEPS - 1), dtype=np.intp)


def gains(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats, pattern: Index, added: Floats, least: float, left: Floats, alone: Floats, mass: Floats
) -> Floats:
    """For each group and step: sums over the thirds up to that step; as in the compiled kernel."""
    result, every = np.zeros((len(mass), _STEPS)), np.arange(len(mass))
    for start in range(0, len(mass), _ROWS):
        own = every[start : start + _ROWS]
        likelihood = _rows(half, pattern, added, least, left, own, every)
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
    pattern: Index,
    added: Floats,
    least: float,
    left: Floats,
    gain: Floats,
    mass: Floats,
    faint: float,
) -> Floats:
    """For each group, the bound over its partners; as in the compiled kernel, but none of it rough."""
    del faint
    sums, every = np.empty(len(mass)), np.arange(len(mass))
    for start in range(0, len(mass), _ROWS):
        own = every[start : start + _ROWS]
        likelihood = _rows(half, pattern, added, least, left, own, every)
        likelihood *= _least_gain(gain, likelihood, own, every)
        sums[own] = mass[own] * (likelihood @ mass)
    return sums


def rough_within(  # noqa: PLR0913 - the signature of the compiled kernel
    half: Floats,
    pattern: Index,
    added: Floats,
    least: float,
    left: Floats,
    gain: Floats,
    members: Index,
    masses: Floats,
    bounds: Index,
) -> float:
    """Bound over the pairs of each exclusive set; as in the compiled kernel."""
    alone, sets = _alone_in_set(bounds)
    own, mass = members[alone], masses[alone]
    likelihood = _with_itself(half, pattern, added, least, left, own)
    total = float((mass**2 * likelihood * gain[own, steps(likelihood)]).sum())
    for low, high in sets:
        own, mass = members[low:high], masses[low:high]
        both = _rows(half, pattern, added, least, left, own, own)
        total += float(mass @ (both * _least_gain(gain, both, own, own)) @ mass)
    return total


def add_clashes(table: Floats, row: Index, sign: int, members: Index, masses: Floats, bounds: Index) -> None:
    """Add the weight of pairs of each exclusive set to the rows of a table; as in the compiled kernel."""
    wanted = np.unique(np.searchsorted(bounds, np.flatnonzero(row[members] >= 0), side="right"))
    for low, high in zip(bounds[wanted - 1].tolist(), bounds[wanted].tolist(), strict=True):
        own, mass = members[low:high], masses[low:high]
        here = np.flatnonzero(row[own] >= 0)
        table[row[own[here], None], own[None, :]] += sign * np.outer(mass[here], mass)
