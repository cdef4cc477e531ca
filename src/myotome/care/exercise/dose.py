"""How much, how often and how to go on: each part of a dose with its source, judged where none gave it."""

from __future__ import annotations

from functools import cache

from myotome.care.exercise.records import Dose
from myotome.care.statement import Statement
from myotome.errors import DataError
from myotome.tables import read_csv

__all__ = ["dose", "dose_in_words", "progression"]


@cache
def _doses() -> dict[str, tuple[Dose, ...]]:
    found: dict[str, list[Dose]] = {}
    for row in read_csv("care/exercise/doses.csv", {}):
        part = Dose(row["quantity"], row["value"], row["source"] == "judgement", (row["source"],))
        found.setdefault(row["programme"], []).append(part)
    return {name: tuple(parts) for name, parts in found.items()}


@cache
def _progressions() -> dict[str, Statement]:
    rows = read_csv("care/exercise/progression.csv", {})
    return {row["programme"]: Statement(row["wording"], row["wording"], (row["source"],)) for row in rows}


def dose(programme: str) -> tuple[Dose, ...]:
    """Dose of a programme.

    Raises
    ------
    DataError
        No such programme.

    Examples
    --------
    >>> [part.quantity for part in dose("core_hold")]
    ['sets', 'repetitions', 'hold', 'sessions a week']
    """
    if programme not in _doses():
        raise DataError(f"care/exercise/doses.csv: no programme {programme!r}")
    return _doses()[programme]


def dose_in_words(programme: str) -> str:
    """Dose in one line, without what it rests on.

    Examples
    --------
    >>> dose_in_words("walking")
    'minutes up to 30, sessions a week 5'
    """
    return ", ".join(f"{part.quantity} {part.value}" for part in dose(programme))


def progression(programme: str) -> Statement:
    """How a programme is made harder.

    Raises
    ------
    DataError
        No such programme.
    """
    if programme not in _progressions():
        raise DataError(f"care/exercise/progression.csv: no programme {programme!r}")
    return _progressions()[programme]
