"""A document for a terminal of any width: plain text that reads the same with and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Literal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Card,
    Cards,
    Cell,
    Columns,
    Document,
    Facts,
    Figure,
    Paragraph,
    Row,
    Section,
    Subheading,
    TableOf,
)
from myotome.report.terminal.bars import fill_of, sided_bar
from myotome.report.terminal.console import page_console

__all__ = ["print_document", "print_sections"]

_COLOURS = {"urgent": "red", "soon": "yellow", "note": "blue"}
_BAR_SIDE = 10
_GAP = 3
_READABLE = 16
#: Below this many characters names stand above their values, and drawings of lengths become lists.
_NARROW = 50

Numbers = Mapping[str, int]


def print_document(document: Document, console: Console | None = None, *, with_sources: bool = False) -> None:
    """Print a document.

    Parameters
    ----------
    document : Document
    console : Console, optional
        Where to print; by default the standard output, at most 100 columns wide.
    with_sources : bool
        Number the citations and list the sources in full.
    """
    page = console or page_console()
    numbers = document.numbers() if with_sources else {}
    title = Text(document.title)
    page.print(title if len(title) > page.width - 4 else Rule(title, align="left", characters="-", style="dim"))
    if document.patient.rows:
        page.print(_facts(document.patient, numbers, page.width))
        page.print()
    print_sections(document.sections, page, numbers)
    if numbers:
        cited = (Text(f"{number}. {document.sources.get(key, key)}") for key, number in numbers.items())
        page.print(Group(Text("Sources", style="bold"), *cited), "")
    if document.footer:
        page.print(Text(document.footer, style="dim"))


def print_sections(sections: Iterable[Section], console: Console | None = None, numbers: Numbers | None = None) -> None:
    """Print sections with an empty line after each."""
    page = console or page_console()
    for section in sections:
        page.print(Text(section.title.upper() if page.no_color else section.title, style="bold underline"))
        for block in _spaced(section.blocks):
            page.print(block if isinstance(block, str) else _block(block, numbers or {}, page))
        page.print()


def _spaced(blocks: Sequence[Block]) -> Iterator[Block | str]:
    """Blocks with an empty line before a heading and around a table."""
    before: Block | None = None
    for block in blocks:
        if before is not None and (isinstance(block, Subheading | TableOf) or isinstance(before, TableOf)):
            yield ""
        yield block
        before = block


def _block(block: Block, numbers: Numbers, page: Console, width: int = 0) -> RenderableType:
    width = width or page.width
    match block:
        case Paragraph():
            return _text(block.spans, numbers, "dim" if block.small else "")
        case Bullets():
            return _bullets(block, numbers)
        case Facts():
            return _facts(block, numbers, width)
        case TableOf():
            return _table(block, numbers, width)
        case Figure():
            return _figure(block, page, width)
        case Row():
            return Group(*(_figure(figure, page, width) for figure in block.figures if not figure.repeats))
        case Subheading():
            return Text(block.text, style="bold")
        case Callout():
            return _callout(block, numbers, page, width)
        case Cards() | Columns():
            return _beside(block, numbers, page, width)


def _text(part: Cell, numbers: Numbers, style: str = "") -> Text:
    text = Text(style=style)
    for span in part:
        text.append(span.text, style="bold" if span.strong else "")
        if cited := [str(numbers[key]) for key in span.sources if key in numbers]:
            text.append(f" [{', '.join(cited)}]", style="dim")
    text.rstrip()
    return text


def _grid(*ratios: int) -> Table:
    """Columns without lines: those of ratio 0 as wide as they need, the others share the rest."""
    grid = Table.grid(padding=(0, 1))
    for ratio in ratios:
        grid.add_column(ratio=ratio or None, no_wrap=not ratio, overflow="fold")
    return grid


def _bullets(block: Bullets, numbers: Numbers) -> RenderableType:
    grid = _grid(0, 1)
    for place, item in enumerate(block.items, start=1):
        grid.add_row(Text(f"{place}." if block.numbered else "-"), _text(item, numbers))
    return grid


def _facts(block: Facts, numbers: Numbers, width: int) -> RenderableType:
    if width < _NARROW:
        return Group(*(Text.assemble((f"{name}: ", "dim"), _text(value, numbers)) for name, value in block.rows))
    grid = _grid(0, 1)
    for name, value in block.rows:
        grid.add_row(Text(name, style="dim"), _text(value, numbers))
    return grid


def _table(block: TableOf, numbers: Numbers, width: int) -> RenderableType:
    """Rows and columns where every word has room, else one card for each row."""
    rows = [[_text(one, numbers) for one in row] for row in block.rows]
    caption = Text(block.caption, style="italic")
    columns = list(zip(*([Text(name) for name in block.head], *rows), strict=True))
    floors = [_floor(column) for column in columns]
    if sum(floors) + _GAP * len(floors) > width:
        return Group(caption, *(part for row in rows for part in _card(block.head, row)))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, _GAP - 1, 0, 0), pad_edge=False, show_edge=False)
    for place, (name, room) in enumerate(zip(block.head, _widths(columns, floors, width), strict=True)):
        justify: Literal["left", "right"] = "right" if place in block.right else "left"
        table.add_column(Text(name), justify=justify, overflow="fold", width=room)
    for row in rows:
        table.add_row(*row)
    return Group(caption, table)


def _widths(columns: Sequence[Sequence[Text]], floors: Sequence[int], width: int) -> list[int]:
    """Characters of each column: what it needs, and a share of the rest where its texts are longer."""
    wants = [max(map(len, column)) - floor for column, floor in zip(columns, floors, strict=True)]
    spare = width - sum(floors) - _GAP * len(floors)
    if sum(wants) <= spare:
        return [floor + want for floor, want in zip(floors, wants, strict=True)]
    whole = sum(sqrt(want) for want in wants)
    return [floor + min(want, int(spare * sqrt(want) / whole)) for floor, want in zip(floors, wants, strict=True)]


def _floor(column: Sequence[Text]) -> int:
    """Characters that a column needs: no word of it is cut, and its cells stay readable."""
    _, *cells = column
    longest_word = max((len(word) for text in column for word in text.plain.split()), default=1)
    return max(longest_word, min(_READABLE, max(map(len, cells), default=1)))


def _card(head: Sequence[str], row: Sequence[Text]) -> Iterator[RenderableType]:
    first, *others = row
    yield Text.assemble((f"{head[0]}: ", "dim"), (first.plain, "bold"))
    for name, text in zip(head[1:], others, strict=True):
        if text.plain:
            yield Padding(Text.assemble((f"{name}: ", "dim"), text), (0, 0, 0, 2))


def _figure(block: Figure, page: Console, width: int) -> RenderableType:
    if block.repeats:
        return Group()
    if not block.bars:
        return Group(Text(f"Drawing: {block.alternative}"), Text(block.caption, style="dim"))
    return Group(_bars(block, page, width), Text(block.caption, style="dim"))


def _bars(block: Figure, page: Console, width: int) -> RenderableType:
    if width < _NARROW:
        return Group(*(Text(f"{bar.value:+.1f}  {bar.label}") for bar in block.bars))
    largest = max(abs(bar.value) for bar in block.bars)
    grid = _grid(1, 0, 0)
    grid.add_row("", Text(f"{'against':>{_BAR_SIDE}}|{'for':<{_BAR_SIDE}}", style="dim"), "")
    for bar in block.bars:
        drawn = sided_bar(bar.value, largest, _BAR_SIDE, fill_of(page))
        grid.add_row(Text(bar.label), drawn, Text(f"{bar.value:+.1f}".rjust(5)))
    return grid


def _beside(block: Cards | Columns, numbers: Numbers, page: Console, width: int) -> RenderableType:
    """What stands beside each other on paper stands one below the other here."""
    if isinstance(block, Cards):
        return Group(*(_drawn_card(card, numbers) for card in block.cards))
    return Group(*(_block(one, numbers, page, width) for column in block.columns for one in column))


def _drawn_card(card: Card, numbers: Numbers) -> RenderableType:
    """A title and its lines; the drawing is for paper and screens."""
    lines = (
        Padding(Text.assemble((f"{name}: " if name else "", "dim"), _text(line, numbers)), (0, 0, 0, 2))
        for name, line in card.lines
    )
    return Group(_text(card.title, numbers, "bold"), *lines)


def _callout(block: Callout, numbers: Numbers, page: Console, width: int) -> RenderableType:
    colour = _COLOURS[block.tone]
    title, fits = Text(block.title, style=f"bold {_COLOURS[block.tone]}"), len(block.title) <= width - 6
    inner = (_block(one, numbers, page, width - 4) for one in block.blocks)
    return Panel(
        Group(*inner) if fits else Group(title, *inner),  # a frame would cut a long title off
        title=title if fits else None,
        title_align="left",
        border_style=colour,
        box=box.HEAVY if block.tone == "urgent" else box.ROUNDED,
        padding=(0, 1),
    )
