"""A cell that states a condition is refused where it is none: with file, line, column and the nearest name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from myotome.care.exercise import plan
from myotome.care.exercise.rules import contraindications
from myotome.care.follow_up import investigations, reexamination
from myotome.care.referral import of_conditions
from myotome.care.treatment import guidelines, options
from myotome.errors import DataError
from myotome.exam.query import grammar
from myotome.explain.red_flags import rules
from myotome.tables import Table

CELLS = [
    (grammar._NAMED, "condition"),
    (rules._RULES, "when"),
    (guidelines._POPULATIONS, "needs"),
    (options._TREATMENTS, "needs"),
    (options._CAUTIONS, "when"),
    (reexamination._ITEMS, "needs"),
    (investigations._CAUTIONS, "when"),
    (of_conditions._TABLE, "needs"),
    (contraindications._RULES, "when"),
    (plan._STOPS, "when"),
]


def broken(text: str) -> Iterator[str]:
    """One condition, spoilt in several ways."""
    yield f"{text} AND"
    yield f"({text}) AND sign:babinsky=positive"
    yield f"({text}) OR @no_such_condition"
    yield f"{text})"


@pytest.mark.parametrize(("table", "column"), CELLS, ids=lambda value: getattr(value, "name", value))
def test_a_condition_that_cannot_be_read_is_refused_at_its_place(table: Table, column: str, tmp_path: Path) -> None:
    rows, copy = table.written(), tmp_path / "table.csv"
    at = next(number for number, row in enumerate(rows) if row[column])
    for text in broken(rows[at][column]):
        table.write([{**row, column: text} if number == at else row for number, row in enumerate(rows)], copy)
        with pytest.raises(DataError) as refused:
            table.check({table.name: copy.read_text(encoding="utf-8")})
        assert f"{table.name}, line {at + 2}, column {column}: {text!r}" in str(refused.value)


def test_the_nearest_name_is_given(tmp_path: Path) -> None:
    rows, copy = rules._RULES.written(), tmp_path / "rules.csv"
    rules._RULES.write([{**rows[0], "when": "@sadle"}, *rows[1:]], copy)
    with pytest.raises(DataError, match="nearest: saddle"):
        rules._RULES.check({rules._RULES.name: copy.read_text(encoding="utf-8")})
