"""`myotome care`: red flags first, then options with their outlook, exercises, tests, follow-up and what to ask."""

from __future__ import annotations

from pathlib import Path

import typer

from myotome.cli.process.endings import checked_input, ending, print_json
from myotome.cli.process.progress import progress
from myotome.report import Audience

__all__ = ["care"]


def care(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
    audience: Audience = typer.Option(
        Audience.CLINICIAN, "--for", help="Who reads it; the second is handed over by the first."
    ),
    seed: int = typer.Option(
        0, "--seed", min=0, max=2**62, help="Seed of the forecast's random numbers, common to every treatment."
    ),
) -> None:
    """Plan care for one case: red flags, options, exercises, tests, follow-up, and questions about the diagnosis."""
    with checked_input(as_json), progress("Working out the answer, the forecast and the exercises", "forecast", "load"):
        from myotome.answer import assess
        from myotome.exam import read_case

        answer = assess(read_case(case), seed=seed)
    if as_json:
        print_json(answer.plan.to_dict())
    else:
        from myotome.report import care_document, print_document

        print_document(care_document(answer, audience))
    raise typer.Exit(ending([answer.explanation]))
