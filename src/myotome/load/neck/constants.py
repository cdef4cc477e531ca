"""Single numbers of the neck: ranges of the whole, passive limits, tension of muscle, and the shoulder girdle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import PLANES
from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["NeckConstants", "neck_constants"]

_TABLE = TomlTable(
    "load/neck/constants.toml",
    constants(
        {
            "range.flexion_deg": number(1, 180),
            "range.extension_deg": number(1, 180),
            "range.lateral_deg": number(1, 180),
            "range.axial_deg": number(1, 180),
            **{f"passive.at_limit_{plane}_nm": number(0.1, 100) for plane in PLANES},
            "passive.sharpness": number(0.1, 30),
            "passive.ligament_lever_m": number(0.001, 0.1),
            "tension.flexors": number(1, 300),
            "tension.extensors": number(1, 300),
            "tension.women": fraction(),
            "girdle.share": fraction(),
            "girdle.strap_lever": fraction(),
            "girdle.joint.x_m": number(-1, 1),
            "girdle.joint.y_m": number(-1, 1),
            "girdle.joint.z_m": number(-1, 1),
            "disc.reference_height_m": number(1, 2.5),
        }
    ),
)


@dataclass(frozen=True, slots=True)
class NeckConstants:
    """What `load/neck/constants.toml` says.

    Attributes
    ----------
    flexion_deg, extension_deg, lateral_deg, axial_deg : float
        Range of the whole neck from neutral, to one side.
    at_limit_nm : ndarray, shape (3,)
        Passive moment of a joint at its limit, in each plane.
    sharpness, ligament_lever_m : float
        Of the passive joints.
    tension : dict of str to float
        N per cm2 of flexors and of extensors.
    women : float
        Strength of a woman over that of a man of the same age and mass.
    girdle_share, strap_lever : float
        Part of what hangs on the shoulder that the neck's muscles hold; lever of straps over that of the arm.
    girdle_share_limits, ligament_lever_limits_m : tuple of float
        Between what the two judged numbers lie that the loads depend on most.
    girdle_joint_m : ndarray, shape (3,)
        Right sternoclavicular joint.
    disc_height_m : float
        Stature of the adults whose discs were measured.
    """

    flexion_deg: float
    extension_deg: float
    lateral_deg: float
    axial_deg: float
    at_limit_nm: NDArray[np.float64]
    sharpness: float
    ligament_lever_m: float
    tension: dict[str, float]
    women: float
    girdle_share: float
    strap_lever: float
    girdle_share_limits: tuple[float, float]
    ligament_lever_limits_m: tuple[float, float]
    girdle_joint_m: NDArray[np.float64]
    disc_height_m: float


@cache
def neck_constants() -> NeckConstants:
    """Read the table, once.

    Examples
    --------
    >>> neck_constants().flexion_deg
    64.0
    """
    table = _TABLE.read()
    span, passive, tension, girdle = (table[name] for name in ("range", "passive", "tension", "girdle"))
    joint = np.array([girdle["joint"][f"{axis}_m"]["value"] for axis in "xyz"])
    at_limit = np.array([passive[f"at_limit_{plane}_nm"]["value"] for plane in PLANES])
    for array in (joint, at_limit):
        array.setflags(write=False)
    return NeckConstants(
        flexion_deg=float(span["flexion_deg"]["value"]),
        extension_deg=float(span["extension_deg"]["value"]),
        lateral_deg=float(span["lateral_deg"]["value"]),
        axial_deg=float(span["axial_deg"]["value"]),
        at_limit_nm=at_limit,
        sharpness=float(passive["sharpness"]["value"]),
        ligament_lever_m=float(passive["ligament_lever_m"]["value"]),
        tension={group: float(tension[group]["value"]) for group in ("flexors", "extensors")},
        women=float(tension["women"]["value"]),
        girdle_share=float(girdle["share"]["value"]),
        strap_lever=float(girdle["strap_lever"]["value"]),
        girdle_share_limits=_limits(girdle["share"]),
        ligament_lever_limits_m=_limits(passive["ligament_lever_m"]),
        girdle_joint_m=joint,
        disc_height_m=float(table["disc"]["reference_height_m"]["value"]),
    )


def _limits(entry: Mapping[str, Any]) -> tuple[float, float]:
    return float(entry["low"]), float(entry["high"])
