"""The chapter of load: what standing and everyday postures do to the discs of this person."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer.answer import Answer
from myotome.care import EverydayLoads
from myotome.load import JOINTS, LoadAnswer
from myotome.report.document.parts import Block, Cell, Figure, Section, TableOf, cell, cited, paragraph
from myotome.report.figures.spine_figure import spine_svg
from myotome.report.words.probabilities import capitalised

__all__ = ["load_chapter"]

_TITLE = "Load on the discs"
_DISCS_SHOWN = JOINTS.index("T12-L1") + 1
_LOAD_LIMITS = (
    "A posture held still by an average adult of this size, with roots, weak trunk muscles and spasm as found; braced "
    "muscles and a disc already ill may bear more or otherwise. Not a measurement of this patient."
)
_HEAVIER = "More load is not by itself a harm: this ranks postures, it forbids none."


def load_chapter(of: Answer) -> Section:
    """What standing and everyday life do to the discs of this person, beside the same person in health."""
    if of.standing is None:
        words_ = f"No load was computed: {of.no_load or 'the body is outside what the model knows'}."
        return Section("load", _TITLE, (paragraph(words_),))
    answer = of.standing
    assumed = f" Not given, so that of an average adult: {', '.join(of.assumed)}." if of.assumed else ""
    held = (
        "" if answer.feasible else " Muscles and joints cannot hold exactly this posture; these are the nearest loads."
    )
    picture = spine_svg(answer.solution, "Relaxed standing", answer.healthy)
    alternative = f"Spine in standing, every disc with its load. {_told(answer)}"
    blocks: list[Block] = [
        paragraph(f"Relaxed standing, computed.{held}{assumed} ", cited(_LOAD_LIMITS, answer.sources())),
        Figure(
            picture, "Discs by pressure, muscles by activation. A black tick: the same person in health.", alternative
        ),
        _discs(answer),
        *_everyday(of.plan.everyday),
    ]
    return Section("load", _TITLE, tuple(blocks))


def _everyday(told: EverydayLoads) -> Iterator[Block]:
    if not told.tasks:
        return
    rows = tuple(
        (
            (cited(capitalised(one.wording), one.sources),),
            cell(f"{one.compression_n:,.0f}"),
            cell(f"{one.times_standing:.1f}"),
            cell(f"{one.pressure_mpa:.2f}"),
        )
        for one in told.tasks
    )
    head = ("everyday", "compression, N", "times quiet standing", "pressure, MPa")
    yield TableOf(f"Everyday postures, at the {told.disc}", head, rows, (4, 1.2, 1.4, 1.2), frozenset({1, 2, 3}))
    beyond = f" Beyond what this person can hold in the model: {'; '.join(told.beyond)}." if told.beyond else ""
    yield paragraph(f"{_HEAVIER}{beyond}")


def _told(answer: LoadAnswer) -> str:
    at = JOINTS.index("L4-L5")
    return f"L4-L5: {answer.solution.discs.compression_n[0, at]:.0f} N, {answer.solution.pressure_mpa[0, at]:.2f} MPa."


def _discs(answer: LoadAnswer) -> TableOf:
    rows = tuple(_disc_row(answer, number) for number in range(_DISCS_SHOWN))
    head = ("disc", "compression, N", "nine of ten, N", "shear, N", "pressure, MPa", "in health, N")
    return TableOf("Lumbar discs in relaxed standing", head, rows, (1, 1, 1.4, 1, 1, 1), frozenset({1, 2, 3, 4, 5}))


def _disc_row(answer: LoadAnswer, number: int) -> tuple[Cell, ...]:
    loads, limits = answer.solution.discs, answer.intervals
    low, high = limits.compression_n[:, number] if limits is not None else (float("nan"), float("nan"))
    healthy = answer.healthy
    return (
        cell(JOINTS[number]),
        cell(f"{loads.compression_n[0, number]:.0f}"),
        cell(f"{low:.0f} to {high:.0f}" if limits is not None else "not drawn"),
        cell(f"{loads.shear_anterior_n[0, number]:+.0f}"),
        cell(f"{answer.solution.pressure_mpa[0, number]:.2f}"),
        cell("the same" if healthy is None else f"{healthy.discs.compression_n[0, number]:.0f}"),
    )
