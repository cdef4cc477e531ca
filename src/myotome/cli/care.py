"""`myotome care`: red flags first, then options with their outlook, tests, what to look at again, what to ask."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from myotome.cli.endings import checked_input, ending, print_json

__all__ = ["Reader", "care"]


class Reader(StrEnum):
    """For whom the page is written."""

    CLINICIAN = "clinician"
    PATIENT = "patient-education"


def care(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
    reader: Reader = typer.Option(
        Reader.CLINICIAN, "--for", help="Who reads it; the second is handed over by the first."
    ),
    seed: int = typer.Option(
        0, "--seed", min=0, max=2**62, help="Seed of the forecast's random numbers, common to every treatment."
    ),
) -> None:
    """Plan care for one case: red flags, options, tests, re-examination, and questions about the diagnosis."""
    with checked_input(as_json):
        from myotome.care import care_plan
        from myotome.exam import read_case
        from myotome.patient.assessment import Assessment

        patient = Assessment(read_case(case), seed)
        plan = care_plan(patient)
    if as_json:
        print_json(plan.to_dict())
    elif reader is Reader.PATIENT:
        from myotome.report.terminal.care_patient_page import print_for_patient

        print_for_patient(plan)
    else:
        from myotome.report.terminal.care_page import print_plan

        print_plan(plan, patient.explanation)
    raise typer.Exit(ending([patient.explanation]))
