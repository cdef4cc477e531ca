"""A report as one web page: no script, nothing loaded from anywhere, readable by eye, by ear and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from myotome.language import ENGLISH, message
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
    Span,
    Subheading,
    TableOf,
)

__all__ = ["html_body", "html_page"]

_SKIP, _CONTENTS, _SOURCES = message("To the report"), message("Contents"), message("Sources")
_STYLE = Path(__file__).with_name("page.css")
_NAME_SPACE = ' xmlns="http://www.w3.org/2000/svg"'
_ROLES = {"urgent": "alert urgent", "soon": "alert soon", "note": "alert note"}


def html_page(document: Document) -> str:
    """Write a report as one self-contained web page.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        A whole HTML page; every word of the report is escaped.
    """
    numbers = document.numbers()
    first, others = document.sections[:1], document.sections[1:]
    parts = [
        "<!doctype html>",
        f'<html lang="{document.language.code}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="robots" content="noindex">',
        f"<title>{escape(document.title)}: {escape(document.running)}</title>",
        f"<style>{_STYLE.read_text(encoding='utf-8')}{_running(document)}</style></head><body>",
        f'<a class="skip" href="#content">{_said(document, _SKIP)}</a>',
        f"<header><h1>{escape(document.title)}</h1>{_facts(document.patient, numbers)}</header>",
        _contents(document),
        f'<main id="content">{"".join(_section(section, numbers) for section in first)}',
        f"{''.join(_section(section, numbers, folded=document.folds) for section in others)}",
        f"{_sources(document, numbers)}</main>",
        f"<footer><p>{escape(document.footer)}</p></footer>",
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def html_body(document: Document) -> str:
    """Write the sections of a report for a page that has a style and a head of its own.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        Contents, sections and sources; every word of the report is escaped, and nothing has a style.
    """
    numbers = document.numbers()
    sections = "".join(_section(section, numbers) for section in document.sections)
    return f"{_contents(document)}{sections}{_sources(document, numbers)}"


def _running(document: Document) -> str:
    """Print the patient at the head of every page; each sign is written by its number, so that none is a command.

    Long words of other languages than English may be broken.
    """
    signs = "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in document.running)
    broken = "" if document.language.code == ENGLISH.code else "body { hyphens: auto; } "
    return (
        f'{broken}@media print {{ @page {{ @top-left {{ content: "{signs}"; font-size: 8.5pt; color: #4d5662; }} }} }}'
    )


def _contents(document: Document) -> str:
    links = "".join(
        f'<li><a href="#{escape(section.key)}">{escape(section.title)}</a></li>' for section in document.sections
    )
    more = f'<li><a href="#sources">{_said(document, _SOURCES)}</a></li>' if document.numbers() else ""
    return f'<nav aria-label="{_said(document, _CONTENTS)}"><ul>{links}{more}</ul></nav>'


def _said(document: Document, words: str) -> str:
    """Words of the page itself, in the language of the document."""
    return escape(document.language.text(words))


def _section(section: Section, numbers: Mapping[str, int], folded: bool = False) -> str:
    key = escape(section.key)
    body = "".join(_block(block, numbers) for block in section.blocks)
    return _named(key, escape(section.title), body, section.alone, folded)


def _named(key: str, title: str, body: str, alone: bool = False, folded: bool = False) -> str:
    """A part of the page that is named by its heading; folded, the heading opens it, and so does a link into it."""
    kind = ' class="alone"' if alone else ""
    head = f'<h2 id="{key}-title">{title}</h2>'
    if folded:
        inner = f'<section id="{key}" aria-labelledby="{key}-title">{body}</section>'
        return f"<details><summary>{head}</summary>{inner}</details>"
    return f'<section id="{key}"{kind} aria-labelledby="{key}-title">{head}{body}</section>'


def _block(block: Block, numbers: Mapping[str, int], level: int = 3) -> str:
    if isinstance(block, Paragraph):
        small = ' class="small"' if block.small else ""
        return f"<p{small}>{_cell(block.spans, numbers)}</p>"
    if isinstance(block, Bullets):
        kind = "ol" if block.numbered else "ul"
        return f"<{kind}>{''.join(f'<li>{_cell(item, numbers)}</li>' for item in block.items)}</{kind}>"
    if isinstance(block, Facts):
        return _facts(block, numbers)
    if isinstance(block, TableOf):
        return _table(block, numbers)
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Row):
        return f'<div class="row">{"".join(_figure(figure) for figure in block.figures)}</div>'
    if isinstance(block, Subheading):
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if isinstance(block, Columns):
        return _columns(block, numbers, level)
    if isinstance(block, Cards):
        return f'<div class="cards">{"".join(_card(card, numbers, level) for card in block.cards)}</div>'
    return _callout(block, numbers, level)


def _columns(block: Columns, numbers: Mapping[str, int], level: int) -> str:
    inner = ("".join(_block(one, numbers, level) for one in column) for column in block.columns)
    # a page that forbids styles in its markup shows them too: the widths are a class
    name = "columns" if len(set(block.widths)) == 1 else "columns lead"
    return f'<div class="{name}">{"".join(f"<div>{one}</div>" for one in inner)}</div>'


def _card(card: Card, numbers: Mapping[str, int], level: int) -> str:
    lines = "".join(
        f"<p>{f'<strong>{escape(name)}:</strong> ' if name else ''}{_cell(line, numbers)}</p>"
        for name, line in card.lines
    )
    head = f"<h{level}>{_cell(card.title, numbers)}</h{level}>"
    return f'<div class="card">{_figure(card.figure)}<div>{head}{lines}</div></div>'


def _callout(block: Callout, numbers: Mapping[str, int], level: int) -> str:
    inner = "".join(_block(one, numbers, level + 1) for one in block.blocks)
    return f'<div class="{_ROLES[block.tone]}" role="note"><h{level}>{escape(block.title)}</h{level}>{inner}</div>'


def _facts(block: Facts, numbers: Mapping[str, int]) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{_cell(value, numbers)}</dd></div>" for name, value in block.rows)
    return f'<dl class="facts">{rows}</dl>'


def _table(block: TableOf, numbers: Mapping[str, int]) -> str:
    head = "".join(
        f'<th scope="col" role="columnheader"{_number(place, block)}>{escape(name)}</th>'
        for place, name in enumerate(block.head)
    )
    rows = "".join(f'<tr role="row">{_row(row, block, numbers)}</tr>' for row in block.rows)
    # On a phone each row stands as a card; the roles keep it a table for whoever listens. The frame can be scrolled by
    # keyboard, so it is in the order of focus and has a name.
    name = escape(block.caption)
    return (
        f'<div class="frame" tabindex="0" role="group" aria-label="{name}"><table role="table" aria-label="{name}">'
        f'<caption>{name}</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(row: tuple[Cell, ...], block: TableOf, numbers: Mapping[str, int]) -> str:
    first, *others = row
    cells = "".join(
        f'<td role="cell" data-head="{escape(block.head[place])}"{_number(place, block)}>{_cell(one, numbers)}</td>'
        for place, one in enumerate(others, start=1)
    )
    return f'<th scope="row" role="rowheader">{_cell(first, numbers)}</th>{cells}'


def _number(place: int, block: TableOf) -> str:
    return ' class="number"' if place in block.right else ""


def _figure(block: Figure) -> str:
    # Within a page a drawing needs no name space, and a page without any address is easily seen to load nothing.
    drawing = block.svg.replace(_NAME_SPACE, "", 1)
    picture = f'<div role="img" aria-label="{escape(block.alternative)}">{drawing}</div>'
    if block.width >= 1.0:  # too wide for a phone: it is scrolled there, by keyboard too
        name = escape(block.caption or block.alternative)
        picture = f'<div class="frame" tabindex="0" role="group" aria-label="{name}">{picture}</div>'
    caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
    return f'<figure class="{_width(block)}">{picture}{caption}</figure>'


def _width(block: Figure) -> str:
    return "half" if block.width <= 0.5 else "most" if block.width < 1.0 else "whole"


def _cell(part: Cell, numbers: Mapping[str, int]) -> str:
    return "".join(_span(span, numbers) for span in part)


def _span(span: Span, numbers: Mapping[str, int]) -> str:
    text = escape(span.text)
    text = f"<strong>{text}</strong>" if span.strong else text
    cited = [numbers[key] for key in span.sources if key in numbers]
    if not cited:
        return text
    links = ", ".join(f'<a href="#source-{one}" aria-label="source {one}">{one}</a>' for one in cited)
    return f'{text}<span class="cite"> [{links}]</span>'


def _sources(document: Document, numbers: Mapping[str, int]) -> str:
    if not numbers:
        return ""
    rows = "".join(
        f'<li id="source-{number}">{escape(document.sources.get(key, key))}</li>' for key, number in numbers.items()
    )
    return _named("sources", _said(document, _SOURCES), f"<ol>{rows}</ol>", folded=document.folds)
