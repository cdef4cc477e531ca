"""The exercises of a plan: what was chosen by computed load, under which limits, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from myotome.care import ChosenExercise, ExercisePlan, LeftOut, Limit, Stage
from myotome.report.lines import items, section

__all__ = ["exercises_section"]

_LEFT_OUT = 6


def exercises_section(plan: ExercisePlan) -> RenderableType | None:
    """Exercises chosen, stage by stage, with limits and reasons; or why there are none; None where nothing is told."""
    parts: list[RenderableType] = [Text(plan.objective)] if plan.objective else []
    parts += items("None now:", (line.text for line in plan.none_because))
    parts += items("Limits:", map(_limit, plan.limits))
    parts += items("Rules that hold now:", (line.text for line in plan.rules))
    parts += items("Chosen:", map(_chosen, plan.chosen))
    parts += items("Left out:", _left_out(plan.left_out))
    parts += items("By weeks:", map(_stage, plan.stages))
    parts += items("Stop when:", (line.text for line in plan.stop_when))
    parts += items("Assumed:", plan.assumed)
    return section("Exercises, chosen by computed disc load", *parts) if parts else None


def _limit(one: Limit) -> str:
    return f"{one.name}: {one.value:g} {one.unit}{' (met first)' if one.binds else ''}; {one.why}"


def _chosen(one: ChosenExercise) -> str:
    told = [
        f"{one.wording}: {one.disc} {one.compression_n:.0f} N, {one.pressure_mpa:.2f} MPa "
        f"({one.compared_n:.0f} of {one.compression_limit_n:.0f} N)",
        f"trains {', '.join(_trained(one.trains))}",
    ]
    told += [", ".join(part.wording for part in one.dose)] if one.dose else []
    return "; ".join([*told, *one.reasons, *one.cautions])


def _trained(trains: Iterable[tuple[str, float | None]]) -> Iterator[str]:
    for muscle, share in trains:
        name = muscle.replace("_", " ")
        yield name if share is None else f"{name} {100 * share:.0f}%"


def _left_out(left: tuple[LeftOut, ...]) -> Iterator[str]:
    for one in left[:_LEFT_OUT]:
        yield f"{one.wording}: {'; '.join(one.reasons)}"
    if len(left) > _LEFT_OUT:
        yield f"and {len(left) - _LEFT_OUT} more, each with its reasons with --json"


def _stage(one: Stage) -> str:
    to = "on" if one.to_week is None else f"to {one.to_week:g}"
    return f"week {one.from_week:g} {to}: {one.what}; further when {one.progress_when}"
