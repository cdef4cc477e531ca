"""What of a spine is drawn, and from where it is seen: endplates, head, sacrum and muscle paths, in metres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.load import Person, Solution, disc_areas_m2

__all__ = ["Plates", "View", "head_m", "muscle_paths", "plates", "sacrum_outline", "views"]


# Proportions of the drawing alone; no load is computed from them.
_DEPTH_OVER_WIDTH: Final = 0.72
_DISC_SHARE: Final = 0.24
_SACRUM_LENGTH: Final = 2.6
_SACRUM_BACK: Final = 0.9
_END_ON: Final = 0.87  # a trunk within 30 degrees of the line of sight is looked at from above instead


@dataclass(frozen=True, slots=True)
class View:
    """From where the spine is seen.

    Attributes
    ----------
    title : str
    right, up : ndarray, shape (3,)
        Directions in space that go to the right and up on the page.
    """

    title: str
    right: Points
    up: Points

    def seen(self, points_m: Points) -> Points:
        """Places on the plane of view, metres: shape (..., 2)."""
        return np.asarray(points_m @ np.stack([self.right, self.up], axis=-1))


@dataclass(frozen=True, slots=True)
class Plates:
    """Upper face of the body below and lower face of the body above each disc, from L5-S1 up.

    Attributes
    ----------
    centre_m : ndarray, shape (joints, 2, 3)
        Below the disc, above the disc.
    reach_m : ndarray, shape (joints, 2, 2, 3)
        Half axes of each face: forward, and to the right.
    normal : ndarray, shape (joints, 2, 3)
        Toward the head.
    """

    centre_m: Points
    reach_m: Points
    normal: Points

    def edges(self, view: View) -> Points:
        """Both outer points of each face as the view shows it: shape (joints, 2, 2, 2), metres."""
        centre, reach, normal = view.seen(self.centre_m), view.seen(self.reach_m), view.seen(self.normal)
        out = np.empty((*centre.shape[:2], 2, 2))
        before = np.array([1.0, 0.0])
        for joint, face in np.ndindex(*centre.shape[:2]):
            across = _across(normal[joint, face], before)
            part = _farthest(reach[joint, face], across)
            out[joint, face] = centre[joint, face] - part, centre[joint, face] + part
            before = across
        return out


def _across(normal: Points, before: Points) -> Points:
    """Unit direction across the spine on the page; it does not turn over from one face to the next."""
    length = float(np.hypot(*normal))
    if length < 1e-6:
        return before
    across = np.array([normal[1], -normal[0]]) / length
    return across if across @ before >= 0.0 else -across


def _farthest(reach: Points, across: Points) -> Points:
    """Point of an ellipse with these half axes that lies farthest in a direction."""
    along = reach @ across
    length = float(np.hypot(*along))
    return np.asarray(along @ reach / length) if length > 1e-9 else np.zeros(2)


def views(solution: Solution) -> tuple[View, View]:
    """From the side and from behind; from above instead of the one that would look along the trunk."""
    joints = solution.geometry.joint_m[0]
    trunk = (joints[-1] - joints[0]) / np.linalg.norm(joints[-1] - joints[0])
    x, y, z = np.eye(3)
    side = View("from the right", x, y) if abs(trunk[2]) < _END_ON else View("from above", z, x)
    back = View("from behind", z, y) if abs(trunk[0]) < _END_ON else View("from above", x, -z)
    return side, back


def plates(solution: Solution) -> Plates:
    """Where are the faces of the vertebral bodies? As wide as the person's discs; wedged as the joints are bent."""
    geometry, spine = solution.geometry, solution.spine
    frames = np.stack([geometry.turn[0, :-1], geometry.turn[0, 1:]], axis=1) @ _tilts(spine.tilt_rad)[:, None]
    forward, upward, sideward = (frames[..., axis] for axis in range(3))
    half = 0.5 * _DISC_SHARE * _rise_m(geometry.joint_m[0])[:, None, None]
    centre = geometry.joint_m[0][:, None] + half * upward * np.array([[-1.0], [1.0]])
    depth, width = _half_axes_m(spine.person)
    reach = np.stack([depth[:, None, None] * forward, width[:, None, None] * sideward], axis=2)
    return Plates(centre, reach, upward)


def _tilts(tilt_rad: Points) -> Points:
    """Turn about z of each disc at neutral: shape (joints, 3, 3)."""
    cos, sin, nought = np.cos(tilt_rad), np.sin(tilt_rad), np.zeros_like(tilt_rad)
    rows = [[cos, -sin, nought], [sin, cos, nought], [nought, nought, nought + 1.0]]
    return np.asarray(np.moveaxis(np.array(rows), -1, 0))


def _rise_m(joints: Points) -> Points:
    """Mean distance of each joint to its neighbours."""
    steps = np.linalg.norm(np.diff(joints, axis=0), axis=1)
    return np.asarray(0.5 * (np.append(steps, steps[-1]) + np.append(steps[0], steps)))


def _half_axes_m(person: Person) -> tuple[Points, Points]:
    """Half depth and half width of ellipses as large as the discs."""
    width = np.sqrt(disc_areas_m2(person) / (np.pi * _DEPTH_OVER_WIDTH))
    return _DEPTH_OVER_WIDTH * width, width


def head_m(solution: Solution) -> Points:
    """Centre of mass of head and neck in space."""
    geometry = solution.geometry
    return np.asarray(geometry.turn[0, -1] @ solution.spine.slices.points_m[-1] + geometry.shift_m[0, -1])


def sacrum_outline(view: View, faces: Plates) -> Points:
    """Wedge that hangs from the lowest face, its tip bent backward: corners on the plane of view, shape (4, 2)."""
    ends = faces.edges(view)[0, 0]
    depth = faces.reach_m[0, 0, 0]
    down = _SACRUM_LENGTH * float(np.linalg.norm(depth)) * faces.normal[0, 0] + _SACRUM_BACK * depth
    half = 0.18 * (ends[1] - ends[0])
    tip = view.seen(faces.centre_m[0, 0] - down)
    return np.array([ends[0], ends[1], tip + half, tip - half])


def muscle_paths(solution: Solution) -> Iterator[Points]:
    """Points of each fascicle's path in space, from origin to insertion: shape (points, 3), one array a fascicle."""
    anchors, geometry = solution.spine.path, solution.geometry
    at_neutral = np.repeat(anchors.points_m, np.diff(anchors.first), axis=0)
    turned = np.einsum("pij,pj->pi", geometry.turn[0, anchors.bodies], at_neutral)
    carried = (turned + geometry.shift_m[0, anchors.bodies]) * anchors.weights[:, None]
    points = np.add.reduceat(carried, anchors.first[:-1], axis=0)
    starts = solution.spine.starts
    for first, last in pairwise(starts):
        yield points[first:last]
