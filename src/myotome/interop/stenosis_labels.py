"""Labels of lumbar stenosis, a patient a row and a level and zone a column: `left_subarticular_stenosis_l4_l5`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from myotome.exam import vocabulary
from myotome.interop.headed_table import HeadedTable, TableRow
from myotome.interop.study_settings import StudySettings
from myotome.tables import Table, identifier, one_of, text

__all__ = ["is_of_stenosis", "stenosis_cases"]

_COLUMNS = Table(
    "interop/stenosis_columns.csv",
    {
        "column": identifier(),
        "zone": one_of(lambda: vocabulary().ids("zones")),
        "side": one_of(("left", "right", "none")),
    },
    key=("column",),
)
_LABELS = Table(
    "interop/stenosis_labels.csv",
    {"written": text(), "severity": one_of(lambda: vocabulary().ids("severities"), optional=True)},
    key=("written",),
)
_LEVEL = re.compile(r"(\w+)_([tl]\d+)_([ls]\d+)")


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    return {row["column"]: {"zone": row["zone"], "side": row["side"]} for row in _COLUMNS.rows()}


@cache
def _labels() -> Mapping[str, str | None]:
    return {row["written"]: row["severity"] for row in _LABELS.rows()}


def _place(column: str) -> dict[str, Any] | None:
    """Level, zone and side of a column; None for one that holds no label."""
    found = _LEVEL.fullmatch(column.lower())
    if found is None or found[1] not in _columns():
        return None
    return {"levels": [f"{found[2]}-{found[3]}".upper()], **_columns()[found[1]]}


def is_of_stenosis(table: HeadedTable) -> bool:
    """Whether some column of a table holds labels of stenosis."""
    return any(_place(column) for column in table.columns)


def stenosis_cases(table: HeadedTable, _: StudySettings) -> Iterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """Name, findings and notes of each patient; what is not labelled is not said to be free."""
    for row in table.rows:
        findings, notes = [], []
        for column in table.columns[1:]:
            place = _place(column)
            if place is None:
                continue
            severity = _severity(row, column)
            if severity:
                plain = {"type": "imaging", "modality": "MRI", "finding": "stenosis"}
                findings.append({**plain, **place, "severity": severity})
            else:
                notes.append(f"{column}: {row.cells[column] or 'not labelled'}")
        yield row.cells[table.columns[0]], findings, notes


def _severity(row: TableRow, column: str) -> str | None:
    written = row.cells[column]
    if written and written not in _labels():
        raise row.wrong(column, _labels(), "This is no label of stenosis.")
    return _labels().get(written)
