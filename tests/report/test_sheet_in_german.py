"""The sheet for the patient in German: every sentence of it, its numbers and days, its drawings, its page furniture."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from myotome.answer.answer import assess
from myotome.errors import InputError
from myotome.exam import read_case
from myotome.language import Language
from myotome.report import Audience, Document, case_report, html_page, pdf_file
from support.answers import EXAMPLE_NAMES, assessed

CASES = sorted((Path(__file__).parents[2] / "benchmarks/localisation/cases").glob("*.yaml"))
#: Sixty cases, spread over all.
SIXTY = [CASES[place * len(CASES) // 60] for place in range(60)]
#: English words that no German sentence holds, and that every longer English one does.
ENGLISH = re.compile(r"\b(the|of|and|you|your|is|are|with|from|to|not|this|that)\b")
TAGS = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)


@cache
def german(name: str) -> tuple[Document, tuple[str, ...]]:
    language = Language("de")
    return case_report(assessed(name), Audience.PATIENT, language), language.missing


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_nothing_of_the_sheet_stays_in_english(name: str) -> None:
    document, missing = german(name)
    assert missing == ()
    page = html_page(document).replace(name, "")
    spoken = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    assert ENGLISH.findall(f"{TAGS.sub(' ', page)} {spoken}") == []
    assert page.count("<h2") == html_page(case_report(assessed(name), Audience.PATIENT)).count("<h2")


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_the_page_and_the_file_say_that_they_are_german(name: str) -> None:
    document, _ = german(name)
    assert '<html lang="de">' in html_page(document)
    reader = PdfReader(io.BytesIO(pdf_file(document)))
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert "31.01.2026" in reader.pages[0].extract_text()
    assert len(reader.pages) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("path", SIXTY[::6], ids=lambda path: path.stem)
def test_the_sheet_of_a_published_patient_is_german(path: Path) -> None:
    _is_german(path)


@pytest.mark.nightly
@pytest.mark.parametrize("path", SIXTY, ids=lambda path: path.stem)
def test_the_sheets_of_sixty_published_patients_are_german(path: Path) -> None:
    _is_german(path)


def _is_german(path: Path) -> None:
    language = Language("de")
    case_report(assess(read_case(path)), Audience.PATIENT, language)
    assert language.missing == ()


def test_the_same_answer_is_read_in_two_languages() -> None:
    """The language belongs to the document: asked for in German between, the English sheet is the same."""
    before = html_page(case_report(assessed("peroneal-palsy"), Audience.PATIENT))
    german("peroneal-palsy")
    assert html_page(case_report(assessed("peroneal-palsy"), Audience.PATIENT)) == before


def test_a_clinician_reads_english() -> None:
    with pytest.raises(InputError, match="patient-education"):
        case_report(assessed("peroneal-palsy"), language=Language("de"))
