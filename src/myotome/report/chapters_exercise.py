"""The chapter of exercises chosen by computed disc load; left out where the plan holds none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from myotome.report.document import (
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
from myotome.report.gathered import Gathered
from myotome.report.phrases import capitalised, percent

__all__ = ["exercise_chapter", "plain_exercise_chapter"]

_NONE_NOW = "No exercise is chosen now."


def _plan_of(of: Gathered) -> Any:
    """Return the exercise plan, where the plan has one."""
    return getattr(of.plan, "exercises", None)


def exercise_chapter(of: Gathered) -> Section | None:
    """Exercises with the load that each puts on the disc, those left out with the reason, stages and stops."""
    told = _plan_of(of)
    if told is None:
        return None
    blocks: list[Block] = [paragraph(told.objective), *_limits(told), *_chosen(told)]
    blocks += [*_stages(told), *_stops(told), *_left_out(told)]
    return Section("exercises", "Exercises, chosen by the load on the disc", tuple(blocks))


def _limits(told: Any) -> Iterator[Block]:
    rows = tuple((cell(one.name), cell(_valued(one)), _why(one)) for one in told.limits)
    if rows:
        yield TableOf("Limits of this person", ("limit", "value", "why"), rows, (2, 1.2, 5))


def _valued(one: Any) -> str:
    value = f"{one.value:g}" if isinstance(one.value, int | float) else str(one.value)
    return f"{value} {one.unit}" if one.unit and one.unit != "none" else value


def _why(one: Any) -> Cell:
    return (cited(one.why, one.sources),)


def _chosen(told: Any) -> Iterator[Block]:
    if not told.chosen:
        yield paragraph(cited(_NONE_NOW, strong=True))
        return
    head = ("exercise", "trains", "load on the disc", "dose and progression", "why, and when to stop")
    yield TableOf("Exercises chosen", head, tuple(map(_chosen_row, told.chosen)), (2, 2, 1.7, 3, 3))


def _chosen_row(one: Any) -> tuple[Cell, ...]:
    trained = ", ".join(f"{str(name).replace('_', ' ')} {percent(share)}" for name, share in one.trains)
    load = (
        f"{one.disc}: {one.compression_n:.0f} N of at most {one.compression_limit_n:.0f} N, {one.pressure_mpa:.2f} MPa"
    )
    stop = f"Stop: {_words(one.stop_when)}" if one.stop_when else ""
    why = "; ".join(part for part in (_words(one.reasons), stop) if part)
    dose = "; ".join(part for part in (_words(one.dose), _words(one.progression)) if part)
    first = (Span(capitalised(one.wording), strong=True), cited("", one.sources))
    return (first, cell(trained), cell(load), cell(dose), cell(capitalised(why)))


def _words(part: Any) -> str:
    """Words of a text, of a statement, or of several."""
    if isinstance(part, list | tuple):
        return "; ".join(_words(one) for one in part)
    return str(getattr(part, "text", part) or "")


def _stages(told: Any) -> Iterator[Block]:
    rows = []
    for one in told.stages:
        weeks = f"{one.from_week:g} on" if one.to_week is None else f"{one.from_week:g} to {one.to_week:g}"
        rows.append((cell(weeks), cell(_words(one.what)), (cited(_words(one.progress_when), one.sources),)))
    if rows:
        yield TableOf("Stages by week", ("weeks", "what", "go on when"), tuple(rows), (1, 4, 4))


def _stops(told: Any) -> Iterator[Block]:
    if told.stop_when:
        yield Subheading("Stop and ask when")
        yield Bullets(tuple((cited(_words(one), getattr(one, "sources", ())),) for one in told.stop_when))


def _left_out(told: Any) -> Iterator[Block]:
    if told.left_out:
        yield Subheading("Left out, and why")
        yield Bullets(
            tuple(
                (Span(f"{capitalised(one.wording)}: ", strong=True), *spans(_words(one.reasons)))
                for one in told.left_out
            )
        )


def plain_exercise_chapter(of: Gathered) -> Section | None:
    """The home version in plain words, and when to stop."""
    told = _plan_of(of)
    if told is None or not told.chosen:
        return None
    items = tuple(spans(_plain(one)) for one in told.home) or tuple(spans(_plain(one)) for one in told.chosen)
    blocks: list[Block] = [paragraph("Only as your clinician has shown you."), Bullets(items)]
    stops = tuple((cited(_plain(one), getattr(one, "sources", ())),) for one in told.stop_when)
    if stops:
        blocks += [Subheading("Stop and ask when"), Bullets(stops)]
    return Section("exercises", "Exercises at home", tuple(blocks))


def _plain(one: Any) -> str:
    return str(getattr(one, "plain", "") or getattr(one, "wording", "") or _words(one))
