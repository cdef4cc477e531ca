"""How commands end whatever becomes of their outputs: a code that can be trusted, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode
from myotome.cli.process.targets import OutputTarget, check_targets, writing
from myotome.errors import InputError

PROGRAM = (sys.executable, "-c", "from myotome.cli.main import run; run()")
# many long lines, far more than a pipe holds, and a code that none of the library's own errors has
LONG = """
import typer
from myotome.cli.main import app, run

@app.command("long")
def long() -> None:
    for _ in range(50_000):
        print("x" * 60)
    raise typer.Exit(4)

run()
"""
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


def ended(command: tuple[str, ...], **outputs: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end; a hang is a failure."""
    return subprocess.run(command, timeout=120, check=False, **outputs)


def test_the_exit_code_is_kept_where_the_reader_goes() -> None:
    with subprocess.Popen([*PROGRAM[:2], LONG, "long"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=120) == ExitCode.RED_FLAG


@needs_full
@pytest.mark.parametrize("arguments", [("--version",), ("load", "--list"), ("anatomy", "muscle", "EHL", "--json")])
def test_a_full_disk_is_bad_input_and_no_traceback(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = ended((*PROGRAM, *arguments), stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == ExitCode.BAD_INPUT
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    assert ("--json" in arguments) == (b'{"error"' in done.stderr)


@needs_full
def test_what_cannot_be_told_changes_no_exit_code() -> None:
    with FULL.open("w") as full:
        assert ended((*PROGRAM, "anatomy", "muscle", "no such"), stderr=full).returncode == ExitCode.BAD_INPUT
    done = ended((*PROGRAM, "--version"), stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2))
    assert done.returncode == ExitCode.ANSWERED


WRONG = {
    ("explan",): "'explan",
    ("explain",): "no case",
    ("explain", "--next"): "'--next'",
    ("explain", "--\x1b[2J"): r"'--\\x1b[2J'",
    ("anatomy", "mussle", "EHL"): "'mussle'",
    ("anatomy", "root", "L9"): "'L9'",
    ("care", "case.yaml", "--seed", "many"): "'many'",
    ("next", "case.yaml", "-n", "0"): "'0'",
    ("load", "standing", "--draws", "9" * 5000): "'9999",
}


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:20])
def test_a_wrong_word_of_the_command_line_is_a_problem_like_any_other(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == ExitCode.BAD_INPUT
    assert done.stdout == ""
    (problem,) = json.loads(done.stderr.splitlines()[-1])["error"]["problems"]
    assert problem["given"].startswith(WRONG[words].replace("\\\\", "\\"))
    assert problem["allowed"]
    assert "".join(done.stderr.splitlines()).isprintable()


def test_the_nearest_of_few_values_is_named() -> None:
    assert "nearest: muscle" in CliRunner().invoke(app, ["anatomy", "mussle", "EHL"]).stderr


def failing(path: Path) -> None:
    with writing("--out", path) as part:
        part.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="No space left"):
        failing(path)
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["old"]


def test_only_a_regular_file_is_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "null.html").symlink_to(os.devnull)
    for name, kind in (("pipe", "pipe"), ("null", "device")):
        with pytest.raises(InputError, match=f"This is a {kind}"):
            check_targets(OutputTarget("-o", tmp_path / f"{name}.html"))
    for name in ("a\0.html", "x" * 1000):
        with pytest.raises(InputError):
            check_targets(OutputTarget("-o", tmp_path / name))
