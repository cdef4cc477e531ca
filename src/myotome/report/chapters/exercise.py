"""The chapter of exercises chosen by computed disc load; left out where the plan holds none."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer.answer import Answer
from myotome.care.exercise.records import ChosenExercise, ExercisePlan, HomeExercise, Limit, Stage
from myotome.exam.wording import words
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


def _plan_of(of: Answer) -> ExercisePlan | None:
    """Return the exercise plan, where the plan has one that says anything."""
    told = of.plan.exercises
    return told if told.chosen or told.none_because or told.left_out else None


def exercise_chapter(of: Answer) -> Section | None:
    """Exercises with the load that each puts on the disc, those left out with the reason, stages and stops."""
    told = _plan_of(of)
    if told is None:
        return None
    blocks: list[Block] = [paragraph(told.objective), *_rules(told), *_limits(told), *_chosen(told)]
    blocks += [*_stages(told), *_home(told), *_stops(told), *_left_out(told)]
    return Section("exercises", "Exercises, chosen by the load on the disc", tuple(blocks))


def _rules(told: ExercisePlan) -> Iterator[Block]:
    if told.assumed:
        yield paragraph(f"Assumed: {'; '.join(told.assumed)}.")
    if told.rules:
        yield Bullets(tuple((cited(one.text, one.sources),) for one in told.rules))


def _limits(told: ExercisePlan) -> Iterator[Block]:
    rows = tuple(
        (cell(one.name.replace("_", " ")), cell(_valued(one)), (cited(one.why, one.sources),)) for one in told.limits
    )
    if rows:
        yield TableOf("Limits of this person", ("limit", "value", "why"), rows, (2, 1.2, 5))


def _valued(one: Limit) -> str:
    unit = "" if one.unit in ("", "none") else f" {one.unit}"
    return f"{one.value:,.4g}{unit}{', binds' if one.binds else ''}"


def _chosen(told: ExercisePlan) -> Iterator[Block]:
    if not told.chosen:
        yield paragraph(cited(_NONE_NOW, strong=True))
        yield Bullets(tuple((cited(one.text, one.sources),) for one in told.none_because))
        return
    head = ("exercise", "trains", "load on the disc", "dose and progression")
    yield TableOf("Exercises chosen", head, tuple(map(_chosen_row, told.chosen)), (2, 2.4, 2, 3.6))
    yield Subheading("Why each was chosen")
    yield Bullets(tuple((Span(f"{capitalised(one.wording)}: ", strong=True), *_reasons(one)) for one in told.chosen))
    for stop in dict.fromkeys(one.stop_when for one in told.chosen if one.stop_when):
        which = [one.wording for one in told.chosen if one.stop_when == stop]
        named = "each" if len(which) == len(told.chosen) else ", ".join(which)
        yield paragraph(f"Stop {named}: {stop}.")


def _reasons(one: ChosenExercise) -> Cell:
    return spans("; ".join((*one.reasons, *one.cautions)), ".")


def _chosen_row(one: ChosenExercise) -> tuple[Cell, ...]:
    compared = f"compared: {one.compared_n:,.0f} of at most {one.compression_limit_n:,.0f} N"
    load = f"{one.disc}: {one.compression_n:,.0f} N, {one.pressure_mpa:.2f} MPa; {compared}"
    first = (Span(capitalised(one.wording), strong=True), cited("", one.sources))
    return (first, cell(_trained(one)), cell(load), _dose(one))


def _trained(one: ChosenExercise) -> str:
    """Muscles with the share of their strength that is used, where it was computed."""
    named = ((words(name, "muscles", "muscle_groups"), share) for name, share in one.trains)
    return ", ".join(name if share is None else f"{name} {percent(share)}" for name, share in named)


def _dose(one: ChosenExercise) -> Cell:
    """Every part of the dose with what it rests on, then how to go on."""
    parts: list[Span] = []
    for dose in one.dose:
        parts += [cited(dose.wording.replace("_", " "), dose.sources), Span("; ")]
    return (*parts, *spans(one.progression))


def _stages(told: ExercisePlan) -> Iterator[Block]:
    rows = tuple((cell(_weeks(one)), cell(one.what), (cited(one.progress_when, one.sources),)) for one in told.stages)
    if rows:
        yield TableOf("Stages by week", ("weeks", "what", "go on when"), rows, (1, 4, 4))


def _weeks(one: Stage) -> str:
    return f"from {one.from_week:g}" if one.to_week is None else f"{one.from_week:g} to {one.to_week:g}"


def _home(told: ExercisePlan) -> Iterator[Block]:
    if told.home:
        yield Subheading("At home")
        yield Bullets(tuple((cited(_at_home(one), one.sources),) for one in told.home))


def _at_home(one: HomeExercise) -> str:
    equipment = "" if one.equipment in ("", "none") else f"needs: {one.equipment}"
    how = "" if one.how == _SAME else one.how
    return f"{'. '.join(capitalised(part) for part in (one.wording, how, equipment, one.dose) if part)}."


def _stops(told: ExercisePlan) -> Iterator[Block]:
    if told.stop_when:
        yield Subheading("Stop and ask when")
        yield Bullets(tuple((cited(one.text, one.sources),) for one in told.stop_when))


def _left_out(told: ExercisePlan) -> Iterator[Block]:
    """All that were left out, under the weightiest reason, each with all of its reasons."""
    items = tuple(
        (Span(f"{group.head}: ", strong=True), cited(f"{'; '.join(group.told)}.", group.sources))
        for group in left_out_groups(told.left_out)
    )
    if items:
        yield Subheading("Left out, and why")
        yield Bullets(items)


def plain_exercise_chapter(of: Answer) -> Section | None:
    """The home version in plain words, and when to stop."""
    told = _plan_of(of)
    if told is None or not told.home:
        return None
    blocks: list[Block] = [paragraph("Only as your clinician has shown you.")]
    blocks.append(Bullets(tuple((cited(_at_home(one), one.sources),) for one in told.home)))
    if told.stop_when:
        blocks.append(Subheading("Stop and ask when"))
        blocks.append(Bullets(tuple((cited(one.plain, one.sources),) for one in told.stop_when)))
    return Section("exercises", "Exercises at home", tuple(blocks))
