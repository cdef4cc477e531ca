"""The body from the front and from behind: what was found, and where the leading explanation expects it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.report.figures.body_findings import BodyFindings, Mark
from myotome.report.figures.body_shapes import BODY_HEIGHT, BODY_WIDTH, VIEWS, View, area_patches, body_point, outlines
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, svg_page

__all__ = ["body_chart"]


_SKIN: Final = "#f7f5f0"
# From light to dark, so that a grey print tells them apart.
_EXPECTED: Final = ((0.6, "#74a9d0"), (0.3, "#a9cce5"), (0.0, "#d6e8f4"))
_NUMB: Final = "#1d2730"
_PAIN: Final = "#b3261e"
_TOP: Final = 34.0
_MARK: Final = 8.0
_TITLES: Final[Mapping[View, str]] = {"front": "From the front", "back": "From behind, with the soles"}


@dataclass(slots=True)
class _Spot:
    """A mark on its way to a place where it covers no other."""

    mark: Mark
    home: Points
    at: Points


def body_chart(
    findings: BodyFindings, expected: Mapping[tuple[str, str], float] | None = None, title: str = "Body chart"
) -> tuple[str, str]:
    """Where are the findings, and where would the leading explanation put them?

    Parameters
    ----------
    findings : BodyFindings
        Numb skin is striped, pain is dotted, weak muscles are circles and reflexes are squares with a number.
    expected : mapping or None
        (leaf area, side) to the sensory loss that the leading explanation expects, 0 to 1; the darker, the more.
    title : str
        For whoever cannot see the drawing.

    Returns
    -------
    tuple of str
        SVG of the front and of the back.
    """
    return _drawn(findings, expected or {}, "front", title), _drawn(findings, expected or {}, "back", title)


def _drawn(findings: BodyFindings, expected: Mapping[tuple[str, str], float], view: View, title: str) -> str:
    body = [label((BODY_WIDTH / 2, 18.0), _TITLES[view], 14, INK, 'text-anchor="middle" font-weight="bold"')]
    body.append(f'<g transform="translate(0 {number(_TOP)})">')
    body += [*_outline(view), *_territory(expected, view), *_numb(findings, view), *_pain(findings, view)]
    body += [*_side_letters(view), *_marks(findings.marks, view)]
    body.append("</g>")
    if view == VIEWS[0]:
        body += _legend(_TOP + 676.0, bool(expected))
    described = "; ".join((*findings.skin_words, *(f"{mark.number}: {mark.words}" for mark in findings.marks)))
    return svg_page((BODY_WIDTH, _TOP + BODY_HEIGHT), f"{title}: {_TITLES[view].lower()}", described, body)


def _path(corners: Points, style: str) -> str:
    steps = "L".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<path d="M{steps}Z" {style}/>'


def _outline(view: View) -> Iterator[str]:
    """One silhouette: every segment edged first, then every segment filled over the edges that lie within."""
    shapes = list(outlines(view))
    yield '<g stroke-linejoin="round">'
    yield from (_path(shape, f'fill="{INK}" stroke="{INK}" stroke-width="2.4"') for shape in shapes)
    yield from (_path(shape, f'fill="{_SKIN}" stroke="{_SKIN}" stroke-width="1"') for shape in shapes)
    yield "</g>"


def _territory(expected: Mapping[tuple[str, str], float], view: View) -> Iterator[str]:
    for (area, side), loss in expected.items():
        colour = next(shade for least, shade in _EXPECTED if loss >= least)
        for patch in area_patches(area, side, view):
            yield _path(patch.corners, f'fill="{colour}" stroke="{colour}" stroke-width="0.5"')


def _numb(findings: BodyFindings, view: View) -> Iterator[str]:
    for area, side in sorted(findings.numb):
        for patch in area_patches(area, side, view):
            steps = "".join(f"M{'L'.join(f'{number(x)},{number(y)}' for x, y in row)}" for row in patch.stripes)
            yield f'<path d="{steps}" fill="none" stroke="{_NUMB}" stroke-width="1"/>'


def _pain(findings: BodyFindings, view: View) -> Iterator[str]:
    for area, side in sorted(findings.pain):
        for patch in area_patches(area, side, view):
            for x, y in patch.dots:
                yield f'<circle cx="{number(x)}" cy="{number(y)}" r="1.5" fill="{_PAIN}"/>'


def _side_letters(view: View) -> Iterator[str]:
    left, right = ("right", "left") if view == "front" else ("left", "right")
    yield label((14.0, 130.0), left, 12, PALE_INK)
    yield label((BODY_WIDTH - 14.0, 130.0), right, 12, PALE_INK, 'text-anchor="end"')


def _marks(marks: Sequence[Mark], view: View) -> Iterator[str]:
    spots = list(_spots(marks, view))
    _part(spots)
    for spot in spots:
        if float(np.hypot(*(spot.at - spot.home))) > 0.6 * _MARK:
            yield line(tuple(spot.home), tuple(spot.at), INK, 0.9)
            yield f'<circle cx="{number(spot.home[0])}" cy="{number(spot.home[1])}" r="1.8" fill="{INK}"/>'
    for spot in spots:
        yield _mark(spot.mark, float(spot.at[0]), float(spot.at[1]))


def _spots(marks: Sequence[Mark], view: View) -> Iterator[_Spot]:
    for mark in marks:
        for side in mark.sides:
            point = body_point(mark.kind, mark.name, side)
            if point is not None and point.view == view:
                home = np.array([point.x, point.y])
                yield _Spot(mark, home, home.copy())


def _part(spots: Sequence[_Spot], rounds: int = 80) -> None:
    """Push marks apart until none covers another."""
    gap = 2.15 * _MARK
    for _ in range(rounds):
        moved = False
        for place, one in enumerate(spots):
            for other in spots[:place]:
                away = one.at - other.at
                length = float(np.hypot(*away))
                if length < gap - 0.01:
                    turned = away / length if length > 0.1 else np.array([np.cos(place), np.sin(place)])
                    one.at, other.at = (
                        one.at + 0.5 * (gap - length) * turned,
                        other.at - 0.5 * (gap - length) * turned,
                    )
                    moved = True
        if not moved:
            return


def _mark(mark: Mark, x: float, y: float) -> str:
    """Draw a dark circle for a muscle, a light square for a reflex."""
    size = 2 * _MARK
    if mark.kind == "muscle":
        shape = f'<circle cx="{number(x)}" cy="{number(y)}" r="{_MARK:g}" fill="{INK}" stroke="#ffffff"/>'
    else:
        box = f'x="{number(x - _MARK)}" y="{number(y - _MARK)}" width="{size:g}" height="{size:g}"'
        shape = f'<rect {box} fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>'
    ink = "#ffffff" if mark.kind == "muscle" else INK
    return shape + label((x, y + 3.8), str(mark.number), 11, ink, 'text-anchor="middle" font-weight="bold"')


def _legend(top: float, shaded: bool) -> Iterable[str]:
    """Tell under the feet what the signs mean; the three shades of what is expected share a row."""
    x = 10.0
    for row in range(4):
        step = f'<path d="M{number(x)},{number(top + 4 * row)}h26" stroke="{_NUMB}" stroke-width="1"/>'
        yield step
    yield label((x + 34.0, top + 10.0), "changed sensation", 12)
    for dot in range(8):
        spot = f'cx="{number(x + 3 + 6.5 * (dot % 4))}" cy="{number(top + 25 + 7 * (dot // 4))}"'
        yield f'<circle {spot} r="1.5" fill="{_PAIN}"/>'
    yield label((x + 34.0, top + 33.0), "pain", 12)
    yield f'<circle cx="{number(x + 158)}" cy="{number(top + 6)}" r="7" fill="{INK}"/>'
    yield label((x + 172.0, top + 10.0), "weak muscle", 12)
    box = f'x="{number(x + 151.5)}" y="{number(top + 22)}" width="13" height="13"'
    yield f'<rect {box} fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>'
    yield label((x + 172.0, top + 33.0), "reflex", 12)
    if not shaded:
        return
    for place, (_, shade) in enumerate(reversed(_EXPECTED)):
        yield f'<rect x="{number(x + 13 * place)}" y="{number(top + 48)}" width="13" height="13" fill="{shade}"/>'
    yield label((x + 46.0, top + 59.0), "sensory loss expected: little, some, most", 12)
