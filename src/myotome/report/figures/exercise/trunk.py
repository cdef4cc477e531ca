"""The trunk of an exercise as the load model poses it, seen from one side: outline, spine, head, hips and shoulders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.load import (
    BODIES,
    SETS_OF_TASKS,
    ArmPose,
    Geometry,
    Spine,
    kept_posture,
    reference_person,
    spine,
    stance,
    task,
)
from myotome.report.figures.exercise.limb_angles import BODY_VIEWS

__all__ = ["Trunk", "model", "trunk"]

# Proportions of the drawing alone, metres at the reference adult; no load is computed from them.
_HIP_M: Final = np.array([[0.03, -0.085, 0.085], [0.03, -0.085, -0.085]])
_GIRDLE: Final = tuple(f"T{number}" for number in range(1, 8))
_CENTRE_OF_HEAD: Final = 0.085
#: Outline by body: how far it reaches backward, forward, and to each side.
_OUTLINE: Final = {
    "pelvis": (0.09, 0.12, 0.165),
    "L4": (0.06, 0.14, 0.15),
    "L1": (0.06, 0.15, 0.135),
    "T9": (0.07, 0.16, 0.15),
    "T5": (0.075, 0.14, 0.16),
    "T2": (0.06, 0.08, 0.15),
    "T1": (0.05, 0.05, 0.07),
}
_SEAT_M: Final = 0.09


@dataclass(frozen=True, eq=False)
class Trunk:
    """Places on the page, metres; right side first where there are two.

    Attributes
    ----------
    outline, spine : ndarray, shape (points, 2)
    head, nose : ndarray, shape (2,)
        Centre of the head, and where the face points.
    hips, shoulders : ndarray, shape (2, 2)
    upper, fore : ndarray, shape (2, 2)
        Ways from shoulder to elbow and from elbow to hand, of length one in space.
    """

    outline: Points
    spine: Points
    head: Points
    nose: Points
    hips: Points
    shoulders: Points
    upper: Points
    fore: Points


@cache
def model() -> Spine:
    """The reference adult, who is drawn."""
    return spine(reference_person(), SETS_OF_TASKS)


@cache
def trunk(name: str, view: str) -> Trunk:
    """How does the reference adult hold the trunk in this task, seen from there?

    Parameters
    ----------
    name : str
        Task of the load model, at its usual options.
    view : str
        Of `BODY_VIEWS`.
    """
    taken = kept_posture(model(), stance(model(), task(name)))
    at = taken.geometry(model())
    seen = np.array(BODY_VIEWS[view]).T
    head = _carried(at, model().slices.points_m[-1], ("head",))
    face = at.turn[0, -1, :, 0]
    return Trunk(
        outline=_outline(at, view) @ seen,
        spine=at.joint_m[0] @ seen,
        head=head @ seen,
        nose=(head + _CENTRE_OF_HEAD * face) @ seen,
        hips=np.array([_carried(at, point, ("pelvis",)) for point in _HIP_M]) @ seen,
        shoulders=np.array([_carried(at, point, _GIRDLE) for point in model().arms.shoulder_m]) @ seen,
        upper=_directions(taken.arms, "upper") @ seen,
        fore=_directions(taken.arms, "fore") @ seen,
    )


def _directions(arms: ArmPose, part: str) -> Points:
    ways = np.asarray(getattr(arms, part), dtype=np.float64)[0]
    return np.asarray(ways / np.linalg.norm(ways, axis=-1, keepdims=True))


def _carried(at: Geometry, point: Points, bodies: tuple[str, ...]) -> Points:
    """Where a point goes that moves with the mean of these bodies."""
    chosen = [BODIES.index(body) for body in bodies]
    return np.asarray((at.turn[0, chosen] @ point + at.shift_m[0, chosen]).mean(axis=0))


def _outline(at: Geometry, view: str) -> Points:
    """Around the trunk: up one edge, down the other, and round the seat."""
    first, second = [], []
    for body, (back, front, aside) in _OUTLINE.items():
        number = BODIES.index(body)
        centre = at.joint_m[0, max(number - 1, 0)]
        forward, sideward = at.turn[0, number, :, 0], at.turn[0, number, :, 2]
        one, other = (-back * forward, front * forward) if view == "side" else (aside * sideward, -aside * sideward)
        first.append(centre + one)
        second.append(centre + other)
    down = -_SEAT_M * at.turn[0, 0, :, 1]
    return np.array([first[0] + down, *first, *second[::-1], second[0] + down])
