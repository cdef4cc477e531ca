"""`myotome forecast`: what happens next, untreated and under each treatment?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.endings import ExitCode, checked_input, ending, print_json

if TYPE_CHECKING:
    from myotome.care import CaseStart
    from myotome.exam import Case
    from myotome.forecast import Arm

__all__ = ["forecast"]

_USUAL = "no_surgery,watchful_waiting,core_stabilisation,discectomy_early"


def forecast(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    treatment: str = typer.Option(_USUAL, "--treatment", help="Treatments, joined by commas; `a+b` is both together."),
    weeks: int = typer.Option(104, "--weeks", help="How far."),
    futures: int = typer.Option(10_000, "--futures", help="Futures drawn for each treatment."),
    seed: int = typer.Option(1, "--seed", help="Of the luck; the same for every treatment."),
    figure: Path | None = typer.Option(None, "--figure", help="Draw the course into this SVG or PNG file."),
    what_if: bool = typer.Option(False, "--what-if", help="Which number and which treatment matters most."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Forecast one person's course: bands, events, and what each treatment changes in the same luck."""
    with checked_input(as_json):
        from myotome.exam import read_case

        patient = read_case(case)
        arms = _arms(treatment)
        from myotome.care import case_start
        from myotome.explain import explain

        answer = explain(patient, with_next_tests=False)
        begin = case_start(patient, answer)
        if not begin.possible:
            _no_herniation(as_json)
        _tell(patient, begin, arms, (weeks, futures, seed), figure, what_if, as_json)
    raise typer.Exit(ending([answer]) if answer.red_flag.urgent else ExitCode.ANSWERED)


def _arms(text: str) -> list[Arm]:
    from myotome.forecast import arm_of

    return [arm_of(part.strip()) for part in text.split(",") if part.strip()]


def _no_herniation(as_json: bool) -> None:
    if as_json:
        print_json({"outcome": "out_of_model", "reason": "no herniated disc is among the likely causes"})
    else:
        print("No herniated disc is among the likely causes: there is nothing this forecast speaks of.")
    raise typer.Exit(ExitCode.CANNOT_TELL)


def _tell(
    patient: Case,
    begin: CaseStart,
    arms: list[Arm],
    numbers: tuple[int, int, int],
    figure: Path | None,
    with_what_if: bool,
    as_json: bool,
) -> None:
    from myotome.care import weak_muscles
    from myotome.forecast import ForecastOptions, forecast, person_start, weaknesses, what_if

    start = person_start(begin.possible, begin.person)
    weak = weaknesses(weak_muscles(patient), begin.possible)
    told = forecast(start, arms, ForecastOptions(*numbers), weak)
    more = what_if(start, arms[0]) if with_what_if else None
    if figure is not None:
        from myotome.report.fan_chart import draw_fan_chart

        draw_fan_chart(told, figure)
    if as_json:
        extra = {} if more is None else {"what_if": more.to_dict()}
        print_json({"id": patient.id, "covered": round(begin.covered, 4)} | told.to_dict() | extra)
        return
    from myotome.report.forecast_page import print_forecast

    print_forecast(patient.id, told, begin.covered, more)
