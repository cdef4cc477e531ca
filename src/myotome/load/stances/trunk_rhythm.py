"""How lumbar spine, thorax and hips share an inclination of the trunk: the lumbar spine first, the hips last."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np

from myotome.load.body.joints import range_left
from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["centre_above_ankles", "lost_with_age", "lumbar_of_bend", "reach_of_range", "share_of_trunk", "trunk_shares"]

_REGIONS: Final = ("lumbar", "thoracic")
_TABLE = TomlTable(
    "load/stances/stance.toml",
    constants(
        {
            **{f"bend.{phase}": fraction() for phase in ("early", "middle", "late")},
            "bend.phase": number(1, 90),
            "bend.size": number(0.5, 2),
            "flexion.thoracic": fraction(),
            "lateral.lumbar": fraction(),
            "lateral.thoracic": fraction(),
            "rotation.lumbar": fraction(),
            "rotation.thoracic": fraction(),
            "reach.share_of_range": fraction(),
            "balance.centre": fraction(),
        }
    ),
)


@cache
def _shares() -> Mapping[str, Any]:
    return _TABLE.read()


@cache
def _bend() -> tuple[np.ndarray, np.ndarray]:
    """Inclinations at the ends of the phases, and lumbar flexion there."""
    bend = {name: float(entry["value"]) for name, entry in _shares()["bend"].items()}
    ends = bend["phase"] * np.array([0.0, 1.0, 2.0, 6.0])
    own = bend["size"] * np.array([bend["early"], bend["middle"], bend["late"]])
    return ends, np.concatenate([[0.0], np.cumsum(own * np.diff(ends))])


def lumbar_of_bend(inclination_deg: float) -> float:
    """How far is the lumbar spine flexed when the trunk is inclined this far forward from upright?

    Sources
    -------
    esola_1996, silence_1984

    Examples
    --------
    >>> round(lumbar_of_bend(80.0), 1)
    47.9
    """
    ends, lumbar = _bend()
    return float(np.sign(inclination_deg) * np.interp(abs(inclination_deg), ends, lumbar))


def share_of_trunk(region: str, move: str, whole_deg: float, already_deg: float = 0.0) -> float:
    """How much of an inclination of the whole trunk does a region take?

    Parameters
    ----------
    region : str
        `lumbar` or `thoracic`.
    move : str
        `flexion`, `lateral` or `rotation`.
    whole_deg : float
    already_deg : float
        How far the region is bent before: in sitting the lumbar spine has done part of its bend.

    Returns
    -------
    float
        Degrees; the hips take what the regions leave.
    """
    if (region, move) != ("lumbar", "flexion"):
        return float(whole_deg * _shares()[move][region]["value"])
    ends, lumbar = _bend()
    done = float(np.interp(max(already_deg, 0.0), lumbar, ends)) if whole_deg > 0.0 else 0.0
    return lumbar_of_bend(done + whole_deg) - lumbar_of_bend(done)


def lost_with_age(lumbar_deg: float, move: str, age: float) -> float:
    """How much of a lumbar movement does someone of this age leave to the hips, whose spine goes less far?"""
    named = "extension" if move == "flexion" and lumbar_deg < 0.0 else move
    return 0.0 if named == "rotation" else lumbar_deg * (1.0 - min(1.0, range_left(age, named)))


def reach_of_range() -> float:
    """Share of a range that people use before the hips take over."""
    return float(_shares()["reach"]["share_of_range"]["value"])


def centre_above_ankles() -> float:
    """How high above the ankles is the centre of the body, as a share of stature?"""
    return float(_shares()["balance"]["centre"]["value"])


def trunk_shares(move: str) -> dict[str, float]:
    """How do lumbar and thoracic spine share a movement of the thorax against the pelvis?

    Parameters
    ----------
    move : str
        `flexion`, `lateral` or `rotation`.

    Returns
    -------
    dict of str to float
        By region; they sum to 1, for the hips take no part in it.

    Examples
    --------
    >>> round(trunk_shares("rotation")["thoracic"], 3)
    0.786
    """
    middle = 2.0 * float(_shares()["bend"]["phase"]["value"])
    shares = {region: share_of_trunk(region, move, middle) for region in _REGIONS}
    return {region: share / sum(shares.values()) for region, share in shares.items()}
