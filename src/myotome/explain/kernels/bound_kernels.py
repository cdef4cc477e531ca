"""Compiled: the bound on triples, pair by pair."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.pair_pieces import BLOCK, fill_piece

__all__ = ["add_clashes", "gains", "rough_bound", "rough_within", "steps"]

_STEPS = 128
_HALF_STEPS = 80  # steps of a factor of two, most of them below the scale
#: Moves the limits between steps away from the powers of two, on which likelihoods that are equal but for rounding lie.
_OFF_POWERS = 0x5_EB85_1EB8_51EC


def steps(likelihood):  # type: ignore[no-untyped-def]
    """Step of each likelihood: a later step is no less likely."""
    bits = np.ascontiguousarray(likelihood, dtype=np.float64).view(np.int64)
    return np.clip(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0, _STEPS - 1).astype(np.intp)


@njit(cache=True, inline="always")
def _step(bits):  # type: ignore[no-untyped-def]
    """Step of a likelihood, by the bits of its exponent."""
    return min(max(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0), _STEPS - 1)


@njit(cache=True)
def _gains_block(first, after, gain, half, pattern, added, least, left, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Sums of weight x likelihood by step, of some groups with every group."""
    count, row = half.shape[0], np.empty(half.shape[0])
    for own in range(first, after):
        fill_piece(row[own:], own, own, half, pattern, added, least, left)
        bits, of_own = row.view(np.int64), gain[own]
        for other in range(own, count):
            of_own[_step(bits[other])] += mass[other] * row[other]
    for other in range(after):
        # partners that come before: the likelihood of a pair has no order
        start = max(first, other + 1)
        piece = row[: after - start]
        fill_piece(piece, other, start, half, pattern, added, least, left)
        bits, weight = piece.view(np.int64), mass[other]
        for place in range(after - start):
            gain[start + place, _step(bits[place])] += weight * piece[place]


@njit(cache=True, parallel=True)
def gains(half, pattern, added, least, left, alone, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group and step: sum of weight x likelihood with the thirds up to that step, over the group's own.

    Returns
    -------
    ndarray, shape (groups, steps)
        Sums over ever more thirds.
    """
    count = mass.shape[0]
    result = np.zeros((count, _STEPS))
    for block in prange((count + BLOCK - 1) // BLOCK):
        first, after = block * BLOCK, min(count, block * BLOCK + BLOCK)
        _gains_block(first, after, result, half, pattern, added, least, left, mass)
        for own in range(first, after):
            total = 0.0
            for step in range(_STEPS):
                total += result[own, step]
                result[own, step] = total / alone[own]
    return result


@njit(cache=True)
def _rough_block(first, after, sums, half, pattern, added, least, left, gain, mass, faint):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Bounds of the pairs of some groups with themselves and with every later group, added to the sums of both."""
    count, row = half.shape[0], np.empty(half.shape[0])
    bits = row.view(np.int64)
    for own in range(first, after):
        fill_piece(row[own:], own, own, half, pattern, added, least, left)
        of_own, most = gain[own], mass[own] * gain[own, -1]
        for other in range(own, count):
            both = mass[other] * row[other]
            if both * most >= faint:
                step = _step(bits[other])
                both *= mass[own] * min(of_own[step], gain[other, step])
            else:
                both *= most
            sums[own] += both
            if other != own:
                sums[other] += both


@njit(cache=True, parallel=True)
def rough_bound(half, pattern, added, least, left, gain, mass, faint):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group: sum over its partners of the weight of both, the likelihood, and the lesser of their gains.

    A pair whose bound by the last gain of its first group is below `faint` counts as that.
    """
    count = mass.shape[0]
    blocks = (count + BLOCK - 1) // BLOCK
    tasks = (blocks + 1) // 2
    parts = np.zeros((tasks, count))
    for task in prange(tasks):
        first, of_task = task * BLOCK, parts[task]
        after = min(count, first + BLOCK)
        _rough_block(first, after, of_task, half, pattern, added, least, left, gain, mass, faint)
        if blocks - 1 - task != task:
            first = (blocks - 1 - task) * BLOCK
            after = min(count, first + BLOCK)
            _rough_block(first, after, of_task, half, pattern, added, least, left, gain, mass, faint)
    return parts.sum(axis=0)


@njit(cache=True, parallel=True)
def rough_within(half, pattern, added, least, left, gain, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Sum of the same over the pairs of each exclusive set."""
    totals = np.zeros(bounds.shape[0] - 1)
    for number in prange(bounds.shape[0] - 1):
        first, after = bounds[number], bounds[number + 1]
        own, sums = members[first:after], np.zeros(after - first)
        of_set = np.empty((left.shape[0], after - first))
        for event in range(left.shape[0]):
            for place in range(after - first):
                of_set[event, place] = left[event, own[place]]
        within = (half[own], pattern[own], added, least, of_set, gain[own], masses[first:after], 0.0)
        _rough_block(0, after - first, sums, *within)
        totals[number] = sums.sum()
    return totals.sum()


@njit(cache=True)
def add_clashes(table, row, sign, members, masses, bounds):  # type: ignore[no-untyped-def]
    """Add the weight of pairs of each exclusive set to the rows of a table."""
    for number in range(bounds.shape[0] - 1):
        for place in range(bounds[number], bounds[number + 1]):
            at = row[members[place]]
            if at < 0:
                continue
            for partner in range(bounds[number], bounds[number + 1]):
                table[at, members[partner]] += sign * masses[place] * masses[partner]
