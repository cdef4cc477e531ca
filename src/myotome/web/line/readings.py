"""One typed line becomes findings: "EHL 4- l, ankle jerk absent left". Nothing is taken before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from myotome.errors import InputError
from myotome.exam import Case, FoundWord, case_from_mapping
from myotome.web.examination.examination import EMPTY
from myotome.web.line.limb import limb_in_question
from myotome.web.line.phrases import phrases
from myotome.web.line.tokens import SIDED, Said, sorted_words
from myotome.web.line.words_found import findings_of, is_pain, words_of

__all__ = ["Phrase", "Reading", "readings"]

_SHOWN: Final = 6


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
    limb = limb_in_question(case)
    return tuple(Phrase(typed, _of_phrase(read, limb)) for typed, read in phrases(line))


def _of_phrase(text: str, limb: str) -> tuple[Reading, ...]:
    """Readings of a phrase, each once; what is incomplete only where nothing is complete."""
    said = sorted_words(text)
    every = {reading.words: reading for word in words_of(said, limb) for reading in _of_word(word, said)}
    complete = [reading for reading in every.values() if reading.finding is not None]
    return tuple(complete or every.values())[:_SHOWN]


def _of_word(word: FoundWord, said: Said) -> Iterator[Reading]:
    """Readings of one word; what was not said is never filled in from the example."""
    kind = "pain" if is_pain(word, said) else str(word.example["type"])
    values, missing = findings_of(word, said)
    if missing:
        yield Reading(kind, word.label, None, missing)
        return
    for finding in values:
        for sided in _on_sides(finding, said.sides):
            if label := _label(sided):
                yield Reading(kind, label, sided, counts_as=_counted(said.grade, label))


def _on_sides(finding: Mapping[str, Any], said: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The finding on the side that was said, or on each that it may have; pain of the middle without a side first."""
    if finding.get("side") not in SIDED:
        yield finding
        return
    if not said and finding["type"] == "pain":
        yield {key: told for key, told in finding.items() if key != "side"}
    for side in said or SIDED:
        yield {**finding, "side": side}


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
