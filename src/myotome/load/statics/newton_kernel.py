"""Compiled kernels of the muscle equilibrium: a semi-smooth Newton method on the dual, one frame to a thread.

The problem of one frame, with volumes V, torques A at full activation and demand b, is

    minimise  sum V c(a)   subject to  A a = b,  lower <= a <= upper,     c(a) = a^2  or  a^3 + e a^2.

For a dual y every activation is known in closed form from its gain g = (A^T y) / V, and the dual is concave with the
gradient b - A a(y). Its Hessian is A D A^T with the slopes D of the activations that lie strictly between their bounds.
The small quadratic part e keeps that slope finite where a cubic activation reaches zero.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["balance"]

_TOLERANCE = 1e-10
_ROUGH = 1e-5
_STEPS = 80
_SLOPE = 1e-4
_SHORTEST = 1e-9
_FLAT = 1e-9
_NO_ROW = 1e-12


@njit(cache=True, fastmath=True)
def _activations(gain, lower, upper, cubic, e, activation, slope):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Activations of least cost for these gains, and how fast each grows with its gain; 0 at a bound."""
    for i in range(gain.shape[0]):
        g = gain[i]
        if cubic:
            root = np.sqrt(e * e + 3.0 * max(g, 0.0))
            a = 3.0 * max(g, 0.0) / (3.0 * (root + e)) if root + e > 0.0 else 0.0
            d = 0.5 / root if g > 0.0 and root > 0.0 else 0.0
        else:
            a, d = 0.5 * g, 0.5
        if a <= lower[i]:
            a, d = lower[i], 0.0
        elif a >= upper[i]:
            a, d = upper[i], 0.0
        activation[i], slope[i] = a, d


@njit(cache=True, fastmath=True)
def _dual(gain, volume, activation, cubic, e):  # type: ignore[no-untyped-def]
    """Sum of the least Lagrangians of the activations."""
    total = 0.0
    for i in range(gain.shape[0]):
        a = activation[i]
        cost = a * a * a + e * a * a if cubic else a * a
        total += volume[i] * (cost - gain[i] * a)
    return total


@njit(cache=True, fastmath=True)
def _gains(torque, dual, volume, out):  # type: ignore[no-untyped-def]
    """Gain of every activation: torque transposed times the dual, over the volume."""
    out[:] = 0.0
    for d in range(torque.shape[0]):
        y = dual[d]
        for i in range(out.shape[0]):
            out[i] += torque[d, i] * y
    for i in range(out.shape[0]):
        out[i] /= volume[i]


@njit(cache=True, fastmath=True)
def _gradient(torque, activation, demand, out):  # type: ignore[no-untyped-def]
    """Demand that is not met."""
    for d in range(torque.shape[0]):
        made = 0.0
        for i in range(activation.shape[0]):
            made += torque[d, i] * activation[i]
        out[d] = demand[d] - made


@njit(cache=True, fastmath=True)
def _hessian(torque, slope, volume, ridge, scaled, hessian):  # type: ignore[no-untyped-def]
    """Lower half of A D A^T, of the free activations alone; `ridge` is added to the diagonal."""
    dofs, free = torque.shape[0], 0
    for i in range(slope.shape[0]):
        if slope[i] > 0.0:
            weight = np.sqrt(slope[i] / volume[i])
            for d in range(dofs):
                scaled[d, free] = torque[d, i] * weight
            free += 1
    for row in range(dofs):
        for column in range(row + 1):
            total = 0.0
            for k in range(free):
                total += scaled[row, k] * scaled[column, k]
            hessian[row, column] = total
        hessian[row, row] += ridge[row]


@njit(cache=True, fastmath=True)
def _solve_in_place(hessian, vector):  # type: ignore[no-untyped-def]
    """Cholesky solution; a direction without any curvature is left out."""
    dofs, largest = vector.shape[0], 0.0
    for row in range(dofs):
        largest = max(largest, hessian[row, row])
    for row in range(dofs):
        for column in range(row + 1):
            total = hessian[row, column]
            for k in range(column):
                total -= hessian[row, k] * hessian[column, k]
            if row == column:
                hessian[row, row] = np.sqrt(total) if total > 1e-14 * largest else 1e150
            else:
                hessian[row, column] = total / hessian[column, column]
    for row in range(dofs):
        total = vector[row]
        for k in range(row):
            total -= hessian[row, k] * vector[k]
        vector[row] = total / hessian[row, row]
    for row in range(dofs - 1, -1, -1):
        total = vector[row]
        for k in range(row + 1, dofs):
            total -= hessian[k, row] * vector[k]
        vector[row] = total / hessian[row, row]


@njit(cache=True, fastmath=True)
def _missing(torque, activation, demand, soft, dual, step, length):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Largest part of the demand not met: near the top the dual is too flat for its value to tell good steps."""
    worst = 0.0
    for d in range(torque.shape[0]):
        made = 0.0
        for i in range(activation.shape[0]):
            made += torque[d, i] * activation[i]
        worst = max(worst, abs(demand[d] - made - soft[d] * (dual[d] + length * step[d])))
    return worst


@njit(cache=True)
def _whole_dual(gain, volume, activation, cubic, e, demand, soft, dual, step, length):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """The dual after a step of this length: what Newton's method climbs."""
    total = _dual(gain, volume, activation, cubic, e)
    for d in range(demand.shape[0]):
        y = dual[d] + length * step[d]
        total += y * demand[d] - 0.5 * soft[d] * y * y
    return total


@njit(cache=True)
def _search(problem, cubic, e, soft, dual, step, state, rise, worst):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Length of the step that climbs enough, halved from 1; the gains there replace those of `state`. 0: none does."""
    torque, demand, volume, lower, upper = problem
    gain, turn, trial, activation, slope = state
    value = _whole_dual(gain, volume, activation, cubic, e, demand, soft, dual, step, 0.0)
    length = 1.0
    while length > _SHORTEST:
        for i in range(gain.shape[0]):
            trial[i] = gain[i] + length * turn[i]
        _activations(trial, lower, upper, cubic, e, activation, slope)
        if rise > _FLAT * abs(value):
            reached = _whole_dual(trial, volume, activation, cubic, e, demand, soft, dual, step, length)
            climbs = reached >= value + _SLOPE * length * rise
        else:
            missing = _missing(torque, activation, demand, soft, dual, step, length)
            climbs = missing <= (1.0 - _SLOPE * length) * worst
        if climbs:
            gain[:] = trial
            return length
        length *= 0.5
    return 0.0


@njit(cache=True)
def _newton(problem, cubic, e, soft, tolerance, dual, activation):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Climb the dual from where it stands; `soft` gives way to the demand, as a spring. Returns steps and success."""
    torque, demand, volume, lower, upper = problem
    dofs, muscles = torque.shape
    gain, turn, trial, slope = np.empty(muscles), np.empty(muscles), np.empty(muscles), np.empty(muscles)
    gradient, step = np.empty(dofs), np.empty(dofs)
    scaled, hessian = np.empty((dofs, muscles)), np.empty((dofs, dofs))
    size = max(1.0, np.abs(demand).max())
    _gains(torque, dual, volume, gain)
    _activations(gain, lower, upper, cubic, e, activation, slope)
    for number in range(_STEPS):
        _gradient(torque, activation, demand, gradient)
        gradient -= soft * dual
        worst = np.abs(gradient).max()
        if worst <= tolerance * size:
            return number, True
        _hessian(torque, slope, volume, soft, scaled, hessian)
        step[:] = gradient
        _solve_in_place(hessian, step)
        rise = (gradient * step).sum()
        if not np.isfinite(rise) or rise <= 0.0:
            return number, False
        _gains(torque, step, volume, turn)
        state = (gain, turn, trial, activation, slope)
        length = _search(problem, cubic, e, soft, dual, step, state, rise, worst)
        if length == 0.0:
            return number, False
        dual += length * step
    return _STEPS, False


@njit(cache=True)
def _start(torque, demand, volume, dual):  # type: ignore[no-untyped-def]
    """Dual of the quadratic problem without bounds."""
    dofs, muscles = torque.shape
    hessian, scaled, ridge = np.empty((dofs, dofs)), np.empty((dofs, muscles)), np.zeros(dofs)
    _hessian(torque, np.full(muscles, 0.5), volume, ridge, scaled, hessian)
    dual[:] = demand
    _solve_in_place(hessian, dual)


@njit(cache=True)
def _climb(problem, cubic, ladder, soft, dual, activation):  # type: ignore[no-untyped-def]
    """From the quadratic problem without bounds up a ladder of e; only the last rung needs to be exact."""
    torque, demand, volume, _, _ = problem
    _start(torque, demand, volume, dual)
    steps, done = 0, False
    for rung in range(ladder.shape[0]):
        tolerance = _TOLERANCE if rung == ladder.shape[0] - 1 else _ROUGH
        more, done = _newton(problem, cubic, ladder[rung], soft, tolerance, dual, activation)
        steps += more
    return steps, done


@njit(cache=True)
def _one(torque, demand, volume, lower, upper, cubic, ladders, springs, dual, activation):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame: rows made alike, each ladder tried in turn; where all fail, springs that give way ever less."""
    dofs, muscles = torque.shape
    scale, rows, wanted = np.ones(dofs), np.empty((dofs, muscles)), np.empty(dofs)
    for d in range(dofs):
        norm = np.sqrt((torque[d] * torque[d]).sum())
        scale[d] = 1.0 / norm if norm > _NO_ROW else 0.0
        rows[d] = torque[d] * scale[d]
        wanted[d] = demand[d] * scale[d]
    problem = (rows, wanted, volume, lower, upper)
    soft, steps, done = np.zeros(dofs), 0, False
    for number in range(ladders.shape[0]):
        if not done:
            more, done = _climb(problem, cubic, ladders[number], soft, dual, activation)
            steps += more
    if not done:
        dual[:] = 0.0
        for number in range(springs.shape[0]):
            soft[:] = springs[number] * scale * scale
            more, _ = _newton(problem, cubic, ladders[0, -1], soft, _TOLERANCE, dual, activation)
            steps += more
    dual *= scale
    return steps


@njit(cache=True, parallel=True)
def balance(torque, demand, volume, lower, upper, cubic, ladders, springs):  # type: ignore[no-untyped-def]  # noqa: PLR0913
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

    Returns
    -------
    activation : ndarray, shape (frames, muscles)
    dual : ndarray, shape (frames, dof)
    steps : ndarray of int, shape (frames,)
    """
    frames, dofs, muscles = torque.shape
    activation, dual = np.empty((frames, muscles)), np.empty((frames, dofs))
    steps = np.empty(frames, dtype=np.int64)
    for frame in prange(frames):
        steps[frame] = _one(
            torque[frame],
            demand[frame],
            volume,
            lower[frame],
            upper[frame],
            cubic,
            ladders,
            springs,
            dual[frame],
            activation[frame],
        )
    return activation, dual, steps
