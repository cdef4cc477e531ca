"""Areas of skin and of pain: which lies in which, and which have fibres of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.anatomy.tables import skin_supply
from myotome.errors import DataError
from myotome.tables import Table, ids, kept, list_of, one_of, text

__all__ = ["Area", "area_members", "areas", "dermatomes"]


_AREA_IDS: Final = ids("anatomy/areas", "area")
_AREAS: Final = Table(
    "anatomy/areas.csv",
    {
        "area": text(),
        "label": text(),
        "within": one_of(_AREA_IDS, optional=True),
        "also_called": list_of(text(), optional=True),
    },
    key=("area",),
    rules=(lambda row: "an area does not lie within itself" if row["area"] == row["within"] else None,),
)
_MEMBERS: Final = Table(
    "anatomy/area_members.csv",
    {"area": one_of(_AREA_IDS), "member": one_of(_AREA_IDS)},
    key=("area", "member"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area as an examiner names it; `within` names the area that it lies in."""

    id: str
    label: str
    within: str | None
    also_called: tuple[str, ...]


@cache
def areas() -> Mapping[str, Area]:
    """Every area by its id, from the head down.

    Examples
    --------
    >>> areas()["dorsum_of_foot"].within
    'foot'
    """
    return {
        row["area"]: Area(row["area"], row["label"], row["within"] or None, row["also_called"]) for row in _AREAS.rows()
    }


@cache
def area_members() -> Mapping[str, tuple[str, ...]]:
    """Leaf areas, those with fibres, that make up each composite area (`hand`, `stocking_to_knee`, `below_waist` ...).

    They are those that lie within it, and those of the members that `area_members.csv` gives it besides: a border such
    as that of a stocking runs across the areas of the body. Their order is that of the tables: an examiner who tests
    a few patches of a large area takes them evenly spread along it.

    Examples
    --------
    >>> area_members()["toes"]
    ('great_toe', 'second_toe', 'third_toe', 'fourth_toe', 'little_toe')
    """
    return kept("leaf areas of areas", _area_members)


def _area_members() -> Mapping[str, tuple[str, ...]]:
    members: dict[str, list[str]] = defaultdict(list)
    for row in _MEMBERS.rows():
        members[row["area"]].append(row["member"])
    leaves = {fibre.target for fibre in skin_supply()}
    found = {area: tuple(dict.fromkeys(_leaves(area, members, leaves))) for area in areas() if area not in leaves}
    if empty := [area for area, parts in found.items() if not parts]:
        raise DataError(f"anatomy/areas.csv: {', '.join(empty)} have neither fibres nor members")
    return found


@cache
def dermatomes() -> tuple[str, ...]:
    """Roots whose dermatome has fibres, from above down."""
    return tuple(dict.fromkeys(f.target.removeprefix("dermatome:") for f in skin_supply() if ":" in f.target))


def _leaves(area: str, members: Mapping[str, list[str]], leaves: set[str]) -> list[str]:
    """Leaf areas of an area: itself; those within it, from the head down; those of its members, as they are listed."""
    if area in leaves:
        return [area]
    inner = _within(area, leaves)
    listed = [leaf for member in members.get(area, ()) for leaf in _leaves(member, members, leaves)]
    return [name for name in areas() if name in inner] + listed


def _within(area: str, leaves: set[str]) -> set[str]:
    """Leaf areas that lie within an area, however deep."""
    inner = [other.id for other in areas().values() if other.within == area]
    return leaves.intersection(inner).union(*(_within(other, leaves) for other in inner))
