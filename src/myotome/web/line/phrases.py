"""A typed line, phrase by phrase: what people write is first put in the words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.exam import vocabulary
from myotome.tables import Table, list_of, text

__all__ = ["phrases"]

_LONGEST: Final = 400
_PHRASES: Final = 12
_SIDED: Final = ("left", "right", "bilateral")
_TABLE: Final = Table("web/line_words.csv", {"said": list_of(text()), "read_as": text()}, key=("read_as",))
_ARTICLES: Final = frozenset({"a", "an", "the", "his", "her", "their", "my", "patient", "he", "she", "some", "very"})
_BETWEEN: Final = re.compile(r"[,;\n]|(?<![0-9])\.\s")
_SPAN: Final = re.compile(
    r"\b(?:since|for|over|during|x|×)\s+(?:about\s+|the\s+)?(?:(?:last|past)\s+)?"
    r"((?:\w+|\d+(?:\.\d+)?)(?:\s+(?:to|or|-)\s+\d+)?\s*(?:hours?|days?|weeks?|months?|years?|/(?:7|52|12)))\b(?:\s+ago)?",
    re.IGNORECASE,
)


def phrases(line: str) -> tuple[tuple[str, str], ...]:
    """Each phrase of a line as it was typed, and as it is read; how long it has lasted is a phrase of its own.

    Parameters
    ----------
    line : str
        Findings with commas between them.

    Examples
    --------
    >>> phrases("left sciatica for 3 weeks")
    (('left sciatica', 'left pain down lower limb'), ('3 weeks', 'symptom_duration 3 weeks'))
    """
    found: list[tuple[str, str]] = []
    for typed in _BETWEEN.split(line[:_LONGEST]):
        rest = _SPAN.sub(" ", typed)
        if " ".join(rest.split()):
            found.append((" ".join(rest.split()), _as_read(rest)))
        found += [(span, f"symptom_duration {span}") for span in _SPAN.findall(typed)]
    return tuple(found[:_PHRASES])


def _as_read(typed: str) -> str:
    """The words of a phrase, its side first, as the vocabulary says them."""
    words = typed.replace("’", "'").replace(":", " ").split()
    sides = [word for word in words if vocabulary().find("sides", word) in _SIDED]
    rest = " ".join(word for word in words if word not in sides and word.casefold() not in _ARTICLES)
    return " ".join([*sides[:1], _rewritten(rest)]) if len(set(sides)) < 2 else f"both {_rewritten(rest)}"


def _rewritten(words: str) -> str:
    """Words with each run of them that the table knows replaced, the longest first; nothing is replaced twice."""
    pattern = _pattern()
    return pattern.sub(lambda match: _read_as()[match[0].casefold()], words)


@cache
def _read_as() -> Mapping[str, str]:
    return {said.casefold(): row["read_as"] for row in _TABLE.rows() for said in row["said"]}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_read_as(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
