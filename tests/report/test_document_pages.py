"""One document, two skins: the same headings and words, every word escaped, nothing loaded from anywhere."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest

from myotome.report.document.html import html_page
from myotome.report.document.parts import (
    Bullets,
    Callout,
    Document,
    Facts,
    Figure,
    Section,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.document.pdf import pdf_file

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#let x = 1; #eval("1")',
    "*strong* _soft_ `code` $x$ <label> @cite",
    "\\u{1F600} ]] )) }}",
    "&lt;b&gt; &amp;",
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/></svg>'


def document(text: str) -> Document:
    """Make a document with this text in every place that a case can reach."""
    blocks = (
        Callout("urgent", text, (Bullets((spans(text, cited(text, ["a"])),), True),)),
        Subheading(text),
        paragraph(text, small=True),
        TableOf(text, (text, "number"), ((cell(text, "b"), cell("1")),), right=frozenset({1})),
        Figure(SVG, text, text, 0.5),
    )
    patient = Facts((("Name", cell(text)),))
    return Document(text, text, patient, (Section("first", text, blocks),), {"a": text, "b": "second"}, text)


@pytest.mark.parametrize("text", ATTACKS)
def test_no_word_of_a_case_becomes_markup_of_the_page(text: str) -> None:
    page = html_page(document(text))
    plain = html_page(document("x"))
    assert re.findall(r"<(\w+)", page) == re.findall(r"<(\w+)", plain)


@pytest.mark.parametrize("text", ATTACKS)
def test_no_word_of_a_case_becomes_a_command_of_the_typesetter(text: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(pdf_file(document(text))))
    printed = "".join(page.extract_text() for page in reader.pages)
    squeezed = re.sub(r"\s", "", printed)
    wanted = re.sub(r"\s", "", text)
    assert squeezed.count(wanted) >= 5


def test_the_page_loads_nothing() -> None:
    page = html_page(document("words"))
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href)=\"(?!#)", page) == []
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", page)


def test_every_citation_leads_to_its_source() -> None:
    page = html_page(document("words"))
    anchors = set(re.findall(r'href="#(source-\d+)"', page))
    assert anchors == {"source-1", "source-2"}
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_headings_do_not_skip_a_level() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", html_page(document("words")))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_printed_file_is_tagged_and_archivable() -> None:
    pypdf = pytest.importorskip("pypdf")
    data = pdf_file(document("words"))
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    told = root["/Metadata"].get_data().decode()
    assert "pdfaid:part>2<" in told.replace(" ", "")
    assert "pdfuaid:part>1<" in told.replace(" ", "")


def test_the_patient_stands_on_every_page() -> None:
    pypdf = pytest.importorskip("pypdf")
    long = tuple(paragraph("words " * 60) for _ in range(80))
    many = Document("Title", "Running line", Facts(()), (Section("a", "A", long),))
    reader = pypdf.PdfReader(io.BytesIO(pdf_file(many)))
    assert len(reader.pages) > 2
    assert all("Running line" in page.extract_text() for page in reader.pages)


def test_letters_without_a_font_still_give_a_file() -> None:
    assert pdf_file(document("\U00013000\U000e0041")).startswith(b"%PDF")


def test_the_same_document_gives_the_same_page() -> None:
    assert html_page(document("a")) == html_page(document("a"))
