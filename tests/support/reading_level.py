"""How many years of school a text asks for, by Flesch and Kincaid."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Groups of vowels; a silent e at the end is none."""
    low = word.lower()
    count = len(_VOWELS.findall(low))
    silent = (low.endswith("e") and not low.endswith(("le", "ee"))) or (low.endswith("ed") and low[-3:-2] not in "td")
    return max(count - (1 if silent and count > 1 else 0), 1)


def school_grade(text: str) -> float:
    """Grade of the schools of the United States."""
    words = _WORD.findall(text)
    sentences = max(len([part for part in _SENTENCE.split(text) if _WORD.search(part)]), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
