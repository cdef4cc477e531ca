"""Compiled: the posterior of one cause for many patients, each of whom has a value in few of the columns."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.explain.kernels.row_kernels import FAST

__all__ = ["TILE", "screened"]

#: States at a time: their part of the table stays in the cache while many patients read it.
TILE = 512
_PATIENTS = 256
_F = np.float32
_FAINT = _F(40.0)  # in logs: a state so far below the best is nothing in single precision
_SMALLEST = _F(-80.0)
_LOG2_E, _LN2_HIGH, _LN2_LOW = _F(1.4426950408889634), _F(0.693359375), _F(-2.12194440e-4)
_C6, _C5, _C4, _C3, _C2 = _F(1 / 720), _F(1 / 120), _F(1 / 24), _F(1 / 6), _F(0.5)
_ONE, _HALF = _F(1.0), _F(0.5)


@njit(cache=True, fastmath=FAST)
def _scores(score, start, tile, row, weight, first, after):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Score of each state of a tile: its log-prior and what each value found adds, eight values at a time."""
    for place in range(TILE):
        score[place] = start[place]
    number = first
    while number + 8 <= after:
        a, b, c, d = weight[number], weight[number + 1], weight[number + 2], weight[number + 3]
        e, f, g, h = weight[number + 4], weight[number + 5], weight[number + 6], weight[number + 7]
        of_a, of_b, of_c, of_d = tile[row[number]], tile[row[number + 1]], tile[row[number + 2]], tile[row[number + 3]]
        of_e, of_f, of_g = tile[row[number + 4]], tile[row[number + 5]], tile[row[number + 6]]
        of_h = tile[row[number + 7]]
        for place in range(TILE):
            one = (a * of_a[place] + b * of_b[place]) + (c * of_c[place] + d * of_d[place])
            other = (e * of_e[place] + f * of_f[place]) + (g * of_g[place] + h * of_h[place])
            score[place] += one + other
        number += 8
    while number < after:
        a, of_a = weight[number], tile[row[number]]
        for place in range(TILE):
            score[place] += a * of_a[place]
        number += 1


@njit(cache=True, fastmath=FAST)
def _largest(score, half):  # type: ignore[no-untyped-def]
    """Largest score, by halves: each step is a loop that the compiler makes vectors of; `half` is written to."""
    size = TILE // 2
    for place in range(size):
        half[place] = max(score[place], score[place + size])
    while size > 1:
        size //= 2
        for place in range(size):
            half[place] = max(half[place], half[place + size])
    return half[0]


@njit(cache=True, fastmath=FAST)
def _exponential(score, top, power, scale):  # type: ignore[no-untyped-def]
    """Exponential of scores less the largest, in place and in single precision."""
    for place in range(TILE):
        x = max(score[place] - top, _SMALLEST)
        whole = np.floor(x * _LOG2_E + _HALF)
        power[place] = (np.int32(whole) + np.int32(127)) << np.int32(23)
        x = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
        score[place] = _ONE + x * (_ONE + x * (_C2 + x * (_C3 + x * (_C4 + x * (_C5 + x * _C6)))))
    for place in range(TILE):
        score[place] *= scale[place]


@njit(cache=True, fastmath=FAST)
def _add_parts(sums, likelihood, base, parts, share):  # type: ignore[no-untyped-def]
    """Add the states of a tile to the sums of their groups: runs of states, each with one share a state."""
    for number in range(parts.shape[0]):
        begin, stop, group, at = parts[number, 0] - base, parts[number, 1] - base, parts[number, 2], parts[number, 3]
        total = _F(0.0)
        for place in range(stop - begin):
            total += likelihood[begin + place] * share[at + place]
        sums[group] += total


@njit(cache=True)
def _look(patient, number, score, table, start, found, best, top, sums, parts_of, parts, share, power, half):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add the states of one tile to what is known of a patient; `found` are bounds, rows and weights."""
    bounds, row, weight = found
    low = number * TILE
    _scores(score, start[low : low + TILE], table[number], row, weight, bounds[patient], bounds[patient + 1])
    largest = _largest(score, half)
    if largest > top[patient]:
        sums[patient] *= np.exp(top[patient] - largest)
        top[patient] = largest
        for place in range(TILE):
            if score[place] == largest:
                best[patient] = low + place
                break
    if largest > top[patient] - _FAINT:
        _exponential(score, top[patient], power, power.view(np.float32))
        _add_parts(sums[patient], score, low, parts[parts_of[number] : parts_of[number + 1]], share)


@njit(cache=True, parallel=True)
def screened(found, table, start, parts_of, parts, share, groups):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Sums of the posterior weights of each group, the best state and its score.

    Parameters
    ----------
    found : tuple of ndarray
        Where the values of each patient start, shape (patients + 1,); the row of each value in the table; its weight,
        float32.
    table : ndarray of float32, shape (tiles, rows, TILE)
        Log-likelihood of each row for each state.
    start : ndarray of float32, shape (tiles x TILE,)
        Log-prior of each state; a very low number for what fills the last tile.
    parts_of : ndarray of int, shape (tiles + 1,)
        Where the parts of each tile start.
    parts : ndarray of int, shape (parts, 4)
        First state, state after the last, group, and place of the first share.
    share : ndarray of float32
        Prior mass of a group at a state, relative to the prior behind `start`.
    groups : int
        Number of groups.

    Returns
    -------
    tuple of ndarray
        Weights relative to the best state, shape (patients, groups); best state; its score.
    """
    count = found[0].shape[0] - 1
    best, top = np.zeros(count, dtype=np.int64), np.full(count, _F(-np.inf))
    sums = np.zeros((count, groups), dtype=np.float32)
    for block in prange((count + _PATIENTS - 1) // _PATIENTS):
        score, power = np.empty(TILE, dtype=np.float32), np.empty(TILE, dtype=np.int32)
        half = np.empty(TILE // 2, dtype=np.float32)
        for number in range(table.shape[0]):
            for patient in range(block * _PATIENTS, min(count, (block + 1) * _PATIENTS)):
                _look(patient, number, score, table, start, found, best, top, sums, parts_of, parts, share, power, half)
    return sums, best, top
