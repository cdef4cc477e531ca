"""The chapter of exercises chosen by computed disc load; left out where the plan holds none."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.care import ChosenExercise, ExercisePlan, Limit, Stage
from myotome.exam import words
from myotome.language import ENGLISH, Language, message
from myotome.report.chapters.exercises.left_out import left_out_groups
from myotome.report.document.parts import (
    Block,
    Bullets,
    Card,
    Cards,
    Cell,
    Figure,
    Section,
    Span,
    TableOf,
    cell,
    cited,
    paragraph,
)
from myotome.report.figures.exercise.drawn import exercise_svg
from myotome.report.words.guidelines import joined
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["exercise_chapter", "exercise_figure", "load_in_words"]

_TRAINED = 3
_NAMED = 6
_BECAUSE = "none now, because "
_NONE_NOW = "No exercise is chosen now."
#: Of the load of quiet standing: what is called less, and what is called the same.
_LESS, _SAME = 0.85, 1.15


def _says_anything(plan: ExercisePlan) -> bool:
    return bool(plan.chosen or plan.none_because or plan.left_out)


def exercise_chapter(plan: ExercisePlan) -> Section | None:
    """Exercises drawn, with dose, load and progression, and those left out by reason; where there are none, why."""
    if not _says_anything(plan):
        return None
    if plan.none_because and not plan.chosen:
        return Section("exercises", "Exercises", tuple(_none_now(plan)))
    blocks: list[Block] = [*_rules(plan), *_chosen(plan), *_beside(plan), *_stops(plan)]
    blocks += [*_stages(plan), *_left_out(plan)]
    about_a_disc = any(one.disc for one in plan.chosen)
    return Section("exercises", f"Exercises{', chosen by the load on the disc' if about_a_disc else ''}", tuple(blocks))


def _rules(plan: ExercisePlan) -> Iterator[Block]:
    """What holds for this person, in one paragraph: what is assumed, rules, and the limit that is reached first."""
    told: list[Span] = []
    if plan.assumed:
        told += [Span("Assumed: ", strong=True), Span(f"{'; '.join(plan.assumed)}. ")]
    if plan.rules:
        told.append(Span("Rules that hold now: ", strong=True))
        told += joined([cited(one.text, one.sources) for one in plan.rules])
        told.append(Span(". "))
    if binding := [one for one in plan.limits if one.binds]:
        told.append(Span("Limits: ", strong=True))
        told += joined([cited(_bound(one), one.sources) for one in binding])
        told.append(Span("."))
    if told:
        yield paragraph(*told)


def _bound(bound: Limit) -> str:
    """What is limited, to how much, and whose limit it is."""
    what, _, whose = bound.name.partition(": ")
    unit = "" if bound.unit in ("", "none") else f" {bound.unit}"
    return f"{what} {bound.value:,.4g}{unit}{f' ({whose})' if whose else ''}"


def _none_now(plan: ExercisePlan) -> Iterator[Block]:
    yield paragraph(cited(_NONE_NOW, strong=True))
    why = ((capitalised(one.text.removeprefix(_BECAUSE)), one.sources) for one in plan.none_because)
    yield Bullets(tuple((cited(text, keys),) for text, keys in why))


def _chosen(plan: ExercisePlan) -> Iterator[Block]:
    if plan.chosen:
        yield Cards(tuple(_card(place, one) for place, one in enumerate(plan.chosen, start=1)))


def _beside(plan: ExercisePlan) -> Iterator[Block]:
    """What the sheet for home has beside the chosen ones: walking."""
    chosen = {one.exercise for one in plan.chosen}
    for one in plan.home:
        if one.exercise not in chosen:
            yield paragraph(cited(f"Beside these: {one.wording.lower()}. ", strong=True),
                            cited(f"{capitalised(one.dose)}; {one.how}.", one.sources))  # fmt: skip


def _card(place: int, exercise: ChosenExercise) -> Card:
    """Target, dose, how hard, progression and when to stop, each in a line."""
    lines = [
        ("Trains", cell(_trained(exercise))),
        ("Dose", _dose(exercise)),
        ("How hard", cell(_how_hard(exercise))),
        ("Progression", (cited(exercise.progression, exercise.sources),)),
        ("Stop", cell(exercise.stop_when)),
    ]
    if exercise.cautions:
        lines.append(("Mind", cell("; ".join(exercise.cautions))))
    title = (Span(f"{place}. {capitalised(exercise.wording)}"),)
    return Card(exercise_figure(exercise.exercise, exercise.wording), title, tuple(lines))


def exercise_figure(exercise: str, wording: str, language: Language = ENGLISH) -> Figure:
    """How an exercise begins and ends; all forms of one movement are drawn alike."""
    drawn = exercise_svg(exercise.partition(":")[0], wording, language)
    told = message("Drawing: {exercise}, at its start and at its end.", exercise=wording)
    return Figure(drawn, "", told, 0.5, repeats=True)


def _trained(exercise: ChosenExercise) -> str:
    """The first muscles, those whose work was computed with it."""
    named = [words(name, "muscles", "muscle_groups") for name, _ in exercise.trains]
    more = len(named) - _TRAINED
    return ", ".join([*named[:_TRAINED], *([f"{more} more"] if more > 0 else [])])


def _dose(exercise: ChosenExercise) -> Cell:
    """The dose with its sources once."""
    keys = tuple(dict.fromkeys(key for part in exercise.dose for key in part.sources))
    return (cited(exercise.dose_in_words, keys),)


def _how_hard(exercise: ChosenExercise) -> str:
    """How hard the muscles work, and where the spine is in question the load on the disc against quiet standing."""
    work = [share for _, share in exercise.trains if share is not None]
    effort = f"muscles at most {percent(max(work))} of full effort" if work else "muscle effort: by the dose"
    if not exercise.disc:
        return effort
    disc = f"load on the {exercise.disc} {load_in_words(exercise.times_standing)} ({exercise.compression_n:,.0f} N)"
    allowed = f"any disc at most {exercise.compared_n:,.0f} of {exercise.compression_limit_n:,.0f} N"
    return f"{disc}, {allowed}; {effort}"


def load_in_words(times_standing: float) -> str:
    """Compare a load with that of quiet standing.

    Examples
    --------
    >>> load_in_words(1.0), load_in_words(0.4), load_in_words(2.13)
    ('as standing', 'less than standing', '2.1 times standing')
    """
    if times_standing < _LESS:
        return "less than standing"
    return "as standing" if times_standing <= _SAME else f"{times_standing:.1f} times standing"


def _stages(plan: ExercisePlan) -> Iterator[Block]:
    rows = tuple((cell(_weeks(one)), cell(one.what), (cited(one.progress_when, one.sources),)) for one in plan.stages)
    if rows:
        yield TableOf("Stages by week", ("weeks", "what", "progress when"), rows, (1, 4, 4))


def _weeks(stage: Stage) -> str:
    return f"from {stage.from_week:g}" if stage.to_week is None else f"{stage.from_week:g} to {stage.to_week:g}"


def _stops(plan: ExercisePlan) -> Iterator[Block]:
    if plan.stop_when:
        told = joined([cited(one.text, one.sources) for one in plan.stop_when])
        yield paragraph(cited("Stop and reassess in case of: ", strong=True), *told, ".")


def _left_out(plan: ExercisePlan) -> Iterator[Block]:
    """How many were left out and why; every exercise with every reason is in the answer document."""
    rows = tuple(
        (cell(group.head), cell(str(len(group.names))), cell(_some(group.names)))
        for group in left_out_groups(plan.left_out)
    )
    if rows:
        head = ("reason", "number", "exercises")
        yield TableOf("Left out, by the first reason", head, rows, (2, 0.7, 7), frozenset({1}))


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    return "; ".join([*names[:_NAMED], *([f"and {more} more"] if more > 0 else [])])
