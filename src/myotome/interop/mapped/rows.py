"""Rows of a CSV or a Parquet file, read one after another, each with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.interop.headed_table import TableRow

__all__ = ["columns_of", "rows_of"]

_BATCH: Final = 8192
_ALLOWED: Final = "a table with a heading (.csv, .tsv) or a Parquet file (.parquet)"
#: Joins the entries of a list.
_BETWEEN: Final = "|"


def columns_of(path: Path) -> tuple[str, ...]:
    """Columns of a table."""
    if _is_parquet(path):
        return tuple(_parquet(path).schema_arrow.names)
    with _opened(path) as lines:
        return tuple(cell.strip() for cell in next(csv.reader(lines, delimiter=_delimiter(path)), ()))


def rows_of(path: Path) -> Iterator[TableRow]:
    """Rows of a table, cells as text without blanks around them; a Parquet file has its rows counted from 1.

    Raises
    ------
    InputError
        The file cannot be read, a column has a duplicate, or a row has another number of cells than the heading.
    """
    columns = columns_of(path)
    if twice := [column for column in columns if columns.count(column) > 1]:
        raise InputError([Problem(str(path), 1, twice[0], "each column once", (), "Duplicate column.")])
    if not columns:
        raise _unreadable(path, "an empty file")
    yield from _of_parquet(path) if _is_parquet(path) else _of_lines(path, columns)


def _of_lines(path: Path, columns: tuple[str, ...]) -> Iterator[TableRow]:
    with _opened(path) as lines:
        reader = csv.reader(lines, delimiter=_delimiter(path), strict=True)
        try:
            next(reader)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(columns):
                    given, allowed = f"{len(cells)} cells", f"{len(columns)} cells"
                    message = "The row has another number of cells than the heading."
                    raise InputError([Problem(str(path), reader.line_num, given, allowed, (), message)])
                stripped = (cell.strip() for cell in cells)
                yield TableRow(path, reader.line_num, dict(zip(columns, stripped, strict=True)))
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(path, str(error)[:80]) from None


def _of_parquet(path: Path) -> Iterator[TableRow]:
    number = 0
    for batch in _parquet(path).iter_batches(_BATCH):
        for row in batch.to_pylist():
            number += 1
            yield TableRow(path, number, {name: _as_text(value) for name, value in row.items()})


def _as_text(value: Any) -> str:
    """A cell as a spreadsheet would show it."""
    if value is None or value != value:  # no number is equal to itself where there is none
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _BETWEEN.join(_as_text(one) for one in value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _parquet(path: Path) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        message = f"Parquet needs {error.name}: pip install 'myotome[tables]'."
        raise InputError([Problem(str(path), None, "no pyarrow", "myotome[tables]", (), message)]) from None
    try:
        return pyarrow.parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise _unreadable(path, str(error)[:80]) from None


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None


def _delimiter(path: Path) -> str:
    """Separator of the first line: the one it has most of."""
    with _opened(path) as lines:
        try:
            first = lines.readline()
        except UnicodeDecodeError as error:
            raise _unreadable(path, str(error)[:80]) from None
    return max(",;\t", key=first.count)


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _unreadable(path: Path, given: str) -> InputError:
    return InputError([Problem(str(path), None, given, _ALLOWED, (), "The table cannot be read.")])
