"""Compiled: sums over all pairs of groups of states, and over those that exclude each other."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.pair_pieces import BLOCK, FAST, fill_piece

__all__ = ["pair_rows", "pair_sums", "sums_within"]


@njit(cache=True, parallel=True)
def pair_rows(half, pattern, added, least, left, groups):  # type: ignore[no-untyped-def]
    """Likelihood of some groups with every group: shape (some groups, groups)."""
    result = np.empty((groups.shape[0], half.shape[0]))
    for number in prange(groups.shape[0]):
        own = groups[number]
        for other in range(own):
            fill_piece(result[number, other : other + 1], other, own, half, pattern, added, least, left)
        fill_piece(result[number, own:], own, own, half, pattern, added, least, left)
    return result


@njit(cache=True, fastmath=FAST, error_model="numpy")
def _sum_piece(row, share, own, start, alone, mass, sums):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add the pairs of a group with later ones to the sums of both."""
    count, stop = row.shape[0], start + row.shape[0]
    of_own, own_mass, others, masses = alone[own], mass[own], alone[start:stop], mass[start:stop]
    whole = explained = needed = largest = 0.0
    # Short loops over few arrays each: the compiler makes vectors of them.
    for place in range(count):
        share[place] = row[place] * (of_own / (of_own + others[place]))
    for place in range(count):
        weighed = masses[place] * row[place]
        whole += weighed
        explained += masses[place] * share[place]
        largest = weighed if weighed > largest else largest
    for place in range(count):
        more = row[place] - others[place]
        needed += masses[place] * (more if more > 0.0 else 0.0)
    sums[0, own] += whole
    sums[1, own] += explained
    sums[2, own] += needed
    sums[3, own] = max(sums[3, own], own_mass * largest)
    wholes, explaineds, neededs = sums[0, start:stop], sums[1, start:stop], sums[2, start:stop]
    for place in range(count):
        wholes[place] += own_mass * row[place]
    for place in range(count):
        explaineds[place] += own_mass * (row[place] - share[place])
    for place in range(count):
        more = row[place] - of_own
        neededs[place] += own_mass * (more if more > 0.0 else 0.0)


@njit(cache=True, fastmath=FAST)
def _sum_block(first, after, sums, half, pattern, added, least, left, alone, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """All pairs of some groups with themselves and with every later group."""
    count = half.shape[0]
    row, share = np.empty(BLOCK), np.empty(BLOCK)
    for column in range(first, count, BLOCK):
        end = min(count, column + BLOCK)
        for own in range(first, after):
            start = max(column, own + 1)
            if start < end:
                piece = row[: end - start]
                fill_piece(piece, own, start, half, pattern, added, least, left)
                _sum_piece(piece, share[: end - start], own, start, alone, mass, sums)
    for own in range(first, after):
        fill_piece(row[:1], own, own, half, pattern, added, least, left)
        both = row[0] * mass[own]
        sums[0, own] += both
        sums[1, own] += both / 2
        sums[2, own] += max(0.0, both - mass[own] * alone[own])
        sums[3, own] = max(sums[3, own], mass[own] * both)


@njit(cache=True, parallel=True)
def pair_sums(half, pattern, added, least, left, alone, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each group, sums over its partners.

    Parameters
    ----------
    half, pattern, added, least, left, alone : ndarray
        As in `PairTable`.
    mass : ndarray, shape (groups,)
        Weight of each group.

    Returns
    -------
    ndarray, shape (groups, 4)
        Of weight x likelihood: whole; times the group's share of the two likelihoods alone; less the partner's
        likelihood alone; and the largest weight of a pair with itself or a later group.
    """
    count = half.shape[0]
    blocks = (count + BLOCK - 1) // BLOCK
    tasks = (blocks + 1) // 2
    # Each task has sums of its own, added up in one order: the same bits whatever the number of threads.
    parts = np.zeros((tasks, 4, count))
    for task in prange(tasks):
        first = task * BLOCK
        _sum_block(first, min(count, first + BLOCK), parts[task], half, pattern, added, least, left, alone, mass)
        if blocks - 1 - task != task:
            first = (blocks - 1 - task) * BLOCK
            _sum_block(first, min(count, first + BLOCK), parts[task], half, pattern, added, least, left, alone, mass)
    sums = np.empty((count, 4))
    for own in prange(count):
        for kind in range(3):
            total = 0.0
            for task in range(tasks):
                total += parts[task, kind, own]
            sums[own, kind] = total
        largest = 0.0
        for task in range(tasks):
            largest = max(largest, parts[task, 3, own])
        sums[own, 3] = largest
    return sums


@njit(cache=True, parallel=True)
def sums_within(half, pattern, added, least, left, alone, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """For each member of each exclusive set of groups: the first three of `pair_sums` over its own set.

    Parameters
    ----------
    half, pattern, added, least, left, alone : ndarray
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
    sums = np.empty((members.shape[0], 3))
    for number in prange(bounds.shape[0] - 1):
        first, after = bounds[number], bounds[number + 1]
        own = members[first:after]
        part = np.zeros((4, after - first))
        of_set = np.empty((left.shape[0], after - first))
        for event in range(left.shape[0]):
            for place in range(after - first):
                of_set[event, place] = left[event, own[place]]
        for start in range(0, after - first, BLOCK):
            end = min(after - first, start + BLOCK)
            _sum_block(start, end, part, half[own], pattern[own], added, least, of_set, alone[own], masses[first:after])
        for kind in range(3):
            sums[first:after, kind] = part[kind]
    return sums
