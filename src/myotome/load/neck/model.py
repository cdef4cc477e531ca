"""The neck of one person: bones, muscles, masses and passive joints as arrays that the kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.person import Person
from myotome.load.body.skeleton import skeleton
from myotome.load.body.spine import Anchors
from myotome.load.neck.bones import NECK_BODIES, NECK_DISCS, neck_bones
from myotome.load.neck.constants import neck_constants
from myotome.load.neck.joint_motion import NeckJoints, neck_joints
from myotome.load.neck.muscles import GIRDLE, NeckFascicles, neck_fascicles, neck_paths
from myotome.tables import Table, number, one_of

__all__ = ["Neck", "neck_of"]

_AREAS = Table(
    "load/neck/disc_areas.csv",
    {"disc": one_of(NECK_DISCS), "value": number(0.1, 20), "low": number(0.1, 20), "high": number(0.1, 20)},
    key=("disc",),
    covers={"disc": NECK_DISCS},
    rules=(lambda row: None if row["low"] <= row["value"] <= row["high"] else "low <= value <= high does not hold",),
)
_MIRROR = np.array([1.0, 1.0, -1.0])


@dataclass(frozen=True, slots=True)
class Neck:
    """All that does not change from posture to posture. Arrays are read-only.

    Attributes
    ----------
    person : Person
    centre_m, tilt_rad : ndarray, shape (joints, 3) and (joints,)
        Joint centres, and tilt of the discs, at neutral.
    joints : NeckJoints
    fascicles : NeckFascicles
    starts : ndarray of int, shape (fascicles + 1,)
        Where each path starts in `path`.
    path, masses : Anchors
        Points of all paths; centres of mass of C7 to C1 and of the head.
    mass_kg : ndarray, shape (bodies above the thorax,)
        Their masses; together what the trunk carries as head and neck.
    area_m2 : ndarray, shape (discs,)
        Of the discs, from below.
    girdle_m : ndarray, shape (2, fascicles)
        Lever with which a newton in a fascicle lifts the right and the left shoulder about its sternoclavicular joint;
        0 for what is not fixed to the girdle.
    ligament_lever_m : float
        From the disc back to what resists flexion.
    girdle_share : float
        Part of what hangs on each shoulder that the muscles of the neck hold.
    arm_lever_m : float
        From the sternoclavicular joint out to where the arm hangs.
    arm_kg : float
        One arm.
    """

    person: Person
    centre_m: NDArray[np.float64]
    tilt_rad: NDArray[np.float64]
    joints: NeckJoints
    fascicles: NeckFascicles
    starts: NDArray[np.int64]
    path: Anchors
    masses: Anchors
    mass_kg: NDArray[np.float64]
    area_m2: NDArray[np.float64]
    girdle_m: NDArray[np.float64]
    ligament_lever_m: float
    girdle_share: float
    arm_lever_m: float
    arm_kg: float


def neck_of(person: Person) -> Neck:
    """What does this person's neck look like to mechanics?

    Parameters
    ----------
    person : Person
        Lengths scale with height, masses with mass and sex, strength with sex, age and mass.

    Returns
    -------
    Neck

    Sources
    -------
    mortensen_2018_in_passenger_model, barrett_cspine_model, zatsiorsky_2002_tables, eur_j_anat_2020_c3_c6

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> round(float(neck_of(reference_person()).mass_kg.sum()), 1)
    5.1
    """
    bones, scale, arm = neck_bones(), person.length_scale, skeleton().arm
    shares = {carrier: share for carrier, share, _ in skeleton().slices}["head"]
    starts, carriers, points = _both_sides(scale)
    areas = {row["disc"]: row["value"] for row in _AREAS.rows()}
    size = (person.height_m / neck_constants().disc_height_m) ** 2
    arm_share = arm.share_female if person.sex == "female" else arm.share_male
    return Neck(
        person=person,
        centre_m=_frozen(scale * bones.centre_m),
        tilt_rad=bones.tilt_rad,
        joints=neck_joints(),
        fascicles=neck_fascicles(person),
        starts=starts,
        path=fixed_to(carriers, points),
        masses=fixed_to(NECK_BODIES[1:], scale * bones.mass_centre_m),
        mass_kg=_frozen(person.mass_kg * shares[person.sex] * bones.mass_share),
        area_m2=_frozen(1e-4 * size * np.array([areas[disc] for disc in NECK_DISCS])),
        girdle_m=_frozen(_lifting(starts, carriers, points, scale)),
        ligament_lever_m=scale * neck_constants().ligament_lever_m,
        girdle_share=neck_constants().girdle_share,
        arm_lever_m=scale * float(arm.shoulder_m[2] - neck_constants().girdle_joint_m[2]),
        arm_kg=person.mass_kg * float(arm_share.sum()),
    )


def fixed_to(carriers: Sequence[str], points_m: NDArray[np.float64]) -> Anchors:
    """Points that each move with one body of the neck; the shoulder girdle stands still with the thorax."""
    bodies = [NECK_BODIES.index("thorax" if name == GIRDLE else name) for name in carriers]
    return Anchors(
        points_m=_frozen(np.ascontiguousarray(points_m, dtype=np.float64).reshape(-1, 3)),
        first=_frozen_int(np.arange(len(bodies) + 1)),
        bodies=_frozen_int(np.array(bodies)),
        weights=_frozen(np.ones(len(bodies))),
    )


def _both_sides(scale: float) -> tuple[NDArray[np.int64], tuple[str, ...], NDArray[np.float64]]:
    """Starts, carriers and points of all paths: the right side, then the left as its mirror image."""
    paths = neck_paths()
    carriers = tuple(name for names, _ in paths for name in names) * 2
    right = [points for _, points in paths]
    starts = np.concatenate([[0], np.cumsum([len(points) for points in right] * 2)])
    return _frozen_int(starts), carriers, scale * np.vstack([*right, *(points * _MIRROR for points in right)])


def _lifting(
    starts: NDArray[np.int64], carriers: Sequence[str], points: NDArray[np.float64], scale: float
) -> NDArray[np.float64]:
    """Moment about the sternoclavicular joint's axis from back to front, upward positive on either side."""
    levers, half = np.zeros((2, len(starts) - 1)), (len(starts) - 1) // 2
    for index, begin in enumerate(starts[:-1]):
        if carriers[begin] == GIRDLE:
            side = 0 if index < half else 1
            mirror = 1.0 if side == 0 else -1.0
            way = points[begin + 1] - points[begin]
            pull, out = (
                way / np.sqrt(way @ way),
                points[begin] - scale * neck_constants().girdle_joint_m * [1, 1, mirror],
            )
            levers[side, index] = mirror * (out[2] * pull[1] - out[1] * pull[2])
    return levers


def _frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.setflags(write=False)
    return values


def _frozen_int(values: NDArray[np.int64]) -> NDArray[np.int64]:
    whole = np.asarray(values, dtype=np.int64)
    whole.setflags(write=False)
    return whole
