"""Compiled search for the posture of least effort and energy: quasi-Newton steps in the metric of stiffness and dual.

Energy of muscles, joints and springs; the first metric is the stiffness of joints and springs with what the dual says
of the effort, so that soft and stiff joints, a hundred to one, are searched alike.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.load.posing.effort_kernel import effort, slope_of_effort
from myotome.load.posing.passive_kernel import passive
from myotome.load.statics.newton_kernel import curvature, solve_in_place

__all__ = ["descend", "energy"]

_ARMIJO = 1e-4
_ROUNDS = 60
_HALVINGS = 12
_MUCH = 0.9
_LONGEST_RAD = np.deg2rad(6.0)


@njit(cache=True)
def _moved(told, told_pelvis, dofs, x, angles, pelvis):  # type: ignore[no-untyped-def]
    """The posture this far from the one told; the degree of freedom after the last joint is the pelvis."""
    angles[:] = told
    pelvis[:] = told_pelvis
    for n in range(dofs.shape[0]):
        if dofs[n] < told.shape[0]:
            angles[dofs[n]] += x[n]
        else:
            pelvis[0] += x[n]


@njit(cache=True)
def energy(x, task, model, state, slope):  # type: ignore[no-untyped-def]
    """Joules of a posture this far from the one told, and how they change; `slope` of shape (free,) is written."""
    told, told_pelvis, dofs, pulls, springs, price, preferred = task
    angles, pelvis = np.empty(told.shape[0]), np.empty(3)
    _moved(told, told_pelvis, dofs, x, angles, pelvis)
    work, stored = effort(angles, pelvis, model, state)
    whole = np.empty(told.shape[0] + 1)
    slope_of_effort(angles, pelvis, model, state, whole)
    moment, stiffness = np.empty(told.shape[0]), np.empty(told.shape[0])
    passive(angles, model[6], moment, stiffness)
    total = price * work + stored
    for n in range(dofs.shape[0]):
        slope[n] = price * whole[dofs[n]] - (moment[dofs[n]] if dofs[n] < told.shape[0] else 0.0)
    for s in range(springs.shape[0]):
        away = -preferred[s]
        for n in range(dofs.shape[0]):
            away += pulls[s, n] * x[n]
        total += 0.5 * springs[s] * away * away
        for n in range(dofs.shape[0]):
            slope[n] += springs[s] * away * pulls[s, n]
    return total


@njit(cache=True)
def _metric(task, model, state, metric):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912
    """Stiffness of joints and springs, and of the effort: how the demand changes, through the curvature of the dual."""
    told, _, dofs, pulls, springs, price, _ = task
    dual, _, arms, span, _, d_tension, stiffness, _, _, _, _, bend = state
    strength, volume, rows, spare = model[4][0], model[4][1], model[7], model[8]
    count, free = rows.shape[0], dofs.shape[0]
    torque, part = np.empty((arms.shape[0], count)), np.empty((arms.shape[0], 2), dtype=np.int64)
    change = np.zeros((count, told.shape[0]))
    for i in range(arms.shape[0]):
        part[i, 0], part[i, 1] = np.searchsorted(rows, span[i, 0]), np.searchsorted(rows, span[i, 1])
        for r in range(part[i, 0], part[i, 1]):
            torque[i, r] = arms[i, rows[r]] * strength[i]
            pull = d_tension[i] * arms[i, rows[r]]
            if pull != 0.0:
                for d in range(span[i, 0], span[i, 1]):
                    change[r, d] += pull * arms[i, d]
    hessian, work = np.empty((count, count)), np.empty((count, count))
    curvature(torque, part, bend, volume, hessian)
    for r in range(count):
        change[r, rows[r]] += stiffness[rows[r]]
        if abs(dual[r]) >= spare[1]:
            hessian[r, r] += spare[0]
        hessian[r, r] *= 1.0 + 1e-6
        hessian[r, r] += 1e-9
    column, met = np.empty(count), np.zeros((count, free))
    for n in range(free):
        if dofs[n] < told.shape[0]:
            column[:] = change[:, dofs[n]]
            work[:] = hessian
            solve_in_place(work, column)
            met[:, n] = column
    metric[:] = 0.0
    for n in range(free):
        if dofs[n] >= told.shape[0]:
            continue
        metric[n, n] += stiffness[dofs[n]]
        for m in range(free):
            if dofs[m] < told.shape[0]:
                total = 0.0
                for r in range(count):
                    total += change[r, dofs[n]] * met[r, m]
                metric[n, m] += price * total
    for s in range(springs.shape[0]):
        for n in range(free):
            for m in range(free):
                metric[n, m] += springs[s] * pulls[s, n] * pulls[s, m]


@njit(cache=True)
def _renewed(metric, step, change, took):  # type: ignore[no-untyped-def]
    """The metric that also knows how the slope changed over the last step; damped, so that it stays positive."""
    free = step.shape[0]
    for n in range(free):
        took[n] = 0.0
        for m in range(free):
            took[n] += metric[n, m] * step[m]
    bent, along = (step * took).sum(), (step * change).sum()
    share = 1.0 if along >= 0.2 * bent else 0.8 * bent / (bent - along)
    along = share * along + (1.0 - share) * bent
    if along <= 0.0 or bent <= 0.0:
        return
    for n in range(free):
        for m in range(free):
            new = (share * change[n] + (1.0 - share) * took[n]) * (share * change[m] + (1.0 - share) * took[m])
            metric[n, m] += new / along - took[n] * took[m] / bent


@njit(cache=True)
def descend(task, model, state, tolerance, x):  # type: ignore[no-untyped-def]
    """Walk from the posture told to the one of least energy; `x` is written.

    Parameters
    ----------
    task : tuple
        Angles told (dof,), pelvis told (3,), free degrees of freedom, how each spring is pulled by them, stiffness of
        the springs (J/rad2), price of effort (J a unit), and where each spring would rather be (rad).
    model, state : tuple
        As `effort` takes them.
    tolerance : float
        Joules that a further step may still promise.
    x : ndarray, shape (free,)

    Returns
    -------
    energy : float
    rounds : int
    tried : int
        Postures tried.
    """
    free = x.shape[0]
    slope, ahead, step, took = np.empty(free), np.empty(free), np.empty(free), np.empty(free)
    metric, work, trial = np.empty((free, free)), np.empty((free, free)), np.empty(free)
    value, tried, fresh = energy(x, task, model, state, slope), 1, True
    _metric(task, model, state, metric)
    measured = value
    for number in range(_ROUNDS):
        work[:] = metric
        step[:] = -slope
        solve_in_place(work, step)
        promised = -(slope * step).sum()
        if promised < 2.0 * tolerance:
            return value, number, tried
        longest = np.abs(step).max()
        if longest > _LONGEST_RAD:
            step *= _LONGEST_RAD / longest
            promised *= _LONGEST_RAD / longest
        length, reached = 1.0, value
        for _ in range(_HALVINGS):
            trial[:] = x + length * step
            reached = energy(trial, task, model, state, ahead)
            tried += 1
            if reached <= value - _ARMIJO * length * promised:
                break
            length *= 0.4
        if reached > value - _ARMIJO * length * promised:
            if fresh:
                return value, number, tried
            value, fresh = energy(x, task, model, state, slope), True
            _metric(task, model, state, metric)
            continue
        step *= length
        x[:] = trial
        # Where much was gained, other muscles work and other tissue is taut: what was learned there misleads here.
        fresh = reached < _MUCH * measured
        if fresh:
            _metric(task, model, state, metric)
            measured = reached
        else:
            _renewed(metric, step, ahead - slope, took)
        slope[:] = ahead
        value = reached
    return value, _ROUNDS, tried
