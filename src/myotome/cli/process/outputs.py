"""The standard outputs of the program: neither a closed pipe nor a full disk ends a command with a traceback."""

from __future__ import annotations

import io
import os
import sys
from errno import EPIPE
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem

__all__ = ["steady_outputs"]


class _Output(io.FileIO):
    """An output of the program, by its number; once it cannot be written, what is written goes nowhere.

    A reader that has gone (`myotome explain | head`) is no error: the command runs on and its exit code is kept. A full
    disk is one, reported as bad input; the error stream has nobody left to tell.
    """

    def __init__(self, number: int, is_answer: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._is_answer = is_answer

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self._silence()
            if error.errno != EPIPE and self._is_answer:
                message = f"The answer could not be written: {error.strerror}."
                output = Problem("standard output", None, "an output that fails", "one to be written", (), message)
                raise InputError([output]) from None
            return memoryview(data).nbytes

    def _silence(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def steady_outputs() -> None:
    """Put outputs that never end a command in the place of the standard ones.

    A character that the terminal cannot show becomes a question mark; an output that is closed is written nowhere.
    """
    sys.stdout = _steady(sys.stdout, is_answer=True)
    sys.stderr = _steady(sys.stderr, is_answer=False)


def _steady(stream: object, is_answer: bool) -> io.TextIOWrapper:
    if not isinstance(stream, io.TextIOWrapper):
        return Path(os.devnull).open("w", encoding="utf-8")
    raw = io.BufferedWriter(_Output(stream.fileno(), is_answer))
    by_line = stream.line_buffering or not is_answer
    return io.TextIOWrapper(raw, stream.encoding, errors="replace", line_buffering=by_line)
