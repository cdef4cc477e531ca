"""How to cite what an answer rests on: as text, and as BibTeX."""

from __future__ import annotations

from dataclasses import dataclass

from myotome import __version__
from myotome.answer.bibtex import entry, entry_of
from myotome.ledger import Sourced, sources

__all__ = ["Citation", "citation"]

_SOFTWARE = f"Myotome, version {__version__}: an executable model of spinal discs, nerve roots, nerves and muscles."


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


def citation(answer: Sourced) -> Citation:
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
    used = sources(answer)
    software = entry("software", "myotome", {"title": _SOFTWARE, "version": __version__})
    return Citation(
        tuple(used),
        "\n".join([_SOFTWARE, *(source.text for source in used.values())]),
        "\n".join([software, *map(entry_of, used.values())]),
    )
