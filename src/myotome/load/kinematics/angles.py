"""Postures: angles of every joint from how far a region is bent as a whole, checked against the ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.load.body.joints import passive_joints
from myotome.load.body.rhythm import REGIONS, extension_shares, rhythm
from myotome.load.body.skeleton import JOINTS, PLANES

__all__ = ["check_angles", "joint_angles", "posture", "region_limits"]

#: Movement to its plane and sign: forward flexion, bending to the right, turning to the left are positive here.
_MOVEMENTS: Final = {"flexion": (0, -1.0), "lateral": (1, 1.0), "rotation": (2, 1.0)}


def posture(**movements_deg: ArrayLike) -> NDArray[np.float64]:
    """Joint angles of a posture that is given by region.

    Parameters
    ----------
    **movements_deg : array_like
        `lumbar_`, `thoracic_` or `neck_` before `flexion` (forward positive, extension negative), `lateral` (to the
        right positive) or `rotation` (to the left positive): degrees over the whole region, one number or one a frame.
        What is not named is neutral.

    Returns
    -------
    ndarray, shape (frames, joints, 3)
        Degrees, in the signs of `PLANES` (flexion negative); one frame where only single numbers are given.

    Raises
    ------
    UnknownNameError
        No such movement.
    InputError
        Not a number, or a joint would leave its range; says which joint and how far the region can go.

    Sources
    -------
    yamamoto_1989, wilke_2017_thoracic, myosim_torso

    Examples
    --------
    >>> angles = posture(lumbar_flexion=40.0)
    >>> angles.shape, round(float(angles[0, 1, 0]), 1)
    ((1, 18, 3), -9.2)
    """
    known = [f"{region}_{movement}" for region in REGIONS for movement in _MOVEMENTS]
    for name in movements_deg:
        if name not in known:
            raise UnknownNameError("movement", name, known)
    values = {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in movements_deg.items()}
    frames = max((value.shape[0] for value in values.values()), default=1)
    angles = np.zeros((frames, len(JOINTS), len(PLANES)))
    for name, value in values.items():
        region, movement = name.split("_")
        plane, sign = _MOVEMENTS[movement]
        shares = rhythm()[region]
        _check_region(name, sign * value, region, plane)
        angle = sign * value[:, None]
        angles[:, :, plane] += angle * np.where(
            (plane == 0) & (angle > 0.0), extension_shares(region), shares[:, plane]
        )
    return angles


def joint_angles(**angles_deg: Mapping[str, float] | tuple[float, float, float]) -> NDArray[np.float64]:
    """Array of angles for joints given one by one.

    Parameters
    ----------
    **angles_deg : mapping or tuple
        Joint with an underscore for its hyphen (`L4_L5`) to angles by plane (`{"flexion": -5.0}`) or all three.

    Returns
    -------
    ndarray, shape (1, joints, 3)
        Degrees in the signs of `PLANES`.

    Raises
    ------
    UnknownNameError
        No such joint or plane.
    InputError
        Not a number, or past the range.

    Examples
    --------
    >>> float(joint_angles(L4_L5={"flexion": -5.0})[0, 1, 0])
    -5.0
    """
    angles = np.zeros((1, len(JOINTS), len(PLANES)))
    for name, given in angles_deg.items():
        joint = name.replace("_", "-")
        if joint not in JOINTS:
            raise UnknownNameError("joint", joint, JOINTS)
        by_plane: Mapping[str, float] = given if isinstance(given, Mapping) else dict(zip(PLANES, given, strict=True))
        for plane, angle in by_plane.items():
            if plane not in PLANES:
                raise UnknownNameError("plane", plane, PLANES)
            angles[0, JOINTS.index(joint), PLANES.index(plane)] = angle
    return check_angles(angles)


def check_angles(angles_deg: ArrayLike, *, within_range: bool = True) -> NDArray[np.float64]:
    """Are these angles such that the model can stand in them?

    Parameters
    ----------
    angles_deg : array_like, shape (frames, joints, 3) or (joints, 3)
        Degrees in the signs of `PLANES`.
    within_range : bool
        Whether each joint must stay within its range of motion.

    Returns
    -------
    ndarray, shape (frames, joints, 3)
        The same angles.

    Raises
    ------
    InputError
        Wrong shape, not a number, or past the range: the worst joint is named with its range.
    """
    angles = np.asarray(angles_deg, dtype=np.float64)
    if angles.ndim == 2:
        angles = angles[None]
    if angles.ndim != 3 or angles.shape[1:] != (len(JOINTS), len(PLANES)):
        raise _error("joint angles", f"an array of shape {angles.shape}", f"(frames, {len(JOINTS)}, {len(PLANES)})")
    if not np.isfinite(angles).all():
        frame, joint, plane = (int(i) for i in np.argwhere(~np.isfinite(angles))[0])
        given = str(angles[frame, joint, plane])
        raise _error(f"frame {frame}, {JOINTS[joint]}, {PLANES[plane]}", given, "a number of degrees")
    if within_range:
        _check_range(angles)
    return angles


def region_limits(region: str, plane: str) -> tuple[float, float]:
    """How far can a region go in a plane before one of its joints leaves its range?

    Parameters
    ----------
    region : str
        `lumbar`, `thoracic`, `neck`.
    plane : str
        `flexion`, `lateral`, `axial`.

    Returns
    -------
    tuple of float
        Degrees in the signs of `PLANES`: flexion is the negative end.

    Raises
    ------
    UnknownNameError
        No such region or plane.
    """
    if region not in REGIONS:
        raise UnknownNameError("region", region, REGIONS)
    if plane not in PLANES:
        raise UnknownNameError("plane", plane, PLANES)
    column, passive = PLANES.index(plane), passive_joints()
    share = rhythm()[region][:, column]
    upper = extension_shares(region) if column == 0 else share
    taking = share > 0.0
    low = passive.limit_negative[taking, column] / share[taking]
    high = passive.limit_positive[taking, column] / upper[taking]
    return -float(low.min()), float(high.min())


def _check_region(name: str, angle: NDArray[np.float64], region: str, plane: int) -> None:
    low, high = region_limits(region, PLANES[plane])
    bad = ~(np.isfinite(angle) & (angle >= low - 1e-9) & (angle <= high + 1e-9))
    if bad.any():
        sign = _MOVEMENTS[name.split("_")[1]][1]
        ends = sorted((sign * low, sign * high))
        given = f"{sign * float(angle[bad][0]):g} deg"
        raise _error(f"posture, {name}", given, f"{ends[0]:.1f} to {ends[1]:.1f} deg, or set the joints one by one")


def _check_range(angles: NDArray[np.float64]) -> None:
    passive = passive_joints()
    past = np.maximum(angles - passive.limit_positive, -passive.limit_negative - angles)
    if past.max(initial=-1.0) > 1e-9:
        frame, joint, plane = (int(i) for i in np.unravel_index(int(past.argmax()), past.shape))
        low, high = -passive.limit_negative[joint, plane], passive.limit_positive[joint, plane]
        where = f"frame {frame}, {JOINTS[joint]}, {PLANES[plane]}"
        raise _error(where, f"{angles[frame, joint, plane]:g} deg", f"{low:.1f} to {high:.1f} deg")


def _error(where: str, given: Any, allowed: str) -> InputError:
    return InputError([Problem(where, None, str(given), allowed)])
