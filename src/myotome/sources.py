"""Where every number comes from: the tables of the package and the ledger of their sources."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from myotome.errors import DataError

__all__ = ["SEEN", "Source", "data_path", "read_csv", "read_toml", "seen_shares", "sources", "tables_hash"]

SEEN = ("full", "abstract", "secondary", "fitted", "judgement")
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Source:
    """One source: how it is cited and what kind of evidence it is."""

    key: str
    text: str
    kind: str
    authors: str | None = None
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    licence: str | None = None


def data_path(name: str) -> Path:
    """Path of a table of the package; raises DataError where there is none."""
    path = _DATA / name
    if not path.is_file():
        raise DataError(f"the package has no table {name!r}")
    return path


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


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    return {key: Source(key=key, **fields) for key, fields in read_toml("sources.toml").items()}


@cache
def tables_hash() -> str:
    """Hash over all tables, so that an old answer can be told from a new one: 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(_DATA.iterdir()):
        if path.suffix in {".csv", ".toml", ".yaml", ".json"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def seen_shares() -> dict[str, float]:
    """Share of all table rows that were read in full, as an abstract, at second hand, fitted or judged."""
    counts = dict.fromkeys(SEEN, 0)
    for path in sorted(_DATA.glob("*.csv")):
        for row in read_csv(path.name, {}):
            counts[row["seen"]] += 1
    total = sum(counts.values())
    return {seen: count / total for seen, count in counts.items()}
