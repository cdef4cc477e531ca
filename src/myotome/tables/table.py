"""A table of the package, declared once: its columns, its key, what sums to one, and the rules of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from myotome.errors import DataError
from myotome.tables.checked import is_checked, remember
from myotome.tables.columns import SEEN, Column, Names, one_of, source_list, text
from myotome.tables.files import cells, data_path, files_like
from myotome.tables.table_checks import wrong_places

__all__ = ["Table"]

#: So many wrong places are shown at once.
_SHOWN = 5

#: Says what is wrong between the values of a row, or nothing.
Rule = Callable[[Mapping[str, Any]], str | None]

#: Columns of every table; `note` may be left out.
_COMMON: Mapping[str, Column] = {
    "unit": text(),
    "source": source_list(),
    "seen": one_of(SEEN),
    "note": text(optional=True),
}


@dataclass(frozen=True, eq=False)
class Table:
    """One CSV table under `data/`, or a folder of them with the same columns.

    Parameters
    ----------
    name : str
        Path under `data/`; `folder/*.csv` for all tables of a folder.
    columns : mapping
        What each column may hold. `unit`, `source`, `seen` and `note` are understood.
    key : sequence of str
        Columns that no two rows share.
    sums : mapping
        Column whose values sum to 1 over the rows that share the columns given.
    covers : mapping
        Column and the names each of which needs a row.
    rules : sequence of callable
        Each says what is wrong between the values of a row, or nothing.
    made_by : str or None
        Command that makes the table; its first line says so.

    Examples
    --------
    >>> from myotome.tables import fraction, text
    >>> columns = {"region": text(), "zone": text(), "share": fraction()}
    >>> Table("pathology/herniation/zones.csv", columns, sums={"share": ("region",)}).rows()[0]["share"]
    0.76
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    covers: Mapping[str, Names] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    made_by: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", {**_COMMON, **self.columns})

    @property
    def files(self) -> tuple[str, ...]:
        """Names of its files under `data/`, in order."""
        return files_like(self.name) if "*" in self.name else (self.name,)

    def rows(self) -> list[dict[str, Any]]:
        """Every row in the order of the files, its cells read as their columns say.

        Returns
        -------
        list of dict
            Column name to value; an empty cell is None, an empty text, or no entries, by the kind of its column.

        Raises
        ------
        DataError
            A file is not as declared: up to five places, with line, column, value, what is allowed, the nearest name.
        """
        texts = {name: data_path(name).read_text(encoding="utf-8") for name in self.files}
        if not is_checked(self):
            self.check(texts)
            remember(self)
        return [row for text in texts.values() for row in self._read(text)]

    def check(self, texts: Mapping[str, str]) -> None:
        """Hold the texts of its files, by file name, against the declaration; raises DataError."""
        if wrong := list(islice(wrong_places(self, texts), _SHOWN)):
            raise DataError("\n".join(wrong))

    def _read(self, text: str) -> Iterable[dict[str, Any]]:
        (_, head), *rows = cells(text)
        readers = [(name, self.columns[name].read, self.columns[name].empty) for name in head]
        for _, row in rows:
            yield {name: read(cell) if cell else empty for (name, read, empty), cell in zip(readers, row, strict=True)}
