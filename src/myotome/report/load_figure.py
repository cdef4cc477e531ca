"""The spine in its posture from the side and from behind: discs coloured by pressure, muscles by how hard they work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load import BODIES, JOINTS, LoadAnswer, Solution

__all__ = ["draw_load", "load_svg"]

Points = NDArray[np.float64]

_SCALE: Final = 900.0
_MARGIN: Final = 46.0
_HEADER: Final = 96.0
_FOOTER: Final = 74.0
_GAP: Final = 0.14
_HALF_BODY_M: Final = {"side": 0.016, "back": 0.020}
_HALF_DISC_M: Final = {"side": 0.018, "back": 0.022}
_HEAD_M: Final = 0.062
_SACRUM_M: Final = 0.085
_LEAST_ACTIVATION: Final = 0.01
_INK, _BONE, _MUSCLE, _PAPER = "#22303c", "#e9e3d5", "#b3361b", "#ffffff"
#: Pale yellow to dark blue: told apart by every kind of colour vision, and in grey.
_RAMP: Final = ("#fff7cf", "#f0d95c", "#a9b06a", "#5f8a96", "#3b5f8a", "#12305f")
_NAMED: Final = ("L5-S1", "L4-L5", "L3-L4", "L2-L3", "L1-L2", "T12-L1")


@dataclass(frozen=True, slots=True)
class _View:
    """One panel: which way across and what is seen."""

    name: str
    title: str
    across: int
    left: float
    origin: Points
    height: float

    def at(self, point: Points) -> tuple[float, float]:
        """Place on the page of a place in space."""
        x = self.left + _SCALE * (point[self.across] - self.origin[self.across])
        y = _HEADER + self.height - _SCALE * (point[1] - self.origin[1])
        return float(x), float(y)


def draw_load(answer: LoadAnswer, path: Path) -> None:
    """Draw an answer into a file.

    Raises
    ------
    InputError
        The name ends in neither .svg nor .png, or the library for PNG is not installed.
    """
    picture = load_svg(answer)
    if path.suffix == ".svg":
        path.write_text(picture, encoding="utf-8")
    elif path.suffix == ".png":
        path.write_bytes(_png(picture, path))
    else:
        raise InputError([Problem("--figure", None, str(path), "a name that ends in .svg or .png")])


def _png(picture: str, path: Path) -> bytes:
    try:
        import cairosvg
    except (ImportError, OSError):
        message = "PNG needs cairosvg: pip install 'myotome[figures]'."
        raise InputError([Problem("--figure", None, str(path), "an .svg file, or cairosvg", (), message)]) from None
    return bytes(cairosvg.svg2png(bytestring=picture.encode(), scale=2.0, background_color=_PAPER))


def load_svg(answer: LoadAnswer) -> str:
    """Draw the posture with its loads as SVG text; the same answer gives the same bytes.

    Parameters
    ----------
    answer : LoadAnswer
        Its first frame is drawn.

    Returns
    -------
    str
        One self-contained picture; text stays text.
    """
    solution = answer.solution
    places = _path_points(solution)
    everything = np.vstack([_working(solution, places), solution.geometry.joint_m[0], _head(solution)[None]])
    low, high = everything.min(axis=0) - _HEAD_M, everything.max(axis=0) + _HEAD_M
    height = _SCALE * (high[1] - low[1])
    side = _View("side", "from the right side", 0, _MARGIN, low, height)
    back = _View("back", "from behind", 2, 2 * _MARGIN + _SCALE * (high[0] - low[0]) + 110.0, low, height)
    width = back.left + _SCALE * (high[2] - low[2]) + _MARGIN
    top = max(float(solution.pressure_mpa[0, :-1].max()), 0.5)
    body = [*_header(answer)]
    for view in (side, back):
        body += [*_muscles(view, solution, places), *_bones(view, solution), *_discs(view, solution, top)]
        body.append(_text(view.left, _HEADER + height + 20.0, view.title, 13, "#5a6772"))
    body += [*_values(side.left + _SCALE * (high[0] - low[0]) + 8.0, side, solution, top), *_legend(height, top)]
    size = f'width="{max(width, 560.0):.0f}" height="{_HEADER + height + _FOOTER:.0f}"'
    paper = f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Helvetica, Arial, sans-serif" role="img">'
    title = f"<title>{escape(answer.task.label)}</title>"
    return "\n".join([head, title, paper, *body, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, size: int = 13, colour: str = _INK, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{extra}>{escape(words)}</text>'


def _header(answer: LoadAnswer) -> Iterator[str]:
    who = answer.person
    options = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in answer.options.items())
    person = f"{who.sex}, {who.age:g} years, {who.height_m:g} m, {who.mass_kg:g} kg"
    number = JOINTS.index("L4-L5")
    force, pressure = answer.solution.discs.compression_n[0, number], answer.solution.pressure_mpa[0, number]
    yield _text(_MARGIN, 32.0, answer.task.label, 19, extra=' font-weight="bold"')
    yield _text(_MARGIN, 54.0, f"{person}{'; ' if options else ''}{options}", 13, "#5a6772")
    if answer.feasible:
        yield _text(_MARGIN, 74.0, f"L4-L5: {force:.0f} N, {pressure:.2f} MPa", 13)
    else:
        missing = ", ".join(f"{name} {nm:.0f} Nm" for name, nm in list(answer.solution.unmet_by_dof.items())[:3])
        yield _text(_MARGIN, 74.0, f"Cannot be held; missing: {missing}", 13, _MUSCLE, ' font-weight="bold"')


def _path_points(solution: Solution) -> Points:
    """Every point of every muscle's path in space: shape (points, 3)."""
    anchors, geometry = solution.spine.path, solution.geometry
    counts = np.diff(anchors.first)
    points = np.repeat(anchors.points_m, counts, axis=0)
    turned = np.einsum("pij,pj->pi", geometry.turn[0, anchors.bodies], points) + geometry.shift_m[0, anchors.bodies]
    return np.asarray(np.add.reduceat(turned * anchors.weights[:, None], anchors.first[:-1], axis=0))


def _working(solution: Solution, places: Points) -> Points:
    """Points of the muscles that are drawn."""
    counts = np.diff(solution.spine.starts)[: len(solution.activation[0])]
    drawn = np.repeat(solution.activation[0] >= _LEAST_ACTIVATION, counts)
    return np.asarray(places[: len(drawn)][drawn])


def _muscles(view: _View, solution: Solution, places: Points) -> Iterator[str]:
    starts, activation = solution.spine.starts, solution.activation[0]
    strongest = max(float(solution.force_n[0].max()), 1.0)
    for number in np.argsort(activation, kind="stable"):
        if activation[number] < _LEAST_ACTIVATION:
            continue
        line = " ".join("{:.1f},{:.1f}".format(*view.at(p)) for p in places[starts[number] : starts[number + 1]])
        thick = 0.6 + 3.4 * float(np.sqrt(solution.force_n[0, number] / strongest))
        strength = 0.12 + 0.78 * min(1.0, float(activation[number]))
        style = f'stroke="{_MUSCLE}" stroke-opacity="{strength:.2f}" stroke-width="{thick:.2f}"'
        yield f'<polyline points="{line}" fill="none" stroke-linecap="round" {style}/>'


def _head(solution: Solution) -> Points:
    slices, geometry = solution.spine.slices, solution.geometry
    return np.asarray(geometry.turn[0, -1] @ slices.points_m[-1] + geometry.shift_m[0, -1])


def _bones(view: _View, solution: Solution) -> Iterator[str]:
    joints, axes = solution.geometry.joint_m[0], solution.geometry.disc_axes[0]
    across = 0 if view.name == "side" else 2
    for number in range(len(JOINTS) - 1):
        low, high = joints[number], joints[number + 1]
        rise, half = high - low, _HALF_BODY_M[view.name]
        one, other = half * axes[number, across], half * axes[number + 1, across]
        floor, roof = low + _GAP * rise, high - _GAP * rise
        yield _shape(view, (floor - one, floor + one, roof + other, roof - other), _BONE, BODIES[number + 1])
    yield _sacrum(view, joints[0], axes[0], half * axes[0, across])
    x, y = view.at(_head(solution))
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SCALE * _HEAD_M:.1f}" fill="{_BONE}" stroke="{_INK}"/>'


def _sacrum(view: _View, top: Points, axes: Points, half: Points) -> str:
    """Wedge below the lowest disc, tilted as its upper face."""
    start, tip = top - 0.006 * axes[1], top - _SACRUM_M * axes[1] - 0.35 * _SACRUM_M * axes[0]
    return _shape(view, (start - half, tip - 0.25 * half, tip + 0.25 * half, start + half), _BONE, "sacrum")


def _discs(view: _View, solution: Solution, top: float) -> Iterator[str]:
    joints, axes = solution.geometry.joint_m[0], solution.geometry.disc_axes[0]
    across, half = (0 if view.name == "side" else 2), _HALF_DISC_M[view.name]
    for number, joint in enumerate(JOINTS[:-1]):
        way, up = half * axes[number, across], 0.0035 * axes[number, 1]
        middle, colour = joints[number], _colour(float(solution.pressure_mpa[0, number]) / top)
        yield _shape(view, (middle - way - up, middle + way - up, middle + way + up, middle - way + up), colour, joint)


def _shape(view: _View, corners: tuple[Points, ...], colour: str, name: str) -> str:
    line = " ".join("{:.1f},{:.1f}".format(*view.at(corner)) for corner in corners)
    style = f'fill="{colour}" stroke="{_INK}" stroke-width="0.8" stroke-linejoin="round"'
    return f'<polygon points="{line}" {style}><title>{escape(name)}</title></polygon>'


def _values(x: float, view: _View, solution: Solution, top: float) -> Iterator[str]:
    """Pressure of each lumbar disc beside the picture, joined to it by a thin line."""
    spots = [view.at(solution.geometry.joint_m[0, JOINTS.index(name)]) for name in _NAMED]
    lowest = max(y for _, y in spots)
    for number, name in enumerate(_NAMED):
        y = lowest - 19.0 * number
        pressure = float(solution.pressure_mpa[0, JOINTS.index(name)])
        own, colour = spots[number], _colour(pressure / top)
        ends = f'x1="{own[0] + 20:.1f}" y1="{own[1]:.1f}" x2="{x - 4:.1f}" y2="{y:.1f}"'
        yield f'<line {ends} stroke="#b8c0c7" stroke-width="0.7"/>'
        yield f'<rect x="{x:.1f}" y="{y - 6:.1f}" width="9" height="12" fill="{colour}" stroke="{_INK}"/>'
        yield _text(x + 14.0, y + 4.0, f"{name}  {pressure:.2f}", 12)


def _colour(share: float) -> str:
    """Colour of a share of the scale."""
    place = min(max(share, 0.0), 1.0) * (len(_RAMP) - 1)
    first = min(int(place), len(_RAMP) - 2)
    mix = place - first
    parts = [
        round((1 - mix) * int(_RAMP[first][i : i + 2], 16) + mix * int(_RAMP[first + 1][i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _legend(height: float, top: float) -> Iterator[str]:
    y, x, step = _HEADER + height + 36.0, _MARGIN, 14.0
    for number in range(12):
        colour = _colour(number / 11)
        yield f'<rect x="{x + step * number:.1f}" y="{y:.1f}" width="{step:.1f}" height="10" fill="{colour}"/>'
    yield _text(x, y + 24.0, "0", 11)
    yield _text(x + 12 * step - 16.0, y + 24.0, f"{top:.2g} MPa in the disc", 11)
    start = x + 12 * step + 150.0
    for number, share in enumerate((0.05, 0.3, 1.0)):
        at, strength = start + 86.0 * number, 0.12 + 0.78 * share
        yield (
            f'<line x1="{at:.1f}" y1="{y + 5:.1f}" x2="{at + 26:.1f}" y2="{y + 5:.1f}" stroke="{_MUSCLE}" '
            f'stroke-opacity="{strength:.2f}" stroke-width="3"/>'
        )
        yield _text(at + 31.0, y + 9.0, f"{100 * share:.0f}%", 11)
    yield _text(start, y + 24.0, "activation; thicker lines pull harder", 11)
