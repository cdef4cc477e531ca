"""How much weakness, spasm, guarding, shortening or sparing a word stands for: mild, moderate, severe."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.tables import Table, identifier, number, one_of

__all__ = ["IMPAIRMENTS", "amount_words"]

IMPAIRMENTS: Final = ("weakness", "spasm", "guarding", "contracture", "sparing")
_WORDS = Table(
    "load/body/impairment_words.csv",
    {
        "kind": one_of(IMPAIRMENTS),
        "word": identifier(),
        "value": number(0, 100),
        "low": number(0, 100),
        "high": number(0, 100),
    },
    key=("kind", "word"),
    covers={"kind": IMPAIRMENTS},
    rules=(lambda row: None if row["low"] <= row["value"] <= row["high"] else "low <= value <= high does not hold",),
)


@cache
def amount_words(kind: str) -> Mapping[str, float]:
    """Amounts by their words, in the unit of the kind of impairment.

    Examples
    --------
    >>> amount_words("weakness")["moderate"]
    40.0
    """
    return {row["word"]: float(row["value"]) for row in _WORDS.rows() if row["kind"] == kind}
