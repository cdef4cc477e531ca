"""`myotome forecast`: what happens next, untreated and under each treatment?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from myotome.cli.process.endings import ExitCode, checked_input, print_json
from myotome.cli.process.progress import progress
from myotome.cli.process.targets import FIGURES, OutputTarget, check_targets, writing

if TYPE_CHECKING:
    from myotome.forecast import Difference, WhatIf
    from myotome.patient import Assessment, CaseForecast

__all__ = ["forecast"]


def forecast(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    treatment: str | None = typer.Option(
        None, "--treatment", help="Treatments, joined by commas; `a+b` is both together. The first is compared with."
    ),
    weeks: int | None = typer.Option(
        None, "--weeks", help="How far; as far as `care` looks by default.", show_default=False
    ),
    futures: int | None = typer.Option(
        None, "--futures", help="Futures drawn for each treatment; as many as in `care` by default.", show_default=False
    ),
    seed: int = typer.Option(0, "--seed", help="Of the random numbers; the same for every treatment."),
    figure: Path | None = typer.Option(None, "--figure", help="Draw the course in this SVG or PNG file."),
    what_if: bool = typer.Option(False, "--what-if", help="Which parameter and which treatment effect matters most."),
    no_loop: bool = typer.Option(
        False, "--no-loop", help="Beside it, the same futures if spasm pressed on no disc: what the loop does here."
    ),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Forecast one person's course: bands, events, and what each treatment changes with common random numbers.

    A herniation at a root is simulated, unless an emergency must be dealt with first. Of other likely causes the
    published course is shown, where there is one.
    """
    with checked_input(as_json):
        check_targets(OutputTarget("--figure", figure, FIGURES), read=(case,))
        from myotome.exam import read_case
        from myotome.patient import Assessment

        patient = Assessment(read_case(case), seed)
        arms = None if treatment is None else _arms(treatment)
        with progress("Working out the course", "forecast"):
            made = patient.forecast(arms, weeks=weeks, futures=futures, weekly=as_json)
        more = patient.what_if(arms[0] if arms else None) if what_if and made.course is not None else None
        loop = patient.loop(arms[0] if arms else None, weeks) if no_loop and made.course is not None else ()
        if figure is not None and made.course is not None:
            from myotome.report import draw_fan_chart

            with writing("--figure", figure) as part:
                draw_fan_chart(made.course, part)
        _print(patient, made, _Asked(more, loop), as_json)
    raise typer.Exit(_ending(patient, made))


def _ending(patient: Assessment, made: CaseForecast) -> ExitCode:
    if patient.conclusions.red_flag.urgent:
        return ExitCode.RED_FLAG
    return ExitCode.ANSWERED if made.course is not None or made.others.courses else ExitCode.CANNOT_TELL


def _arms(text: str) -> list[str]:
    from myotome.patient import check_arms

    names = [part.strip() for part in text.split(",")]
    check_arms(names, "--treatment")
    return names


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for beside the course."""

    what_if: WhatIf | None
    loop: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; nothing where nothing was asked."""
        what_if = {} if self.what_if is None else {"what_if": self.what_if.to_dict()}
        return what_if | ({"loop": [one.to_dict() for one in self.loop]} if self.loop else {})


def _print(patient: Assessment, made: CaseForecast, asked: _Asked, as_json: bool) -> None:
    red_flag = patient.conclusions.red_flag
    if as_json:
        head = {"id": patient.case.id, "red_flag": red_flag.to_dict()}
        print_json(head | made.to_dict() | asked.to_dict())
        return
    from myotome.report import forecast_document, print_document

    print_document(forecast_document(patient.conclusions, made, asked.what_if, asked.loop))
