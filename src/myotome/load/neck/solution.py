"""Muscle forces of a neck in equilibrium, and what each of its discs and joints bears.

The kernels of geometry and of equilibrium are those of the trunk. A row is added for each shoulder, which hangs, in
part, on trapezius and levator scapulae: they pull on the neck for it. It is a least moment, for what pulls a shoulder
down lies outside the neck: the row counts only where the muscles would hold the shoulder too little without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.impairment import Impairment, guarded, strength_left
from myotome.load.kinematics.external_forces import places
from myotome.load.kinematics.leverage_kernel import crossed, hung, pulls
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.muscles.force import muscle_curve
from myotome.load.neck.bones import NECK_DOFS
from myotome.load.neck.model import Neck
from myotome.load.neck.stance import NeckStance, girdle_nm, outer_forces
from myotome.load.statics.activations import Equilibrium, equilibrium, named_moments
from myotome.load.threads import one_thread

__all__ = ["NeckSolution", "solve_neck"]

_POWER: Final = 3
_LEAST_NM: Final = 1e-6


@dataclass(frozen=True, eq=False)
class NeckSolution:
    """Muscles, joints and discs of one neck in one posture.

    Attributes
    ----------
    neck : Neck
    stance : NeckStance
    activation, force_n : ndarray, shape (fascicles,)
        Activation of what still works, 0 to 1; what a muscle pulls at rest is part of the curves of the joints.
    compression_n, shear_anterior_n, shear_lateral_n : ndarray, shape (joints,)
        Of the part above on the joint below it, along and within the plane of the disc: forward and to the right are
        positive. Facets are not distinguished from the disc.
    stress_mpa : ndarray, shape (discs,)
        Compression over area: the mean over the disc, not the pressure of a nucleus.
    outer_nm, passive_nm, muscle_nm : ndarray, shape (dof,)
        Moments on the part above each joint of weight and given forces, of the joint itself, and of the muscles.
    unmet_nm : ndarray, shape (dof + 2,)
        What is missing for the posture to be held, the shoulders last; 0 where feasible.
    feasible : bool
    left, active : ndarray, shape (fascicles,)
        Share of each fascicle that still works; force at full activation at this length, as a share of strength.
    """

    neck: Neck
    stance: NeckStance
    activation: NDArray[np.float64]
    force_n: NDArray[np.float64]
    compression_n: NDArray[np.float64]
    shear_anterior_n: NDArray[np.float64]
    shear_lateral_n: NDArray[np.float64]
    stress_mpa: NDArray[np.float64]
    outer_nm: NDArray[np.float64]
    passive_nm: NDArray[np.float64]
    muscle_nm: NDArray[np.float64]
    unmet_nm: NDArray[np.float64]
    feasible: bool
    left: NDArray[np.float64]
    active: NDArray[np.float64]

    @property
    def unmet_by_dof(self) -> dict[str, float]:
        """Moment that is missing, Nm, by joint and plane; empty where the posture can be held."""
        names = [*(f"{joint}, {plane}" for joint, plane in NECK_DOFS), "right shoulder", "left shoulder"]
        return {} if self.feasible else named_moments(names, self.unmet_nm)


@dataclass(frozen=True, slots=True)
class _Leverage:
    """A neck in its posture: moment arms, lengths as shares, and what is no muscle."""

    arms_m: NDArray[np.float64]
    active: NDArray[np.float64]
    outer_nm: NDArray[np.float64]
    outer_n: NDArray[np.float64]
    turn: NDArray[np.float64]
    shift_m: NDArray[np.float64]
    disc_axes: NDArray[np.float64]


def solve_neck(neck: Neck, stance: NeckStance, impairment: Impairment | None = None) -> NeckSolution:
    """Which muscle forces hold this neck at the least cost, and what do its discs bear?

    Parameters
    ----------
    neck : Neck
        Of one person.
    stance : NeckStance
    impairment : Impairment or None
        Weakness, spasm, guarding, lesioned roots.

    Returns
    -------
    NeckSolution
        A posture that cannot be held keeps the forces that come nearest, and says what is missing.

    Raises
    ------
    InputError, UnknownNameError
        From the impairment; contractures are not computed here.

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> from myotome.load.neck.model import neck_of
    >>> from myotome.load.neck.stance import neck_stance
    >>> own = neck_of(reference_person())
    >>> solve_neck(own, neck_stance(own, {})).feasible
    True
    """
    impaired = impairment or Impairment()
    if impaired.contractures:
        given = ", ".join(one.muscle for one in impaired.contractures)
        raise InputError([Problem("contracture", None, given, "a task of the trunk: it is not computed for the neck")])
    at = _leverage(neck, stance)
    floor = guarded(neck.fascicles, impaired, lambda least: _solved(neck, stance, impaired, at, least).activation)
    return _solved(neck, stance, impaired, at, floor)


def _leverage(neck: Neck, stance: NeckStance) -> _Leverage:
    # Copies, for a kernel is compiled anew for arrays that cannot be written.
    angles, thorax = np.deg2rad(stance.angles_deg), np.deg2rad(stance.thorax_deg)
    with one_thread():
        turn, shift, joint, axes, disc = stand(angles, thorax, neck.centre_m, neck.tilt_rad)
        arms, length = pulls(neck.starts, *places(neck.path), turn, shift, joint, axes)
        force, moment = outer_forces(neck, stance)
        outer_nm, outer_n = hung(*places(neck.masses), np.zeros(force.shape), force, moment, turn, shift, joint, axes)
    of = neck.fascicles
    stretch = of.neutral_stretch + (length[0] - of.neutral_length_m) / of.working_length_m
    return _Leverage(
        arms_m=arms[0],
        active=muscle_curve().active(stretch),
        outer_nm=outer_nm[0],
        outer_n=outer_n[0],
        turn=turn,
        shift_m=shift,
        disc_axes=disc[0],
    )


def _solved(
    neck: Neck, stance: NeckStance, impaired: Impairment, at: _Leverage, floor: NDArray[np.float64]
) -> NeckSolution:
    of, left = neck.fascicles, strength_left(neck.fascicles, impaired)
    strength = at.active * of.strength_n * left
    passive = neck.joints.moment_nm(stance.angles_deg[0]).ravel()
    shoulders = girdle_nm(neck, stance, float(at.turn[0, 0, 1, 1]))
    levers = np.vstack([at.arms_m, neck.girdle_m])
    demand = np.concatenate([-(at.outer_nm + passive), shoulders])
    held = _held(levers * strength, demand, of.working_volume(left), floor)
    force = held.activation[0] * strength
    return NeckSolution(
        neck=neck,
        stance=stance,
        activation=held.activation[0],
        force_n=force,
        **_borne(neck, at, force, passive),
        outer_nm=at.outer_nm,
        passive_nm=passive,
        muscle_nm=at.arms_m @ force,
        unmet_nm=held.unmet[0],
        feasible=bool(held.feasible[0]),
        left=left,
        active=at.active,
    )


def _held(
    torque: NDArray[np.float64], demand: NDArray[np.float64], volume: NDArray[np.float64], floor: NDArray[np.float64]
) -> Equilibrium:
    """Least effort that balances every joint and holds each shoulder at least as much as it must."""
    joints, shoulders = len(demand) - 2, np.zeros(2, dtype=np.bool_)
    for _ in range(3):
        rows = np.concatenate([np.ones(joints, dtype=np.bool_), shoulders])[:, None]
        found = equilibrium((torque * rows)[None], (demand * rows[:, 0])[None], volume, floor, 1.0, power=_POWER)
        short = torque[joints:] @ found.activation[0] < demand[joints:] - _LEAST_NM
        if not (short & ~shoulders).any():
            break
        shoulders |= short
    return found


def _borne(
    neck: Neck, at: _Leverage, force_n: NDArray[np.float64], passive_nm: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Compression, shear and mean stress, in the middle plane of each joint.

    What resists flexion lies behind the disc and is in tension: the disc is pressed by as much.
    """
    with one_thread():
        pulled = crossed(neck.starts, *places(neck.path), at.turn, at.shift_m, force_n[None].copy())
    along = np.einsum("jad,jd->ja", at.disc_axes, pulled[0] + at.outer_n)
    along[:, 1] -= np.maximum(passive_nm[::3], 0.0) / neck.ligament_lever_m
    return {
        "compression_n": -along[:, 1],
        "shear_anterior_n": along[:, 0],
        "shear_lateral_n": along[:, 2],
        "stress_mpa": 1e-6 * np.maximum(-along[: len(neck.area_m2), 1], 0.0) / neck.area_m2,
    }
