"""A report as a printable file: archivable, tagged for screen readers, the patient on every page.

The words of the report reach the typesetter as data, never as markup: nothing in a name or a note can be taken for a
command.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

from myotome.errors import InputError, Problem
from myotome.language import message
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
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

__all__ = ["pdf_file"]

#: Archivable with its structure, and accessible.
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_TEMPLATE = Path(__file__).with_name("printed.typ")


def pdf_file(document: Document) -> bytes:
    """Set a report as PDF/A-2a and PDF/UA-1.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        The file, the same for the same document. Where a name is written in letters for which no font is installed,
        the file is still tagged, but not archivable.

    Raises
    ------
    InputError
        The typesetter is not installed.
    """
    try:
        import typst
    except ImportError:
        message = "A PDF needs the package typst: install it, or ask for .html."
        raise InputError([Problem("-o", None, "a .pdf file", "typst installed", (), message)]) from None
    template, day = str(_TEMPLATE), document.made_on
    given = {"document": json.dumps(_plain(document))}
    # The day of the report, not the moment of printing: the same document is the same file.
    stamp = datetime.combine(day, time(), UTC) if day else _NO_DAY
    try:
        return bytes(typst.compile(template, sys_inputs=given, pdf_standards=list(_STANDARDS), timestamp=stamp))
    except typst.TypstError:
        return bytes(typst.compile(template, sys_inputs=given, timestamp=stamp))


def _plain(document: Document) -> dict[str, Any]:
    numbers = document.numbers()
    return {
        "title": document.title,
        "lang": document.language.code,
        "sources_title": document.language.text(message("Sources")),
        "size": document.letters_pt,
        "running": document.running,
        "footer": document.footer,
        "patient": _facts(document.patient, numbers),
        "sections": [_section(section, numbers) for section in document.sections],
        "sources": [[number, document.sources.get(key, key)] for key, number in numbers.items()],
    }


def _section(section: Section, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "title": section.title,
        "alone": section.alone,
        "size": section.letters_pt,
        "blocks": [_block(block, numbers) for block in section.blocks],
    }


def _block(block: Block, numbers: dict[str, int]) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "spans": _cell(block.spans, numbers), "small": block.small}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_cell(one, numbers) for one in block.items], "numbered": block.numbered}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": _facts(block, numbers)}
    if isinstance(block, TableOf):
        return _table(block, numbers)
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Row):
        return {"kind": "row", "figures": [_figure(figure) for figure in block.figures]}
    if isinstance(block, Subheading):
        return {"kind": "subheading", "text": block.text}
    if isinstance(block, Columns):
        columns = [[_block(one, numbers) for one in column] for column in block.columns]
        return {"kind": "columns", "columns": columns, "widths": list(block.widths)}
    if isinstance(block, Cards):
        return _cards(block, numbers)
    return _callout(block, numbers)


def _figure(block: Figure) -> dict[str, Any]:
    words = {"caption": block.caption, "alternative": block.alternative, "width": 100 * block.width}
    return {"kind": "figure", "svg": block.svg} | words


def _cards(block: Cards, numbers: dict[str, int]) -> dict[str, Any]:
    cards = [
        {
            "figure": _figure(card.figure),
            "title": _cell(card.title, numbers),
            "lines": [[name, _cell(line, numbers)] for name, line in card.lines],
        }
        for card in block.cards
    ]
    return {"kind": "cards", "cards": cards}


def _callout(block: Callout, numbers: dict[str, int]) -> dict[str, Any]:
    inner = [_block(one, numbers) for one in block.blocks]
    return {"kind": "callout", "tone": block.tone, "title": block.title, "blocks": inner}


def _table(block: TableOf, numbers: dict[str, int]) -> dict[str, Any]:
    rows = [[_cell(one, numbers) for one in row] for row in block.rows]
    widths = list(block.widths) or [1.0] * len(block.head)
    head = {"caption": block.caption, "head": list(block.head), "right": sorted(block.right)}
    return {"kind": "table", "rows": rows, "widths": widths} | head


def _facts(block: Facts, numbers: dict[str, int]) -> list[list[Any]]:
    return [[name, _cell(value, numbers)] for name, value in block.rows]


def _cell(part: Cell, numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"text": span.text, "strong": span.strong, "sources": [numbers[key] for key in span.sources if key in numbers]}
        for span in part
    ]
