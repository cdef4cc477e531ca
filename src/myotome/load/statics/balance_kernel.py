"""Compiled muscle equilibrium of many frames: each brought to its smallest form, solved, and written back.

Rows that no muscle moves are left out. Where right and left are alike (torques of the second half of the muscles the
mirror image of the first, nothing asked to a side), the first half, twice as strong and as large, is solved alone. Of
frames that follow one another, each starts from the one before, in blocks, so that the result does not depend on the
number of threads.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.load.statics.newton_kernel import TOLERANCE, climb, newton, out_of_reach

__all__ = ["balance"]

_BLOCK = 8
#: Spring from which on those that give way ever less are tried, where a demand like this is known not to be met.
_LATER = 3
_NO_ROW = 1e-12
_ALIKE = 1e-12


@njit(cache=True)
def _rows_of(torque, demand, scale):  # type: ignore[no-untyped-def]
    """One over the size of each row, 0 where no muscle moves it; whether each is alike on both sides, or opposite.

    Returns whether every row is one or the other, with nothing asked of those that are opposite.
    """
    dofs, muscles = torque.shape
    half = muscles // 2
    sides, paired = np.zeros(dofs, dtype=np.int64), muscles == 2 * half
    largest = np.abs(demand).max()
    for d in range(dofs):
        norm = np.sqrt((torque[d] * torque[d]).sum())
        scale[d] = 1.0 / norm if norm > _NO_ROW else 0.0
        if not paired or scale[d] == 0.0:
            continue
        same, opposite = 0.0, 0.0
        for i in range(half):
            same = max(same, abs(torque[d, i] - torque[d, i + half]))
            opposite = max(opposite, abs(torque[d, i] + torque[d, i + half]))
        if same <= _ALIKE * norm:
            sides[d] = 1
        elif opposite <= _ALIKE * norm and abs(demand[d]) <= _ALIKE * largest:
            sides[d] = -1
        else:
            paired = False
    return sides, paired


@njit(cache=True)
def _pairs(volume, lower, upper):  # type: ignore[no-untyped-def]
    half = volume.shape[0] // 2
    for i in range(half):
        j = i + half
        if volume[i] != volume[j] or lower[i] != lower[j] or upper[i] != upper[j]:
            return False
    return True


@njit(cache=True)
def _smallest(torque, demand, volume, bounds, scale):  # type: ignore[no-untyped-def]
    """The problem in its smallest form, rows alike in size, and which rows it keeps."""
    lower, upper = bounds
    sides, paired = _rows_of(torque, demand, scale)
    paired = paired and _pairs(volume, lower, upper)
    muscles, times = torque.shape[1], 1.0
    if paired:
        muscles, times = muscles // 2, 2.0
    kept = np.flatnonzero((scale > 0.0) & (sides >= 0)) if paired else np.flatnonzero(scale > 0.0)
    rows, wanted = np.empty((muscles, kept.shape[0])), np.empty(kept.shape[0])
    span = np.empty((muscles, 2), dtype=np.int64)
    for k in range(kept.shape[0]):
        wanted[k] = demand[kept[k]] * scale[kept[k]]
        for i in range(muscles):
            rows[i, k] = times * torque[kept[k], i] * scale[kept[k]]
    for i in range(muscles):
        low, high = 0, kept.shape[0]
        while low < high and rows[i, low] == 0.0:
            low += 1
        while high > low and rows[i, high - 1] == 0.0:
            high -= 1
        span[i, 0], span[i, 1] = low, high
    return (rows, span, wanted, times * volume[:muscles], lower[:muscles], upper[:muscles]), kept


@njit(cache=True)
def _given_way(problem, cubic, e, springs, yields, dual, activation):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """What comes nearest to a demand that cannot be met: springs that give way ever less."""
    steps, done, slope = 0, False, np.empty(activation.shape[0])
    for number in range(springs.shape[0]):
        more, done = newton(problem, cubic, e, springs[number] * yields, 0.0, TOLERANCE, dual, activation, slope)
        steps += more
    return steps, done


@njit(cache=True)
def _solved(problem, cubic, ladders, springs, yields, begun, dual, activation):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Each ladder tried in turn, until one leads up or it is proven that none can."""
    still, slope = np.zeros(dual.shape[0]), np.empty(activation.shape[0])
    steps, done, e = 0, False, ladders[0, -1]
    if begun and out_of_reach(problem, dual):
        # Of a demand like this, that could not be met either: the stiffest springs are too steep to begin with.
        dual *= springs[-1] / springs[_LATER]
        steps, done = _given_way(problem, cubic, e, springs[_LATER:], yields, dual, activation)
        if done:
            return steps
    elif begun:
        steps, done = newton(problem, cubic, e, still, 0.0, TOLERANCE, dual, activation, slope)
    for number in range(ladders.shape[0]):
        if done or (steps > 0 and out_of_reach(problem, dual)):
            break
        more, done = climb(problem, cubic, ladders[number], still, 0.0, dual, activation, slope)
        steps += more
    if not done:
        dual[:] = 0.0
        more, _ = _given_way(problem, cubic, e, springs, yields, dual, activation)
        steps += more
    return steps


@njit(cache=True)
def _one(torque, demand, volume, bounds, cubic, ladders, springs, begun, dual, activation):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame: brought to its smallest form, solved, and written back."""
    muscles, scale = torque.shape[1], np.zeros(torque.shape[0])
    problem, kept = _smallest(torque, demand, volume, bounds, scale)
    found, active = np.zeros(kept.shape[0]), np.empty(problem[3].shape[0])
    if begun:
        for k in range(kept.shape[0]):
            found[k] = dual[kept[k]] / scale[kept[k]]
    steps = _solved(problem, cubic, ladders, springs, scale[kept] ** 2, begun, found, active)
    dual[:] = 0.0
    for k in range(kept.shape[0]):
        dual[kept[k]] = found[k] * scale[kept[k]]
    for i in range(muscles):
        activation[i] = active[i % active.shape[0]]
    return steps


@njit(cache=True, parallel=True)
def balance(torque, demand, volume, lower, upper, cubic, ladders, springs, begun, follow, dual):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Activations of least cost that make the demand, frame by frame.

    Parameters
    ----------
    torque : ndarray, shape (frames, dof, muscles)
    demand : ndarray, shape (frames, dof)
    volume : ndarray, shape (muscles,)
        Mean 1.
    lower, upper : ndarray, shape (frames, muscles)
    cubic : bool
        Whether the cost is a^3 + e a^2 instead of a^2.
    ladders : ndarray, shape (tries, rungs)
        Values of e, each the start of the next; a try is made only where those before it failed.
    springs : ndarray
        How much the demand gives way where it cannot be met, each the start of the next.
    begun : bool
        Whether `dual` is one to start from, of problems like these.
    follow : bool
        Whether frames follow one another, so that each starts from the one before.
    dual : ndarray, shape (frames, dof)
        Overwritten.

    Returns
    -------
    activation : ndarray, shape (frames, muscles)
    dual : ndarray, shape (frames, dof)
    steps : ndarray of int, shape (frames,)
    """
    frames, _, muscles = torque.shape
    activation, steps = np.empty((frames, muscles)), np.empty(frames, dtype=np.int64)
    block = _BLOCK if follow else 1
    for number in prange((frames + block - 1) // block):
        for frame in range(number * block, min(frames, (number + 1) * block)):
            later = frame > number * block
            if later:
                dual[frame] = dual[frame - 1]
            steps[frame] = _one(
                torque[frame],
                demand[frame],
                volume,
                (lower[frame], upper[frame]),
                cubic,
                ladders,
                springs,
                later or begun,
                dual[frame],
                activation[frame],
            )
    return activation, dual, steps
