"""A table of the package, declared once: its columns, its key, what sums to one, and the rules of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from myotome.errors import DataError
from myotome.tables.columns import SEEN, Column, Names, one_of, source_list, text
from myotome.tables.disk_cache import kept
from myotome.tables.files import cells, data_path, files_like, forget_tables, rows_as_written
from myotome.tables.table_checks import wrong_places
from myotome.tables.written import replace_table

__all__ = ["Table"]

#: So many wrong places are shown at once.
_SHOWN = 5

#: Says what is wrong between the values of a row, or nothing.
Rule = Callable[[Mapping[str, Any]], str | None]

#: Says what is wrong between the rows of a table.
RowsRule = Callable[[Sequence[Mapping[str, Any]]], Iterable[str]]

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
    sums_within : float
        How far a sum may be from 1: published shares are rounded.
    covers : mapping
        Column and the names each of which needs a row.
    rules : sequence of callable
        Each says what is wrong between the values of a row, or nothing.
    more : callable or None
        Gives further columns that another table names, to be asked for when the table is read.
    rows_rules : sequence of callable
        Each says what is wrong between the values of all rows.
    made_by : str or None
        Command that makes the table; its first line says so.

    Examples
    --------
    >>> from myotome.tables import fraction, text
    >>> columns = {"region": text(), "zone": text(), "share": fraction()}
    >>> Table("pathology/herniation/zones.csv", columns, sums={"share": ("region",)}).rows()[0]["share"]
    0.85
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums_within: float = 1e-6
    covers: Mapping[str, Names] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    more: Callable[[], Mapping[str, Column]] | None = None
    rows_rules: tuple[RowsRule, ...] = ()
    made_by: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", {**self.columns, **_COMMON, **self.columns})

    def all_columns(self) -> Mapping[str, Column]:
        """Its columns, those that another table names among them."""
        return {**self.columns, **self.more()} if self.more else self.columns

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
        rows = kept(self._kept_as(), self._checked)
        for name, column in self.all_columns().items() if rows else ():
            if column.grammar and name in rows[0]:
                for row in rows:
                    row[name] = column.read(row[name]) if row[name] else column.empty
        return rows

    def written(self) -> list[dict[str, str]]:
        """Every row with its cells as they are written, unchecked."""
        return [dict(row) for name in self.files for row in rows_as_written(name)]

    def write(self, rows: Sequence[Mapping[str, str]], path: Path | None = None) -> None:
        """Put rows in the place of those of its file, or of another; an interrupted write leaves the old ones.

        Parameters
        ----------
        rows : sequence of mapping
            Cells as text; a column that the first row lacks is left out.
        path : Path or None
            File to write instead of that of the package.
        """
        columns = [name for name in self.all_columns() if name in rows[0]]
        replace_table(path or data_path(self.name), columns, rows, self.made_by)
        forget_tables()

    def check(self, texts: Mapping[str, str]) -> None:
        """Hold the texts of its files, by file name, against the declaration; raises DataError."""
        if wrong := list(islice(wrong_places(self, texts), _SHOWN)):
            raise DataError("\n".join(wrong))

    def _kept_as(self) -> str:
        """Name under which its rows are kept: another declaration of the same file has another."""
        columns = [(name, *column.declared()) for name, column in self.columns.items()]
        rules = [getattr(rule, "__qualname__", "") for rule in (*self.rules, *self.rows_rules)]
        of_rows = (self.key, dict(self.sums), self.sums_within, list(self.covers), rules, self.made_by)
        return f"rows of {self.name} {columns} {self.more is not None} {of_rows}"

    def _checked(self) -> list[dict[str, Any]]:
        """Its rows, held against the declaration; what a grammar of its own reads is left as text."""
        texts = {name: data_path(name).read_text(encoding="utf-8") for name in self.files}
        self.check(texts)
        return [row for text in texts.values() for row in self._read(text)]

    def _read(self, text: str) -> Iterable[dict[str, Any]]:
        (_, head), *rows = cells(text)
        columns = self.all_columns()
        readers = [(name, str if columns[name].grammar else columns[name].read, columns[name].empty) for name in head]
        for _, row in rows:
            yield {name: read(cell) if cell else empty for (name, read, empty), cell in zip(readers, row, strict=True)}
