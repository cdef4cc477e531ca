"""An exercise as a small picture: how it begins and how it ends, what moves in blue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.language import ENGLISH, Language, message
from myotome.report.figures.exercise.kept import Drawing, kept_figures
from myotome.report.figures.svg import INK, PALE_INK, label, number, polyline, svg_page

__all__ = ["exercise_svg"]

_WIDTH: Final = 220.0
_TALL, _FLAT = 132.0, 66.0  # height of a panel beside another, and of one over another
_GAP, _LETTERS, _LINE = 8.0, 17.0, 20.0
_MOST, _MOST_CLOSE = 2.4, 4.2  # units for a centimetre
#: Thickness of the parts, centimetres, whole figure and close-up alike.
_THICK: Final[Mapping[str, float]] = {
    **{"leg": 11.0, "arm": 7.5, "foot": 6.5, "hand": 6.0, "neck": 9.0, "spine": 1.2},
}
_THICK_CLOSE: Final[Mapping[str, float]] = {
    **{"leg": 7.0, "foot": 5.0, "toes": 3.0, "arm": 5.5, "hand": 4.0, "fingers": 2.2, "thumb": 2.2, "stick": 1.5},
    **{f"finger_{at}": 2.0 for at in range(1, 5)},
}
_ORDER: Final = (
    *("leg_far", "foot_far", "arm_far", "hand_far", "trunk", "spine", "neck", "head", "stick", "fist"),
    *("leg", "foot", "toes", "arm", "hand", "thumb", "fingers", *(f"finger_{at}" for at in range(1, 5))),
)
_BODY, _FAR, _TRUNK, _MOVED, _MOVED_FAR = "#75828e", "#c2cad1", "#a7b2bc", "#2f6da8", "#a5c4e0"
_THINGS: Final = "#8a6d3b"
_HEAD_CM: Final = 10.0
_SOFT_CM: Final = 6.0
#: A limb that turns as much as this is said to move, degrees.
_STILL_DEG: Final = 15.0


def exercise_svg(figure: str, title: str, language: Language = ENGLISH) -> str:
    """How does this exercise begin and end?

    Parameters
    ----------
    figure : str
        Name of the exercise, or of the movement of a limb.
    title : str
        In words, for whoever cannot see it.
    language : Language
        Of the words below the drawings.

    Examples
    --------
    >>> exercise_svg("bridge", "bridge on both feet").startswith("<svg")
    True
    """
    drawings = kept_figures()[figure]
    boxes = [_box(parts) for parts in drawings]
    close = "trunk" not in drawings[0]
    size = np.max([high - low for low, high in boxes], axis=0)
    most = _MOST_CLOSE if close else _MOST
    room, scale = max((_fitted(size, room, most) for room in _rooms(len(drawings))), key=lambda one: one[1])
    flat = len(drawings) > 1 and room[0] == _WIDTH
    rows = len(drawings) if flat else 1
    pitch = scale * size[1] + _LINE
    moved = _moved(drawings)
    body: list[str] = []
    below = (message("start"), message("end")) if len(drawings) > 1 else (message("hold"),)
    for at, (parts, word) in enumerate(zip(drawings, below, strict=True)):
        left = 0.0 if flat else at * (room[0] + _GAP)
        origin = np.array([left + 0.5 * room[0], at * pitch if flat else 0.0])
        body += _panel(parts, boxes[at], (origin, scale, pitch - _LINE), moved if at else frozenset())
        body.append(
            label((origin[0], origin[1] + pitch - 4.0), language.text(word), _LETTERS, PALE_INK, 'text-anchor="middle"')
        )
    return svg_page((_WIDTH, rows * pitch), language.text(title), "", body)


def _rooms(count: int) -> Iterator[tuple[float, float]]:
    """Width and height for one panel beside the other, and over the other."""
    yield (_WIDTH - _GAP * (count - 1)) / count, _TALL
    if count > 1:
        yield _WIDTH, _FLAT


def _fitted(size: Points, room: tuple[float, float], most: float) -> tuple[tuple[float, float], float]:
    return room, min(room[0] / size[0], room[1] / size[1], most)


def _box(parts: Drawing) -> tuple[Points, Points]:
    """Lowest and highest place with the thickness of the parts."""
    everything = np.vstack(list(parts.values()))
    margin = np.full(2, _SOFT_CM if "trunk" in parts else 3.5)
    low, high = everything.min(axis=0) - margin, everything.max(axis=0) + margin
    if "head" in parts:
        centre = parts["head"][0]
        low, high = np.minimum(low, centre - _HEAD_CM - 1.0), np.maximum(high, centre + _HEAD_CM + 1.0)
    for name in ("ball", "weight"):
        if name in parts:
            centre, rim = parts[name]
            radius = float(np.hypot(*(rim - centre)))
            low, high = np.minimum(low, centre - radius), np.maximum(high, centre + radius)
    return low, high


def _moved(drawings: tuple[Drawing, ...]) -> frozenset[str]:
    """Limbs that have turned at the end."""
    if len(drawings) < 2:
        return frozenset()
    start, end = drawings
    return frozenset(name for name, points in end.items() if name in start and _turned(start[name], points))


def _turned(before: Points, after: Points) -> bool:
    if before.shape != after.shape:
        return True
    steps = (np.diff(points, axis=0) @ np.array([1.0, 1.0j]) for points in (before, after))
    turns = np.angle(next(steps) * np.conj(next(steps)), deg=True)
    return bool(np.abs(turns).max(initial=0.0) >= _STILL_DEG)


Frame = tuple[Points, float, float]


def _panel(parts: Drawing, box: tuple[Points, Points], frame: Frame, moved: frozenset[str]) -> Iterator[str]:
    """One drawing on its ground line."""
    origin, scale, height = frame
    low, high = box
    middle = 0.5 * (low[0] + high[0])

    def at(points: Points) -> Points:
        right = origin[0] + scale * (points[..., 0] - middle)
        return np.stack([right, origin[1] + height - scale * (points[..., 1] - low[1])], axis=-1)

    if "trunk" in parts and _stands(parts):
        ends = at(np.array([[low[0], low[1]], [high[0], low[1]]])) - np.array([0.0, 1.0])
        yield polyline(ends, "#c6ccd4", 1.5)
    for name, points in parts.items():
        if name not in _ORDER:
            yield from _thing(name, at(points), scale)
    thick = _THICK if "trunk" in parts else _THICK_CLOSE
    yield '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
    for name in _ORDER:
        if name in parts:
            yield from _part(name, at(parts[name]), (scale, thick), name in moved)
    yield "</g>"


def _stands(parts: Drawing) -> bool:
    return "leg" in parts


def _part(name: str, points: Points, drawn: tuple[float, Mapping[str, float]], moved: bool) -> Iterator[str]:
    scale, thick = drawn
    far = name.endswith("_far")
    colour = (_MOVED_FAR if far else _MOVED) if moved else (_FAR if far else _BODY)
    if name == "trunk":
        yield _filled(points, _TRUNK, scale * 5.0)
    elif name == "head":
        yield from _head(points, scale)
    elif name == "spine":
        yield polyline(points, INK, scale * thick["spine"])
    elif name == "fist":
        yield _disc(points[0], 4.5 * scale, f'fill="{_BODY}"')
    else:
        yield polyline(points, _TRUNK if name == "neck" else colour, scale * thick[name.removesuffix("_far")])


def _filled(points: Points, colour: str, width: float) -> str:
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{corners}" fill="{colour}" stroke="{colour}" stroke-width="{width:.1f}"/>'


def _head(points: Points, scale: float) -> Iterator[str]:
    """A round head with the face as a point."""
    nose = points[1]
    towards = (nose - points[0]) / max(float(np.hypot(*(nose - points[0]))), 1e-9)
    tip = points[0] + (_HEAD_CM + 2.5) * scale * towards
    if float(np.hypot(*(nose - points[0]))) > 3.0 * scale:  # seen from the side: the face shows which way is front
        yield polyline([points[0] + (_HEAD_CM - 2.0) * scale * towards, tip], _TRUNK, 4.0 * scale)
    yield _disc(points[0], _HEAD_CM * scale, f'fill="{_TRUNK}"')


def _disc(centre: Points, radius: float, style: str) -> str:
    return f'<circle cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(radius)}" {style}/>'


def _thing(name: str, points: Points, scale: float) -> Iterator[str]:
    """What stands around."""
    if name in ("ball", "weight"):
        radius = float(np.hypot(*(points[1] - points[0])))
        yield _disc(points[0], radius, f'fill="#f3ead8" stroke="{_THINGS}" stroke-width="1.5"')
    else:
        yield polyline(points, _THINGS, max(2.0, 2.0 * scale))
