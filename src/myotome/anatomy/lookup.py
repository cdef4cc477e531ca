"""What supplies what: a muscle, a root, a nerve or one of its sites, a disc, an area of skin.

Names are ids of the vocabulary; the caller resolves aliases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from myotome.anatomy.levels import CANAL_CONTENTS, disc_levels, root_levels
from myotome.anatomy.lookup_results import (
    AreaSupply,
    DiscNeighbours,
    MuscleSupply,
    NerveSupply,
    Portion,
    RootSupply,
    RootWithSpread,
    SupplyPath,
)
from myotome.anatomy.nerve_tree import CRANIAL_ROOTS, SPINAL_ROOTS, nerve_places, nerve_sites
from myotome.anatomy.skin_areas import area_members
from myotome.anatomy.tables import muscle_root_weights, muscles, skin_supply
from myotome.anatomy.wiring import fibre_table
from myotome.errors import UnknownNameError

__all__ = ["area", "disc", "muscle", "nerve", "root"]


def muscle(name: str) -> MuscleSupply:
    """Which roots and nerves supply this muscle?

    Parameters
    ----------
    name : str
        Id of a muscle, for example `tibialis_anterior`.

    Raises
    ------
    UnknownNameError
        No muscle has this id.

    Examples
    --------
    >>> [nerve.name for nerve in muscle("tibialis_anterior").nerves]
    ['deep_peroneal']
    """
    entry = _found("muscle", name, muscles())
    table = fibre_table()
    rows = table.index["motor", name].tolist()
    return MuscleSupply(
        source_keys=_cited(rows),
        id=entry.id,
        label=entry.label,
        region=entry.region,
        part_of=entry.part_of,
        roots=tuple(RootWithSpread(w.root, w.weight, w.spread) for w in muscle_root_weights()[name]),
        nerves=_portions((_last_nerve(table.path[row]), float(table.weight[row])) for row in rows),
        paths=tuple(SupplyPath(round(float(table.weight[row]), 4), table.path[row]) for row in rows),
    )


def root(name: str) -> RootSupply:
    """Which targets does this root supply, and which discs may meet it?

    Raises
    ------
    UnknownNameError
        No root has this name (`C1` to `S5`, and `Co1`).

    Examples
    --------
    >>> found = root("L5")
    >>> found.traverses_disc, found.exits_at_disc
    ('L4-L5', 'L5-S1')
    """
    level = _found("root", name, root_levels())
    rows = _rows_through(name)
    traversed = [beside.id for beside in disc_levels().values() if beside.traversing_root == name]
    return RootSupply(
        source_keys=_cited(rows, level.source),
        id=name,
        region=level.region,
        exits_between=level.exits_between,
        exits_at_disc=level.exit_disc,
        traverses_disc=traversed[0] if traversed else None,
        vertebra_over_segment=level.vertebra_over_segment,
        muscles=_supplied("motor", rows),
        areas=_supplied("sensory", rows),
        reflexes=_supplied("efferent", rows),
    )


def nerve(name: str) -> NerveSupply:
    """The supply lost with a complete lesion of this nerve, plexus part or site.

    Parameters
    ----------
    name : str
        A nerve (`ulnar`: all of it), a plexus part (`lower_trunk`) or a site (`ulnar@guyon_canal`).

    Raises
    ------
    UnknownNameError
        No nerve, plexus part or site of that name.

    Examples
    --------
    >>> "tibialis_posterior" in {portion.name for portion in nerve("common_peroneal@fibular_neck").muscles}
    False
    """
    roots = {*SPINAL_ROOTS, *CRANIAL_ROOTS}
    _found("nerve, plexus part or site", name, {place: None for place in fibre_table().through if place not in roots})
    rows = _rows_through(name)
    return NerveSupply(
        source_keys=_cited(rows),
        id=name,
        sites=tuple(site.id for site in nerve_sites().values() if site.nerve == name),
        roots=tuple(sorted({fibre_table().root[row] for row in rows}, key=(*CRANIAL_ROOTS, *SPINAL_ROOTS).index)),
        muscles=_supplied("motor", rows),
        areas=_supplied("sensory", rows),
        reflexes=_supplied("efferent", rows),
    )


def disc(name: str) -> DiscNeighbours:
    """The roots beside this disc, and the muscles that they supply.

    Raises
    ------
    UnknownNameError
        No disc of that name (`C2-C3` to `L5-S1`).

    Examples
    --------
    >>> disc("C5-C6").exiting_root
    'C6'
    """
    found = _found("disc", name, disc_levels())
    return DiscNeighbours(
        source_keys=found.sources,
        id=name,
        region=found.region,
        exiting_root=found.exiting_root,
        traversing_root=found.traversing_root,
        canal=found.canal,
        canal_shares=tuple(Portion(content, found.canal_shares[content]) for content in CANAL_CONTENTS),
        cord_segments=found.cord_segments,
        muscles_of_exiting_root=_supplied("motor", _rows_through(found.exiting_root)),
        muscles_of_traversing_root=_supplied("motor", _rows_through(found.traversing_root)),
    )


def area(name: str) -> AreaSupply:
    """Which roots and nerves supply this area of skin?

    Parameters
    ----------
    name : str
        A leaf area (`dorsum_of_foot`), a composite one (`hand`, `stocking_to_knee`) or a dermatome (`dermatome:L5`).

    Raises
    ------
    UnknownNameError
        No area of that name.

    Examples
    --------
    >>> area("first_web_space_of_foot").nerves[0].name
    'deep_peroneal'
    """
    leaves = {fibre.target for fibre in skin_supply()}
    members = area_members().get(name, (name,))
    _found("area", name, dict.fromkeys((*leaves, *area_members())))
    fibres = [fibre for fibre in skin_supply() if fibre.target in members]
    return AreaSupply(
        source_keys=tuple(dict.fromkeys(key for fibre in fibres for key in fibre.sources)),
        id=name,
        members=members,
        roots=_portions((fibre.root, fibre.weight / len(members)) for fibre in fibres),
        nerves=_portions((fibre.nerve or "direct", fibre.weight / len(members)) for fibre in fibres),
    )


_Value = TypeVar("_Value")


def _found(section: str, name: str, known: Mapping[str, _Value]) -> _Value:
    """Find the entry of that name, or raise the error that names the nearest."""
    if name not in known:
        raise UnknownNameError(section, name, known)
    return known[name]


def _rows_through(place: str) -> list[int]:
    """Rows of the fibre table whose path runs through a place; none for a root that supplies nothing."""
    through = fibre_table().through
    return [int(row) for row in through[place]] if place in through else []


def _supplied(kind: str, rows: Sequence[int]) -> tuple[Portion, ...]:
    """Share of every target of one kind that these rows carry."""
    table = fibre_table()
    return _portions((table.target[row], float(table.weight[row])) for row in rows if table.kind[row] == kind)


def _portions(shares: Iterable[tuple[str, float]]) -> tuple[Portion, ...]:
    """Shares summed by name, largest first."""
    total: dict[str, float] = defaultdict(float)
    for name, share in shares:
        total[name] += share
    return tuple(Portion(name, round(total[name], 4)) for name in sorted(total, key=lambda name: (-total[name], name)))


def _last_nerve(path: Sequence[str]) -> str:
    """Name the nerve that reaches the target; the plexus part, dorsal ramus or root where none has a name."""
    nerves = [place for place in path[1:] if nerve_places()[place].kind == "nerve"]
    return nerves[-1] if nerves else path[-1]


def _cited(rows: Iterable[int], *first: str) -> tuple[str, ...]:
    """Keys behind rows of the fibre table, each once."""
    table = fibre_table()
    return tuple(dict.fromkeys((*first, *(key for row in rows for key in table.sources[row]))))
