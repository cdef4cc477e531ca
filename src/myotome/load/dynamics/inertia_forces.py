"""The forces of inertia of a moving trunk: what each part resists being accelerated with, as forces on the spine.

Every part is a handful of points that move with it, which have its mass, its centre and its moments of inertia; a force
against the acceleration of each is then exact. Accelerations of points follow from angles, their speeds and their
accelerations by differences of fourth order in a short time, which are as exact as numbers are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.inertia import spread_of
from myotome.load.body.skeleton import BODIES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import HANDS, ArmPose, ExternalForce, Pose, arm_centres_m
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.stances.reach import shoulders_m
from myotome.load.threads import threads_for

__all__ = ["Motion", "inertia_forces"]

_Numbers = NDArray[np.float64]
#: A short time, s, and the weights of the second derivative at so many of it before and after.
_SHORT_S: Final = 2e-3
_AROUND: Final = {-2: -1.0, -1: 16.0, 0: -30.0, 1: 16.0, 2: -1.0}
#: Frames at once: their points fit the memory.
_PORTION: Final = 2048
_CORNERS: Final = np.sqrt(3.0) * np.concatenate([np.eye(3), -np.eye(3)])


@dataclass(frozen=True, eq=False, slots=True)
class Motion:
    """Coordinates of a movement and their first two derivatives in time, each of shape (frames, ...).

    Attributes
    ----------
    angles_rad, pelvis_rad : tuple of ndarray
        Joint angles (joints, 3) and turns of the pelvis (3), per second, and per second squared.
    place_m : tuple of ndarray
        Of the centre of L5-S1: forward, up, right.
    upper, fore : tuple of ndarray, (2, 3)
        Directions of the arms, right first.
    """

    angles_rad: tuple[_Numbers, _Numbers, _Numbers]
    pelvis_rad: tuple[_Numbers, _Numbers, _Numbers]
    place_m: tuple[_Numbers, _Numbers, _Numbers]
    upper: tuple[_Numbers, _Numbers, _Numbers]
    fore: tuple[_Numbers, _Numbers, _Numbers]

    def frames(self, chosen: slice) -> Motion:
        """Some of the frames."""
        parts = (self.angles_rad, self.pelvis_rad, self.place_m, self.upper, self.fore)
        return Motion(*((value[chosen], speed[chosen], rate[chosen]) for value, speed, rate in parts))


def inertia_forces(
    spine: Spine, motion: Motion, borne: _Numbers, held_kg: _Numbers | None = None
) -> tuple[ExternalForce, ...]:
    """With which forces does a moving body resist being accelerated?

    Parameters
    ----------
    spine : Spine
        Of one person.
    motion : Motion
    borne : ndarray, shape (frames or 1, 2)
        Share of each arm that the trunk bears.
    held_kg : ndarray, shape (frames, 2), or None
        Masses in the right and the left hand, which move with them.

    Returns
    -------
    tuple of ExternalForce
        On every part above the pelvis, with free moments; nothing where nothing is accelerated.

    Examples
    --------
    >>> from myotome.load import JOINTS, reference_person, spine
    >>> still = tuple(np.zeros((1, len(JOINTS), 3)) for _ in range(3))
    >>> turned = tuple(np.zeros((1, 3)) for _ in range(3))
    >>> down = np.array([[[0.0, -1.0, 0.0]] * 2])
    >>> arms = (down, 0.0 * down, 0.0 * down)
    >>> forces = inertia_forces(spine(reference_person()), Motion(still, turned, turned, arms, arms), np.ones((1, 2)))
    >>> bool(max(np.abs(force.force_n).max() for force in forces) < 1e-6)
    True
    """
    frames = len(motion.place_m[0])
    borne = np.broadcast_to(borne, (frames, 2))
    held = np.zeros((frames, 2)) if held_kg is None else held_kg
    parts = []
    for start in range(0, frames, _PORTION):
        chosen = slice(start, start + _PORTION)
        parts.append(_of_some(spine, motion.frames(chosen), borne[chosen], held[chosen]))
    return tuple(_joined(forces) for forces in zip(*parts, strict=True))


def _joined(forces: tuple[ExternalForce, ...]) -> ExternalForce:
    """One force in all frames, of those in some."""
    n, nm = (np.concatenate(values) for values in zip(*((one.force_n, one.moment_nm) for one in forces), strict=True))
    return ExternalForce(forces[0].body, n, forces[0].point_m, nm)


def _of_some(spine: Spine, motion: Motion, borne: _Numbers, held_kg: _Numbers) -> list[ExternalForce]:
    """The forces of so many frames as fit the memory."""
    now = _places(spine, motion, 0.0)
    weights = {step: weight / (12.0 * _SHORT_S**2) for step, weight in _AROUND.items()}
    slices, arms = np.zeros_like(now[0]), np.zeros_like(now[1])
    for step, weight in weights.items():
        there = now if step == 0 else _places(spine, motion, step * _SHORT_S)
        slices += weight * there[0]
        arms += weight * there[1]
    trunk = _of_slices(spine, now[0], slices)
    return [*trunk, *_of_arms(spine, (now[1], arms), (now[2], borne), held_kg)]


def _at(coordinate: tuple[_Numbers, _Numbers, _Numbers], later_s: float) -> _Numbers:
    value, speed, rate = coordinate
    return np.asarray(value + later_s * speed + 0.5 * later_s**2 * rate)


def _places(spine: Spine, motion: Motion, later_s: float) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Points of the slices (frames, slices, 6, 3) and of the arms (frames, 2, links, 2, 3), and the shoulders."""
    angles, pelvis = (np.ascontiguousarray(_at(one, later_s)) for one in (motion.angles_rad, motion.pelvis_rad))
    with threads_for(len(angles)):
        pose = Pose(*stand(angles, pelvis, spine.centre_m, spine.tilt_rad))
    place, spread = _at(motion.place_m, later_s), spread_of(spine)
    bodies = spine.slices.bodies[spine.slices.first[:-1]]
    points = spine.slices.points_m[:, None] + _CORNERS * spread.slices_m[:, None]
    of_slices = np.einsum("fbij,bpj->fbpi", pose.turn[:, bodies], points) + pose.shift_m[:, bodies, None]
    arms = ArmPose(_at(motion.upper, later_s), _at(motion.fore, later_s), np.ones((1, 2)))
    shoulder = shoulders_m(spine, pose) + place[:, None]
    centres = shoulder[:, :, None] + arm_centres_m(spine, arms, len(angles))
    along = np.stack([_unit(arms.upper), _unit(arms.fore), _unit(arms.fore)], axis=2) * spread.links_m[:, None]
    of_arms = np.stack([centres - along, centres + along], axis=3)
    return of_slices + place[:, None, None], of_arms, shoulder


def _unit(ways: _Numbers) -> _Numbers:
    return np.asarray(ways / np.sqrt((ways**2).sum(axis=-1, keepdims=True)))


def _of_slices(spine: Spine, at: _Numbers, rate: _Numbers) -> list[ExternalForce]:
    """Force and moment about the centre of each slice."""
    n = -spine.slice_kg[:, None, None] / at.shape[2] * rate
    centre = at.mean(axis=2, keepdims=True)
    nm = np.cross(at - centre, n).sum(axis=2)
    bodies = spine.slices.bodies[spine.slices.first[:-1]]
    return [
        ExternalForce(BODIES[body], n[:, number].sum(axis=1), spine.slices.points_m[number], nm[:, number])
        for number, body in enumerate(bodies)
    ]


def _of_arms(
    spine: Spine,
    moving: tuple[_Numbers, _Numbers],
    carried: tuple[_Numbers, _Numbers],
    held_kg: _Numbers,
) -> list[ExternalForce]:
    """Force and moment of each arm at its shoulder, and the force of what its hand holds."""
    (at, rate), (shoulder, borne) = moving, carried
    frames = len(at)
    mass = np.broadcast_to(borne, (frames, 2))[:, :, None, None, None] * spine.arms.mass_kg[:, None, None] / 2.0
    n = -mass * rate
    nm = np.cross(at - shoulder[:, :, None, None], n).sum(axis=(2, 3))
    force = n.sum(axis=(2, 3))
    found = [ExternalForce("girdle", force[:, s], spine.arms.shoulder_m[s], nm[:, s]) for s in range(2)]
    hand, none = rate[:, :, -1].mean(axis=2), np.zeros((frames, 3))
    found += [ExternalForce(HANDS[s], -held_kg[:, s, None] * hand[:, s], moment_nm=none) for s in range(2)]
    return found
