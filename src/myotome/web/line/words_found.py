"""The words of the vocabulary that a phrase may name, and the findings that they may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from myotome.exam import FoundWord, folded, search_words, vocabulary
from myotome.web.limits import limits
from myotome.web.line.limb import is_elsewhere
from myotome.web.line.tokens import VALUES, Said

__all__ = ["findings_of", "is_pain", "words_of"]

_SHOWN: Final = 6
_STRENGTH: Final = ("muscles", "muscle_groups", "movements", "strength in one word")
PAINFUL: Final = ("areas", "dermatomes")
_AS_SAID: Final = " as it is said"
_BOTH: Final = ("positive", "negative")
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
    return any(f"_{name}" in f"_{other}" for other in _names(word)) and "type" in word.example


def _is(word: FoundWord, name: str) -> bool:
    return name in _names(word)


def is_pain(word: FoundWord, said: Said) -> bool:
    """Whether a place is named where it hurts."""
    return said.pain and word.section in PAINFUL


def _fits(word: FoundWord, said: Said) -> bool:
    """Whether what is said of it may be said of such a thing."""
    if said.pain:
        return word.section in (*PAINFUL, "signs") or word.id == "pain"
    if said.kind or said.modality:
        return word.section in (_STRENGTH if said.kind == "strength" else PAINFUL)
    if said.count or said.number:
        return word.section in ("movements", "history", "lab_tests") or word.id in _angled()
    reflex = () if said.grade.endswith("/5") else ("reflexes",)
    return not said.grade or word.section in (*_STRENGTH, *reflex, "history", "questionnaires")


def findings_of(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """Findings that a word with what was said of it may be, without the choice of a side; or what is missing."""
    section = word.section
    if word.id == "pain" or is_pain(word, said):
        return _pain(word, said)
    if only_of_pain := [*said.modified.values(), *filter(None, [said.severity])]:
        return [], f"“{only_of_pain[0]}” is said of pain alone"
    if section == "history":
        return _history(word, said)
    if section.endswith(_AS_SAID):
        return _as_said(word, said)
    if section not in VALUES:
        return [], _ELSEWHERE.get(str(word.example["type"]), "choose it in the form below")
    return ([], left) if (left := _not_understood(said, section)) else _examined(word, said)


def _examined(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """Findings at the bedside and of the laboratory, all words understood."""
    section, finding = word.section, dict(word.example)
    if section == "signs":
        return _sign(word, said)
    if section in PAINFUL:
        return _sensation(word, said)
    if said.places:
        return [], f"“{said.places[0].replace('_', ' ')}” does not belong here"
    value = _value(section, said)
    if section in _STRENGTH:
        return _strength(finding, said, value)
    if section == "lab_tests" and said.number:
        return [{**finding, "value": float(said.number)}], ""
    return [{**finding, "value": value}], "" if value else f"type {' or '.join(word.allowed)}"


def _not_understood(said: Said, section: str = "") -> str:
    """Say which words are not: those left over, a value of another kind of finding, or a second value."""
    values = [vocabulary().find(VALUES[section], token) for token in said.tokens] if section else []
    odd = [token for token, value in zip(said.tokens, values, strict=False) if value is None]
    left = [*said.rest, *(odd or said.tokens[1:] if len(set(values)) > 1 or odd else ())]
    return f"“{' '.join(left)}” is not understood" if left else ""


def _value(section: str, said: Said) -> str | None:
    return next((v for token in said.tokens if (v := vocabulary().find(VALUES[section], token))), None)


def _strength(finding: dict[str, Any], said: Said, value: str | None) -> tuple[list[dict[str, Any]], str]:
    named = {key: told for key, told in finding.items() if key not in ("mrc", "value")}
    if count := said.count or said.number:
        if finding.get("movement") != "ankle_plantarflexion":
            return [], "type a grade 0 to 5; only heel raises are counted"
        return [{**named, "value": told} for told in _heel_raises(float(count))], ""
    given = {"mrc": said.grade} if said.grade else {"value": value}
    return [{**named, **given}], "" if said.grade or value else "type a grade 0 to 5"


def _heel_raises(count: float) -> tuple[str, ...]:
    """What a number of single heel raises says of strength; between the two limits both are offered."""
    scale = limits("heel_raises")
    return ("weak",) if count < scale["weak"] else ("normal",) if count >= scale["normal"] else ("weak", "normal")


def _sensation(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    value, key = _value(word.section, said), "areas" if "areas" in word.example else "dermatomes"
    alike = [place for place in said.places if place in vocabulary().sections[key]]
    if len(alike) < len(said.places):
        return [], "one kind of place at a time: areas or dermatomes"
    where = list(dict.fromkeys([*word.example[key], *alike]))
    told: dict[str, Any] = {**word.example, key: where, "modality": said.modality or "light_touch", "value": value}
    return [told], "" if value else "type pain, reduced, absent or normal"


def _pain(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """Pain at one or several places, with its character, how bad it is and what changes it; or that there is none."""
    character = [str(kind) for one in said.rest if (kind := vocabulary().find("pain_characters", one))]
    severe = next((one for one in said.rest if vocabulary().find("severities", one)), "")
    rest = [one for one in said.rest if one != severe and not vocabulary().find("pain_characters", one)]
    if rest or set(said.tokens) - {"negative"}:
        return [], f"“{' '.join(rest or said.tokens)}” is not understood"
    key = "dermatomes" if "dermatomes" in word.example else "areas"
    named = word.example[key] if key in word.example and word.id != "pain" else []
    where = list(dict.fromkeys([*named, *(one for one in said.places if one in vocabulary().sections[key])]))
    if not where:
        return [], "type where it hurts"
    if said.tokens:
        absent = {"type": "history", "item": "pain", "value": False, "side": "left"}
        return [{**absent, "areas": where}], "" if key == "areas" else "type no pain with an area"
    told: dict[str, Any] = {"type": "pain", key: where, "side": "left"}
    told |= {"severity": f"{said.severity}/10"} if said.severity else {"severity": severe} if severe else {}
    told |= {"character": character} if character else {}
    told |= {"radiating": True} if said.runs_on else {}
    return [{**told, **{key: [what] for key, what in said.modified.items()}}], ""


def _sign(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """A sign with its angle or its place; where neither positive nor negative is said, both are offered."""
    entry, finding = vocabulary().signs[word.id], dict(word.example)
    for key in ("muscles", "areas", "dermatomes"):
        known = vocabulary().sections[key].keys() | (
            vocabulary().sections["muscle_groups"].keys() if key == "muscles" else set()
        )
        where = [place for place in said.places if place in known]
        if where and key in (*entry.takes, *entry.needs):
            finding[key] = where
        elif key in entry.needs:
            return [], "type where, or choose it in the form below"
    value = _value("signs", said)
    if said.number:
        at = f"{value} at {said.number} degrees" if value else f"{said.number} degrees"
        return [{**finding, "value": at}], "" if word.id in _angled() else f"“{said.number}” is not understood"
    return [{**finding, "value": told} for told in ((value,) if value else _BOTH)], ""


def _as_said(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """A finding whose name is no id of the vocabulary: its value is never taken from the example."""
    finding = {key: told for key, told in word.example.items() if key not in ("mrc", "value")}
    allowed = {folded(one) for one in word.allowed}
    known = [one for one in (*said.tokens, *said.rest) if folded(one) in allowed]
    section = "signs" if not allowed and finding["type"] == "sign" else "movements" if not allowed else ""
    left_over = said.tokens if allowed else ()
    plain = replace(said, rest=tuple(one for one in (*left_over, *said.rest) if one not in known[:1]))
    if left := _not_understood(plain, section):
        return [], left
    if finding["type"] == "strength":
        value = _value("movements", said)
        given = {"mrc": said.grade} if said.grade else {"value": value}
        return [{**finding, **given}], "" if said.grade or value else "type a grade 0 to 5"
    value = _value("signs", said)
    values = known[:1] if allowed else [value] if value else list(_BOTH)
    return [{**finding, "value": told} for told in values], "" if values else f"type {' or '.join(word.allowed[:4])}"


def _angled() -> frozenset[str]:
    """Signs that are said to be positive at an angle."""
    return frozenset({"straight_leg_raise", "crossed_straight_leg_raise", "femoral_nerve_stretch"})


def _history(word: FoundWord, said: Said) -> tuple[list[dict[str, Any]], str]:
    """An item of the history: its value where it was said, else yes and no to choose from."""
    entry, name = vocabulary().history[word.id], dict[str, Any](type="history", item=word.id)
    signs = [sign for token in said.tokens if (sign := vocabulary().find("sign_values", token))]
    if entry.needs:
        return [], "choose it in the form below, with its place"
    if entry.value == "number":
        told = " ".join(filter(None, (said.number or said.grade, *said.rest)))
        return [{**name, "value": told}] if told else [], "" if told else f"type a number of {entry.unit}"
    areas = [place for place in said.places if place in vocabulary().areas and place not in entry.values]
    if areas and "areas" in entry.takes:
        name = {**name, "areas": areas, **({"side": said.sides[0]} if said.sides and "side" in entry.takes else {})}
    elif set(said.places) - set(entry.values):
        return [], f"{entry.label} takes no place"
    if entry.values:
        told_of = {folded(text) for text in (*said.rest, "_".join(said.rest), *said.tokens, *said.places)}
        chosen = [value for value in entry.values if value in told_of]
        if not chosen and said.rest:
            return [], f"“{' '.join(said.rest)}” is not understood"
        if chosen and "negative" in signs and chosen != ["none"]:
            return [], f"“no” is not understood of “{chosen[0].replace('_', ' ')}”"
        usual = [value for value in ("none", "unspecified") if value in entry.values]
        kept = {"negative": usual[:1], "positive": usual[1:]}.get(signs[0] if signs else "", usual)
        return [{**name, "value": value} for value in chosen or kept], "" if chosen or kept else "choose it below"
    if left := [*said.rest, *(one for one in said.tokens if not vocabulary().find("sign_values", one))]:
        return [], f"“{' '.join(left)}” is not understood"
    both = (True, False) if not signs else (signs[0] == "positive",)
    return [{**name, "value": value} for value in both], ""
