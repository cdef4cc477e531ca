"""Where the tables of the package lie, and the fingerprint of all they say."""

from __future__ import annotations

import csv
import hashlib
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from myotome.errors import DataError

__all__ = [
    "cells",
    "content_hash",
    "data_path",
    "entries_in",
    "files_like",
    "forget_tables",
    "ids",
    "rows_as_written",
    "source_keys",
    "table_files",
]

_DATA = Path(__file__).parent.parent / "data"


def data_path(name: str) -> Path:
    """Path of a table of the package; raises DataError where there is none."""
    path = _DATA / name
    if not path.is_file():
        raise DataError(f"the package has no table {name!r}")
    return path


def files_like(pattern: str) -> tuple[str, ...]:
    """Names of the files under `data/` like `folder/*.csv`, in order; DataError where there is none."""
    names = tuple(sorted(path.relative_to(_DATA).as_posix() for path in _DATA.glob(pattern)))
    if not names:
        raise DataError(f"the package has no tables {pattern!r}")
    return names


def table_files(*suffixes: str) -> list[Path]:
    """Every table under `data/` whose name ends in one of these, in order of its path."""
    paths = (entry.path for entry in entries_in(str(_DATA)) if entry.name.endswith(suffixes))
    return [Path(path) for path in sorted(paths, key=lambda path: path.replace(os.sep, "\0"))]


def entries_in(folder: str, *without: str) -> Iterator[os.DirEntry[str]]:
    """Every file in a folder and in those inside, but for some names; faster than by paths, and at every start."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry
            elif entry.name not in without:
                yield from entries_in(entry.path, *without)


def content_hash() -> str:
    """Hash over all tables, 64 hex digits: two equal hashes mean the same tables."""
    return _hash(_DATA)


@cache
def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in table_files(".csv", ".toml", ".yaml", ".json"):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def forget_tables() -> None:
    """Forget what was read of the tables as they were before one of them was written."""
    _hash.cache_clear()
    rows_as_written.cache_clear()


def cells(text: str) -> list[tuple[int, list[str]]]:
    r"""The filled lines of a CSV text with the number of the line where each begins; comments are left out.

    Examples
    --------
    >>> cells("# made by: python -m x\na,b\n1,2\n")
    [(2, ['a', 'b']), (3, ['1', '2'])]
    """
    lines = text.splitlines(keepends=True)
    comments = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader, found, start = csv.reader(lines[comments:]), [], 1 + comments
    for row in reader:
        if row:
            found.append((start, row))
        start = 1 + comments + reader.line_num
    return found


@cache
def rows_as_written(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a table with their cells as text, unchecked."""
    (_, head), *rows = cells(data_path(name).read_text(encoding="utf-8"))
    return tuple(dict(zip(head, row, strict=False)) for _, row in rows)


@cache
def _names(table: str, column: str, where: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    chosen = (row for row in rows_as_written(f"{table}.csv") if all(row.get(name) in of for name, of in where))
    return frozenset(name for row in chosen for name in row.get(column, "").split("|") if name)


def ids(table: str, column: str, **where: tuple[str, ...]) -> Callable[[], frozenset[str]]:
    """What a column of another table holds, its lists taken apart, to be asked for when a cell is checked.

    Parameters
    ----------
    table : str
        Path under `data/`, without `.csv`.
    column : str
        Its column.
    **where : tuple of str
        Only rows whose cell in the column of this name is one of these.

    Examples
    --------
    >>> "soleus" in ids("anatomy/muscles", "muscle")()
    True
    >>> ids("load/stances/tasks", "task", kind=("daily",))() < ids("load/stances/tasks", "task")()
    True
    """
    return lambda: _names(table, column, tuple(where.items()))


@cache
def source_keys() -> frozenset[str]:
    """Keys of the ledger of sources."""
    return frozenset(tomllib.loads(data_path("sources.toml").read_text(encoding="utf-8")))
