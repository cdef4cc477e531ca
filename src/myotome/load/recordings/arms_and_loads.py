"""Arms, loads in the hands and feet on the ground, frame by frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import BODIES, skeleton
from myotome.load.kinematics.external_forces import HANDS, ArmPose, ExternalForce, hanging_arms
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.recordings.formats.raw_table import Note, refused
from myotome.load.recordings.limits import limit
from myotome.load.recordings.rotations import euler
from myotome.load.threads import one_thread
from myotome.units import STANDARD_GRAVITY

__all__ = ["arms_of", "feet_of", "hand_forces"]

_Columns = Mapping[str, NDArray[np.float64]]
_SIDES: Final = ("right", "left")
_IN_SPACE: Final = ("arm_raise", "arm_spread", "elbow_bend")
_ON_TRUNK: Final = ("arm_flexion", "arm_adduction", "arm_rotation", "elbow_flexion")
_DOWN: Final = np.array([0.0, -1.0, 0.0])
#: The torso of models with one rigid trunk is where the shoulder blades lie.
_TORSO: Final = BODIES.index("T4")


def arms_of(
    where: object, values: _Columns, angles_deg: NDArray[np.float64], pelvis_deg: NDArray[np.float64]
) -> tuple[ArmPose, tuple[Note, ...]]:
    """How the arms are held: as recorded, in space or against the trunk; else they hang.

    Parameters
    ----------
    where : object
    values : mapping of str to ndarray
        Degrees. `arm_raise_`, `arm_spread_`, `elbow_bend_` are in space, as in the tasks; `arm_flexion_`,
        `arm_adduction_`, `arm_rotation_`, `elbow_flexion_` against the trunk, in this order of turns.
    angles_deg, pelvis_deg : ndarray
        Of the spine, in the signs of the model.

    Raises
    ------
    InputError
        One arm given in both ways.
    """
    upper, fore, recorded = [], [], []
    for side in _SIDES:
        space, trunk = (any(f"{name}_{side}" in values for name in names) for names in (_IN_SPACE, _ON_TRUNK))
        if space and trunk:
            message = "An arm is given in space and against the trunk: leave one of them out."
            raise refused(where, f"arm_raise_{side} and arm_flexion_{side}", message, "one of the two")
        turned = _in_space(values, side, len(angles_deg)) if space else None
        if trunk:
            turned = _on_trunk(values, side, angles_deg, pelvis_deg)
        hanging = np.broadcast_to(_DOWN, (len(angles_deg), 3))
        one, other = (hanging, hanging) if turned is None else turned
        upper.append(one)
        fore.append(other)
        recorded += [side] if turned is not None else []
    if not recorded:
        return hanging_arms(), ()
    left_out = [side for side in _SIDES if side not in recorded]
    notes = (Note("read", f"No angle of the {left_out[0]} arm is given: it hangs."),) if left_out else ()
    borne = np.ones((len(angles_deg), 2))
    return ArmPose(np.stack(upper, axis=1), np.stack(fore, axis=1), borne), notes


_Arm = tuple[NDArray[np.float64], NDArray[np.float64]]


def _angle(values: _Columns, name: str, frames: int) -> NDArray[np.float64]:
    return np.deg2rad(values.get(name, np.zeros(frames)))


def _in_space(values: _Columns, side: str, frames: int) -> _Arm:
    """Raised forward from hanging, spread to the side, elbow bent forward."""
    raised, spread, bend = (_angle(values, f"{name}_{side}", frames) for name in _IN_SPACE)
    spread = spread if side == "right" else -spread
    upper, fore = (
        np.stack([np.sin(a) * np.cos(spread), -np.cos(a) * np.cos(spread), np.sin(spread)], axis=1)
        for a in (raised, raised + bend)
    )
    return upper, fore


def _on_trunk(values: _Columns, side: str, angles_deg: NDArray[np.float64], pelvis_deg: NDArray[np.float64]) -> _Arm:
    """Turned on the torso about z, x and y, the elbow about z; the left arm is the mirror image of the right."""
    flexion, adduction, turning, elbow = (_angle(values, f"{name}_{side}", len(angles_deg)) for name in _ON_TRUNK)
    sign = 1.0 if side == "right" else -1.0
    with one_thread():
        bones = skeleton()
        torso = stand(np.deg2rad(angles_deg), np.deg2rad(pelvis_deg), bones.centre_m, bones.tilt_rad)[0][:, _TORSO]
    upper = torso @ euler("zxy", np.stack([flexion, sign * adduction, sign * turning], axis=-1))
    fore = upper @ euler("z", elbow[:, None])
    return upper @ _DOWN, fore @ _DOWN


def hand_forces(
    where: object, values: _Columns, frames: int, mass_kg: float | None, hands: str
) -> tuple[tuple[ExternalForce, ...], NDArray[np.float64], tuple[Note, ...]]:
    """What pulls at the hands: forces forward, up and right, masses in one hand, a mass in both.

    The masses of the right and the left hand, shape (frames, 2), stand beside the forces.

    Parameters
    ----------
    where : object
    values : mapping of str to ndarray
    frames : int
    mass_kg : float or None
        Held in every frame, beside what the columns say.
    hands : str
        Which hands hold it: `both`, `right` or `left`.

    Raises
    ------
    InputError
        A mass below 0 or above what anybody holds.
    """
    heaviest = limit("mass", "heaviest_kg")
    holding = _SIDES if hands == "both" else (hands,)
    mass = {side: values.get(f"hand_{side}_mass_kg", np.zeros(frames)).copy() for side in _SIDES}
    for side in _SIDES:
        mass[side] += values.get("mass_kg", np.zeros(frames)) / len(_SIDES)
        mass[side] += (mass_kg or 0.0) / len(holding) if side in holding else 0.0
    if not all(((each >= 0.0) & (each <= heaviest)).all() for each in mass.values()):
        given = ", ".join(f"{side} {each.min():g} to {each.max():g} kg" for side, each in mass.items())
        raise refused(f"{where}, mass in the hands", given, "No such mass is held.", f"0 to {heaviest:g} kg")
    forces = []
    for side, hand in zip(_SIDES, HANDS, strict=True):
        pull = np.stack([values.get(f"hand_{side}_{axis}_n", np.zeros(frames)) for axis in ("fx", "fy", "fz")], axis=1)
        force = pull + STANDARD_GRAVITY * mass[side][:, None] * _DOWN
        forces += [ExternalForce(hand, force)] if force.any() else []
    text = "Forces on the hands are taken as forward, up and right of the room." if forces else ""
    held = np.stack([mass[side] for side in _SIDES], axis=1)
    return tuple(forces), held, (Note("read", text),) if text and not mass_kg else ()


def feet_of(values: _Columns, frames: int) -> tuple[Note, ...]:
    """Frames in which no foot touches the ground: nothing is held still there."""
    contact = [values[f"foot_contact_{side}"] > 0.5 for side in _SIDES if f"foot_contact_{side}" in values]
    least = limit("flight", "least_n")
    contact += [np.abs(values[f"foot_force_{side}"]) >= least for side in _SIDES if f"foot_force_{side}" in values]
    if not contact:
        return ()
    flight = int((~np.any(contact, axis=0)).sum())
    text = f"Ground contact is read: no foot bears weight in {flight} of {frames} frames"
    ending = "; their loads, computed as if held still, do not hold there." if flight else "."
    return (Note("not_static" if flight else "read", text + ending, flight),)
