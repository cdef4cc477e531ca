"""What a guideline says of a treatment or a test, in one line with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from myotome.report.document.parts import Cell, Span, cited

if TYPE_CHECKING:
    from myotome.care import Recommendation

__all__ = ["ADVISED_AGAINST", "joined", "recommendation"]

ADVISED_AGAINST = ("against", "insufficient evidence")


def recommendation(one: Recommendation) -> Span:
    """What one guideline says, with its source."""
    phase = "" if one.phase in ("", "any") else f", {one.phase}"
    strength = f" ({one.strength})" if one.strength else ""
    detail = f", {one.detail}" if one.detail else ""
    text = f"{one.guideline} {one.year}: {one.direction}{strength}{phase}: {one.what}{detail}"
    return cited(f"{text}; from a secondary source" if one.seen == "secondary" else text, (one.source,))


def joined(parts: Sequence[Span]) -> Cell:
    """Parts with a semicolon between them."""
    out: list[Span] = []
    for place, part in enumerate(parts):
        out += [Span("; "), part] if place else [part]
    return tuple(out)
