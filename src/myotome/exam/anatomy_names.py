"""Names of the body in the vocabulary: those of the tables of anatomy, with their labels and other names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from myotome.anatomy import (
    CANAL_CONTENTS,
    SPINAL_ROOTS,
    areas,
    dermatomes,
    disc_levels,
    muscles,
    nerve_places,
    nerve_sites,
    reflexes,
)
from myotome.exam.entry import Entry

__all__ = ["anatomy_sections"]


def anatomy_sections() -> dict[str, Mapping[str, Entry]]:
    """Sections of the vocabulary that the tables of anatomy make, each in the order of its table.

    Examples
    --------
    >>> anatomy_sections()["discs"]["L4-L5"].aliases
    ('L4-5',)
    """
    return {
        "roots": _plain(SPINAL_ROOTS),
        "dermatomes": _plain(dermatomes()),
        "discs": {name: replace(entry, aliases=_short(name)) for name, entry in _plain(disc_levels()).items()},
        "muscles": {
            m.id: Entry(m.id, m.label, m.also_called, region=m.region, part_of=m.part_of) for m in muscles().values()
        },
        "areas": {a.id: Entry(a.id, a.label, a.also_called, within=a.within) for a in areas().values()},
        "reflexes": {r.id: Entry(r.id, r.label, r.also_called, sidedness=r.sidedness) for r in reflexes().values()},
        "nerves": _places("nerve"),
        "plexus_parts": _places("plexus"),
        "central_places": _plain(CANAL_CONTENTS),
        "nerve_sites": _plain(name for site in nerve_sites().values() for name in (site.site, *site.also_called)),
    }


def _plain(names: Iterable[str]) -> dict[str, Entry]:
    """Entries that are called as they are written."""
    return {name: Entry(name, name.replace("_", " ")) for name in names}


def _places(kind: str) -> dict[str, Entry]:
    """Entries of the places of one kind on the tree of nerves."""
    places = (place for place in nerve_places().values() if place.kind == kind)
    return {place.id: Entry(place.id, place.label, place.also_called) for place in places}


def _short(disc: str) -> tuple[str, ...]:
    """Short name of a disc, L4-5 for L4-L5, where both vertebrae are of one region."""
    upper, lower = disc.split("-")
    return (f"{upper}-{lower[1:]}",) if upper[0] == lower[0] else ()
