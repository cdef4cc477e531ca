"""What a table does not say of itself: which disc is number 1, who the patient is, and the limits of the laboratory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from myotome.errors import UnknownNameError
from myotome.exam import vocabulary
from myotome.interop.headed_table import HeadedTable, TableRow, read_headed_table

__all__ = ["LOWEST_DISC", "StudySettings"]

#: Disc that has the number 1; the numbers go up from it.
LOWEST_DISC: Final = "L5-S1"
_MEASURES: Final = ("latency_ms", "amplitude_uv", "amplitude_mv", "velocity_m_s")
_NEEDED: Final = ("nerve", "component", "measure", "limit")
_RANGES: Final[Mapping[str, tuple[str, str]]] = {
    "age": ("age_from", "age_to"),
    "height_cm": ("height_from_cm", "height_to_cm"),
}


@dataclass(frozen=True)
class StudySettings:
    """What is known beside the table.

    Attributes
    ----------
    lowest_disc : str
        Disc that gradings number 1.
    age, height_cm : float or None
        Of the one patient of a study: limits depend on them.
    limits : Path or None
        The laboratory's own limits: columns nerve, component, measure, limit, and where they matter age_from, age_to,
        height_from_cm, height_to_cm.
    """

    lowest_disc: str = LOWEST_DISC
    age: float | None = None
    height_cm: float | None = None
    limits: Path | None = None

    @property
    def demographics(self) -> dict[str, Any]:
        """Who the patient is, in the keys of a case file."""
        height = {} if self.height_cm is None else {"height_cm": self.height_cm}
        return {"age": self.age, "sex": None, **height}

    def own_limit(self, nerve: str, component: str | None, measure: str) -> float | None:
        """Limit of the laboratory for a patient of this age and height; None where its file has none.

        Raises
        ------
        InputError
            Its file is not as it has to be.
        """
        rows = [
            row for row in self._rows if (row["nerve"], row["component"], row["measure"]) == (nerve, component, measure)
        ]
        fitting = [row for row in rows if all(self._holds(row, key) for key in _RANGES)]
        return fitting[-1]["limit"] if fitting else None

    def _holds(self, row: Mapping[str, Any], key: str) -> bool:
        """Whether the patient is in the range of a row; one that is not known is in no range that is stated."""
        low, high = (row.get(name) for name in _RANGES[key])
        given: float | None = getattr(self, key)
        if low is None and high is None:
            return True
        return given is not None and (low is None or given >= low) and (high is None or given < high)

    @cached_property
    def _rows(self) -> tuple[Mapping[str, Any], ...]:
        if self.limits is None:
            return ()
        table = read_headed_table(self.limits)
        return tuple(_limit(table, row) for row in table.rows)


def _limit(table: HeadedTable, row: TableRow) -> dict[str, Any]:
    """One row of the laboratory's file, its names and numbers checked."""
    for column in _NEEDED:
        if column not in table.columns or not row.cells[column]:
            raise row.wrong(column, _NEEDED, "The laboratory's limits need these columns, filled in every row.")
    found: dict[str, Any] = {"measure": row.cells["measure"].lower()}
    for column, section in (("nerve", "nerves"), ("component", "ncs_components")):
        try:
            found[column] = vocabulary().resolve(section, row.cells[column])
        except UnknownNameError:
            raise row.wrong(column, vocabulary().ids(section), "There is no such name.") from None
    if found["measure"] not in _MEASURES:
        raise row.wrong("measure", _MEASURES, "There is no such measure.")
    for column in ("limit", *(name for pair in _RANGES.values() for name in pair)):
        if row.cells.get(column):
            found[column] = _number(row, column)
    return found


def _number(row: TableRow, column: str) -> float:
    try:
        return float(row.cells[column])
    except ValueError:
        raise row.wrong(column, ["a number"], "This is no number.") from None
