"""Compiled kernels of the muscle equilibrium: a semi-smooth Newton method on the dual.

The problem of one frame, with volumes V, torques A at full activation and demand b, is

    minimise  sum V c(a)   subject to  A a = b,  lower <= a <= upper,     c(a) = a^2  or  a^3 + e a^2.

For a dual y every activation is known in closed form from its gain g = (A^T y) / V, and the dual is concave with the
gradient b - A a(y). Its Hessian is A D A^T with the slopes D of the activations that lie strictly between their bounds.
The small quadratic part e keeps that slope finite where a cubic activation reaches zero.
"""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["TOLERANCE", "climb", "curvature", "newton", "out_of_reach", "solve_in_place", "whole_dual"]

TOLERANCE = 1e-10
_ROUGH = 1e-5
_STEPS = 80
_SLOPE = 1e-4
_SHORTEST = 1e-9
_FLAT = 1e-9
_CERTAIN = 1e-6
#: Where a curvature that jumps at a bound leads nowhere, it is damped: from this share of its largest entry on.
_DAMPING, _MORE_DAMPING, _DAMPED = 1e-4, 10.0, 10


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
def _gains(rows, span, dual, volume, out):  # type: ignore[no-untyped-def]
    """Gain of every activation: its moments times the dual, over the volume; only the joints that it crosses count."""
    for i in range(out.shape[0]):
        total = 0.0
        for d in range(span[i, 0], span[i, 1]):
            total += rows[i, d] * dual[d]
        out[i] = total / volume[i]


@njit(cache=True, fastmath=True)
def _gradient(rows, span, activation, demand, out):  # type: ignore[no-untyped-def]
    """Demand that is not met."""
    out[:] = demand
    for i in range(activation.shape[0]):
        a = activation[i]
        if a != 0.0:
            for d in range(span[i, 0], span[i, 1]):
                out[d] -= rows[i, d] * a


@njit(cache=True, fastmath=True)
def curvature(rows, span, slope, volume, hessian):  # type: ignore[no-untyped-def]
    """Lower half of A D A^T, of the free activations alone."""
    hessian[:] = 0.0
    for i in range(slope.shape[0]):
        if slope[i] > 0.0:
            weight = slope[i] / volume[i]
            first = span[i, 0]
            for row in range(first, span[i, 1]):
                t = weight * rows[i, row]
                for column in range(first, row + 1):
                    hessian[row, column] += t * rows[i, column]


@njit(cache=True)
def _given(soft, limit, dual):  # type: ignore[no-untyped-def]
    """How much of a demand gives way to its dual: nothing up to a limit, from there on as a spring."""
    past = abs(dual) - limit
    if past <= 0.0 or soft == 0.0:
        return 0.0
    return soft * past if dual > 0.0 else -soft * past


@njit(cache=True)
def _paid(soft, limit, dual):  # type: ignore[no-untyped-def]
    """What giving way takes off the dual."""
    past = abs(dual) - limit
    return 0.5 * soft * past * past if past > 0.0 else 0.0


@njit(cache=True, fastmath=True)
def solve_in_place(hessian, vector):  # type: ignore[no-untyped-def]
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


@njit(cache=True)
def _missing(problem, activation, soft, limit, dual, step, length, out):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Largest part of the demand not met: near the top the dual is too flat for its value to tell good steps."""
    rows, span, demand, _, _, _ = problem
    _gradient(rows, span, activation, demand, out)
    worst = 0.0
    for d in range(out.shape[0]):
        worst = max(worst, abs(out[d] - _given(soft[d], limit, dual[d] + length * step[d])))
    return worst


@njit(cache=True)
def whole_dual(problem, gain, activation, cubic, e, soft, limit, dual, step, length):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """The dual after a step of this length: what Newton's method climbs."""
    _, _, demand, volume, _, _ = problem
    total = _dual(gain, volume, activation, cubic, e)
    for d in range(demand.shape[0]):
        y = dual[d] + length * step[d]
        total += y * demand[d] - _paid(soft[d], limit, y)
    return total


@njit(cache=True)
def _search(problem, cubic, e, soft, limit, dual, step, state, rise, worst, spare):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Length of the step that climbs enough, halved from 1; the gains there replace those of `state`. 0: none does."""
    lower, upper = problem[4], problem[5]
    gain, turn, trial, activation, slope = state
    value = whole_dual(problem, gain, activation, cubic, e, soft, limit, dual, step, 0.0)
    length = 1.0
    while length > _SHORTEST:
        for i in range(gain.shape[0]):
            trial[i] = gain[i] + length * turn[i]
        _activations(trial, lower, upper, cubic, e, activation, slope)
        if rise > _FLAT * abs(value):
            reached = whole_dual(problem, trial, activation, cubic, e, soft, limit, dual, step, length)
            climbs = reached >= value + _SLOPE * length * rise
        else:
            missing = _missing(problem, activation, soft, limit, dual, step, length, spare)
            climbs = missing <= (1.0 - _SLOPE * length) * worst
        if climbs:
            gain[:] = trial
            return length
        length *= 0.5
    return 0.0


@njit(cache=True)
def _steeper(hessian, soft, limit, dual, damping):  # type: ignore[no-untyped-def]
    """Add the springs and the damping to the curvature; return the damping of the next try."""
    largest = 0.0
    for d in range(dual.shape[0]):
        if abs(dual[d]) >= limit:
            hessian[d, d] += soft[d]
        largest = max(largest, hessian[d, d])
    for d in range(dual.shape[0]):
        hessian[d, d] += damping * (hessian[d, d] + _DAMPING * largest)
    return max(_DAMPING, _MORE_DAMPING * damping)


@njit(cache=True)
def newton(problem, cubic, e, soft, limit, tolerance, dual, activation, slope):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Climb the dual from where it stands; `soft` gives way beyond `limit`, as a spring. Returns steps and success."""
    rows, span, demand, volume, lower, upper = problem
    muscles, dofs = rows.shape
    gain, turn, trial = np.empty(muscles), np.empty(muscles), np.empty(muscles)
    gradient, step, spare = np.empty(dofs), np.empty(dofs), np.empty(dofs)
    hessian = np.empty((dofs, dofs))
    size, gives_way = max(1.0, np.abs(demand).max()), soft.max() > 0.0
    _gains(rows, span, dual, volume, gain)
    _activations(gain, lower, upper, cubic, e, activation, slope)
    for number in range(_STEPS):
        _gradient(rows, span, activation, demand, gradient)
        for d in range(dofs):
            gradient[d] -= _given(soft[d], limit, dual[d])
        worst = np.abs(gradient).max()
        if worst <= tolerance * size:
            return number, True
        length, damping = 0.0, 0.0
        for _ in range(_DAMPED):
            _activations(gain, lower, upper, cubic, e, activation, slope)
            curvature(rows, span, slope, volume, hessian)
            damping = _steeper(hessian, soft, limit, dual, damping)
            step[:] = gradient
            solve_in_place(hessian, step)
            rise = (gradient * step).sum()
            if np.isfinite(rise) and rise > 0.0:
                _gains(rows, span, step, volume, turn)
                state = (gain, turn, trial, activation, slope)
                length = _search(problem, cubic, e, soft, limit, dual, step, state, rise, worst, spare)
            if length > 0.0 or not gives_way:
                break
        if length == 0.0:
            return number, False
        dual += length * step
    return _STEPS, False


@njit(cache=True)
def start(rows, span, demand, volume, dual):  # type: ignore[no-untyped-def]
    """Dual of the quadratic problem without bounds."""
    muscles, dofs = rows.shape
    hessian = np.empty((dofs, dofs))
    curvature(rows, span, np.full(muscles, 0.5), volume, hessian)
    dual[:] = demand
    solve_in_place(hessian, dual)


@njit(cache=True)
def climb(problem, cubic, ladder, soft, limit, dual, activation, slope):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """From the quadratic problem without bounds up a ladder of e, rungs below 0 left out; only the last is exact."""
    rows, span, demand, volume, _, _ = problem
    start(rows, span, demand, volume, dual)
    steps, done = 0, False
    for rung in range(ladder.shape[0]):
        if ladder[rung] < 0.0:
            continue
        tolerance = TOLERANCE if rung == ladder.shape[0] - 1 else _ROUGH
        more, done = newton(problem, cubic, ladder[rung], soft, limit, tolerance, dual, activation, slope)
        steps += more
    return steps, done


@njit(cache=True)
def out_of_reach(problem, dual):  # type: ignore[no-untyped-def]
    """Whether this dual proves that no activations meet the demand: it asks for more than all of them could give."""
    rows, span, demand, _, lower, upper = problem
    asked, most = 0.0, 0.0
    for d in range(demand.shape[0]):
        asked += dual[d] * demand[d]
    for i in range(rows.shape[0]):
        gain = 0.0
        for d in range(span[i, 0], span[i, 1]):
            gain += rows[i, d] * dual[d]
        most += gain * upper[i] if gain > 0.0 else gain * lower[i]
    return asked > most + _CERTAIN * (abs(asked) + abs(most))
