"""The words of one phrase, sorted by what they are: a name, a value, a grade, a side, a number, a place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from myotome.exam import folded, spoken_names, vocabulary

__all__ = ["SIDED", "VALUES", "Said", "sorted_words"]

_GRADE: Final = re.compile(r"[0-5](?:\.[05])?[+-]?(?:/5)?")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d+)?(?:°|deg)?")
_OF_TEN: Final = re.compile(r"(\d{1,2}(?:\.\d)?)/10")
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
_MOVED: Final = ("muscles", "muscle_groups", "movements")
_PLACES: Final = ("areas", "muscles", "muscle_groups", "dermatomes")
_YES_NO: Final[Mapping[str, str]] = {
    "yes": "positive",
    "no": "negative",
    "not": "negative",
    "without": "negative",
    "denies": "negative",
    "-": "negative",
    "−": "negative",
}
_PAIN: Final = ("pain", "painful", "pains", "ache", "aching", "hurts", "sore")
_MODIFIED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("worse", "aggravated", "provoked"), "worse_with"),
    **dict.fromkeys(("better", "relieved", "eased", "improved"), "better_with"),
}
_RUNS_ON: Final = frozenset(
    {"down", "radiating", "radiates", "radiated", "into", "shooting", "spreading", "travelling"}
)
_SCALES: Final = frozenset({"vas", "nrs", "nprs"})
_COUNTED: Final = frozenset({"reps", "rep", "repetitions", "times"})
_DEGREES: Final = frozenset({"degrees", "degree", "deg", "°"})
_MOST_WORDS: Final = 8
_FILLERS: Final = frozenset(
    {*("in", "of", "on", "at", "is", "and", "to", "with", "by", "from", "over", "when", "has", "had"), "muscle", "test"}
    | {"sign", "out", "reflex", "known", "history", "previous"}
)
#: Words that say what kind of thing the others are.
_MARKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_PAIN, "pain"),
    **dict.fromkeys(_RUNS_ON, "runs_on"),
    **dict.fromkeys(("vas", "nrs", "nprs"), "scale"),
    **dict.fromkeys(("reps", "rep", "repetitions", "times"), "counted"),
    **dict.fromkeys(("degrees", "degree", "deg", "°"), "degrees"),
    "beats": "beats",
    **dict.fromkeys(("sensation", "feeling", "sensory"), "skin"),
    **dict.fromkeys(("power", "strength", "mrc"), "strength"),
}
SIDED: Final = ("right", "left", "bilateral")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a phrase, sorted by what they are.

    Attributes
    ----------
    name : str
        The longest run of words that is a name.
    tokens : tuple of str
        Words of a value.
    number, count, severity : str
        A number that is no grade; how often something was done; how bad a pain is, of ten; empty where not said.
    places : tuple of str
        Areas, roots and muscles that are named beside the name, as ids.
    modality : str
        Of the sensation.
    runs_on : bool
        Whether a pain is said to run from one place to another.
    kind : str
        `skin` or `strength` where only that is spoken of; else empty.
    modified : mapping
        What makes a pain worse or better: keys of the format.
    rest : tuple of str
        Words that are none of these.
    """

    name: str
    tokens: tuple[str, ...]
    grade: str
    sides: tuple[str, ...]
    pain: bool
    rest: tuple[str, ...]
    number: str = ""
    count: str = ""
    severity: str = ""
    places: tuple[str, ...] = ()
    modality: str = ""
    runs_on: bool = False
    kind: str = ""
    modified: Mapping[str, str] = field(default_factory=dict)


def sorted_words(text: str) -> Said:
    """Take the longest name apart first: `low` is a value of a blood test, and `low back` is none."""
    written, modified = _modified(text.replace(":", " ").split())
    start, end = _longest_name(written)
    if (parted := [word for word in written if not _is_value(word)]) != written:
        begin, stop = _longest_name(parted)
        if stop - begin > end - start:  # "Tinel positive at the wrist"
            written = [*parted[begin:stop], *(word for word in written if word not in parted[begin:stop])]
            start, end = 0, stop - begin
    beside = [*written[:start], *written[end:]]
    places, beside = _places(beside) if start < end else ((), beside)
    return _sorted(written[start:end], beside, places, modified)


def _sorted(named: Sequence[str], beside: Sequence[str], places: tuple[str, ...], modified: Mapping[str, str]) -> Said:
    name, tokens, rest, sides = list(named), list[str](), list[str](), tuple[str, ...]()
    found: dict[str, str] = {}
    for token in _with_modality(beside, found):
        low = token.casefold()
        if not sides and (side := vocabulary().find("sides", token)) in SIDED:
            sides = (str(side),)
        elif _is_number(token, found):
            continue
        elif low in _MARKS:
            found[_MARKS[low]] = token
        elif _is_value(token) or low in _YES_NO:
            tokens.append(_YES_NO.get(low, token))
        elif not named:
            name.append(token)
        elif low not in _FILLERS:
            rest.append(token)
    numbers = _numbered(found)
    pain = "pain" in found or folded(" ".join(name)) == "pain" or (not name and bool(modified or numbers["severity"]))
    said = Said(" ".join(name) or ("pain" if pain else ""), tuple(tokens), numbers["grade"], sides, pain, tuple(rest))
    return replace(
        said,
        number=numbers["number"],
        count=numbers["count"],
        severity=numbers["severity"],
        places=places,
        modality=found.get("modality", ""),
        runs_on="runs_on" in found,
        kind=next((kind for kind in ("skin", "strength") if kind in found), ""),
        modified=modified,
    )


def _is_number(token: str, found: dict[str, str]) -> bool:
    """Whether this is a number: of ten, a grade, or another, as it is then kept."""
    if match := _OF_TEN.fullmatch(token):
        found["severity"] = match[1]
    elif "grade" not in found and _GRADE.fullmatch(token):
        found["grade"] = token
    elif _NUMBER.fullmatch(token):
        found.setdefault("number", token.rstrip("°deg"))
    else:
        return False
    return True


def _numbered(found: Mapping[str, str]) -> dict[str, str]:
    """What the number of a phrase is: how often, how bad, or how far; `3 reps` is no grade of strength."""
    grade, number = found.get("grade", ""), found.get("number", "")
    only, none = number or grade.removesuffix("/5"), {"grade": "", "number": "", "count": "", "severity": ""}
    for mark, of in (("counted", "count"), ("scale", "severity"), ("degrees", "number"), ("beats", "")):
        if mark in found:
            return {**none, of: only} if of else none
    return {**none, "grade": grade, "number": number, "severity": found.get("severity", "")}


def _with_modality(written: Sequence[str], found: dict[str, str]) -> list[str]:
    """The words without those that name how sensation was tested."""
    for length in (2, 1):
        for start in range(len(written) - length + 1):
            run = " ".join(written[start : start + length])
            if not _is_value(run) and (modality := vocabulary().find("modalities", run)):
                found["modality"] = str(modality)
                return [*written[:start], *written[start + length :]]
    return list(written)


def _modified(written: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The words before what makes a pain worse or better, and that; all words where it is not understood."""
    for place, word in enumerate(written):
        key = _MODIFIED.get(word.casefold())
        said = [one for one in written[place + 1 :] if key and one.casefold() not in _FILLERS]
        if said and (modifier := vocabulary().find("pain_modifiers", " ".join(said))):
            return list(written[:place]), {str(key): str(modifier)}
    return list(written), {}


def _places(written: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Ids of the places named, and the words that are left."""
    left, found = list(written), list[str]()
    while (span := _longest_name(left, _PLACES)) != (0, 0):
        found.append(str(vocabulary().find(_PLACES, " ".join(left[slice(*span)]))))
        del left[slice(*span)]
    return tuple(found), left


def _longest_name(written: Sequence[str], sections: Sequence[str] = _NAMED) -> tuple[int, int]:
    """Place of the longest run of words that is a name, an id before others; an empty one where there is none."""
    ids = [place for place, word in enumerate(written) if "_" in word and vocabulary().find(sections, word)]
    if ids and sections is _NAMED:
        return ids[0], ids[0] + 1
    for length in range(min(len(written), _MOST_WORDS), 0, -1):
        spans = [(start, start + length) for start in range(len(written) - length + 1)]
        named = [span for span in spans if _is_name(written[slice(*span)], sections, len(written))]
        if named:
            return min(named, key=lambda span: _rank(" ".join(written[slice(*span)])))
    return 0, 0


def _rank(name: str) -> int:
    """Of names as long, a sign goes before a muscle, and an area last: "deltoid wasting", "calf cramps"."""
    order = (("signs",), _MOVED, tuple(one for one in _NAMED if one not in _PLACES))
    return next((rank for rank, sections in enumerate(order) if vocabulary().find(sections, name)), len(order))


def _is_name(words: Sequence[str], sections: Sequence[str], of: int) -> bool:
    run = " ".join(words)
    joining = {words[0].casefold(), words[-1].casefold()} & _FILLERS
    if len(run) < 2 or joining or run.casefold() == "all" or (run.casefold() in _PAIN and of > 1):
        return False
    return bool(vocabulary().find(sections, run)) or (sections is _NAMED and folded(run) in spoken_names())


def _is_value(token: str) -> bool:
    return any(vocabulary().find(section, token) for section in dict.fromkeys(VALUES.values()))
