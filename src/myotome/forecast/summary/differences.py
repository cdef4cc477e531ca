"""What one arm changes against another, future by future with common random numbers, compiled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.forecast.course import Course
from myotome.forecast.forecast_result import Difference
from myotome.forecast.kernel.state import EVENTS, RECORDED

__all__ = ["differences"]


_Z = 1.959964
_SUM, _SQUARE, _LESS = 0, 1, 2
_ZERO, _ONE = np.float32(0.0), np.float32(1.0)


@njit(cache=True, parallel=True, error_model="numpy")
def _sums(ours, theirs, limits, chosen, result):  # type: ignore[no-untyped-def]
    """Sums of the differences of each row, their squares and how many are below 0, by parameter set.

    A row with a limit of 0 or more holds weeks of an event: it counts whether that has happened by then.
    """
    people = ours.shape[1]
    for row in prange(ours.shape[0]):
        limit = limits[row]
        for person in range(people):
            a, b = ours[row, person], theirs[row, person]
            if limit >= 0.0:
                a, b = _ONE if a <= limit else _ZERO, _ONE if b <= limit else _ZERO
            apart = np.float64(a) - np.float64(b)
            place = chosen[person]
            result[row, place, _SUM] += apart
            result[row, place, _SQUARE] += apart * apart
            result[row, place, _LESS] += 1.0 if apart < 0.0 else 0.0


def differences(
    course: Course, reference: Course, weeks: Sequence[int], compared: Sequence[str], sets: int
) -> list[Difference]:
    """Compare an arm with another, person by person.

    Parameters
    ----------
    course, reference : Course
        Two arms of the same people with common random numbers.
    weeks : sequence of int
        Recorded weeks.
    compared : sequence of str
        Names of variables; every event is compared as well.
    sets : int
        How many parameter sets there are.

    Returns
    -------
    list of Difference
        Week by week, variables before events.
    """
    asked = [(week, name) for week in weeks for name in (*compared, *EVENTS)]
    limits = np.array([-1.0 if name in RECORDED else float(week) for week, name in asked])
    chosen = np.asarray(course.trait("parameter_set"), dtype=np.intp)
    result = np.zeros((len(asked), sets, 3))
    _sums(_rows(course, asked), _rows(reference, asked), limits, chosen, result)
    count = np.bincount(chosen, minlength=sets)
    means, less = result[:, :, _SUM].sum(axis=1) / len(chosen), result[:, :, _LESS].sum(axis=1) / len(chosen)
    spread = _Z * _spread_of_means(result, count)
    names = course.arm.name, reference.arm.name
    return [
        Difference(*names, name, week, float(mean), float(mean - wide), float(mean + wide), float(share))
        for (week, name), mean, wide, share in zip(asked, means, spread, less, strict=True)
    ]


def _rows(course: Course, asked: Sequence[tuple[int, str]]) -> NDArray[np.float32]:
    return np.stack([course.variable(name, week) if name in RECORDED else course.event(name) for week, name in asked])


def _spread_of_means(sums: Floats, count: NDArray[np.intp]) -> Floats:
    """Deviation of each mean between parameter sets, less what chance in so few futures adds to it.

    What chance leaves in the mean over all futures stays: sets that happen to agree do not make it exact.
    """
    some = count > 1
    if some.sum() < 2:
        return np.zeros(len(sums))
    n = count[some]
    mean, square = sums[:, some, _SUM] / n, sums[:, some, _SQUARE] / n
    within = ((square - mean**2) / (n - 1)).mean(axis=1)
    apart = np.maximum(mean.var(axis=1, ddof=1) - within, 0.0)
    return np.asarray(np.sqrt(apart + within / some.sum()))
