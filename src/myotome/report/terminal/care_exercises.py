"""The exercises of a plan: what was chosen by computed load, under which limits, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from myotome.care import ChosenExercise, ExercisePlan, Limit, Stage
from myotome.report.chapters.exercises_left_out import left_out_groups
from myotome.report.terminal.lines import items, section

__all__ = ["exercises_section"]

#: Kinds of reason told with the names of the exercises; a page is read, a list is not.
_DETAILED = 3
_NAMES = 5


def exercises_section(plan: ExercisePlan) -> RenderableType | None:
    """Exercises chosen, with limits and reasons; or why there are none; None where nothing is told."""
    parts = items("None now:", (line.text for line in plan.none_because))
    parts += _of_choice(plan) if plan.chosen else []
    parts += items("Rules that hold now:", (line.text for line in plan.rules))
    parts += items("Left out:", _left_out(plan)) if plan.chosen else []
    parts += items("By weeks:", map(_stage, plan.stages)) if plan.chosen else []
    parts += items("Stop when:", (line.text for line in plan.stop_when))
    parts += items("Assumed:", plan.assumed)
    return section("Exercises, chosen by computed disc load", *parts) if parts else None


def _of_choice(plan: ExercisePlan) -> list[RenderableType]:
    others = sum(not one.binds for one in plan.limits)
    more = f"; {others} others are not met first, see --json" if others else ""
    return [
        Text(plan.objective),
        *items(f"Limits that are met first{more}:", (_limit(one) for one in plan.limits if one.binds)),
        *items("Chosen:", map(_chosen, plan.chosen)),
    ]


def _limit(one: Limit) -> str:
    return f"{one.name}: {one.value:g} {one.unit}; {one.why}"


def _chosen(one: ChosenExercise) -> str:
    dose = ", ".join(part.wording for part in one.dose)
    load = f"{one.disc} {one.compression_n:.0f} N, {one.pressure_mpa:.2f} MPa"
    return "; ".join([f"{one.wording}: {dose or 'no dose was found'}", load, *one.reasons, *one.cautions])


def _left_out(plan: ExercisePlan) -> Iterator[str]:
    """Exercises that were left out for the weightiest kinds of reason; of the others how many: the JSON has all."""
    groups = list(left_out_groups(plan.left_out, whole=False, most=_NAMES))
    for group in groups[:_DETAILED]:
        yield f"{group.head}: {'; '.join(group.told)}"
    if others := groups[_DETAILED:]:
        counted = "; ".join(f"{group.head[:1].lower()}{group.head[1:]}: {group.count}" for group in others)
        yield f"{sum(group.count for group in others)} more ({counted}); --json has all, with their reasons"


def _stage(one: Stage) -> str:
    to = "on" if one.to_week is None else f"to {one.to_week:g}"
    return f"week {one.from_week:g} {to}: {one.what}; further when {one.progress_when}"
