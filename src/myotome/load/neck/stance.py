"""How a neck is held and loaded: the thorax, the head against it, what supports or pushes the head, the shoulders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.neck.bones import NECK_BODIES
from myotome.load.neck.constants import neck_constants
from myotome.load.neck.model import Neck
from myotome.units import STANDARD_GRAVITY

__all__ = ["NECK_COMPONENTS", "NeckStance", "girdle_nm", "neck_stance", "outer_forces"]

#: What a posture of the neck is made of. Angles forward, to the right and to the left are positive, degrees.
NECK_COMPONENTS: Final = (
    *("thorax_flexion", "thorax_lateral"),
    *("neck_flexion", "upper_flexion", "neck_lateral", "neck_rotation"),
    *("head_support", "head_kg", "push_forward_n", "push_right_n", "turn_left_nm"),
    *("hand_right_kg", "hand_left_kg", "strap_right_kg", "strap_left_kg", "arms_raised"),
)
_UPPER: Final = 2


@dataclass(frozen=True, slots=True)
class NeckStance:
    """One posture of a neck with what acts on it.

    Attributes
    ----------
    angles_deg : ndarray, shape (1, joints, 3)
        Joint angles in the signs of `PLANES`: flexion negative.
    thorax_deg : ndarray, shape (1, 3)
        Turn of the thorax in space, likewise.
    amounts : mapping of str to float
        Every one of `NECK_COMPONENTS`.
    """

    angles_deg: NDArray[np.float64]
    thorax_deg: NDArray[np.float64]
    amounts: Mapping[str, float]


def neck_stance(neck: Neck, amounts: Mapping[str, float]) -> NeckStance:
    """Put a posture together.

    Parameters
    ----------
    neck : Neck
    amounts : mapping of str to float
        Of `NECK_COMPONENTS`; what is not named is 0.

    Returns
    -------
    NeckStance

    Raises
    ------
    InputError
        A joint would leave its range: which, and how far it goes.
    """
    full = {name: float(amounts.get(name, 0.0)) for name in NECK_COMPONENTS}
    whole = np.array([-full["neck_flexion"], full["neck_lateral"], full["neck_rotation"]])
    angles = neck.joints.angles_deg(whole)
    upper = neck.joints.share[-_UPPER:, 0]
    angles[-_UPPER:, 0] -= full["upper_flexion"] * upper / upper.sum()
    neck.joints.check(angles)
    thorax = np.array([[-full["thorax_flexion"], full["thorax_lateral"], 0.0]])
    return NeckStance(angles[None], thorax, full)


def outer_forces(neck: Neck, stance: NeckStance) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight of each part, and what acts on the head: forces and free moments at the centres of mass, in space.

    Returns
    -------
    tuple of ndarray, shape (1, bodies above the thorax, 3)
        Newtons, and newton metres.
    """
    amounts = stance.amounts
    force, moment = np.zeros((1, len(NECK_BODIES) - 1, 3)), np.zeros((1, len(NECK_BODIES) - 1, 3))
    force[0, :, 1] = -STANDARD_GRAVITY * neck.mass_kg * (1.0 - amounts["head_support"])
    force[0, -1] += [amounts["push_forward_n"], -STANDARD_GRAVITY * amounts["head_kg"], amounts["push_right_n"]]
    moment[0, -1, 1] = amounts["turn_left_nm"]
    return force, moment


def girdle_nm(neck: Neck, stance: NeckStance, upright: float) -> NDArray[np.float64]:
    """How much of what hangs on each shoulder must the neck's muscles hold up?

    Parameters
    ----------
    neck : Neck
    stance : NeckStance
    upright : float
        Part of the weight that pulls the shoulders toward the pelvis: 1 standing, 0 lying.

    Returns
    -------
    ndarray, shape (2,)
        Newton metres about the right and the left sternoclavicular joint.
    """
    known, amounts = neck_constants(), stance.amounts
    arm = neck.arm_kg * (1.0 + amounts["arms_raised"])
    hung = [
        arm + amounts[f"hand_{side}_kg"] + known.strap_lever * amounts[f"strap_{side}_kg"] for side in ("right", "left")
    ]
    return np.asarray(neck.girdle_share * STANDARD_GRAVITY * neck.arm_lever_m * max(upright, 0.0) * np.array(hung))
