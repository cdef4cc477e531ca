"""The page is served at a port that is free, or not at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app

pytest.importorskip("uvicorn")


def test_a_port_in_use_is_said_before_an_address_is_told_or_a_database_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--port", port, "--database", str(tmp_path / "records.sqlite")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be served at this port" in done.stderr
    assert list(tmp_path.iterdir()) == []
