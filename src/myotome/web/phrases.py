"""One typed line becomes findings: "EHL 4- l, ankle jerk absent left". Nothing is taken before it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from myotome.anatomy import area_members
from myotome.errors import InputError
from myotome.exam import Case, FoundWord, case_from_mapping, folded, search_words, vocabulary
from myotome.web.examination import EMPTY

__all__ = ["Phrase", "Reading", "readings"]

_LONGEST: Final = 400
_PHRASES: Final = 12
_SHOWN: Final = 6
_GRADE: Final = re.compile(r"[0-5](?:\.[05])?[+-]?(?:/5)?")
_LIMBS: Final = ("lower_limb", "upper_limb")
_LEG, _ARM = frozenset({"hip", "thigh", "leg", "foot"}), frozenset({"shoulder", "upper_arm", "forearm", "hand"})
#: Section of the word, to the section of its values.
_VALUES: Final[Mapping[str, str]] = {
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
_STRENGTH: Final = ("muscles", "muscle_groups", "movements", "strength in one word")
_SKIN: Final = ("areas", "dermatomes")
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
_ELSEWHERE: Final[Mapping[str, str]] = {"imaging": "choose it under Image report, with its disc and side"}
_SIDED: Final = ("right", "left", "bilateral")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a phrase.

    Attributes
    ----------
    kind, words : str
        Kind of finding, and the finding in words.
    finding : mapping or None
        What is taken by one click; None where something is missing.
    missing : str
        What has to be typed first.
    counts_as : str
        How a grade is counted that is no half, for example `4− counts as 4`.
    """

    kind: str
    words: str
    finding: Mapping[str, Any] | None
    missing: str = ""
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was typed between two commas, and its readings, the best first."""

    text: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a phrase, sorted by what they are."""

    name: str
    tokens: tuple[str, ...]
    grade: str
    sides: tuple[str, ...]
    pain: bool
    rest: tuple[str, ...]


def readings(line: str, case: Case | None = None) -> tuple[Phrase, ...]:
    """Read a line, phrase by phrase.

    Parameters
    ----------
    line : str
        Findings with commas between them.
    case : Case or None
        What is known already: names of the limb in question come first.

    Examples
    --------
    >>> [reading.words for phrase in readings("ankle jerk absent left") for reading in phrase.readings]
    ['left achilles reflex: absent']
    """
    texts = [text.strip() for text in line[:_LONGEST].split(",") if text.strip()]
    limb = _limb(case)
    return tuple(Phrase(text, tuple(_of_phrase(text, limb))[:_SHOWN]) for text in texts[:_PHRASES])


def _of_phrase(text: str, limb: str) -> Iterator[Reading]:
    said = _sorted_words(text)
    seen: set[str] = set()
    for word in _words(said, limb):
        for reading in _of_word(word, said):
            if reading.words not in seen:
                seen.add(reading.words)
                yield reading


def _words(said: _Said, limb: str) -> list[FoundWord]:
    """Words that the name finds, the exact ones first, then those of the limb; no wild guesses."""
    name = folded(said.name)
    if not name:
        return []
    hits = [word for word in search_words(said.name) if _holds(word, name) and _fits(word, said)]
    hits = [word for word in hits if _is(word, name)] or hits
    return sorted(hits, key=lambda word: _elsewhere(word, limb))[:_SHOWN]


def _names(word: FoundWord) -> Iterator[str]:
    yield from (folded(name) for name in (word.id, word.label, *word.also_called))


def _holds(word: FoundWord, name: str) -> bool:
    return any(name in other for other in _names(word)) and "type" in word.example


def _is(word: FoundWord, name: str) -> bool:
    return name in _names(word)


def _fits(word: FoundWord, said: _Said) -> bool:
    """Whether what is said of it may be said of such a thing."""
    if said.pain:
        return word.section in _SKIN
    return not said.grade or word.section in (*_STRENGTH, "reflexes", "history", "questionnaires")


def _sorted_words(text: str) -> _Said:
    """Take the longest name apart first: `low` is a value of a blood test, and `low back` is none."""
    written = text.replace(":", " ").split()
    start, end = _longest_name(written)
    name, tokens, rest = written[start:end], list[str](), list[str]()
    grade, sides, pain = "", tuple[str, ...](), False
    for token in (*written[:start], *written[end:]):
        if not sides and (side := vocabulary().find("sides", token)) in _SIDED:
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
    return _Said(" ".join(name), tuple(tokens), grade, sides, pain, tuple(rest))


def _longest_name(written: Sequence[str]) -> tuple[int, int]:
    """Place of the longest run of words that is a name of the vocabulary; an empty one where there is none."""
    for length in range(min(len(written), _MOST_WORDS), 0, -1):
        for start in range(len(written) - length + 1):
            run = " ".join(written[start : start + length])
            if len(run) > 1 and vocabulary().find(_NAMED, run):
                return start, start + length
    return 0, 0


def _is_value(token: str) -> bool:
    return any(vocabulary().find(section, token) for section in dict.fromkeys(_VALUES.values()))


def _of_word(word: FoundWord, said: _Said) -> Iterator[Reading]:
    """Readings of one word; what was not said is never filled in from the example."""
    kind = "pain" if said.pain and word.section in _SKIN else str(word.example["type"])
    values, missing = _values(word, said)
    if missing:
        yield Reading(kind, word.label, None, missing)
        return
    for finding in values:
        choices: Sequence[str] = _SIDED if finding.get("side") in _SIDED else ("",)
        for side in (said.sides or choices) if choices != ("",) else choices:
            sided = {**finding, "side": side} if side else finding
            if label := _label(sided):
                yield Reading(kind, label, sided, counts_as=_counted(said.grade, label))


def _values(word: FoundWord, said: _Said) -> tuple[list[dict[str, Any]], str]:
    """Findings that a word with what was said of it may be, without the choice of a side; or what is missing."""
    section, finding = word.section, dict(word.example)
    if section == "history":
        return _history(word, said)
    if section not in _VALUES:
        return [], _ELSEWHERE.get(str(finding["type"]), "choose it in the form below")
    if said.rest:
        return [], f"“{' '.join(said.rest)}” is not understood"
    if _needs(word):
        return [], "choose it in the form below, with its place"
    value = next((v for token in said.tokens if (v := vocabulary().find(_VALUES[section], token))), None)
    if section in _STRENGTH:
        named = {key: told for key, told in finding.items() if key not in ("mrc", "value")}
        given = {"mrc": said.grade} if said.grade else {"value": value}
        return [{**named, **given}], "" if said.grade or value else "type a grade 0 to 5"
    if section in _SKIN and said.pain:
        key = "areas" if "areas" in finding else "dermatomes"
        return [{"type": "pain", key: finding[key], "side": "left", "radiating": False}], ""
    wanted = "pain, reduced, absent or normal" if section in _SKIN else " or ".join(word.allowed)
    skin = {"modality": "light_touch"} if section in _SKIN else {}
    return [{**finding, **skin, "value": value}], "" if value else f"type {wanted}"


def _needs(word: FoundWord) -> bool:
    """Whether the finding must name more than itself: a muscle, an area, a level."""
    return word.section == "signs" and bool(vocabulary().signs[word.id].needs)


def _history(word: FoundWord, said: _Said) -> tuple[list[dict[str, Any]], str]:
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


def _label(finding: Mapping[str, Any]) -> str:
    """The finding in words; empty where the reader does not take it."""
    try:
        case = case_from_mapping({**EMPTY, "findings": [finding]})
    except InputError:
        return ""
    return "; ".join(one.label for one in case.findings)


def _counted(typed: str, label: str) -> str:
    """How a grade with a sign is counted."""
    if typed[-1:] not in ("+", "-") or "MRC" not in label:
        return ""
    return f"{typed.replace('-', '−')} counts as {label.rpartition('MRC ')[2]}"


def _limb(case: Case | None) -> str:
    """The limb that more of the findings speak of; empty where none does."""
    counted = dict.fromkeys(_LIMBS, 0)
    for finding in () if case is None else case.findings:
        named = [*getattr(finding, "areas", ()), *getattr(finding, "muscles", ())]
        for name in named:
            limb = _limb_of(name)
            if limb:
                counted[limb] += 1
    most = max(counted, key=lambda limb: counted[limb])
    return most if counted[most] else ""


def _limb_of(name: str) -> str:
    muscle = vocabulary().muscles.get(name)
    if muscle is not None:
        return "lower_limb" if muscle.region in _LEG else "upper_limb" if muscle.region in _ARM else ""
    own = set(area_members().get(name, (name,)))
    return next((limb for limb in _LIMBS if own <= set(area_members()[limb])), "")


def _elsewhere(word: FoundWord, limb: str) -> bool:
    here = _limb_of(word.id) if word.section in ("muscles", "areas") else ""
    return bool(limb and here and here != limb)
