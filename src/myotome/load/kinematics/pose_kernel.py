"""Compiled kernel of the pose: where the chain of bones stands.

It runs over frames on all cores; a frame is computed by one thread in a fixed order, so that the result does not depend
on their number. Only signs of z change under a mirror image, so that mirror symmetry is exact.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["stand", "stand_one"]


@njit(cache=True)
def _rotation(z, x, y, out):  # type: ignore[no-untyped-def]
    """Rz(z) Rx(x) Ry(y)."""
    cz, sz, cx, sx, cy, sy = np.cos(z), np.sin(z), np.cos(x), np.sin(x), np.cos(y), np.sin(y)
    out[0, 0] = cz * cy - sz * sx * sy
    out[0, 1] = -sz * cx
    out[0, 2] = cz * sy + sz * sx * cy
    out[1, 0] = sz * cy + cz * sx * sy
    out[1, 1] = cz * cx
    out[1, 2] = sz * sy - cz * sx * cy
    out[2, 0] = -cx * sy
    out[2, 1] = sx
    out[2, 2] = cx * cy


@njit(cache=True)
def _product(a, b, out):  # type: ignore[no-untyped-def]
    for i in range(3):
        for j in range(3):
            out[i, j] = a[i, 0] * b[0, j] + a[i, 1] * b[1, j] + a[i, 2] * b[2, j]


@njit(cache=True)
def _turned(a, tilt, out):  # type: ignore[no-untyped-def]
    """Product of `a` with Rz(tilt)."""
    c, s = np.cos(tilt), np.sin(tilt)
    for i in range(3):
        out[i, 0] = a[i, 0] * c + a[i, 1] * s
        out[i, 1] = a[i, 1] * c - a[i, 0] * s
        out[i, 2] = a[i, 2]


@njit(cache=True)
def stand_one(angles, pelvis, centre, tilt, turn, shift, joint, axes, disc):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One frame of `stand`."""
    local, base, middle = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    _rotation(pelvis[0], pelvis[1], pelvis[2], turn[0])
    shift[0, :] = 0.0
    for j in range(centre.shape[0]):
        for i in range(3):
            joint[j, i] = (
                turn[j, i, 0] * centre[j, 0] + turn[j, i, 1] * centre[j, 1] + turn[j, i, 2] * centre[j, 2]
            ) + shift[j, i]
        flexion, lateral, axial = angles[j, 0], angles[j, 1], angles[j, 2]
        _turned(turn[j], tilt[j], base)
        _rotation(flexion, lateral, axial, local)
        _product(base, local, middle)
        _turned(middle, -tilt[j], turn[j + 1])
        c, s, cx, sx = np.cos(flexion), np.sin(flexion), np.cos(lateral), np.sin(lateral)
        for i in range(3):
            axes[j, 0, i] = base[i, 2]
            axes[j, 1, i] = base[i, 0] * c + base[i, 1] * s
            axes[j, 2, i] = (base[i, 1] * c - base[i, 0] * s) * cx + base[i, 2] * sx
            shift[j + 1, i] = joint[j, i] - (
                turn[j + 1, i, 0] * centre[j, 0] + turn[j + 1, i, 1] * centre[j, 1] + turn[j + 1, i, 2] * centre[j, 2]
            )
        _rotation(0.5 * flexion, 0.5 * lateral, 0.5 * axial, local)
        _product(base, local, middle)
        for i in range(3):
            for d in range(3):
                disc[j, d, i] = middle[i, d]


@njit(cache=True, parallel=True)
def stand(angles, pelvis, centre, tilt):  # type: ignore[no-untyped-def]
    """Where does the chain of bones stand?

    Parameters
    ----------
    angles : ndarray, shape (frames, joints, 3)
        Flexion, lateral and axial angle of each joint, radians.
    pelvis : ndarray, shape (frames, 3)
        The same three rotations of the pelvis in space, about the centre of L5-S1.
    centre, tilt : ndarray, shape (joints, 3) and (joints,)
        Joint centres and tilt of the discs at neutral.

    Returns
    -------
    turn, shift : ndarray, shape (frames, bodies, 3, 3) and (frames, bodies, 3)
        A point of a body that is at p at neutral is at turn p + shift.
    joint : ndarray, shape (frames, joints, 3)
        Joint centres.
    axes, disc : ndarray, shape (frames, joints, 3, 3)
        Rotation axes of the three angles, and the axes x, y, z of each disc half way between its vertebrae, in rows.
    """
    frames, joints = angles.shape[0], centre.shape[0]
    turn, shift = np.empty((frames, joints + 1, 3, 3)), np.empty((frames, joints + 1, 3))
    joint, axes, disc = (
        np.empty((frames, joints, 3)),
        np.empty((frames, joints, 3, 3)),
        np.empty((frames, joints, 3, 3)),
    )
    for f in prange(frames):
        stand_one(angles[f], pelvis[f], centre, tilt, turn[f], shift[f], joint[f], axes[f], disc[f])
    return turn, shift, joint, axes, disc
