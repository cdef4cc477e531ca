"""Which tables were found in order before: a table is held against its declaration once, not at every start.

What is remembered is a hash over the text of all tables, the age and size of every module, and the declaration. It lies
in the user's cache folder; where that cannot be read or written, a table is checked each time it is first read.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from myotome.tables.files import content_hash

__all__ = ["is_checked", "remember"]

_PACKAGE = Path(__file__).parent.parent
_MARK_LENGTH = 64
#: Marks of old states are dropped when the file has grown to this many bytes: some forty states of the tables.
_FULL = 400_000


def is_checked(declaration: object) -> bool:
    """Whether this declaration was found to hold for these very tables."""
    return _mark(declaration) in _known(_file())


def remember(declaration: object) -> None:
    """Note that a declaration holds; a note that cannot be written is left out."""
    mark, file = _mark(declaration), _file()
    _known(file).add(mark)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _FULL:
            file.unlink()
        with file.open("a", encoding="ascii") as handle:  # one short write: torn or mixed lines match no mark
            handle.write(f"{mark}\n")
    except OSError:
        return


def _file() -> Path:
    """Where the marks lie."""
    windows = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    folder = os.environ.get("XDG_CACHE_HOME") or windows or "~/.cache"
    return Path(folder).expanduser() / "myotome" / "checked_tables"


@cache
def _known(file: Path) -> set[str]:
    try:
        lines = file.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return set()
    return {line for line in lines if len(line) == _MARK_LENGTH}


def _mark(declaration: object) -> str:
    """Hash of the tables, the code, and a declaration; where functions lie in memory is left out."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(declaration))
    return hashlib.sha256(f"{content_hash()}{_code()}{text}".encode()).hexdigest()


@cache
def _code() -> str:
    """Hash over size and time of every module: a changed rule makes old marks worthless."""
    stats = sorted((path, stat.st_size, stat.st_mtime_ns) for path, stat in _modules(str(_PACKAGE)))
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def _modules(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every module in a folder and those inside; much faster than by paths, and at every start."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in ("data", "__pycache__"):
                    yield from _modules(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.path, entry.stat()
