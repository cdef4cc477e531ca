"""Quantities as people write them: `3/5`, `4-/5`, `3 weeks`, `moderate`, `40s`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.exam.likeness import folded
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Table, list_of, number, one_of, text, yes_no

__all__ = [
    "flag_words",
    "grade_words",
    "spoken_age",
    "spoken_amount",
    "spoken_angle",
    "spoken_flag",
    "spoken_grade",
    "spoken_mrc",
    "spoken_scale",
    "spoken_span",
]

_GRADES = Table(
    "exam/spoken_grades.csv",
    {"scale": one_of(("pain_severity", "mrc")), "words": list_of(text()), "value": number(0, 10)},
    key=("scale", "value"),
)
_NUMBERS = Table("exam/spoken_numbers.csv", {"word": text(), "number": number(0, 100)}, key=("word",))
_FLAGS = Table("exam/spoken_flags.csv", {"words": list_of(text()), "means": yes_no()}, key=("means",))
_SCALE = re.compile(r"(?:grade|type|stage)\s*(?:([0-5])|(i{1,3}|iv|v))", re.IGNORECASE)
_ROMAN = ("", "i", "ii", "iii", "iv", "v")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(\S.*)")
_ENDS = 2  # of a range
_TEN = 10.0
_YEARS = {"hours": 1 / 8766, "days": 1 / 365.25, "weeks": 7 / 365.25, "months": 1 / 12, "years": 1.0}
_LONGEST = 60  # no quantity is written in more characters
_MRC = re.compile(r"(?:mrc|grade|m)?\s*([0-5](?:\.[05])?)\s*([+-]?)\s*(?:(?:/|out of|of)\s*5)?", re.IGNORECASE)
_OF_TEN = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/|out of|of)\s*10", re.IGNORECASE)
_ANGLE = re.compile(r"(.*?)\s*\b(?:at\s+)?(\d+(?:\.\d+)?)\s*(?:°|deg\w*)", re.IGNORECASE)
#: `6/52`: weeks as so many of the 52 of a year, and so on.
_PARTS = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(7|52|12)")
_UNIT_OF_PART = {"7": "days", "52": "weeks", "12": "months"}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
_FILLERS = frozenset({"about", "around", "approximately", "for", "since", "of", "ago", "to", "the", "last", "over"})
_DECADE = re.compile(r"(\d)0\s*(?:'?s|-\s*\d?9)")
_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_MIDDLE_OF_DECADE = 5.0


def spoken_mrc(raw: Any) -> float | None:
    """MRC grade in halves: 4+ and 5- count as 4.5, 4- as 4, 3+ as 3; None where this is no grade.

    Examples
    --------
    >>> spoken_mrc("4-/5"), spoken_mrc("MRC 5-"), spoken_mrc("moderate weakness"), spoken_mrc("6/5")
    (4.0, 4.5, 3.0, None)
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    if (match := _MRC.fullmatch(raw.strip())) is None:
        return spoken_grade("mrc", raw)
    grade, mark = float(match[1]), match[2]
    return {(4.0, "+"): 4.5, (5.0, "-"): 4.5}.get((grade, mark), grade)


def spoken_grade(scale: str, raw: Any) -> float | None:
    """Number that a word of severity stands for on a scale, or that is written of ten; None where it is neither.

    Examples
    --------
    >>> spoken_grade("pain_severity", "Moderate"), spoken_grade("pain_severity", "8/10")
    (5.5, 8.0)
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    if scale == "pain_severity" and (match := _OF_TEN.fullmatch(raw.strip())) and float(match[1]) <= _TEN:
        return float(match[1])
    return _grades()[scale].get(folded(raw))


def grade_words(scale: str) -> tuple[str, ...]:
    """Words of severity that stand for a number on a scale."""
    return tuple(_grades()[scale])


def spoken_angle(raw: Any) -> tuple[str, float] | None:
    """What is said of a test that was stopped at an angle, and the angle in degrees; None where there is none.

    Examples
    --------
    >>> spoken_angle("positive at 40 degrees"), spoken_angle("35°"), spoken_angle("positive")
    (('positive', 40.0), ('', 35.0), None)
    """
    match = _ANGLE.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= _LONGEST else None
    return None if match is None else (match[1].strip(), float(match[2]))


def spoken_flag(raw: Any) -> bool | None:
    """Yes or no in words; None where it is neither.

    Examples
    --------
    >>> spoken_flag("present"), spoken_flag("Denied"), spoken_flag("type 2")
    (True, False, None)
    """
    return _flags().get(folded(raw)) if isinstance(raw, str) and len(raw) <= _LONGEST else None


def flag_words() -> tuple[str, ...]:
    """Words that mean yes or no."""
    return tuple(_flags())


def spoken_scale(raw: Any) -> float | None:
    """Number of a grade, in digits or as Roman numerals do; None where this is none.

    Examples
    --------
    >>> spoken_scale("grade 1"), spoken_scale("Grade II"), spoken_scale("mild")
    (1.0, 2.0, None)
    """
    match = _SCALE.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= _LONGEST else None
    if match is None:
        return None
    return float(match[1] or _ROMAN.index(match[2].casefold()))


def spoken_amount(raw: Any, unit: str) -> float | None:
    """Number that is written with its unit; None where it is no number of this unit.

    Examples
    --------
    >>> spoken_amount("200 m", "m"), spoken_amount("450mL", "ml"), spoken_amount("2 km", "m")
    (200.0, 450.0, None)
    """
    match = _AMOUNT.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= _LONGEST else None
    return float(match[1]) if match is not None and folded(match[2]) == folded(unit) else None


def spoken_span(raw: Any) -> dict[str, Any] | None:
    """Span of time with its unit; None where this is none.

    Examples
    --------
    >>> spoken_span("3 weeks"), spoken_span("several months")
    ({'value': 3.0, 'unit': 'weeks'}, {'value': 4.0, 'unit': 'months'})
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    if raw.strip().startswith("-"):
        return None
    if match := _PARTS.fullmatch(raw.strip()):
        return {"value": float(match[1]), "unit": _UNIT_OF_PART[match[2]]}
    tokens = [token for token in _TOKEN.findall(raw.casefold()) if token not in _FILLERS]
    unit = vocabulary().find("time_units", tokens[-1]) if tokens else None
    value = None if unit is None else _value(tokens[:-1] or ["unstated"])
    return None if value is None else {"value": value, "unit": unit}


def spoken_age(raw: Any) -> float | None:
    """Age in years out of a decade of life, its middle, or out of a span; None where this is none.

    Examples
    --------
    >>> spoken_age("40s"), spoken_age("fifties"), spoken_age("45 years"), spoken_age("18 months")
    (45.0, 55.0, 45.0, 1.5)
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    words = raw.strip().casefold()
    if words in _DECADES:
        return 20.0 + 10.0 * _DECADES.index(words) + _MIDDLE_OF_DECADE
    if match := _DECADE.fullmatch(words):
        return 10.0 * float(match[1]) + _MIDDLE_OF_DECADE
    span = spoken_span(raw) if words[:1].isdigit() else None
    return None if span is None else span["value"] * _YEARS[span["unit"]]


def _value(words: list[str]) -> float | None:
    """Number in digits or in words, the middle of two (`2 to 3`); after an article its noun counts (`a few`)."""
    said = [float(word) if word[0].isdigit() else _numbers().get(word) for word in words]
    known = [value for value in said if value is not None]
    if len(known) < len(words) or len(known) > _ENDS:
        return None
    return known[-1] if words[0] in {"a", "the"} else sum(known) / len(known)


@cache
def _numbers() -> Mapping[str, float]:
    return {row["word"]: row["number"] for row in _NUMBERS.rows()}


@cache
def _flags() -> Mapping[str, bool]:
    return {folded(word): row["means"] for row in _FLAGS.rows() for word in row["words"]}


@cache
def _grades() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in _GRADES.rows():
        found.setdefault(row["scale"], {}).update({folded(word): row["value"] for word in row["words"]})
    return found
