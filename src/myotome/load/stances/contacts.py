"""What touches the trunk from outside: floor, bed, backrest, masses carried, cables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import BODIES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import HANDS, ExternalForce, Pose
from myotome.units import STANDARD_GRAVITY

__all__ = ["contacts", "held", "supports"]

_SIDES: Final = ("right", "left")
_UP: Final = np.array([0.0, 1.0, 0.0])
_FORWARD: Final = np.array([1.0, 0.0, 0.0])
_RIGHT: Final = np.array([0.0, 0.0, 1.0])
#: Where the back touches: the lower ribs, the shoulder blades, the head.
_BACK: Final = {"contact_lower_back": "T10", "contact_upper_back": "T4", "contact_head": "head"}
_BACKREST: Final = "T8"
_LEVEL: Final = 1e-9
#: Parts that lie on the floor while head and shoulders are lifted.
_LOWER: Final = BODIES[1 : BODIES.index("T10") + 1]


def held(spine: Spine, parts: Mapping[str, float], hands: str) -> tuple[ExternalForce, ...]:
    """Weight of what is held or carried, and the pull of a cable.

    Parameters
    ----------
    spine : Spine
    parts : mapping of str to float
        Components of the posture.
    hands : str
        Which hands hold the mass: `both`, `right` or `left`.

    Returns
    -------
    tuple of ExternalForce
    """
    weight, bar = (parts.get(name, 0.0) * STANDARD_GRAVITY for name in ("load_kg", "bar_kg"))
    ahead, aside = (parts.get(name, 0.0) * STANDARD_GRAVITY for name in ("cable_kg_forward", "cable_kg_lateral"))
    forces = []
    if weight and "pack_behind" in parts:
        middle = np.array([-parts["pack_behind"], 0.0, 0.0]) + _slices(spine)["T6"][1]
        forces.append(ExternalForce("T6", -weight * _UP, middle))
    elif weight:
        holding = _SIDES if hands == "both" else (hands,)
        push, at = _of_box(parts)
        forces += [ExternalForce(f"hand_{side}", weight / len(holding) * push, at) for side in holding]
    if bar:
        forces.append(ExternalForce("girdle", -bar * _UP, spine.arms.shoulder_m.mean(axis=0)))
    if ahead or aside:
        pull = 0.5 * (ahead * _FORWARD + aside * _RIGHT)
        forces += [ExternalForce(hand, pull) for hand in HANDS]
    return tuple(forces)


def _of_box(parts: Mapping[str, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What a box does to the hands, over its weight, and where, from them: they may hold it behind its middle.

    Fingers then keep it level, or its lower edge leans on the belly, so low that the pelvis bears that push: what
    pushes the box ahead there draws the hands ahead as much.
    """
    ahead = parts.get("grip_behind", 0.0)
    if "belly_below" not in parts:
        return -_UP, ahead * _FORWARD
    return -_UP + ahead / parts["belly_below"] * _FORWARD, 0.0 * _FORWARD


def supports(spine: Spine, parts: Mapping[str, float]) -> tuple[ExternalForce, ...]:
    """What a bed, the floor or the own thighs bear of each part, right under it.

    Parameters
    ----------
    spine : Spine
    parts : mapping of str to float
        `support_trunk` is a share of the weight of every part, `support_lower` of the parts up to the lower ribs.

    Returns
    -------
    tuple of ExternalForce
    """
    whole, lower = parts.get("support_trunk", 0.0), parts.get("support_lower", 0.0)
    shares = {body: whole + (lower if body in _LOWER else 0.0) for body in _slices(spine)}
    return tuple(
        ExternalForce(body, shares[body] * mass * STANDARD_GRAVITY * _UP, point)
        for body, (mass, point) in _slices(spine).items()
        if shares[body]
    )


def contacts(spine: Spine, pose: Pose, parts: Mapping[str, float]) -> tuple[ExternalForce, ...]:
    """What floor and backrest push with, as shares of body weight, and free moments that legs put on the thorax.

    Parameters
    ----------
    spine : Spine
    pose : Pose
        For the direction of a backrest, square to the thorax.
    parts : mapping of str to float

    Returns
    -------
    tuple of ExternalForce
    """
    weight = spine.person.mass_kg * STANDARD_GRAVITY
    forces = _on_arms(spine, pose, parts, weight)
    for name, body in _BACK.items():
        if share := parts.get(name, 0.0):
            forces.append(ExternalForce(body, share * weight * _UP, _slices(spine)[body][1]))
    if share := parts.get("contact_backrest", 0.0):
        normal = pose.turn[:, BODIES.index(_BACKREST)] @ _FORWARD
        forces.append(ExternalForce(_BACKREST, share * weight * normal, _slices(spine)[_BACKREST][1]))
    flexion, lateral = parts.get("thorax_moment_flexion", 0.0), parts.get("thorax_moment_lateral", 0.0)
    if flexion or lateral:
        size = weight * spine.person.height_m
        forces.append(ExternalForce("T6", np.zeros(3), moment_nm=size * np.array([lateral, 0.0, -flexion])))
    return tuple(forces)


def _on_arms(spine: Spine, pose: Pose, parts: Mapping[str, float], weight: float) -> list[ExternalForce]:
    """Hands, or elbows right under the shoulders; the floor also pushes toward the feet by the share `thrust`."""
    feet = -pose.turn[:, 0, :, 1] * (1.0 - _UP)
    size = np.sqrt((feet**2).sum(axis=1, keepdims=True))
    push = _UP + parts.get("thrust", 0.0) * np.divide(feet, size, out=np.zeros_like(feet), where=size > _LEVEL)
    forces = []
    for number, side in enumerate(_SIDES):
        if share := parts.get(f"contact_hand_{side}", 0.0):
            forces.append(ExternalForce(HANDS[number], share * weight * push))
        if share := parts.get(f"contact_shoulder_{side}", 0.0):
            force = share * weight * push
            turning = np.cross(-spine.arms.upper_length_m * _UP, force)
            forces.append(ExternalForce("girdle", force, spine.arms.shoulder_m[number], turning))
    return forces


def _slices(spine: Spine) -> dict[str, tuple[float, NDArray[np.float64]]]:
    """Mass and centre of the part that each body carries."""
    bodies = spine.slices.bodies[spine.slices.first[:-1]]
    return {
        BODIES[body]: (float(mass), point)
        for body, mass, point in zip(bodies, spine.slice_kg, spine.slices.points_m, strict=True)
    }
