"""What a guideline says of a treatment or a test, in one line with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from myotome.report.document.parts import Cell, Span, cited

if TYPE_CHECKING:
    from myotome.care import Recommendation

__all__ = ["ADVISED_AGAINST", "REFERENCE", "in_short", "joined", "recommendation"]

#: The option that the others are compared with.
REFERENCE = "watchful_waiting"
ADVISED_AGAINST = ("against", "insufficient evidence")


def recommendation(advice: Recommendation) -> Span:
    """What one guideline says, with its source."""
    phase = "" if advice.phase in ("", "any") else f", {advice.phase}"
    strength = f" ({advice.strength})" if advice.strength else ""
    detail = f", {advice.detail}" if advice.detail else ""
    text = f"{advice.guideline} {advice.year}: {advice.direction}{strength}{phase}: {advice.what}{detail}"
    return cited(f"{text}; from a secondary source" if advice.seen == "secondary" else text, (advice.source,))


def in_short(advice: Recommendation) -> Span:
    """Name, year and what it says, with its source; what it says of whom is in the source."""
    strength = f", {advice.strength}" if advice.strength else ""
    seen = ", second-hand" if advice.seen == "secondary" else ""
    return cited(f"{advice.guideline} {advice.year}: {advice.direction}{strength}{seen}", (advice.source,))


def joined(parts: Sequence[Span]) -> Cell:
    """Parts with a semicolon between them."""
    out: list[Span] = []
    for place, part in enumerate(parts):
        out += [Span("; "), part] if place else [part]
    return tuple(out)
