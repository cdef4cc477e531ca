"""Tables that are not declared yet: read with converters alone."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from myotome.errors import DataError
from myotome.tables.columns import SEEN
from myotome.tables.files import data_path, files_like

__all__ = ["listed", "read_csv", "read_toml", "tables_in"]


def read_csv(name: str, columns: Mapping[str, Callable[[str], Any]]) -> list[dict[str, Any]]:
    """Read one table, convert the named columns and check that every row has a source.

    Parameters
    ----------
    name : str
        File name under `data/`.
    columns : mapping
        Column name to converter; columns not named are left as text. An empty cell of a named column becomes None.

    Returns
    -------
    list of dict
        One per row, in the order of the file.

    Raises
    ------
    DataError
        A column is missing, a value does not convert, or a row lacks `source` or a valid `seen`.
    """
    with data_path(name).open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = ({"source", "seen"} | set(columns)) - set(reader.fieldnames or ())
        if missing:
            raise DataError(f"{name}: no column {', '.join(sorted(missing))}")
        return [_row(name, number, row, columns) for number, row in enumerate(reader, start=2)]


def _row(name: str, number: int, row: dict[str, Any], columns: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    if not row["source"] or row["seen"] not in SEEN:
        raise DataError(f"{name}, line {number}: source {row['source']!r}, seen {row['seen']!r}")
    for column, convert in columns.items():
        text = row[column]
        try:
            row[column] = convert(text) if text else None
        except (TypeError, ValueError) as error:
            raise DataError(f"{name}, line {number}, {column}: {text!r} ({error})") from error
    return row


def read_toml(name: str) -> dict[str, Any]:
    """Read one TOML table of the package."""
    return tomllib.loads(data_path(name).read_text(encoding="utf-8"))


def tables_in(folder: str) -> tuple[str, ...]:
    """Every CSV table of a folder under `data/`, by the name that `read_csv` takes."""
    return files_like(f"{folder}/*.csv")


def listed(text: str) -> tuple[str, ...]:
    """Entries of a cell that joins them by pipes; none of an empty cell.

    Examples
    --------
    >>> listed("weak|painless"), listed("")
    (('weak', 'painless'), ())
    """
    return tuple(text.split("|")) if text else ()
