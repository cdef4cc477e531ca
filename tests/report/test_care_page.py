"""The pages of a plan: the red flag first, nothing wider than the page, plain words for the patient."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from myotome.care import ChosenExercise, ExercisePlan, LeftOut
from myotome.report.terminal.care_exercises import exercises_section
from myotome.report.terminal.care_page import print_plan
from myotome.report.terminal.care_patient_page import print_for_patient
from support.plans import NAMES, answer, plan_of


def page(name: str, width: int = 100) -> str:
    out = io.StringIO()
    print_plan(plan_of(name), answer(name), Console(file=out, width=width, highlight=False, markup=False))
    return out.getvalue()


def plain(name: str, width: int = 80) -> str:
    out = io.StringIO()
    print_for_patient(plan_of(name), Console(file=out, width=width, highlight=False, markup=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_page(name: str, width: int) -> None:
    assert max(len(line) for line in page(name, width).splitlines()) <= width


def test_the_red_flag_stands_before_everything() -> None:
    text = page("cauda_equina")
    assert text.index("RED FLAG") < text.index("Likely cause") < text.index("Options") < text.index("Look again")


@pytest.mark.parametrize("name", NAMES)
def test_sections_come_in_order(name: str) -> None:
    text = page(name)
    heads = ("Likely cause", "Tests that would tell more", "Look again", "Must bring the patient back", "Questions to")
    places = [text.index(head) for head in heads if head in text]
    assert places == sorted(places)
    assert "Intended" not in text
    assert "never orders" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_patient_reads_no_option_advised_against(name: str) -> None:
    text = " ".join(plain(name).split())
    for one in plan_of(name).treatments:
        if one.stance in ("against", "insufficient evidence"):
            assert one.plain not in text
    assert "Get help at once" in text


def test_the_patient_is_sent_first() -> None:
    text = plain("cauda_equina")
    assert text.index("First of all") < text.index("Get help at once")
    assert "First of all" not in plain("back_pain")


def test_a_hundred_people_alike() -> None:
    text = " ".join(plain("l5_root").split())
    assert "of 100 people like you" in text
    assert "of 100 people like you" not in plain("peroneal")


def test_exercises_are_shown_with_their_load_and_those_left_out_with_their_reasons() -> None:
    chosen = ChosenExercise(
        **{"exercise": "bird_dog", "wording": "bird dog", "plain": "bird dog", "trains": (("multifidus", 0.3),)},
        **{"disc": "L4-L5", "compression_n": 1200.0, "pressure_mpa": 0.8, "compared_n": 1400.0},
        **{"compression_limit_n": 2500.0, "dose": (), "progression": "longer", "stop_when": "pain"},
        **{"home_version": "on a mat", "reasons": ("trains what is weak",), "cautions": (), "sources": ("judgement",)},
    )
    left = LeftOut("good_morning", "good morning", "over_limit", ("2900 N is over 2500 N",), ("judgement",))
    out = io.StringIO()
    plan = ExercisePlan("least load", (), (), (), (), (chosen,), (left,), (), (), ())
    Console(file=out, width=100).print(exercises_section(plan))
    text = " ".join(out.getvalue().split())
    assert "1200 N" in text
    assert "trains what is weak" in text
    assert "Over a limit on load, co-contraction counted: good morning (2900 N is over 2500 N)" in text
    assert exercises_section(ExercisePlan("", (), (), (), (), (), (), (), (), ())) is None
