"""How a spine looks from the front and from the side: shift of the trunk, Cobb angle, lordosis, kyphosis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import BODIES
from myotome.load.kinematics.leverage import Geometry

__all__ = ["Curve", "curve"]

_S1, _L1, _T12, _T1 = (BODIES.index(name) for name in ("pelvis", "L1", "T12", "T1"))


@dataclass(frozen=True, slots=True)
class Curve:
    """One posture in numbers that a radiograph gives; to the right and forward are positive.

    Attributes
    ----------
    t1_shift_mm, c7_shift_mm : float
        Middle of T1, and lower end of C7, to the right of the middle of S1.
    t1_forward_mm : float
        Middle of T1 in front of the middle of S1.
    cobb_deg : float
        Largest difference of tilt in the frontal plane between S1 and T1; 0 or more.
    ends : tuple of str
        Lower and upper vertebra of that curve; empty where there is none.
    apex : str
        The vertebra of the curve that lies farthest from the line between its ends; empty where there is none.
    apical_translation_mm : float
        How far the apex lies to the right of the middle of S1.
    lordosis_deg, kyphosis_deg : float
        S1 to L1 and T12 to T1, as turned against the neutral posture of the model: 0 there.
    """

    t1_shift_mm: float
    c7_shift_mm: float
    t1_forward_mm: float
    cobb_deg: float
    ends: tuple[str, ...]
    apex: str
    apical_translation_mm: float
    lordosis_deg: float
    kyphosis_deg: float


def curve(standing: Geometry, tie_deg: float) -> Curve:
    """How does the first frame look?

    Parameters
    ----------
    standing : Geometry
    tie_deg : float
        Vertebrae whose tilts differ by less than this count as equally tilted.

    Returns
    -------
    Curve
    """
    turn, joint_m = standing.turn[0], standing.joint_m[0]
    bend = np.rad2deg(np.arctan2(-turn[:, 1, 2], turn[:, 2, 2]))
    lean = np.rad2deg(np.arctan2(turn[:, 1, 0], turn[:, 0, 0]))
    # A vertebra's middle lies half way between its joints; S1 is given by the joint above it.
    middle = np.vstack([joint_m[:1], 0.5 * (joint_m[:-1] + joint_m[1:])]) - joint_m[0]
    ends = _ends(bend[: _T1 + 1], tie_deg)
    apex = _apex(middle, *ends) if ends else None
    return Curve(
        t1_shift_mm=1e3 * float(middle[_T1, 2]),
        c7_shift_mm=1e3 * float(joint_m[-1, 2] - joint_m[0, 2]),
        t1_forward_mm=1e3 * float(middle[_T1, 0]),
        cobb_deg=float(np.ptp(bend[: _T1 + 1])),
        ends=tuple(_named(end) for end in ends),
        apex="" if apex is None else _named(apex),
        apical_translation_mm=0.0 if apex is None else 1e3 * float(middle[apex, 2]),
        lordosis_deg=float(lean[_L1] - lean[_S1]),
        kyphosis_deg=float(lean[_T12] - lean[_T1]),
    )


def _ends(bend: NDArray[np.float64], tie_deg: float) -> tuple[int, ...]:
    """Of the vertebrae that are tilted most to either side, the two that are nearest to each other."""
    if np.ptp(bend) <= 2.0 * tie_deg:
        return ()
    right, left = np.flatnonzero(bend >= bend.max() - tie_deg), np.flatnonzero(bend <= bend.min() + tie_deg)
    pairs = [(abs(one - other), min(one, other), max(one, other)) for one in right for other in left]
    _, low, high = min(pairs)
    return int(low), int(high)


def _apex(middle: NDArray[np.float64], low: int, high: int) -> int:
    """Which vertebra from one end to the other bulges most to a side of the line between them?"""
    share = (middle[low : high + 1, 1] - middle[low, 1]) / (middle[high, 1] - middle[low, 1])
    bulge = middle[low : high + 1, 2] - middle[low, 2] - share * (middle[high, 2] - middle[low, 2])
    return low + int(np.abs(bulge).argmax())


def _named(body: int) -> str:
    return "S1" if body == _S1 else BODIES[body]
