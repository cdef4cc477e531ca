"""What a command is at work on, shown on a terminal where it takes longer than a moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

__all__ = ["progress"]

_AFTER_SECONDS = 1.0


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, once it has taken a second; gone when it is done."""
    if not sys.stderr.isatty():
        yield
        return
    shown: list[bool] = []
    timer = Timer(_AFTER_SECONDS, _show, (text, shown))
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
