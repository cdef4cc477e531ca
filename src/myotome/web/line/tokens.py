"""The words of one phrase, sorted by what they are: a name, a value, a grade, a side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from myotome.exam import vocabulary

__all__ = ["SIDED", "VALUES", "Said", "sorted_words"]

_GRADE: Final = re.compile(r"[0-5](?:\.[05])?[+-]?(?:/5)?")
#: Section of the word, to the section of its values.
VALUES: Final[Mapping[str, str]] = {
    "muscles": "strength_values",
    "muscle_groups": "strength_values",
    "movements": "strength_values",
    "reflexes": "reflex_values",
    "reflex in one word": "reflex_values",
    "strength in one word": "strength_values",
    "signs": "sign_values",
    "areas": "sensation_values",
    "dermatomes": "sensation_values",
    "lab_tests": "lab_values",
}
_NAMED: Final = (
    "muscles",
    "muscle_groups",
    "movements",
    "reflexes",
    "signs",
    "areas",
    "dermatomes",
    "history",
    "lab_tests",
)
_YES_NO: Final[Mapping[str, str]] = {
    "yes": "positive",
    "no": "negative",
    "not": "negative",
    "-": "negative",
    "−": "negative",
}
_MOST_WORDS: Final = 8
_FILLERS: Final = frozenset({"in", "of", "the", "on", "at", "is", "and"})
SIDED: Final = ("right", "left", "bilateral")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a phrase, sorted by what they are."""

    name: str
    tokens: tuple[str, ...]
    grade: str
    sides: tuple[str, ...]
    pain: bool
    rest: tuple[str, ...]


def sorted_words(text: str) -> Said:
    """Take the longest name apart first: `low` is a value of a blood test, and `low back` is none."""
    written = text.replace(":", " ").split()
    start, end = _longest_name(written)
    name, tokens, rest = written[start:end], list[str](), list[str]()
    grade, sides, pain = "", tuple[str, ...](), False
    for token in (*written[:start], *written[end:]):
        if not sides and (side := vocabulary().find("sides", token)) in SIDED:
            sides = (str(side),)
        elif not grade and _GRADE.fullmatch(token):
            grade = token
        elif token.casefold() in ("pain", "painful"):
            pain = True
        elif _is_value(token):
            tokens.append(token)
        elif token.casefold() in _YES_NO:
            tokens.append(_YES_NO[token.casefold()])
        elif start == end:
            name.append(token)
        elif token.casefold() not in _FILLERS:
            rest.append(token)
    return Said(" ".join(name), tuple(tokens), grade, sides, pain, tuple(rest))


def _longest_name(written: Sequence[str]) -> tuple[int, int]:
    """Place of the longest run of words that is a name of the vocabulary; an empty one where there is none."""
    for length in range(min(len(written), _MOST_WORDS), 0, -1):
        for start in range(len(written) - length + 1):
            run = " ".join(written[start : start + length])
            if len(run) > 1 and vocabulary().find(_NAMED, run):
                return start, start + length
    return 0, 0


def _is_value(token: str) -> bool:
    return any(vocabulary().find(section, token) for section in dict.fromkeys(VALUES.values()))
