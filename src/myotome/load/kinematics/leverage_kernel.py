"""Compiled kernels of the geometry: how each fascicle pulls, and the weight that each joint carries.

Every kernel runs over frames on all cores; a frame is computed by one thread in a fixed order, so that the result does
not depend on their number. Only signs of z change under a mirror image, so that mirror symmetry is exact.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["about_joints", "carried", "crossed", "hung", "moments_about", "places_of", "pulls", "put", "wrenches"]


@njit(cache=True)
def carried(points, p, turn, shift, body):  # type: ignore[no-untyped-def]
    """Where a body carries a point of its own."""
    x, y, z = points[p, 0], points[p, 1], points[p, 2]
    return (
        turn[body, 0, 0] * x + turn[body, 0, 1] * y + turn[body, 0, 2] * z + shift[body, 0],
        turn[body, 1, 0] * x + turn[body, 1, 1] * y + turn[body, 1, 2] * z + shift[body, 1],
        turn[body, 2, 0] * x + turn[body, 2, 1] * y + turn[body, 2, 2] * z + shift[body, 2],
    )


@njit(cache=True)
def put(force, moment, body, push, at):  # type: ignore[no-untyped-def]
    """Add a force at a place to what acts on a body: force, and moment about the origin."""
    (fx, fy, fz), (x, y, z) = push, at
    force[body, 0] += fx
    force[body, 1] += fy
    force[body, 2] += fz
    moment[body, 0] += y * fz - z * fy
    moment[body, 1] += z * fx - x * fz
    moment[body, 2] += x * fy - y * fx


@njit(cache=True)
def moments_about(force, moment, joint, axes, j, out):  # type: ignore[no-untyped-def]
    """Moment about the three axes through the centre of joint `j`, written to its three places of `out`."""
    (fx, fy, fz), (mx, my, mz) = force, moment
    x, y, z = joint[j, 0], joint[j, 1], joint[j, 2]
    mx, my, mz = mx - (y * fz - z * fy), my - (z * fx - x * fz), mz - (x * fy - y * fx)
    for d in range(3):
        out[3 * j + d] = axes[j, d, 0] * mx + axes[j, d, 1] * my + axes[j, d, 2] * mz


@njit(cache=True)
def places_of(points, first, bodies, weights, turn, shift, place, each):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Every point of every path: where each of its bodies carries it (`each`), and the weighted mean of them."""
    for p in range(points.shape[0]):
        begin, end = first[p], first[p + 1]
        if end - begin == 1:
            place[p, 0], place[p, 1], place[p, 2] = carried(points, p, turn, shift, bodies[begin])
            each[begin, 0], each[begin, 1], each[begin, 2] = place[p, 0], place[p, 1], place[p, 2]
            continue
        mean_x, mean_y, mean_z = 0.0, 0.0, 0.0
        for k in range(begin, end):
            x, y, z = carried(points, p, turn, shift, bodies[k])
            each[k, 0], each[k, 1], each[k, 2] = x, y, z
            mean_x, mean_y, mean_z = mean_x + weights[k] * x, mean_y + weights[k] * y, mean_z + weights[k] * z
        place[p, 0], place[p, 1], place[p, 2] = mean_x, mean_y, mean_z


@njit(cache=True)
def wrenches(begin, end, first, bodies, weights, place, each, tension, force, moment):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add what one fascicle does to its bodies; its length, lowest and highest body."""
    low, high, length = force.shape[0], -1, 0.0
    bx, by, bz = 0.0, 0.0, 0.0
    for p in range(begin, end):
        ux, uy, uz = 0.0, 0.0, 0.0
        if p + 1 < end:
            ux, uy, uz = place[p + 1, 0] - place[p, 0], place[p + 1, 1] - place[p, 1], place[p + 1, 2] - place[p, 2]
            size = np.sqrt(ux * ux + uy * uy + uz * uz)
            length += size
            scale = tension / size
            ux, uy, uz = ux * scale, uy * scale, uz * scale
        for k in range(first[p], first[p + 1]):
            body, w = bodies[k], weights[k]
            push = (w * (ux - bx), w * (uy - by), w * (uz - bz))
            put(force, moment, body, push, (each[k, 0], each[k, 1], each[k, 2]))
            low, high = min(low, body), max(high, body)
        bx, by, bz = ux, uy, uz
    return length, low, high


@njit(cache=True)
def about_joints(low, high, force, moment, joint, axes, out):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Moments of what acts on the bodies above `low` up to `high`, about the joints between; the bodies are emptied.

    A fascicle is in balance with itself: below its lowest body nothing is left, and nothing is written.
    """
    fx, fy, fz, mx, my, mz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for body in range(high, low, -1):
        fx, fy, fz = fx + force[body, 0], fy + force[body, 1], fz + force[body, 2]
        mx, my, mz = mx + moment[body, 0], my + moment[body, 1], mz + moment[body, 2]
        moments_about((fx, fy, fz), (mx, my, mz), joint, axes, body - 1, out)
    for body in range(max(low, 0), high + 1):
        for d in range(3):
            force[body, d] = moment[body, d] = 0.0


@njit(cache=True)
def _pull_one(starts, points, first, bodies, weights, turn, shift, joint, axes, arms, length):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame of `pulls`."""
    count, joints = turn.shape[0], joint.shape[0]
    force, moment, nm = np.zeros((count, 3)), np.zeros((count, 3)), np.empty(3 * joints)
    place, each = np.empty((points.shape[0], 3)), np.empty((bodies.shape[0], 3))
    places_of(points, first, bodies, weights, turn, shift, place, each)
    for i in range(starts.shape[0] - 1):
        begin, end = starts[i], starts[i + 1]
        length[i], low, high = wrenches(begin, end, first, bodies, weights, place, each, 1.0, force, moment)
        about_joints(low, high, force, moment, joint, axes, nm)
        for d in range(3 * low, 3 * high):
            arms[d, i] = nm[d]


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
    force, moment = np.zeros((count, 3)), np.zeros((count, 3))
    place, each = np.empty((points.shape[0], 3)), np.empty((bodies.shape[0], 3))
    places_of(points, first, bodies, weights, turn, shift, place, each)
    for i in range(starts.shape[0] - 1):
        begin, end = starts[i], starts[i + 1]
        wrenches(begin, end, first, bodies, weights, place, each, tension[i], force, moment)
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
    total, about = np.zeros(3), np.zeros(3)
    for p in range(points.shape[0]):
        for k in range(first[p], first[p + 1]):
            body, w = bodies[k], weights[k]
            x, y, z = carried(points, p, turn, shift, body)
            for d in range(3):
                turned[body, d] += w * moment[p, d]
            push = (w * force[p, 0], w * force[p, 1], w * force[p, 2])
            put(pushed, turned, body, push, (x + offset[p, 0], y + offset[p, 1], z + offset[p, 2]))
    for j in range(count - 2, -1, -1):
        for d in range(3):
            total[d] += pushed[j + 1, d]
            about[d] += turned[j + 1, d]
            n[j, d] = total[d]
        moments_about((total[0], total[1], total[2]), (about[0], about[1], about[2]), joint, axes, j, nm)


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
