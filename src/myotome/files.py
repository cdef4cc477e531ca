"""Files that a user names: read within limits, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from myotome.errors import InputError, Problem

__all__ = ["MEGABYTE", "PART_PREFIX", "PART_SUFFIX", "decoded", "kind_of_file", "read_bytes", "read_text", "replaced"]

MEGABYTE: Final = 1_000_000
#: How the name of a file that is still being written begins and ends.
PART_PREFIX, PART_SUFFIX = ".myotome-", ".part"
_PRIVATE: Final = 0o600
_KINDS: Final[Mapping[str, Callable[[int], bool]]] = {
    "a folder": stat.S_ISDIR,
    "a pipe": stat.S_ISFIFO,
    "a socket": stat.S_ISSOCK,
    "a device": lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode),
}


def kind_of_file(mode: int) -> str:
    """Name what is no regular file, by its mode; empty for one that is."""
    return next((kind for kind, is_kind in _KINDS.items() if is_kind(mode)), "")


def read_text(path: Path, allowed: str, most_bytes: int) -> str:
    """Text of a file in UTF-8; its kind and its size are looked at before it is read.

    Parameters
    ----------
    path : Path
        A regular file; a pipe, a device or a socket may never end.
    allowed : str
        What kind of file is expected, for messages.
    most_bytes : int
        A larger file is refused.

    Returns
    -------
    str
        Without a byte order mark.

    Raises
    ------
    InputError
        There is no such file, it is of another kind, too large, cannot be read, is not UTF-8 or is empty.

    Examples
    --------
    >>> read_text(Path("missing.yaml"), "a case file", MEGABYTE)
    Traceback (most recent call last):
    ...
    myotome.errors.InputError: missing.yaml: There is no such file; check the path.
      given:   no file
      allowed: a case file
    """
    return decoded(path, read_bytes(path, allowed, most_bytes), allowed)


def decoded(path: Path, raw: bytes, allowed: str) -> str:
    """Text of what was read of a file, without a byte order mark; raises InputError as `read_text` does."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        given = f"byte 0x{error.object[error.start]:02x}"
        message = "The text is not UTF-8; save the file as UTF-8."
        raise InputError([Problem(str(path), line, given, allowed, (), message)]) from None
    if not text.strip():
        raise InputError([Problem(str(path), None, "an empty file", allowed, (), "The file is empty.")])
    return text


def read_bytes(path: Path, allowed: str, most_bytes: int) -> bytes:
    """Content of a file, looked at as `read_text` does, in whatever encoding; raises InputError as it does."""

    def refused(given: str, message: str) -> InputError:
        return InputError([Problem(str(path), None, given, allowed, (), message)])

    try:
        return _bytes(path, most_bytes, refused)
    except FileNotFoundError:
        raise refused("no file", "There is no such file; check the path.") from None
    except (OSError, ValueError) as error:
        raise refused(getattr(error, "strerror", None) or str(error), "The file cannot be read.") from None


def _bytes(path: Path, most_bytes: int, refused: Callable[[str, str], InputError]) -> bytes:
    _check_kind(path.stat().st_mode, refused)
    # opened without waiting and asked again, for what stands under the name may have changed
    with open(path, "rb", opener=_open_at_once) as file:
        status = os.fstat(file.fileno())
        _check_kind(status.st_mode, refused)
        size = status.st_size
        raw = file.read(most_bytes + 1) if size <= most_bytes else b""
    if max(size, len(raw)) > most_bytes:
        message = f"The file is too large: at most {most_bytes // MEGABYTE} MB are read."
        raise refused(f"{max(size, len(raw))} bytes", message)
    return raw


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_kind(mode: int, refused: Callable[[str, str], InputError]) -> None:
    if kind := kind_of_file(mode):
        way_out = "name the files in it" if kind == "a folder" else "name a regular file"
        raise refused(kind, f"This is {kind}; {way_out}.")


@contextmanager
def replaced(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Write a file beside its place, then put it there in one step: whatever goes wrong, the old file stays whole.

    Parameters
    ----------
    path : Path
        The file; where it is a link, what it points at is replaced.
    private : bool
        Whether its owner alone may read it, whoever could read the old one.

    Yields
    ------
    Path
        The file to write, of the same ending.

    Raises
    ------
    OSError
        The file cannot be written or put in its place; nothing is left behind.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with replaced(folder / "loads.csv") as part:
    ...     _ = part.write_text("frame,disc")
    >>> [file.name for file in folder.iterdir()]
    ['loads.csv']
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=PART_PREFIX, suffix=PART_SUFFIX + target.suffix)
    os.close(handle)
    part = Path(name)
    try:
        part.chmod(_PRIVATE if private else _mode(target))
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Permissions of the file that is replaced, else those that a new file has."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
