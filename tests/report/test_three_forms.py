"""Every chapter is worded once: page, print and terminal carry the same words, at any width."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape

import pytest
from rich.console import Console

from myotome.report.audience import Audience
from myotome.report.document.html import html_page
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Cell,
    Columns,
    Document,
    Facts,
    Paragraph,
    Subheading,
    TableOf,
)
from myotome.report.document.pdf import pdf_file
from myotome.report.documents import care_document, case_report
from myotome.report.explanation_documents import explanation_document
from myotome.report.terminal.document import print_document
from support.answers import EXAMPLE_NAMES, assessed

NAMES = ("l5-foraminal-disc", "cauda-equina")


@cache
def document(name: str, audience: Audience) -> Document:
    return case_report(assessed(name), audience)


def printed(shown: Document, width: int = 100, *, sources: bool = False) -> str:
    out = io.StringIO()
    print_document(
        shown, Console(file=out, width=width, highlight=False, emoji=False, markup=False), with_sources=sources
    )
    return out.getvalue()


def texts(block: Block) -> Iterator[str]:
    """Every text of a block that is read: all but what only a drawing shows."""
    match block:
        case Paragraph():
            yield plain(block.spans)
        case Bullets():
            yield from map(plain, block.items)
        case Facts():
            yield from (plain(value) for _, value in block.rows)
        case TableOf():
            yield block.caption
            yield from (plain(one) for row in block.rows for one in row)
        case Subheading():
            yield block.text
        case Callout():
            yield block.title
            yield from _all(block.blocks)
        case Columns():
            yield from _all([inner for column in block.columns for inner in column])


def _all(blocks: Sequence[Block]) -> Iterator[str]:
    return (text for block in blocks for text in texts(block))


def plain(part: Cell) -> str:
    return "".join(span.text for span in part)


def squeezed(text: str) -> str:
    """Letters and digits alone: lines, hyphens, ligatures and numbers of citations differ between the forms."""
    text = text.translate({0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"})
    return re.sub(r"[^0-9A-Za-z]", "", re.sub(r"\[[\d, ]+\]", "", text))


def of_page(shown: Document) -> str:
    page = re.sub(r"<svg.*?</svg>|<style>.*?</style>|<span class=\"cite\">.*?</span>", "", html_page(shown), flags=re.S)
    return squeezed(unescape(re.sub(r"<[^>]+>", "", page)))


def of_print(shown: Document) -> str:
    pypdf = pytest.importorskip("pypdf")
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf_file(shown))).pages]
    # The header and the footer of a page stand between two halves of what runs over its end.
    edges = re.escape(squeezed(shown.running)), re.escape(squeezed(shown.footer)) + r"\d+"
    return re.sub("|".join(edges), "", "".join(map(squeezed, sheets)))


def carried(text: str, words: str, split: bool) -> bool:
    """Whether a form holds a text; `split`: a row of a table may run over the end of a page, other cells between."""
    if text in words:
        return True
    return split and any(text[:place] in words and text[place:] in words for place in range(1, len(text)))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_says_the_same_in_all_three_forms(name: str, audience: Audience) -> None:
    shown = document(name, audience)
    forms = {
        "page": of_page(shown),
        "print": of_print(shown),
        "terminal": squeezed(printed(shown, 20_000)),
    }
    for section in shown.sections:
        for text in (section.title, *(text for block in section.blocks for text in texts(block))):
            missing = [form for form, words in forms.items() if not carried(squeezed(text), words, form == "print")]
            assert not missing, (section.key, text)


@pytest.mark.parametrize("width", [32, 44, 60, 80, 100])
@pytest.mark.parametrize("audience", Audience)
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(audience: Audience, width: int) -> None:
    shown = document("l5-foraminal-disc", audience)
    text = printed(shown, width)
    assert max(len(line) for line in text.splitlines()) <= width
    words = set(re.findall(r"\b[A-Za-z]{3,12}\b", printed(shown, 20_000)))
    assert words <= set(re.findall(r"\b[A-Za-z]{3,}\b", text))


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_the_answer_is_one_screen_and_the_whole_begins_with_it(name: str) -> None:
    explanation = assessed(name).explanation
    short, whole = explanation_document(explanation), explanation_document(explanation, whole=True)
    assert len(printed(short).splitlines()) <= 40
    assert whole.sections[0] == short.sections[0]
    assert {"answer", "limits"} <= {section.key for section in whole.sections}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_in_print_is_the_summary(name: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    shown = document(name, Audience.CLINICIAN)
    first, second = (sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf_file(shown))).pages[:2])
    assert shown.sections[0].key == "summary"
    assert "Next step" in first
    assert "Limits." in first
    assert shown.sections[1].title not in first
    assert shown.sections[1].title in second


@pytest.mark.parametrize("name", NAMES)
def test_the_same_report_is_the_same_file(name: str) -> None:
    shown = document(name, Audience.CLINICIAN)
    assert pdf_file(shown) == pdf_file(shown)


def test_colour_is_never_the_only_sign() -> None:
    shown = document("cauda-equina", Audience.CLINICIAN)
    out = io.StringIO()
    print_document(shown, Console(file=out, width=80, force_terminal=True, color_system="standard"))
    coloured, bare = out.getvalue(), printed(shown, 80)
    assert "\x1b[" in coloured
    assert "\x1b[" not in bare
    assert squeezed(re.sub(r"\x1b\[[0-9;]*m", "", coloured)).lower() == squeezed(bare).lower()
    assert "At once" in bare


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_plan_in_the_terminal_has_the_chapters_of_the_report(name: str) -> None:
    shown, whole = care_document(assessed(name)), document(name, Audience.CLINICIAN)
    in_report = [section.key for section in whole.sections]
    keys = [section.key for section in shown.sections]
    assert [section.key for section in shown.sections][:2] == ["summary", "red-flags"]
    assert set(keys) <= set(in_report)
    same = {section.key: section for section in whole.sections}
    assert all(same[section.key] == section for section in shown.sections if section.key != "summary")
