"""Where pages of text are printed."""

from __future__ import annotations

from rich.console import Console

__all__ = ["page_console"]

_WIDEST = 100


def page_console() -> Console:
    """Console for a page of text: no wider than reads well, plain where it is no terminal or NO_COLOR is set."""
    console = Console(highlight=False, emoji=False, markup=False)
    if console.width > _WIDEST:
        console.width = _WIDEST
    return console
