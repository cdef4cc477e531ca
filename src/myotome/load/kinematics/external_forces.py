"""Forces that are no muscle's: body weight, arms that hang or are held, loads in the hands, pads and supports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.load.body.skeleton import skeleton
from myotome.load.body.spine import Anchors, Spine, anchors
from myotome.load.kinematics.leverage_kernel import hung
from myotome.units import STANDARD_GRAVITY

__all__ = [
    "HANDS",
    "ArmPose",
    "ExternalForce",
    "Pose",
    "arm_centres_m",
    "external_moments",
    "fixing",
    "hand_m",
    "hanging_arms",
    "per_frame",
    "places",
    "weight",
]

HANDS: Final = ("hand_right", "hand_left")
_DOWN: Final = (0.0, -1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the chain of bones stands: what the kernel `stand` returns, frame by frame.

    Attributes
    ----------
    turn, shift_m : ndarray, shape (frames, bodies, 3, 3) and (frames, bodies, 3)
        A point of a body that is at p at neutral is at turn p + shift.
    joint_m : ndarray, shape (frames, joints, 3)
    axes, disc_axes : ndarray, shape (frames, joints, 3, 3)
    """

    turn: NDArray[np.float64]
    shift_m: NDArray[np.float64]
    joint_m: NDArray[np.float64]
    axes: NDArray[np.float64]
    disc_axes: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArmPose:
    """How the arms are held, in space, right arm first.

    Attributes
    ----------
    upper, fore : ndarray, shape (frames or 1, 2, 3)
        Directions from shoulder to elbow and from elbow to hand; need not have unit length.
    borne : ndarray, shape (frames or 1, 2)
        Share of each arm's weight that the trunk bears, 0 (lies on a table) to 1 (hangs or is held).
    """

    upper: NDArray[np.float64]
    fore: NDArray[np.float64]
    borne: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ExternalForce:
    """A force or a free moment on a part of the body.

    Attributes
    ----------
    body : str
        `pelvis`, `L5` ... `T1`, `head`, `sternum`, `girdle`, `abdomen`, `hand_right` or `hand_left`.
    force_n : array_like, shape (3,) or (frames, 3)
        In space: forward, up, right.
    point_m : array_like, shape (3,)
        Where on the body, in this person's neutral standing frame; for a hand, the way from its centre in space.
    moment_nm : array_like, shape (3,) or (frames, 3)
        Free moment in space.
    """

    body: str
    force_n: ArrayLike
    point_m: ArrayLike = (0.0, 0.0, 0.0)
    moment_nm: ArrayLike = (0.0, 0.0, 0.0)


def hanging_arms() -> ArmPose:
    """Both arms hanging down under their own weight."""
    down = np.array([[_DOWN, _DOWN]])
    return ArmPose(down, down, np.ones((1, 2)))


def weight(spine: Spine, pose: Pose, arms: ArmPose | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Which moment and force does body weight put on the part above each joint?

    Parameters
    ----------
    spine : Spine
    pose : Pose
    arms : ArmPose or None
        By default hanging.

    Returns
    -------
    nm : ndarray, shape (frames, dof)
    n : ndarray, shape (frames, joints, 3)
        In space.

    Raises
    ------
    InputError
        The arms have a wrong shape, no direction, or a share outside 0 to 1.
    """
    frames, held = pose.turn.shape[0], hanging_arms() if arms is None else arms
    offset = arm_centres_m(spine, held, frames)
    borne = per_frame("arms, borne", held.borne, (frames, 2), 0.0, 1.0)
    down = STANDARD_GRAVITY * np.array(_DOWN)
    slices = np.broadcast_to(spine.slice_kg[:, None] * down, (frames, len(spine.slice_kg), 3))
    links = (borne[:, :, None, None] * spine.arms.mass_kg[:, None] * down).reshape(frames, 6, 3)
    of_slices = _hung(spine.slices, np.zeros(slices.shape), slices, np.zeros(slices.shape), pose)
    fixed = anchors(["girdle"] * 6, np.repeat(spine.arms.shoulder_m, 3, axis=0))
    of_arms = _hung(fixed, offset.reshape(frames, 6, 3), links, np.zeros(links.shape), pose)
    return of_slices[0] + of_arms[0], of_slices[1] + of_arms[1]


def external_moments(
    spine: Spine, pose: Pose, external: Sequence[ExternalForce], arms: ArmPose | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Which moment and force do the given forces put on the part above each joint?

    Parameters
    ----------
    spine : Spine
    pose : Pose
    external : sequence of ExternalForce
    arms : ArmPose or None
        Where the hands are; by default the arms hang.

    Returns
    -------
    nm : ndarray, shape (frames, dof)
    n : ndarray, shape (frames, joints, 3)
        In space.

    Raises
    ------
    InputError
        A shape or a number is wrong.
    UnknownNameError
        No such body.
    """
    frames, joints = pose.turn.shape[0], pose.joint_m.shape[1]
    if not external:
        return np.zeros((frames, 3 * joints)), np.zeros((frames, joints, 3))
    held = hanging_arms() if arms is None else arms
    known = [*skeleton().carriers, *HANDS]
    for force in external:
        if force.body not in known:
            raise UnknownNameError("body", str(force.body), known)
    fixings = [fixing(spine, force, held, frames) for force in external]
    fixed = anchors([name for name, _, _ in fixings], np.array([at for _, at, _ in fixings]))
    offset = np.stack([way for _, _, way in fixings], axis=1)
    n = np.stack([per_frame(f"force on {f.body}", f.force_n, (frames, 3)) for f in external], axis=1)
    nm = np.stack([per_frame(f"moment on {f.body}", f.moment_nm, (frames, 3)) for f in external], axis=1)
    return _hung(fixed, offset, n, nm, pose)


def hand_m(spine: Spine, pose: Pose, arms: ArmPose | None = None) -> NDArray[np.float64]:
    """Where are the centres of the hands in space?

    Returns
    -------
    ndarray, shape (frames, 2, 3)
        Right hand first.
    """
    fixed = anchors(["girdle"] * 2, spine.arms.shoulder_m)
    bodies, weights = fixed.bodies[: fixed.first[1]], fixed.weights[: fixed.first[1]]
    turn = np.einsum("b,fbij->fij", weights, pose.turn[:, bodies])
    shift = np.einsum("b,fbi->fi", weights, pose.shift_m[:, bodies])
    shoulder = np.einsum("fij,sj->fsi", turn, spine.arms.shoulder_m) + shift[:, None]
    held = hanging_arms() if arms is None else arms
    return np.asarray(shoulder + arm_centres_m(spine, held, pose.turn.shape[0])[:, :, 2])


def per_frame(
    where: str, values: ArrayLike, shape: tuple[int, ...], low: float = -np.inf, high: float = np.inf
) -> NDArray[np.float64]:
    """Values as an array of this shape, one frame repeated where only one is given.

    Raises
    ------
    InputError
        The shape does not fit, a value is not finite, or lies outside `low` to `high`.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
        result = np.ascontiguousarray(np.broadcast_to(array, shape))
    except (TypeError, ValueError):
        raise _error(where, repr(values), f"numbers of shape {shape} or {shape[1:]}") from None
    bad = ~(np.isfinite(result) & (result >= low) & (result <= high))
    if bad.any():
        allowed = "finite numbers" if np.isinf(low) else f"{low:g} to {high:g}"
        raise _error(where, f"{float(result[bad][0]):g}", allowed)
    return result


def places(
    anchored: Anchors,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Points and what carries them, in the order in which the kernels take them."""
    return anchored.points_m, anchored.first, anchored.bodies, anchored.weights


def fixing(
    spine: Spine, force: ExternalForce, held: ArmPose, frames: int
) -> tuple[str, NDArray[np.float64], NDArray[np.float64]]:
    """What carries the force, where that is at neutral, and the way from there to where it acts, in space."""
    point = per_frame(f"point on {force.body}", force.point_m, (frames, 3) if np.ndim(force.point_m) == 2 else (3,))
    if force.body not in HANDS:
        return force.body, point, np.zeros((frames, 3))
    side = HANDS.index(force.body)
    return "girdle", spine.arms.shoulder_m[side], arm_centres_m(spine, held, frames)[:, side, 2] + point


def arm_centres_m(spine: Spine, held: ArmPose, frames: int) -> NDArray[np.float64]:
    """From the shoulders to the centres of upper arm, forearm and hand: (frames, sides, 3, 3), in space."""
    upper = _directions("arms, upper", held.upper, frames)
    fore = _directions("arms, fore", held.fore, frames)
    elbow = spine.arms.upper_length_m * upper
    first, second, third = spine.arms.centres_m
    return np.stack([first * upper, elbow + second * fore, elbow + third * fore], axis=2)


def _directions(where: str, values: ArrayLike, frames: int) -> NDArray[np.float64]:
    ways = per_frame(where, values, (frames, 2, 3))
    size = np.sqrt((ways**2).sum(axis=2, keepdims=True))
    if (size == 0.0).any():
        raise _error(where, "0, 0, 0", "a direction of any length but 0")
    return np.asarray(ways / size)


def _hung(
    fixed: Anchors, offset: NDArray[np.float64], n: NDArray[np.float64], nm: NDArray[np.float64], pose: Pose
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    bones = (pose.turn, pose.shift_m, pose.joint_m, pose.axes)
    # Copies, for a kernel is compiled anew for arrays that cannot be written.
    acting = (np.array(offset, order="C"), np.array(n, order="C"), np.array(nm, order="C"))
    moment, force = hung(*places(fixed), *acting, *bones)
    return moment, force


def _error(where: str, given: str, allowed: str) -> InputError:
    return InputError([Problem(where, None, given, allowed)])
