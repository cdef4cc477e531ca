"""The sheet of exercises for home: one page in large type, with the drawings of the report and in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.care import ExercisePlan, HomeExercise
from myotome.language import ENGLISH, Language, capitalised, listed, message, without_as_described
from myotome.report.chapters.exercises.chosen import exercise_figure
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Card,
    Cards,
    Cell,
    Section,
    Span,
    cited,
    paragraph,
)

__all__ = ["home_sheet"]

_LARGE_PT = 13.0
_FIRST = message(
    "Do these only as your clinician has shown you. Go slowly and keep breathing. Stop well before you are tired."
)
_STOP = message("Stop, and ask, if you notice")


def home_sheet(plan: ExercisePlan, language: Language = ENGLISH) -> Section | None:
    """Exercises to do at home, and when to stop; None where the plan holds none."""
    if not plan.home:
        return None
    blocks: list[Block] = [paragraph(_FIRST)]
    blocks.append(Cards(tuple(_card(place, one, language) for place, one in enumerate(plan.home, start=1))))
    if plan.stop_when:
        lines = tuple((cited(message("{sentence}.", sentence=one.plain), one.sources),) for one in plan.stop_when)
        blocks.append(Callout("soon", _STOP, (Bullets(lines),)))
    return Section("exercises", message("Exercises at home"), tuple(blocks), alone=True, letters_pt=_LARGE_PT)


def _card(place: int, exercise: HomeExercise, language: Language) -> Card:
    title: Cell = (Span(message("{number}. {sentence}.", number=place, sentence=exercise.wording)),)
    told = (message("{sentence}.", sentence=capitalised(one)) for one in _told(exercise))
    lines = tuple(("", (cited(one, exercise.sources),)) for one in told)
    return Card(exercise_figure(exercise.exercise, exercise.wording, language), title, lines)


def _told(exercise: HomeExercise) -> Iterator[str]:
    """Which side, how much, how, and with what."""
    yield _dose(exercise)
    parts = [without_as_described(exercise.how)]
    if exercise.equipment not in ("", "none"):
        parts.append(message("you need: {equipment}", equipment=exercise.equipment))
    if any(parts):
        yield listed((capitalised(part) for part in parts if part), ". ")


def _dose(exercise: HomeExercise) -> str:
    dose = capitalised(exercise.dose)
    if exercise.side == "left":
        return message("left side. {dose}", dose=dose)
    return message("right side. {dose}", dose=dose) if exercise.side == "right" else dose
