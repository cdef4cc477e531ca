"""The words of the vocabulary that a phrase may name, and the findings that they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from myotome.exam import FoundWord, folded, search_words, vocabulary
from myotome.web.line.limb import is_elsewhere
from myotome.web.line.tokens import VALUES, Said

__all__ = ["PAINFUL", "findings_of", "words_of"]

_SHOWN: Final = 6
_STRENGTH: Final = ("muscles", "muscle_groups", "movements", "strength in one word")
PAINFUL: Final = ("areas", "dermatomes")
_ELSEWHERE: Final[Mapping[str, str]] = {"imaging": "choose it under Image report, with its disc and side"}


def words_of(said: Said, limb: str) -> list[FoundWord]:
    """Words that the name finds, the exact ones first, then those of the limb; no wild guesses."""
    name = folded(said.name)
    if not name:
        return []
    hits = [word for word in search_words(said.name) if _holds(word, name) and _fits(word, said)]
    hits = [word for word in hits if _is(word, name)] or hits
    return sorted(hits, key=lambda word: is_elsewhere(word, limb))[:_SHOWN]


def _names(word: FoundWord) -> Iterator[str]:
    yield from (folded(name) for name in (word.id, word.label, *word.also_called))


def _holds(word: FoundWord, name: str) -> bool:
    return any(name in other for other in _names(word)) and "type" in word.example


def _is(word: FoundWord, name: str) -> bool:
    return name in _names(word)


def _fits(word: FoundWord, said: Said) -> bool:
    """Whether what is said of it may be said of such a thing."""
    if said.pain:
        return word.section in PAINFUL
    return not said.grade or word.section in (*_STRENGTH, "reflexes", "history", "questionnaires")


def findings_of(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """Findings that a word with what was said of it may be, without the choice of a side; or what is missing."""
    section, finding = word.section, dict(word.example)
    if section == "history":
        return _history(word, said)
    if section not in VALUES:
        return [], _ELSEWHERE.get(str(finding["type"]), "choose it in the form below")
    if said.rest:
        return [], f"“{' '.join(said.rest)}” is not understood"
    if _needs(word):
        return [], "choose it in the form below, with its place"
    value = next((v for token in said.tokens if (v := vocabulary().find(VALUES[section], token))), None)
    if section in _STRENGTH:
        named = {key: told for key, told in finding.items() if key not in ("mrc", "value")}
        given = {"mrc": said.grade} if said.grade else {"value": value}
        return [{**named, **given}], "" if said.grade or value else "type a grade 0 to 5"
    if section in PAINFUL and said.pain:
        key = "areas" if "areas" in finding else "dermatomes"
        return [{"type": "pain", key: finding[key], "side": "left"}], ""
    wanted = "pain, reduced, absent or normal" if section in PAINFUL else " or ".join(word.allowed)
    skin = {"modality": "light_touch"} if section in PAINFUL else {}
    return [{**finding, **skin, "value": value}], "" if value else f"type {wanted}"


def _needs(word: FoundWord) -> bool:
    """Whether the finding must name more than itself: a muscle, an area, a level."""
    return word.section == "signs" and bool(vocabulary().signs[word.id].needs)


def _history(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """An item of the history: its value where it was said, else yes and no to choose from."""
    entry, name = vocabulary().history[word.id], {"type": "history", "item": word.id}
    signs = [sign for token in said.tokens if (sign := vocabulary().find("sign_values", token))]
    if entry.needs:
        return [], "choose it in the form below, with its place"
    if entry.value == "number":
        numbers = [float(text) for text in (*said.rest, said.grade) if re.fullmatch(r"\d+(\.\d+)?", text)]
        return [{**name, "value": numbers[0]}] if numbers else [], "" if numbers else f"type a number of {entry.unit}"
    if entry.values:
        told = {folded(text) for text in (*said.rest, "_".join(said.rest), *said.tokens)}
        chosen = [value for value in entry.values if value in told]
        if not chosen and said.rest:
            return [], f"“{' '.join(said.rest)}” is not understood"
        usual = [value for value in ("none", "unspecified") if value in entry.values]
        kept = {"negative": usual[:1], "positive": usual[1:]}.get(signs[0] if signs else "", usual)
        return [{**name, "value": value} for value in chosen or kept], "" if chosen or kept else "choose it below"
    if said.rest:
        return [], f"“{' '.join(said.rest)}” is not understood"
    both = (True, False) if not signs else (signs[0] == "positive",)
    return [{**name, "value": value} for value in both], ""
