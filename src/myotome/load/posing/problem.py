"""One person's effort in one posture as the kernels take it: tuples of arrays, made once for all postures tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.spine import Anchors, Spine, anchors
from myotome.load.kinematics.external_forces import (
    HANDS,
    Pose,
    arm_centres_m,
    fixing,
    hand_m,
    per_frame,
    places,
)
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.muscles.force import muscle_curve
from myotome.load.stances.stance import Stance
from myotome.units import STANDARD_GRAVITY

__all__ = ["EffortProblem", "effort_problem"]

_DOWN: Final = np.array([0.0, -STANDARD_GRAVITY, 0.0])
_STRUT: Final = np.array([0, 2])


@dataclass(frozen=True, eq=False)
class EffortProblem:
    """What the kernels of the effort take.

    Attributes
    ----------
    model : tuple
        As `prepared` takes it.
    rows : ndarray of int
        Degrees of freedom that the muscles balance; the rib cage has the others.
    volume, floor, ceiling : ndarray, shape (fascicles,)
        Volumes over their mean; least and greatest activation.
    soft, limit : ndarray, shape (rows,), and float
        Spring by which a demand gives way, and the dual up to which it does not.
    volume_cm3 : float
        Mean volume of a fascicle: the kernels count effort in it.
    """

    model: tuple[Any, ...]
    rows: NDArray[np.int64]
    volume: NDArray[np.float64]
    floor: NDArray[np.float64]
    ceiling: NDArray[np.float64]
    soft: NDArray[np.float64]
    limit: float
    volume_cm3: float

    def state(self) -> tuple[NDArray[Any], ...]:
        """Room for what one evaluation leaves to the next, as `prepared` fills it."""
        count, dofs, rows = len(self.volume), self.model[6][0].size, len(self.rows)
        joints = (np.zeros(dofs), np.zeros(dofs))
        forces = tuple(np.zeros((len(self.model[5][2]), 3)) for _ in range(3))
        work = (np.zeros((4, count)), np.zeros((count, rows)), np.zeros((count, 2), dtype=np.int64), np.zeros(rows))
        return np.zeros((count, dofs)), np.zeros((count, 2), dtype=np.int64), *joints, *forces, *work


def effort_problem(
    spine: Spine,
    stance: Stance,
    joints: PassiveJoints,
    muscles: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    spare: tuple[float, float],
) -> EffortProblem:
    """The effort of one frame of a stance, as a function of its posture.

    Parameters
    ----------
    spine : Spine
    stance : Stance
        One frame: what acts on the spine, and where the hands are.
    joints : PassiveJoints
        With preload.
    muscles : tuple of ndarray, shape (fascicles,)
        Strength that is left, volume of it, least activation.
    spare : tuple of float
        Spring (Nm per cm3/Nm) by which a demand gives way, and the dual (cm3/Nm) up to which it does not.

    Returns
    -------
    EffortProblem
    """
    own, (strength, volume, floor), mean = spine.fascicles, muscles, float(muscles[1].mean())
    law = muscle_curve()
    curve = np.array([law.width, law.floor, law.shape, law.strain, law.ceiling, law.smoothing])
    push = np.array([-1000.0 * stance.pressure_kpa * spine.cavity_m2])
    body = (strength, own.neutral_stretch, own.neutral_length_m, own.working_length_m, curve)
    rows = np.flatnonzero(~spine.caged)
    row_of = np.full(spine.caged.size, -1, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    model = (
        (_own(spine.centre_m), _own(spine.tilt_rad), _rest(spine)),
        (_own(spine.starts), *(_own(each) for each in places(spine.path))),
        (_STRUT, *(_own(each) for each in places(spine.strut))),
        push,
        tuple(_own(each) for each in body),
        _loads(spine, stance),
        _curves(joints),
        row_of,
    )
    bounds = _own(volume / mean), _own(floor), np.ones(len(own))
    return EffortProblem(model, rows, *bounds, np.full(len(rows), spare[0] * mean), spare[1] / mean, mean)


def _own(values: NDArray[Any]) -> NDArray[Any]:
    """A copy, for a kernel is compiled anew for arrays that cannot be written."""
    return np.array(values, order="C")


def _curves(joints: PassiveJoints) -> tuple[Any, ...]:
    """The joints in radians and Nm per radian, factor and all, one entry a degree of freedom."""
    times = joints.factor.reshape(-1, *joints.negative.shape)[0]
    per_rad = np.rad2deg(times)
    mean, half = 0.5 * (joints.negative + joints.positive), 0.5 * (joints.positive - joints.negative)
    walls = [
        part
        for wall in (joints.below, joints.above)
        for part in (np.deg2rad(wall.start_deg), np.deg2rad(wall.width_deg), per_rad * wall.rise)
    ]
    return (*(_flat(each) for each in (per_rad * mean, per_rad * half, *walls)), float(np.deg2rad(joints.change_deg)))


def _flat(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ascontiguousarray(values, dtype=np.float64).ravel().copy()


def _loads(spine: Spine, stance: Stance) -> tuple[Any, ...]:
    """Weight of the trunk and of the arms, and what acts from outside; what the hands hold is kept in space."""
    arms, weight = arm_centres_m(spine, stance.arms, 1)[0], _weights(spine)
    borne = np.broadcast_to(np.asarray(stance.arms.borne, dtype=np.float64), (1, 2))[0]
    limbs = (borne[:, None] * spine.arms.mass_kg)[..., None] * _DOWN
    places_ = [fixing(spine, force, stance.arms, 1) for force in stance.external]
    kept = [force.body in HANDS for force in stance.external]
    fixed = _anchored(spine, tuple(name for name, _, _ in places_), tuple(map(tuple, (at for _, at, _ in places_))))
    count = len(weight) + 6 + len(places_)
    offset, force, moment, where = (np.zeros((count, 3)) for _ in range(4))
    force[: len(weight)] = weight
    offset[len(weight) : len(weight) + 6], force[len(weight) : len(weight) + 6] = (
        arms.reshape(6, 3),
        limbs.reshape(6, 3),
    )
    hands = hand_m(spine, _pose(spine, stance), stance.arms)[0] if any(kept) else None
    for number, given in enumerate(stance.external, len(weight) + 6):
        offset[number] = places_[number - len(weight) - 6][2][0]
        force[number] = per_frame("force", given.force_n, (1, 3))[0]
        moment[number] = per_frame("moment", given.moment_nm, (1, 3))[0]
        if hands is not None and given.body in HANDS:
            where[number] = hands[HANDS.index(given.body)] + np.asarray(given.point_m, dtype=np.float64)
    holds = np.array([False] * (len(weight) + 6) + kept)
    return *(_own(each) for each in places(fixed)), offset, force, moment, holds, where


def _weights(spine: Spine) -> NDArray[np.float64]:
    return np.asarray(spine.slice_kg[:, None] * _DOWN)


def _pose(spine: Spine, stance: Stance) -> Pose:
    angles, pelvis = spine.in_space(stance.angles_deg[:1], stance.pelvis_deg[:1])
    return Pose(*stand(np.deg2rad(angles), np.deg2rad(pelvis), spine.centre_m, spine.tilt_rad))


def _rest(spine: Spine) -> NDArray[np.float64]:
    """Where the joints of this person rest, against the model's neutral: radians, one entry a degree of freedom."""
    still = np.zeros((1, *spine.passive.negative.shape))
    return _flat(np.deg2rad(spine.in_space(still, np.zeros((1, 3)))[0][0]))


def _anchored(spine: Spine, names: tuple[str, ...], points: tuple[tuple[float, ...], ...]) -> Anchors:
    """Where weight and outer forces are fixed: the slices, six links of the arms on the girdle, and the others."""
    limbs = np.repeat(spine.arms.shoulder_m, 3, axis=0)
    own = _of_body(tuple(spine.slices.bodies[spine.slices.first[:-1]].tolist()))
    at = [*spine.slices.points_m, *limbs, *(np.array(point) for point in points)]
    return anchors([*own, *["girdle"] * 6, *names], np.array(at))


@lru_cache(maxsize=8)
def _of_body(bodies: tuple[int, ...]) -> tuple[str, ...]:
    from myotome.load.body.skeleton import BODIES

    return tuple(BODIES[body] for body in bodies)
