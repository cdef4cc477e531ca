"""Compiled: the bound on triples, pair by pair."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.pair_kernels import BLOCK, TASKS
from myotome.explain.kernels.row_kernels import FAST, changed_by, fill_row

__all__ = ["add_clashes", "gains", "refined", "rough_bound", "rough_within", "steps"]

_STEPS = 128
_HALF_STEPS = 80  # steps of a factor of two, most of them below the scale
#: Moves the limits between steps away from the powers of two, on which likelihoods that are equal but for rounding lie.
_OFF_POWERS = 0x5_EB85_1EB8_51EC
_LANES = 4


def steps(likelihood):  # type: ignore[no-untyped-def]
    """Step of each likelihood: a later step is no less likely."""
    bits = np.ascontiguousarray(likelihood, dtype=np.float64).view(np.int64)
    return np.clip(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0, _STEPS - 1).astype(np.intp)


@njit(cache=True, inline="always")
def _step(bits):  # type: ignore[no-untyped-def]
    """Step of a likelihood, by the bits of its exponent."""
    return min(max(((bits + _OFF_POWERS) >> 52) - 1022 + _HALF_STEPS, 0), _STEPS - 1)


@njit(cache=True)
def _sums_by_step(row, mass, lanes):  # type: ignore[no-untyped-def]
    """Sums of mass x likelihood by step; neighbours add to different lanes, so that none waits for the last."""
    bits = row.view(np.int64)
    lanes[:] = 0.0
    for place in range(row.shape[0]):
        lanes[place % _LANES, _step(bits[place])] += mass[place] * row[place]


@njit(cache=True, parallel=True)
def gains(half, factors, alone, mass):  # type: ignore[no-untyped-def]
    """For each step and group: sum of mass x likelihood with the thirds up to that step, over the group's own.

    Returns
    -------
    ndarray, shape (steps, groups)
        Sums over ever more thirds.
    """
    count = mass.shape[0]
    result = np.empty((_STEPS, count))
    for block in prange((count + BLOCK - 1) // BLOCK):
        row, lanes = np.empty(count), np.empty((_LANES, _STEPS))
        for own in range(block * BLOCK, min(count, block * BLOCK + BLOCK)):
            fill_row(row, own, 0, half, factors)
            _sums_by_step(row, mass, lanes)
            total = 0.0
            for step in range(_STEPS):
                for lane in range(_LANES):
                    total += lanes[lane, step]
                result[step, own] = total / alone[own]
    return result


@njit(cache=True)
def _rough_block(first, after, sums, half, factors, gain, groups, mass, faint):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Bounds of the pairs of some groups with themselves and with every later group, added to the sums of both."""
    count, row, of_own = half.shape[0], np.empty(half.shape[0]), np.empty(_STEPS)
    bits = row.view(np.int64)
    for own in range(first, after):
        fill_row(row[own:], own, own, half, factors)
        for step in range(_STEPS):
            of_own[step] = gain[step, groups[own]]
        most = mass[own] * of_own[-1]
        for other in range(own, count):
            both = mass[other] * row[other]
            if both * most >= faint:
                step = _step(bits[other])
                both *= mass[own] * min(of_own[step], gain[step, groups[other]])
            else:
                both *= most
            sums[own] += both
            if other != own:
                sums[other] += both


@njit(cache=True, parallel=True)
def _add_bounds(parts, half, factors, gain, every, mass, faint):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Each task has sums of its own."""
    count = mass.shape[0]
    for task in prange(parts.shape[0]):
        for first in range(task * BLOCK, count, parts.shape[0] * BLOCK):
            _rough_block(first, min(count, first + BLOCK), parts[task], half, factors, gain, every, mass, faint)


def rough_bound(half, factors, gain, mass, faint):  # type: ignore[no-untyped-def]
    """For each group: sum over its partners of the mass of both, the likelihood, and the lesser of their gains.

    A pair whose bound by the last gain of its first group is below `faint` counts as that.
    """
    parts = np.zeros((TASKS, len(mass)))
    _add_bounds(parts, half, factors, gain, np.arange(len(mass)), mass, faint)
    return parts.sum(axis=0)


@njit(cache=True, parallel=True)
def _add_bounds_within(parts, half, by_group, width, offset, table, gain, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Bounds of the pairs of each set, those of a member with itself once; each task has a sum of its own."""
    for task in prange(parts.shape[0]):
        begins, used = np.empty(by_group.shape[1], dtype=np.int64), np.empty(by_group.shape[1], dtype=np.int64)
        likelihood, total = np.empty(1), 0.0
        bits = likelihood.view(np.int64)
        for number in range(task, bounds.shape[0] - 1, parts.shape[0]):
            for place in range(bounds[number], bounds[number + 1]):
                own = members[place]
                count = changed_by(own, by_group, width, offset, begins, used)
                for other in range(place, bounds[number + 1]):
                    its = members[other]
                    both = half[own] * half[its]
                    for cluster in range(count):
                        both *= table[begins[cluster] + by_group[its, used[cluster]]]
                    likelihood[0] = both
                    step = _step(bits[0])
                    both *= masses[place] * masses[other] * min(gain[step, own], gain[step, its])
                    total += both if other == place else 2.0 * both
        parts[task] = total


def rough_within(half, factors, gain, members, masses, bounds):  # type: ignore[no-untyped-def]
    """Sum of the same over the pairs of each exclusive set."""
    parts, (row, width, offset, table, *_) = np.zeros(TASKS), factors
    by_group = np.ascontiguousarray(row.T)
    _add_bounds_within(parts, half, by_group, width, offset, table, gain, members, masses, bounds)
    return float(parts.sum())


@njit(cache=True, fastmath=FAST)
def _least_weight(of_a, of_b, over, share, over_a, over_b, both, ceiling):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Sum over thirds of their mass times the least of three bounds on the likelihood of a triple."""
    total = 0.0
    for third in range(share.shape[0]):
        one, other = of_a[third], of_b[third]
        least = min(both * min(one * over_a, other * over_b), one * other * over[third])
        total += share[third] * least if max(one, other) <= ceiling else 0.0
    return total


@njit(cache=True)
def refined(half, factors, over, share, first, second, both, tie):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Bound for some pairs on the sum over thirds of the mass of the third times L(abc), third by third.

    Parameters
    ----------
    over, share : ndarray, shape (groups,)
        1 over the likelihood of each group alone; and its mass.
    first, second, both : ndarray, shape (pairs,)
        The groups of each pair, and its likelihood.
    tie : float
        Factor within which two pairs are as likely: any of them may count as the most likely.
    """
    count, result = half.shape[0], np.empty(first.shape[0])
    of_a, of_b = np.empty(count), np.empty(count)
    for number in range(first.shape[0]):
        a, b, of_both = first[number], second[number], both[number]
        fill_row(of_a, a, 0, half, factors)
        fill_row(of_b, b, 0, half, factors)
        result[number] = _least_weight(of_a, of_b, over, share, over[a], over[b], of_both, of_both * tie)
    return result


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
