"""Compiled: numbers of what is distinct, and what every two rows of a cluster of observations add."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.row_kernels import FAST

__all__ = ["cluster_tables", "numbered"]

_SPREAD = 0x5851_F42D_4C95_7F2D  # a large odd number: the low bits of a key come to decide its high ones
_TILE = 16
_TASKS = 8


@njit(cache=True)
def numbered(keys):  # type: ignore[no-untyped-def]
    """Number the distinct keys in the order in which they first appear.

    Returns
    -------
    number, first : ndarray of int64
        Number of each key, and the place at which each number first appears.
    """
    size = 16
    while size < 2 * keys.shape[0]:
        size *= 2
    slots = np.full(size, -1, dtype=np.int64)
    number, first = np.empty(keys.shape[0], dtype=np.int64), np.empty(keys.shape[0], dtype=np.int64)
    count = 0
    for place in range(keys.shape[0]):
        key = keys[place]
        slot = ((key * _SPREAD) >> 32) & (size - 1)
        while slots[slot] >= 0 and keys[first[slots[slot]]] != key:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot], first[count] = count, place
            count += 1
        number[place] = slots[slot]
    return number, first[:count].copy()


@njit(cache=True, fastmath=FAST)
def _fill_row(own, row, rows, start, after, kept, at, width):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Factor that one row of a cluster adds with itself and each later one."""
    count = row.shape[0]
    row[own:] = 1.0
    for number in range(start, after):
        of_own = rows[number, own]
        if of_own:
            begin = at[number] + of_own * width[number]
            added, column, part = kept[begin : begin + width[number]], rows[number, own:count], row[own:]
            for place in range(count - own):
                part[place] *= added[column[place]]


@njit(cache=True)
def _mirror(square, first, after):  # type: ignore[no-untyped-def]
    """Write some rows of the upper half as columns of the lower."""
    for other in range(first + 1, square.shape[0]):
        for one in range(first, min(after, other)):
            square[other, one] = square[one, other]


@njit(cache=True, parallel=True)
def cluster_tables(result, rows, begins, width, kept, at, kept_width):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Factor that every two rows of each cluster add beyond the product of each alone.

    Parameters
    ----------
    result : ndarray, shape (sum of width squared,)
        Becomes the tables, one after the other.
    rows : ndarray of uint16, shape (observations, rows)
        Which row of each observation's own table a row of its cluster makes; 0 leaves everything standing. The
        observations of a cluster stand one after the other.
    begins : ndarray of int64, shape (clusters + 1,)
        Where the observations of each cluster start.
    width : ndarray of int64, shape (clusters,)
        Number of rows of each cluster.
    kept : ndarray
        Holds, for each observation, a square table: the factor that two rows together add.
    at, kept_width : ndarray of int64, shape (observations,)
        Where each observation's table starts, and its number of rows.
    """
    offset = np.zeros(width.shape[0] + 1, dtype=np.int64)
    for cluster in range(width.shape[0]):
        offset[cluster + 1] = offset[cluster] + width[cluster] ** 2
    for task in prange(_TASKS):
        for cluster in range(width.shape[0]):
            count, start, after = width[cluster], begins[cluster], begins[cluster + 1]
            square = result[offset[cluster] : offset[cluster + 1]].reshape(count, count)
            for block in range(task * _TILE, count, _TASKS * _TILE):
                # neighbours read the same rows of what is kept
                stop = min(count, block + _TILE)
                for own in range(block, stop):
                    _fill_row(own, square[own], rows, start, after, kept, at, kept_width)
                _mirror(square, block, stop)
