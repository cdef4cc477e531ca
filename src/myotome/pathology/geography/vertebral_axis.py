"""The spine as an axis: vertebrae numbered from C1 down, and the stretch that a level, a root or a segment takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.exam import vocabulary
from myotome.tables import Row, Table, ids, number, one_by, one_of

__all__ = ["Span", "span_of", "span_of_level"]

#: First and last position on the axis; a disc lies half-way between two vertebrae.
Span = tuple[float, float]
_KINDS = ("vertebra", "region", "segment", "root", "family", "cauda_equina_from")


def _names(row: Row) -> tuple[str, ...]:
    words = vocabulary()
    if row["kind"] == "family":
        return tuple(ids("pathology/conditions", "families")())
    if row["kind"] in {"vertebra", "region"}:
        return (*words.ids(("vertebrae", "other_levels", "levels")),)
    return (*words.ids("roots"), *words.ids("dermatomes"), "C1")


_SPANS = Table(
    "pathology/geography/vertebral_spans.csv",
    {
        "kind": one_of(_KINDS),
        "name": one_by(_names),
        "low_end": number(0, 31),
        "high_end": number(0, 31),
    },
    key=("kind", "name"),
)


@cache
def _spans() -> Mapping[tuple[str, str], Span]:
    return {(row["kind"], row["name"]): (row["low_end"], row["high_end"]) for row in _SPANS.rows()}


def span_of(kind: str, name: str) -> Span | None:
    """Stretch of the spine that a vertebra, region, segment, root or family of lesions takes; None where unknown."""
    return _spans().get((kind, name))


@cache
def span_of_level(level: str) -> Span | None:
    """Stretch of the spine that a level of an image is: a disc, a vertebra or a region; None outside the spine.

    Examples
    --------
    >>> span_of_level("L4-L5"), span_of_level("knee")
    ((23.5, 23.5), None)
    """
    region = span_of("region", level)
    if region is not None:
        return region
    vertebrae = [span_of("vertebra", name) for name in level.split("-")]
    known = [span[0] for span in vertebrae if span is not None]
    if not known or len(known) != len(vertebrae):
        return None
    middle = sum(known) / len(known)
    return (middle, middle)
