"""Where each cause lies: its regions of the body, and its stretch of the spine."""

from __future__ import annotations

from functools import cache

from myotome.pathology.condition_table import Cause, lineage
from myotome.pathology.geography.body_map import regions_of
from myotome.pathology.geography.vertebral_axis import Span, span_of, span_of_level

__all__ = ["cause_regions", "cause_span"]

#: Where the neck ends and where the thorax ends, in vertebrae.
_NECK_ENDS, _THORAX_ENDS = 7.8, 19.3


def _span_in_canal(variant: str, family: str) -> Span | None:
    first = span_of("cauda_equina_from", variant.split("_")[0]) if family == "cauda_equina_lesion" else None
    return first or span_of("family", family)


def cause_span(cause: Cause) -> Span | None:
    """Stretch of the spine that a cause lies at; None where it lies at none.

    Examples
    --------
    >>> from myotome.pathology import causes
    >>> disc = next(cause for cause in causes() if cause.disc == "L4-L5")
    >>> cause_span(disc)
    (23.5, 23.5)
    """
    if cause.disc is not None:
        return span_of_level(cause.disc)
    if cause.segment is not None:
        return span_of("segment", cause.segment)
    return _span_of_lesion(cause.condition, cause.variant, cause.places)


@cache
def _span_of_lesion(condition: str, variant: str, places: tuple[str, ...]) -> Span | None:
    families = lineage(condition)
    for family in ("conus_lesion", "cauda_equina_lesion"):
        if family in families:
            return _span_in_canal(variant, family)
    return span_of("root", places[0]) if "root_lesion" in families and places else None


def _regions_of_span(span: Span | None) -> frozenset[str]:
    if span is None:
        return frozenset()
    middle = sum(span) / 2
    if middle < _NECK_ENDS:
        return frozenset({"neck"})
    return frozenset({"thoracic"} if middle < _THORAX_ENDS else {"lumbar"})


def cause_regions(cause: Cause) -> frozenset[str]:
    """Regions of the body that a cause lies in; none where it has no place of its own.

    Examples
    --------
    >>> from myotome.pathology import causes
    >>> tunnel = next(cause for cause in causes() if cause.site == "median@carpal_tunnel")
    >>> cause_regions(tunnel)
    frozenset({'wrist'})
    """
    if cause.region is not None:
        return frozenset({cause.region})
    if cause.site is not None and "@" in cause.site:
        return regions_of("nerve_site", cause.site) or regions_of("nerve_site", cause.site.split("@")[1])
    return _regions_by_name(cause.condition, cause.places) or _regions_of_span(cause_span(cause))


@cache
def _regions_by_name(condition: str, places: tuple[str, ...]) -> frozenset[str]:
    """Regions that the table gives a condition, a family of it or, failing these, its places."""
    for name in reversed(lineage(condition)):
        if named := regions_of("condition", name):
            return named
    return frozenset().union(*(regions_of("plexus_part", place) for place in places))
