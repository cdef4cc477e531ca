"""The last chapter: the limits of a report, its intended use, and what made it."""

from __future__ import annotations

from myotome import __version__
from myotome.language import listed, message, verbatim
from myotome.ledger import tables_hash
from myotome.report.document.parts import Section, cited, paragraph
from myotome.report.words.probabilities import percent

__all__ = ["closing_chapter", "made_by"]

_LIMITS = (
    "Not validated on a consecutive series of patients; scores on teaching cases flatter any model.",
    "The absence of red flags is not safety: what was not asked or examined can hide one.",
    "Probabilities hold among the causes the model knows; they are no measurement of this patient.",
    "Loads are those of a posture held still by an average adult of the same size.",
    "The forecast covers herniated discs that compress a root, and is no promise for one person.",
    'Many numbers are judged, and marked so: sources named "judgement" rest on no published figure.',
    "Adult anatomy with its usual variation as spread; no separate pre- or postfixed plexus.",
)


def closing_chapter(intended_use: str = "", left_out: float | None = None) -> Section:
    """Limits and intended use, and how much was not weighed where that is known."""
    limits = [cited(" ".join(_LIMITS))]
    if left_out is not None:
        words = f" Left out: combinations of more causes than were weighed, together at most {percent(left_out)}."
        limits.append(cited(words, ("calibration_explain",)))
    return Section(
        "limits", "Limits and intended use", (paragraph(*limits), *([paragraph(intended_use)] if intended_use else []))
    )


def made_by(seed: int | None = None) -> str:
    """Version, tables and seed: with them the same case gives the same document."""
    made = [verbatim(f"Myotome {__version__}"), message("tables {hash}", hash=verbatim(tables_hash()))]
    made += [] if seed is None else [message("seed {number}", number=verbatim(str(seed)))]
    return message("{made}. Supports a decision; does not take it.", made=listed(made))
