"""The page of `load` for the terminal: can it be held, what the discs bear, which muscles work, and who pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.load import JOINTS, Alignment, Intervals, Solution, pressure_range_mpa
from myotome.load.statics.muscle_totals import MuscleForces, muscle_forces, spare_share
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.terminal.settled_page import settled_section
from myotome.report.words.probabilities import capitalised

__all__ = ["LoadPage", "print_load_page"]

Numbers = NDArray[np.float64]

_LUMBAR: Final = JOINTS.index("T12-L1") + 1
_NECK: Final = len(JOINTS) - 1  # C7-T1 stands for the whole neck
_MUSCLES, _MOVED = 10, 4
_TELLING_N: Final = 5.0
_UNITS: Final = ("deg", "mm", "cm", "kg")
_CAVEATS: Final = (
    "A posture held still at the least effort: no swing, and no muscles tensed against one another, as pain or fear "
    "have them; both load the discs more. The disc is given what its facet joints bear too, and in the thorax what the "
    "ribs bear along it."
)


@dataclass(frozen=True, eq=False)
class LoadPage:
    """What the page tells.

    Attributes
    ----------
    label : str
        The task in words.
    solution : Solution
        Its first frame is told.
    healthy : Solution or None
        The same person and posture without the impairment.
    intervals : Intervals or None
        Limits of nine people of ten like this one.
    options : mapping
        Options of the task, as given.
    alignment : Alignment or None
        The posture that the impairment pulls the standing spine into.
    sources : tuple of str
        Keys of `sources.toml`.
    """

    label: str
    solution: Solution
    healthy: Solution | None = None
    intervals: Intervals | None = None
    options: Mapping[str, float | str] = field(default_factory=dict)
    alignment: Alignment | None = None
    sources: tuple[str, ...] = ()


def print_load_page(page: LoadPage, console: Console | None = None) -> None:
    """Print what a task does to a spine.

    Parameters
    ----------
    page : LoadPage
    console : Console, optional
        Where to print; by default the standard output, at most 100 columns wide.
    """
    print_sections(console or page_console(), _sections(page))


def _sections(page: LoadPage) -> Iterator[RenderableType]:
    yield _header(page)
    yield _verdict(page)
    yield _discs(page)
    if page.healthy is not None:
        yield _twin(page.solution, page.healthy)
    yield _muscles(page)
    if page.alignment is not None:
        yield settled_section(page.alignment)
    named = f"\nSources: {', '.join(page.sources)}." if page.sources else ""
    yield Text(f"{_CAVEATS}{named}", style="dim")


def _header(page: LoadPage) -> RenderableType:
    who = page.solution.spine.person
    chosen = ", ".join(_option(name, value) for name, value in page.options.items())
    person = f"{who.sex}, {who.age:g} years, {who.height_m:g} m, {who.mass_kg:g} kg"
    return section(f"{capitalised(page.label)}{f' ({chosen})' if chosen else ''}", Text(person))


def _option(name: str, value: float | str) -> str:
    """Name and value in words; a unit that ends the name goes behind the number."""
    head, _, unit = name.rpartition("_")
    if isinstance(value, str | bool) or unit not in _UNITS:
        told = ("yes" if value else "no") if isinstance(value, bool) else value
        return f"{name.replace('_', ' ')}: {told}"
    return f"{head.replace('_', ' ')} {value:.4g} {unit}"


def _verdict(page: LoadPage) -> RenderableType:
    """Whether the posture can be held, and what is missing; said before any number."""
    if page.solution.feasible[0]:
        lines: list[RenderableType] = [Text("Yes: muscles and joints hold it.", style="bold")]
    else:
        lines = [Text("No: muscles and joints cannot hold exactly this.", style="bold red"), *_missing(page.solution)]
    if page.healthy is not None and not page.solution.feasible[0]:
        twin = "can" if page.healthy.feasible[0] else "cannot hold it either"
        lines.append(Text(f"The healthy twin {twin}."))
    if page.intervals is not None and page.intervals.share_feasible < 1.0:
        lines.append(Text(f"Of people like this one, {100 * page.intervals.share_feasible:.0f}% could hold it."))
    return section("Can it be held?", *lines)


def _missing(solution: Solution) -> list[RenderableType]:
    """Moments that something else must supply, the largest first."""
    worst = sorted(solution.unmet_by_dof.items(), key=lambda item: -item[1])
    told = [f"{name}: {nm:.1f} Nm" for name, nm in worst[:_MOVED]]
    more = [f"{len(worst) - _MOVED} further joints and planes: less each"] if len(worst) > _MOVED else []
    note = Text(
        "A few newton metres are what a spine gains by settling a degree or two; many mean that it cannot be held. The "
        "loads below are of the muscle forces that come nearest.",
        style="dim",
    )
    return [*items("What is missing:", [*told, *more]), note]


def _discs(page: LoadPage) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    for head in ("disc", "compression N", "shear forward N", "to the right N", "pressure MPa"):
        table.add_column(head, justify="left" if head == "disc" else "right")
    low, high = _pressure_limits(page)
    for number in range(_LUMBAR):
        table.add_row(JOINTS[number], *_cells(page, number), _ranged(page, number, low, high))
    told = "in brackets: limits of nine people of ten like this one"
    if page.intervals is None:
        told = "in brackets: for the size of the disc and the step from force to pressure alone"
    return section("Discs", Text(_worst(page.solution)), table, Text(f"{_thorax(page)} {told}.".strip(), style="dim"))


def _worst(solution: Solution) -> str:
    """Name the lumbar disc that bears most, and the one of the highest pressure where that is another."""
    force, pressure = solution.discs.compression_n[0, :_LUMBAR], solution.pressure_mpa[0, :_LUMBAR]
    most, highest = int(force.argmax()), int(pressure.argmax())
    first = f"{JOINTS[most]} bears most: {force[most]:.0f} N, {pressure[most]:.2f} MPa."
    return first if most == highest else f"{first} Highest pressure: {JOINTS[highest]}, {pressure[highest]:.2f} MPa."


def _thorax(page: LoadPage) -> str:
    force = page.solution.discs.compression_n[0, _LUMBAR:_NECK]
    least, most = int(force.argmin()), int(force.argmax())
    names = [JOINTS[_LUMBAR + number] for number in (least, most)]
    return f"Thoracic discs: {force[least]:.0f} N ({names[0]}) to {force[most]:.0f} N ({names[1]});"


def _cells(page: LoadPage, number: int) -> list[str]:
    discs = page.solution.discs
    shears = [discs.shear_anterior_n[0, number], discs.shear_lateral_n[0, number]]
    force = f"{discs.compression_n[0, number]:.0f}"
    if page.intervals is not None:
        low, high = page.intervals.compression_n[:, number]
        force = f"{force} ({_limits(low, high, 0)})"
    return [force, *(f"{round(float(shear)):d}" for shear in shears)]


def _ranged(page: LoadPage, number: int, low: Numbers, high: Numbers) -> str:
    return f"{page.solution.pressure_mpa[0, number]:.2f} ({_limits(low[number], high[number], 2)})"


def _limits(low: float, high: float, digits: int) -> str:
    between = "-" if low >= 0.0 else " to "
    return f"{low:.{digits}f}{between}{high:.{digits}f}"


def _pressure_limits(page: LoadPage) -> tuple[Numbers, Numbers]:
    if page.intervals is not None:
        return page.intervals.pressure_mpa[0], page.intervals.pressure_mpa[1]
    return pressure_range_mpa(page.solution.discs.compression_n[0], page.solution.spine.person)


def _twin(ours: Solution, theirs: Solution) -> RenderableType:
    """Which disc pays, which muscle makes up for what is lost, and what is left."""
    lines: list[RenderableType] = [Text(_payer(ours, theirs), style="bold")]
    if not ours.feasible[0]:
        lines.append(Text("These are the forces that come nearest, not those of a posture held.", style="dim"))
    at = JOINTS.index("L4-L5")
    lines.append(
        Text(f"L4-L5: {ours.discs.compression_n[0, at]:.0f} N; twin {theirs.discs.compression_n[0, at]:.0f} N.")
    )
    now, then = muscle_forces(ours), muscle_forces(theirs)
    more = now.force_n - then.force_n
    lines += items("Muscles that pull harder than the twin's:", _moved(now.names, more))
    lines += items("Muscles that pull less:", _moved(now.names, -more, "-"))
    left = f"Healthy strength of the back muscles still in hand: {100 * spare_share(ours):.0f}%"
    lines.append(Text(f"{left}; twin {100 * spare_share(theirs):.0f}%."))
    if ours.feasible[0] and theirs.feasible[0]:
        effort = ours.cost[0] / max(float(theirs.cost[0]), 1e-9)
        lines.append(Text(f"Effort: {effort:.2f} times that of the twin."))
    return section("Beside the healthy twin", *lines)


def _payer(ours: Solution, theirs: Solution) -> str:
    """Name the disc whose compression rises most, in newtons: percentages of small loads would mislead."""
    before = theirs.discs.compression_n[0, :_NECK]
    change = ours.discs.compression_n[0, :_NECK] - before
    disc = int(change.argmax())
    if change[disc] < _TELLING_N:
        return f"No disc pays: none bears {_TELLING_N:g} N more than the twin's."
    share = f", {100 * change[disc] / before[disc]:+.0f}%" if before[disc] > _TELLING_N else ""
    return f"{JOINTS[disc]} pays most: {change[disc]:+.0f} N compression{share}."


def _moved(names: Sequence[str], more_n: Numbers, sign: str = "+") -> list[str]:
    order = np.argsort(-more_n, kind="stable")[:_MOVED]
    return [f"{names[number]}: {sign}{more_n[number]:.0f} N" for number in order if more_n[number] >= _TELLING_N]


def _muscles(page: LoadPage) -> RenderableType:
    found: MuscleForces = muscle_forces(page.solution)
    table = Table(box=None, pad_edge=False)
    for head in ("muscle", "force N", "activation", "hardest part"):
        table.add_column(head, justify="left" if head == "muscle" else "right")
    for number in np.argsort(-found.active_n, kind="stable")[:_MUSCLES]:
        shares = (found.activation[number], found.hardest[number])
        table.add_row(found.names[number], f"{found.force_n[number]:.0f}", *(f"{100 * share:.0f}%" for share in shares))
    note = "Activation of what still works: the mean over the muscle, and its hardest-working fascicle."
    return section("The ten muscles that pull most actively", table, Text(note, style="dim"))
