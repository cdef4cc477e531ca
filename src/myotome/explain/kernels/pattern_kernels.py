"""Compiled: what every two patterns of the nerves add."""

from __future__ import annotations

from math import factorial

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.pair_pieces import FAST

__all__ = ["added_by_pairs"]

_SMALLEST = -700.0
_LOG2_E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10
_C13 = 1.0 / 6227020800.0
_COEFFICIENTS = tuple(1.0 / factorial(order) for order in range(12, -1, -1))


@njit(cache=True, fastmath=FAST)
def _exponential(row, largest):  # type: ignore[no-untyped-def]
    """Exponential of numbers, none above a largest, in place: to the last digits, and in a form that makes vectors."""
    count = row.shape[0]
    power = np.empty(count, dtype=np.int64)
    scale = power.view(np.float64)
    for place in range(count):
        x = row[place] if row[place] < largest else largest
        x = x if x > _SMALLEST else _SMALLEST
        whole = np.floor(x * _LOG2_E + 0.5)
        power[place] = (np.int64(whole) + 1023) << 52
        row[place] = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
    for place in range(count):
        x = row[place]
        y = _C13
        for c in _COEFFICIENTS:
            y = y * x + c
        row[place] = y
    for place in range(count):
        row[place] *= scale[place]


@njit(cache=True)
def _fill_row(first, row, patterns, touched, starts, offsets, widths, interactions, largest):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Factor that one pattern adds with itself and each later one."""
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
    _exponential(row[first:], largest)


@njit(cache=True, parallel=True)
def added_by_pairs(patterns, touched, starts, offsets, widths, interactions, largest):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Factor that every two patterns add beyond the product of each alone, over several observations.

    Parameters
    ----------
    patterns : ndarray of uint16, shape (observations, patterns)
        Which row of each observation a pattern makes; 0 leaves everything standing.
    touched, starts : ndarray of int32, shape (sum of touched observations,) and (patterns + 1,)
        For each pattern, the observations it changes.
    offsets, widths : ndarray of int64, shape (observations,)
        Where each observation's table starts in `interactions`, and its number of rows.
    interactions : ndarray of float64
        For each observation a square table: what two rows together add to the log.
    largest : float
        Largest log of a factor.

    Returns
    -------
    ndarray of float64, shape (patterns, patterns)
        The upper half; what stands below the diagonal means nothing.
    """
    count = patterns.shape[1]
    result = np.empty((count, count))
    # A long row goes with a short one, so that every thread has the same work.
    for number in prange((count + 1) // 2):
        mirror = count - 1 - number
        _fill_row(number, result[number], patterns, touched, starts, offsets, widths, interactions, largest)
        if mirror != number:
            _fill_row(mirror, result[mirror], patterns, touched, starts, offsets, widths, interactions, largest)
    return result
