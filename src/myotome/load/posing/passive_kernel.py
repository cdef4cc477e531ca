"""Compiled passive joints: moment, stiffness and energy of all joints in one posture, as `PassiveJoints` has them."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["passive"]

_LOG_2 = np.log(2.0)
_ZERO = np.pi**2 / 12.0


@njit(cache=True)
def _softplus(x):  # type: ignore[no-untyped-def]
    return x + np.log1p(np.exp(-x)) if x > 0.0 else np.log1p(np.exp(x))


@njit(cache=True)
def _area(x):  # type: ignore[no-untyped-def]
    """Integral of the softplus from minus infinity: minus the dilogarithm of -exp(x), by its Bernoulli series."""
    u = -np.log1p(np.exp(-abs(x)))
    u2 = u * u
    series = u - u2 / 4.0 + u * u2 / 36.0 * (1.0 - u2 / 100.0 * (1.0 - u2 / 58.8 * (1.0 - u2 / 51.428571428571)))
    return 2.0 * _ZERO + 0.5 * x * x + series if x > 0.0 else -series


@njit(cache=True)
def _wall(past, start, width, rise):  # type: ignore[no-untyped-def]
    """Moment, stiffness and energy of one side, this far to it: Nm, Nm per unit of angle, and their product."""
    x, x0 = (past - start) / width, -start / width
    moment = rise * width * (_softplus(x) - _softplus(x0))
    stiffness = rise * 0.5 * (1.0 + np.tanh(0.5 * x))
    energy = rise * width * (width * (_area(x) - _area(x0)) - past * _softplus(x0))
    return moment, stiffness, energy


@njit(cache=True)
def passive(angles, joints, moment, stiffness):  # type: ignore[no-untyped-def]
    """What the joints resist with; angles in the unit of the curves, which are in Nm per that unit.

    Parameters
    ----------
    angles : ndarray, shape (dof,)
    joints : tuple of ndarray
        Mean and half the difference of the stiffness near neutral, start, width and rise below and above, each of shape
        (dof,), and the width of the change.
    moment, stiffness : ndarray, shape (dof,)
        Written: moment on the part above, and how much it falls per unit of angle.

    Returns
    -------
    float
        Energy stored.
    """
    mean, half, start_low, width_low, rise_low, start_high, width_high, rise_high, change = joints
    total = 0.0
    for d in range(angles.shape[0]):
        q = angles[d]
        x = abs(q) / change
        log_cosh = x - _LOG_2 + np.log1p(np.exp(-2.0 * x))
        area = 0.5 * x * x - _LOG_2 * x + 0.5 * (_ZERO - _area(-2.0 * x))
        up_m, up_k, up_e = _wall(q, start_high[d], width_high[d], rise_high[d])
        low_m, low_k, low_e = _wall(-q, start_low[d], width_low[d], rise_low[d])
        moment[d] = -(mean[d] * q + half[d] * change * log_cosh + up_m - low_m)
        stiffness[d] = mean[d] + half[d] * np.tanh(q / change) + up_k + low_k
        signed = area if q > 0.0 else -area
        total += 0.5 * mean[d] * q * q + half[d] * change * change * signed + up_e + low_e
    return total
