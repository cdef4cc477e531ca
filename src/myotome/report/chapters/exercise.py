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
    spans,
)
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["exercise_chapter", "plain_exercise_chapter"]

_SAME = "the same"
_NONE_NOW = "No exercise is chosen now."


def _says_anything(plan: ExercisePlan) -> bool:
    return bool(plan.chosen or plan.none_because or plan.left_out)


def exercise_chapter(plan: ExercisePlan) -> Section | None:
    """Exercises with the load that each puts on the disc, and those left out; where there are none now, only why."""
    if not _says_anything(plan):
        return None
    if plan.none_because and not plan.chosen:
        return Section("exercises", "Exercises", (*_rules(plan), *_chosen(plan), *_stops(plan)))
    blocks: list[Block] = [paragraph(plan.objective), *_rules(plan), *_limits(plan), *_chosen(plan)]
    blocks += [*_stages(plan), *_home(plan), *_stops(plan), *_left_out(plan)]
    return Section("exercises", "Exercises, chosen by the load on the disc", tuple(blocks))


def _rules(plan: ExercisePlan) -> Iterator[Block]:
    if plan.assumed:
        yield paragraph(f"Assumed: {'; '.join(plan.assumed)}.")
    if plan.rules:
        yield Bullets(tuple((cited(one.text, one.sources),) for one in plan.rules))


def _limits(plan: ExercisePlan) -> Iterator[Block]:
    rows = tuple(
        (cell(one.name.replace("_", " ")), cell(_valued(one)), (cited(one.why, one.sources),)) for one in plan.limits
    )
    if rows:
        yield TableOf("Limits for this person", ("limit", "value", "why"), rows, (2, 1.2, 5))


def _valued(bound: Limit) -> str:
    unit = "" if bound.unit in ("", "none") else f" {bound.unit}"
    return f"{bound.value:,.4g}{unit}{', reached first' if bound.binds else ''}"


def _chosen(plan: ExercisePlan) -> Iterator[Block]:
    if not plan.chosen:
        yield paragraph(cited(_NONE_NOW, strong=True))
        yield Bullets(tuple((cited(one.text, one.sources),) for one in plan.none_because))
        return
    head = ("exercise", "trains", "load on the disc", "dose and progression")
    yield TableOf("Exercises chosen", head, tuple(map(_chosen_row, plan.chosen)), (2, 2.4, 2, 3.6))
    yield Subheading("Why each was chosen")
    yield Bullets(tuple((Span(f"{capitalised(one.wording)}: ", strong=True), *_reasons(one)) for one in plan.chosen))
    for stop in dict.fromkeys(one.stop_when for one in plan.chosen if one.stop_when):
        which = [one.wording for one in plan.chosen if one.stop_when == stop]
        named = "each" if len(which) == len(plan.chosen) else ", ".join(which)
        yield paragraph(f"Stop {named}: {stop}.")


def _reasons(exercise: ChosenExercise) -> Cell:
    return spans("; ".join((*exercise.reasons, *exercise.cautions)), ".")


def _chosen_row(exercise: ChosenExercise) -> tuple[Cell, ...]:
    compared = f"compared: {exercise.compared_n:,.0f} of at most {exercise.compression_limit_n:,.0f} N"
    load = f"{exercise.disc}: {exercise.compression_n:,.0f} N, {exercise.pressure_mpa:.2f} MPa; {compared}"
    first = (Span(capitalised(exercise.wording), strong=True), cited("", exercise.sources))
    return (first, cell(_trained(exercise)), cell(load), _dose(exercise))


def _trained(exercise: ChosenExercise) -> str:
    """Muscles with the share of their strength that is used, where it was computed."""
    named = ((words(name, "muscles", "muscle_groups"), share) for name, share in exercise.trains)
    return ", ".join(name if share is None else f"{name} {percent(share)}" for name, share in named)


def _dose(exercise: ChosenExercise) -> Cell:
    """Every part of the dose with its source, then how to progress."""
    parts: list[Span] = []
    for dose in exercise.dose:
        parts += [cited(dose.wording.replace("_", " "), dose.sources), Span("; ")]
    return (*parts, *spans(exercise.progression))


def _stages(plan: ExercisePlan) -> Iterator[Block]:
    rows = tuple((cell(_weeks(one)), cell(one.what), (cited(one.progress_when, one.sources),)) for one in plan.stages)
    if rows:
        yield TableOf("Stages by week", ("weeks", "what", "progress when"), rows, (1, 4, 4))


def _weeks(stage: Stage) -> str:
    return f"from {stage.from_week:g}" if stage.to_week is None else f"{stage.from_week:g} to {stage.to_week:g}"


def _home(plan: ExercisePlan) -> Iterator[Block]:
    if plan.home:
        yield Subheading("At home")
        yield Bullets(tuple((cited(_at_home(one), one.sources),) for one in plan.home))


def _at_home(exercise: HomeExercise) -> str:
    equipment = "" if exercise.equipment in ("", "none") else f"needs: {exercise.equipment}"
    how = "" if exercise.how == _SAME else exercise.how
    return f"{'. '.join(capitalised(part) for part in (exercise.wording, how, equipment, exercise.dose) if part)}."


def _stops(plan: ExercisePlan) -> Iterator[Block]:
    if plan.stop_when:
        yield Subheading("Stop and reassess in case of")
        yield Bullets(tuple((cited(one.text, one.sources),) for one in plan.stop_when))


def _left_out(plan: ExercisePlan) -> Iterator[Block]:
    """All that were left out, under the weightiest reason, each with all of its reasons."""
    items = tuple(
        (Span(f"{group.head}: ", strong=True), cited(f"{'; '.join(group.lines)}.", group.sources))
        for group in left_out_groups(plan.left_out)
    )
    if items:
        yield Subheading("Left out, and why")
        yield Bullets(items)


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
