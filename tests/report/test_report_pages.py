"""How long a report is in print: one page that stands alone, a short annex, short sources, and a sheet of two pages."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pypdf
import pytest

from myotome.answer.answer import assess
from myotome.exam import read_case
from myotome.report.audience import Audience
from myotome.report.document.html import html_page
from myotome.report.document.pdf import pdf_file
from myotome.report.documents import case_report
from support.answers import DAY, EXAMPLE_NAMES, assessed

#: The first page and the annex; with the sources, which may begin on the last page of the annex; a patient's sheet.
CHAPTERS, WHOLE, SHEET = 6, 8, 2
HOME = "Exercises at home"
SMALLEST_PT = 7.5


@cache
def sheets(name: str, audience: Audience) -> tuple[str, ...]:
    reader = pypdf.PdfReader(io.BytesIO(pdf_file(case_report(assessed(name), audience))))
    return tuple(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_report_is_one_page_and_a_short_annex(name: str) -> None:
    pages = sheets(name, Audience.CLINICIAN)
    first_of_sources = next(number for number, text in enumerate(pages, 1) if re.search(r"^Sources$", text, re.M))
    assert "Limits." in pages[0]
    assert first_of_sources <= CHAPTERS
    assert len(pages) <= WHOLE


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_the_sheet_for_a_patient_is_two_pages_at_most(name: str) -> None:
    """Exercises at home follow on one page of their own, to hang up."""
    pages = sheets(name, Audience.PATIENT)
    home = [number for number, text in enumerate(pages, 1) if HOME in text]
    assert home in ([], [len(pages)])
    assert len(pages) - len(home) <= SHEET


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_no_page_is_left_nearly_empty(name: str) -> None:
    for audience in Audience:
        *whole, last = [len(text.split()) for text in sheets(name, audience)]
        assert min(whole, default=last) > 150
        assert last > 40


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_no_letter_in_print_is_too_small(name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_file(case_report(assessed(name)))))
    small: set[tuple[float, str]] = set()

    def seen(text: str, within: list[float], at: list[float], font: object, size: float) -> None:
        """Letters scale with the drawing they stand in."""
        del font
        upright = abs(at[3] * within[3]) or abs(at[1] * within[1])
        number_of_a_source = re.fullmatch(r"[\[\]\d\s]*", text)
        if not number_of_a_source and size * upright < SMALLEST_PT - 0.05:
            small.add((round(size * upright, 1), text.strip()))

    for page in reader.pages:
        page.extract_text(visitor_text=seen)
    assert small == set()


DEVELOPMENT = Path(__file__).parents[2] / "benchmarks" / "localisation" / "cases"
MANY, LARGEST_HTML = 60, 500_000


def spread_over(paths: list[Path]) -> list[Path]:
    """As many as are looked at, from the first to the last by name."""
    return [paths[int(place * len(paths) / MANY)] for place in range(MANY)]


@pytest.mark.nightly
@pytest.mark.parametrize("path", spread_over(sorted(DEVELOPMENT.glob("*.yaml"))), ids=lambda path: path.stem)
def test_a_report_of_any_case_is_short_and_the_same_twice(path: Path) -> None:
    answer = assess(read_case(path), made_on=DAY)
    report = case_report(answer)
    printed = pdf_file(report)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    first_of_sources = next(number for number, text in enumerate(pages, 1) if re.search(r"^Sources$", text, re.M))
    assert "Limits." in pages[0]
    assert first_of_sources <= CHAPTERS
    assert len(pages) <= WHOLE
    assert len(html_page(report).encode()) <= LARGEST_HTML
    assert pdf_file(case_report(answer)) == printed
