"""`myotome care`: red flags first, then options with their outlook, exercises, tests, follow-up and what to ask."""

from __future__ import annotations

from pathlib import Path

import typer

from myotome.cli.process.endings import checked_input, ending, print_json, tell_untranslated
from myotome.cli.process.progress import progress
from myotome.language import language
from myotome.report import Audience, check_language

__all__ = ["care"]


def care(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
    audience: Audience = typer.Option(
        Audience.CLINICIAN, "--for", help="Who reads it; the second is handed over by the first."
    ),
    lang: str = typer.Option("en", "--lang", help="Language of a sheet for the patient, as de."),
    seed: int = typer.Option(
        0, "--seed", min=0, max=2**62, help="Seed of the forecast's random numbers, common to every treatment."
    ),
) -> None:
    """Plan care for one case: red flags, options, exercises, tests, follow-up, and questions about the diagnosis."""
    with checked_input(as_json):
        chosen = language(lang)
        check_language(audience, chosen)
        with progress("Working out the answer, the forecast and the exercises", "forecast", "load"):
            from myotome.answer import assess
            from myotome.exam import read_case

            answer = assess(read_case(case), seed=seed)
    if as_json:
        print_json(answer.plan.to_dict())
    else:
        from myotome.report import care_document, print_document

        print_document(care_document(answer, audience, chosen))
        tell_untranslated(chosen)
    raise typer.Exit(ending([answer.explanation]))
