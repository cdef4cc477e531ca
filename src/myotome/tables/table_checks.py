"""Whether the text of a table is as declared: every cell, then what holds between cells and rows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from myotome.errors import MyotomeError, nearest_names
from myotome.tables.columns import Column, Row
from myotome.tables.files import cells

if TYPE_CHECKING:
    from myotome.tables.table import Table

__all__ = ["wrong_places"]

#: Columns whose number, the first that there is, must lie between `low` and `high`.
_BOUNDED = ("value", "probability", "share", "mean")

#: A row as read from a file: where it stands, its cells, and their values.
_Placed = tuple[str, int, Row, dict[str, Any]]


def wrong_places(table: Table, texts: Mapping[str, str]) -> Iterator[str]:
    """Every place of a table that is not as declared, in words, in the order of the files.

    What must hold of all rows together is looked at only where each row is in order: a row that cannot be read would
    be missed there, and called missing.

    Parameters
    ----------
    table : Table
        The declaration.
    texts : mapping
        Text of each of its files by name.

    Yields
    ------
    str
        File, line, column, the value, what is allowed, and the nearest names.
    """
    placed: list[_Placed] = []
    in_order = True
    for file, text in texts.items():
        for words in _of_file(table, file, text, placed):
            in_order = False
            yield words
    yield from _repeated(table, placed)
    if not in_order:
        return
    yield from _sums(table, placed)
    yield from _uncovered(table, placed)
    for rule in table.rows_rules:
        yield from (f"{table.name}: {words}" for words in rule([values for *_, values in placed]))


def _of_file(table: Table, file: str, text: str, placed: list[_Placed]) -> Iterator[str]:
    """What is wrong with the lines of one file by themselves; rows whose cells are in order are handed on."""
    if table.made_by and not text.startswith(f"# made by: {table.made_by}\n"):
        yield f"{file}, line 1: the first line does not say '# made by: {table.made_by}'"
    lines = cells(text)
    if not lines[1:]:
        yield f"{file}: the table has no rows"
        return
    head_line, head = lines[0]
    wrong = list(_head(table, head))
    yield from (f"{file}, line {head_line}: {words}" for words in wrong)
    for line, row in () if wrong else lines[1:]:
        yield from (f"{file}, line {line}{words}" for words in _row(table, head, row, (file, line), placed))


def _head(table: Table, head: Sequence[str]) -> Iterator[str]:
    columns = table.all_columns()
    for name in head:
        if name not in columns:
            near = nearest_names(name, columns)
            yield f"no column is called {name!r}{_hint(near)}"
    for name in columns:
        if head.count(name) != 1 and not (name == "note" and name not in head):
            yield f"column {name!r} is missing" if name not in head else f"column {name!r} stands there twice"


def _row(
    table: Table, head: Sequence[str], row: Sequence[str], place: tuple[str, int], placed: list[_Placed]
) -> Iterator[str]:
    if len(row) != len(head):
        yield f": {len(row)} cells; allowed: {len(head)}, one for each column"
        return
    written: Row = dict(zip(head, row, strict=True))
    columns = table.all_columns()
    values: dict[str, Any] = {}
    faults = {}
    for name, cell in written.items():
        fault, values[name] = _cell(columns[name], cell, written)
        if fault:
            faults[name] = f", column {name}: {fault}"
    own = [fault for name, fault in faults.items() if not _follows(columns[name], written)]
    wrong = own or list(faults.values()) or [f": {words}" for words in _between(table, written, values)]
    yield from wrong
    if not wrong:
        placed.append((*place, written, values))


def _cell(column: Column, cell: str, row: Row) -> tuple[str, Any]:
    """What is wrong with a cell, nothing where it is in order, and its value."""
    if not cell:
        return "" if column.optional else f"empty; allowed: {column.allowed(row)}", column.empty
    try:
        value = column.read(cell)
        if column.holds(value, row):
            return "", value
        said = ""
    except (ValueError, KeyError, ArithmeticError, MyotomeError) as error:
        said = f" ({error})" if isinstance(error, MyotomeError) else ""
    return f"{cell!r}{said}; allowed: {column.allowed(row)}{_hint(column.nearest(cell, row))}", None


def _follows(column: Column, row: Row) -> bool:
    """Whether nothing is allowed in a cell, because another cell on which it depends is wrong."""
    return column.names is not None and not set(column.names(row))


def _between(table: Table, row: Row, values: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong between the cells of a row."""
    middle = next((name for name in _BOUNDED if isinstance(values.get(name), int | float)), "value")
    bounded = [name for name in ("low", middle, "high") if isinstance(values.get(name), int | float)]
    if any(values[low] > values[high] for low, high in pairwise(bounded)):
        yield " <= ".join(f"{name} {row[name]}" for name in bounded) + " does not hold"
    if row["source"] == "judgement" and not (row["seen"] == "judgement" and row.get("note")):
        yield "a judgement is not marked as seen 'judgement' with its reason in the note"
    yield from (words for rule in table.rules if (words := rule(values)))


def _repeated(table: Table, placed: Sequence[_Placed]) -> Iterator[str]:
    first: dict[tuple[str, ...], str] = {}
    for file, line, row, _ in placed if table.key else ():
        key = tuple(row[name] for name in table.key)
        before = first.setdefault(key, f"{file}, line {line}")
        if before != f"{file}, line {line}":
            said = ", ".join(f"{name} {cell!r}" for name, cell in zip(table.key, key, strict=True))
            yield f"{file}, line {line}: {said}: duplicate of {before}"


def _sums(table: Table, placed: Sequence[_Placed]) -> Iterator[str]:
    for column, by in table.sums.items():
        groups: dict[tuple[str, ...], list[_Placed]] = defaultdict(list)
        for item in placed:
            groups[tuple(item[2][name] for name in by)].append(item)
        for group, items in groups.items():
            total = math.fsum(values[column] or 0.0 for *_, values in items)
            if abs(total - 1) > table.sums_within:
                file, line, *_ = items[0]
                of = f" of {', '.join(group)}" if group else ""
                yield f"{file}, line {line}, column {column}: the shares{of} sum to {total:g}; allowed: 1"


def _uncovered(table: Table, placed: Sequence[_Placed]) -> Iterator[str]:
    for column, names in table.covers.items():
        there = {entry for *_, values in placed for entry in _entries(values[column])}
        for name in sorted(set(names() if callable(names) else names) - there):
            yield f"{table.name}: no row has {column} {name!r}; each name needs one{_hint(nearest_names(name, there))}"


def _entries(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _hint(near: Sequence[str]) -> str:
    return f"; nearest: {', '.join(near)}" if near else ""
