"""Compiled: sums over all pairs of groups of states, and over those that exclude each other."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.row_kernels import FAST, changed_by, fill_row

__all__ = ["BLOCK", "TASKS", "pair_sums", "sums_within"]

#: Groups at a time, and tasks that take turns with them, so that every thread has the same work.
BLOCK, TASKS = 32, 8
#: Later groups that are looked at together.
LATER = 512


@njit(cache=True, fastmath=FAST, error_model="numpy")
def _add_row(row, share, own, start, alone, mass, of_alone, sums):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add the pairs of a group with some later ones, from `start` on, to the sums of both."""
    stop = start + row.shape[0]
    one, its_mass, its_alone = alone[own], mass[own], of_alone[own]
    others, masses, alones = alone[start:stop], mass[start:stop], of_alone[start:stop]
    whole = explained = needed = 0.0
    largest, bits = 0, row.view(np.int64)
    # Short loops over few arrays each: the compiler makes vectors of them; the largest is looked for among integers.
    for place in range(row.shape[0]):
        share[place] = row[place] * (one / (one + others[place]))
    for place in range(row.shape[0]):
        whole += row[place]
        explained += share[place]
    for place in range(row.shape[0]):
        more = row[place] - its_mass * alones[place]
        needed += more if more > 0.0 else 0.0
    for place in range(row.shape[0]):
        largest = max(largest, bits[place])
    wholes, explaineds, neededs = sums[0, start:stop], sums[1, start:stop], sums[2, start:stop]
    for place in range(row.shape[0]):
        wholes[place] += row[place]
    for place in range(row.shape[0]):
        explaineds[place] += row[place] - share[place]
    for place in range(row.shape[0]):
        more = row[place] - its_alone * masses[place]
        neededs[place] += more if more > 0.0 else 0.0
    sums[0, own] += whole
    sums[1, own] += explained
    sums[2, own] += needed
    return largest


@njit(cache=True, fastmath=FAST)
def _add_itself(both, own, mass, of_alone, sums):  # type: ignore[no-untyped-def]
    """Add the pair of a group with itself."""
    sums[0, own] += both
    sums[1, own] += both / 2
    sums[2, own] += max(0.0, both - mass[own] * of_alone[own])
    sums[3, own] = max(sums[3, own], both)


@njit(cache=True, fastmath=FAST)
def _add_block(first, after, sums, row, share, weight, factors, alone, mass, of_alone):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """All pairs of some groups with themselves and with every later group; `row` and `share` are written to."""
    count, largest = weight.shape[0], np.empty(1)
    bits = largest.view(np.int64)
    for low in range(first, count, LATER):
        # so many later groups at a time that all that is read and written of them stays in the nearest cache
        high = min(count, low + LATER)
        for own in range(first, min(after, high)):
            start = max(own, low)
            fill_row(row[: high - start], own, start, weight, factors)
            itself = 1 if start == own else 0
            if itself:
                _add_itself(row[0], own, mass, of_alone, sums)
            later = row[itself : high - start]
            bits[0] = _add_row(later, share, own, start + itself, alone, mass, of_alone, sums)
            sums[3, own] = max(sums[3, own], largest[0])


@njit(cache=True, parallel=True)
def _add_pairs(parts, weight, factors, alone, mass, of_alone):  # type: ignore[no-untyped-def]
    """Each task has sums of its own, added up in one order: the same bits whatever the number of threads."""
    count = weight.shape[0]
    for task in prange(parts.shape[0]):
        row, share = np.empty(LATER), np.empty(LATER)
        for first in range(task * BLOCK, count, parts.shape[0] * BLOCK):
            after = min(count, first + BLOCK)
            _add_block(first, after, parts[task], row, share, weight, factors, alone, mass, of_alone)


def pair_sums(weight, factors, alone, mass):  # type: ignore[no-untyped-def]
    """For each group, sums over its partners.

    Parameters
    ----------
    weight : ndarray, shape (groups,)
        Mass of each group times the half of the likelihood that it brings to a pair.
    factors : Factors
        What two groups together add.
    alone, mass : ndarray, shape (groups,)
        Likelihood of each group alone, and its mass.

    Returns
    -------
    ndarray, shape (4, groups)
        Of masses x likelihood: whole; times the group's share of the two likelihoods alone; less the partner's
        likelihood alone; and the largest of a pair with itself or a later group.
    """
    # what NumPy does as well need not be compiled
    parts = np.zeros((TASKS, 4, len(weight)))
    _add_pairs(parts, weight, factors, alone, mass, mass * alone)
    return parts.sum(axis=0)


@njit(cache=True, parallel=True, fastmath=FAST, error_model="numpy")
def _add_sets(sums, weight, by_group, width, offset, table, alone, members, masses, bounds):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Pairs within each set, which are few each."""
    for task in prange(TASKS):
        begins, used = np.empty(by_group.shape[1], dtype=np.int64), np.empty(by_group.shape[1], dtype=np.int64)
        for number in range(task, bounds.shape[0] - 1, TASKS):
            for place in range(bounds[number], bounds[number + 1]):
                count = changed_by(members[place], by_group, width, offset, begins, used)
                one, mass = alone[members[place]], masses[place]
                for other in range(place, bounds[number + 1]):
                    its = members[other]
                    both = weight[place] * weight[other]
                    for cluster in range(count):
                        both *= table[begins[cluster] + by_group[its, used[cluster]]]
                    two, its_mass = alone[its], masses[other]
                    share = both * (one / (one + two))
                    sums[0, place] += both
                    sums[1, place] += share
                    sums[2, place] += max(0.0, both - mass * its_mass * two)
                    if other > place:
                        sums[0, other] += both
                        sums[1, other] += both - share
                        sums[2, other] += max(0.0, both - mass * one * its_mass)


def sums_within(weight, factors, alone, members, masses, bounds):  # type: ignore[no-untyped-def]
    """For each member of each exclusive set of groups: the first three of `pair_sums` over its own set.

    Parameters
    ----------
    weight, factors, alone : ndarray
        As in `pair_sums`; the weights are those of the members.
    members, masses : ndarray, shape (sum of members,)
        Groups of all sets one after the other, and their mass within the set.
    bounds : ndarray of int, shape (sets + 1,)
        Where each set starts.

    Returns
    -------
    ndarray, shape (3, sum of members)
        Whole, explained, needed.
    """
    sums, (row, width, offset, table, *_) = np.zeros((3, len(members))), factors
    _add_sets(sums, weight, np.ascontiguousarray(row.T), width, offset, table, alone, members, masses, bounds)
    return sums
