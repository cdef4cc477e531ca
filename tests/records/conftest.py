"""Databases to keep records in: an embedded one, and a server that the tests start where PostgreSQL is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from myotome.records import Records, open_records
from support.stored import KEY

MISSING = "PostgreSQL is not installed: no initdb in PATH or /usr/lib/postgresql"


def program(name: str) -> str | None:
    """A program of PostgreSQL, the newest that Debian has."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a PostgreSQL server of our own; it refuses to run as root."""
    if program("initdb") is None:
        pytest.skip(MISSING)
    with tempfile.TemporaryDirectory(prefix="myo") as folder:
        who = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if who:
            shutil.chown(folder, **who)
        data = f"{folder}/data"

        def run(name: str, *arguments: str) -> None:
            command = [str(program(name)), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, env={"LC_ALL": "C"}, **who)

        run("initdb", "-D", data, "-A", "trust", "-U", "myotome", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses=''", "start")
        try:
            yield f"postgresql://myotome@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database that holds nothing yet."""
    if request.param == "sqlite":
        return str(tmp_path / "records.sqlite")
    import psycopg

    whole, name = str(request.getfixturevalue("server")), f"records_{uuid4().hex}"
    with closing(psycopg.connect(whole, autocommit=True)) as connection:
        connection.execute(f"create database {name}")
    return whole.replace("/postgres?", f"/{name}?")


@pytest.fixture
def opened(address: str) -> Iterator[Callable[..., Records]]:
    """Opens the database, as often as is wanted; each is closed at the end."""
    made: list[Records] = []

    def open_again(**options: Any) -> Records:
        made.append(open_records(address, environment=KEY, **options))
        return made[-1]

    yield open_again
    for records in made:
        records.close()


@pytest.fixture
def records(opened: Callable[..., Records]) -> Records:
    return opened()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Records]:
    """A database in a file."""
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made
