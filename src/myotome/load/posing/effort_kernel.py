"""Compiled geometry of the effort in one posture, and how it changes with every angle, by the envelope theorem.

Along the dual the activations stay as they are: the effort falls by the moments that appear, each paid at its dual.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.load.kinematics.pose_kernel import stand_one
from myotome.load.posing.moments_kernel import arms_of, hang, nm_of_all, twisted
from myotome.load.posing.passive_kernel import passive

__all__ = ["posed", "prepared", "slope_of_effort"]

_STEP_RAD = 2e-5


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
def _curve_of(length, muscles, shares):  # type: ignore[no-untyped-def]
    """Force at full activation and at rest as shares of strength, and how both change per metre: rows of `shares`."""
    _, stretch_0, length_0, working, law = muscles
    width, floor, shape, strain, ceiling, smoothing = law[0], law[1], law[2], law[3], law[4], law[5]
    full = np.expm1(shape)
    active, passive_, d_active, d_passive = shares[0], shares[1], shares[2], shares[3]
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
def prepared(angles, pelvis, model, state):  # type: ignore[no-untyped-def]
    """What the muscles of this posture can do and must do; written into `state`.

    Parameters
    ----------
    angles : ndarray, shape (dof,)
        Radians.
    pelvis : ndarray, shape (3,)
    model : tuple
        Bones, paths, strut with its push, muscles, loads, joints, and the row of each degree of freedom (-1: the cage).
    state : tuple of ndarray
        Moments of the fascicles and between which joints, joints (moment, stiffness), forces and twists on bodies,
        force over length (active, at rest, and their slopes), torque, its span, demand.

    Returns
    -------
    float
        Energy of the joints, J.
    """
    bones, paths, strut, push, muscles, loads, joints, row_of = model
    arms, span, joint_nm, stiffness, points, forces, twists, shares, torque, part, demand = state
    strength = muscles[0]
    pose = posed(angles, pelvis, bones)
    length, pull = np.empty(strength.shape[0]), np.empty(strength.shape[0])
    arms_of(paths, pose, arms, length, span)
    _curve_of(length, muscles, shares)
    hang(loads, pose, points, forces, twists)
    for i in range(strength.shape[0]):
        pull[i] = shares[1, i] * strength[i]
    nm = np.zeros(angles.shape[0] + 1)
    nm_of_all(pose, paths, pull, strut, push, (loads[2], points, forces), nm)
    twisted(loads[2], twists, pose[3], nm)
    energy = passive(angles, joints, joint_nm, stiffness)
    for d in range(angles.shape[0]):
        if row_of[d] >= 0:
            demand[row_of[d]] = -(nm[d] + joint_nm[d])
    for i in range(strength.shape[0]):
        low, high, full = -1, 0, strength[i] * shares[0, i]
        for d in range(span[i, 0], span[i, 1]):
            r = row_of[d]
            if r >= 0:
                torque[i, r] = arms[i, d] * full
                low = r if low < 0 else low
                high = r + 1
        part[i, 0], part[i, 1] = max(low, 0), high
    return energy


@njit(cache=True)
def slope_of_effort(angles, pelvis, model, state, along, tension, d_tension, slope):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """How much does the effort rise with each angle, per radian; the last is the flexion of the pelvis.

    Parameters
    ----------
    angles, pelvis, model, state
        As of `prepared`, which was called with them.
    along : ndarray, shape (dof,)
        The dual; 0 where the rib cage carries.
    tension, d_tension : ndarray, shape (fascicles,)
        Force, and how it changes per metre of length at the same activation.
    slope : ndarray, shape (dof + 1,)
        Written.
    """
    bones, paths, strut, push, _, loads, _, _ = model
    arms, span, _, stiffness, points, forces, twists, _, _, _, _ = state
    dofs, largest = angles.shape[0], 1e-30
    for d in range(dofs):
        largest = max(largest, abs(along[d]))
    step = _STEP_RAD / largest
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
    spin, way, turn, reach, upright = np.zeros(3), np.empty(3), np.empty(3), np.empty(3), np.zeros(3)
    upright[2] = 1.0
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
