"""Pages of the course: every arm and event is told, in lines that fit, and nothing is told that was not asked."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from myotome.forecast import (
    ForecastOptions,
    PersonNow,
    PossibleHerniation,
    arm_of,
    cohort,
    forecast,
    person_start,
    specification_from_mapping,
    weaknesses,
)
from myotome.report.terminal.cohort_page import print_cohort
from myotome.report.terminal.forecast_page import ForecastOf, print_forecast
from myotome.report.words.forecast_changes import change_lines

DISC = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.7, {"extrusion": 1.0})
ARMS = ("watchful_waiting", "core_stabilisation", "nsaid", "discectomy_early", "bed_rest")


def _console() -> Console:
    return Console(file=io.StringIO(), width=80, highlight=False, emoji=False, markup=False)


def _forecast(arms: tuple[str, ...] = ARMS, weeks: int = 104):  # type: ignore[no-untyped-def]
    start = person_start([DISC], PersonNow(age=44, leg_pain=7.0, duration_weeks=6.0))
    weak = weaknesses([("extensor_hallucis_longus", "left"), ("tibialis_anterior", "left")], [DISC])
    return forecast(start, [arm_of(name) for name in arms], ForecastOptions(weeks, 640), weak)


def _page(told, covered: float = 1.0) -> str:  # type: ignore[no-untyped-def]
    console = _console()
    print_forecast(ForecastOf("a person", covered), told, console=console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_every_treatment_stands_beside_the_first() -> None:
    page = _page(_forecast())
    assert all(name.replace("_", " ").split()[0] in page for name in ARMS)
    assert page.count("Side by side") == 2
    assert max(len(line) for line in page.splitlines()) <= 80


def test_the_weakest_muscle_is_told_with_what_it_is_now() -> None:
    page = _page(_forecast(("watchful_waiting",)))
    assert "strength of left" in page
    assert "  now" in page


def test_doubt_about_the_cause_stands_first() -> None:
    assert "probability 60%" in _page(_forecast(("watchful_waiting",)), 0.6)
    assert "probability" not in _page(_forecast(("watchful_waiting",)), 1.0)


@pytest.mark.parametrize("weeks", [4, 20, 60])
def test_a_short_forecast_has_weeks_to_show(weeks: int) -> None:
    page = _page(_forecast(("watchful_waiting", "nsaid"), weeks))
    assert f"week {weeks}" in page or "week 13" in page


def test_every_change_says_what_it_rests_on() -> None:
    lines = change_lines(_forecast())
    assert len(lines) == len(ARMS) - 1
    assert all("This rests on" in line for line in lines)


def test_arms_of_a_cohort_stand_side_by_side() -> None:
    arms = {name: {"treatments": [name]} for name in ("watchful_waiting", "discectomy_early")}
    asked = {"arms": arms, "n": 6400, "outcomes": ["leg_pain", "operated"], "follow_up_weeks": [8, 52]}
    console = _console()
    print_cohort(cohort(specification_from_mapping(asked)), console)
    page = str(console.file.getvalue())  # type: ignore[attr-defined]
    assert "Difference from watchful_waiting" in page
    assert page.count("leg pain") == 2
    assert "6400 people in each arm" in page
    assert max(len(line) for line in page.splitlines()) <= 80
