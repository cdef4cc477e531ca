"""The tree of nerves: which way do the fibres of a root run to a place?

`nerve_tree.csv` holds one row for each stretch: it ends at a plexus part, at the beginning of a nerve or at a site of
one, and says where it comes from. A site without `comes_from` follows the row above, so that a new site is one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.errors import DataError, nearest_names
from myotome.tables import Table, identifier, ids, list_of, one_by, one_of, text

__all__ = ["CRANIAL_ROOTS", "SPINAL_ROOTS", "NervePlace", "nerve_places", "nerve_sites", "path_to", "reaches", "way_of"]

SPINAL_ROOTS: Final = tuple(
    f"{letter}{number}" for letter, last in (("C", 8), ("T", 12), ("L", 5), ("S", 5)) for number in range(1, last + 1)
)
CRANIAL_ROOTS: Final = ("CN5", "CN7", "CN9", "CN10", "CN11", "CN12")
_ROOTS: Final = frozenset(SPINAL_ROOTS + CRANIAL_ROOTS)
_TREE: Final = Table(
    "anatomy/nerve_tree.csv",
    {
        "place": identifier(),
        "kind": one_by(lambda row: ("site",) if "@" in row["place"] else ("plexus", "ramus", "nerve", "division")),
        "comes_from": list_of(
            list_of(one_of(lambda: _ROOTS | ids("anatomy/nerve_tree", "place")()), separator=" > "), optional=True
        ),
        "label": text(),
        "also_called": list_of(text(), optional=True),
        "common_cause": text(optional=True),
    },
    key=("place",),
)

#: A place, or a place and after it one that is reached from it directly: one of several ways to the same place.
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NervePlace:
    """Where one stretch of the tree ends.

    Attributes
    ----------
    id : str
        A plexus part, a nerve (`ulnar`), a division (`sciatic.tibial_division`) or a site (`ulnar@elbow`).
    kind : str
        `plexus`, `ramus`, `nerve`, `division` or `site`.
    comes_from : tuple of tuple of str
        Every way by which fibres come here.
    label : str
        In words.
    also_called : tuple of str
        Other names of a nerve; other names of a site that mean it.
    common_cause : str
        What commonly injures a nerve at the site; empty for others.
    source : str
        Key of the ledger of sources.
    line : int
        Line of the table.
    """

    id: str
    kind: str
    comes_from: tuple[Way, ...]
    label: str
    also_called: tuple[str, ...]
    common_cause: str
    source: str
    line: int

    @property
    def nerve(self) -> str:
        """The nerve that a site lies on; the place itself for others."""
        return self.id.partition("@")[0]

    @property
    def site(self) -> str:
        """Name of the site on its nerve; empty for others."""
        return self.id.partition("@")[2]


@cache
def nerve_places() -> Mapping[str, NervePlace]:
    """Every place of the tree by its id, each below those that its fibres come from.

    Raises
    ------
    DataError
        A place comes from one that does not stand above it, or a site stands below another nerve.

    Examples
    --------
    >>> nerve_places()["median"].comes_from
    (('lateral_cord',), ('medial_cord',))
    """
    places: dict[str, NervePlace] = {}
    above = ""
    for line, row in enumerate(_TREE.rows(), start=2):
        name = row["place"]
        ways = row["comes_from"] or (way_of(above),)
        places[name] = NervePlace(
            id=name,
            kind=row["kind"],
            comes_from=ways,
            label=row["label"],
            also_called=row["also_called"],
            common_cause=row["common_cause"],
            source=row["source"],
            line=line,
        )
        _check(places[name], bool(row["comes_from"]), places)
        above = name
    return places


@cache
def nerve_sites() -> Mapping[str, NervePlace]:
    """Every named site by its id `nerve@site`, those of one nerve in their order from the root.

    Examples
    --------
    >>> nerve_sites()["ulnar@elbow"].also_called
    ('cubital_tunnel',)
    """
    return {name: place for name, place in nerve_places().items() if place.kind == "site"}


def way_of(cell: str) -> Way:
    """Read a way: a place, or `A > B` for B reached from A where several ways lead to B; empty for the root alone.

    Examples
    --------
    >>> way_of("tibial@popliteal_fossa > sural@ankle"), way_of("")
    (('tibial@popliteal_fossa', 'sural@ankle'), ())
    """
    return tuple(cell.split(" > ")) if cell else ()


def reaches(root: str, way: Way) -> bool:
    """Whether fibres of this root run this way.

    Examples
    --------
    >>> reaches("C7", ("ulnar",)), reaches("C5", ("ulnar",))
    (True, False)
    """
    return not way or bool(_paths(root, way))


def path_to(root: str, way: Way) -> tuple[str, ...]:
    """Every place that fibres of a root run through on their way, the root first.

    Parameters
    ----------
    root : str
        A spinal root or the nucleus of a cranial nerve.
    way : tuple of str
        The last place; before it the place that it is reached from, where several ways lead there. Empty: the root
        alone.

    Raises
    ------
    DataError
        The root does not reach the place, or by several ways.

    Examples
    --------
    >>> path_to("C8", ("medial_pectoral",))
    ('C8', 'brachial_plexus', 'lower_trunk', 'medial_cord', 'medial_pectoral')
    """
    if not way:
        return (root,)
    found = _paths(root, way)
    if not found:
        raise DataError(f"fibres of {root} do not reach {' > '.join(way)!r} by {_TREE.name}")
    if len(found) > 1:
        choices = [f"{path[_joins(path)]} > {way[-1]}" for path in found]
        raise DataError(f"fibres of {root} reach {way[-1]!r} by {len(found)} ways; write one: {', '.join(choices)}")
    return found[0]


@cache
def _paths(root: str, way: Way) -> tuple[tuple[str, ...], ...]:
    """Every path of a root along a way, by the tree."""
    *before, last = way
    if last in _ROOTS:
        return ((root,),) if last == root else ()
    found = ((*path, last) for step in nerve_places()[last].comes_from for path in _paths(root, step))
    return tuple(path for path in found if not before or path[_joins(path)] == before[-1])


def _joins(path: tuple[str, ...]) -> int:
    """Index of the place from which a path joins the nerve that it ends in."""
    nerve = path[-1].partition("@")[0]
    return max(i for i, place in enumerate(path) if i < len(path) - 1 and place.partition("@")[0] != nerve)


def _check(place: NervePlace, says_whence: bool, above: Mapping[str, NervePlace]) -> None:
    """Hold a place against those above it."""
    where = f"{_TREE.name}, line {place.line}"
    known = {*_ROOTS, *above} - {place.id}
    for name in (name for way in place.comes_from for name in way):
        if name not in known:
            hint = ", ".join(nearest_names(name, known)) or "none"
            raise DataError(f"{where}, comes_from: {name!r} is no root and stands in no row above; nearest: {hint}")
    if place.site and place.nerve not in above:
        hint = ", ".join(nearest_names(place.nerve, known)) or "none"
        raise DataError(f"{where}, place: no nerve {place.nerve!r} stands above; nearest: {hint}")
    if not says_whence and not (place.site and above[place.comes_from[0][0]].nerve == place.nerve):
        raise DataError(f"{where}: {place.id!r} does not stand below a place of its nerve; move it, or give comes_from")
