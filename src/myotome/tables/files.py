"""Where the tables of the package lie, and the fingerprint of all they say."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from myotome.errors import DataError

__all__ = ["cells", "content_hash", "data_path", "files_like", "ids", "source_keys", "table_files"]

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
    return sorted(path for path in _DATA.rglob("*") if path.suffix in suffixes)


def content_hash() -> str:
    """Hash over all tables, 64 hex digits: two equal hashes mean the same tables."""
    return _hash(_DATA)


@cache
def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in table_files(".csv", ".toml", ".yaml", ".json"):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


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
def _column(table: str, column: str) -> frozenset[str]:
    (_, head), *rows = cells(data_path(f"{table}.csv").read_text(encoding="utf-8"))
    where = head.index(column)
    return frozenset(row[where] for _, row in rows if len(row) > where and row[where])


def ids(table: str, column: str) -> Callable[[], frozenset[str]]:
    """What a column of another table holds, to be asked for when a cell is checked.

    Parameters
    ----------
    table : str
        Path under `data/`, without `.csv`.
    column : str
        Its column.

    Examples
    --------
    >>> "soleus" in ids("anatomy/muscles", "muscle")()
    True
    """
    return lambda: _column(table, column)


@cache
def source_keys() -> frozenset[str]:
    """Keys of the ledger of sources."""
    return frozenset(tomllib.loads(data_path("sources.toml").read_text(encoding="utf-8")))
