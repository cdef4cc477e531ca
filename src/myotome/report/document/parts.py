"""A document as a tree of plain parts, without any markup: what the web page, the print and the terminal show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from myotome.language import ENGLISH, Language

__all__ = [
    "Bar",
    "Block",
    "Bullets",
    "Callout",
    "Card",
    "Cards",
    "Cell",
    "Columns",
    "Document",
    "Facts",
    "Figure",
    "Paragraph",
    "Row",
    "Section",
    "Span",
    "Subheading",
    "TableOf",
    "cell",
    "cited",
    "paragraph",
    "spans",
]

Tone = Literal["urgent", "soon", "note"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words in one style; `sources` are the keys of what they rest on."""

    text: str
    strong: bool = False
    sources: tuple[str, ...] = ()


Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Cell
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered where the order matters."""

    items: tuple[Cell, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, as in the header of a patient."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table with a caption; `widths` are relative, `right` holds the columns of numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a drawing as a labelled length; negative values point to the left."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG text, with what it shows in words for those who cannot see it.

    Attributes
    ----------
    svg : str
        One `svg` element.
    caption : str
        Printed below.
    alternative : str
        Read aloud instead.
    width : float
        Share of the line that it takes, 0 to 1.
    bars : tuple of Bar
        The same as lengths, for a terminal; empty where it is no chart of lengths.
    repeats : bool
        Whether a table beside it holds the same numbers, so that a terminal may leave it out.
    """

    svg: str
    caption: str
    alternative: str
    width: float = 1.0
    bars: tuple[Bar, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Drawings beside each other where there is room, each as wide as it says."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that must not be missed."""

    tone: Tone
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks beside each other where there is room, with relative widths; one below the other where there is none."""

    columns: tuple[tuple[Block, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A small drawing with a title and some short lines beside it; a line without a name stands alone."""

    figure: Figure
    title: Cell
    lines: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards in two columns where there is room; none is broken over a page."""

    cards: tuple[Card, ...]


Block = Paragraph | Bullets | Facts | TableOf | Figure | Row | Subheading | Callout | Columns | Cards


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading; `key` names it in addresses and in tests.

    Attributes
    ----------
    alone : bool
        In print, nothing follows it on its page.
    letters_pt : float or None
        Size of its letters in print; such a section begins on a page of its own.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    alone: bool = False
    letters_pt: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes
    ----------
    title : str
        What it is.
    running : str
        The line with the patient that stands on every page.
    patient : Facts
        The header.
    sections : tuple of Section
        In order.
    sources : mapping
        Key to full text of every source that may be cited.
    footer : str
        Version and tables.
    made_on : date or None
        The day that the file of a printed document bears.
    letters_pt : float
        Size of the letters in print; what a patient takes home is larger.
    folds : bool
        On a screen, whether all sections but the first are folded.
    cites : bool
        Whether sources are numbered and listed; a sheet for a patient leaves that to the report.
    language : Language
        In which it is written.
    """

    title: str
    running: str
    patient: Facts
    sections: tuple[Section, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    footer: str = ""
    made_on: date | None = None
    letters_pt: float = 9.0
    folds: bool = False
    cites: bool = True
    language: Language = ENGLISH

    def numbers(self) -> dict[str, int]:
        """Number of every source that is cited, in the order in which it is first met."""
        met: dict[str, int] = {}
        if not self.cites:
            return met
        for span in _spans_of(self.patient):
            _number(met, span)
        for section in self.sections:
            for block in section.blocks:
                for span in _spans_of(block):
                    _number(met, span)
        return met


def _number(met: dict[str, int], span: Span) -> None:
    for key in span.sources:
        met.setdefault(key, len(met) + 1)


def _spans_of(block: Block) -> Iterator[Span]:
    for inner in _inside(block):
        yield from _spans_of(inner)
    for part in _cells_of(block):
        yield from part


def _inside(block: Block) -> tuple[Block, ...]:
    """Blocks within a box or within columns."""
    if isinstance(block, Columns):
        return tuple(inner for column in block.columns for inner in column)
    return block.blocks if isinstance(block, Callout) else ()


def _cells_of(block: Block) -> Sequence[Cell]:
    if isinstance(block, Paragraph):
        return [block.spans]
    if isinstance(block, Bullets):
        return block.items
    if isinstance(block, Facts):
        return [value for _, value in block.rows]
    if isinstance(block, Cards):
        return [part for card in block.cards for part in (card.title, *(line for _, line in card.lines))]
    return [part for row in block.rows for part in row] if isinstance(block, TableOf) else []


def spans(*parts: str | Span) -> Cell:
    """Words and styled words in a row."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part)


def paragraph(*parts: str | Span, small: bool = False) -> Paragraph:
    """A paragraph of words and styled words."""
    return Paragraph(spans(*parts), small)


def cited(text: str, sources: Sequence[str] = (), strong: bool = False) -> Span:
    """Words with what they rest on."""
    return Span(text, strong, tuple(sources))


def cell(text: str, *sources: str) -> Cell:
    """A cell of a table, with what it rests on."""
    return (Span(text, sources=sources),)
