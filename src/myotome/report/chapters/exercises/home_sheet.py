"""The sheet of exercises for home: one page in large type, with the drawings of the report and in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.care import ExercisePlan, HomeExercise
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
from myotome.report.words.probabilities import capitalised

__all__ = ["home_sheet"]

_NOTHING_MORE = ("the same", "as described")
_LARGE_PT = 13.0
_FIRST = "Do these only as your clinician has shown you. Go slowly and keep breathing. Stop well before you are tired."
_STOP = "Stop, and ask, if you notice"


def home_sheet(plan: ExercisePlan) -> Section | None:
    """Exercises to do at home, and when to stop; None where the plan holds none."""
    if not plan.home:
        return None
    blocks: list[Block] = [paragraph(_FIRST)]
    blocks.append(Cards(tuple(_card(place, one) for place, one in enumerate(plan.home, start=1))))
    if plan.stop_when:
        lines = tuple((cited(f"{one.plain}.", one.sources),) for one in plan.stop_when)
        blocks.append(Callout("soon", _STOP, (Bullets(lines),)))
    return Section("exercises", "Exercises at home", tuple(blocks), alone=True, letters_pt=_LARGE_PT)


def _card(place: int, exercise: HomeExercise) -> Card:
    title: Cell = (Span(f"{place}. {exercise.wording}."),)
    lines = [("", (cited(f"{capitalised(told)}.", exercise.sources),)) for told in _told(exercise)]
    return Card(exercise_figure(exercise.exercise, exercise.wording), title, tuple(lines))


def _told(exercise: HomeExercise) -> Iterator[str]:
    """Which side, how much, how, and with what."""
    side = f"{exercise.side} side. " if exercise.side else ""
    yield f"{side}{capitalised(exercise.dose)}"
    parts = [exercise.how.removeprefix("as described, ")] if exercise.how not in _NOTHING_MORE else []
    if exercise.equipment not in ("", "none"):
        parts.append(f"you need: {exercise.equipment}")
    if parts:
        yield ". ".join(capitalised(part) for part in parts)
