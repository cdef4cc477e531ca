"""Forces of a hand-held dynamometer, a test a row, with one column or several for its trials: one patient.

The highest trial counts. Where both sides were tested, the weaker is given as a per cent of the other, for a force
alone shows neither weakness nor strength.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.interop.headed_table import HeadedTable, TableRow
from myotome.interop.study_settings import StudySettings
from myotome.tables import Table, list_of, one_of, text

__all__ = ["dynamometer_case", "is_of_dynamometer"]

_UNITS: Final = ("N", "kg", "Nm")
_COLUMNS = Table(
    "interop/dynamometer_columns.csv",
    {"part": one_of(("test", "side", *_UNITS)), "headings": list_of(text())},
    key=("part",),
)
_SIDES: Final = {"l": "left", "r": "right", "left": "left", "right": "right"}
_OTHER: Final = {"left": "right", "right": "left"}
_SECTIONS: Final = (("movements", "movement"), ("muscles", "muscle"), ("muscle_groups", "muscle"))
_WHOLE: Final = 100.0
_DIGITS: Final = 1


@cache
def _parts() -> Mapping[str, str]:
    return {heading: row["part"] for row in _COLUMNS.rows() for heading in row["headings"]}


def _part(column: str) -> str | None:
    """What a column holds; a number at its end counts the trials."""
    return _parts().get(column.lower()) or _parts().get(column.lower().rstrip("0123456789 _.#"))


def _columns_of(table: HeadedTable, *parts: str) -> list[str]:
    return [column for column in table.columns if _part(column) in parts]


def is_of_dynamometer(table: HeadedTable) -> bool:
    """Whether a table has tests, sides and forces."""
    return all(_columns_of(table, part) for part in ("test", "side")) and bool(_columns_of(table, *_UNITS))


def dynamometer_case(table: HeadedTable, _: StudySettings) -> Iterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """The one patient of a table, named as the file."""
    forces: dict[tuple[str, str, str, str], float] = {}
    for row in table.rows:
        for key, force in _forces(table, row):
            forces[key] = max(force, forces.get(key, force))
    unread = [column for column in table.columns if _part(column) is None]
    notes = [f"not read: {', '.join(unread)}"] if unread else []
    yield table.path.stem, [_finding(key, forces) for key in forces], notes


def _forces(table: HeadedTable, row: TableRow) -> Iterator[tuple[tuple[str, str, str, str], float]]:
    """Key, name, side and unit of each force of a row, and how much it is."""
    test, side = _columns_of(table, "test")[0], _columns_of(table, "side")[0]
    where = _SIDES.get(row.cells[side].lower())
    if where is None:
        raise row.wrong(side, _SIDES, "Left or right is needed.")
    key, name = _tested(row, test)
    for column in _columns_of(table, *_UNITS):
        if cell := row.cells[column]:
            yield (key, name, where, str(_part(column))), _number(row, column, cell)


def _tested(row: TableRow, column: str) -> tuple[str, str]:
    for section, key in _SECTIONS:
        if found := vocabulary().find(section, row.cells[column]):
            return key, found
    names = vocabulary().ids([section for section, _ in _SECTIONS])
    raise row.wrong(column, names, "No movement and no muscle has this name.")


def _number(row: TableRow, column: str, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise row.wrong(column, ["a number"], "This is no force.") from None


def _finding(key: tuple[str, str, str, str], forces: Mapping[tuple[str, str, str, str], float]) -> dict[str, Any]:
    """Force of one side; of two sides the weaker as a per cent of the other."""
    named, name, side, unit = key
    force, other = forces[key], forces.get((named, name, _OTHER[side], unit))
    measured = {"value": force, "unit": unit}
    if other is not None and other > 0 and (force < other or (force == other and side == "left")):
        measured = {"value": round(_WHOLE * force / other, _DIGITS), "unit": "percent_of_other_side"}
    return {"type": "strength", named: name, "side": side, "measured": measured}
