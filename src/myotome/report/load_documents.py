"""The document of what a task does to a spine; apart from the others, for it needs nothing but the mechanics."""

from __future__ import annotations

from myotome.load import LoadAnswer
from myotome.report.chapters.load import load_blocks
from myotome.report.document.headerless import short_document
from myotome.report.document.parts import Document, Section

__all__ = ["load_document"]


def load_document(answer: LoadAnswer, *, drawn: bool = True) -> Document:
    """Write what a task does to a spine; `drawn` with the picture, which a terminal does not show."""
    section = Section("load", "Load on the discs", tuple(load_blocks(answer, drawn=drawn)))
    return short_document(answer.task.name.replace("_", " "), (section,), f"Sources: {', '.join(answer.sources())}.")
