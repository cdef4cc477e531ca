"""Compiled moments of one posture: of every fascicle about the joints it crosses, and of all forces together.

Fascicles, abdominal pressure and weight pull along lengths and fall by heights, so that the slope of their moments is
symmetric: how the moments change along one direction of movement tells how their work along that direction changes with
each joint. What is held in space (a hand on its load) or twists without a force is not of that kind, and is kept apart.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.load.kinematics.leverage_kernel import (
    about_joints,
    carried,
    moments_about,
    places_of,
    put,
    wrenches,
)

__all__ = ["arms_of", "hang", "nm_of_all", "twisted"]


@njit(cache=True)
def arms_of(paths, pose, arms, length, span):  # type: ignore[no-untyped-def]
    """Moment of one newton in each fascicle about the joints it crosses, and its length; muscle by muscle.

    Parameters
    ----------
    paths : tuple
        Starts, points, first, bodies, weights, as in `pulls`.
    pose : tuple
        Turn, shift, joints and axes of one posture.
    arms : ndarray, shape (fascicles, dof)
        Written within `span` alone.
    length : ndarray, shape (fascicles,)
    span : ndarray of int, shape (fascicles, 2)
        Written: first dof, and the one after the last.
    """
    starts, points, first, bodies, weights = paths
    turn, shift, joint, axes = pose
    force, moment = np.zeros((turn.shape[0], 3)), np.zeros((turn.shape[0], 3))
    place, each = np.empty((points.shape[0], 3)), np.empty((bodies.shape[0], 3))
    places_of(points, first, bodies, weights, turn, shift, place, each)
    for i in range(starts.shape[0] - 1):
        begin, end = starts[i], starts[i + 1]
        length[i], low, high = wrenches(begin, end, first, bodies, weights, place, each, 1.0, force, moment)
        span[i, 0], span[i, 1] = 3 * low, 3 * high
        about_joints(low, high, force, moment, joint, axes, arms[i])


@njit(cache=True)
def hang(loads, pose, points, forces, twists):  # type: ignore[no-untyped-def]
    """Which force acts on which body at which place of it, and what only twists it, in this posture?

    A force with an offset (a hand hanging from its shoulder) is one at the place of fixing and a twist that stays; one
    that is kept in space acts on the place of the body that happens to be there.

    Parameters
    ----------
    loads : tuple
        Points, first, bodies, weights of the places of fixing; offsets, forces, moments in space; whether kept in
        space, and where.
    pose : tuple
    points, forces, twists : ndarray, shape (fixings, 3)
        Written, one row for each body of each place: place at neutral, force, free moment.
    """
    at, first, bodies, weights, offset, force, moment, kept, where = loads
    turn, shift, _, _ = pose
    for p in range(at.shape[0]):
        for k in range(first[p], first[p + 1]):
            body, w = bodies[k], weights[k]
            for d in range(3):
                points[k, d] = at[p, d]
                forces[k, d] = w * force[p, d]
                twists[k, d] = w * moment[p, d]
            if kept[p]:
                for d in range(3):
                    points[k, d] = 0.0
                    for c in range(3):
                        points[k, d] += turn[body, c, d] * (where[p, c] - shift[body, c])
            else:
                twists[k, 0] += w * (offset[p, 1] * force[p, 2] - offset[p, 2] * force[p, 1])
                twists[k, 1] += w * (offset[p, 2] * force[p, 0] - offset[p, 0] * force[p, 2])
                twists[k, 2] += w * (offset[p, 0] * force[p, 1] - offset[p, 1] * force[p, 0])


@njit(cache=True)
def _hung_forces(hung, pose, pushed, turned):  # type: ignore[no-untyped-def]
    """Add the forces of `hang`; their sum turns the pelvis about the origin by this much."""
    bodies, points, forces = hung
    turn, shift, _, _ = pose
    about_z = 0.0
    for k in range(bodies.shape[0]):
        at = carried(points, k, turn, shift, bodies[k])
        put(pushed, turned, bodies[k], (forces[k, 0], forces[k, 1], forces[k, 2]), at)
        about_z += at[0] * forces[k, 1] - at[1] * forces[k, 0]
    return about_z


@njit(cache=True)
def _pulled(paths, tension, pose, pushed, turned):  # type: ignore[no-untyped-def]
    """Add what the paths pull with these tensions."""
    starts, points, first, bodies, weights = paths
    turn, shift, _, _ = pose
    place, each = np.empty((points.shape[0], 3)), np.empty((bodies.shape[0], 3))
    places_of(points, first, bodies, weights, turn, shift, place, each)
    for i in range(starts.shape[0] - 1):
        if tension[i] != 0.0:
            wrenches(starts[i], starts[i + 1], first, bodies, weights, place, each, tension[i], pushed, turned)


@njit(cache=True)
def nm_of_all(pose, paths, tension, strut, push, hung, out):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Moment about every axis of all that pulls, pushes and weighs, twists left out; last of `out` is the pelvis."""
    turn, _, joint, axes = pose
    count = turn.shape[0]
    pushed, turned = np.zeros((count, 3)), np.zeros((count, 3))
    total, whole = np.zeros(3), np.zeros(3)
    _pulled(paths, tension, pose, pushed, turned)
    _pulled(strut, push, pose, pushed, turned)
    out[3 * (count - 1)] = _hung_forces(hung, pose, pushed, turned)
    for j in range(count - 2, -1, -1):
        for d in range(3):
            total[d] += pushed[j + 1, d]
            whole[d] += turned[j + 1, d]
        moments_about((total[0], total[1], total[2]), (whole[0], whole[1], whole[2]), joint, axes, j, out)


@njit(cache=True)
def twisted(bodies, twists, axes, out):  # type: ignore[no-untyped-def]
    """Add the moment of what only twists a body."""
    total = np.zeros(3)
    for j in range(axes.shape[0] - 1, -1, -1):
        for k in range(bodies.shape[0]):
            if bodies[k] == j + 1:
                for d in range(3):
                    total[d] += twists[k, d]
        for c in range(3):
            out[3 * j + c] += axes[j, c, 0] * total[0] + axes[j, c, 1] * total[1] + axes[j, c, 2] * total[2]
