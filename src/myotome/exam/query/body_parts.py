"""Which muscles, reflexes, skin and levels belong to the leg, the arm, the trunk and the parts of the spine?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from myotome.errors import DataError
from myotome.exam.case import Pain, Sensation
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Row, Table, identifier, one_by, one_of

__all__ = ["LIMBS", "area_within", "limbs_of", "members", "muscles_in", "region_of_segment", "skin_in", "spinal_level"]

#: `limb` in a condition is either of them.
LIMBS = ("arm", "leg")
_SPINAL_SECTIONS = ("discs", "vertebrae", "joints")


#: Which section of the vocabulary the ids of a kind come from.
_SECTIONS = {
    "muscle": "muscles",
    "reflex": "reflexes",
    "area": "areas",
    "composite_area": "areas",
    "dermatome": "dermatomes",
    "level": "levels",
    "central_place": "central_places",
    "modality": "modalities",
}


def _ids_of_kind(row: Row) -> Iterable[str]:
    if row["kind"] == "muscle_region":
        return {muscle.region for muscle in vocabulary().muscles.values() if muscle.region}
    return "CTLS" if row["kind"] == "segment_letter" else vocabulary().ids(_SECTIONS[row["kind"]])


_PARTS = Table(
    "exam/body_parts.csv",
    {
        "part": identifier(),
        "kind": one_of((*_SECTIONS, "muscle_region", "segment_letter")),
        "id": one_by(_ids_of_kind),
    },
    key=("part", "kind", "id"),
)


@cache
def _table() -> Mapping[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for row in _PARTS.rows():
        found.setdefault((row["part"], row["kind"]), set()).add(row["id"])
    return MappingProxyType({key: frozenset(ids) for key, ids in found.items()})


def members(part: str, kind: str) -> frozenset[str]:
    """Ids of one kind that make up a part of the body.

    Raises
    ------
    DataError
        The table of body parts has none.

    Examples
    --------
    >>> sorted(members("leg", "muscle_region"))
    ['foot', 'hip', 'leg', 'thigh']
    """
    try:
        return _table()[part, kind]
    except KeyError:
        raise DataError(f"exam/body_parts.csv has no {kind} of {part!r}") from None


def limbs_of(region: str) -> tuple[str, ...]:
    """`limb` is either limb; any other region is itself."""
    return LIMBS if region == "limb" else (region,)


@cache
def area_within(area: str, whole: str) -> bool:
    """Tell whether an area is, or lies in, another; stockings, gloves and half the body lie in their limbs."""
    at: str | None = area
    while at is not None:
        if at == whole or at in _composite_areas(whole):
            return True
        at = vocabulary().areas[at].within
    return False


def _composite_areas(whole: str) -> frozenset[str]:
    parts = (part for part in (*LIMBS, "trunk") if whole in members(part, "area"))
    return frozenset().union(*(members(part, "composite_area") for part in parts))


@cache
def muscles_in(region: str, muscles: tuple[str, ...]) -> bool:
    """Tell whether all these muscles belong to one limb: `leg`, `arm`, or `limb` for either."""
    found = {vocabulary().muscles[muscle].region for muscle in muscles}
    return any(found <= members(limb, "muscle_region") for limb in limbs_of(region))


def skin_in(region: str, finding: Sensation | Pain) -> bool:
    """Tell whether a finding names skin of `leg`, `arm`, `limb` or `trunk`, by area, dermatome or a level above it."""
    level = getattr(finding, "sensory_level", None)
    return any(_skin_in(part, finding.areas, finding.dermatomes, level) for part in limbs_of(region))


def _skin_in(part: str, areas: Iterable[str], dermatomes: Iterable[str], level: str | None) -> bool:
    own = members(part, "dermatome")
    if any(area_within(area, whole) for area in areas for whole in members(part, "area")):
        return True
    if not own.isdisjoint(dermatomes):
        return True
    return level is not None and _order()[level] <= max(_order()[name] for name in own)


@cache
def _order() -> Mapping[str, int]:
    """Dermatomes from above down."""
    return {name: place for place, name in enumerate(vocabulary().ids("dermatomes"))}


@cache
def region_of_segment(level: str) -> str | None:
    """Part of the spine that a disc, a vertebra, a segment or a region lies in; None for all else.

    Examples
    --------
    >>> region_of_segment("L5-S1"), region_of_segment("thoracic_spine"), region_of_segment("elbow")
    ('lumbar_spine', 'thoracic_spine', None)
    """
    parts = [part for part, kind in _table() if kind == "segment_letter"]
    if level in parts:
        return level
    letter = level[0] if level[1:2].isdigit() else ""
    return next((part for part in parts if letter in members(part, "segment_letter")), None)


@cache
def spinal_level(level: str) -> bool:
    """Tell whether a level of imaging lies in the spine."""
    return level in members("spine", "level") or any(level in vocabulary().sections[name] for name in _SPINAL_SECTIONS)
