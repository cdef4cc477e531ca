"""Motion that can be differentiated: a Butterworth filter run forward and backward, and its first two derivatives."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["derivatives", "low_passed"]

_Numbers = NDArray[np.float64]
#: A filter of second order that is run both ways must have its corner so much higher to keep the frequency asked for.
_BOTH_WAYS: Final = (2.0**0.5 - 1.0) ** 0.25
_PADDED_PERIODS: Final = 2.0
_REACH: Final = 2


def low_passed(values: _Numbers, step_s: float, cutoff_hz: float) -> _Numbers:
    """Smooth every column, without delay.

    Parameters
    ----------
    values : ndarray, shape (frames, columns)
    step_s : float
        From frame to frame.
    cutoff_hz : float
        Frequency of which half the power passes; below half the rate.

    Returns
    -------
    ndarray
        Of the same shape; lines and constants stay as they are.

    Examples
    --------
    >>> line = np.linspace(0.0, 1.0, 50)[:, None]
    >>> bool(np.allclose(low_passed(line, 0.01, 6.0), line))
    True
    """
    padding = min(len(values) - 1, int(_PADDED_PERIODS / (cutoff_hz * step_s)))
    line = values[0] + np.linspace(0.0, 1.0, len(values))[:, None] * (values[-1] - values[0])
    padded = _extended(values - line, padding)
    for _ in range(2):
        padded = _once(padded, step_s, cutoff_hz)[::-1]
    return np.asarray(line + padded[padding : padding + len(values)])


def _extended(values: _Numbers, count: int) -> _Numbers:
    """Frames before and after, as if the movement were mirrored at its ends in time and place."""
    return np.pad(values, ((count, count), (0, 0)), mode="reflect", reflect_type="odd") if count else values


def _once(values: _Numbers, step_s: float, cutoff_hz: float) -> _Numbers:
    """Second order, from a start at rest."""
    corner = np.tan(np.pi * cutoff_hz * step_s) / _BOTH_WAYS
    scale = 1.0 + np.sqrt(2.0) * corner + corner**2
    gain = corner**2 / scale
    back_1, back_2 = 2.0 * (corner**2 - 1.0) / scale, (1.0 - np.sqrt(2.0) * corner + corner**2) / scale
    start = values[0]
    out, x_1, x_2, y_1, y_2 = np.empty_like(values), start, start, start, start
    for frame, x in enumerate(values):
        y = gain * (x + 2.0 * x_1 + x_2) - back_1 * y_1 - back_2 * y_2
        out[frame] = y
        x_1, x_2, y_1, y_2 = x, x_1, y, y_1
    return out


def derivatives(values: _Numbers, step_s: float) -> tuple[_Numbers, _Numbers]:
    """First and second derivative in time of every column, exact for polynomials of fourth degree away from the ends.

    Parameters
    ----------
    values : ndarray, shape (frames, columns)
        At least three frames.
    step_s : float

    Returns
    -------
    tuple of ndarray
        Per second, and per second squared.

    Examples
    --------
    >>> time = np.arange(9.0)[:, None]
    >>> speed, rate = derivatives(time**2, 1.0)
    >>> float(speed[4, 0]), float(rate[4, 0])
    (8.0, 2.0)
    """
    x = _extended(values, _REACH)
    before_2, before_1, here, after_1, after_2 = (x[start : start + len(values)] for start in range(5))
    first = (before_2 - 8.0 * before_1 + 8.0 * after_1 - after_2) / (12.0 * step_s)
    second = (-before_2 + 16.0 * before_1 - 30.0 * here + 16.0 * after_1 - after_2) / (12.0 * step_s**2)
    return first, second
