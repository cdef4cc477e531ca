"""`myotome report`: one patient's report as a web page or as a file to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, ending, tell_untranslated
from myotome.cli.process.progress import progress
from myotome.cli.process.targets import REPORTS, OutputTarget, check_targets, writing
from myotome.errors import InputError, Problem
from myotome.language import language
from myotome.printing import printable
from myotome.report import Audience, check_language

if TYPE_CHECKING:
    from myotome.report import Document

__all__ = ["report"]


def report(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    out: Path = typer.Option(..., "-o", "--out", help="The file to write: .html or .pdf.", show_default=False),
    audience: Audience = typer.Option(
        Audience.CLINICIAN, "--for", help="Who reads it; the second is handed over by the first."
    ),
    seed: int = typer.Option(
        0, "--seed", min=0, max=2**62, help="Seed of the forecast's random numbers, common to every treatment."
    ),
    lang: str = typer.Option("en", "--lang", help="Language of a sheet for the patient, as de."),
    day: str = typer.Option("", "--date", help="Day printed on the report, as 2026-01-31; today by default."),
) -> None:
    """Write a report: a summary of one page with the red flags first, then the answer, course, options and sources."""
    with checked_input():
        check_targets(OutputTarget("-o", out, REPORTS), read=(case,))
        made_on, chosen = _day(day), language(lang)
        check_language(audience, chosen)
        from myotome.exam import read_case

        patient = read_case(case)
        with progress("Working out the answer, the forecast, the exercises and the loads", "forecast", "load"):
            from myotome.answer import assess
            from myotome.report import case_report

            answer = assess(patient, seed=seed, made_on=made_on)
            content = _content(case_report(answer, audience, chosen), out)
        with writing("-o", out) as part:
            part.write_bytes(content)
    print(f"Written: {printable(str(out))}")
    tell_untranslated(chosen)
    raise typer.Exit(ending([answer.explanation]))


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError([Problem("--date", None, text, "a day as 2026-01-31", (), "This is no day.")]) from None


def _content(document: Document, out: Path) -> bytes:
    """Everything that the file will hold: made before the file is touched."""
    if out.suffix.lower() == ".pdf":
        from myotome.report import pdf_file

        return pdf_file(document)
    from myotome.report import html_page

    return html_page(document).encode("utf-8")
