"""Plans and sheets: chapters in order, exercises with loads and reasons, nothing advised against for a patient."""

from __future__ import annotations

from functools import cache

import pytest

from myotome.answer.answer import Answer, assess
from myotome.care import ChosenExercise, ExercisePlan, LeftOut
from myotome.report.audience import Audience
from myotome.report.chapters.exercises.chosen import exercise_chapter
from myotome.report.document.parts import Document
from myotome.report.documents import care_document
from support.plans import NAMES, case_of


@cache
def answer(name: str) -> Answer:
    return assess(case_of(name))


@cache
def document(name: str, audience: Audience = Audience.CLINICIAN) -> Document:
    return care_document(answer(name), audience)


def words(name: str, audience: Audience = Audience.PATIENT) -> str:
    return str(document(name, audience).sections)


@pytest.mark.parametrize("name", NAMES)
def test_chapters_come_in_order(name: str) -> None:
    keys = [section.key for section in document(name).sections]
    wanted = (
        "summary",
        "red-flags",
        "options",
        "course",
        "exercises",
        "everyday",
        "investigations",
        "again",
        "questions",
    )
    assert keys == [key for key in wanted if key in keys]
    assert "never orders" in document(name).footer


@pytest.mark.parametrize("name", NAMES)
def test_the_patient_reads_no_option_advised_against_or_read_at_second_hand_alone(name: str) -> None:
    sheet = words(name)
    for one in answer(name).plan.treatments:
        supported = [said for said in one.recommendations if said.direction in ("for", "consider")]
        second_hand = bool(supported) and all(said.seen == "secondary" for said in supported) and not one.outlook
        if one.stance in ("against", "insufficient evidence") or (one.stance != "mixed" and second_hand):
            assert one.plain not in sheet
    assert "for help at once if" in sheet
    assert "If in doubt, ask for help." in sheet


def test_the_patient_is_sent_first() -> None:
    text = words("cauda_equina")
    assert text.index("First of all") < text.index("for help at once")
    assert "Everything below comes after that." in text
    assert "First of all" not in words("back_pain")


def test_a_hundred_people_alike() -> None:
    assert "of 100 people like you" in words("l5_root")
    assert "of 100 people like you" not in words("peroneal")


def test_exercises_are_shown_with_their_load_and_those_left_out_by_reason() -> None:
    chosen = ChosenExercise(
        **{"exercise": "bird_dog", "wording": "bird dog", "plain": "bird dog", "trains": (("multifidus", 0.3),)},
        **{"disc": "L4-L5", "compression_n": 1200.0, "pressure_mpa": 0.8, "times_standing": 2.1, "compared_n": 1400.0},
        **{"compression_limit_n": 2500.0, "dose": (), "progression": "longer", "stop_when": "pain"},
        **{"home_version": "on a mat", "reasons": ("trains what is weak",), "cautions": (), "sources": ("judgement",)},
    )
    left = LeftOut("good_morning", "good morning", "over_limit", ("2900 N is over 2500 N",), ("judgement",))
    text = str(exercise_chapter(ExercisePlan("least load", (), (), (), (), (chosen,), (left,), (), (), ())))
    assert "1,200 N" in text
    assert "any disc at most 1,400 of 2,500 N" in text
    assert "30% of full effort" in text
    assert "2.1 times standing" in text
    assert "<svg" in text
    assert "Over a load limit" in text
    assert "good morning" in text
    assert exercise_chapter(ExercisePlan("", (), (), (), (), (), (), (), (), ())) is None


def test_where_no_exercise_is_due_the_plan_says_why_and_lists_none() -> None:
    """An emergency is no place for pages of exercises that are not done."""
    section = exercise_chapter(answer("cauda_equina").plan.exercises)
    assert section is not None
    text = str(section)
    assert "No exercise is chosen now" in text
    assert "red flag" in text
    assert "Left out" not in text
