"""Compiled: likelihoods of one group of states with a run of others."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["FAST", "changed_by", "fill_row", "pair_rows"]

#: What the compiler may do with sums and products, beyond what makes vectors of them nothing.
FAST = {"reassoc", "contract", "nsz", "nnan"}


@njit(cache=True, fastmath=FAST)
def fill_row(row, own, start, weight, factors):  # type: ignore[no-untyped-def]
    """Weight of a group times that of each of those from `start` on, times what the two add."""
    stop, scale, of_own = start + row.shape[0], weight[own], weight[start : start + row.shape[0]]
    for place in range(row.shape[0]):
        row[place] = scale * of_own[place]
    for cluster in range(factors.row.shape[0]):
        at, width = factors.row[cluster, own], factors.width[cluster]
        if at == 0:
            continue
        begin = factors.offset[cluster] + at * width
        table = factors.table[begin : begin + width]
        for run in range(factors.run_of[cluster], factors.run_of[cluster + 1]):
            low, high = max(factors.first[run], start), min(factors.after[run], stop)
            if low < high:
                column, part = factors.row[cluster, low:high], row[low - start : high - start]
                for place in range(high - low):
                    part[place] *= table[column[place]]


@njit(cache=True, parallel=True)
def pair_rows(half, factors, groups):  # type: ignore[no-untyped-def]
    """Likelihood of some groups with every group: shape (some groups, groups)."""
    result = np.empty((groups.shape[0], half.shape[0]))
    for number in prange(groups.shape[0]):
        fill_row(result[number], groups[number], 0, half, factors)
    return result


@njit(cache=True, inline="always")
def changed_by(own, by_group, width, offset, begins, used):  # type: ignore[no-untyped-def]
    """Clusters that a group changes, and where its row of each starts; both are written, and their number returned.

    It takes arrays and not `Factors`: to pass so many along costs more than the few pairs of a set.
    """
    count = 0
    for cluster in range(by_group.shape[1]):
        at = np.int64(by_group[own, cluster])
        if at != 0:
            begins[count] = offset[cluster] + at * width[cluster]
            used[count] = cluster
            count += 1
    return count
