"""A radiology or EMG letter in free text: which findings does it name, and what was not understood?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem
from myotome.exam import Finding, case_from_mapping
from myotome.files import MEGABYTE, read_text
from myotome.interop.letter.clauses import Clause, clauses, region_of_letter
from myotome.interop.letter.images import image_findings
from myotome.interop.letter.needle import NeedleReader
from myotome.interop.letter.report_words import mentions
from myotome.printing import shown

__all__ = ["Letter", "Proposed", "letter_from_text", "read_letter"]

_LONGEST = MEGABYTE
_WORDS = 2  # a clause of fewer words says nothing


@dataclass(frozen=True, slots=True)
class Proposed:
    """A finding that a letter seems to name: to be confirmed by whoever reads the letter.

    Attributes
    ----------
    finding : Finding
        In the names of the vocabulary.
    line : int
        Of the letter, from 1.
    quote : str
        The words of the letter.
    """

    finding: Finding
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What was read out of a letter.

    Attributes
    ----------
    modality, region : str or None
        Kind of image, and the part of the spine that it is of.
    proposed : tuple of Proposed
        In the order of the letter, each finding once.
    left_open : tuple of (int, str, str)
        Line, words, and why no finding was made of them.
    """

    modality: str | None
    region: str | None
    proposed: tuple[Proposed, ...]
    left_open: tuple[tuple[int, str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping for JSON."""
        found = [{"finding": one.finding.to_dict(), "line": one.line, "quote": one.quote} for one in self.proposed]
        opened = [{"line": line, "quote": quote, "why": why} for line, quote, why in self.left_open]
        return {"modality": self.modality, "region": self.region, "proposed": found, "left_open": opened}


def read_letter(path: Path, modality: str | None = None) -> Letter:
    """Read a letter from a text file.

    Parameters
    ----------
    path : Path
        Plain text.
    modality : str or None
        Kind of image, where the letter does not say it.

    Raises
    ------
    InputError
        The file cannot be read, is no text, or is longer than a letter.
    """
    return letter_from_text(read_text(path, "a letter as plain text", _LONGEST), str(path), modality)


def letter_from_text(letter: str, name: str = "letter", modality: str | None = None) -> Letter:
    """Which findings does a letter name?

    Parameters
    ----------
    letter : str
        Its text, in English.
    name : str
        What it is called in messages.
    modality : str or None
        Kind of image, where the letter does not say it.

    Raises
    ------
    InputError
        The letter is about images and says nowhere of which kind they are.

    Examples
    --------
    >>> letter = letter_from_text("MRI lumbar spine. L4-5: no herniation. Left foraminal stenosis at L5-S1.")
    >>> [one.finding.label for one in letter.proposed]
    ['MRI L4-L5: no protrusion on either side', 'MRI L5-S1: left foraminal stenosis']
    """
    kind, region = modality or _modality(letter), region_of_letter(letter)
    needle, made, left_open = NeedleReader(), list[_Made](), list[tuple[int, str, str]]()
    for clause in clauses(letter, region):
        of_muscles = list(needle.findings(clause))
        of_images = [] if of_muscles else list(image_findings(clause, kind or "", region))
        if of_images and kind is None:
            raise InputError([_no_modality(name, clause)])
        if why := _why_open(clause, bool(of_muscles or of_images)):
            left_open.append((clause.line, clause.text, why))
        else:
            _add(made, [_Made(one, clause.line, clause.text) for one in (*of_muscles, *of_images)])
    read = [(one, _read(one.written)) for one in made]
    left_open += [(one.line, one.quote, why) for one, (_, why) in read if why]
    proposed = {found: Proposed(found, one.line, one.quote) for one, (found, _) in reversed(read) if found is not None}
    return Letter(kind, region, tuple(reversed(proposed.values())), tuple(sorted(left_open, key=lambda one: one[0])))


@dataclass(slots=True)
class _Made:
    """A finding in the keys of a case file, with the words that it is made of."""

    written: dict[str, Any]
    line: int
    quote: str

    def says_of_the_same(self, other: _Made) -> bool:
        """Whether two findings are one, said twice: nothing that both say differs."""
        same = all(self.written[key] == other.written[key] for key in self.written.keys() & other.written.keys())
        return same and ("value" in self.written) == ("value" in other.written)


def _add(made: list[_Made], new: list[_Made]) -> None:
    """Add findings; what was said before is completed by what is said of it again, as in the impression."""
    for one in new:
        before = next((other for other in made if one.says_of_the_same(other)), None)
        if before is None:
            made.append(one)
        elif one.quote != before.quote:
            before.written |= one.written
            before.quote = f"{before.quote} ... {one.quote}"


def _why_open(clause: Clause, named: bool) -> str:
    """Why no finding is made of a clause; nothing where one is."""
    if clause.past and named:
        return "it speaks of what was before"
    if clause.doubted and named:
        return "it is said to be uncertain"
    says_nothing = len(clause.text.split()) < _WORDS + clause.own_level
    return "" if named or says_nothing else "no finding of the vocabulary was recognised"


def _modality(letter: str) -> str | None:
    found = mentions("modality", letter)
    return found[0].means if found else None


def _read(written: dict[str, Any]) -> tuple[Finding | None, str]:
    """The finding, or why it is none."""
    case = {"id": "letter", "demographics": {"age": None, "sex": None}, "findings": [written]}
    try:
        return case_from_mapping(case).findings[0], ""
    except InputError as error:
        return None, error.problems[0].message


def _no_modality(name: str, clause: Clause) -> Problem:
    message = "The letter does not say what kind of image it is about: name it with --modality."
    return Problem(name, clause.line, shown(clause.text), "MRI, CT, XR, ...", (), message)
