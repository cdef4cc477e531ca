"""What follows from the tables alone is worked out once, and kept on disk for the processes that come after.

Everything kept lies in a folder named by a hash over the text of all tables, the size and times of every module, and
the version of Python: after a change of any of them nothing old is found. Values are written in Python's own form for
plain values, never as code to run, behind a checksum; a file that is torn or of another kind counts as missing. Where
the folder cannot be read or written, all is worked out each time.

The environment variable `MYOTOME_CACHE` names another folder than `myotome` in the user's cache; `off` keeps nothing.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from myotome.tables.files import content_hash, entries_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["kept", "kept_arrays"]

T = TypeVar("T")
_PACKAGE = Path(__file__).parent.parent
#: Bytes of a checksum, and of a length.
_WORD = 4
#: Arrays begin at a multiple of so many bytes.
_ALIGNED = 64
#: Folders of so many states of tables and code are left; the oldest are dropped.
_STATES = 4
#: How the names of these folders begin: others in a folder that the user names are not ours.
_STATE = "tables-"
_STATE_LENGTH = 32


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, from disk where an earlier process has kept it.

    Parameters
    ----------
    name : str
        Name of the value: one for each thing that is kept.
    make : callable
        Works the value out from the tables alone. Only what consists of numbers, texts, None, and tuples, lists, dicts
        and sets of these is kept; anything else is worked out each time.

    Returns
    -------
    object
        Equal to what `make` gives; a new object with each call.

    Examples
    --------
    >>> kept("example of kept", lambda: {"L5": (1, 2.5)})
    {'L5': (1, 2.5)}
    """
    if (found := _read(name)) is not None:
        with suppress(ValueError, EOFError, TypeError):
            value: T = marshal.loads(found)
            return value
    made: Any = make()
    with suppress(ValueError):  # not plain: not kept
        _write(name, marshal.dumps(made))
    return cast(T, made)


def kept_arrays(name: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Mapping[str, NDArray[Any]]:
    """Arrays by name as `make` gives them; kept ones are parts of the file, read where they are used.

    Parameters
    ----------
    name : str
        Name of the arrays together.
    make : callable
        Works them out from the tables alone.

    Returns
    -------
    mapping
        Arrays that cannot be written to.

    Examples
    --------
    >>> import numpy as np
    >>> kept_arrays("example of kept arrays", lambda: {"depth": np.array([0.5, 1.0])})["depth"]
    array([0.5, 1. ])
    """
    if (found := _read(name, mapped=True)) is not None:
        with suppress(ValueError, EOFError, TypeError):
            return _arrays(found)
    arrays = make()
    _write(name, *_parts(arrays))
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def _parts(arrays: Mapping[str, NDArray[Any]]) -> Iterator[bytes]:
    """A head that says which arrays follow, of which kind and shape and where, then the arrays."""
    stated, parts, end = [], [], 0
    for name, array in arrays.items():
        data = array.tobytes()
        stated.append((name, array.dtype.str, array.shape, end))
        parts.append(data + bytes(-len(data) % _ALIGNED))
        end += len(parts[-1])
    head = marshal.dumps(stated)
    yield (len(head).to_bytes(_WORD, "little") + head).ljust(_head_bytes(len(head)), b"\0")
    yield from parts


def _head_bytes(length: int) -> int:
    """Bytes before the first array; with the checksum before them, a multiple of `_ALIGNED`."""
    filled = 2 * _WORD + length
    return filled + -filled % _ALIGNED - _WORD


def _arrays(found: memoryview) -> Mapping[str, NDArray[Any]]:
    from numpy import dtype, frombuffer

    length = int.from_bytes(found[:_WORD], "little")
    data = found[_head_bytes(length) :]
    stated = marshal.loads(found[_WORD : _WORD + length])
    return {
        name: frombuffer(data, dtype(kind), prod(shape), start).reshape(shape) for name, kind, shape, start in stated
    }


def _read(name: str, mapped: bool = False) -> memoryview | None:
    """What is kept under a name, its checksum looked at; None where there is nothing, or nothing whole."""
    path = _path(name)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            whole = memoryview(_mapped(file.fileno()) if mapped else file.read())
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    checksum, content = whole[:_WORD], whole[_WORD:]
    return content if zlib.crc32(content).to_bytes(_WORD, "little") == checksum else None


def _mapped(handle: int) -> Any:
    from mmap import ACCESS_READ, mmap

    return mmap(handle, 0, access=ACCESS_READ)


def _write(name: str, *parts: bytes) -> None:
    """Keep bytes under a name; another process sees all of them or none. What cannot be written is left out."""
    from tempfile import mkstemp

    path = _path(name)
    if path is None:
        return
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            _drop_old_states(path.parent)
        handle, part_name = mkstemp(dir=path.parent)
    except OSError:
        return
    written = Path(part_name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((checksum.to_bytes(_WORD, "little"), *parts))
        written.replace(path)
    except OSError:
        with suppress(OSError):
            written.unlink()


def _drop_old_states(newest: Path) -> None:
    """Remove what was kept for tables or code that are no more, but for the last few states."""
    from shutil import rmtree

    states = [path for path in newest.parent.iterdir() if path.is_dir() and path.name.startswith(_STATE)]
    ages = {path: path.stat().st_mtime_ns for path in states if path != newest}
    for path in sorted(ages, key=ages.__getitem__)[: 1 - _STATES]:
        rmtree(path, ignore_errors=True)


def _path(name: str) -> Path | None:
    """File of a name in the folder of this state of tables and code; None where nothing is kept."""
    folder = _folder()
    return folder / f"{_STATE}{_state(content_hash())}" / hashlib.sha1(name.encode()).hexdigest() if folder else None


def _folder() -> Path | None:
    if chosen := os.environ.get("MYOTOME_CACHE"):
        return None if chosen == "off" else Path(chosen)
    named = (os.environ.get("XDG_CACHE_HOME"), os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    absolute = (name for name in named if name and Path(name).is_absolute())  # another is to be ignored, says XDG
    try:
        return Path(next(absolute, "~/.cache")).expanduser() / "myotome"
    except RuntimeError:  # a user without a home
        return None


@cache
def _state(tables: str) -> str:
    """Hash of the tables, the code and the version of Python."""
    modules = (entry for entry in entries_in(str(_PACKAGE), "data", "__pycache__") if entry.name.endswith(".py"))
    stats = sorted((entry.path, *_changes(entry.stat())) for entry in modules)
    stated = f"{tables} {sys.implementation.cache_tag} {stats!r}"
    return hashlib.sha256(stated.encode()).hexdigest()[:_STATE_LENGTH]


def _changes(stat: os.stat_result) -> tuple[int, int, int]:
    """What is another number for a file that was changed or replaced, even by one of the same age."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
