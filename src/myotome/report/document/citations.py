"""Sources as they are printed: cited in words, with identifiers, and without an address that a page could load."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from myotome.ledger import Source, sources
from myotome.report.document.parts import Document

__all__ = ["citation", "citations", "with_citations", "without_scheme"]

_SCHEME = re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://")


def without_scheme(text: str) -> str:
    """Text whose addresses are plain words.

    Examples
    --------
    >>> without_scheme("see https://example.org/a")
    'see example.org/a'
    """
    return _SCHEME.sub("", text)


def citation(source: Source) -> str:
    """One source in words, with the identifiers that its text does not already name."""
    parts = [without_scheme(source.text).rstrip(".")]
    for name, value in (("doi:", source.doi), ("PMID ", source.pmid), ("", source.pmcid)):
        if value and value not in source.text:
            parts.append(f"{name}{value}")
    return f"{', '.join(parts)} ({source.kind.replace('_', ' ')})"


def citations(keys: Iterable[str]) -> dict[str, str]:
    """Key to printed source; a key that is not in the ledger stands for itself."""
    ledger = sources()
    return {key: citation(ledger[key]) if key in ledger else key for key in keys}


def with_citations(draft: Document) -> Document:
    """The document with every source that it cites."""
    return replace(draft, sources=citations(draft.numbers()))
