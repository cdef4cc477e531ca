"""A line of the plan: as a clinician says it, as a patient reads it, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myotome.plain_json import plain_fields

__all__ = ["Statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the plan.

    Attributes
    ----------
    text : str
        For the clinician.
    plain : str
        For the patient; the same where nothing else is needed.
    sources : tuple of str
        Keys of the ledger.
    """

    text: str
    plain: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Statement:
        """Line of a table with the columns `wording`, `plain` and `source`."""
        return cls(row["wording"], row["plain"] or row["wording"], (row["source"],))
