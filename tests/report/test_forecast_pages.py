"""The course: every arm and event is shown, in lines that fit, with doubt first and the evidence beside."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from myotome.care import arm_in_words
from myotome.forecast import (
    Forecast,
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
from myotome.outcomes import Outcome
from myotome.patient.case_forecast import CaseForecast
from myotome.report.chapters.course.simulated import ForecastChapter, change_table
from myotome.report.document.parts import TableOf
from myotome.report.documents import forecast_document
from myotome.report.terminal.cohort_page import print_cohort
from myotome.report.terminal.document import print_document
from support.made_explanations import FLAG, made

DISC = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.7, {"extrusion": 1.0})
ARMS = ("watchful_waiting", "core_stabilisation", "nsaid", "discectomy_early", "bed_rest")


def _console() -> Console:
    return Console(file=io.StringIO(), width=80, highlight=False, emoji=False, markup=False)


def _forecast(arms: tuple[str, ...] = ARMS, weeks: int = 104):  # type: ignore[no-untyped-def]
    start = person_start([DISC], PersonNow(age=44, leg_pain=7.0, duration_weeks=6.0))
    weak = weaknesses([("extensor_hallucis_longus", "left"), ("tibialis_anterior", "left")], [DISC])
    return forecast(start, [arm_of(name) for name in arms], ForecastOptions(weeks, 640), weak)


def _page(course: Forecast | None, covered: float = 1.0, region: str = "lumbar", **explained: Any) -> str:
    console, outcome = _console(), Outcome.COMPUTED if course is not None else Outcome.EMERGENCY_LEADS
    made_for = CaseForecast(outcome, "" if course is not None else "an emergency comes first", covered, region, course)
    print_document(forecast_document(made(**explained), made_for), console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_every_treatment_and_event_is_shown_in_lines_that_fit() -> None:
    page = _page(_forecast())
    assert all(arm_in_words(name).capitalize().split()[0] in page for name in ARMS)
    assert "Of 100 courses" in page
    assert "cauda equina syndrome" in page
    assert max(len(line) for line in page.splitlines()) <= 80


def test_the_weakest_muscle_is_shown_with_its_strength_now() -> None:
    page = _page(_forecast(("watchful_waiting",)))
    assert "Strength of left" in page
    assert " now" in page


def test_doubt_about_the_cause_stands_first() -> None:
    forecast = _forecast(("watchful_waiting",))
    doubtful = _page(forecast, 0.6)
    assert doubtful.index("probability 60%") < doubtful.index("Leg pain")
    assert "herniated disc is the cause" not in _page(forecast, 1.0)


def test_pains_are_named_by_where_the_disc_lies() -> None:
    page = _page(_forecast(("watchful_waiting",)), region="cervical")
    assert "Arm pain" in page
    assert "eg pain" not in page


def test_where_there_is_no_course_the_reason_stands_after_the_red_flag() -> None:
    page = _page(None, red_flag=FLAG)
    assert page.index("RED FLAG") < page.index("an emergency comes first")
    assert "Of 100 courses" not in page


@pytest.mark.parametrize("weeks", [4, 20, 60])
def test_a_short_forecast_has_weeks_to_show(weeks: int) -> None:
    page = _page(_forecast(("watchful_waiting", "nsaid"), weeks))
    assert f"week {weeks}" in page or "week 13" in page


def test_every_change_names_its_evidence() -> None:
    (table,) = change_table(ForecastChapter(_forecast()))
    assert isinstance(table, TableOf)
    assert len(table.rows) == len(ARMS) - 1
    evidence = [row[-1][0] for row in table.rows]
    assert all(span.text and span.sources for span in evidence if "model alone" not in span.text)
    elsewhere = change_table(ForecastChapter(_forecast(), region="cervical"))
    assert any("indirect here" in row[-1][0].text for block in elsewhere for row in block.rows)  # type: ignore[union-attr]


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
