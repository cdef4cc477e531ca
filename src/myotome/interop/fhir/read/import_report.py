"""What came of a bundle: the case, and what became of each entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from myotome.exam import Case

__all__ = ["SUPERSEDED", "EntryOutcome", "ImportedBundle"]

#: Why an older result is left out: nothing is lost by it.
SUPERSEDED: Final = "a newer result of the same is in the bundle"


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of one entry of a bundle.

    Attributes
    ----------
    entry : int
        Its number, from 0.
    resource : str
        Its type.
    outcome : str
        `used`, `not_used`, or `needs_person` where it may matter and cannot be read.
    reason : str
        Why, or what was made of it.
    made : tuple of str
        Places of the findings in the case that were made of it.
    """

    entry: int
    resource: str
    outcome: Literal["used", "not_used", "needs_person"]
    reason: str = ""
    made: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"entry[{self.entry}] {self.resource}: {self.outcome.replace('_', ' ')}; {self.reason}".rstrip("; ")


@dataclass(frozen=True, slots=True)
class ImportedBundle:
    """A case, and what became of each entry of the bundle that it was made of.

    Attributes
    ----------
    case : Case
        As a case file would give it.
    entries : tuple of EntryOutcome
        One an entry of the bundle.
    day : date or None
        Day of the newest examination in it; None where no day is stated.
    """

    case: Case
    entries: tuple[EntryOutcome, ...]
    day: date | None = None

    def counts(self) -> dict[str, int]:
        """How many entries had each outcome."""
        outcomes = [entry.outcome for entry in self.entries]
        return {name: outcomes.count(name) for name in ("used", "not_used", "needs_person")}
