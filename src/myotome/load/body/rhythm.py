"""How the motion of a region is shared out over its joints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.tables import Table, fraction, one_of

__all__ = ["REGIONS", "extension_shares", "rhythm"]

REGIONS: Final = ("lumbar", "thoracic", "neck")
_BACKWARD: Final = "extension"

_RHYTHM = Table(
    "load/stances/rhythm.csv",
    {
        "region": one_of(REGIONS),
        "joint": one_of(JOINTS),
        "plane": one_of((*PLANES, _BACKWARD)),
        "share": fraction(),
    },
    key=("region", "joint", "plane"),
    sums={"share": ("region", "plane")},
    covers={"region": REGIONS},
)


@cache
def rhythm() -> Mapping[str, NDArray[np.float64]]:
    """How is the motion of a region shared out over its joints?

    Returns
    -------
    mapping of str to ndarray, shape (joints, 3)
        By region; the shares of a region sum to 1 in each plane. Extension has shares of its own: `extension_shares`.

    Raises
    ------
    DataError
        A share belongs to no joint, or the shares of a region do not sum to 1.

    Sources
    -------
    yamamoto_1989, wilke_2017_thoracic

    Examples
    --------
    >>> round(float(rhythm()["lumbar"][JOINTS.index("L4-L5"), 0]), 2)
    0.23
    """
    return {region: _shares(region, PLANES) for region in REGIONS}


@cache
def extension_shares(region: str) -> NDArray[np.float64]:
    """Shares of the joints in bending backward, shape (joints,): those of bending forward where no others are known."""
    backward = _shares(region, (_BACKWARD,))[:, 0]
    return backward if backward.any() else rhythm()[region][:, 0]


def _shares(region: str, planes: tuple[str, ...]) -> NDArray[np.float64]:
    shares = np.zeros((len(JOINTS), len(planes)))
    for row in _RHYTHM.rows():
        if row["region"] == region and row["plane"] in planes:
            shares[JOINTS.index(row["joint"]), planes.index(row["plane"])] = row["share"]
    shares.setflags(write=False)
    return shares
