"""Arms that reach for a place: where the shoulders are, and how upper arm and forearm must point."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.spine import Spine, anchors
from myotome.load.kinematics.external_forces import ArmPose, Pose

__all__ = ["lean_within_reach", "reaching_arms", "shoulders_m"]

_TRIED: Final = 64


def shoulders_m(spine: Spine, pose: Pose) -> NDArray[np.float64]:
    """Where are the shoulders in space?

    Parameters
    ----------
    spine : Spine
    pose : Pose

    Returns
    -------
    ndarray, shape (frames, 2, 3)
        Right first.
    """
    fixed = anchors(["girdle"], spine.arms.shoulder_m[:1])
    turn = np.einsum("b,fbij->fij", fixed.weights, pose.turn[:, fixed.bodies])
    shift = np.einsum("b,fbi->fi", fixed.weights, pose.shift_m[:, fixed.bodies])
    return np.asarray(np.einsum("fij,sj->fsi", turn, spine.arms.shoulder_m) + shift[:, None])


def lean_within_reach(spine: Spine, pose: Pose, at_m: NDArray[np.float64], wanted_deg: float) -> float:
    """How far of this lean backward do the hands still reach a place in front of the L5-S1 disc?

    Parameters
    ----------
    spine : Spine
    pose : Pose
        Upright.
    at_m : ndarray, shape (3,)
        From the disc.
    wanted_deg : float

    Returns
    -------
    float
        Between 0 and `wanted_deg`.
    """
    lean = np.deg2rad(np.linspace(0.0, wanted_deg, _TRIED))
    forward, up, _ = (shoulders_m(spine, pose)[0].mean(axis=0) - pose.joint_m[0, 0])[:, None]
    back = forward * np.cos(lean) - up * np.sin(lean), up * np.cos(lean) + forward * np.sin(lean)
    reached = np.hypot(at_m[0] - back[0], at_m[1] - back[1]) < spine.arms.upper_length_m + float(
        spine.arms.centres_m[2]
    )
    return float(np.rad2deg(lean[reached][-1])) if reached.any() else 0.0


def reaching_arms(spine: Spine, pose: Pose, hand_m: NDArray[np.float64], borne: NDArray[np.float64]) -> ArmPose:
    """How must the arms point for both hands to be at a place in front?

    Parameters
    ----------
    spine : Spine
    pose : Pose
    hand_m : ndarray, shape (3,)
        In space, of the middle between the hands; each hand is at the breadth of its shoulder.
    borne : ndarray, shape (1, 2)
        Share of each arm that the trunk bears.

    Returns
    -------
    ArmPose
        Elbows below the line from shoulder to hand.

    Raises
    ------
    InputError
        The hands do not reach that far; says how far they do.
    """
    shoulder = shoulders_m(spine, pose)
    way = np.broadcast_to(hand_m, shoulder.shape) - shoulder
    way = np.stack([way[..., 0], way[..., 1], np.zeros(way.shape[:-1])], axis=-1)
    upper, fore = spine.arms.upper_length_m, float(spine.arms.centres_m[2])
    distance = np.sqrt((way**2).sum(axis=-1))
    _check_reach(distance, upper + fore, way)
    least = abs(upper - fore) + 1e-9
    bent = np.clip(distance, least, upper + fore)
    along = way / np.maximum(distance, 1e-9)[..., None]
    below = np.stack([along[..., 1], -along[..., 0], along[..., 2]], axis=-1)
    inner = np.clip((upper**2 + bent**2 - fore**2) / (2.0 * upper * bent), -1.0, 1.0)
    elbow = upper * (inner[..., None] * along + np.sqrt(1.0 - inner**2)[..., None] * below)
    return ArmPose(elbow / upper, bent[..., None] * along - elbow, borne)


def _check_reach(distance: NDArray[np.float64], longest: float, way: NDArray[np.float64]) -> None:
    if distance.max() <= longest:
        return
    height = float(np.abs(way[..., 1]).max())
    forward = float(np.sqrt(max(0.0, longest**2 - height**2)))
    given = f"{100 * float(np.abs(way[..., 0]).max()):.0f} cm in front of the shoulders"
    message = "The hands do not reach that far in this posture."
    raise InputError([Problem("hands", None, given, f"up to {100 * forward:.0f} cm", message=message)])
