"""Parts of the spine: where a cause lies, where a complaint is, what an image shows."""

from __future__ import annotations

from functools import cache

from myotome.exam import Case, Pain, Sign, members, region_of_segment, vocabulary
from myotome.pathology.condition_table import Cause
from myotome.pathology.geography.cause_location import cause_regions

__all__ = ["REGIONS", "is_over_spine", "regions_of_case", "regions_of_cause"]

REGIONS = ("cervical_spine", "thoracic_spine", "lumbar_spine")
_SPINE_OF_BODY = {"neck": "cervical_spine", "thoracic": "thoracic_spine", "lumbar": "lumbar_spine"}


@cache
def _region_of_area(area: str | None) -> str | None:
    """Part of the spine below an area of the trunk; None for a limb."""
    while area is not None:
        for region in REGIONS:
            if area in members(region, "area"):
                return region
        area = vocabulary().areas[area].within
    return None


@cache
def is_over_spine(area: str | None) -> bool:
    """Does an area lie over the spine, or is it the trunk as a whole? Pain elsewhere has spread from there.

    Examples
    --------
    >>> is_over_spine("lumbosacral_region"), is_over_spine("lateral_lower_limb"), is_over_spine("girdle_band")
    (True, False, False)
    """
    if area in members("whole_trunk", "area"):
        return True
    while area is not None and area not in members("over_spine", "area"):
        area = vocabulary().areas[area].within
    return area is not None


def regions_of_case(case: Case) -> frozenset[str]:
    """Parts of the spine that a complaint concerns; all of them where none is named."""
    located = (item for item in case.findings if isinstance(item, Pain) or (isinstance(item, Sign) and item.positive))
    regions = {_region_of_area(area) for item in located for area in item.areas}
    return frozenset(name for name in regions if name is not None) or frozenset(REGIONS)


@cache
def regions_of_cause(cause: Cause, complaint: frozenset[str]) -> frozenset[str]:
    """Parts of the spine a cause lies in; none for a limb's nerve. What lies anywhere lies where the complaint is.

    Parameters
    ----------
    cause : Cause
        Any.
    complaint : frozenset of str
        Parts of the spine that the complaint concerns.
    """
    if not cause.places:
        return _of_disease(cause, complaint)
    level = cause.disc or cause.segment
    at = [level] if level is not None else [place for place in cause.places if not _of_place(place)]
    regions = {region_of_segment(name) for name in at}
    lying = frozenset(name for name in regions if name is not None)
    return lying.union(*map(_of_place, cause.places))


def _of_disease(cause: Cause, complaint: frozenset[str]) -> frozenset[str]:
    """Of what has no place in the wiring: where such disease lies, and of several such parts those of the complaint."""
    lying = {_SPINE_OF_BODY[region] for region in cause_regions(cause) if region in _SPINE_OF_BODY}
    return frozenset(lying & complaint or lying) or complaint


@cache
def _of_place(place: str) -> frozenset[str]:
    """Parts of the spine that the conus or the cauda equina lies in; none for all else."""
    thoracic, lumbar = REGIONS[1:]
    return frozenset(region for region in (thoracic, lumbar) if place in members(region, "central_place"))
