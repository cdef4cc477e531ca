"""A declared table refuses what it does not allow, and says where."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from myotome.errors import DataError
from myotome.tables import (
    Table,
    files,
    fraction,
    integer,
    list_of,
    number,
    one_by,
    one_of,
    parsed,
    text,
    yes_no,
)

HEAD = "fruit,kind,colours,share,weight_g,count,ripe,unit,source,seen,note"
APPLE = "apple,pome,red|green,0.25,150,3,yes,share,general_anatomy,full,"
PEAR = "pear,pome,green,0.75,,,no,share,judgement,judgement,judged"
COLOURS = {"apple": ("red", "green"), "pear": ("green",)}
FRUIT = Table(
    "fruit.csv",
    {
        "fruit": one_of(("apple", "pear")),
        "kind": text(),
        "colours": list_of(one_by(lambda row: COLOURS[row["fruit"]])),
        "share": fraction(),
        "weight_g": number(1, 2000, optional=True),
        "count": integer(0, optional=True),
        "ripe": yes_no(),
    },
    key=("fruit",),
    sums={"share": ("kind",)},
    covers={"fruit": ("apple", "pear")},
    rules=(lambda row: "an apple is not blue" if "blue" in row["kind"] else None,),
)


def written(*lines: str) -> dict[str, str]:
    return {"fruit.csv": "\n".join((HEAD, *lines)) + "\n"}


def test_a_table_as_declared_passes() -> None:
    FRUIT.check(written(APPLE, PEAR))


@pytest.mark.parametrize(
    ("given", "put", "said"),
    [
        ("apple,", "aple,", ("line 2, column fruit", "'aple'", "one of apple, pear", "nearest: apple")),
        ("0.25", "7", ("line 2, column share", "'7'", "a number from 0 to 1")),
        ("0.25", "much", ("line 2, column share", "'much'")),
        ("0.25", "nan", ("line 2, column share",)),
        ("0.25", "", ("line 2, column share", "empty")),
        ("0.25", "0.35", ("column share", "sum to 1.1", "allowed: 1")),
        ("red|", "rde|", ("column colours", "one of green, red", "nearest: red")),
        ("150", "0", ("column weight_g", "from 1 to 2000")),
        (",3,", ",3.5,", ("column count", "a whole number of 0 or more")),
        ("yes", "maybe", ("column ripe", "yes or no")),
        ("general_anatomy", "general_anatom", ("column source", "nearest: general_anatomy")),
        ("full", "half", ("column seen", "full, judgement")),
        ("pome", "blue pome", ("line 2: an apple is not blue",)),
        ("150,3", "150", ("line 2: 10 cells; allowed: 11",)),
        (",judged", ",", ("line 3", "reason in the note")),
        ("pear,pome,green", "apple,pome,green", ("line 3", "duplicate of fruit.csv, line 2")),
        ("kind,", "kin,", ("line 1", "no column is called 'kin'", "nearest: kind")),
        ("fruit,kind", "kind", ("column 'fruit' is missing",)),
    ],
)
def test_what_is_not_as_declared_is_refused(given: str, put: str, said: tuple[str, ...]) -> None:
    content = written(APPLE, PEAR)["fruit.csv"]
    assert given in content
    with pytest.raises(DataError) as refused:
        FRUIT.check({"fruit.csv": content.replace(given, put, 1)})
    assert "fruit.csv" in str(refused.value)
    assert [words for words in said if words not in str(refused.value)] == []


def test_a_name_without_its_row_is_refused() -> None:
    with pytest.raises(DataError, match="no row has fruit 'pear'"):
        FRUIT.check(written(APPLE.replace("0.25", "1")))


@pytest.mark.parametrize(("given", "put"), [("pear,", "paer,"), ("0.75", "much"), (",,,no", ",,no")])
def test_a_row_that_cannot_be_read_is_not_called_missing_as_well(given: str, put: str) -> None:
    with pytest.raises(DataError) as refused:
        FRUIT.check(written(APPLE, PEAR.replace(given, put, 1)))
    assert str(refused.value).count("\n") == 0
    assert "line 3" in str(refused.value)


def test_low_value_and_high_are_in_order() -> None:
    table = Table("b.csv", {"low": number(), "value": number(), "high": number(optional=True)})
    table.check({"b.csv": "low,value,high,unit,source,seen\n1,2,,g,general_anatomy,full\n"})
    with pytest.raises(DataError, match=r"line 2: low 1 <= value 3 <= high 2 does not hold"):
        table.check({"b.csv": "low,value,high,unit,source,seen\n1,3,2,g,general_anatomy,full\n"})


def test_a_made_table_says_so_in_its_first_line() -> None:
    table = Table("b.csv", {"value": number()}, made_by="python -m b")
    body = "value,unit,source,seen\n2,g,general_anatomy,full\n"
    table.check({"b.csv": f"# made by: python -m b\n{body}"})
    with pytest.raises(DataError, match="line 1"):
        table.check({"b.csv": body})


def test_what_a_grammar_refuses_is_refused() -> None:
    def halves(cell: str) -> tuple[str, str]:
        left, right = cell.split("=")
        return left, right

    table = Table("b.csv", {"rule": parsed(halves, "a name, '=' and a value")})
    with pytest.raises(DataError, match="line 2, column rule: 'a'; allowed: a name, '=' and a value"):
        table.check({"b.csv": "rule,unit,source,seen\na,g,general_anatomy,full\n"})


def test_lines_are_counted_over_cells_of_several_lines() -> None:
    content = 'kind,share,unit,source,seen\n"a\nb",1,g,general_anatomy,full\nc,2,g,general_anatomy,full\n'
    with pytest.raises(DataError, match="line 4, column share"):
        Table("b.csv", {"kind": text(), "share": fraction()}).check({"b.csv": content})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tables in a folder of their own, with a cache of their own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    ledger = files.data_path("sources.toml").read_text(encoding="utf-8")
    (tmp_path / "sources.toml").write_text(ledger, encoding="utf-8")
    (tmp_path / "fruit.csv").write_text(written(APPLE, PEAR)["fruit.csv"], encoding="utf-8")
    monkeypatch.setattr(files, "_DATA", tmp_path)
    return tmp_path


def test_rows_are_read_as_declared(folder: Path) -> None:
    apple, pear = FRUIT.rows()
    assert apple["colours"] == ("red", "green")
    assert apple["share"] == 0.25
    assert apple["ripe"] is True
    assert pear["weight_g"] is None
    assert pear["count"] is None


def test_what_was_checked_is_not_checked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = FRUIT.rows()
    monkeypatch.setattr(Table, "check", lambda *_: pytest.fail("checked again"))
    assert FRUIT.rows() == rows


def test_what_a_grammar_reads_is_kept_as_it_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {**FRUIT.columns, "kind": parsed(lambda cell: complex(len(cell)), "any word")}
    table = Table("fruit.csv", columns)
    rows = table.rows()
    monkeypatch.setattr(Table, "check", lambda *_: pytest.fail("checked again"))
    assert table.rows() == rows
    assert rows[0]["kind"] == complex(4)


def test_a_change_of_the_tables_is_seen(folder: Path) -> None:
    FRUIT.rows()
    (folder / "fruit.csv").write_text(written(APPLE.replace("0.25", "7"), PEAR)["fruit.csv"], encoding="utf-8")
    files._hash.cache_clear()  # another process
    with pytest.raises(DataError, match="column share"):
        FRUIT.rows()


def test_another_declaration_is_not_taken_for_checked(folder: Path) -> None:
    FRUIT.rows()
    with pytest.raises(DataError, match="no column is called"):
        Table("fruit.csv", {"fruit": text()}).rows()


@pytest.mark.parametrize(("arguments", "reads"), [("--help", False), ("anatomy disc L4-L5", True)])
def test_help_reads_no_table(arguments: str, reads: bool) -> None:
    code = (
        "import sys; opened = [];"
        "sys.addaudithook(lambda event, given: event == 'open' and opened.append(str(given[0])));"
        f"sys.argv = ['myotome', *{arguments.split()!r}]\n"
        "from myotome.cli.main import run\n"
        "try:\n    run()\n"
        "except SystemExit:\n    pass\n"
        "sys.stderr.write(str(any(name.endswith(('.csv', '.toml')) for name in opened)))"
    )
    places = os.environ | {"MYOTOME_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=places
    )
    assert done.stderr == str(reads)


def test_entries_of_a_list_are_filled_and_may_be_lists() -> None:
    ways = list_of(list_of(one_of(("trunk", "cord", "C5")), separator=" > "))
    assert ways.read("C5|trunk > cord") == (("C5",), ("trunk", "cord"))
    assert ways.holds(ways.read("C5|trunk > cord"), {})
    assert not ways.holds(ways.read("C5|trunk > chord"), {})
    assert ways.nearest("C5|trunk > chord", {}) == ("cord",)
    assert not list_of(text()).holds(("red", ""), {})
