"""The compiled kernels: over all pairs of states, and for reading a tabulated function."""

from __future__ import annotations

from math import frexp

import numpy as np
from numba import njit, prange

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

_STEPS = 128
_HALF_STEPS = 80  # steps of a factor of two, most of them below the scale


@njit(cache=True)
def _fill_row(first, row, patterns, touched, starts, offsets, widths, interactions):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """What one pattern adds with itself and each later one."""
    count = row.shape[0]
    row[first:] = 0.0
    place, end = starts[first], starts[first + 1]
    # Four observations at a time: the row is read and written a quarter as often.
    while place + 4 <= end:
        a, b, c, d = touched[place], touched[place + 1], touched[place + 2], touched[place + 3]
        of_a, of_b, of_c, of_d = patterns[a], patterns[b], patterns[c], patterns[d]
        add_a = interactions[offsets[a] + of_a[first] * widths[a] :]
        add_b = interactions[offsets[b] + of_b[first] * widths[b] :]
        add_c = interactions[offsets[c] + of_c[first] * widths[c] :]
        add_d = interactions[offsets[d] + of_d[first] * widths[d] :]
        for second in range(first, count):
            row[second] += (add_a[of_a[second]] + add_b[of_b[second]]) + (add_c[of_c[second]] + add_d[of_d[second]])
        place += 4
    while place < end:
        a = touched[place]
        of_a = patterns[a]
        add_a = interactions[offsets[a] + of_a[first] * widths[a] :]
        for second in range(first, count):
            row[second] += add_a[of_a[second]]
        place += 1


@njit(cache=True, parallel=True)
def added_by_pairs(patterns, touched, starts, offsets, widths, interactions):  # type: ignore[no-untyped-def]
    """What every two patterns add beyond the sum of each alone, over several observations.

    Parameters
    ----------
    patterns : ndarray of uint16, shape (observations, patterns)
        Which row of each observation a pattern makes; 0 leaves everything standing.
    touched, starts : ndarray of int32, shape (sum of touched observations,) and (patterns + 1,)
        For each pattern, the observations it changes.
    offsets, widths : ndarray of int64, shape (observations,)
        Where each observation's table starts in `interactions`, and its number of rows.
    interactions : ndarray of float64
        For each observation a square table: what two rows together add.

    Returns
    -------
    ndarray of float64, shape (patterns, patterns)
        Symmetric.
    """
    count = patterns.shape[1]
    result = np.empty((count, count))
    # A long row goes with a short one, so that every thread has the same work.
    for number in prange((count + 1) // 2):
        mirror = count - 1 - number
        _fill_row(number, result[number], patterns, touched, starts, offsets, widths, interactions)
        if mirror != number:
            _fill_row(mirror, result[mirror], patterns, touched, starts, offsets, widths, interactions)
    for number in prange((count + 1) // 2):
        mirror = count - 1 - number
        for second in range(number):
            result[number, second] = result[second, number]
        if mirror != number:
            for second in range(mirror):
                result[mirror, second] = result[second, mirror]
    return result


@njit(cache=True, inline="always")
def _pair(own, other, half, first, second, of_first, of_second):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Likelihood of a pair."""
    return half[own] * half[other] * of_first[first[own], first[other]] * of_second[second[own], second[other]]


@njit(cache=True, parallel=True, fastmath={"reassoc", "contract", "nsz", "nnan"})
def pair_sums(half, alone, first, second, of_first, of_second, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group, sums over its partners.

    Parameters
    ----------
    half, alone, first, second, of_first, of_second : ndarray
        As in `PairTable`.
    mass : ndarray, shape (groups,)
        Weight of each group.

    Returns
    -------
    ndarray, shape (groups, 4)
        Of weight x likelihood: whole; times the group's share of the two likelihoods alone; less the partner's
        likelihood alone; and the largest term.
    """
    count = mass.shape[0]
    sums = np.zeros((count, 4))
    weight = mass * half
    without = mass * alone
    for own in prange(count):
        row_first, row_second, of_own, of_half = of_first[first[own]], of_second[second[own]], alone[own], half[own]
        whole = explained = needed = largest = 0.0
        for other in range(count):
            both = of_half * weight[other] * row_first[first[other]] * row_second[second[other]]
            whole += both
            explained += both * (of_own / (of_own + alone[other]))
            needed += max(0.0, both - without[other])
            largest = max(largest, both)
        sums[own, 0] = whole
        sums[own, 1] = explained
        sums[own, 2] = needed
        sums[own, 3] = mass[own] * largest
    return sums


@njit(cache=True, parallel=True)
def sums_within(half, alone, first, second, of_first, of_second, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each member of each exclusive set of groups: the first three of `pair_sums` over its own set.

    Parameters
    ----------
    half, alone, first, second, of_first, of_second : ndarray
        As in `PairTable`.
    members, masses : ndarray, shape (sum of members,)
        Groups of all sets one after the other, and their weight within the set.
    bounds : ndarray of int, shape (sets + 1,)
        Where each set starts.

    Returns
    -------
    ndarray, shape (sum of members, 3)
        Whole, explained, needed.
    """
    sums = np.zeros((members.shape[0], 3))
    for number in prange(bounds.shape[0] - 1):
        for place in range(bounds[number], bounds[number + 1]):
            own = members[place]
            for partner in range(bounds[number], bounds[number + 1]):
                other = members[partner]
                both = masses[partner] * _pair(own, other, half, first, second, of_first, of_second)
                sums[place, 0] += both
                sums[place, 1] += both * (alone[own] / (alone[own] + alone[other]))
                sums[place, 2] += max(0.0, both - masses[partner] * alone[other])
    return sums


@njit(cache=True)
def interpolate(x, grid):  # type: ignore[no-untyped-def]
    """Linear interpolation on an even grid over [0, 1]: flat array in, flat array out."""
    result = np.empty(x.shape[0])
    last = grid.shape[0] - 1
    for number in range(x.shape[0]):
        place = min(max(x[number], 0.0), 1.0) * last
        index = min(int(place), last - 1)
        result[number] = grid[index] + (place - index) * (grid[index + 1] - grid[index])
    return result


@njit(cache=True, inline="always")
def _step(likelihood):  # type: ignore[no-untyped-def]
    """Step of a likelihood: a later step is no less likely."""
    return min(max(frexp(likelihood)[1] + _HALF_STEPS, 0), _STEPS - 1)


def steps(likelihood):  # type: ignore[no-untyped-def]
    """Step of each likelihood."""
    return np.clip(np.frexp(likelihood)[1] + _HALF_STEPS, 0, _STEPS - 1).astype(np.intp)


@njit(cache=True, parallel=True)
def gains(half, first, second, of_first, of_second, alone, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group and step: sum of weight x likelihood with the thirds up to that step, over the group's own.

    Returns
    -------
    ndarray, shape (groups, steps)
        Sums over ever more thirds.
    """
    count = mass.shape[0]
    result = np.zeros((count, _STEPS))
    for own in prange(count):
        for other in range(count):
            both = _pair(own, other, half, first, second, of_first, of_second)
            result[own, _step(both)] += mass[other] * both
        total = 0.0
        for step in range(_STEPS):
            total += result[own, step]
            result[own, step] = total / alone[own]
    return result


@njit(cache=True, inline="always")
def _bound(own, other, half, first, second, of_first, of_second, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    both = _pair(own, other, half, first, second, of_first, of_second)
    step = _step(both)
    return both * min(gain[own, step], gain[other, step])


@njit(cache=True, parallel=True)
def rough_bound(half, first, second, of_first, of_second, gain, mass, least):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group: sum over its partners of the weight of both, the likelihood, and the lesser of their gains.

    Pairs whose bound is below `least` by any gain of the group count as that.
    """
    count = mass.shape[0]
    sums = np.zeros(count)
    for own in prange(count):
        total = 0.0
        most = mass[own] * gain[own, -1]
        for other in range(count):
            both = mass[other] * _pair(own, other, half, first, second, of_first, of_second)
            if both * most < least:
                total += least
            else:
                total += mass[own] * mass[other] * _bound(own, other, half, first, second, of_first, of_second, gain)
        sums[own] = total
    return sums


@njit(cache=True)
def rough_within(half, first, second, of_first, of_second, gain, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Sum of the same over the pairs of each exclusive set."""
    total = 0.0
    for number in range(bounds.shape[0] - 1):
        for place in range(bounds[number], bounds[number + 1]):
            for partner in range(bounds[number], bounds[number + 1]):
                both = _bound(members[place], members[partner], half, first, second, of_first, of_second, gain)
                total += masses[place] * masses[partner] * both
    return total


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
