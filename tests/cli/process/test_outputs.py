"""The outputs of the program while it runs: a reader that goes is no error, a disk that is full is one."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from myotome.cli.main import _flushed, _print_version
from myotome.cli.process.outputs import _Output, steady_outputs
from myotome.cli.process.progress import _AFTER_SECONDS, progress
from myotome.errors import InputError

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_a_reader_that_has_gone_is_no_error(pipe: tuple[int, int]) -> None:
    read, write = pipe
    output = _Output(write, is_answer=True)
    assert output.write(b"heard") == 5
    assert os.read(read, 5) == b"heard"
    os.close(read)
    assert output.write(b"not heard") == 9
    assert output.write(b"nor this") == 8


@needs_full
def test_an_answer_that_finds_no_space_is_bad_input_once() -> None:
    with FULL.open("wb", buffering=0) as full:
        answer = _Output(full.fileno(), is_answer=True)
        with pytest.raises(InputError, match="No space left"):
            answer.write(b"answer")
        assert answer.write(b"what is said of it") == 18


@needs_full
def test_what_is_said_beside_the_answer_never_ends_a_command() -> None:
    with FULL.open("wb", buffering=0) as full:
        assert _Output(full.fileno(), is_answer=False).write(b"a remark") == 8


def test_what_the_terminal_cannot_show_becomes_a_question_mark(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = pipe
    stream = io.TextIOWrapper(io.FileIO(write, "w", closefd=False), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", None)
    steady_outputs()
    print("30 µm")
    print("a closed output takes what it is given", file=sys.stderr)
    sys.stdout.flush()
    assert os.read(read, 100) == b"30 ?m\n"
    sys.stderr.close()


@needs_full
def test_the_last_lines_are_written_or_said_to_be_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("wb", buffering=0) as full:
        answer = io.TextIOWrapper(io.BufferedWriter(_Output(full.fileno(), is_answer=True)), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", answer)
        print("the answer")
        assert _flushed() == 2
    assert "No space left" in capsys.readouterr().err
    monkeypatch.undo()
    assert _flushed() == 0


def test_only_an_asked_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _print_version(False)
    assert capsys.readouterr().out == ""


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def test_work_that_takes_a_moment_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    with progress("fitting"):
        pass
    assert terminal.getvalue() == ""


class AtOnce:
    """A clock on which the wait is over at once."""

    def __init__(self, seconds: float, say: Callable[..., None], words: tuple[object, ...]) -> None:
        assert seconds == _AFTER_SECONDS
        self._say, self._words = say, words

    def start(self) -> None:
        self._say(*self._words)

    def cancel(self) -> None:
        """Nothing is waited for."""

    join = cancel


def test_long_work_is_shown_and_wiped_out(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    monkeypatch.setattr("myotome.cli.process.progress.Timer", AtOnce)
    with progress("fitting"):
        assert terminal.getvalue() == "fitting ..."
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("compiled", [True, False])
def test_kernels_that_are_compiled_first_are_spoken_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, compiled: bool
) -> None:
    terminal = watched(monkeypatch)
    monkeypatch.setattr("myotome.cli.process.progress.Timer", AtOnce)
    monkeypatch.setattr("myotome.cli.process.progress.myotome.__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "load" / "__pycache__").mkdir(parents=True)
    if compiled:
        (tmp_path / "load" / "__pycache__" / "kernel.f-1.py311.nbi").write_bytes(b"")
    with progress("fitting", "load"):
        assert ("compiled for this machine" in terminal.getvalue()) is not compiled


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("fitting"):
        pass
    assert capsys.readouterr().err == ""
