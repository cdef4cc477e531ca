"""The chapter of exercises chosen by computed disc load; left out where the plan holds none."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.care import ChosenExercise, ExercisePlan, HomeExercise, Limit, Stage
from myotome.exam import words
from myotome.report.chapters.exercises_left_out import left_out_groups
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Section,
    Span,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
)
from myotome.report.words.guidelines import joined
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["exercise_chapter", "plain_exercise_chapter"]

_NOTHING_MORE = ("the same", "as described")
_TRAINED = 4
_NONE_NOW = "No exercise is chosen now."


def _says_anything(plan: ExercisePlan) -> bool:
    return bool(plan.chosen or plan.none_because or plan.left_out)


def exercise_chapter(plan: ExercisePlan) -> Section | None:
    """Exercises with dose, load and progression, and those left out by reason; where there are none now, only why."""
    if not _says_anything(plan):
        return None
    if plan.none_because and not plan.chosen:
        return Section("exercises", "Exercises", (*_rules(plan), *_none_now(plan), *_stops(plan)))
    blocks: list[Block] = [*_rules(plan), *_chosen(plan), *_stages(plan), *_stops(plan), *_left_out(plan)]
    return Section("exercises", "Exercises, chosen by the load on the disc", tuple(blocks))


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
        told += joined([cited(f"{one.name.replace('_', ' ')} {_valued(one)}", one.sources) for one in binding])
        told.append(Span("."))
    if told:
        yield paragraph(*told)


def _valued(bound: Limit) -> str:
    unit = "" if bound.unit in ("", "none") else f" {bound.unit}"
    return f"{bound.value:,.4g}{unit}"


def _none_now(plan: ExercisePlan) -> Iterator[Block]:
    yield paragraph(cited(_NONE_NOW, strong=True))
    yield Bullets(tuple((cited(one.text, one.sources),) for one in plan.none_because))


def _chosen(plan: ExercisePlan) -> Iterator[Block]:
    head = ("exercise", "trains", "load", "dose", "progression")
    yield TableOf("Exercises chosen", head, tuple(map(_chosen_row, plan.chosen)), (2.6, 2.4, 1.7, 2.0, 2.4))
    for stop in dict.fromkeys(one.stop_when for one in plan.chosen if one.stop_when):
        yield paragraph(cited("Stop: ", strong=True), f"{stop}.")


def _chosen_row(exercise: ChosenExercise) -> tuple[Cell, ...]:
    first = (Span(capitalised(exercise.wording), strong=True), cited("", exercise.sources))
    cautions = f" Mind: {'; '.join(exercise.cautions)}." if exercise.cautions else ""
    share = f"{percent(exercise.compared_n / exercise.compression_limit_n)} of what is allowed"
    load = f"{exercise.disc}: {exercise.compression_n:,.0f} N; {share}"
    onward = f"{capitalised(exercise.progression)}{cautions}"
    return (first, cell(_trained(exercise)), cell(load), _dose(exercise), cell(onward))


def _trained(exercise: ChosenExercise) -> str:
    """Muscles with the share of their strength that is used, where it was computed."""
    named = [(words(name, "muscles", "muscle_groups"), share) for name, share in exercise.trains]
    shown = [name if share is None else f"{name} {percent(share)}" for name, share in named[:_TRAINED]]
    more = len(named) - len(shown)
    return ", ".join([*shown, *([f"{more} more"] if more else [])])


def _dose(exercise: ChosenExercise) -> Cell:
    """Every part of the dose, with its sources once."""
    keys = tuple(dict.fromkeys(key for part in exercise.dose for key in part.sources))
    return (cited("; ".join(part.wording.replace("_", " ") for part in exercise.dose), keys),)


def _stages(plan: ExercisePlan) -> Iterator[Block]:
    rows = tuple((cell(_weeks(one)), cell(one.what), (cited(one.progress_when, one.sources),)) for one in plan.stages)
    if rows:
        yield TableOf("Stages by week", ("weeks", "what", "progress when"), rows, (1, 4, 4))


def _weeks(stage: Stage) -> str:
    return f"from {stage.from_week:g}" if stage.to_week is None else f"{stage.from_week:g} to {stage.to_week:g}"


def _at_home(exercise: HomeExercise) -> str:
    equipment = "" if exercise.equipment in ("", "none") else f"needs: {exercise.equipment}"
    how = "" if exercise.how in _NOTHING_MORE else exercise.how
    return f"{'. '.join(capitalised(part) for part in (exercise.wording, how, equipment, exercise.dose) if part)}."


def _stops(plan: ExercisePlan) -> Iterator[Block]:
    if plan.stop_when:
        told = joined([cited(one.text, one.sources) for one in plan.stop_when])
        yield paragraph(cited("Stop and reassess in case of: ", strong=True), *told, ".")


def _left_out(plan: ExercisePlan) -> Iterator[Block]:
    """All that were left out, by the weightiest reason; every reason of each is in the answer document."""
    rows = tuple(
        (cell(group.head), cell(str(len(group.names))), cell("; ".join(group.names)))
        for group in left_out_groups(plan.left_out)
    )
    if rows:
        yield TableOf(
            "Left out, by the first reason", ("reason", "number", "exercises"), rows, (2, 0.7, 7), frozenset({1})
        )


def plain_exercise_chapter(plan: ExercisePlan) -> Section | None:
    """The home version in plain words, and when to stop."""
    if not plan.home:
        return None
    blocks: list[Block] = [paragraph("Only as your clinician has shown you.")]
    blocks.append(Bullets(tuple((cited(_at_home(one), one.sources),) for one in plan.home)))
    if plan.stop_when:
        blocks.append(Subheading("Stop the exercise and ask if you notice"))
        blocks.append(Bullets(tuple((cited(one.plain, one.sources),) for one in plan.stop_when)))
    return Section("exercises", "Exercises at home", tuple(blocks))
