"""Where every number comes from: the tables of the package and the ledger of their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from myotome.tables import SEEN, content_hash, data_path, read_toml, rows_as_written, table_files

__all__ = ["Source", "seen_shares", "sources", "tables_hash"]


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


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    return {key: Source(key=key, **fields) for key, fields in read_toml("sources.toml").items()}


def tables_hash() -> str:
    """Hash over all tables, so that an old answer can be distinguished from a new one: 16 hex digits."""
    return content_hash()[:16]


def seen_shares() -> dict[str, float]:
    """Share of all table rows that were read in full, as an abstract, in a secondary source, fitted or judged."""
    counts = dict.fromkeys(SEEN, 0)
    root = data_path("sources.toml").parent
    for path in table_files(".csv"):
        for row in rows_as_written(path.relative_to(root).as_posix()):
            counts[row["seen"]] += 1
    total = sum(counts.values())
    return {seen: count / total for seen, count in counts.items()}
