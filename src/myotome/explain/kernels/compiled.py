"""The compiled kernels: over all pairs of states, and for reading a tabulated function."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.explain.kernels.bound_kernels import add_clashes, gains, refined, rough_bound, rough_within, steps
from myotome.explain.kernels.cluster_kernels import cluster_tables, numbered
from myotome.explain.kernels.pair_kernels import pair_sums, sums_within
from myotome.explain.kernels.row_kernels import pair_rows

__all__ = [
    "add_clashes",
    "cluster_tables",
    "gains",
    "interpolate",
    "numbered",
    "pair_rows",
    "pair_sums",
    "refined",
    "rough_bound",
    "rough_within",
    "steps",
    "sums_within",
]


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
