"""Every table is declared once, is as declared, and refuses a bad cell with file and line."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import myotome
from myotome.errors import DataError
from myotome.tables import Column, Every, Table, TomlTable, data_path, fraction, table_files
from myotome.tables.files import cells
from myotome.tables.table_checks import wrong_places

DATA = data_path("sources.toml").parent
FILES = [path.relative_to(DATA).as_posix() for path in table_files(".csv", ".toml")]


def declared() -> list[Table | TomlTable]:
    """Every declaration that stands in a module of the package."""
    modules = [importlib.import_module(module.name) for module in pkgutil.walk_packages(myotome.__path__, "myotome.")]
    values = {id(value): value for module in modules for value in vars(module).values()}
    return [value for value in values.values() if isinstance(value, Table | TomlTable)]


DECLARED = declared()
TABLES = [table for table in DECLARED if isinstance(table, Table)]
TOML_TABLES = [table for table in DECLARED if isinstance(table, TomlTable)]


def names_of(table: Table | TomlTable) -> tuple[str, ...]:
    return table.files if isinstance(table, Table) else (table.name,)


def texts_of(table: Table) -> dict[str, str]:
    return {name: (DATA / name).read_text(encoding="utf-8") for name in table.files}


def test_every_file_is_declared_once() -> None:
    count = Counter(name for table in DECLARED for name in names_of(table))
    assert count == Counter(FILES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_as_declared(table: Table) -> None:
    table.check(texts_of(table))


@pytest.mark.parametrize("table", TOML_TABLES, ids=lambda table: table.name)
def test_every_toml_table_is_as_declared(table: TomlTable) -> None:
    table.check((DATA / table.name).read_text(encoding="utf-8"))


def wrong_cells(column: Column) -> Iterator[str]:
    """Cells that this column cannot hold: empty, of another type, out of its range, or no such name."""
    if not column.optional:
        yield ""
    if column.separator:
        yield column.separator
    if column.words == "text" or column.words.endswith("each text"):
        return
    yield "no such thing!"
    if "number" in column.words and " from " in column.words:
        low, high = column.words.rpartition(" from ")[2].split(" to ")
        yield repr(2 * abs(float(high)) + 1)
        yield repr(-2 * abs(float(low)) - 1)
    if column.names is not None:
        yield "misspeld_name"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_bad_cell_of_any_column_is_refused_with_file_and_line(table: Table) -> None:
    """One seeded row for each column, held alone: what a whole table must be needs no second look for each cell."""
    chance = random.Random(table.name)
    name = chance.choice(table.files)
    (_, head), *rows = cells(texts_of(table)[name])
    made_by = f"# made by: {table.made_by}\n" if table.made_by else ""
    columns = table.all_columns()
    for place, title in enumerate(head):
        _, row = chance.choice(rows)
        for wrong in wrong_cells(columns[title]):
            bad = csv_text(head, [*row[:place], wrong, *row[place + 1 :]])
            places = list(wrong_places(table, {name: made_by + bad}))
            where = f"{name}, line {3 if made_by else 2}, column {title}: "
            assert any(place.startswith(where) for place in places), (title, wrong, places)


def csv_text(*rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def wrong_values(shape: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Places of a shape that stand under fixed keys, with a value that none can hold there."""
    for key, inner in shape.items() if isinstance(shape, dict) else ():
        if isinstance(inner, Column):
            yield (*path, key), {"no": "such thing"}
            if inner.words != "text":
                yield (*path, key), "no such thing!"
        else:
            yield from wrong_values(inner, (*path, key))


def replaced(tree: Any, path: tuple[str, ...], value: Any) -> Any:
    """The tree with one value replaced."""
    key, *inner = path
    return {**tree, key: replaced(tree[key], tuple(inner), value) if inner else value}


@pytest.mark.parametrize("table", TOML_TABLES, ids=lambda table: table.name)
def test_a_bad_value_of_a_toml_table_is_refused_with_its_place(table: TomlTable) -> None:
    tree = tomllib.loads((DATA / table.name).read_text(encoding="utf-8"))
    for path, value in wrong_values(filled(table.shape, tree)):
        wrong = [place for place, _ in table.wrong_places(replaced(tree, path, value))]
        assert path in wrong, (path, value)


def filled(shape: Any, tree: Any) -> Any:
    """The shape of what stands in a tree: fixed keys where it says that every key has the same shape."""
    if isinstance(shape, Every):
        keys = [key for key in tree if key not in ("unit", "source", "seen", "note", "reason")]
        return {key: filled(shape.shape, tree[key]) for key in keys[:1]}
    if isinstance(shape, dict):
        return {key: filled(inner, tree[key]) for key, inner in shape.items() if key in tree}
    return shape


def test_a_bad_value_of_a_toml_table_is_named_with_its_line() -> None:
    table = TomlTable("tests/some.toml", {"one": {"share": fraction()}}, sourced=False)
    with pytest.raises(
        DataError, match=re.escape("tests/some.toml, line 3, one.share: 7; allowed: a number from 0 to 1")
    ):
        table.check("# a comment\n[one]\nshare = 7\n")
