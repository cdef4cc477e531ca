"""The page is served at a port that is free, or not at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from support.stored import SECRET

pytest.importorskip("uvicorn")


def test_a_port_in_use_is_said_before_an_address_is_told_or_a_database_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--port", port, "--database", str(tmp_path / "records.sqlite")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be served at this port" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_may_not_be_written_is_told_with_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = OSError(30, "Read-only file system", "/data/records.sqlite")
    monkeypatch.setattr("myotome.records.records.engine_of", lambda _: (_ for _ in ()).throw(refused))
    monkeypatch.setenv("MYOTOME_RECORDS_KEY", SECRET)
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--database", "/tmp/none.sqlite"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "/data/records.sqlite: Read-only file system" in done.stderr
    assert "disk with space that may be written" in done.stderr
