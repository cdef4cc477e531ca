"""Which angles follow from effort and energy, and how stiffly the rest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.tables import TomlTable, constants, number

__all__ = ["Springs", "posing_constant", "springs_of"]

_PER_RAD2: Final = float(np.rad2deg(1.0) ** 2)
_LUMBAR: Final = JOINTS.index("T12-L1")
_NECK: Final = JOINTS.index("C7-T1")
_OPEN_SIDE: Final = JOINTS.index("T9-T10")

_CONSTANTS = TomlTable(
    "load/posing/posing.toml",
    constants(
        {
            "effort.price": number(0, 10),
            "effort.spare_nm": number(0, 10),
            "effort.spare_from": number(0, 1000),
            "kept.region": number(0, 1000),
            "kept.thorax": number(0, 1000),
            "kept.side": number(0, 1000),
            "soft.side": number(0, 1000),
            "bend.pelvis": number(0, 1000),
            "slump.pelvis": number(0, 1000),
            "lean.pelvis": number(0, 1000),
            "one_sided.nm": number(0, 100),
        }
    ),
)


@dataclass(frozen=True, eq=False)
class Springs:
    """The free degrees of freedom and the springs on them.

    Attributes
    ----------
    dofs : ndarray of int, shape (free,)
        Of `DOFS`; one past the last is the flexion of the pelvis.
    pulls : ndarray, shape (springs, free)
        How much each stretches each spring.
    stiffness : ndarray, shape (springs,)
        J per square radian.
    """

    dofs: NDArray[np.int64]
    pulls: NDArray[np.float64]
    stiffness: NDArray[np.float64]


@cache
def posing_constant(part: str, name: str) -> float:
    """A number of `load/posing/posing.toml`."""
    return float(_CONSTANTS.values(part)[name])


@cache
def _dofs(with_pelvis: bool, one_sided: bool) -> NDArray[np.int64]:
    planes = len(PLANES)
    dofs = [planes * joint for joint in range(_NECK)]
    if one_sided:
        dofs += [planes * joint + plane for plane in (1, 2) for joint in range(_OPEN_SIDE)]
    return np.array([*dofs, planes * len(JOINTS)] if with_pelvis else dofs)


def springs_of(spine: Spine, freedom: str, *, one_sided: bool) -> Springs:
    """Which angles are free, and how stiffly are sums of them kept?

    Parameters
    ----------
    spine : Spine
        Where the rib cage carries moment, nothing is free.
    freedom : str
        Of `FREEDOMS`.
    one_sided : bool
        Whether side bending and turning are free too.

    Returns
    -------
    Springs
    """
    dofs = _dofs(freedom != "levels", one_sided)
    dofs = dofs[~np.append(spine.caged, False)[dofs]]
    joint, plane = np.divmod(dofs, len(PLANES))
    pelvis = joint == len(JOINTS)
    lumbar, thorax = (plane == 0) & (joint < _LUMBAR), (plane == 0) & (joint >= _LUMBAR) & ~pelvis
    region = posing_constant("kept", "region")
    side = posing_constant("kept" if freedom == "levels" else "soft", "side")
    own = {
        "levels": [(lumbar, region), (thorax, region)],
        "lean": [(lumbar, region), (thorax, region)],
        "bend": [(lumbar | thorax | pelvis, region), (thorax, posing_constant("kept", "thorax"))],
        "slump": [(lumbar | thorax | pelvis, region), (thorax, posing_constant("kept", "thorax"))],
    }[freedom]
    if freedom != "levels":
        own = [*own, (pelvis, posing_constant(freedom, "pelvis"))]
    if one_sided:
        own = [*own, ((plane == 1) & ~pelvis, side), ((plane == 2) & ~pelvis, side)]
    pulls = np.array([taking.astype(np.float64) for taking, _ in own])
    return Springs(dofs.astype(np.int64), pulls, _PER_RAD2 * np.array([stiffness for _, stiffness in own]))
