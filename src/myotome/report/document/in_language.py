"""A document said in another language: every sentence looked up once, the drawings and the sources left as they are."""

from __future__ import annotations

from dataclasses import replace

from myotome.language import Language
from myotome.report.document.parts import (
    Bar,
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

__all__ = ["in_language"]


def in_language(document: Document, language: Language) -> Document:
    """Say a document in a language.

    Parameters
    ----------
    document : Document
        Its sentences are messages, or words of a table; its drawings bear the letters of the language already.
    language : Language
        Lists afterwards what it had to leave in English.

    Returns
    -------
    Document
        The same document where the language is English.
    """
    return replace(
        document,
        title=language.text(document.title),
        running=language.text(document.running),
        footer=language.text(document.footer),
        patient=_facts(document.patient, language),
        sections=tuple(_section(section, language) for section in document.sections),
        language=language,
    )


def _section(section: Section, language: Language) -> Section:
    return replace(section, title=language.text(section.title), blocks=_blocks(section.blocks, language))


def _blocks(blocks: tuple[Block, ...], language: Language) -> tuple[Block, ...]:
    return tuple(_block(block, language) for block in blocks)


def _block(block: Block, language: Language) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, spans=_cell(block.spans, language))
    if isinstance(block, Bullets):
        return replace(block, items=_cells(block.items, language))
    if isinstance(block, Facts):
        return _facts(block, language)
    if isinstance(block, TableOf):
        return _table(block, language)
    if isinstance(block, Figure):
        return _figure(block, language)
    if isinstance(block, Row):
        return Row(tuple(_figure(figure, language) for figure in block.figures))
    if isinstance(block, Subheading):
        return Subheading(language.text(block.text))
    if isinstance(block, Callout):
        return replace(block, title=language.text(block.title), blocks=_blocks(block.blocks, language))
    if isinstance(block, Columns):
        return replace(block, columns=tuple(_blocks(column, language) for column in block.columns))
    return Cards(tuple(_card(card, language) for card in block.cards))


def _card(card: Card, language: Language) -> Card:
    lines = tuple((language.text(name), _cell(line, language)) for name, line in card.lines)
    return Card(_figure(card.figure, language), _cell(card.title, language), lines)


def _figure(figure: Figure, language: Language) -> Figure:
    bars = tuple(Bar(language.text(bar.label), bar.value) for bar in figure.bars)
    caption, alternative = language.text(figure.caption), language.text(figure.alternative)
    return replace(figure, caption=caption, alternative=alternative, bars=bars)


def _table(table: TableOf, language: Language) -> TableOf:
    head = tuple(language.text(name) for name in table.head)
    rows = tuple(_cells(row, language) for row in table.rows)
    return replace(table, caption=language.text(table.caption), head=head, rows=rows)


def _facts(facts: Facts, language: Language) -> Facts:
    return Facts(tuple((language.text(name), _cell(value, language)) for name, value in facts.rows))


def _cells(cells: tuple[Cell, ...], language: Language) -> tuple[Cell, ...]:
    return tuple(_cell(cell, language) for cell in cells)


def _cell(cell: Cell, language: Language) -> Cell:
    return tuple(replace(span, text=language.text(span.text)) for span in cell)
