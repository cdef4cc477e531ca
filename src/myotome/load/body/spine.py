"""The spine of one person: skeleton, fascicles, masses and passive joints as arrays that the kernels read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from myotome.errors import UnknownNameError
from myotome.load.body.joints import passive_joints
from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.person import Person
from myotome.load.body.shape import Bends
from myotome.load.body.skeleton import BODIES, skeleton
from myotome.load.muscles.fascicle_table import fascicle_table
from myotome.load.muscles.fascicles import Fascicles, chosen_rows, fascicles
from myotome.load.muscles.force import abdominal_cavity

__all__ = ["Anchors", "Arms", "Spine", "anchors", "spine"]

_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Points and what carries each.

    Attributes
    ----------
    points_m : ndarray, shape (points, 3)
        Places at neutral.
    first : ndarray of int, shape (points + 1,)
        Where each point's bodies start.
    bodies : ndarray of int, shape (sum of bodies,)
        Index into `BODIES`.
    weights : ndarray, shape (sum of bodies,)
        Share of each body; sums to 1 for a point.
    """

    points_m: NDArray[np.float64]
    first: NDArray[np.int64]
    bodies: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arms:
    """Both arms of a person, right first; they hang on the shoulder girdle and have no muscles of their own here.

    Attributes
    ----------
    shoulder_m : ndarray, shape (2, 3)
        Shoulders at neutral.
    upper_length_m : float
        Shoulder to elbow.
    centres_m : ndarray, shape (3,)
        Centre of mass of upper arm below the shoulder, of forearm and hand below the elbow.
    mass_kg : ndarray, shape (3,)
        Upper arm, forearm, hand of one side.
    """

    shoulder_m: NDArray[np.float64]
    upper_length_m: float
    centres_m: NDArray[np.float64]
    mass_kg: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spine:
    """All that does not change from posture to posture. Arrays are read-only.

    Attributes
    ----------
    person : Person
    centre_m, tilt_rad : ndarray, shape (joints, 3) and (joints,)
        Joint centres, and tilt of the discs, at neutral.
    fascicles : Fascicles
    starts : ndarray of int, shape (fascicles + 1,)
        Where each path starts in `path`.
    path : Anchors
        Points of all paths.
    strut : Anchors
        Where abdominal pressure pushes: pelvic floor and diaphragm, which T12 carries.
    slices : Anchors
        Centres of mass of the trunk slices and of head with neck.
    slice_kg : ndarray, shape (slices,)
        Their masses.
    arms : Arms
    cavity_m2 : float
        Area that abdominal pressure pushes on.
    passive : PassiveJoints
        Healthy joints.
    caged : ndarray of bool, shape (dof,)
        Where the rib cage carries moment past the joint: a solver leaves these rows out of the balance of the muscles,
        and reports what is left there as the moment of the cage.
    bends : Bends or None
        Of a person whose upright spine has another shape than the model's neutral: see `shaped`.
    known : frozenset of str
        What was measured of this person and is less uncertain for it: groups of fascicles, muscles, `range`.
    """

    person: Person
    centre_m: NDArray[np.float64]
    tilt_rad: NDArray[np.float64]
    fascicles: Fascicles
    starts: NDArray[np.int64]
    path: Anchors
    strut: Anchors
    slices: Anchors
    slice_kg: NDArray[np.float64]
    arms: Arms
    cavity_m2: float
    passive: PassiveJoints
    caged: NDArray[np.bool_]
    bends: Bends | None = None
    known: frozenset[str] = frozenset()

    def in_space(
        self, angles_deg: NDArray[np.float64], pelvis_deg: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Angles against the model's neutral, of those that count from the upright spine of this person."""
        if self.bends is None:
            return angles_deg, pelvis_deg
        return angles_deg + self.bends.rest_deg, pelvis_deg + self.bends.rest_pelvis_deg


def spine(person: Person, sets: Sequence[str] = ("core", "neck"), scales: Mapping[str, float] | None = None) -> Spine:
    """What does this person's spine look like to mechanics?

    Parameters
    ----------
    person : Person
        Lengths scale with height, masses with mass and sex, strength with sex, age and mass.
    sets : sequence of str
        Sets of fascicles: `core` (149 a side), `neck` (28), `girdle` (24).
    scales : mapping of str to float or None
        Factor on the strength of each group; by default as fitted to measured strength.

    Returns
    -------
    Spine
        For `geometry`.

    Raises
    ------
    UnknownNameError
        No such set.

    Sources
    -------
    wilkinson_full_body_model, hyperknot_spine_sim, zatsiorsky_2002_tables, calibration_load_strength

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> len(spine(reference_person()).fascicles)
    372
    """
    bones, cavity, scale = skeleton(), abdominal_cavity(), person.length_scale
    starts, path = _paths(person, sets)
    slices = anchors([carrier for carrier, _, _ in bones.slices], scale * np.array([at for _, _, at in bones.slices]))
    return Spine(
        person=person,
        centre_m=_frozen(scale * bones.centre_m),
        tilt_rad=bones.tilt_rad,
        fascicles=fascicles(person, sets, scales),
        starts=starts,
        path=path,
        strut=anchors(("pelvis", "T12"), scale * np.array([cavity.pelvic_floor_m, cavity.diaphragm_m])),
        slices=slices,
        slice_kg=_frozen(person.mass_kg * np.array([shares[person.sex] for _, shares, _ in bones.slices])),
        arms=_arms(person),
        cavity_m2=cavity.area_m2 * scale**2,
        passive=passive_joints(person),
        caged=_frozen(bones.caged.ravel().copy()),
    )


def anchors(carriers: Sequence[str], points_m: NDArray[np.float64]) -> Anchors:
    """What carries each of these points?

    Parameters
    ----------
    carriers : sequence of str
        A body (`pelvis`, `L5` ... `T1`, `head`) or `sternum`, `girdle`, `abdomen`.
    points_m : ndarray, shape (points, 3)
        Places at neutral.

    Returns
    -------
    Anchors
        In the same order.

    Raises
    ------
    UnknownNameError
        Nothing of that name carries anything.
    """
    known = skeleton().carriers
    for name in carriers:
        if name not in known:
            raise UnknownNameError("body", str(name), known)
    counts = [len(known[name]) for name in carriers]
    return Anchors(
        points_m=_frozen(np.ascontiguousarray(points_m, dtype=np.float64).reshape(-1, 3)),
        first=_frozen(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)),
        bodies=_frozen(np.array([BODIES.index(body) for name in carriers for body in known[name]], dtype=np.int64)),
        weights=_frozen(np.array([weight for name in carriers for weight in known[name].values()], dtype=np.float64)),
    )


def _paths(person: Person, sets: Sequence[str]) -> tuple[NDArray[np.int64], Anchors]:
    """Right side, then the left as its mirror image."""
    table, mirror = fascicle_table(), np.array([1.0, 1.0, -1.0])
    chosen = chosen_rows(table, sets)
    right = [table.points_m[row] for row in chosen]
    points = [*right, *(path * mirror for path in right)]
    carriers = [name for row in chosen for name in table.carriers[row]]
    starts = np.concatenate([[0], np.cumsum([len(path) for path in points])]).astype(np.int64)
    return _frozen(starts), anchors(carriers * 2, person.length_scale * np.vstack(points))


def _arms(person: Person) -> Arms:
    arm, scale = skeleton().arm, person.length_scale
    shares = arm.share_female if person.sex == "female" else arm.share_male
    shoulders = scale * np.array([arm.shoulder_m, arm.shoulder_m * [1.0, 1.0, -1.0]])
    centres = _frozen(scale * arm.centres_m)
    return Arms(_frozen(shoulders), scale * arm.upper_length_m, centres, _frozen(person.mass_kg * shares))


def _frozen(values: NDArray[_Number]) -> NDArray[_Number]:
    values.setflags(write=False)
    return values
