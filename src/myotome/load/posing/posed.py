"""The posture that a person takes up: what the task fixes stays, the rest follows from least effort and passive energy.

Muscles at rest or at work, joints, weight and what is held weigh against one another: people hang in their ligaments
where that is cheaper, lean back against what they hold, and share a bend over the levels as stiffness has it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import HANDS, ExternalForce, Pose, hand_m
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.posing.descent import descend
from myotome.load.posing.effort import Energy
from myotome.load.posing.freedom import posing_constant, springs_of
from myotome.load.posing.problem import effort_problem
from myotome.load.posing.sides import alike, mirrored, right_half, side_nm
from myotome.load.stances.stance import Stance
from myotome.load.threads import one_thread

__all__ = ["posed"]

_TOLERANCE_J = 1e-4
_SAME = 1e-9
_Numbers = NDArray[np.float64]


def posed(
    spine: Spine,
    stance: Stance,
    joints: PassiveJoints,
    muscles: tuple[_Numbers, _Numbers, _Numbers],
) -> Stance:
    """Which posture does a person take up who does this?

    Parameters
    ----------
    spine : Spine
    stance : Stance
        The posture told, from which the search starts: what it leaves open is its `freedom`.
    joints : PassiveJoints
        With preload.
    muscles : tuple of ndarray, shape (fascicles,)
        Strength that is left, volume of it (cm3), least activation.

    Returns
    -------
    Stance
        With nothing left open, and the dual where the search ended. What hands hold stays where it was in space.
    """
    if stance.freedom is None:
        return stance
    frames = [stance.frames(slice(frame, frame + 1)) for frame in range(len(stance.angles_deg))]
    with one_thread():
        found = [_found(spine, told, joints, muscles, stance.freedom) for told in frames]
    angles, pelvis, dual = (np.array(each) for each in zip(*found, strict=True))
    taken = replace(stance, angles_deg=angles, pelvis_deg=pelvis, freedom=None, dual=dual)
    return _hands_kept(spine, stance, taken)


def _found(
    spine: Spine,
    told: Stance,
    joints: PassiveJoints,
    muscles: tuple[_Numbers, _Numbers, _Numbers],
    freedom: str,
) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Angles and pelvis of one frame, degrees, and the dual there."""
    spare = posing_constant("effort", "spare_nm"), posing_constant("effort", "spare_from")
    problem = effort_problem(spine, told, joints, muscles, spare)
    start = np.deg2rad(told.angles_deg[0]).ravel()
    pelvis = np.deg2rad(spine.in_space(told.angles_deg, told.pelvis_deg)[1][0])
    nm = side_nm(problem, start, pelvis)
    heavier, one_sided = _heavier_side(nm, muscles)
    # Right and left end alike to the last bit: what is heavier on the left is sought in its mirror image.
    side = np.tile([1.0, heavier, heavier], len(JOINTS))
    if not one_sided and alike(problem, start, pelvis, nm):
        problem = right_half(problem)
    elif heavier < 0.0:
        problem, start, pelvis = mirrored(problem), side * start, side[:3] * pelvis
    springs = springs_of(spine, freedom, one_sided=one_sided)
    price = posing_constant("effort", "price") * problem.volume_cm3
    energy = Energy(problem, springs, start, pelvis, price)
    change = np.zeros(len(JOINTS) * len(PLANES) + 1)
    change[springs.dofs] = np.rad2deg(descend(energy, _TOLERANCE_J))
    angles = told.angles_deg[0] + (side * change[:-1]).reshape(-1, len(PLANES))
    return angles, told.pelvis_deg[0] + [change[-1], 0.0, 0.0], side * energy.dual


def _heavier_side(side_nm: float, muscles: tuple[_Numbers, _Numbers, _Numbers]) -> tuple[float, bool]:
    """1 where the right bears more, -1 where the left does; and whether the sides differ at all."""
    if abs(side_nm) > posing_constant("one_sided", "nm"):
        return float(np.sign(side_nm)), True
    half = len(muscles[0]) // 2
    uneven = [float((each[:half] - each[half:]).sum()) for each in muscles]
    one_sided = not all(np.allclose(each[:half], each[half:], atol=_SAME) for each in muscles)
    return next((float(np.sign(each)) for each in uneven if abs(each) > _SAME), 1.0), one_sided


def _hands_kept(spine: Spine, told: Stance, taken: Stance) -> Stance:
    """What hands hold stays where the task puts it, whatever the spine does in between: the arms follow."""
    if not any(force.body in HANDS for force in told.external):
        return taken
    with one_thread():
        way = _hands(spine, told) - _hands(spine, taken)
    return replace(taken, external=tuple(_kept(force, way) for force in told.external))


def _kept(force: ExternalForce, way: NDArray[np.float64]) -> ExternalForce:
    if force.body not in HANDS:
        return force
    point = np.asarray(force.point_m, dtype=np.float64) + way[:, HANDS.index(force.body)]
    return replace(force, point_m=point if len(point) > 1 else point[0])


def _hands(spine: Spine, stance: Stance) -> NDArray[np.float64]:
    angles, pelvis = spine.in_space(stance.angles_deg, stance.pelvis_deg)
    pose = Pose(*stand(np.deg2rad(angles), np.deg2rad(pelvis), spine.centre_m, spine.tilt_rad))
    return hand_m(spine, pose, stance.arms)
