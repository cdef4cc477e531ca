"""The body from the front and from behind: what was found, and where the leading explanation expects it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.language import ENGLISH, Language, in_context, listed, message
from myotome.report.figures.body_findings import BodyFindings, Mark
from myotome.report.figures.body_legend import LegendOf, legend
from myotome.report.figures.body_shapes import BODY_HEIGHT, BODY_WIDTH, VIEWS, View, area_patches, body_point, outlines
from myotome.report.figures.body_signs import SKIN, dots, expectation, sign_of, stripes, ticks
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, points_of_mm, svg_page

__all__ = ["body_chart"]

#: Of the smallest letter in print, points.
_LETTER_PT: Final = 7.8
_GAP: Final = 10.0
_TITLES: Final[Mapping[View, str]] = {"front": message("From the front"), "back": message("From behind")}
_WORTH_A_RING: Final = 0.3
_RINGS: Final = 4


@dataclass(frozen=True, slots=True)
class _Cut:
    """The part of the body that is drawn, in units of the outline."""

    left: float
    right: float
    top: float
    foot: float

    @property
    def width(self) -> float:
        return self.right - self.left


_WHOLE: Final = _Cut(4.0, BODY_WIDTH - 4.0, 0.0, BODY_HEIGHT - 10.0)
_LEGS: Final = _Cut(86.0, BODY_WIDTH - 86.0, 190.0, BODY_HEIGHT - 10.0)
_FEET: Final = _Cut(86.0, BODY_WIDTH - 86.0, 190.0, 656.0)
_UPPER: Final = _Cut(4.0, BODY_WIDTH - 4.0, 0.0, 404.0)


@dataclass(slots=True)
class _Spot:
    """A mark on its way to a place where it covers no other."""

    mark: Mark
    home: Points
    at: Points
    size: float
    expected: bool


def body_chart(
    findings: BodyFindings,
    skin: Mapping[tuple[str, str], float] | None = None,
    muscles: Mapping[tuple[str, str], float] | None = None,
    *,
    printed_mm: tuple[float, float] = (86.0, 96.0),
    title: str = message("Body chart"),
    language: Language = ENGLISH,
) -> str:
    """Where are the findings, and where would the leading explanation put them?

    Parameters
    ----------
    findings : BodyFindings
        Numb skin is striped, pain is dotted, weak muscles are discs and changed reflexes squares with their grade;
        what was found normal is small and open.
    skin, muscles : mapping or None
        (leaf area, side) and (muscle, side) to the loss that the leading explanation expects, 0 to 1: shaded, ringed.
    printed_mm : tuple of float
        Width of the picture in print, and height of the body in it: letters are made large enough to be read.
    title : str
        For whoever cannot see the drawing.
    language : Language

    Returns
    -------
    str
        SVG of both views beside each other; of the legs or the arms alone where nothing else is in question.
    """
    expected, ringed = skin or {}, _ringed(findings, muscles or {})
    cut = _cut(findings, expected, ringed)
    scale = min(printed_mm[0] / (2.0 * cut.width + _GAP), printed_mm[1] / (cut.foot - cut.top))
    width, letter = printed_mm[0] / scale, _LETTER_PT / points_of_mm(scale)
    room, height = 0.5 * (width - _GAP), cut.foot - cut.top
    body: list[str] = []
    for place, view in enumerate(VIEWS):
        left = place * (room + _GAP) + 0.5 * (room - cut.width)
        body.append(label((left + 0.5 * cut.width, letter), language.text(_TITLES[view]), letter, PALE_INK, _CENTRE))
        body.append(
            f'<svg x="{number(left)}" y="{number(1.4 * letter)}" width="{number(cut.width)}" '
            f'height="{number(height)}" viewBox="{number(cut.left)} {number(cut.top)} {number(cut.width)} '
            f'{number(height)}" overflow="hidden">'
        )
        body += [
            *_drawn(findings, expected, ringed, view, letter),
            *_side_letters(view, cut, letter, language),
            "</svg>",
        ]
    foot = 1.4 * letter + cut.foot - cut.top
    signs = legend((0.0, foot), width, letter, LegendOf(findings, bool(expected), bool(ringed)), language)
    described = language.text(listed((*findings.skin_words, *(mark.words for mark in findings.changed)), "; "))
    return svg_page((width, foot + signs.height), language.text(title), described, [*body, *signs.pieces])


_CENTRE: Final = 'text-anchor="middle"'


def _ringed(findings: BodyFindings, muscles: Mapping[tuple[str, str], float]) -> set[tuple[str, str]]:
    """Muscles that are expected weak: all of those examined, and the strongest few of the others."""
    examined = {(mark.name, side) for mark in findings.marks if mark.kind == "muscle" for side in mark.sides}
    strong = [key for key, loss in sorted(muscles.items(), key=lambda one: (-one[1], one[0])) if loss >= _WORTH_A_RING]
    others = [key for key in strong if key not in examined][:_RINGS]
    return {key for key in strong if key in examined} | set(others)


def _cut(findings: BodyFindings, expected: Mapping[tuple[str, str], float], ringed: set[tuple[str, str]]) -> _Cut:
    """Legs or arms alone where nothing lies elsewhere; the whole body otherwise."""
    places = [
        (point.x, point.y)
        for kind, name, side in (
            *((mark.kind, mark.name, side) for mark in findings.marks for side in mark.sides),
            *(("muscle", *key) for key in ringed),
        )
        if (point := body_point(kind, name, side)) is not None
    ]
    places += _places({*findings.numb, *findings.pain, *findings.felt})
    everything = [*places, *_places(expected)]
    # hands hang beside the thighs: how far down a place lies does not tell an arm from a leg
    if everything and all(y > _LEGS.top and _LEGS.left < x < _LEGS.right for x, y in everything):
        return _LEGS if max((y for _, y in places), default=0.0) > _FEET.foot else _FEET
    return _UPPER if everything and max(y for _, y in everything) < _UPPER.foot else _WHOLE


def _places(skin: Iterable[tuple[str, str]]) -> list[tuple[float, float]]:
    """Where the middle of each piece of skin lies."""
    pieces = (patch for area, side in skin for view in VIEWS for patch in area_patches(area, side, view))
    return [(float(x), float(y)) for x, y in (patch.corners.mean(axis=0) for patch in pieces)]


def _drawn(
    findings: BodyFindings,
    expected: Mapping[tuple[str, str], float],
    ringed: set[tuple[str, str]],
    view: View,
    letter: float,
) -> Iterator[str]:
    yield from _outline(view)
    for (area, side), loss in expected.items():
        for patch in area_patches(area, side, view):
            yield _path(patch.corners, expectation(loss))
    for drawn, places in ((ticks, findings.felt), (stripes, findings.numb), (dots, findings.pain)):
        for area, side in sorted(places):
            for patch in area_patches(area, side, view):
                yield from drawn(patch)
    yield from _marks(findings.marks, ringed, view, letter)


def _path(corners: Points, style: str) -> str:
    steps = "L".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<path d="M{steps}Z" {style}/>'


def _outline(view: View) -> Iterator[str]:
    """One silhouette: every segment edged first, then every segment filled over the edges that lie within."""
    shapes = list(outlines(view))
    yield '<g stroke-linejoin="round">'
    yield from (_path(shape, f'fill="{PALE_INK}" stroke="{PALE_INK}" stroke-width="2"') for shape in shapes)
    yield from (_path(shape, f'fill="{SKIN}" stroke="{SKIN}" stroke-width="1"') for shape in shapes)
    yield "</g>"


def _side_letters(view: View, cut: _Cut, letter: float, language: Language) -> Iterator[str]:
    sides = [language.text(side) for side in (in_context("right side", "R"), in_context("left side", "L"))]
    left, right = sides if view == "front" else reversed(sides)
    y = cut.top + 0.42 * (cut.foot - cut.top)
    yield label((cut.left + 1.0, y), left, letter, PALE_INK, 'font-weight="bold"')
    yield label((cut.right - 1.0, y), right, letter, PALE_INK, 'text-anchor="end" font-weight="bold"')


def _marks(marks: Sequence[Mark], ringed: set[tuple[str, str]], view: View, letter: float) -> Iterator[str]:
    spots = list(_spots(marks, ringed, view, letter))
    _part(spots)
    for spot in spots:
        if float(np.hypot(*(spot.at - spot.home))) > 0.8 * spot.size:
            yield line(tuple(spot.home), tuple(spot.at), INK, 0.9)
            yield f'<circle cx="{number(spot.home[0])}" cy="{number(spot.home[1])}" r="1.8" fill="{INK}"/>'
    for spot in spots:
        yield from sign_of(spot.mark, (float(spot.at[0]), float(spot.at[1])), spot.size, letter, spot.expected)


def _spots(marks: Sequence[Mark], ringed: set[tuple[str, str]], view: View, letter: float) -> Iterator[_Spot]:
    met: set[tuple[str, str]] = set()
    for mark in marks:
        for side in mark.sides:
            met.add((mark.name, side))
            yield from _spot(mark, side, view, letter, (mark.name, side) in ringed)
    for name, side in sorted(ringed - met):
        yield from _spot(Mark("", "muscle", name, (side,), ""), side, view, letter, True)


def _spot(mark: Mark, side: str, view: View, letter: float, expected: bool) -> Iterator[_Spot]:
    point = body_point(mark.kind, mark.name, side)
    if point is not None and point.view == view:
        home = np.array([point.x, point.y])
        small = mark.normal or not mark.sign
        yield _Spot(mark, home, home.copy(), letter * (0.42 if small else 0.72), expected)


def _part(spots: Sequence[_Spot], rounds: int = 80) -> None:
    """Push marks apart until none covers another."""
    for _ in range(rounds):
        moved = False
        for place, one in enumerate(spots):
            for other in spots[:place]:
                gap = 1.1 * (one.size + other.size)
                away = one.at - other.at
                length = float(np.hypot(*away))
                if length < gap - 0.01:
                    turned = away / length if length > 0.1 else np.array([np.cos(place), np.sin(place)])
                    one.at = one.at + 0.5 * (gap - length) * turned
                    other.at = other.at - 0.5 * (gap - length) * turned
                    moved = True
        if not moved:
            return
