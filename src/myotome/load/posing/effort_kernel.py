"""Compiled effort of one posture, and how it changes with every angle, by the envelope theorem.

Along the dual the activations stay as they are: the effort falls by the moments that appear, each paid at its dual.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.load.kinematics.pose_kernel import stand_one
from myotome.load.posing.moments_kernel import arms_of, hang, nm_of_all, twisted
from myotome.load.posing.passive_kernel import passive
from myotome.load.statics.newton_kernel import climb, newton, whole_dual

__all__ = ["curve_of", "effort", "posed", "slope_of_effort"]

_EDGE = 1e-4
_TOLERANCE = 1e-7
_STEP_RAD = 2e-5
_LADDER = np.array([1e-2, 1e-2, 1e-4])


@njit(cache=True)
def posed(angles, pelvis, bones):  # type: ignore[no-untyped-def]
    """Turn, shift, joints and axes of one posture; angles of shape (dof,) from where the joints rest, radians."""
    centre, tilt, rest = bones
    joints = centre.shape[0]
    turn, shift, joint = np.empty((joints + 1, 3, 3)), np.empty((joints + 1, 3)), np.empty((joints, 3))
    axes, disc = np.empty((joints, 3, 3)), np.empty((joints, 3, 3))
    stand_one((angles + rest).reshape(joints, 3), pelvis, centre, tilt, turn, shift, joint, axes, disc)
    return turn, shift, joint, axes


@njit(cache=True)
def curve_of(length, muscles, active, passive_, d_active, d_passive):  # type: ignore[no-untyped-def]
    """Force at full activation and at rest as shares of strength, and how both change per metre of length."""
    _, _, stretch_0, length_0, working, _, law = muscles
    width, floor, shape, strain, ceiling, smoothing = law
    full = np.expm1(shape)
    for i in range(length.shape[0]):
        s = stretch_0[i] + (length[i] - length_0[i]) / working[i]
        bell = (1.0 - floor) * np.exp(-((s - 1.0) ** 2) / width)
        active[i], d_active[i] = floor + bell, -2.0 * (s - 1.0) / width * bell / working[i]
        x = (s - 1.0) / smoothing
        beyond = smoothing * (x + np.log1p(np.exp(-x)) if x > 0.0 else np.log1p(np.exp(x)))
        raw = np.expm1(shape * min(beyond / strain, 1.0)) / full
        level = np.tanh(raw / ceiling)
        passive_[i], d_passive[i] = ceiling * level, 0.0
        if beyond < strain:
            rise = shape / strain * (raw * full + 1.0) / full * 0.5 * (1.0 + np.tanh(0.5 * x))
            d_passive[i] = (1.0 - level * level) * rise / working[i]


@njit(cache=True)
def effort(angles, pelvis, model, state):  # type: ignore[no-untyped-def]
    """Least effort of this posture; writes what the slope needs into `state`.

    Parameters
    ----------
    angles : ndarray, shape (dof,)
        Radians.
    pelvis : ndarray, shape (3,)
    model : tuple
        Bones, paths, strut with its push, muscles, loads, joints, open rows, and what giving way costs.
    state : tuple of ndarray
        Dual, whether it is one to start from, moments of the fascicles, tension and its slope, stiffness of the joints,
        forces and twists on bodies, activation and slope of the activations.

    Returns
    -------
    effort, energy : float
        cm3, and Nm times rad.
    """
    bones, paths, strut, push, muscles, loads, joints, rows, spare = model
    dual, begun, arms, span, tension, d_tension, stiffness, points, forces, twists, activation, bend = state
    strength, volume, _, _, _, floor, _ = muscles
    pose = posed(angles, pelvis, bones)
    count, dofs = strength.shape[0], angles.shape[0]
    length, active, rest = np.empty(count), np.empty(count), np.empty(count)
    d_active, d_rest = np.empty(count), np.empty(count)
    arms_of(paths, pose, arms, length, span)
    curve_of(length, muscles, active, rest, d_active, d_rest)
    hang(loads, pose, points, forces, twists)
    nm, joint_nm = np.zeros(dofs + 1), np.empty(dofs)
    nm_of_all(pose, paths, rest * strength, strut, push, (loads[2], points, forces), nm)
    twisted(loads[2], twists, pose[3], nm)
    energy = passive(angles, joints, joint_nm, stiffness)
    torque, part = np.empty((count, rows.shape[0])), np.empty((count, 2), dtype=np.int64)
    _open(arms, span, strength * active, rows, torque, part)
    demand = np.empty(rows.shape[0])
    for r in range(rows.shape[0]):
        demand[r] = -(nm[rows[r]] + joint_nm[rows[r]])
    problem = (torque, part, demand, volume, floor, np.ones(count))
    soft, limit = np.full(rows.shape[0], spare[0]), spare[1]
    done = False
    if begun[0] > 0.0:
        _, done = newton(problem, True, _EDGE, soft, limit, _TOLERANCE, dual, activation, bend)
    if not done:
        climb(problem, True, _LADDER, soft, limit, dual, activation, bend)
        begun[0] = 1.0
    gain = np.empty(count)
    for i in range(count):
        total = 0.0
        for r in range(part[i, 0], part[i, 1]):
            total += torque[i, r] * dual[r]
        gain[i] = total / volume[i]
        tension[i] = strength[i] * (rest[i] + active[i] * activation[i])
        d_tension[i] = strength[i] * (d_rest[i] + d_active[i] * activation[i])
    return whole_dual(problem, gain, activation, True, _EDGE, soft, limit, dual, dual, 0.0), energy


@njit(cache=True)
def _open(arms, span, full, rows, torque, part):  # type: ignore[no-untyped-def]
    """Moments at full activation about the rows that the muscles balance, and which of these each muscle crosses."""
    for i in range(arms.shape[0]):
        part[i, 0] = np.searchsorted(rows, span[i, 0])
        part[i, 1] = np.searchsorted(rows, span[i, 1])
        for r in range(part[i, 0], part[i, 1]):
            torque[i, r] = arms[i, rows[r]] * full[i]


@njit(cache=True)
def slope_of_effort(angles, pelvis, model, state, slope):  # type: ignore[no-untyped-def]
    """How much does the effort rise with each angle, cm3 per radian; the last is the flexion of the pelvis."""
    bones, paths, strut, push, _, loads, _, rows, _ = model
    dual, _, arms, span, tension, d_tension, stiffness, points, forces, twists, _, _ = state
    dofs = angles.shape[0]
    along = np.zeros(dofs)
    for r in range(rows.shape[0]):
        along[rows[r]] = dual[r]
    step = _STEP_RAD / max(np.abs(along).max(), 1e-30)
    ahead, behind = np.zeros(dofs + 1), np.zeros(dofs + 1)
    hung = (loads[2], points, forces)
    nm_of_all(posed(angles + step * along, pelvis, bones), paths, tension, strut, push, hung, ahead)
    nm_of_all(posed(angles - step * along, pelvis, bones), paths, tension, strut, push, hung, behind)
    for d in range(dofs + 1):
        slope[d] = -(ahead[d] - behind[d]) / (2.0 * step)
    for d in range(dofs):
        slope[d] += along[d] * stiffness[d]
    for i in range(arms.shape[0]):
        worth = 0.0
        for d in range(span[i, 0], span[i, 1]):
            worth += arms[i, d] * along[d]
        worth *= d_tension[i]
        if worth != 0.0:
            for d in range(span[i, 0], span[i, 1]):
                slope[d] += worth * arms[i, d]
    _not_symmetric(posed(angles, pelvis, bones), loads, forces, twists, along, slope)


@njit(cache=True)
def _crossed(a, b, out):  # type: ignore[no-untyped-def]
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]


@njit(cache=True)
def _not_symmetric(pose, loads, forces, twists, along, slope):  # type: ignore[no-untyped-def]  # noqa: C901
    """Add what twists do, and what is different where a force is kept in space instead of moving with its body."""
    first, bodies, kept, where = loads[1], loads[2], loads[7], loads[8]
    _, _, joint, axes = pose
    count = axes.shape[0]
    spin, way, turn, reach = np.zeros(3), np.empty(3), np.empty(3), np.empty(3)
    upright = np.array([0.0, 0.0, 1.0])
    for p in range(first.shape[0] - 1):
        for k in range(first[p], first[p + 1]):
            has_twist = twists[k, 0] != 0.0 or twists[k, 1] != 0.0 or twists[k, 2] != 0.0
            if not (has_twist or kept[p]):
                continue
            # The spin of the body along the dual, summed from above, so that what lies above each joint is known.
            spin[:] = 0.0
            for j in range(bodies[k] - 1, -1, -1):
                for c in range(2, -1, -1):
                    d, axis = 3 * j + c, axes[j, c]
                    if has_twist:
                        _crossed(axis, spin, way)
                        slope[d] -= way[0] * twists[k, 0] + way[1] * twists[k, 1] + way[2] * twists[k, 2]
                    for a in range(3):
                        spin[a] += along[d] * axis[a]
            if has_twist:
                _crossed(upright, spin, way)
                slope[3 * count] -= way[0] * twists[k, 0] + way[1] * twists[k, 1] + way[2] * twists[k, 2]
            if kept[p]:
                for j in range(bodies[k]):
                    for a in range(3):
                        reach[a] = where[p, a] - joint[j, a]
                    for c in range(3):
                        _crossed(axes[j, c], reach, way)
                        _crossed(way, forces[k], turn)
                        slope[3 * j + c] += spin[0] * turn[0] + spin[1] * turn[1] + spin[2] * turn[2]
                _crossed(upright, where[p], way)
                _crossed(way, forces[k], turn)
                slope[3 * count] += spin[0] * turn[0] + spin[1] * turn[1] + spin[2] * turn[2]
