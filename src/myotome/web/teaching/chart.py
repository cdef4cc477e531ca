"""The body with what a cut takes: shaded skin, rings for muscles, and regions to be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from myotome.anatomy import Portion, area_members
from myotome.exam import expand_muscles
from myotome.explain import Territory
from myotome.report import body_point
from myotome.web.body.chart import FRAMES, VIEWS, Region, Shade, expected_shades, regions
from myotome.web.body.marks import Mark, loss_marks
from myotome.web.examination.sheet import sheet
from myotome.web.limits import limits
from myotome.web.teaching.cuts import Cut
from myotome.web.teaching.ways import targets_by_kind

__all__ = ["Chart", "Linked", "chart_of", "most_lost"]


@dataclass(frozen=True, slots=True)
class Linked:
    """A region of the chart and the area of skin that it leads to."""

    region: Region
    area: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn of a cut: part of the body shown, then skin and muscles by view."""

    frame: str
    shades: Mapping[str, tuple[Shade, ...]]
    marks: Mapping[str, tuple[Mark, ...]]
    regions: Mapping[str, tuple[Linked, ...]]


@cache
def _tested() -> frozenset[str]:
    """Muscles that are tested at the bedside."""
    rows = [row for row in sheet() if row.kind in ("muscle", "movement")]
    return frozenset(muscle for row in rows for muscle in expand_muscles(row.name))


def most_lost(cut: Cut) -> tuple[Portion, ...]:
    """Muscles that lose most, of equals those first that are tested at the bedside.

    Examples
    --------
    >>> from myotome.web.teaching.cuts import cut_of
    >>> most_lost(cut_of("L5"))[0].name
    'extensor_hallucis_longus'
    """
    return tuple(sorted(cut.muscles, key=lambda one: (-one.share, one.name not in _tested(), one.name)))


def chart_of(cut: Cut, side: str) -> Chart:
    """The body with what a cut on one side takes.

    Parameters
    ----------
    cut : Cut
    side : str
        `right` or `left`.
    """
    listed = [one for one in most_lost(cut) if one.name in _tested()][: int(limits("teaching")["listed"])]
    losses = {one.name: one.share for one in listed}
    skin = Territory(cut.label, {(one.name, side): one.share for one in cut.areas}, {})
    frame = _frame([*losses], [one.name for one in cut.areas], side)
    return Chart(
        frame=frame,
        shades={view: tuple(expected_shades(skin, view)) for view in VIEWS},
        marks={view: tuple(loss_marks(losses, side, view, frame != "whole")) for view in VIEWS},
        regions=_linked(),
    )


def _frame(muscles: Sequence[str], areas: Sequence[str], side: str) -> str:
    """Smallest part of the body that has all that is drawn."""
    spots = [body_point("muscle", name, side) for name in muscles]
    points = [(spot.x, spot.y) for spot in spots if spot is not None]
    points += [(region.x, region.y) for region in regions() for area in areas if _shows(region, area, side)]
    fitting = (frame for frame in ("legs", "arms") if points and all(_within(frame, *point) for point in points))
    return next(fitting, "whole")


def _within(frame: str, x: float, y: float) -> bool:
    left, top, width, height = (float(one) for one in FRAMES[frame].split())
    return left <= x <= left + width and top <= y <= top + height


def _shows(region: Region, area: str, side: str) -> bool:
    return region.side == side and area in (region.area, *area_members().get(region.area, ()))


@cache
def _linked() -> Mapping[str, tuple[Linked, ...]]:
    """Regions by view; one of several areas leads to its first that has fibres of its own."""
    named = dict(targets_by_kind()["area"])
    found: dict[str, list[Linked]] = {view: [] for view in VIEWS}
    for region in regions():
        members = (region.area, *area_members().get(region.area, ()))
        if (area := next((one for one in members if one in named), "")) and region.side in ("right", "left"):
            found[region.view].append(Linked(region, area))
    return {view: tuple(linked) for view, linked in found.items()}
