"""Words of radiology letters, by what they do: deny, doubt, look back, name a side, a zone, a severity, a contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from myotome.exam import shorthand_called, shorthand_names, vocabulary
from myotome.tables import Table, list_of, one_of, text

__all__ = ["Mention", "finding_mentions", "mentions", "said"]

_ROLES = (
    *("denies_before", "denies_after", "uncertain", "past", "turns", "severity", "side", "zone"),
    *("contact", "structure", "modality", "region", "finding"),
)
_TABLE = Table(
    "interop/letter_words.csv",
    {"role": one_of(_ROLES), "means": text(optional=True), "words": list_of(text())},
    key=("role", "means", "words"),
)
#: Findings that are also plain words of a letter, and are named there by other rows or not at all.
_PLAIN = frozenset({"normal", "mass", "cyst", "fracture", "dislocation", "abscess", "haematoma", "instability"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the table in a text: what it means, and where it stands."""

    means: str
    start: int
    end: int


def mentions(role: str, where: str) -> tuple[Mention, ...]:
    """Words of one role in a text, the longest at each place, in order.

    Examples
    --------
    >>> [one.means for one in mentions("side", "a left paracentral protrusion, both foramina narrowed")]
    ['left', 'bilateral']
    """
    pattern, means = _pattern(role)
    return _found(pattern, means, where)


def said(role: str, where: str) -> bool:
    """Whether a text has a word of this role."""
    return bool(mentions(role, where))


def finding_mentions(where: str) -> tuple[Mention, ...]:
    """Findings of images that a text names, by the words of the vocabulary and of letters.

    Examples
    --------
    >>> [one.means for one in finding_mentions("disc desiccation with a foraminal protrusion")]
    ['disc_degeneration', 'foraminal_herniation']
    """
    pattern, means = _findings()
    return _found(pattern, means, where)


def _found(pattern: re.Pattern[str], means: Mapping[str, str], where: str) -> tuple[Mention, ...]:
    found = pattern.finditer(where)
    return tuple(Mention(means[_plain(one[0])], one.start(), one.end()) for one in found)


@cache
def _pattern(role: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = {_plain(word): row["means"] or "" for row in _TABLE.rows() if row["role"] == role for word in row["words"]}
    return _any_of(words), words


@cache
def _findings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = dict(_vocabulary_names())
    words |= {_plain(word): row["means"] for row in _TABLE.rows() if row["role"] == "finding" for word in row["words"]}
    return _any_of(words), words


def _vocabulary_names() -> Iterator[tuple[str, str]]:
    called = shorthand_called()
    for name in shorthand_names("imaging", "finding"):
        for word in (name, *called["imaging", "finding", name]):
            yield _plain(word), name
    for entry in vocabulary().sections["imaging_findings"].values():
        for word in (entry.id, *entry.names()):
            if entry.id not in _PLAIN:
                yield _plain(word), entry.id


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Pattern of any of some words, the longest first; a space may be any blank or a hyphen."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_bounded(word) for word in longest), re.IGNORECASE)


def _bounded(word: str) -> str:
    inside = r"[\s\-]+".join(map(re.escape, word.split()))
    return rf"\b{inside}\b" if word[0].isalnum() and word[-1].isalnum() else inside


def _plain(word: str) -> str:
    """Word in lower case, blanks and hyphens and underscores as one blank."""
    return re.sub(r"[\s_\-]+", " ", word.casefold()).strip()
