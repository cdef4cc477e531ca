"""What falls when a root, a plexus part or a nerve is cut through, and what distinguishes two such cuts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, zip_longest
from typing import Final

from myotome.anatomy import Portion, nerve, nerve_places, root, root_levels
from myotome.exam import words
from myotome.web.limits import limits

__all__ = ["Cut", "Difference", "clearest", "cut_of", "cuts_by_kind", "differences", "place_words", "step_words"]

_KINDS: Final = {"plexus": "Plexus", "ramus": "Plexus", "nerve": "Nerves", "division": "Nerves", "site": "Nerves"}
_SECTIONS: Final = {"muscles": "muscles", "areas": "areas", "reflexes": "reflexes"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A place that is cut through, and the share that each muscle, area and reflex loses, the most first.

    Attributes
    ----------
    id, label : str
    cause : str
        What commonly injures this place; empty where the tables name nothing.
    muscles, areas, reflexes : tuple of Portion
        Ids with the share that is lost; reflexes lose an arc, whichever limb of it is cut.
    """

    id: str
    label: str
    cause: str
    muscles: tuple[Portion, ...]
    areas: tuple[Portion, ...]
    reflexes: tuple[Portion, ...]


@cache
def cut_of(place: str) -> Cut:
    """What is lost when a place is cut through.

    Parameters
    ----------
    place : str
        A spinal root, or an id of `nerve_places()`; raises UnknownNameError.

    Examples
    --------
    >>> cut = cut_of("common_peroneal@fibular_neck")
    >>> cut.label, cut.muscles[0].share, [one.name for one in cut.reflexes]
    ('common peroneal nerve, fibular neck', 1.0, [])
    """
    supplied = root(place) if place in root_levels() else nerve(place)
    known = nerve_places().get(place)
    areas = tuple(one for one in supplied.areas if not one.name.startswith("dermatome:"))
    return Cut(
        id=place,
        label=place_words(place),
        cause=known.common_cause if known else "",
        muscles=_most_first(supplied.muscles),
        areas=_most_first(areas),
        reflexes=_most_first(supplied.reflexes),
    )


def _most_first(portions: Iterable[Portion]) -> tuple[Portion, ...]:
    """Those that lose too little to be shown are left out."""
    shown = [one for one in portions if one.share >= limits("territory")["little"]]
    return tuple(sorted(shown, key=lambda one: (-one.share, one.name)))


def place_words(place: str) -> str:
    """A root or a place of the nerve tree in words.

    Examples
    --------
    >>> place_words("L5"), place_words("lateral_cord")
    ('L5 root', 'lateral cord')
    """
    if place in root_levels():
        return f"{place} root"
    known = nerve_places().get(place)
    return known.label if known else f"cranial nerve {place[2:]}" if place.startswith("CN") else words(place)


def step_words(place: str, before: str) -> str:
    """A place of a way: where it lies on the nerve of the place before it, its site alone.

    Examples
    --------
    >>> step_words("ulnar@elbow", "median"), step_words("tibial@tarsal_tunnel", "tibial@popliteal_fossa")
    ('ulnar nerve, elbow: retrocondylar groove and cubital tunnel', 'tarsal tunnel')
    """
    label = place_words(place)
    same = "@" in place and place.partition("@")[0] == before.partition("@")[0]
    return label.partition(", ")[2] or label if same else label


@cache
def cuts_by_kind() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every place that can be cut, with its words, by kind: roots from above down, then as the tree has them."""
    order = ("Plexus", "Nerves")
    places = sorted(nerve_places().values(), key=lambda one: order.index(_KINDS[one.kind]))
    found = {"Roots": tuple((name, place_words(name)) for name in root_levels())}
    for kind, group in groupby(places, key=lambda one: _KINDS[one.kind]):
        found[kind] = tuple((one.id, one.label) for one in group)
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What one cut takes and the other leaves."""

    kind: str
    name: str
    label: str
    here: float
    there: float


def differences(one: Cut, other: Cut) -> tuple[Difference, ...]:
    """What distinguishes two cuts, the clearest first: muscles, skin and reflexes.

    Examples
    --------
    >>> found = differences(cut_of("L5"), cut_of("common_peroneal@fibular_neck"))
    >>> next(row.label for row in found if row.kind == "muscles" and row.here > row.there)
    'tibialis posterior'
    """
    rows = []
    for kind, section in _SECTIONS.items():
        here, there = ({p.name: p.share for p in getattr(cut, kind)} for cut in (one, other))
        for name in dict.fromkeys([*here, *there]):
            row = Difference(kind, name, words(name, section), here.get(name, 0.0), there.get(name, 0.0))
            rows += [row] if abs(row.here - row.there) >= limits("teaching")["parting"] else []
    return tuple(sorted(rows, key=lambda row: (-abs(row.here - row.there), row.label)))


def clearest(rows: Sequence[Difference], count: int) -> tuple[Difference, ...]:
    """The clearest of some differences, as many in favour of either cut as there are.

    Examples
    --------
    >>> rows = differences(cut_of("L5"), cut_of("common_peroneal@fibular_neck"))
    >>> {row.here > row.there for row in clearest(rows, 6)}
    {False, True}
    """
    halves = [[row for row in rows if (row.here > row.there) is more] for more in (True, False)]
    even = [row for pair in zip_longest(*halves) for row in pair if row is not None][:count]
    return tuple(row for row in rows if row in even)
