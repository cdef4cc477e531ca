"""Rows of a table as cases: the rows of one patient are one case, its older visits are its earlier ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem
from myotome.exam import Case, case_from_mapping
from myotome.interop.headed_table import TableRow
from myotome.interop.mapped.cells import finding_of, says_nothing, value_of
from myotome.interop.mapped.map_file import Cell, FindingMap, TableMap
from myotome.interop.mapped.rows import columns_of, rows_of
from myotome.printing import shown

__all__ = ["ColumnUse", "MappedTable", "case_of_rows", "check_columns", "patients_of", "read_mapped_table"]

_PLACE = re.compile(r"(?:visits\[(\d+)\]\.)?findings\[(\d+)\](?:\.(\w+))?")
#: What cannot differ within a day, and what cannot differ at all.
_OF_ONE_DAY, _OF_ALL_DAYS = ("age", "sex"), ("sex",)
_Found = tuple[dict[str, Any], TableRow, FindingMap]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column became.

    Attributes
    ----------
    column : str
        Its name.
    became : tuple of str
        Keys of findings, or of the patient; empty where it was not read.
    filled, missing : int
        Rows with a value, and rows with a cell that says that nothing was examined.
    """

    column: str
    became: tuple[str, ...]
    filled: int
    missing: int

    def __str__(self) -> str:
        if not self.became:
            return f"{self.column}: not read ({self.filled} rows filled)"
        left = f", {self.missing} missing" if self.missing else ""
        return f"{self.column}: {'; '.join(self.became)} ({self.filled} rows{left})"


@dataclass(frozen=True, slots=True)
class MappedTable:
    """Cases of a table, and what became of each of its columns."""

    cases: tuple[Case, ...]
    columns: tuple[ColumnUse, ...]


def read_mapped_table(path: Path, table_map: TableMap) -> MappedTable:
    """Which cases does a table hold, by this map?

    Parameters
    ----------
    path : Path
        A CSV or Parquet file.
    table_map : TableMap
        What its columns mean.

    Returns
    -------
    MappedTable
        One case a patient, wherever the rows of a patient stand.

    Raises
    ------
    InputError
        Everything wrong with the cells, each with its row and column; then there is no case.
    """
    check_columns(path, table_map)
    by_patient: dict[str, list[TableRow]] = {}
    rows = list(rows_of(path))
    for row in rows:
        by_patient.setdefault(_patient(row, table_map), []).append(row)
    cases, problems = list[Case](), list[Problem]()
    names: dict[str, str] = {}
    for name, own in by_patient.items():
        try:
            _check_alone(name, own[0], table_map, names)
            cases.append(case_of_rows(name, own, table_map))
        except InputError as error:
            problems.extend(error.problems)
    if problems or not cases:
        raise InputError(problems or [Problem(str(path), None, "no row", "one row or more", (), "The table is empty.")])
    return MappedTable(tuple(cases), tuple(_uses(path, rows, table_map)))


def patients_of(rows: Iterable[TableRow], table_map: TableMap) -> Iterator[tuple[str, list[TableRow]]]:
    """Rows of each patient in turn, for tables in which they stand one below the other."""
    for name, own in groupby(rows, lambda row: _patient(row, table_map)):
        yield name, list(own)


def check_columns(path: Path, table_map: TableMap) -> None:
    """Raise InputError where the map names a column that the table does not have."""
    columns = columns_of(path)
    unknown = [name for name in dict.fromkeys(table_map.columns()) if name not in columns]
    message = "The map names a column that the table does not have."
    allowed = ", ".join(columns[:40])
    if unknown:
        raise InputError([Problem(str(path), 1, name, allowed, (), message) for name in unknown])


def _patient(row: TableRow, table_map: TableMap) -> str:
    name = row.cells[table_map.patient]
    if not name:
        raise row.wrong(table_map.patient, ["the name of a patient"], "The row names no patient.")
    return name


def _id(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "patient"


def _check_alone(name: str, row: TableRow, table_map: TableMap, names: dict[str, str]) -> None:
    """Raise InputError where two patients would get one id, and so one file: one of them would be lost."""
    other = names.setdefault(_id(name), name)
    if other != name:
        message = f"This patient would get the same id as {shown(other)}, {_id(name)}: rename one of them."
        raise row.wrong(table_map.patient, ["a name that differs in letters or digits"], message)


def case_of_rows(name: str, rows: list[TableRow], table_map: TableMap) -> Case:
    """The case of one patient; raises InputError with row and column of what is wrong."""
    days = {id(row): _day(row, table_map) for row in rows}
    newest = max((day for day in days.values() if day is not None), default=None)
    present = [row for row in rows if days[id(row)] == newest or days[id(row)] is None]
    found = list(_findings(present, table_map))
    older = sorted({day for day in days.values() if day is not None and day != newest}, reverse=True)
    past = [[row for row in rows if days[id(row)] == day] for day in older]
    for same in (present, *past):
        _check_agreed(same, table_map, _OF_ONE_DAY, "the same patient and day")
    newest_first = [row for same in (present, *past) for row in same]
    _check_agreed(newest_first, table_map, _OF_ALL_DAYS, "the same patient")
    visits = [(day, list(_findings(same, table_map))) for day, same in zip(older, past, strict=True)]
    visits = [(day, own) for day, own in visits if own]
    mapping = {
        "id": _id(name),
        "kind": "patient",
        "record": "structured",
        **_known(newest_first, table_map.case, table_map),
        "demographics": {"age": None, "sex": None, **_known(newest_first, table_map.demographics, table_map)},
        "findings": [plain for plain, *_ in found],
    }
    if visits and newest is not None:
        mapping["visits"] = [
            {"ago": {"value": (newest - day).days, "unit": "days"}, "findings": [plain for plain, *_ in own]}
            for day, own in visits
        ]
    return _checked(mapping, rows[0], [found, *(own for _, own in visits)])


def _day(row: TableRow, table_map: TableMap) -> date | None:
    if table_map.visit is None or not row.cells[table_map.visit]:
        return None
    try:
        return date.fromisoformat(row.cells[table_map.visit][:10])
    except ValueError:
        raise row.wrong(table_map.visit, ["a day as 2026-01-31"], "This is no day.") from None


def _findings(rows: Iterable[TableRow], table_map: TableMap) -> Iterator[_Found]:
    for row in rows:
        for one in table_map.findings:
            plain = finding_of(one, row, table_map.missing)
            if plain is not None:
                yield plain, row, one


def _check_agreed(rows: Iterable[TableRow], table_map: TableMap, keys: Iterable[str], of: str) -> None:
    """Raise InputError where rows of one patient contradict each other."""
    first: dict[str, tuple[Any, TableRow]] = {}
    for row in rows:
        for key in keys:
            cell = table_map.demographics.get(key, Cell())
            value = value_of(cell, row, table_map.missing)
            if value is None:
                continue
            said, other = first.setdefault(key, (value, row))
            if _folded(said) != _folded(value):
                message = f"Contradicts line {other.line}, where {of} has {shown(said)}."
                raise row.wrong(cell.columns[0], [f"one {key} for {of}"], message)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _known(rows: Iterable[TableRow], cells: Any, table_map: TableMap) -> dict[str, Any]:
    """What the rows say of the patient: the first that is filled, those of the newest day before others."""
    found: dict[str, Any] = {}
    for row in rows:
        for key, cell in cells.items():
            value = value_of(cell, row, table_map.missing)
            if value is not None:
                found.setdefault(key, value)
    return found


def _checked(mapping: dict[str, Any], first: TableRow, found: list[list[_Found]]) -> Case:
    try:
        return replace(case_from_mapping(mapping, first.path), path=None)
    except InputError as error:
        raise InputError([_at_cell(one, first, found) for one in error.problems]) from None


def _at_cell(problem: Problem, first: TableRow, found: list[list[_Found]]) -> Problem:
    """The problem at the row and the column that it comes from."""
    place = _PLACE.search(problem.where)
    if place is None:
        return replace(problem, line=first.line)
    visit = 0 if place[1] is None else int(place[1]) + 1
    _, row, one = found[visit][int(place[2])]
    cell = one.cells.get(place[3] or "")
    columns = cell.columns if cell is not None else tuple(name for each in one.cells.values() for name in each.columns)
    return replace(problem, where=f"{row.path}, {' or '.join(columns[:6])}", line=row.line)


def _uses(path: Path, rows: list[TableRow], table_map: TableMap) -> Iterator[ColumnUse]:
    became: dict[str, list[str]] = {table_map.patient: ["names the patient"]}
    if table_map.visit is not None:
        became.setdefault(table_map.visit, []).append("day of the visit")
    for key, cell in (*table_map.demographics.items(), *table_map.case.items()):
        for column in cell.columns:
            became.setdefault(column, []).append(key)
    for one in table_map.findings:
        for key, cell in one.cells.items():
            for column in cell.columns:
                became.setdefault(column, []).append(_in_words(one, key))
    codes = _missing_codes(table_map)
    filled = Counter(name for row in rows for name, cell in row.cells.items() if cell)
    missing = Counter(name for row in rows for name, cell in row.cells.items() if says_nothing(cell, codes[name]))
    for column in columns_of(path):
        told = tuple(dict.fromkeys(became.get(column, ())))
        yield ColumnUse(column, told, filled[column] - missing[column], missing[column])


def _missing_codes(table_map: TableMap) -> Mapping[str, set[str]]:
    """Cells of each column that say that something was not examined."""
    found: defaultdict[str, set[str]] = defaultdict(lambda: {*table_map.missing})
    for cells in (table_map.demographics, table_map.case, *(one.cells for one in table_map.findings)):
        for cell in cells.values():
            for column in cell.columns:
                found[column].update(cell.missing)
    return found


def _in_words(one: FindingMap, key: str) -> str:
    """For example `strength ankle_dorsiflexion left, mrc`."""
    fixed = [str(cell.constant) for cell in one.cells.values() if not cell.columns]
    return f"{' '.join([one.kind, *fixed])}, {key}"
