"""What the sacroiliac joints bear: the sacrum between the disc above it, its own muscles, and the two hip bones.

The disc presses on the sacrum and turns it; muscles that end on the sacrum pull it up; those that end on the ilium pass
by. What is left goes through two flat joints, nearly upright, as shear, and turns the sacrum forward between the hip
bones (nutation), which the ligaments to ischium and ilium stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import places
from myotome.load.kinematics.leverage import Geometry
from myotome.load.muscles.fascicles import SIDES
from myotome.load.statics.solution import Solution
from myotome.tables import TomlTable, constants, number

__all__ = ["SACRAL_LIGAMENTS", "Sacroiliac", "sacroiliac"]

#: What stops the sacrum turning forward, and back.
SACRAL_LIGAMENTS: Final = ("sacrotuberous_and_sacrospinous", "long_dorsal")
_PELVIS: Final = 0
_Numbers = NDArray[np.float64]

_TABLE = TomlTable(
    "load/tissue/sacrum.toml",
    constants(
        {
            "axis.height_m": number(1, 2.5),
            "axis.behind": number(0, 0.1),
            "axis.below": number(0, 0.1),
            "axis.half_width": number(0.01, 0.1),
            "sacrum.half_width": number(0.01, 0.1),
            "lever.sacrotuberous": number(0.01, 0.2),
            "lever.long_dorsal": number(0.01, 0.2),
        }
    ),
)


@dataclass(frozen=True, slots=True)
class Sacroiliac:
    """What both sacroiliac joints bear in one posture.

    Attributes
    ----------
    shear_n : tuple of float
        Within the right and the left joint, 0 or more.
    downward_n : tuple of float
        The part of it along the pelvis, downward; they sum to what goes from the sacrum to the hip bones.
    sideways_n : float
        Of both together, to the right: pressed on one joint, taken off the other.
    nutation_nm : float
        Turns the base of the sacrum forward and down; below 0 back.
    ligament_n : float
        Tension on each side of the ligament that stops this turn, were it alone.
    ligament : str
        Which: of `SACRAL_LIGAMENTS`.
    """

    shear_n: tuple[float, float]
    downward_n: tuple[float, float]
    sideways_n: float
    nutation_nm: float
    ligament_n: float
    ligament: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "shear_n": dict(zip(SIDES, (round(each, 2) for each in self.shear_n), strict=True)),
            "downward_n": dict(zip(SIDES, (round(each, 2) for each in self.downward_n), strict=True)),
            "sideways_n": round(self.sideways_n, 2),
            "nutation_nm": round(self.nutation_nm, 2),
            "ligament": self.ligament,
            "ligament_n": round(self.ligament_n, 2),
        }


def sacroiliac(solution: Solution, frame: int = 0) -> Sacroiliac:
    """What do the sacroiliac joints bear?

    Parameters
    ----------
    solution : Solution
    frame : int

    Returns
    -------
    Sacroiliac
        The weight of the sacrum itself, and what a seat or floor pushes it with, are left out.

    Examples
    --------
    >>> from myotome.load import SETS_OF_TASKS, reference_person, solve, spine, stance, task
    >>> model = spine(reference_person(), SETS_OF_TASKS)
    >>> right, left = sacroiliac(solve(model, stance(model, task("standing")))).downward_n
    >>> bool(abs(right - left) < 1e-6 and 150.0 < right < 350.0)
    True
    """
    force, moment = _on_sacrum(solution, frame)
    half = _number("axis", "half_width") * _stature(solution.spine)
    # A force f at z to the right has the moment (-z f_up, z f_forward) about the axes forward and up.
    uneven = np.array([moment[1], -moment[0]]) / half
    right, left = (0.5 * (force[:2] + sign * uneven) for sign in (1.0, -1.0))
    nutation = -float(moment[2])
    number_ = int(nutation < 0.0)
    lever = _number("lever", ("sacrotuberous", "long_dorsal")[number_]) * _stature(solution.spine)
    return Sacroiliac(
        shear_n=(float(np.hypot(*right)), float(np.hypot(*left))),
        downward_n=(-float(right[1]), -float(left[1])),
        sideways_n=float(force[2]),
        nutation_nm=nutation,
        ligament_n=abs(nutation) / (2.0 * lever),
        ligament=SACRAL_LIGAMENTS[number_],
    )


def _on_sacrum(solution: Solution, frame: int) -> tuple[_Numbers, _Numbers]:
    """Force on the sacrum, and its moment about the middle of the joints' axis: forward, up, right of the pelvis."""
    at, discs = solution.geometry, solution.discs
    axes, turn = at.disc_axes[frame, 0], at.turn[frame, _PELVIS]
    pressed = np.array(
        [discs.shear_anterior_n[frame, 0], -discs.compression_n[frame, 0], discs.shear_lateral_n[frame, 0]]
    )
    tissue = solution.passive.moment_nm(solution.stance.angles_deg)[frame, 0]
    pulls, places_m = _sacral_pulls(at, solution.force_n[frame], frame)
    forces = np.vstack([pressed @ axes, pulls])
    ways = np.vstack([at.joint_m[frame, 0], places_m]) - _axis_m(solution.spine, turn, at.shift_m[frame, _PELVIS])
    # What the tissue of the joint does to the part above, it does to the sacrum the other way.
    moment = np.cross(ways, forces).sum(axis=0) - np.linalg.solve(at.axes[frame, 0], tissue)
    return turn.T @ forces.sum(axis=0), turn.T @ moment


def _axis_m(spine: Spine, turn: _Numbers, shift_m: _Numbers) -> _Numbers:
    """Middle of the axis through both joints, in space."""
    size = _stature(spine)
    own = spine.centre_m[0] - size * np.array([_number("axis", "behind"), _number("axis", "below"), 0.0])
    return np.asarray(turn @ own + shift_m)


def _sacral_pulls(at: Geometry, tension_n: _Numbers, frame: int) -> tuple[_Numbers, _Numbers]:
    """Pull of each fascicle that ends on the sacrum, and where it ends, in space."""
    spine, turn, shift = at.spine, at.turn[frame], at.shift_m[frame]
    rows, ends, nexts = _sacral_ends(spine)
    end_m, next_m = (_placed(spine, points, turn, shift) for points in (ends, nexts))
    way = next_m - end_m
    return tension_n[rows, None] * way / np.linalg.norm(way, axis=1, keepdims=True), end_m


def _sacral_ends(spine: Spine) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Fascicles that end on the sacrum, the points where they do, and the points next to those on their paths."""
    points, first, bodies, _ = places(spine.path)
    wide, found = _number("sacrum", "half_width") * _stature(spine), []
    for row, (start, stop) in enumerate(zip(spine.starts[:-1], spine.starts[1:], strict=True)):
        for end, after in ((start, start + 1), (stop - 1, stop - 2)):
            alone = first[end + 1] - first[end] == 1 and bodies[first[end]] == _PELVIS
            if alone and points[end, 0] < 0.0 and abs(points[end, 2]) <= wide:
                found.append((row, end, after))
    return tuple(np.array(each, dtype=np.intp) for each in zip(*found, strict=True))  # type: ignore[return-value]


def _placed(spine: Spine, chosen: NDArray[np.intp], turn: _Numbers, shift_m: _Numbers) -> _Numbers:
    """Where points of paths are in space: each the weighted mean of where its bodies carry it."""
    points, first, bodies, weights = places(spine.path)
    at = np.zeros((len(chosen), 3))
    for row, point in enumerate(chosen):
        for k in range(first[point], first[point + 1]):
            at[row] += weights[k] * (turn[bodies[k]] @ points[point] + shift_m[bodies[k]])
    return at


def _stature(spine: Spine) -> float:
    """Height of the person over that of the man whose pelvis the table describes."""
    return spine.person.height_m / _number("axis", "height_m")


@cache
def _constants(part: str) -> dict[str, float]:
    return dict(_TABLE.values(part))


def _number(part: str, name: str) -> float:
    return _constants(part)[name]
