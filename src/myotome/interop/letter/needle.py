"""Findings of needle electromyography that a clause of a letter names, in the keys of a case file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.exam import vocabulary
from myotome.interop.letter.clauses import Clause
from myotome.interop.letter.report_words import mentions

__all__ = ["NeedleReader"]

_SHORTEST = 2
_VALUES = ("emg_values",)
_SIDES = {"left", "right", "bilateral"}


@dataclass(slots=True)
class NeedleReader:
    """Reads the clauses of a letter in order; a list of muscles goes on behind a comma.

    Attributes
    ----------
    line : int
        Of the clause before.
    side : str
        That it named; empty for none.
    values : tuple of str
        Activity that it named.
    """

    line: int = 0
    side: str = ""
    values: tuple[str, ...] = ()

    def findings(self, clause: Clause) -> Iterator[dict[str, Any]]:
        """One finding for each activity of the muscles of a side; nothing where one of the three is missing."""
        muscles = tuple(dict.fromkeys(_named(_muscles(), clause.text)))
        sides = {one.means for one in mentions("side", clause.text)} & _SIDES
        values = tuple(dict.fromkeys(_named(_activity(), clause.text)))
        goes_on = clause.line == self.line and not values and bool(muscles)
        if goes_on:
            values, sides = self.values, sides or {self.side}
        elif _is_denied(clause):
            values = ("normal",) if values == ("denervation",) else ()
        self.line, self.values, self.side = clause.line, values, next(iter(sides)) if len(sides) == 1 else ""
        if muscles and self.side:
            for value in values:
                yield {"type": "emg", "muscles": list(muscles), "side": self.side, "value": value}


def _is_denied(clause: Clause) -> bool:
    return clause.denied or any(mentions(role, clause.text) for role in ("denies_before", "denies_after"))


def _named(names: tuple[re.Pattern[str], Mapping[str, str]], text: str) -> Iterator[str]:
    pattern, ids = names
    for found in pattern.finditer(text):
        yield ids[found[0].casefold()]


@cache
def _muscles() -> tuple[re.Pattern[str], Mapping[str, str]]:
    return _names(("muscles", "muscle_groups"))


@cache
def _activity() -> tuple[re.Pattern[str], Mapping[str, str]]:
    return _names(_VALUES)


def _names(sections: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Pattern of every name of some sections, the longest first, and what each means."""
    ids = {
        name.replace("_", " ").casefold(): entry.id
        for section in sections
        for entry in vocabulary().sections[section].values()
        for name in (entry.id, *entry.names())
        if len(name) >= _SHORTEST
    }
    longest = sorted(ids, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest), re.IGNORECASE), ids
