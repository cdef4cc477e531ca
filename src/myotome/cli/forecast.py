"""`myotome forecast`: what happens next, untreated and under each treatment?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.endings import ExitCode, checked_input, ending, print_json
from myotome.cli.targets import FIGURES, Target, check_targets, writing
from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.care import CaseStart
    from myotome.exam import Case
    from myotome.explain import Explanation
    from myotome.forecast import Arm

__all__ = ["forecast"]

_USUAL = "watchful_waiting,no_surgery,core_stabilisation,discectomy_early"
_USUAL_NECK = "watchful_waiting,no_surgery,neck_physiotherapy,discectomy_early"


_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar"}


def forecast(
    case: Path = typer.Argument(help="Case file, YAML or JSON.", show_default=False),
    treatment: str | None = typer.Option(
        None, "--treatment", help="Treatments, joined by commas; `a+b` is both together. The first is compared with."
    ),
    weeks: int = typer.Option(104, "--weeks", help="How far."),
    futures: int = typer.Option(10_000, "--futures", help="Futures drawn for each treatment."),
    seed: int = typer.Option(1, "--seed", help="Of the luck; the same for every treatment."),
    figure: Path | None = typer.Option(None, "--figure", help="Draw the course into this SVG or PNG file."),
    what_if: bool = typer.Option(False, "--what-if", help="Which number and which treatment matters most."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Forecast one person's course: bands, events, and what each treatment changes in the same luck."""
    with checked_input(as_json):
        check_targets(Target("--figure", figure, FIGURES))
        from myotome.exam import read_case
        from myotome.forecast import least_probability

        patient = read_case(case)
        arms = None if treatment is None else _arms(treatment)
        from myotome.care import case_start
        from myotome.explain import explain

        answer = explain(patient, with_next_tests=False)
        begin = case_start(patient, answer)
        if not begin.possible or begin.covered < least_probability():
            _no_herniation(begin.covered, as_json)
        arms = arms or _arms(_USUAL_NECK if _region(begin) == "cervical" else _USUAL)
        _tell(patient, answer, begin, arms, (weeks, futures, seed), figure, what_if, as_json)
    raise typer.Exit(ending([answer]) if answer.red_flag.urgent else ExitCode.ANSWERED)


def _arms(text: str) -> list[Arm]:
    from myotome.forecast import arm_of

    names = [part.strip() for part in text.split(",")]
    if not all(names):
        message = "A name is missing beside a comma." if any(names) else "No treatment is named."
        allowed = "treatments joined by commas, as nsaid,discectomy_early"
        raise InputError([Problem("--treatment", None, repr(text), allowed, (), message)])
    arms = [arm_of(name) for name in names]
    if len({frozenset(arm.treatments) for arm in arms}) < len(arms):
        message = "The same treatment would be compared with itself."
        raise InputError([Problem("--treatment", None, text, "at least one, none twice", (), message)])
    return arms


def _off_root(begin: CaseStart) -> float:
    return sum(one.probability for one in begin.possible if one.touches != "root")


def _likeliest_disc(begin: CaseStart) -> str:
    return max(begin.possible, key=lambda one: one.probability).disc


def _region(begin: CaseStart) -> str:
    return _REGIONS[_likeliest_disc(begin)[0]]


def _no_herniation(covered: float, as_json: bool) -> None:
    reason = "no herniated disc is among the likely causes"
    if as_json:
        print_json({"outcome": "out_of_model", "reason": reason, "covered": round(covered, 4)})
    else:
        print(f"{reason.capitalize()} ({100 * covered:.0f}%): there is nothing this forecast speaks of.")
    raise typer.Exit(ExitCode.CANNOT_TELL)


def _tell(
    patient: Case,
    answer: Explanation,
    begin: CaseStart,
    arms: list[Arm],
    numbers: tuple[int, int, int],
    figure: Path | None,
    with_what_if: bool,
    as_json: bool,
) -> None:
    from myotome.care import weak_muscles
    from myotome.forecast import ForecastOptions, forecast, person_start, weaknesses, what_if
    from myotome.patient.disc_pressure import pressure_of_person

    start = person_start(begin.possible, begin.person)
    weak = weaknesses(weak_muscles(patient), begin.possible)
    pressure = pressure_of_person(patient, _likeliest_disc(begin))
    told = forecast(start, arms, ForecastOptions(*numbers, pressure, weekly=as_json), weak)
    more = what_if(start, arms[0]) if with_what_if else None
    if figure is not None:
        from myotome.report.figures.fan_chart import draw_fan_chart

        with writing("--figure", figure):
            draw_fan_chart(told, figure)
    if as_json:
        extra = {} if more is None else {"what_if": more.to_dict()}
        head = {"id": patient.id, "red_flag": answer.red_flag.to_dict(), "covered": round(begin.covered, 4)}
        print_json(head | told.to_dict() | extra)
        return
    from myotome.report.terminal.forecast_page import ForecastOf, print_forecast

    about = ForecastOf(patient.id, begin.covered, _region(begin), answer.red_flag, _off_root(begin))
    print_forecast(about, told, more)
