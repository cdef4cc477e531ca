"""Compiled kernels of the geometry: how each fascicle pulls, and the weight that each joint carries.

Every kernel runs over frames on all cores; a frame is computed by one thread in a fixed order, so that the result does
not depend on their number. Only signs of z change under a mirror image, so that mirror symmetry is exact.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["carried", "crossed", "hung", "moments_about", "places_of", "pulls", "put", "wrenches"]


@njit(cache=True)
def carried(point, turn, shift, out):  # type: ignore[no-untyped-def]
    """Where a body carries a point of its own."""
    for i in range(3):
        out[i] = turn[i, 0] * point[0] + turn[i, 1] * point[1] + turn[i, 2] * point[2] + shift[i]


@njit(cache=True)
def put(force, moment, fx, fy, fz, at, weight):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add a force at a place to what acts on a body: force, and moment about the origin."""
    fx, fy, fz = weight * fx, weight * fy, weight * fz
    force[0] += fx
    force[1] += fy
    force[2] += fz
    moment[0] += at[1] * fz - at[2] * fy
    moment[1] += at[2] * fx - at[0] * fz
    moment[2] += at[0] * fy - at[1] * fx


@njit(cache=True)
def moments_about(force, moment, centre, axes, out):  # type: ignore[no-untyped-def]
    """Moment about the three axes through a joint's centre."""
    mx = moment[0] - (centre[1] * force[2] - centre[2] * force[1])
    my = moment[1] - (centre[2] * force[0] - centre[0] * force[2])
    mz = moment[2] - (centre[0] * force[1] - centre[1] * force[0])
    for d in range(3):
        out[d] = axes[d, 0] * mx + axes[d, 1] * my + axes[d, 2] * mz


@njit(cache=True)
def places_of(points, first, bodies, weights, turn, shift, out):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Every point of every path: the weighted mean of where its bodies carry it."""
    at = np.empty(3)
    for p in range(points.shape[0]):
        if first[p + 1] - first[p] == 1:
            body = bodies[first[p]]
            carried(points[p], turn[body], shift[body], out[p])
        else:
            out[p, :] = 0.0
            for k in range(first[p], first[p + 1]):
                carried(points[p], turn[bodies[k]], shift[bodies[k]], at)
                for i in range(3):
                    out[p, i] += weights[k] * at[i]


@njit(cache=True)
def wrenches(begin, end, points, first, bodies, weights, turn, shift, place, tension, force, moment):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add what one fascicle does to its bodies; its length, lowest and highest body."""
    at = np.empty(3)
    low, high, length = turn.shape[0], -1, 0.0
    bx, by, bz = 0.0, 0.0, 0.0
    for p in range(begin, end):
        ux, uy, uz = 0.0, 0.0, 0.0
        if p + 1 < end:
            ux, uy, uz = place[p + 1, 0] - place[p, 0], place[p + 1, 1] - place[p, 1], place[p + 1, 2] - place[p, 2]
            size = np.sqrt(ux * ux + uy * uy + uz * uz)
            length += size
            scale = tension / size
            ux, uy, uz = ux * scale, uy * scale, uz * scale
        if first[p + 1] - first[p] == 1:
            body = bodies[first[p]]
            put(force[body], moment[body], ux - bx, uy - by, uz - bz, place[p], 1.0)
            low, high = min(low, body), max(high, body)
        else:
            for k in range(first[p], first[p + 1]):
                body = bodies[k]
                carried(points[p], turn[body], shift[body], at)
                put(force[body], moment[body], ux - bx, uy - by, uz - bz, at, weights[k])
                low, high = min(low, body), max(high, body)
        bx, by, bz = ux, uy, uz
    return length, low, high


@njit(cache=True)
def _pull_one(starts, points, first, bodies, weights, turn, shift, joint, axes, arms, length):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame of `pulls`."""
    count = turn.shape[0]
    force, moment, place = np.zeros((count, 3)), np.zeros((count, 3)), np.empty((points.shape[0], 3))
    total, about, nm = np.empty(3), np.empty(3), np.empty(3)
    places_of(points, first, bodies, weights, turn, shift, place)
    for i in range(starts.shape[0] - 1):
        length[i], low, high = wrenches(
            starts[i], starts[i + 1], points, first, bodies, weights, turn, shift, place, 1.0, force, moment
        )
        total[:] = 0.0
        about[:] = 0.0
        # A fascicle is in balance with itself: below its lowest body nothing is left, and nothing is written.
        for body in range(high, low, -1):
            for d in range(3):
                total[d] += force[body, d]
                about[d] += moment[body, d]
                force[body, d] = moment[body, d] = 0.0
            moments_about(total, about, joint[body - 1], axes[body - 1], nm)
            for d in range(3):
                arms[3 * (body - 1) + d, i] = nm[d]
        force[low, :] = 0.0
        moment[low, :] = 0.0


@njit(cache=True, parallel=True)
def pulls(starts, points, first, bodies, weights, turn, shift, joint, axes):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """What moment does one newton in each fascicle make about each axis of each joint?

    Parameters
    ----------
    starts : ndarray of int, shape (fascicles + 1,)
        Where each fascicle's points start.
    points : ndarray, shape (points, 3)
        Points of all paths at neutral.
    first : ndarray of int, shape (points + 1,)
        Where each point's bodies start.
    bodies, weights : ndarray, shape (sum of bodies,)
        What carries each point, in which shares.
    turn, shift, joint, axes : ndarray
        As `stand` returns them.

    Returns
    -------
    arms : ndarray, shape (frames, 3 joints, fascicles)
        Moment on the part above the joint about the axis, Nm per N; minus the change of length per radian.
    length : ndarray, shape (frames, fascicles)
    """
    frames, fascicles = turn.shape[0], starts.shape[0] - 1
    arms, length = np.zeros((frames, 3 * joint.shape[1], fascicles)), np.empty((frames, fascicles))
    for f in prange(frames):
        _pull_one(starts, points, first, bodies, weights, turn[f], shift[f], joint[f], axes[f], arms[f], length[f])
    return arms, length


@njit(cache=True)
def _crossed_one(starts, points, first, bodies, weights, turn, shift, tension, n):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame of `crossed`."""
    count = turn.shape[0]
    force, moment, place = np.zeros((count, 3)), np.zeros((count, 3)), np.empty((points.shape[0], 3))
    places_of(points, first, bodies, weights, turn, shift, place)
    for i in range(starts.shape[0] - 1):
        wrenches(
            starts[i], starts[i + 1], points, first, bodies, weights, turn, shift, place, tension[i], force, moment
        )
    for j in range(count - 2, -1, -1):
        for d in range(3):
            n[j, d] = force[j + 1, d] + (n[j + 1, d] if j < count - 2 else 0.0)


@njit(cache=True, parallel=True)
def crossed(starts, points, first, bodies, weights, turn, shift, tension):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """With which force do the fascicles pull on the part above each joint?

    Parameters
    ----------
    starts, points, first, bodies, weights, turn, shift : ndarray
        As in `pulls`.
    tension : ndarray, shape (frames, fascicles)
        Newtons.

    Returns
    -------
    ndarray, shape (frames, joints, 3)
        Newtons in space.
    """
    frames = turn.shape[0]
    n = np.empty((frames, turn.shape[1] - 1, 3))
    for f in prange(frames):
        _crossed_one(starts, points, first, bodies, weights, turn[f], shift[f], tension[f], n[f])
    return n


@njit(cache=True)
def _hung_one(points, first, bodies, weights, offset, force, moment, turn, shift, joint, axes, nm, n):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame of `hung`."""
    count = turn.shape[0]
    pushed, turned = np.zeros((count, 3)), np.zeros((count, 3))
    total, about, at = np.zeros(3), np.zeros(3), np.empty(3)
    for p in range(points.shape[0]):
        fx, fy, fz = force[p, 0], force[p, 1], force[p, 2]
        for k in range(first[p], first[p + 1]):
            body = bodies[k]
            carried(points[p], turn[body], shift[body], at)
            for d in range(3):
                at[d] += offset[p, d]
                turned[body, d] += weights[k] * moment[p, d]
            put(pushed[body], turned[body], fx, fy, fz, at, weights[k])
    for j in range(count - 2, -1, -1):
        for d in range(3):
            total[d] += pushed[j + 1, d]
            about[d] += turned[j + 1, d]
            n[j, d] = total[d]
        moments_about(total, about, joint[j], axes[j], nm[3 * j : 3 * j + 3])


@njit(cache=True, parallel=True)
def hung(points, first, bodies, weights, offset, force, moment, turn, shift, joint, axes):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """What do given forces make of moment and force on the part above each joint?

    Parameters
    ----------
    points, first, bodies, weights : ndarray
        Where the forces are fixed, as in `pulls`.
    offset : ndarray, shape (frames, forces, 3)
        From the point of fixing to where the force acts, in space (a hand hanging from its shoulder).
    force, moment : ndarray, shape (frames, forces, 3)
        Force and free moment, in space.

    Returns
    -------
    nm : ndarray, shape (frames, 3 joints)
        Moment on the part above, about the axes.
    n : ndarray, shape (frames, joints, 3)
        Force on the part above, in space.
    """
    frames, joints = turn.shape[0], joint.shape[1]
    nm, n = np.empty((frames, 3 * joints)), np.empty((frames, joints, 3))
    for f in prange(frames):
        _hung_one(
            points, first, bodies, weights, offset[f], force[f], moment[f],
            turn[f], shift[f], joint[f], axes[f], nm[f], n[f],
        )  # fmt: skip
    return nm, n
