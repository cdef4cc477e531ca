"""A letter as clauses, each with the level it speaks of and whether what it names is denied, doubted or past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from myotome.exam import region_of_segment, vocabulary
from myotome.interop.letter.report_words import mentions, said

__all__ = ["Clause", "clauses", "levels_named", "region_of_letter"]

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(])|\n+")
#: What goes on about the same thing behind a comma.
_SAME = "with|which|that|causing|resulting|compressing|contacting|displacing|abutting|touching|effacing|impinging"
_PART = re.compile(
    rf",\s+(?!(?:{_SAME})\b)|;\s*|\s+-\s+|\s+(?=\b(?:but|however|although|whereas)\b)",
    re.IGNORECASE,
)
_NAME = r"\b([CTLS])(\d{1,2})\s*[-/\u2010-\u2015]\s*([CTLS]?)(\d{1,2})\b"
_LEVEL = re.compile(_NAME, re.IGNORECASE)
_RANGE = re.compile(rf"{_NAME}\s*(?:to|through|-)\s*{_NAME}", re.IGNORECASE)
_VERTEBRA = re.compile(r"\b([CTLS])(\d{1,2})\b(?!\s*(?:nerve|root))", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(\w+)-(\w+)\b|\blevels?\s+(\w+)\s+(\w+)\b", re.IGNORECASE)
#: Parts of a letter that tell nothing of what was found.
_NO_FINDINGS = re.compile(
    r"^\s*(?:technique|clinical (?:history|information|details|indication)|indication|history|comparison|protocol)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\s*[^:.]{1,40}:\s*")
_MORE = re.compile(r"\b(?:is|are|was|were|there|shows?|seen|present|with|noted)\b", re.IGNORECASE)
_NUMERALS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_LETTER = {"lumbar_spine": "L", "cervical_spine": "C"}
_LAST = {"L": 5, "C": 7}
_BELOW = {"L": "S", "C": "T", "T": "L"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence.

    Attributes
    ----------
    text : str
        As written.
    line : int
        Of the letter, from 1.
    levels : tuple of str
        Discs and vertebrae that it speaks of: its own, else those named last in its line.
    own_level : bool
        Whether it names them itself.
    denied, doubted, past : bool
        What it names is denied by what stands before it, is a possibility, or was there before.
    """

    text: str
    line: int
    levels: tuple[str, ...]
    own_level: bool
    denied: bool
    doubted: bool
    past: bool


def region_of_letter(letter: str) -> str | None:
    """Part of the spine that a letter is about: the one it names first, else that of its first level."""
    named = mentions("region", letter)
    levels = levels_named(letter, None)
    return named[0].means if named else region_of_segment(levels[0]) if levels else None


def clauses(letter: str, region: str | None) -> Iterator[Clause]:
    """Clauses of a letter in order, its history and technique left out; the region tells what `four-five` means."""
    for number, line in enumerate(letter.splitlines(), start=1):
        if _NO_FINDINGS.match(line):
            continue
        heading = _HEADING.match(line)
        at = levels_named(heading[0], region) if heading else ()
        for sentence in _SENTENCE.split(line):
            for clause in _parts(sentence.strip(), number, at, region):
                at = tuple(level for level in clause.levels if "-" in level)
                yield clause


def levels_named(text: str, region: str | None) -> tuple[str, ...]:
    """Discs and vertebrae that a text names, in order; a range with all between.

    Examples
    --------
    >>> levels_named("L4/5 and L5-S1", None), levels_named("Level four-five", "lumbar_spine")
    (('L4-L5', 'L5-S1'), ('L4-L5',))
    >>> levels_named("T12-L1 to L2-L3", None)
    ('T12-L1', 'L1-L2', 'L2-L3')
    """
    ends = [(_disc(*found.groups()[:4]), _disc(*found.groups()[4:])) for found in _RANGE.finditer(text)]
    ranged = [one for first, last in ends for one in _between(first, last)]
    single = [_disc(*found.groups()) for found in _LEVEL.finditer(_RANGE.sub(" ", text))]
    discs = [disc for disc in (*ranged, *single) if disc in vocabulary().levels]
    spoken = () if discs or region not in _LETTER else tuple(_spoken(text, _LETTER[region]))
    bones = [f"{found[1].upper()}{found[2]}" for found in _VERTEBRA.finditer(_LEVEL.sub(" ", text))]
    return tuple(dict.fromkeys((*discs, *spoken, *(bone for bone in bones if bone in vocabulary().levels))))


def _disc(letter: str, upper: str, below: str, lower: str) -> str:
    """Name of the disc between two vertebrae; the letter of the lower one may be left out."""
    other = below or (letter if int(lower) > int(upper) else _BELOW.get(letter.upper(), letter))
    return f"{letter}{upper}-{other}{lower}".upper()


def _between(first: str, last: str) -> tuple[str, ...]:
    """Discs from one to another."""
    discs = vocabulary().ids("discs")
    if first not in discs or last not in discs:
        return (first, last)
    return discs[discs.index(first) : discs.index(last) + 1]


def _spoken(text: str, letter: str) -> Iterator[str]:
    """Levels said in numerals: `level four-five`, `five-one`."""
    for found in _SPOKEN.finditer(text):
        numbers = [_NUMERALS.get(word.casefold()) for word in found.groups() if word]
        upper, lower = numbers
        if upper and lower and (lower == upper + 1 or (upper == _LAST[letter] and lower == 1)):
            yield _disc(letter, str(upper), "", str(lower))


def _parts(sentence: str, line: int, at: tuple[str, ...], region: str | None) -> Iterator[Clause]:
    """Parts of one sentence; what is said in front reaches on through a plain list, and a level until the next."""
    whole = levels_named(sentence, region)
    at = whole if len(whole) == 1 else at
    denied = doubted = past = False
    for part in filter(None, map(str.strip, _PART.split(sentence))):
        own = levels_named(part, region)
        at = own or at
        lists_on = not own and not _says_more(part)
        denied, doubted, past = (denied and lists_on, doubted and lists_on, past and lists_on)
        doubted, past = doubted or said("uncertain", part), past or said("past", part)
        yield Clause(part, line, at, bool(own), denied, doubted, past)
        denied = denied or (said("denies_before", part) and not said("turns", part))


def _says_more(part: str) -> bool:
    """Whether a part is more than the next entry of a list: it has a verb, a severity or a turn of its own."""
    return bool(_MORE.search(part)) or any(said(role, part) for role in ("severity", "turns", "contact"))
