"""`myotome records`: the commands that look after the patients that are kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.records import Identity, open_records
from support.stored import KEY


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["records", *words], env=KEY)
    return done.exit_code, done.output


@pytest.fixture
def database(tmp_path: Path) -> str:
    address = str(tmp_path / "records.sqlite")
    with closing(open_records(address, environment=KEY)) as records:
        records.add_patient(Identity("Ada Example"))
    return address


def test_a_database_is_verified_backed_up_and_restored(database: str, tmp_path: Path) -> None:
    new, kept = str(tmp_path / "new.sqlite"), str(tmp_path / "kept.gz")
    assert run("verify", "--database", database) == (0, "Everything is as it was written.\n")
    assert run("backup", kept, "--database", database)[0] == 0
    assert run("restore", kept, "--database", new)[0] == 0
    assert run("verify", "--database", new)[0] == 0
    assert run("migrate", "--database", new)[0] == 0
    code, text = run("restore", kept, "--database", new)
    assert (code, "empty database" in text) == (2, True)


def test_a_change_behind_the_back_ends_with_an_exit_code(database: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("update patient set version = 7")
    code, text = run("verify", "--database", database)
    assert code == 2
    assert "is not as it was written" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [(("backup",), "backup FILE"), (("erase",), "verify"), (("verify", "--database", "x://y"), "x://…")],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], says: str) -> None:
    code, text = run(*words)
    assert code == 2
    assert says in text
