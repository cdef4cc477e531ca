"""Where discs, roots and cord segments lie: 23 discs, 31 root pairs, and what the canal holds at each disc."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import erf, sqrt
from typing import Any, Final

from myotome.errors import UnknownNameError
from myotome.tables import Table, fraction, identifier, ids, integer, list_of, number, one_of, source_list, text

__all__ = ["CANAL_CONTENTS", "ConusLevel", "Disc", "Root", "conus_level", "cord_segments", "disc_levels", "root_levels"]

CANAL_CONTENTS: Final = ("cord", "conus", "cauda_equina")
_DISCS: Final = 23
_ROOT_PAIRS: Final = 31
_REGIONS: Final = ("cervical", "thoracic", "lumbar")
_VERTEBRAE: Final = (
    *(f"C{number}" for number in range(1, 8)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
    "S1",
)
_ROOTS: Final = ids("anatomy/roots", "root")


def _disc_fault(row: Mapping[str, Any]) -> str | None:
    """What is wrong between the cells of a disc: its name is that of its bones, its canal shares sum to 1."""
    if row["disc"] != f"{row['upper_vertebra']}-{row['lower_vertebra']}":
        return f"disc {row['disc']!r} is not named after the bones it lies between"
    total = sum(row[f"{content}_share"] for content in CANAL_CONTENTS)
    return None if abs(total - 1) <= 1e-6 else f"the shares of the canal sum to {total:g}; allowed: 1"


def _are_all_discs(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(rows) != _DISCS:
        yield f"{len(rows)} discs; there are {_DISCS}"


def _are_all_roots(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(rows) != _ROOT_PAIRS:
        yield f"{len(rows)} root pairs; there are {_ROOT_PAIRS}"


_LEVELS: Final = Table(
    "anatomy/discs.csv",
    {
        "disc": identifier(),
        "region": one_of(_REGIONS),
        **dict.fromkeys(("upper_vertebra", "lower_vertebra"), one_of(_VERTEBRAE)),
        **dict.fromkeys(("exiting_root", "traversing_root"), one_of(_ROOTS)),
        "canal": one_of(CANAL_CONTENTS),
        **{f"{content}_share": fraction() for content in CANAL_CONTENTS},
        "cord_segments": list_of(one_of(_ROOTS), optional=True),
        "evidence": source_list(optional=True),
    },
    key=("disc",),
    rules=(_disc_fault,),
    rows_rules=(_are_all_discs,),
)
_ROOT_PLACES: Final = Table(
    "anatomy/roots.csv",
    {
        "root": identifier(),
        "region": one_of((*_REGIONS, "sacral", "coccygeal")),
        "exits_between": text(),
        "exit_disc": one_of(ids("anatomy/discs", "disc"), optional=True),
        "cord_segment": one_of(ids("anatomy/cord_segments", "segment")),
        "vertebra_over_segment": one_of(_VERTEBRAE),
    },
    key=("root",),
    rows_rules=(_are_all_roots,),
)
_SEGMENTS: Final = Table(
    "anatomy/cord_segments.csv",
    {"segment": one_of(_ROOTS), "vertebra": one_of(_VERTEBRAE)},
    key=("segment",),
    covers={"segment": _ROOTS},
)
#: Of these quantities the model reads one row each; the shares of adults stand beside them as their evidence.
_MODEL_QUANTITIES: Final = ("mean_level", "spread_of_level", "length_of_conus")
_CONUS: Final = Table(
    "anatomy/conus_levels.csv",
    {
        "quantity": one_of((*_MODEL_QUANTITIES, "share_of_adults")),
        "level": text(optional=True),
        "value": number(0, 20),
        "low": number(0, 20, optional=True),
        "high": number(0, 20, optional=True),
        "n": integer(1, optional=True),
        "population": text(),
    },
    covers={"quantity": _MODEL_QUANTITIES},
)


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

    Examples
    --------
    >>> disc = disc_levels()["L4-L5"]
    >>> disc.exiting_root, disc.traversing_root, disc.canal
    ('L4', 'L5', 'cauda_equina')
    """
    table = {}
    for row in _LEVELS.rows():
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
            cord_segments=row["cord_segments"],
            sources=tuple((row["evidence"] or row["source"]).split("|")),
        )
    return table


@cache
def root_levels() -> Mapping[str, Root]:
    """Every root pair from C1 to Co1, from the top: 31.

    Examples
    --------
    >>> root_levels()["C8"].exits_between
    'C7/T1'
    """
    return {
        row["root"]: Root(
            id=row["root"],
            region=row["region"],
            exits_between=row["exits_between"],
            exit_disc=row["exit_disc"] or None,
            cord_segment=row["cord_segment"],
            vertebra_over_segment=row["vertebra_over_segment"],
            source=row["source"],
        )
        for row in _ROOT_PLACES.rows()
    }


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
    if vertebra is not None and vertebra not in _VERTEBRAE:
        raise UnknownNameError("vertebra", vertebra, sorted(_VERTEBRAE))
    return tuple(row["segment"] for row in _SEGMENTS.rows() if vertebra in (None, row["vertebra"]))


@cache
def conus_level() -> ConusLevel:
    """Where the adult cord ends, from the imaging series of `anatomy/conus_levels.csv`."""
    values = {row["quantity"]: row["value"] for row in _CONUS.rows()}
    return ConusLevel(values["mean_level"], values["spread_of_level"], values["length_of_conus"])
