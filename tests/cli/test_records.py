"""`myotome records`: the commands that look after the patients that are kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy.exc
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
    [(("backup",), "FILE"), (("erase",), "erase"), (("verify", "--database", "x://y"), "x://…")],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], says: str) -> None:
    code, text = run(*words)
    assert code == 2
    assert says in text


def test_a_patient_goes_out_and_in_again_and_all_go_out_without_names(database: str, tmp_path: Path) -> None:
    out, table = tmp_path / "ada.json", tmp_path / "all.parquet"
    code, text = run("export", "ada", "-o", str(out), "--database", database)
    assert (code, "can read it" in text) == (0, True)
    code, text = run("import", str(out), "--database", database)
    assert (code, text.startswith("Kept as patient ")) == (0, True)
    code, text = run("export", "ada", "-o", str(out), "--database", database)
    assert (code, "2 patients" in text) == (2, True)
    assert out.stat().st_mode & 0o777 == 0o600
    assert run("export", "nobody", "-o", str(out), "--database", database)[0] == 2
    assert run("import", str(tmp_path / "none.json"), "--database", database)[0] == 2
    pytest.importorskip("pyarrow")
    assert run("deidentify", "-o", str(table), "--database", database) == (0, f"0 visits written to {table}.\n")
    assert table.stat().st_mode & 0o777 == 0o600


def test_an_encrypted_file_opens_with_its_key_alone(database: str, tmp_path: Path) -> None:
    age = pytest.importorskip("pyrage")
    out, key, kept = tmp_path / "ada.age", tmp_path / "key", ("--database", database)
    mine = age.x25519.Identity.generate()
    key.write_text(f"# a comment\n{mine}\n")
    assert run("export", "ada", "-o", str(out), "--to", str(mine.to_public()), *kept)[0] == 0
    assert b"Ada Example" not in out.read_bytes()
    assert run("import", str(out), "--key-file", str(key), *kept)[0] == 0
    key.write_text(f"{age.x25519.Identity.generate()}\n")
    code, text = run("import", str(out), "--key-file", str(key), *kept)
    assert (code, "does not open" in text) == (2, True)


def test_a_new_key_takes_the_place_of_the_old(database: str, tmp_path: Path) -> None:
    code, text = run("rotate", "--database", database)
    assert (code, "MYOTOME_RECORDS_NEW_KEY" in text) == (2, True)
    new = {"MYOTOME_RECORDS_NEW_KEY": "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="}
    done = CliRunner().invoke(app, ["records", "rotate", "--database", database], env=KEY | new)
    assert (done.exit_code, "MYOTOME_RECORDS_KEY now" in done.output) == (0, True)
    assert run("verify", "--database", database)[0] == 2


@pytest.mark.parametrize(
    "words", [("verify",), ("export", "ada", "-o", "out.json"), ("backup", "kept.gz"), ("rotate",)]
)
def test_a_database_that_does_not_exist_is_not_made(words: tuple[str, ...], tmp_path: Path) -> None:
    code, text = run(*words, "--database", str(tmp_path / "new" / "none.sqlite"))
    assert (code, "There is no such database" in text) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("verify",),
        ("export", "ada", "-o", "{}/a.json"),
        ("import", "{}/a.json"),
        ("rotate",),
        ("backup", "{}/kept.gz"),
        ("deidentify", "-o", "{}/all.parquet"),
    ],
)
def test_what_the_disk_and_the_database_say_is_one_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of something else, then a full disk, a disk that cannot be written, and a database with its own reason."""
    foreign = tmp_path / "foreign.sqlite"
    foreign.write_bytes(bytes(range(1, 255)) * 20)
    asked = [word.format(tmp_path) for word in words]
    code, text = run(*asked, "--database", str(foreign))
    assert (code, "file is not a database" in text) == (2, True)

    def failing(error: Exception) -> None:
        def fails(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("myotome.records.open_records", fails)

    for error, says in [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(30, "Read-only file system", "r.sqlite"), "r.sqlite: Read-only file system"),
        (sqlalchemy.exc.OperationalError("insert", {}, ValueError("disk is full")), "given:   disk is full"),
    ]:
        failing(error)
        code, text = run(*asked, "--database", str(foreign))
        assert (code, says in text, "insert" in text) == (2, True, False)
