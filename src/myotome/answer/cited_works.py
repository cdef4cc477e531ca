"""How to cite what an answer rests on: as text, and as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from myotome import __version__
from myotome.sources import Source, sources

__all__ = ["Citation", "citation"]

_SOFTWARE = f"Myotome, version {__version__}: an executable model of spinal discs, nerve roots, nerves and muscles."
_VERBATIM = frozenset({"doi", "url"})


class _Cited(Protocol):
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Citation:
    """What to cite for one answer.

    Attributes
    ----------
    keys : tuple of str
        Keys of the sources that the answer used.
    text : str
        One line each, the software first.
    bibtex : str
        One entry each, the software first.
    """

    keys: tuple[str, ...]
    text: str
    bibtex: str

    def __str__(self) -> str:
        return self.text


def citation(answer: _Cited) -> Citation:
    """Which papers, tables and guidelines stand behind an answer?

    Parameters
    ----------
    answer : Answer, Explanation, Plan, Forecast or LoadAnswer
        Anything that knows its sources; those that it did not use are not listed.

    Returns
    -------
    Citation

    Examples
    --------
    >>> from myotome.load import load_answer, reference_person
    >>> made = citation(load_answer("standing", reference_person(), draws=0))
    >>> made.bibtex.startswith("@software{myotome,")
    True
    """
    keys = tuple(dict.fromkeys(answer.sources()))
    used = [sources()[key] for key in keys]
    software = _entry("software", "myotome", {"title": _SOFTWARE, "version": __version__})
    return Citation(
        keys,
        "\n".join([_SOFTWARE, *(source.text for source in used)]),
        "\n".join([software, *(_bibtex(source) for source in used)]),
    )


def _bibtex(source: Source) -> str:
    fields = {
        "author": source.authors,
        "title": source.text,
        "year": None if source.year is None else str(source.year),
        "doi": source.doi,
        "url": source.url,
        "note": source.kind,
    }
    return _entry(
        "article" if source.doi else "misc", source.key, {name: text for name, text in fields.items() if text}
    )


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{text if name in _VERBATIM else _escaped(text)}}}," for name, text in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    """Text without what BibTeX would read as its own."""
    return re.sub(r"([&%#_$])", r"\\\1", text.replace("{", "(").replace("}", ")"))
