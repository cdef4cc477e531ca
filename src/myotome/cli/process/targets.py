"""May the files that a command is to write be written? Asked before anything is computed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from myotome.errors import InputError, Problem
from myotome.files import PART_PREFIX, kind_of_file, replaced

__all__ = ["FIGURES", "REPORTS", "TABLES", "OutputTarget", "check_folder", "check_targets", "refusing", "writing"]

#: Endings of the names of drawings, of tables and of reports.
FIGURES, TABLES, REPORTS = (".svg", ".png"), (".csv", ".parquet", ".sto"), (".html", ".pdf")


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """A file that a command is to write.

    Attributes
    ----------
    option : str
        The option that names it.
    path : Path or None
        The file; None where none is wanted.
    endings : tuple of str
        How its name may end; empty where that does not matter.
    """

    option: str
    path: Path | None
    endings: tuple[str, ...] = ()


def check_targets(*targets: OutputTarget, read: Sequence[Path | None] = ()) -> None:
    """Raise an InputError with everything that keeps these files from being written.

    Nothing is left behind, and a file that exists is not changed. None of the files that are read is written over.
    """
    wanted = [(one.option, one.path, one.endings) for one in targets if one.path is not None]
    problems = [_problem(*one) or _problem_of_source(*one[:2], read) for one in wanted]
    _raise([problem for problem in problems if problem is not None])


def check_folder(option: str, folder: Path | None) -> None:
    """Raise an InputError where a folder can neither be written into nor made."""
    if folder is not None:
        nearest = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
        problem = _problem_of_folder(option, nearest)
        _raise([] if problem is None else [problem])


@contextmanager
def writing(option: str, path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a file to write beside a file, and put it in its place once it is whole; a private one for its owner alone.

    What still goes wrong, such as a full disk, becomes an InputError, and the old file stays.
    """
    with refusing(option, path), replaced(path, private=private) as part:
        yield part


@contextmanager
def refusing(option: str, path: Path) -> Iterator[None]:
    """Turn what goes wrong while something is written into an InputError."""
    try:
        yield
    except OSError as error:
        raise InputError([_refused(option, path, error)]) from None


def _raise(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _problem(option: str, path: Path, endings: tuple[str, ...]) -> Problem | None:
    if endings and path.suffix.lower() not in endings:
        allowed = f"a name that ends in {' or '.join(endings)}"
        return Problem(option, None, str(path), allowed, (), "Choose one of these endings.")
    try:
        if kind := kind_of_file(path.stat().st_mode):
            return Problem(option, None, str(path), f"a file, not {kind}", (), f"This is {kind}.")
        path.open("ab").close()
    except (FileNotFoundError, NotADirectoryError):
        pass  # what keeps it from being made is asked below
    except (OSError, ValueError) as error:
        return _refused(option, path, error)
    return _problem_of_folder(option, Path(os.path.realpath(path)).parent)


def _problem_of_source(option: str, path: Path, read: Sequence[Path | None]) -> Problem | None:
    """A file that is written may not be one of those that the command reads, under whatever name."""
    for source in read:
        with suppress(OSError, ValueError):
            if source is not None and path.samefile(source):
                message = "This file is read here and would be written over; choose another name."
                return Problem(option, None, str(path), "another file than those that are read", (), message)
    return None


def _problem_of_folder(option: str, folder: Path) -> Problem | None:
    """What keeps a new file from being made in a folder: tried, for permissions alone do not tell."""
    allowed = "a folder that exists and may be written into"
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        message = "This is a file, not a folder." if os.path.lexists(folder) else "The folder does not exist."
        return Problem(option, None, str(folder), allowed, (), f"{message} Make it first, or name another.")
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=PART_PREFIX):
            return None
    except OSError as error:
        message = f"Nothing can be written into this folder: {error.strerror or error}."
        return Problem(option, None, str(folder), allowed, (), message)


def _refused(option: str, path: Path, error: Exception) -> Problem:
    message = f"The file could not be written: {getattr(error, 'strerror', None) or error}."
    return Problem(option, None, str(path), "a file that may be written", (), message)
