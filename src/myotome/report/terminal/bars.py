"""Bars made of characters, for a terminal with or without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

__all__ = ["fill_of", "share_bar", "sided_bar"]


def fill_of(console: Console) -> str:
    """Character that bars are made of on this console."""
    return "#" if console.options.ascii_only else "█"


def share_bar(share: float, width: int, fill: str) -> Text:
    """Bar of a share, 0 to 1, of the width; what is above zero has at least one character."""
    return Text(fill * _length(share, width), style="cyan")


def sided_bar(weight: float, largest: float, width: int, fill: str) -> Text:
    """Bar that grows to the right for a positive weight and to the left for a negative one.

    Parameters
    ----------
    weight, largest : float
        The weight, and the weight that fills one side.
    width : int
        Characters of one side.
    fill : str
        Character of the bar.

    Returns
    -------
    Text
        `2 * width + 1` characters with a bar or a gap on each side of `|`.
    """
    length = _length(abs(weight) / largest, width) if largest > 0 else 0
    left = Text((fill * length if weight < 0 else "").rjust(width), style="magenta")
    right = Text((fill * length if weight > 0 else "").ljust(width), style="cyan")
    return Text.assemble(left, ("|", "dim"), right)


def _length(share: float, width: int) -> int:
    return 0 if share <= 0 else max(1, round(min(share, 1.0) * width))
