"""Gradings of discs, a disc a row: Modic, endplates, herniation, narrowing, bulging, Pfirrmann."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from myotome.errors import InputError, Problem
from myotome.exam import vocabulary
from myotome.interop.headed_table import HeadedTable, TableRow
from myotome.interop.study_settings import StudySettings
from myotome.tables import Table, list_of, number, one_of, text

__all__ = ["grading_cases", "is_of_gradings"]

_PATIENT, _DISC = "Patient", "IVD label"
_GRADINGS = Table(
    "interop/disc_gradings.csv",
    {
        "column": text(),
        "written": text(),
        "findings": list_of(one_of(lambda: vocabulary().ids("imaging_findings")), optional=True),
        "value": one_of(lambda: vocabulary().ids("imaging_values"), optional=True),
        "grade": number(1, 5, optional=True),
    },
    key=("column", "written"),
)


@cache
def _gradings() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    by_column: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in _GRADINGS.rows():
        by_column.setdefault(row["column"], {})[row["written"]] = row
    return by_column


def is_of_gradings(table: HeadedTable) -> bool:
    """Whether a table says which disc of which patient each row is of, and grades it."""
    return {_PATIENT, _DISC} <= {*table.columns} and not _gradings().keys().isdisjoint(table.columns)


def grading_cases(table: HeadedTable, settings: StudySettings) -> Iterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """Name, findings and notes of each patient, the discs of one taken together."""
    patients: dict[str, list[TableRow]] = {}
    for row in table.rows:
        patients.setdefault(row.cells[_PATIENT], []).append(row)
    lowest = settings.lowest_disc
    numbered = _numbered(lowest)
    notes = [f"disc 1 is taken to be {lowest}; with a transitional vertebra it may be another"]
    for name, rows in patients.items():
        yield name, [finding for row in rows for finding in _of_disc(row, table.columns, numbered)], notes


def _numbered(lowest: str) -> Mapping[str, str]:
    """Discs by their number, counted upwards from the lowest."""
    discs = [level for level in vocabulary().ids("levels") if "-" in level]
    if lowest not in discs:
        raise InputError([Problem("--lowest-disc", None, lowest, ", ".join(discs[-6:]), (), "There is no such disc.")])
    return {str(place): disc for place, disc in enumerate(reversed(discs[: discs.index(lowest) + 1]), 1)}


def _of_disc(row: TableRow, columns: tuple[str, ...], numbered: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Findings of one disc, a finding once: of two gradings that speak of it the one with a grade."""
    number_of = _whole(row.cells[_DISC])
    if number_of not in numbered:
        raise row.wrong(_DISC, numbered, "Discs are numbered from 1, the lowest, upwards.")
    found: dict[str, dict[str, Any]] = {}
    for column in columns:
        for grading in _of_cell(row, column):
            plain = {"type": "imaging", "modality": "MRI", "levels": [numbered[number_of]], "side": "none"}
            for name in grading["findings"]:
                graded = {} if grading["grade"] is None else {"grade": grading["grade"]}
                if name not in found or graded:
                    found[name] = {**plain, "finding": name, "value": grading["value"], **graded}
    yield from found.values()


def _of_cell(row: TableRow, column: str) -> Iterator[Mapping[str, Any]]:
    written = _whole(row.cells[column])
    if column not in _gradings() or not written:
        return
    if written not in _gradings()[column]:
        raise row.wrong(column, _gradings()[column], "This is no grade of this column.")
    yield _gradings()[column][written]


def _whole(written: str) -> str:
    """Whole number as written, `1.0` as `1`."""
    return written.removesuffix(".0")
