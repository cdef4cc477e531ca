"""How far each joint of the neck turns, what it takes of a movement, and what it resists by itself.

The moment of a joint at the angle q, with the stiffness k near neutral, the limit L of that side
and the moment M at the limit:

    m(q) = -(k q + (M - k L) (exp(s |q| / L) - 1) / (exp(s) - 1) sign(q))

so that it is soft about neutral and stiff towards the limit; it is odd in bending to a side and in turning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.skeleton import PLANES
from myotome.load.neck.bones import NECK_JOINTS
from myotome.load.neck.constants import neck_constants
from myotome.tables import Table, number, one_of

__all__ = ["NeckJoints", "neck_joints"]

_MOTION = Table(
    "load/neck/joint_motion.csv",
    {
        "joint": one_of(NECK_JOINTS),
        "plane": one_of(PLANES),
        "quantity": one_of(("share", "stiffness")),
        "value": number(0, 10),
    },
    key=("joint", "plane", "quantity"),
    covers={"joint": NECK_JOINTS},
)


@dataclass(frozen=True, slots=True)
class NeckJoints:
    """Motion and passive curves; arrays have the shape (joints, 3): flexion, lateral, axial.

    Attributes
    ----------
    share : ndarray
        Of a movement of the whole neck; sums to 1 in each plane.
    stiffness : ndarray
        Near neutral, Nm per degree.
    limit_negative, limit_positive : ndarray
        Degrees to the limit on either side, both above 0; the negative side of the first plane is flexion.
    at_limit_nm : ndarray, shape (3,)
        Moment at the limit, in each plane.
    sharpness : float
        How suddenly the stiffness grows towards the limit.
    """

    share: NDArray[np.float64]
    stiffness: NDArray[np.float64]
    limit_negative: NDArray[np.float64]
    limit_positive: NDArray[np.float64]
    at_limit_nm: NDArray[np.float64]
    sharpness: float

    def moment_nm(self, angles_deg: ArrayLike) -> NDArray[np.float64]:
        """Which moment do the joints put on the part above them?

        Parameters
        ----------
        angles_deg : array_like, shape (..., joints, 3)

        Returns
        -------
        ndarray, shape (..., joints, 3)
            Nm, against the angle; 0 at neutral.

        Sources
        -------
        voo_1998, mcgill_1994_neck

        Examples
        --------
        >>> bool(neck_joints().moment_nm(np.full((8, 3), -2.0)).min() > 0.0)
        True
        """
        q = np.asarray(angles_deg, dtype=np.float64)
        limit = np.where(q < 0.0, self.limit_negative, self.limit_positive)
        wall = (self.at_limit_nm - self.stiffness * limit) / np.expm1(self.sharpness)
        steep = np.expm1(self.sharpness * np.minimum(np.abs(q) / limit, 2.0))
        return np.asarray(-(self.stiffness * q + np.sign(q) * wall * steep))

    def angles_deg(self, whole_deg: ArrayLike) -> NDArray[np.float64]:
        """Share a movement of the whole neck out over its joints.

        Parameters
        ----------
        whole_deg : array_like, shape (..., 3)
            Of the head against the thorax, in the signs of `PLANES`: flexion negative.

        Returns
        -------
        ndarray, shape (..., joints, 3)

        Raises
        ------
        InputError
            Past the range.
        """
        whole = np.asarray(whole_deg, dtype=np.float64)
        angles = np.asarray(whole[..., None, :] * self.share)
        self.check(angles)
        return angles

    def check(self, angles_deg: NDArray[np.float64]) -> None:
        """Refuse angles past the range of a joint, or that are no numbers: the worst is named.

        Raises
        ------
        InputError
            With the joint and its range.
        """
        past = np.maximum(angles_deg - self.limit_positive, -self.limit_negative - angles_deg)
        past = np.where(np.isfinite(angles_deg), past, np.inf)
        if past.max(initial=-1.0) > 1e-9:
            *_, joint, plane = (int(i) for i in np.unravel_index(int(past.argmax()), past.shape))
            given = float(angles_deg[..., joint, plane].flat[int(past[..., joint, plane].argmax())])
            allowed = f"{-self.limit_negative[joint, plane]:.1f} to {self.limit_positive[joint, plane]:.1f} deg"
            raise InputError([Problem(f"{NECK_JOINTS[joint]}, {PLANES[plane]}", None, f"{given:g} deg", allowed)])


@cache
def neck_joints() -> NeckJoints:
    """How do the healthy joints of the neck move and resist?

    Returns
    -------
    NeckJoints
        Frozen; the range of a joint is its share of the range of the whole neck.

    Sources
    -------
    barrett_cspine_model, anatomystandard_rom, voo_1998, mcgill_1994_neck
    """
    rows = {(row["joint"], row["plane"], row["quantity"]): row["value"] for row in _MOTION.rows()}
    share, stiffness = (
        np.array([[rows[joint, plane, quantity] for plane in PLANES] for joint in NECK_JOINTS])
        for quantity in ("share", "stiffness")
    )
    share /= share.sum(axis=0)
    whole = neck_constants()
    found = NeckJoints(
        share=share,
        stiffness=stiffness,
        limit_negative=share * [whole.flexion_deg, whole.lateral_deg, whole.axial_deg],
        limit_positive=share * [whole.extension_deg, whole.lateral_deg, whole.axial_deg],
        at_limit_nm=whole.at_limit_nm,
        sharpness=whole.sharpness,
    )
    for array in (found.share, found.stiffness, found.limit_negative, found.limit_positive):
        array.setflags(write=False)
    return found
