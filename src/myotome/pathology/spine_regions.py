"""Parts of the spine: where a cause lies, where a complaint is, what an image shows."""

from __future__ import annotations

from functools import cache

from myotome.exam.case import Case, Pain, Sign
from myotome.exam.vocabulary_table import vocabulary
from myotome.pathology import Cause

__all__ = ["REGIONS", "is_over_spine", "region_of_level", "regions_of_case", "regions_of_cause"]

REGIONS = ("cervical_spine", "thoracic_spine", "lumbar_spine")
_LETTERS = {"C": REGIONS[0], "T": REGIONS[1], "L": REGIONS[2], "S": REGIONS[2]}
_AREAS = {"neck": REGIONS[0], "thoracic_back": REGIONS[1], "interscapular": REGIONS[1], "chest": REGIONS[1]}
_OVER_SPINE = frozenset({"head", "neck", "back"})
_WHOLE = frozenset({"trunk", "upper_trunk", "lower_trunk", "pelvis", "whole_body", "whole_side_of_body"})
_LOW = ("low_back", "sacroiliac_region", "sacrum", "buttock")
_OF_AREA = _AREAS | dict.fromkeys(_LOW, REGIONS[2])
_OF_PLACE = {"conus": frozenset(REGIONS[1:]), "cauda_equina": frozenset(REGIONS[2:])}


@cache
def region_of_level(level: str) -> str | None:
    """Part of the spine that a disc, a vertebra, a segment or a region lies in; None for all else."""
    if level in REGIONS:
        return level
    return _LETTERS.get(level[0]) if level[1:2].isdigit() else None


@cache
def _region_of_area(area: str | None) -> str | None:
    """Part of the spine below an area of the trunk; None for a limb."""
    while area is not None and area not in _OF_AREA:
        area = vocabulary().areas[area].within
    return None if area is None else _OF_AREA[area]


@cache
def is_over_spine(area: str | None) -> bool:
    """Does an area lie over the spine, or is it the trunk as a whole? Pain elsewhere has spread from there.

    Examples
    --------
    >>> is_over_spine("lumbosacral_region"), is_over_spine("lateral_lower_limb"), is_over_spine("girdle_band")
    (True, False, False)
    """
    if area in _WHOLE:
        return True
    while area is not None and area not in _OVER_SPINE:
        area = vocabulary().areas[area].within
    return area is not None


def regions_of_case(case: Case) -> frozenset[str]:
    """Parts of the spine that a complaint concerns; all of them where none is named."""
    told = (item for item in case.findings if isinstance(item, Pain) or (isinstance(item, Sign) and item.positive))
    found = {_region_of_area(area) for item in told for area in item.areas}
    return frozenset(name for name in found if name is not None) or frozenset(REGIONS)


@cache
def regions_of_cause(cause: Cause, complaint: frozenset[str]) -> frozenset[str]:
    """Parts of the spine a cause lies in: those of the complaint where it has no place; none for a limb's nerve.

    Parameters
    ----------
    cause : Cause
        Any.
    complaint : frozenset of str
        Parts of the spine that the complaint concerns.
    """
    if not cause.places:
        return complaint
    level = cause.disc or cause.segment
    at = [level] if level is not None else [place for place in cause.places if place not in _OF_PLACE]
    found = {region_of_level(name) for name in at}
    lying = frozenset(name for name in found if name is not None)
    return lying.union(*(_OF_PLACE.get(place, frozenset()) for place in cause.places))
