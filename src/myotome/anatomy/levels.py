"""Where discs, roots and cord segments lie: 23 discs, 31 root pairs, and what the canal holds at each disc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import erf, sqrt
from typing import Final

from myotome.errors import DataError, UnknownNameError
from myotome.tables import read_csv

__all__ = ["CANAL_CONTENTS", "ConusLevel", "Disc", "Root", "conus_level", "cord_segments", "disc_levels", "root_levels"]

CANAL_CONTENTS: Final = ("cord", "conus", "cauda_equina")
_DISCS: Final = 23
_ROOT_PAIRS: Final = 31


@dataclass(frozen=True, slots=True)
class Disc:
    """An intervertebral disc and what lies beside it.

    Attributes
    ----------
    exiting_root, traversing_root : str
        The root that leaves in the foramen at this disc, and the next one below. Cervical roots leave above their
        vertebra, so C5-C6 has C6; below T1 they leave under it, so L4-L5 has L4.
    canal : str
        What the canal holds in most adults: `cord`, `conus` or `cauda_equina`.
    canal_shares : mapping of str to float
        Share of adults with each content at this disc; sums to 1.
    cord_segments : tuple of str
        Segments that lie at the disc where the cord or conus is there; empty below.
    """

    id: str
    region: str
    upper_vertebra: str
    lower_vertebra: str
    exiting_root: str
    traversing_root: str
    canal: str
    canal_shares: Mapping[str, float]
    cord_segments: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """A root pair: between which bones it leaves, the disc there, and the vertebra over its cord segment."""

    id: str
    region: str
    exits_between: str
    exit_disc: str | None
    cord_segment: str
    vertebra_over_segment: str
    source: str


@dataclass(frozen=True, slots=True)
class ConusLevel:
    """Where the cord ends: mean, spread and length of the conus.

    Units are steps of one third of a vertebra or one disc, counted down from the middle third of T12 (0), so that the
    lower third of L1 is 5 and the L1-L2 disc is 6.
    """

    mean_steps: float
    spread_steps: float
    conus_length_steps: float

    def share_ending_above(self, steps: float) -> float:
        """Share of adults whose cord ends above this step.

        Examples
        --------
        >>> round(conus_level().share_ending_above(5.0), 2)
        0.5
        """
        return 0.5 * (1.0 + erf((steps - self.mean_steps) / (self.spread_steps * sqrt(2.0))))


@cache
def disc_levels() -> Mapping[str, Disc]:
    """Every disc from C2-C3 to L5-S1, from the top.

    Raises
    ------
    DataError
        Not 23 discs, an unknown root, or canal shares that do not sum to 1.

    Examples
    --------
    >>> disc = disc_levels()["L4-L5"]
    >>> disc.exiting_root, disc.traversing_root, disc.canal
    ('L4', 'L5', 'cauda_equina')
    """
    shares = {f"{content}_share": float for content in CANAL_CONTENTS}
    rows = read_csv(
        "anatomy/discs.csv", {"disc": str, "exiting_root": str, "traversing_root": str, "canal": str, **shares}
    )
    table = {}
    for row in rows:
        canal = {content: row[f"{content}_share"] for content in CANAL_CONTENTS}
        table[row["disc"]] = Disc(
            id=row["disc"],
            region=row["region"],
            upper_vertebra=row["upper_vertebra"],
            lower_vertebra=row["lower_vertebra"],
            exiting_root=row["exiting_root"],
            traversing_root=row["traversing_root"],
            canal=row["canal"],
            canal_shares=canal,
            cord_segments=_split(row["cord_segments"]),
            sources=_split(row["evidence"]) or (row["source"],),
        )
    _check_discs(table)
    return table


@cache
def root_levels() -> Mapping[str, Root]:
    """Every root pair from C1 to Co1, from the top: 31.

    Examples
    --------
    >>> root_levels()["C8"].exits_between
    'C7/T1'
    """
    columns = {"root": str, "region": str, "exits_between": str, "exit_disc": str}
    table = {
        row["root"]: Root(
            id=row["root"],
            region=row["region"],
            exits_between=row["exits_between"],
            exit_disc=row["exit_disc"],
            cord_segment=row["cord_segment"],
            vertebra_over_segment=row["vertebra_over_segment"],
            source=row["source"],
        )
        for row in read_csv("anatomy/roots.csv", columns)
    }
    if len(table) != _ROOT_PAIRS:
        raise DataError(f"anatomy/roots.csv: {len(table)} root pairs; there are {_ROOT_PAIRS}")
    return table


@cache
def cord_segments(vertebra: str | None = None) -> tuple[str, ...]:
    """Which cord segments lie under a vertebral body (all of them where no vertebra is given)?

    Parameters
    ----------
    vertebra : str or None
        `C1` to `L1`; below, the canal holds no cord in most adults and the answer is empty.

    Raises
    ------
    UnknownNameError
        No vertebra of that name.

    Examples
    --------
    >>> cord_segments("T12")
    ('L5', 'S1', 'S2')
    """
    rows = read_csv("anatomy/cord_segments.csv", {"segment": str, "vertebra": str})
    bones = {bone for disc in disc_levels().values() for bone in (disc.upper_vertebra, disc.lower_vertebra)} | {"C1"}
    if vertebra is not None and vertebra not in bones:
        raise UnknownNameError("vertebra", vertebra, sorted(bones))
    return tuple(row["segment"] for row in rows if vertebra in (None, row["vertebra"]))


@cache
def conus_level() -> ConusLevel:
    """Where the adult cord ends, from the imaging series of `anatomy/conus_levels.csv`."""
    values = {
        row["quantity"]: row["value"] for row in read_csv("anatomy/conus_levels.csv", {"quantity": str, "value": float})
    }
    return ConusLevel(values["mean_level"], values["spread_of_level"], values["length_of_conus"])


def _check_discs(table: Mapping[str, Disc]) -> None:
    roots = root_levels()
    if len(table) != _DISCS:
        raise DataError(f"anatomy/discs.csv: {len(table)} discs; there are {_DISCS}")
    for disc in table.values():
        if not {disc.exiting_root, disc.traversing_root, *disc.cord_segments} <= set(roots):
            raise DataError(f"anatomy/discs.csv: {disc.id} names a root or segment that does not exist")
        if abs(sum(disc.canal_shares.values()) - 1.0) > 1e-6 or disc.canal not in CANAL_CONTENTS:
            raise DataError(f"anatomy/discs.csv: canal of {disc.id}")


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
