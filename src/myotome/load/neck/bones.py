"""The bones of the neck: C7 to C1 and the head on the thorax, where they turn, and how heavy each is.

Frame as in the trunk: x forward, y up, z to the right, metres, origin at the L5-S1 joint, neutral standing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import PLANES
from myotome.tables import Table, number, one_of

__all__ = ["NECK_BODIES", "NECK_DISCS", "NECK_DOFS", "NECK_JOINTS", "NeckBones", "neck_bones"]

#: Bodies from below: each is carried by the one before it; the thorax stands still, with ribs and shoulder girdle.
NECK_BODIES: Final = ("thorax", *(f"C{number}" for number in range(7, 0, -1)), "head")
#: Joints from below; joint `j` lies between bodies `j` and `j + 1`.
NECK_JOINTS: Final = ("C7-T1", *(f"C{number}-C{number + 1}" for number in range(6, -1, -1)))
#: Those with a disc: skull, atlas and axis meet in joints without one.
NECK_DISCS: Final = NECK_JOINTS[:6]
NECK_DOFS: Final = tuple((joint, plane) for joint in NECK_JOINTS for plane in PLANES)

_JOINTS = Table(
    "load/neck/joints.csv",
    {
        "joint": one_of(NECK_JOINTS),
        "lower": one_of(NECK_BODIES),
        "upper": one_of(NECK_BODIES),
        "quantity": one_of(("x_m", "y_m", "tilt_deg")),
        "value": number(-90, 90),
    },
    key=("joint", "quantity"),
    covers={"joint": NECK_JOINTS},
)
_SEGMENTS = Table(
    "load/neck/segments.csv",
    {
        "body": one_of(NECK_BODIES[1:]),
        "quantity": one_of(("share", "x_m", "y_m")),
        "value": number(-1, 1),
    },
    key=("body", "quantity"),
    covers={"body": NECK_BODIES[1:]},
)


@dataclass(frozen=True, slots=True)
class NeckBones:
    """The neck of the reference adult at neutral; arrays are read-only.

    Attributes
    ----------
    centre_m : ndarray, shape (joints, 3)
        Joint centres.
    tilt_rad : ndarray, shape (joints,)
        Sagittal tilt of each disc's plane, about +z.
    mass_share : ndarray, shape (bodies above the thorax,)
        Of the mass of head and neck; sums to 1.
    mass_centre_m : ndarray, shape (bodies above the thorax, 3)
    """

    centre_m: NDArray[np.float64]
    tilt_rad: NDArray[np.float64]
    mass_share: NDArray[np.float64]
    mass_centre_m: NDArray[np.float64]


@cache
def neck_bones() -> NeckBones:
    """What does the reference adult's neck look like?

    Returns
    -------
    NeckBones

    Raises
    ------
    DataError
        A joint or a mass is missing from the tables.

    Sources
    -------
    mortensen_2018_in_passenger_model, head_inertia_beier_1980

    Examples
    --------
    >>> bool(neck_bones().mass_centre_m[-1, 0] > neck_bones().centre_m[-1, 0])
    True
    """
    joint = {(row["joint"], row["quantity"]): row["value"] for row in _JOINTS.rows()}
    part = {(row["body"], row["quantity"]): row["value"] for row in _SEGMENTS.rows()}
    shares = np.array([part[body, "share"] for body in NECK_BODIES[1:]])
    found = NeckBones(
        centre_m=np.array([[joint[name, "x_m"], joint[name, "y_m"], 0.0] for name in NECK_JOINTS]),
        tilt_rad=np.deg2rad([joint[name, "tilt_deg"] for name in NECK_JOINTS]),
        mass_share=shares / shares.sum(),
        mass_centre_m=np.array([[part[body, "x_m"], part[body, "y_m"], 0.0] for body in NECK_BODIES[1:]]),
    )
    for array in (found.centre_m, found.tilt_rad, found.mass_share, found.mass_centre_m):
        array.setflags(write=False)
    return found
