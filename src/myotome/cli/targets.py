"""May the files that a command is to write be written? Asked before anything is computed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from myotome.errors import InputError, Problem

__all__ = ["FIGURES", "REPORTS", "TABLES", "Target", "check_folder", "check_targets", "writing"]

#: Endings of the names of drawings, of tables and of reports.
FIGURES, TABLES, REPORTS = (".svg", ".png"), (".csv", ".parquet"), (".html", ".pdf")


@dataclass(frozen=True, slots=True)
class Target:
    """A file that a command is to write.

    Attributes
    ----------
    option : str
        The option that names it.
    path : Path or None
        The file; None where none is wanted.
    endings : tuple of str
        How its name may end; empty where that does not matter.
    replaced : bool
        Whether it is written beside itself and then put in its place, which its folder must allow.
    """

    option: str
    path: Path | None
    endings: tuple[str, ...] = ()
    replaced: bool = False


def check_targets(*targets: Target) -> None:
    """Raise an InputError with everything that keeps these files from being written.

    Nothing is left behind, and a file that exists is not changed.
    """
    problems = [_problem(one.option, one.path, one.endings, one.replaced) for one in targets if one.path is not None]
    _raise([problem for problem in problems if problem is not None])


def check_folder(option: str, folder: Path | None) -> None:
    """Raise an InputError where a folder can neither be written into nor made."""
    if folder is not None:
        nearest = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
        problem = _problem_of_folder(option, nearest)
        _raise([] if problem is None else [problem])


@contextmanager
def writing(option: str, path: Path) -> Iterator[None]:
    """Turn what still goes wrong while a file is written, such as a full disk, into an InputError."""
    try:
        yield
    except OSError as error:
        raise InputError([_refused(option, path, error)]) from None


def _raise(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _problem(option: str, path: Path, endings: tuple[str, ...], replaced: bool) -> Problem | None:
    if endings and path.suffix.lower() not in endings:
        allowed = f"a name that ends in {' or '.join(endings)}"
        return Problem(option, None, str(path), allowed, (), "Choose one of these endings.")
    if os.path.isdir(path):  # noqa: PTH112 - a path that cannot be looked at is no error here
        return Problem(option, None, str(path), "a file, not a folder", (), "This is a folder.")
    if replaced or not os.path.lexists(path):
        return _problem_of_folder(option, path.parent)
    try:
        if path.is_file():
            path.open("ab").close()
    except OSError as error:
        return _refused(option, path, error)
    return None


def _problem_of_folder(option: str, folder: Path) -> Problem | None:
    """What keeps a new file from being made in a folder: tried, for permissions alone do not tell."""
    allowed = "a folder that exists and may be written into"
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        message = "This is a file, not a folder." if os.path.lexists(folder) else "The folder does not exist."
        return Problem(option, None, str(folder), allowed, (), f"{message} Make it first, or name another.")
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".myotome-"):
            return None
    except OSError as error:
        message = f"Nothing can be written into this folder: {error.strerror or error}."
        return Problem(option, None, str(folder), allowed, (), message)


def _refused(option: str, path: Path, error: OSError) -> Problem:
    message = f"The file could not be written: {error.strerror or error}."
    return Problem(option, None, str(path), "a file that may be written", (), message)
