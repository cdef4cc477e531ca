"""The chapter of load: can the task be held, what the discs bear, and how that differs from the healthy twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from myotome.arrays import Floats
from myotome.load import (
    JOINTS,
    Alignment,
    Change,
    Impairment,
    LoadAnswer,
    Measured,
    Solution,
    SpineShape,
    muscle_forces,
    notable,
    pressure_range_mpa,
    spare_share,
)
from myotome.report.chapters.load_structures import structure_blocks
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Figure,
    Section,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.spine_figure import spine_svg
from myotome.report.words.probabilities import capitalised

if TYPE_CHECKING:
    from myotome.care import EverydayLoads

__all__ = ["everyday_chapter", "load_blocks"]

#: Least multiple of quiet standing, and in words.
_BANDS = ((2.0, "twice or more"), (1.15, "more"), (0.85, "about the same"), (0.0, "less"))
_LUMBAR = JOINTS.index("T12-L1") + 1
_NECK = len(JOINTS) - 1  # C7-T1 stands for the whole neck
_MUSCLES, _MOVED = 10, 4
#: What is told of the twin: kind of part, words before it, more or less.
_CHANGES = (
    ("muscle", "Muscles that pull harder", 1),
    ("muscle", "Muscles that pull less", -1),
    ("shear", "Discs that are sheared more", 1),
    ("joint", "Joints that resist more by themselves", 1),
    ("cage", "The rib cage carries more at", 1),
)
_UNITS = ("deg", "mm", "cm", "kg")
_CAVEATS = (
    "A posture held still at the least effort by an average adult of this size: no momentum, and no co-contraction as "
    "pain or fear bring it; both load the discs more. The table gives a disc what its facets bear too, and in the "
    "thorax what the ribs bear along it. Not a measurement of this patient."
)
_HEAVIER = "More load is not by itself harmful: this ranks postures and forbids none."
_A_FEW_NM = (
    "A spine gains a few newton metres by settling a degree or two; many mean that the posture cannot be held. The "
    "loads below are those of the muscle forces that come nearest."
)


def everyday_chapter(everyday: EverydayLoads) -> Section | None:
    """Everyday postures alone; None where none was computed."""
    blocks = tuple(_everyday(everyday))
    return Section("everyday", f"Everyday loads at the {everyday.disc}", blocks) if blocks else None


def _everyday(everyday: EverydayLoads) -> Iterator[Block]:
    """Every posture beside quiet standing, those that differ alike in one row."""
    if not everyday.tasks:
        return
    bands: dict[str, list[Cell]] = {}
    for one in everyday.tasks:
        words = f"{one.wording} {one.times_standing:.1f}"
        bands.setdefault(_band(one.times_standing), []).append((cited(words, one.sources),))
    rows = tuple((cell(band), _together(cells)) for band, cells in bands.items())
    yield TableOf(
        f"Load on the {everyday.disc}, as multiples of quiet standing",
        ("compared with standing", "postures"),
        rows,
        (1, 6),
    )
    beyond = f" Beyond what this person can hold in the model: {'; '.join(everyday.beyond)}." if everyday.beyond else ""
    yield paragraph(f"{_HEAVIER}{beyond}", small=True)


def _band(times: float) -> str:
    return next(words for least, words in _BANDS if times >= least)


def _together(cells: Sequence[Cell]) -> Cell:
    """Cells one after the other; what several of them rest on is cited once, at the end."""
    keys = dict.fromkeys(key for part in cells for span in part for key in span.sources)
    return (cited("; ".join(span.text for part in cells for span in part), tuple(keys)),)


def load_blocks(answer: LoadAnswer, *, drawn: bool = True) -> Iterator[Block]:
    """One task: the person, whether it can be held, discs, the healthy twin, muscles, and what it does not say."""
    yield paragraph(
        cited(_task(answer), strong=True),
        f" {_person(answer.solution)}{_shape(answer.shape)}{_measured(answer.measured)}{_spared(answer.impairment)}",
    )
    yield from _held(answer)
    yield from _two_postures(answer)
    yield from _discs(answer, drawn=drawn)
    yield from structure_blocks(answer.structures, answer.sacrum, _kept(answer))
    if answer.healthy is not None:
        yield from _twin(answer)
    yield from _muscles(answer.solution, _kept(answer))
    if answer.alignment is not None:
        yield from _settled(answer.alignment)
    yield paragraph(cited(_CAVEATS, answer.sources()), small=True)


def _task(answer: LoadAnswer) -> str:
    """The task with the options given, and with the numbers that the others are by default."""
    usual = {name: option.default for name, (option, _) in answer.task.options_under(answer.options).items()}
    numbers = {name: value for name, value in usual.items() if not isinstance(value, str)}
    chosen = ", ".join(_option(name, value) for name, value in {**numbers, **answer.options}.items())
    return f"{capitalised(answer.task.label)}{f' ({chosen})' if chosen else ''}."


def _person(solution: Solution) -> str:
    who = solution.spine.person
    return f"{capitalised(who.sex)}, {who.age:g} years, {who.height_m:g} m, {who.mass_kg:g} kg."


def _shape(shape: SpineShape | None) -> str:
    """What is known of the upright spine; vertebrae turn in a real scoliosis, and here they do not."""
    if shape is None:
        return ""
    curve = shape.scoliosis
    angles = {"lordosis": shape.lordosis_deg, "kyphosis": shape.kyphosis_deg}
    said = [f"{name} {angle:.0f} deg" for name, angle in angles.items() if angle is not None]
    if curve is not None:
        ends = f"{curve.upper} to {curve.lower}"
        said.append(f"scoliosis convex to the {curve.convex}, {ends}, Cobb {curve.cobb_deg:.0f} deg")
    if shape.short_leg:
        said.append(f"{shape.short_leg} leg {shape.short_mm:.0f} mm shorter")
    turned = " The vertebrae of the curve are bent, not turned; the twin is straight." if curve is not None else ""
    return f" {capitalised('; '.join(said))}.{turned}" if said else ""


def _measured(measured: Measured | None) -> str:
    """What was measured, and what that makes of the intervals."""
    if measured is None:
        return ""
    said = [f"strength of the {group.replace('_', ' ')}" for group in measured.tested]
    said += [f"{muscle.replace('_', ' ')} {side} {area:g} cm2" for (muscle, side), area in measured.areas_cm2.items()]
    said += [f"{name.replace('_', ' ')} {angle:g} deg" for name, angle in measured.ranges_deg.items()]
    return f" Measured: {'; '.join(said)}: the intervals are narrower for it."


def _spared(impairment: Impairment) -> str:
    """Which levels are held open."""
    held = [f"{one.level} {one.side}, {100 * one.share:.0f}% of its range" for one in impairment.sparings]
    return f" Held open: {'; '.join(held)}." if held else ""


def _kept(answer: LoadAnswer) -> str:
    """At the head of tables: which of two postures they tell of; nothing where there is one."""
    return "" if answer.alignment is None else ", posture kept as in health"


def _two_postures(answer: LoadAnswer) -> Iterator[Block]:
    """What is told of the posture kept and of the one that the spine settles in, before the numbers of either."""
    if (settled := answer.alignment) is None:
        return
    kept = "Posture kept as in health"
    if answer.impairment == Impairment(sparings=answer.impairment.sparings):
        kept += ": what is held open changes nothing there"
    *_, pressure = lines = _leaning(settled)
    yield paragraph(
        f"Two answers. {kept}. Posture settled: {lines[0].replace('Trunk', 'trunk')}; {lines[2]}. {pressure}."
    )


def _option(name: str, value: float | str) -> str:
    """Name and value in words; a unit that ends the name goes behind the number."""
    head, _, unit = name.rpartition("_")
    if isinstance(value, str | bool) or unit not in _UNITS:
        text = ("yes" if value else "no") if isinstance(value, bool) else value
        return f"{name.replace('_', ' ')}: {text}"
    return f"{head.replace('_', ' ')} {value:.4g} {unit}"


def _held(answer: LoadAnswer) -> Iterator[Block]:
    """Whether the posture can be held, and what is missing; said before any load."""
    solution, healthy, known = answer.solution, answer.healthy, answer.intervals
    if solution.feasible[0]:
        sentence = "Muscles and joints can hold this posture."
    else:
        sentence = "Muscles and joints cannot hold exactly this posture."
    twin = (
        ""
        if healthy is None or solution.feasible[0]
        else f" The healthy twin can{'' if healthy.feasible[0] else 'not either'}."
    )
    share = ""
    if known is not None and known.share_feasible < 1.0:
        share = f" Of people like this one, {100 * known.share_feasible:.0f}% could hold it."
    yield paragraph(cited(sentence, strong=True), f"{twin}{share}")
    if not solution.feasible[0]:
        yield paragraph(f"Missing moments: {_missing(solution)}. {_A_FEW_NM}")


def _missing(solution: Solution) -> str:
    """Moments that something else must supply, the largest first."""
    worst = sorted(solution.unmet_by_dof.items(), key=lambda item: -item[1])
    more = [f"{len(worst) - _MOVED} further joints and planes, less each"] if len(worst) > _MOVED else []
    return "; ".join([*(f"{name} {nm:.1f} Nm" for name, nm in worst[:_MOVED]), *more])


def _discs(answer: LoadAnswer, *, drawn: bool) -> Iterator[Block]:
    solution = answer.solution
    yield Subheading("Discs")
    yield paragraph(f"{_worst(solution)}{_beside_standing(answer)} {_thorax(solution)}")
    if drawn:
        yield _picture(answer)
    known = answer.intervals is not None
    brackets = (
        "nine of ten people like this one"
        if known
        else "uncertainty of disc size and of the step from force to pressure"
    )
    head = ("disc", "compression, N", "forward shear, N", "shear to the right, N", "pressure, MPa")
    twin = ("healthy twin, N",) if answer.healthy is not None else ()
    limits = _pressure_limits(answer)
    rows = tuple(_disc_row(answer, number, limits) for number in range(_LUMBAR))
    widths = (1.0, 1.6, 1.0, 1.0, 1.6, *[1.0 for _ in twin])
    yield TableOf(
        f"Lumbar discs{_kept(answer)}; in brackets: {brackets}",
        (*head, *twin),
        rows,
        widths,
        frozenset(range(1, len(widths))),
    )


def _picture(answer: LoadAnswer) -> Figure:
    alternative = f"Spine with the load on every disc. {_worst(answer.solution)}"
    caption = "Discs by pressure, muscles by activation. A black tick: the same person in health."
    picture = spine_svg(answer.solution, capitalised(answer.task.label), answer.healthy)
    return Figure(picture, caption, alternative, repeats=True)


def _worst(solution: Solution) -> str:
    """Name the lumbar disc that bears most, and the one of the highest pressure where that is another."""
    force, pressure = solution.discs.compression_n[0, :_LUMBAR], solution.pressure_mpa[0, :_LUMBAR]
    most, highest = int(force.argmax()), int(pressure.argmax())
    first = f"{JOINTS[most]} bears most: {force[most]:.0f} N, {pressure[most]:.2f} MPa."
    return first if most == highest else f"{first} Highest pressure: {JOINTS[highest]}, {pressure[highest]:.2f} MPa."


def _beside_standing(answer: LoadAnswer) -> str:
    """The lumbar loads as multiples of quiet standing; nothing for a healthy person who stands."""
    times = answer.times_standing
    if times is None or (answer.task.name == "standing" and answer.healthy is None):
        return ""
    low, high = times[:_LUMBAR].min(), times[:_LUMBAR].max()
    share = f"{low:.1f}" if round(low, 1) == round(high, 1) else f"{low:.1f} to {high:.1f}"
    return f" That is {share} times quiet standing of the same person in health, by disc."


def _thorax(solution: Solution) -> str:
    force = solution.discs.compression_n[0, _LUMBAR:_NECK]
    least, most = int(force.argmin()), int(force.argmax())
    names = [JOINTS[_LUMBAR + number] for number in (least, most)]
    return f"Thoracic discs: {force[least]:.0f} N ({names[0]}) to {force[most]:.0f} N ({names[1]})."


def _disc_row(answer: LoadAnswer, number: int, limits: tuple[Floats, Floats]) -> tuple[Cell, ...]:
    loads, known, healthy = answer.solution.discs, answer.intervals, answer.healthy
    force = f"{loads.compression_n[0, number]:.0f}"
    if known is not None:
        low, high = known.compression_n[:, number]
        force = f"{force} ({_range(low, high, 0)})"
    shears = (loads.shear_anterior_n[0, number], loads.shear_lateral_n[0, number])
    least, most = limits
    pressure = f"{answer.solution.pressure_mpa[0, number]:.2f} ({_range(least[number], most[number], 2)})"
    twin = () if healthy is None else (cell(f"{healthy.discs.compression_n[0, number]:.0f}"),)
    return (
        cell(JOINTS[number]),
        cell(force),
        *(cell(f"{round(float(one)):d}") for one in shears),
        cell(pressure),
        *twin,
    )


def _range(low: float, high: float, digits: int) -> str:
    between = "-" if low >= 0.0 else " to "
    return f"{low:.{digits}f}{between}{high:.{digits}f}"


def _pressure_limits(answer: LoadAnswer) -> tuple[Floats, Floats]:
    if answer.intervals is not None:
        return answer.intervals.pressure_mpa[0], answer.intervals.pressure_mpa[1]
    return pressure_range_mpa(answer.solution.discs.compression_n[0], answer.solution.spine.person)


def _twin(answer: LoadAnswer) -> Iterator[Block]:
    """Which disc bears more, what compensates, and what is left."""
    ours, theirs = answer.solution, answer.healthy
    if theirs is None:
        return
    changes = answer.compensation
    yield Subheading(f"Compared with the healthy twin{_kept(answer)}")
    nearest = "" if ours.feasible[0] else " These are the forces that come nearest, not those of a posture held."
    yield paragraph(cited(_most_loaded(ours, theirs), strong=True), nearest)
    lines = [f"{said}: {text}" for kind, said, sign in _CHANGES if (text := _moved(changes, kind, sign))]
    spare = f"Healthy strength of the back muscles in reserve: {100 * spare_share(ours):.0f}%"
    lines.append(f"{spare}; twin {100 * spare_share(theirs):.0f}%")
    if ours.feasible[0] and theirs.feasible[0]:
        lines.append(f"Effort: {ours.cost[0] / max(float(theirs.cost[0]), 1e-9):.2f} times that of the twin")
    yield Bullets(tuple(spans(f"{line}.") for line in lines))


def _most_loaded(ours: Solution, theirs: Solution) -> str:
    """Name the disc whose compression rises most, in newtons: percentages of small loads would mislead."""
    before = theirs.discs.compression_n[0, :_NECK]
    change = ours.discs.compression_n[0, :_NECK] - before
    disc = int(change.argmax())
    least = notable("disc")
    if change[disc] < least:
        return f"No disc takes more load: none bears {least:g} N more than the twin's."
    share = f", {100 * change[disc] / before[disc]:+.0f}%" if before[disc] > least else ""
    return f"{JOINTS[disc]} takes the most additional load: {change[disc]:+.0f} N compression{share}."


def _moved(changes: Sequence[Change], kind: str, sign: int) -> str:
    """The parts of one kind that change most in one direction, in one text; empty where none does."""
    neck = () if kind == "muscle" else (JOINTS[_NECK],)  # lumped: what it bears is not one disc's
    own = (one for one in changes if one.kind == kind and sign * one.more > 0 and not one.name.startswith(neck))
    found = sorted(own, key=lambda one: -abs(one.more))
    digits = 1 if kind in ("joint", "cage") else 0
    return "; ".join(f"{one.name} {one.more:+.{digits}f} {one.unit}" for one in found[:_MOVED])


def _muscles(solution: Solution, posture: str) -> Iterator[Block]:
    forces = muscle_forces(solution)
    rows = tuple(
        (
            cell(forces.names[number]),
            cell(f"{forces.force_n[number]:.0f}"),
            cell(f"{100 * forces.activation[number]:.0f}%"),
            cell(f"{100 * forces.hardest[number]:.0f}%"),
        )
        for number in np.argsort(-forces.active_n, kind="stable")[:_MUSCLES]
    )
    head = ("muscle", "force, N", "activation", "hardest part")
    title = f"The ten muscles that pull most actively{posture}; activation of what still works: mean, and hardest part"
    yield TableOf(title, head, rows, (4, 1, 1, 1), frozenset({1, 2, 3}))


def _settled(settled: Alignment) -> Iterator[Block]:
    """Shift of the trunk, Cobb angle, lordosis and pressure of the posture that the spine settles in, and who pays."""
    yield Subheading("Posture settled: where this would pull the upright spine")
    if not settled.stable:
        yield paragraph(cited("The spine no longer stands by itself.", strong=True))
    paid = [f"{said}: {text}" for kind, said, sign in _CHANGES if (text := _moved(settled.changes, kind, sign))]
    yield Bullets(tuple(spans(f"{line}.") for line in (*_leaning(settled), *paid)))
    if settled.past_range:
        yield paragraph(f"Past the range of motion, where degrees mean little: {'; '.join(settled.past_range)}.")
    yield paragraph(
        cited("With gaze and balance kept; what people correct beyond that nobody has measured. ", settled.sources()),
        cited(
            "Patients with a sciatic list: trunk 26 mm (sd 18) to a side, Cobb angle 12.5 deg (sd 5.3).", ("ssl2022",)
        ),
    )


def _leaning(settled: Alignment) -> tuple[str, ...]:
    shape = settled.to_dict()
    ends = ", {1} to {0}".format(*shape["cobb_ends"]) if shape["cobb_ends"] else ""
    return (
        f"Trunk shifted {_way(shape['trunk_shift_mm'], 'to the right', 'to the left')}",
        f"Trunk moved {_way(shape['trunk_forward_mm'], 'forward', 'backward')}",
        f"Cobb angle {shape['cobb_deg']:.0f} deg{ends}; lordosis {round(shape['lordosis_change_deg']):+d} deg",
        _pressed(settled),
    )


def _pressed(settled: Alignment) -> str:
    if settled.pressure_mpa is None:
        return "No disc pressures: which muscles hold a level open against its neighbours is not known"
    disc = JOINTS.index("L4-L5")
    return f"L4-L5 {settled.pressure_mpa[disc]:.2f} MPa, {settled.healthy_pressure_mpa[disc]:.2f} MPa before"


def _way(millimetres: float, positive: str, negative: str) -> str:
    return f"{abs(millimetres):.0f} mm {positive if millimetres > 0 else negative}"
