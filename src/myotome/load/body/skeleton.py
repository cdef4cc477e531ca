"""The bones and joints: 17 vertebrae and the head on the pelvis, what moves with what, and how heavy each part is.

Frame: x forward, y up, z to the right, metres, origin at the centre of the L5-S1 joint, neutral standing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import DataError
from myotome.tables import Table, identifier, ids, number, one_of, parsed

__all__ = ["BODIES", "DOFS", "JOINTS", "PLANES", "ReferenceArm", "Skeleton", "skeleton"]

#: Bodies from below: each is carried by the one before it.
BODIES: Final = ("pelvis", "L5", "L4", "L3", "L2", "L1", *(f"T{number}" for number in range(12, 0, -1)), "head")
#: Joints from below; joint `j` lies between bodies `j` and `j + 1`. C7-T1 stands for the whole neck.
JOINTS: Final = (
    *("L5-S1", "L4-L5", "L3-L4", "L2-L3", "L1-L2", "T12-L1"),
    *(f"T{number}-T{number + 1}" for number in range(11, 0, -1)),
    "C7-T1",
)
#: Rotations of a joint, in this order, about the z, x and y axis of its disc: flexion is negative (extension positive),
#: lateral bending positive to the right, axial rotation positive to the left.
PLANES: Final = ("flexion", "lateral", "axial")
DOFS: Final = tuple((joint, plane) for joint in JOINTS for plane in PLANES)


@dataclass(frozen=True, slots=True)
class ReferenceArm:
    """The right arm of the reference adult: where it hangs, and what it weighs as shares of body mass.

    Attributes
    ----------
    shoulder_m : ndarray, shape (3,)
        Centre of the joint at neutral.
    upper_length_m : float
        Shoulder to elbow.
    centres_m : ndarray, shape (3,)
        Centre of mass of upper arm (below the shoulder), forearm and hand (below the elbow); a load is held there.
    share_male, share_female : ndarray, shape (3,)
        Mass of upper arm, forearm and hand over body mass.
    """

    shoulder_m: NDArray[np.float64]
    upper_length_m: float
    centres_m: NDArray[np.float64]
    share_male: NDArray[np.float64]
    share_female: NDArray[np.float64]


def _share(cell: str) -> Fraction:
    share = Fraction(cell)
    if not 0 <= share <= 1:
        raise ValueError(cell)
    return share


_JOINTS = Table(
    "load/body/joints.csv",
    {
        "joint": one_of(JOINTS),
        "lower": one_of(BODIES),
        "upper": one_of(BODIES),
        "quantity": one_of(("x_m", "y_m", "tilt_deg")),
        "value": number(-90, 90),
    },
    key=("joint", "quantity"),
    covers={"joint": JOINTS},
)
_SEGMENTS = Table(
    "load/body/segments.csv",
    {
        "segment": identifier(),
        "carrier": one_of(lambda: (*ids("load/body/carriers", "carrier")(), "")),
        "quantity": one_of(
            (
                "mass_fraction_male",
                "mass_fraction_female",
                "centre_m",
                "length_m",
                "x_m",
                "y_m",
                "shoulder_x_m",
                "shoulder_y_m",
                "shoulder_z_m",
            )
        ),
        "value": number(-2, 2),
    },
    key=("segment", "quantity"),
)
_CARRIERS = Table(
    "load/body/carriers.csv",
    {"carrier": identifier(), "body": one_of(BODIES), "weight": parsed(_share, "a share from 0 to 1, such as 1/7")},
    key=("carrier", "body"),
    sums={"weight": ("carrier",)},
)
_CAGE = Table("load/body/cage.csv", {"joint": one_of(JOINTS), "plane": one_of(PLANES)}, key=("joint", "plane"))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The skeleton of the reference adult.

    Attributes
    ----------
    centre_m : ndarray, shape (joints, 3)
        Joint centres at neutral.
    tilt_rad : ndarray, shape (joints,)
        Sagittal tilt of each disc's plane at neutral, about +z.
    carriers : mapping of str to mapping of str to float
        What each point of attachment moves with: a body, or a weighted mean of bodies (sternum, girdle, abdomen).
        A force on the point loads the bodies in the same shares, so that work and balance are exact.
    caged : ndarray of bool, shape (joints, 3)
        Where the rib cage carries moment past the joint, so that muscles need not balance it.
    slices : tuple of (carrier, shares by sex, centre)
        Masses over body mass and centres of mass of the trunk slices and of head with neck, from below, one a body.
    arm : ReferenceArm
    """

    centre_m: NDArray[np.float64]
    tilt_rad: NDArray[np.float64]
    carriers: Mapping[str, Mapping[str, float]]
    caged: NDArray[np.bool_]
    slices: tuple[tuple[str, Mapping[str, float], NDArray[np.float64]], ...]
    arm: ReferenceArm


@cache
def skeleton() -> Skeleton:
    """What does the reference adult's skeleton look like?

    Returns
    -------
    Skeleton
        Frozen; the arrays are read-only.

    Raises
    ------
    DataError
        A joint, a weight or a mass is missing from the tables.

    Sources
    -------
    wilkinson_full_body_model, hyperknot_spine_sim, zatsiorsky_2002_tables, nishida_vivaplus_alignment, myosim_torso

    Examples
    --------
    >>> skeleton().centre_m[0].tolist()
    [0.01, 0.0, 0.0]
    """
    joints = _quantities(_JOINTS, "joint")
    centre = np.array([[joints[name]["x_m"], joints[name]["y_m"], 0.0] for name in JOINTS])
    tilt = np.deg2rad([joints[name]["tilt_deg"] for name in JOINTS])
    parts = _quantities(_SEGMENTS, "segment")
    return Skeleton(_frozen(centre), _frozen(tilt), _carriers(), _caged(), _slices(parts), _arm(parts))


def _quantities(table: Table, key: str) -> dict[str, dict[str, float]]:
    quantities: dict[str, dict[str, float]] = defaultdict(dict)
    for row in table.rows():
        quantities[row[key]][row["quantity"]] = row["value"]
    return dict(quantities)


def _carriers() -> Mapping[str, Mapping[str, float]]:
    carriers: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _CARRIERS.rows():
        carriers[row["carrier"]][row["body"]] = row["weight"]
    return MappingProxyType(
        {name: {body: float(w) for body, w in weights.items()} for name, weights in carriers.items()}
    )


def _caged() -> NDArray[np.bool_]:
    caged = np.zeros((len(JOINTS), len(PLANES)), dtype=np.bool_)
    for row in _CAGE.rows():
        caged[JOINTS.index(row["joint"]), PLANES.index(row["plane"])] = True
    caged.setflags(write=False)
    return caged


def _slices(
    parts: Mapping[str, Mapping[str, float]],
) -> tuple[tuple[str, Mapping[str, float], NDArray[np.float64]], ...]:
    slices = []
    for name, part in parts.items():
        if name.startswith("slice_") or name == "head_and_neck":
            shares = {"male": part["mass_fraction_male"], "female": part["mass_fraction_female"]}
            carrier = name.removeprefix("slice_") if name.startswith("slice_") else "head"
            slices.append((carrier, MappingProxyType(shares), _frozen(np.array([part["x_m"], part["y_m"], 0.0]))))
    if len(slices) != len(BODIES) - 1:
        raise DataError(f"load/body/segments.csv: {len(slices)} parts above the pelvis")
    return tuple(sorted(slices, key=lambda part: BODIES.index(part[0])))


def _arm(parts: Mapping[str, Mapping[str, float]]) -> ReferenceArm:
    links = ("upper_arm", "forearm", "hand")
    shoulder = parts["arm"]
    return ReferenceArm(
        shoulder_m=_frozen(np.array([shoulder[f"shoulder_{axis}_m"] for axis in "xyz"])),
        upper_length_m=parts["upper_arm"]["length_m"],
        centres_m=_frozen(np.array([parts[link]["centre_m"] for link in links])),
        share_male=_frozen(np.array([parts[link]["mass_fraction_male"] for link in links])),
        share_female=_frozen(np.array([parts[link]["mass_fraction_female"] for link in links])),
    )


def _frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.setflags(write=False)
    return values
