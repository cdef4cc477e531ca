"""Every table is declared once, is as declared, and refuses a bad cell with file and line."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections import Counter
from collections.abc import Iterator

import pytest

import myotome
from myotome.errors import DataError
from myotome.tables import Column, Table, TomlTable, data_path, table_files
from myotome.tables.files import cells

DATA = data_path("sources.toml").parent
FILES = [path.relative_to(DATA).as_posix() for path in table_files(".csv", ".toml")]
#: Files that no declaration covers yet, each read with converters and checks of its own.
UNDECLARED: frozenset[str] = frozenset(
    [
        "anatomy/conus_levels.csv",
        "anatomy/cord_segments.csv",
        "anatomy/discs.csv",
        "anatomy/merge_rule.toml",
        "anatomy/muscle_root_evidence.csv",
        "anatomy/roots.csv",
        "care/exercise/contraindications.csv",
        "care/exercise/stops.csv",
        "care/follow_up/reexamination.csv",
        "care/follow_up/referral_tests.csv",
        "care/follow_up/test_cautions.csv",
        "care/follow_up/thresholds.csv",
        "care/referral/condition_referral.csv",
        "care/treatment/cautions.csv",
        "care/treatment/guidelines.csv",
        "care/treatment/populations.csv",
        "care/treatment/treatments.csv",
        "claims/cases.toml",
        "claims/claims.csv",
        "claims/computations.csv",
        "claims/courses.csv",
        "claims/findings.csv",
        "claims/loads.csv",
        "claims/numbers.csv",
        "claims/postures.csv",
        "claims/wirings.csv",
        "exam/body_parts.csv",
        "exam/named_conditions.csv",
        "explain/red_flags/rules.csv",
        "sources.toml",
    ]
)
#: Cells of each column that are made wrong.
SAMPLES = 1


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
    assert {name: number for name, number in count.items() if number > 1} == {}
    assert set(FILES) - set(count) == UNDECLARED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_as_declared(table: Table) -> None:
    table.check(texts_of(table))


@pytest.mark.parametrize("table", TOML_TABLES, ids=lambda table: table.name)
def test_every_toml_table_is_as_declared(table: TomlTable) -> None:
    table.check((DATA / table.name).read_text(encoding="utf-8"))


def wrong_cells(column: Column) -> Iterator[str]:
    """Cells that this column cannot hold: of another type, out of its range, or no such name."""
    if column.words.endswith("text"):
        return
    yield "no such thing!"
    if "number" in column.words and " from " in column.words:
        low, high = column.words.rpartition(" from ")[2].split(" to ")
        yield f"{float(high) + 1:g}"
        yield f"{float(low) - 1:g}"
    if column.names is not None:
        yield "misspeld_name"


def replaced(text: str, line: int, place: int, cell: str) -> str:
    """The text with one cell of one line replaced; only for lines without quoted line breaks."""
    lines = text.splitlines()
    row = cells(lines[line - 1])[0][1]
    row[place] = cell
    lines[line - 1] = ",".join(f'"{entry}"' if "," in entry else entry.replace('"', '""') for entry in row)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_bad_cell_is_refused_with_file_and_line(table: Table) -> None:
    """Seeded, so that the same cells are made wrong on every machine."""
    chance, texts = random.Random(table.name), texts_of(table)
    name = chance.choice(table.files)
    (_, head), *rows = cells(texts[name])
    for place, title in enumerate(head):
        for wrong in wrong_cells(table.all_columns()[title]):
            for line, row in chance.sample(rows, min(SAMPLES, len(rows))):
                changed = {**texts, name: replaced(texts[name], line, place, wrong)}
                with pytest.raises(DataError) as refused:
                    table.check(changed)
                assert f"{name}, line {line}" in str(refused.value), (title, wrong, row)
