"""The two sides of one person's effort: which bears more, its mirror image, and one half of what is alike on both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import PLANES
from myotome.load.posing.effort_kernel import prepared
from myotome.load.posing.problem import EffortProblem

__all__ = ["alike", "mirrored", "right_half", "side_nm"]

_SAME: Final = 1e-9
_SAME_NM: Final = 1e-6
_Numbers = NDArray[np.float64]


def side_nm(problem: EffortProblem, angles_rad: _Numbers, pelvis_rad: _Numbers) -> float:
    """Which moment to a side or in a turn must the muscles make in this posture: the largest, with its sign."""
    state = problem.state()
    prepared(angles_rad, pelvis_rad, problem.model, state)
    sideways = state[-1][problem.rows % len(PLANES) > 0]
    return float(sideways[np.abs(sideways).argmax()])


def alike(problem: EffortProblem, angles_rad: _Numbers, pelvis_rad: _Numbers, nm: float) -> bool:
    """Whether nothing tells right from left: no moment to a side, a straight spine, muscles in pairs."""
    (_, _, rest), (strength, stretch, length, working, _) = problem.model[0], problem.model[4]
    turned = [each[at::3] for each in (angles_rad, pelvis_rad, rest) for at in (1, 2)]
    pairs = (strength, stretch, length, working, problem.volume, problem.floor)
    straight = all(not each.any() for each in turned)
    return abs(nm) < _SAME_NM and straight and all(np.allclose(each, _exchanged(each), atol=_SAME) for each in pairs)


def right_half(problem: EffortProblem) -> EffortProblem:
    """The effort of what is alike on both sides: the right half, twice as strong and as large, in the sagittal plane.

    Muscles of a pair work alike then, and what one of them makes to a side or in a turn the other takes away.
    """
    bones, (starts, points, first, bodies, weights), strut, push, muscles, loads, joints, _ = problem.model
    half = len(problem.volume) // 2
    last = starts[half]
    paths = starts[: half + 1], points[:last], first[: last + 1], bodies[: first[last]], weights[: first[last]]
    strength, *lengths, law = muscles
    body = 2.0 * strength[:half], *(each[:half] for each in lengths), law
    sagittal = problem.rows % len(PLANES) == 0
    rows = problem.rows[sagittal]
    row_of = np.full(bones[2].size, -1, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    return replace(
        problem,
        model=(bones, paths, strut, push, body, loads, joints, row_of),
        rows=rows,
        volume=2.0 * problem.volume[:half],
        floor=problem.floor[:half],
        ceiling=problem.ceiling[:half],
        soft=problem.soft[sagittal],
    )


def mirrored(problem: EffortProblem) -> EffortProblem:
    """The same with right and left exchanged."""
    (centre, tilt, rest), paths, strut, push, muscles, loads, joints, row_of = problem.model
    side = np.tile([1.0, -1.0, -1.0], rest.size // len(PLANES))
    model = (
        (centre, tilt, side * rest),
        paths,
        strut,
        push,
        (*(_exchanged(each) for each in muscles[:-1]), muscles[-1]),
        _mirrored_loads(loads),
        _mirrored_joints(joints, side),
        row_of,
    )
    return replace(problem, model=model, volume=_exchanged(problem.volume), floor=_exchanged(problem.floor))


def _mirrored_loads(loads: tuple[Any, ...]) -> tuple[Any, ...]:
    at, first, bodies, weights, offset, force, moment, holds, where = loads
    ahead = np.array([1.0, 1.0, -1.0])
    return at * ahead, first, bodies, weights, offset * ahead, force * ahead, -moment * ahead, holds, where * ahead


def _mirrored_joints(joints: tuple[Any, ...], side: _Numbers) -> tuple[Any, ...]:
    mean, half, *walls, change = joints
    walls = [np.where(side > 0.0, own, other) for own, other in zip(walls, walls[3:] + walls[:3], strict=True)]
    return mean, side * half, *walls, change


def _exchanged(values: _Numbers) -> _Numbers:
    """Fascicles of the right side come first, then those of the left."""
    return np.roll(values, len(values) // 2)
