"""One side of the body that the source does not name: read as the left, so long as no finding names a side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from myotome.exam.likeness import folded
from myotome.exam.reading.checks import Fields
from myotome.exam.vocabulary_table import vocabulary

__all__ = ["STANDS_FOR_IT", "with_sides"]

#: Side that an unnamed one is read as; by symmetry either would do.
STANDS_FOR_IT = "left"
_UNNAMED = frozenset(
    {
        *("unnamed", "not_named", "one_side", "one_side_not_named", "unilateral", "unknown", "affected"),
        *("not_stated", "not_known", "unstated", "unspecified", "not_specified"),
    }
)
_WHICH = frozenset({"left", "right"})


def with_sides(fields: Fields, raw: Iterable[Any]) -> tuple[list[Any], bool]:
    """The findings with a side each, and whether that side was named.

    An unnamed side beside a named one is a problem: the two may be the same or not.
    """
    findings = list(raw)
    unnamed = [index for index, one in enumerate(findings) if _side(one) in _UNNAMED]
    named = any(vocabulary().find("sides", _side(one)) in _WHICH for one in findings if _side(one))
    if named:
        for index in unnamed:
            message = "Other findings name the left or the right: name this side too, or leave the finding out."
            place = (*fields.at("findings"), index, "side")
            fields.checks.add(place, repr(findings[index]["side"]), "left, right", message)
    sided = [{**one, "side": STANDS_FOR_IT} if index in unnamed else one for index, one in enumerate(findings)]
    return sided, not unnamed


def _side(one: Any) -> str:
    side = one.get("side") if isinstance(one, Mapping) else None
    return folded(side) if isinstance(side, str) and len(side) < 50 else ""
