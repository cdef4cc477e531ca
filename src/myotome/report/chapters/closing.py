"""The last chapter: what a report cannot tell, what it is for, and what made it."""

from __future__ import annotations

from myotome import __version__
from myotome.answer.answer import Answer
from myotome.report.document.parts import Bullets, Section, cited, paragraph, spans
from myotome.report.words.probabilities import percent
from myotome.sources import tables_hash

__all__ = ["closing_chapter", "made_by"]

_LIMITS = (
    "Not validated on a consecutive series of patients; scores on exam-like cases flatter any model.",
    "Silence of the red flags is not safety: what was not asked or examined can hide one.",
    "Probabilities hold among the causes the model knows; they are no measurement of this patient.",
    "Loads are those of a posture held still by an average adult of that size.",
    "The forecast speaks of herniated discs at a root alone, and is no promise for one person.",
    "Many numbers are judged and say so: source entries marked `judgement` rest on no published figure.",
    "Adult anatomy with its usual variation as spread; no separate pre- or postfixed plexus.",
)


def closing_chapter(of: Answer) -> Section:
    """Limits and intended use."""
    most = percent(of.explanation.left_out)
    left = f"Left out of the answer: states with more causes than were weighed, at most {most}."
    blocks = (
        Bullets((*(spans(limit) for limit in _LIMITS), (cited(left, ("calibration_explain",)),))),
        paragraph(of.plan.intended_use),
        paragraph(made_by(of), small=True),
    )
    return Section("limits", "Limits and intended use", blocks)


def made_by(of: Answer) -> str:
    """Version, tables and seed: with them the same case gives the same report."""
    return f"Myotome {__version__}, tables {tables_hash()}, seed {of.plan.seed}. Supports a decision; does not take it."
