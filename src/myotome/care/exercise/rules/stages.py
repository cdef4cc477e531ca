"""The stages of a plan as the table gives them: where this person begins, and what must be true to go on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.tables import Table, integer, number, text

__all__ = ["StageRow", "stages_from"]

#: Irritability under which each stage of the table is done.
_PAIN: Final = {1: "high", 2: "moderate", 3: "low", 4: "low"}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage.

    Attributes
    ----------
    stage : int
        Of the table; exercises of a later one wait.
    irritability : str
        Pain that its limits are made for.
    from_week, to_week : float and float or None
        From the start of this plan.
    """

    stage: int
    irritability: str
    from_week: float
    to_week: float | None
    what: str
    progress_when: str
    sources: tuple[str, ...]


_STAGES = Table(
    "care/exercise/stages.csv",
    {
        "stage": integer(1, 4),
        "from_week": number(0, 500),
        "to_week": number(0, 500, optional=True),
        "what": text(),
        "progress_when": text(),
    },
    key=("stage",),
)


@cache
def _rows() -> tuple[StageRow, ...]:
    return tuple(
        StageRow(
            row["stage"],
            _PAIN[row["stage"]],
            row["from_week"],
            row["to_week"],
            row["what"],
            row["progress_when"],
            (row["source"],),
        )
        for row in _STAGES.rows()
    )


def stages_from(irritability: str) -> tuple[StageRow, ...]:
    """Which stages lie before a person with pain like this? The first is today's, and begins at week 0.

    Examples
    --------
    >>> [row.stage for row in stages_from("moderate")], stages_from("moderate")[0].from_week
    ([2, 3, 4], 0.0)
    """
    first = next(row for row in _rows() if row.irritability == irritability)
    begun = [row for row in _rows() if row.stage >= first.stage]
    off = begun[0].from_week
    return tuple(
        StageRow(
            row.stage,
            row.irritability,
            row.from_week - off,
            None if row.to_week is None else row.to_week - off,
            row.what,
            row.progress_when,
            row.sources,
        )
        for row in begun
    )
