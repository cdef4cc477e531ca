"""Where every number comes from: the tables of the package and the ledger of their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Protocol

from myotome.tables import (
    SEEN,
    Every,
    TomlTable,
    content_hash,
    data_path,
    integer,
    one_of,
    rows_as_written,
    table_files,
    text,
)

__all__ = ["Source", "Sourced", "seen_shares", "sources", "tables_hash"]

_KINDS = (
    *("trial", "cohort", "study", "systematic_review", "review", "guideline", "page"),
    *("textbook_list", "graded_textbook", "surgical_emg_series", "stimulation_series"),
    *("model", "calibration", "judgement"),
)
_LEDGER = TomlTable(
    "sources.toml",
    Every(
        {
            "text": text(),
            "kind": one_of(_KINDS),
            "year": integer(1800, 2100, optional=True),
            **dict.fromkeys(("authors", "doi", "pmid", "pmcid", "url", "licence"), text(optional=True)),
        }
    ),
    sourced=False,
)


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


class Sourced(Protocol):
    """What knows its sources: an answer, an explanation, a plan, a forecast, a load."""

    def sources(self) -> tuple[str, ...]:
        """Keys of the ledger, each once."""


@cache
def _ledger() -> Mapping[str, Source]:
    return MappingProxyType({key: Source(key=key, **fields) for key, fields in _LEDGER.read().items()})


def sources(answer: Sourced | None = None) -> Mapping[str, Source]:
    """Which sources stand behind an answer? Without one, every source that the package rests on.

    Parameters
    ----------
    answer : Answer, Explanation, Plan, Forecast or LoadAnswer, optional
        Anything that knows its sources; those that it did not use are left out.

    Returns
    -------
    mapping
        Key to source.

    Examples
    --------
    >>> sources()["weber1983"].year
    1983
    """
    ledger = _ledger()
    return ledger if answer is None else {key: ledger[key] for key in answer.sources()}


def tables_hash() -> str:
    """Hash over all tables, so that an old answer can be distinguished from a new one: 16 hex digits."""
    return content_hash()[:16]


#: Coordinates of muscles and of drawings are geometry, not medicine: they are left out of the shares.
_COORDINATES = ("load/body/paths.", "load/neck/paths.", "report/figures/")


def seen_shares() -> dict[str, float]:
    """Share of table rows that were read in full, as an abstract, in a secondary source, fitted or judged.

    Coordinates of muscles and drawings are left out.
    """
    counts = dict.fromkeys(SEEN, 0)
    root = data_path("sources.toml").parent
    names = (path.relative_to(root).as_posix() for path in table_files(".csv"))
    for name in (name for name in names if not name.startswith(_COORDINATES)):
        for row in rows_as_written(name):
            counts[row["seen"]] += 1
    total = sum(counts.values())
    return {seen: count / total for seen, count in counts.items()}
