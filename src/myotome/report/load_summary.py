"""The page of `load` in the terminal: can it be held, what do the discs bear, which muscles work, who pays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from myotome.load import JOINTS, Alignment, LoadAnswer, Solution, reserve
from myotome.report.console import page_console
from myotome.report.lines import items, section

__all__ = ["print_load"]

_LUMBAR = 6
_MUSCLES = 10
_TELLING_N = 20.0
_TOLD_NM = 0.05
_MISSING = 5
_CAVEATS = (
    "Loads of a posture held still at the least effort: brisk movement, and muscles tensed against one another out of "
    "pain or fear, load the discs more. Facets are not told from discs."
)


def print_load(answer: LoadAnswer) -> None:
    """Print one answer."""
    console = page_console()
    for part in _parts(answer):
        console.print(part)
        console.print()


def _parts(answer: LoadAnswer) -> Iterable[RenderableType]:
    yield _header(answer)
    yield _held(answer)
    yield _discs(answer)
    if answer.healthy is not None:
        yield _twin(answer, answer.healthy)
    yield _muscles(answer)
    if answer.alignment is not None:
        yield _alignment(answer.alignment)
    yield Text(f"{_CAVEATS}\nSources: {', '.join(answer.sources())}.", style="dim")


def _header(answer: LoadAnswer) -> RenderableType:
    who = answer.person
    chosen = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in answer.options.items())
    person = f"{who.sex}, {who.age:g} years, {who.height_m:g} m, {who.mass_kg:g} kg"
    return Text(f"{answer.task.label}{f' ({chosen})' if chosen else ''}\n{person}", style="bold")


def _held(answer: LoadAnswer) -> RenderableType:
    """Whether the posture can be held, first of all."""
    if answer.feasible:
        share = reserve(answer.solution)
        lines = [Text("It can be held.", style="bold"), Text(f"Strength of the back muscles left: {100 * share:.0f}%.")]
        if answer.intervals is not None and answer.intervals.share_feasible < 1.0:
            share = answer.intervals.share_feasible
            lines.append(Text(f"Of people of this size {100 * share:.0f}% could hold it."))
        return section("Can it be held?", *lines)
    ranked = sorted(answer.solution.unmet_by_dof.items(), key=lambda item: -item[1])
    missing = [f"{name}: {nm:.1f} Nm" for name, nm in ranked if nm >= _TOLD_NM][:_MISSING]
    head = Text("Muscles and joints cannot hold exactly this posture. What is missing most:", style="bold")
    hint = "A few newton metres are what a spine gains by settling a degree or two; many mean that it cannot be held."
    return section("Can it be held?", head, *items("", missing), Text(hint, style="dim"))


def _discs(answer: LoadAnswer) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    table.add_column("disc")
    heads = ("compression N", "forward shear N", "shear to the right N", "pressure MPa")
    for head in heads:
        table.add_column(head, justify="right")
    for number in range(_LUMBAR):
        table.add_row(JOINTS[number], *_disc(answer, number))
    thorax = answer.solution.discs.compression_n[0, _LUMBAR:-1]
    least, most = int(thorax.argmin()) + _LUMBAR, int(thorax.argmax()) + _LUMBAR
    rest = f"Thoracic discs: {thorax.min():.0f} N ({JOINTS[least]}) to {thorax.max():.0f} N ({JOINTS[most]})."
    between = "" if answer.intervals is None else " In brackets: limits of nine people of ten of this size."
    return section("Discs", table, Text(f"{rest}{between}", style="dim"))


def _disc(answer: LoadAnswer, number: int) -> list[str]:
    discs, limits = answer.solution.discs, answer.intervals
    values = {
        "compression_n": (discs.compression_n, "{:.0f}"),
        "shear_anterior_n": (discs.shear_anterior_n, "{:.0f}"),
        "shear_lateral_n": (discs.shear_lateral_n, "{:.0f}"),
        "pressure_mpa": (answer.solution.pressure_mpa, "{:.2f}"),
    }
    cells = []
    for name, (value, form) in values.items():
        cell = form.format(value[0, number] + 0.0)
        if limits is not None and name in {"compression_n", "pressure_mpa"}:
            low, high = getattr(limits, name)[:, number]
            cell += f" ({form.format(low)}-{form.format(high)})"
        cells.append(cell)
    return cells


def _twin(answer: LoadAnswer, healthy: Solution) -> RenderableType:
    """Which disc pays, and which muscle makes up for what is lost."""
    ours, theirs = answer.solution.discs.compression_n[0], healthy.discs.compression_n[0]
    change = (ours - theirs)[:-1]
    disc = int(np.abs(change).argmax())
    share = 100.0 * change[disc] / max(float(theirs[disc]), 1.0)
    lines = [Text(f"Most changed disc: {JOINTS[disc]}, {change[disc]:+.0f} N ({share:+.0f}%)."), _lumbar(ours, theirs)]
    moved = _by_muscle(answer.solution) - _by_muscle(healthy)
    names = _muscle_names(answer.solution)
    order = np.argsort(-np.abs(moved), kind="stable")[:5]
    told = (f"{names[number]}: {moved[number]:+.0f} N" for number in order if abs(moved[number]) >= _TELLING_N)
    effort = answer.solution.cost[0] / max(float(healthy.cost[0]), 1e-9)
    lines += [*items("Muscles that pull otherwise:", told), Text(f"Effort: {effort:.2f} times that of the twin.")]
    return section("Beside the healthy twin", *lines)


def _lumbar(ours: np.ndarray, theirs: np.ndarray) -> RenderableType:
    number = JOINTS.index("L4-L5")
    return Text(f"L4-L5: {ours[number]:.0f} N instead of {theirs[number]:.0f} N.")


def _muscle_names(solution: Solution) -> list[str]:
    muscles = solution.spine.fascicles
    keys = dict.fromkeys(zip(muscles.side, muscles.muscle, strict=True))
    return [f"{side} {muscle.replace('_', ' ')}" for side, muscle in keys]


def _index(solution: Solution) -> np.ndarray:
    muscles = solution.spine.fascicles
    keys = list(dict.fromkeys(zip(muscles.side, muscles.muscle, strict=True)))
    return np.array([keys.index(key) for key in zip(muscles.side, muscles.muscle, strict=True)])


def _by_muscle(solution: Solution) -> np.ndarray:
    return np.bincount(_index(solution), weights=solution.force_n[0])


def _muscles(answer: LoadAnswer) -> RenderableType:
    solution, index = answer.solution, _index(answer.solution)
    force = _by_muscle(solution)
    strength = np.bincount(index, weights=solution.spine.fascicles.strength_n)
    used = np.bincount(index, weights=solution.spine.fascicles.strength_n * solution.activation[0]) / strength
    names = _muscle_names(solution)
    table = Table(box=None, pad_edge=False)
    table.add_column("muscle")
    for head in ("force N", "mean activation"):
        table.add_column(head, justify="right")
    for number in np.argsort(-force, kind="stable")[:_MUSCLES]:
        table.add_row(names[number], f"{force[number]:.0f}", f"{100 * used[number]:.0f}%")
    return section("Muscles, the strongest pull first", table)


def _alignment(settled: Alignment) -> RenderableType:
    """Where the standing spine settles if nothing is done against it."""
    shape = settled.to_dict()
    first, last = shape["cobb_ends"]
    told = (
        f"trunk shifted {_way(shape['trunk_shift_mm'], 'to the right', 'to the left')}",
        f"trunk moved {_way(shape['trunk_forward_mm'], 'forward', 'backward')}",
        f"Cobb angle {shape['cobb_deg']:.0f} deg, {last} to {first}; lordosis {shape['lordosis_change_deg']:+.0f} deg",
        f"L4-L5 {shape['pressure_mpa']['L4-L5']:.2f} MPa, {shape['healthy_pressure_mpa']['L4-L5']:.2f} MPa before",
    )
    hint = "If nothing is done against it: people correct most of this, and nobody has measured how much."
    lines = [*items("", told), Text(hint, style="dim")]
    if not settled.stable:
        lines.insert(0, Text("The spine does not stand by itself any more.", style="bold"))
    return section("Where it would pull the standing spine", *lines)


def _way(millimetres: float, one: str, other: str) -> str:
    return f"{abs(millimetres):.0f} mm {one if millimetres > 0 else other}"
