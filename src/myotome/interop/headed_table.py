"""A table with a heading, as spreadsheets write it: its cells by column, and problems that name row and column."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from myotome.errors import InputError, Problem, nearest_names
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["HeadedTable", "TableRow", "read_headed_table"]

_ALLOWED = "a table with a heading, separated by comma, semicolon or tab"
_SEPARATORS = ",;\t"


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
    """Read a table; raises InputError where it is empty or a row has more cells than the heading."""
    text = read_text(path, _ALLOWED, 16 * MEGABYTE)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    lines = list(csv.reader(text.splitlines(), delimiter=separator))
    columns = tuple(cell.strip() for cell in lines[0])
    rows = []
    for line, cells in enumerate(lines[1:], 2):
        if len(cells) > len(columns):
            message = "The row has more cells than the heading."
            raise InputError([Problem(str(path), line, f"{len(cells)} cells", f"{len(columns)} cells", (), message)])
        if any(cell.strip() for cell in cells):
            padded = [*(cell.strip() for cell in cells), *[""] * (len(columns) - len(cells))]
            rows.append(TableRow(path, line, dict(zip(columns, padded, strict=True))))
    if not rows:
        raise InputError([Problem(str(path), 1, "a heading alone", "one row or more", (), "The table has no row.")])
    return HeadedTable(path, columns, tuple(rows))
