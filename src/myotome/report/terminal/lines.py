"""Lines of a page: sections with a heading, and items whose further lines hang under the first."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

__all__ = ["items", "print_sections", "section"]


def section(title: str, *parts: RenderableType) -> RenderableType:
    """Put a heading over the parts of a section."""
    return Group(Text(title, style="bold"), *parts)


def items(head: str, texts: Iterable[str], mark: str = "-", style: str = "") -> list[RenderableType]:
    """Make a head line and one marked item for each text; nothing at all where there is no text."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for text in texts:
        grid.add_row(Text(mark), Text(text.rstrip(), style=style))
    if not grid.row_count:
        return []
    return [Text(head), grid] if head else [grid]


def print_sections(console: Console, sections: Iterable[RenderableType]) -> None:
    """Print sections with an empty line after each."""
    for part in sections:
        console.print(part)
        console.print()
