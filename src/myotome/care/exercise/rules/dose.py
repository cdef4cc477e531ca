"""How much, how often and how to go on: each part of a dose with its source, judged where none gave it."""

from __future__ import annotations

from functools import cache

from myotome.care.exercise.records import Dose
from myotome.care.statement import Statement
from myotome.errors import DataError
from myotome.tables import Table, identifier, ids, one_of, text

__all__ = ["dose", "progression"]


_DOSES = Table(
    "care/exercise/doses.csv",
    {
        "programme": identifier(),
        "quantity": one_of(("hold", "minutes", "repetitions", "sessions a week", "sets", "times a day")),
        "value": text(),
    },
    key=("programme", "quantity"),
)
_PROGRESSION = Table(
    "care/exercise/progression.csv",
    {"programme": one_of(ids("care/exercise/doses", "programme")), "wording": text()},
    key=("programme",),
    covers={"programme": ids("care/exercise/doses", "programme")},
)


@cache
def _doses() -> dict[str, tuple[Dose, ...]]:
    found: dict[str, list[Dose]] = {}
    for row in _DOSES.rows():
        part = Dose(row["quantity"], row["value"], row["source"] == "judgement", (row["source"],))
        found.setdefault(row["programme"], []).append(part)
    return {name: tuple(parts) for name, parts in found.items()}


@cache
def _progressions() -> dict[str, Statement]:
    return {
        row["programme"]: Statement(row["wording"], row["wording"], (row["source"],)) for row in _PROGRESSION.rows()
    }


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
