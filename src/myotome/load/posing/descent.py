"""The search for the posture of least effort and energy: quasi-Newton steps in the metric of stiffness and dual.

The first metric is the stiffness of joints and springs with what the dual says of the effort, so that soft and stiff
joints, a hundred to one, are searched alike; it learns from the slopes, and is made anew where much was gained.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.posing.effort import Energy

__all__ = ["descend"]

_ARMIJO: Final = 1e-4
_ROUNDS: Final = 60
_HALVINGS: Final = 12
_SHORTER: Final = 0.4
_LONGEST_RAD: Final = float(np.deg2rad(6.0))
_MUCH: Final = 0.9
_Numbers = NDArray[np.float64]


def descend(energy: Energy, tolerance_j: float) -> _Numbers:
    """How far from the posture given is the one of least energy?

    Parameters
    ----------
    energy : Energy
    tolerance_j : float
        Joules that a further step may still promise.

    Returns
    -------
    ndarray, shape (free,)
        Radians.
    """
    moved = np.zeros(len(energy.springs.dofs))
    value, slope = energy.at(moved)
    step: _Numbers
    metric, measured, fresh = energy.stiffness(), value, True
    for _ in range(_ROUNDS):
        step = np.asarray(-np.linalg.solve(metric, slope), dtype=np.float64)
        promised = -float(slope @ step)
        if promised < 2.0 * tolerance_j:
            break
        shrunk = min(1.0, _LONGEST_RAD / float(np.abs(step).max()))
        found = _walked(energy, moved, (value, shrunk * step, shrunk * promised))
        if found is None:
            if fresh:
                break
            value, slope = energy.at(moved)
            metric, fresh = energy.stiffness(), True
            continue
        walked, reached, ahead = found
        # Where much was gained, other muscles work and other tissue is taut: what was learned there misleads here.
        fresh = reached < _MUCH * measured
        metric = energy.stiffness() if fresh else _renewed(metric, walked, ahead - slope)
        measured = reached if fresh else measured
        moved, value, slope = moved + walked, reached, ahead
    return moved


def _walked(
    energy: Energy, moved: _Numbers, way: tuple[float, _Numbers, float]
) -> tuple[_Numbers, float, _Numbers] | None:
    """As much of the step as loses energy, with the energy and the slope there; None where none does."""
    value, step, promised = way
    length = 1.0
    for _ in range(_HALVINGS):
        reached, slope = energy.at(moved + length * step)
        if reached <= value - _ARMIJO * length * promised:
            return length * step, reached, slope
        length *= _SHORTER
    return None


def _renewed(metric: _Numbers, step: _Numbers, change: _Numbers) -> _Numbers:
    """The metric that also knows how the slope changed over the last step; damped, so that it stays positive."""
    took = metric @ step
    bent, along = float(step @ took), float(step @ change)
    share = 1.0 if along >= 0.2 * bent else 0.8 * bent / (bent - along)
    new = share * change + (1.0 - share) * took
    along = share * along + (1.0 - share) * bent
    if along <= 0.0 or bent <= 0.0:
        return metric
    return np.asarray(metric + np.outer(new, new) / along - np.outer(took, took) / bent)
