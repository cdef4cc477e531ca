"""Means and bands over many futures, compiled: one pass over the numbers instead of a sort for every week."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

__all__ = ["LEVELS", "bands", "cumulative"]

#: Cumulative shares of the bands.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_BINS = 1000


@njit(cache=True, parallel=True, error_model="numpy")
def _bands(rows, tops, levels, result):  # type: ignore[no-untyped-def]
    people = rows.shape[1]
    for number in prange(rows.shape[0]):
        row, top = rows[number], tops[number]
        counts = np.zeros(_BINS + 1, np.int64)
        scale = np.float32(_BINS / top)
        total = 0.0
        for person in range(people):
            value = row[person]
            total += value
            counts[min(max(int(value * scale + np.float32(0.5)), 0), _BINS)] += 1
        result[number, 0] = total / people
        so_far, level = 0, 0
        for place in range(_BINS + 1):
            so_far += counts[place]
            while level < levels.shape[0] and so_far >= levels[level] * people:
                result[number, 1 + level] = place * top / _BINS
                level += 1


def bands(rows: NDArray[np.float32], tops: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean and quantiles of each row.

    Parameters
    ----------
    rows : ndarray of float32, shape (rows, people)
        Values from 0 to the top of the row.
    tops : ndarray, shape (rows,)
        Largest value; quantiles are read to a thousandth of it.

    Returns
    -------
    ndarray, shape (rows, 1 + len(LEVELS))
        Mean, then the quantiles of `LEVELS`.

    Examples
    --------
    >>> bands(np.array([[0.0, 1.0, 2.0, 3.0, 10.0]], dtype=np.float32), np.array([10.0]))[0, [0, 3]].tolist()
    [3.2, 2.0]
    """
    result = np.zeros((rows.shape[0], 1 + len(LEVELS)))
    _bands(rows, np.asarray(tops, dtype=np.float64), np.array(LEVELS), result)
    return result


@njit(cache=True, parallel=True, error_model="numpy")
def _cumulative(events, weeks, result):  # type: ignore[no-untyped-def]
    people = events.shape[1]
    for number in prange(events.shape[0]):
        counts = np.zeros(weeks + 1, np.int64)
        for person in range(people):
            week = events[number, person]
            if week <= weeks:
                counts[int(week)] += 1
        so_far = 0
        for week in range(weeks + 1):
            so_far += counts[week]
            result[number, week] = so_far / people


def cumulative(events: NDArray[np.float32], weeks: int) -> NDArray[np.float64]:
    """Share of people to whom each event has happened by each week.

    Parameters
    ----------
    events : ndarray of float32, shape (events, people)
        Week of each event.
    weeks : int
        Last week.

    Returns
    -------
    ndarray, shape (events, weeks + 1)
        Never falls from week to week.
    """
    result = np.zeros((events.shape[0], weeks + 1))
    _cumulative(events, weeks, result)
    return result
