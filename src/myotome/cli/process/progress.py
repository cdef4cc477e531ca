"""What a command is at work on, shown on a terminal where it takes longer than a moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import myotome

__all__ = ["progress"]

_AFTER_SECONDS = 1.0


_ONCE = " (compiled for this machine the first time, which takes up to a minute)"


def _compiled(room: str) -> bool:
    """Whether kernels of a room were compiled here before."""
    return any((Path(myotome.__file__).parent / room).rglob("__pycache__/*.nbi"))


@contextmanager
def progress(text: str, *rooms: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, once it has taken a second; gone when it is done.

    Parameters
    ----------
    text : str
        What is being done.
    *rooms : str
        Rooms of the package whose kernels it needs: where they have to be compiled first, that is said too.
    """
    if not sys.stderr.isatty():
        yield
        return
    shown: list[bool] = []
    said = text if all(map(_compiled, rooms)) else text + _ONCE
    timer = Timer(_AFTER_SECONDS, _show, (said, shown))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _show(text: str, shown: list[bool]) -> None:
    shown.append(True)
    print(f"{text} ...", end="", file=sys.stderr, flush=True)
