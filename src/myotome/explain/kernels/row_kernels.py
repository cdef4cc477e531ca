"""Compiled: likelihoods of one group of states with a run of others."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.factors import Factors

__all__ = ["FAST", "fill_row", "pair_rows", "within_set"]

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


@njit(cache=True)
def within_set(factors, own, rows, run_of):  # type: ignore[no-untyped-def]
    """Return the rows of some groups in each table, all of them one run; `rows` and `run_of` are written to."""
    for cluster in range(rows.shape[0]):
        for place in range(own.shape[0]):
            rows[cluster, place] = factors.row[cluster, own[place]]
    for cluster in range(run_of.shape[1]):
        run_of[0, cluster], run_of[1, cluster], run_of[2, cluster] = cluster, 0, own.shape[0]
    return Factors(rows, factors.width, factors.offset, factors.table, run_of[0], run_of[1], run_of[2])
