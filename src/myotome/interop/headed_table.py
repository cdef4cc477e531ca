"""A table with a heading, as spreadsheets write it: its cells by column, and problems that name row and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from myotome.errors import InputError, Problem, nearest_names
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["HeadedTable", "TableRow", "read_headed_table"]

_ALLOWED = "a table with a heading, separated by comma, semicolon or tab"
_SEPARATORS = ",;\t"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: where it stands, and its cells by column, without blanks around them."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def wrong(self, column: str, allowed: Collection[str], message: str) -> InputError:
        """What is wrong with a cell, with the nearest of what is allowed."""
        cell = self.cells.get(column, "")
        near = tuple(nearest_names(cell, allowed))
        listed = ", ".join(sorted(allowed)) if len(allowed) <= 20 else f"one of {len(allowed)} names"
        return InputError([Problem(f"{self.path}, {column}", self.line, shown(cell), listed, near, message)])


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table: its columns in their order, and its rows."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_headed_table(path: Path) -> HeadedTable:
    """Read a table; raises InputError where it is empty, names a column twice, or has a row that is damaged."""
    text = read_text(path, _ALLOWED, 16 * MEGABYTE)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    (_, heads), *lines = _lines(text, separator, path)
    columns = tuple(cell.strip() for cell in heads)
    if again := [column for column in columns if column and columns.count(column) > 1]:
        raise InputError([Problem(str(path), 1, shown(again[0]), "each column once", (), "Duplicate column.")])
    rows = []
    for line, cells in lines:
        if len(cells) > len(columns):
            message = "The row has more cells than the heading."
            raise InputError([Problem(str(path), line, f"{len(cells)} cells", f"{len(columns)} cells", (), message)])
        if any(cell.strip() for cell in cells):
            padded = [*(cell.strip() for cell in cells), *[""] * (len(columns) - len(cells))]
            rows.append(TableRow(path, line, dict(zip(columns, padded, strict=True))))
    if not rows:
        raise InputError([Problem(str(path), 1, "a heading alone", "one row or more", (), "The table has no row.")])
    return HeadedTable(path, columns, tuple(rows))


def _lines(text: str, separator: str, path: Path) -> list[tuple[int, list[str]]]:
    """Cells of each row, with the line on which it begins; a quote that is not closed is an error, not a long cell."""
    rows, begin = list[tuple[int, list[str]]](), 1
    if damaged := _CONTROL.search(text):
        line = text.count("\n", 0, damaged.start()) + 1
        raise _unreadable(path, line, shown(damaged[0]), "There is a control character: is the file damaged?")
    reader = csv.reader(_LINE.findall(text), delimiter=separator, strict=True)
    try:
        for cells in reader:
            rows.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        message = "The row cannot be read: a quote is missing or is one too many, or a cell is too long."
        raise _unreadable(path, begin, str(error), message) from None
    return rows


def _unreadable(path: Path, line: int, given: str, message: str) -> InputError:
    return InputError([Problem(str(path), line, given, _ALLOWED, (), message)])
