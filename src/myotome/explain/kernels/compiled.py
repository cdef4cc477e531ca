"""The compiled kernels: over all pairs of states, and for reading a tabulated function."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["interpolate", "pair_likelihood", "pair_sums", "sums_within"]


@njit(cache=True)
def _fill_row(first, row, patterns, touched, starts, offsets, widths, interactions, singles):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Likelihood of one state with itself and each later one."""
    count = singles.shape[0]
    for second in range(first, count):
        row[second] = singles[first] + singles[second]
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
    for second in range(first, count):
        row[second] = np.exp(row[second])


@njit(cache=True, parallel=True)
def pair_likelihood(patterns, touched, starts, offsets, widths, interactions, singles):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Likelihood of every pair of states, relative to a common scale.

    Parameters
    ----------
    patterns : ndarray of uint16, shape (observations, states)
        Which pattern of each observation a state makes; 0 leaves everything standing.
    touched, starts : ndarray of int32, shape (sum of touched observations,) and (states + 1,)
        For each state, the observations it changes.
    offsets, widths : ndarray of int64, shape (observations,)
        Where each observation's table starts in `interactions`, and its number of patterns.
    interactions : ndarray of float64
        For each observation a square table: what two patterns together add beyond the sum of each alone.
    singles : ndarray of float64, shape (states,)
        Log-likelihood of each state alone, relative to the scale, less half that of no cause.

    Returns
    -------
    ndarray of float64, shape (states, states)
        Symmetric.
    """
    count = singles.shape[0]
    result = np.empty((count, count))
    # A long row goes with a short one, so that every thread has the same work.
    for number in prange((count + 1) // 2):
        mirror = count - 1 - number
        _fill_row(number, result[number], patterns, touched, starts, offsets, widths, interactions, singles)
        if mirror != number:
            _fill_row(mirror, result[mirror], patterns, touched, starts, offsets, widths, interactions, singles)
    for number in prange((count + 1) // 2):
        mirror = count - 1 - number
        for second in range(number):
            result[number, second] = result[second, number]
        if mirror != number:
            for second in range(mirror):
                result[mirror, second] = result[second, mirror]
    return result


@njit(cache=True, parallel=True)
def sums_within(likelihood, alone, members, masses, bounds):  # type: ignore[no-untyped-def]
    """For each member of each exclusive set of states: the first three of `pair_sums` over its own set.

    Parameters
    ----------
    likelihood, alone : ndarray
        As in `pair_sums`.
    members, masses : ndarray, shape (sum of members,)
        States of all sets one after the other, and their prior mass within the set.
    bounds : ndarray of int, shape (sets + 1,)
        Where each set starts.

    Returns
    -------
    ndarray, shape (sum of members, 3)
        Whole, explained, needed.
    """
    sums = np.zeros((members.shape[0], 3))
    for number in prange(bounds.shape[0] - 1):
        for first in range(bounds[number], bounds[number + 1]):
            own = members[first]
            for second in range(bounds[number], bounds[number + 1]):
                other = members[second]
                both = masses[second] * likelihood[own, other]
                total = alone[own] + alone[other]
                sums[first, 0] += both
                sums[first, 1] += both * (alone[own] / total if total > 0.0 else 0.5)
                sums[first, 2] += max(0.0, both - masses[second] * alone[other])
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


@njit(cache=True, parallel=True)
def pair_sums(likelihood, prior, alone):  # type: ignore[no-untyped-def]
    """For each state, sums over its partners.

    Parameters
    ----------
    likelihood : ndarray, shape (states, states)
        Likelihood of each pair.
    prior, alone : ndarray, shape (states,)
        Prior of each state, and its likelihood alone.

    Returns
    -------
    ndarray, shape (states, 4)
        Of prior x likelihood: whole; times the state's share of the two likelihoods alone; less the partner's
        likelihood alone; and the largest term.
    """
    count = prior.shape[0]
    sums = np.zeros((count, 4))
    for first in prange(count):
        whole = explained = needed = largest = 0.0
        for second in range(count):
            both = prior[second] * likelihood[first, second]
            whole += both
            total = alone[first] + alone[second]
            explained += both * (alone[first] / total if total > 0.0 else 0.5)
            needed += max(0.0, both - prior[second] * alone[second])
            largest = max(largest, both)
        sums[first, 0] = whole
        sums[first, 1] = explained
        sums[first, 2] = needed
        sums[first, 3] = prior[first] * largest
    return sums
