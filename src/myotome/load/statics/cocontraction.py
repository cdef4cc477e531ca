"""How much muscles brace beyond what balance asks: floors of activity that grow with what their antagonists do.

Balance alone leaves the abdominal wall silent while the back works. Living people keep some of it active, more the
harder the other side works: stiffness against being pushed over. Face down, on all fours or off the floor, it also
holds the belly up, whatever the back does. The size follows EMG, not loads; people differ, so that an interval runs
from none to twice as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.kinematics.leverage import Geometry
from myotome.load.muscles.fascicles import SIDES, Fascicles
from myotome.tables import Table, TomlTable, constants, fraction, ids, number, one_of

__all__ = ["cocontracting", "cocontraction_range", "held_back"]

_PELVIS: Final = 0
_L4_L5: Final = 1
_LEAST_LEFT: Final = 0.1
_GROUPS: Final = ("back", "front")

_TABLE = Table(
    "load/cocontraction.csv",
    {
        "part": one_of(ids("load/body/muscle_parts", "part")),
        "against": one_of(_GROUPS),
        "share": fraction(),
        "hanging": fraction(),
        "low": number(0, 1),
        "high": number(0, 1),
    },
    key=("part",),
)
_CONSTANTS = TomlTable(
    "load/cocontraction.toml",
    constants(
        {
            "tone": fraction(),
            "own_work": number(0.01, 1),
            "other_side": fraction(),
            "most": fraction(),
            "least": number(0, 1),
            "largest": number(1, 10),
            "held_back": fraction(),
        }
    ),
)


@dataclass(frozen=True, eq=False)
class _Groups:
    """Rows of back and front by side; what each fascicle keeps up of the other group's work, and of a hanging belly."""

    rows: Mapping[tuple[str, str], NDArray[np.intp]]
    share: NDArray[np.float64]
    hanging: NDArray[np.float64]
    braced: NDArray[np.bool_]


@cache
def _constants() -> Mapping[str, float]:
    return _CONSTANTS.values()


def cocontraction_range() -> tuple[float, float]:
    """Between which multiples of the average bracing do people lie?"""
    return _constants()["least"], _constants()["largest"]


def held_back() -> float:
    """Which part of the bracing wanted is tried where the whole cannot be held, before none is?"""
    return _constants()["held_back"]


@lru_cache(maxsize=8)
def _groups(parts: tuple[str, ...], sides: tuple[str, ...]) -> _Groups:
    against = {row["part"]: (row["against"], row["share"], row["hanging"]) for row in _TABLE.rows()}
    # Who braces against the back is the front, and the other way round.
    own = ["" if part not in against else _GROUPS[1 - _GROUPS.index(against[part][0])] for part in parts]
    rows = {
        (group, side): np.flatnonzero([(a, b) == (group, side) for a, b in zip(own, sides, strict=True)])
        for group in _GROUPS
        for side in SIDES
    }
    share, hanging = np.array([against[part][1:] if part in against else (0.0, 0.0) for part in parts]).T
    return _Groups(rows, share, hanging, np.array([bool(group) for group in own]))


def cocontracting(
    muscles: Fascicles, activation: NDArray[np.float64], geometry: Geometry, left: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Below which activity does nobody let these muscles go, given what balance asks of all?

    Parameters
    ----------
    muscles : Fascicles
    activation : ndarray, shape (frames, fascicles)
        That balance alone asks for.
    geometry : Geometry
        Of the posture: how much of the trunk's weight the person bears.
    left : ndarray, shape (fascicles,)
        Share of each fascicle that still works: a weak muscle braces with the same force, and so with more activity.

    Returns
    -------
    ndarray, shape (frames, fascicles)
        0 to 1.

    Sources
    -------
    callaghan_1998, cholewicki_coactivation
    """
    groups, constants_ = _groups(muscles.part, muscles.side), _constants()
    work = {at: _mean(activation, rows, muscles.strength_n) for at, rows in groups.rows.items()}
    whole = {group: 0.5 * (work[group, "right"] + work[group, "left"]) for group in _GROUPS}
    bears = _bears(geometry)
    floor = np.outer(constants_["tone"] * bears, groups.braced.astype(np.float64))
    floor += np.outer(_hangs(geometry) * np.minimum(bears / constants_["own_work"], 1.0), groups.hanging)
    for group, other in (_GROUPS, _GROUPS[::-1]):
        for side, across in (SIDES, SIDES[::-1]):
            rows = groups.rows[group, side]
            uneven = np.maximum(work[group, across] - work[group, side], 0.0)
            floor[:, rows] += whole[other][:, None] * groups.share[rows]
            floor[:, rows] = np.maximum(floor[:, rows], constants_["other_side"] * uneven[:, None])
    return np.asarray(np.minimum(floor / np.maximum(left, _LEAST_LEFT), constants_["most"]))


def _mean(
    activation: NDArray[np.float64], rows: NDArray[np.intp], strength_n: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(activation[:, rows] @ strength_n[rows] / strength_n[rows].sum())


def _hangs(geometry: Geometry) -> NDArray[np.float64]:
    """How far does the belly hang away from the spine: 0 upright or on the back, 1 with the pelvis face down."""
    forward = geometry.turn[:, _PELVIS, :, 0]
    return np.asarray(np.maximum(-forward[:, 1], 0.0) ** 2)


def _bears(geometry: Geometry) -> NDArray[np.float64]:
    """Share of the weight above L4-L5 that no bed or floor bears, at most all of it."""
    borne = np.linalg.norm((geometry.gravity_n + geometry.external_n)[:, _L4_L5], axis=1)
    weight = np.linalg.norm(geometry.gravity_n[:, _L4_L5], axis=1)
    return np.asarray(np.minimum(borne / np.maximum(weight, 1.0), 1.0))
