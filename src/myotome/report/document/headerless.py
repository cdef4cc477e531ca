"""Documents without a header, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.report.document.citations import with_citations
from myotome.report.document.parts import Document, Facts, Section

__all__ = ["short_document"]


def short_document(title: str, sections: Sequence[Section], footer: str = "") -> Document:
    """A document without a header, for a terminal."""
    return with_citations(Document(title, title, Facts(()), tuple(sections), footer=footer))
