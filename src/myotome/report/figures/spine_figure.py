"""The spine in its posture in two planes: discs coloured by pressure, muscles by activation, loads beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.errors import InputError, Problem
from myotome.load import BODIES, JOINTS, LoadAnswer, Solution
from myotome.report.figures.spine_shapes import Plates, View, head_m, muscle_paths, plates, sacrum_outline, views
from myotome.report.figures.svg import INK, PALE_INK, label, line, mixed, png_bytes, polyline, rectangle, rounded

__all__ = ["draw_load", "spine_svg"]


_SCALE: Final = 860.0  # page units for a metre
_MARGIN, _HEAD_M = 40.0, 0.075
_TOP, _CAPTION, _LEGEND = 106.0, 26.0, 74.0
_BESIDE: Final = 1000.0  # panels that are wider together stand one above the other
_ROW, _BAR, _COLUMN = 21.0, 110.0, 330.0
_DISCS: Final = len(JOINTS) - 1  # without C7-T1, which stands for the whole neck
_BONE, _WARN, _REST, _PAPER = "#ece7da", "#8f1d14", "#d5dade", "#ffffff"
# From light to dark, so that every kind of colour vision and a grey print tell them apart.
_PRESSURE: Final = ("#fff6c2", "#e8d35a", "#9db57b", "#4f93a0", "#2f5f95", "#14275c")
_ACTIVITY: Final = ("#f6d2ba", "#ec9a6c", "#cc4b2c", "#7a0c1c")
_AWAKE: Final = 0.01
_READABLE: Final = 11.0
_STEPS_MPA: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)


@dataclass(frozen=True, slots=True)
class _Panel:
    """One view on the page."""

    view: View
    low: Points
    size: Points
    left: float
    top: float

    def at(self, seen: Points) -> Points:
        """Places on the page of places on the plane of view: shape (..., 2)."""
        shift = _SCALE * (seen - self.low)
        return np.stack([self.left + shift[..., 0], self.top + self.size[1] - shift[..., 1]], axis=-1)


def spine_svg(solution: Solution, title: str = "Spine under load", healthy: Solution | None = None) -> str:
    """What does this posture do to discs and muscles, as a picture?

    Parameters
    ----------
    solution : Solution
        Its first frame is drawn.
    title : str
        Task and options, in words.
    healthy : Solution or None
        The same person and posture without the impairment; its loads are marked beside.

    Returns
    -------
    str
        SVG that stands alone; text stays text, the same solution gives the same bytes. Width and colour of lines and
        bars mean the same in every picture but for the scales of pressure and of the bars, whose ends are labelled.

    Examples
    --------
    >>> from myotome.load import reference_person, solve, spine, stance, task
    >>> model = spine(reference_person(), ("core", "neck", "girdle"))
    >>> spine_svg(solve(model, stance(model, task("standing"))), "relaxed standing").startswith("<svg")
    True
    """
    faces, paths = plates(solution), list(muscle_paths(solution))
    panels = _panels(solution, paths)
    top = _scale_end_mpa(solution)
    right = max(panel.left + panel.size[0] for panel in panels) + 10.0
    foot = max(max(panel.top + panel.size[1] for panel in panels), _TOP + _CAPTION + _ROW * (_DISCS + 3))
    body = [*_header(solution, title, healthy), *_disc_column(right, solution, healthy, top)]
    for panel in panels:
        body += _drawn(panel, solution, faces, paths, top)
    body += [*_legend(foot + 34.0, solution, top)]
    return _page(right + _COLUMN, foot + _LEGEND, title, body)


def _page(width: float, height: float, title: str, body: list[str]) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    root = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Helvetica, Arial, sans-serif" role="img">'
    named = "".join(sign for sign in title if sign.isprintable())
    return "\n".join([root, f"<title>{escape(named)}</title>", rectangle((0, 0), (width, height), _PAPER), *body]) + (
        "\n</svg>\n"
    )


def _panels(solution: Solution, paths: list[Points]) -> list[_Panel]:
    """Side by side where that is not too wide, else one above the other."""
    found: list[_Panel] = []
    everything = np.vstack([*paths, head_m(solution) + _HEAD_M, head_m(solution) - _HEAD_M])
    left, top = _MARGIN, _TOP + _CAPTION
    for view in views(solution):
        seen = view.seen(everything)
        low, size = seen.min(axis=0), _SCALE * np.ptp(seen, axis=0)
        if found and left + size[0] > _BESIDE:
            left, top = _MARGIN, found[0].top + found[0].size[1] + _CAPTION + 24.0
        found.append(_Panel(view, low, size, left, top))
        left += size[0] + 40.0
    return found


def _header(solution: Solution, title: str, healthy: Solution | None) -> Iterator[str]:
    who, at = solution.spine.person, JOINTS.index("L4-L5")
    person = f"{who.sex}, {who.age:g} years, {who.height_m:g} m, {who.mass_kg:g} kg"
    yield label((_MARGIN, 34.0), title, 19, extra='font-weight="bold"')
    yield label((_MARGIN, 55.0), person, 13, PALE_INK)
    twin = "" if healthy is None else f"; healthy twin {_load_words(healthy, at)}"
    loads = f"L4-L5: {_load_words(solution, at)}{twin}"
    if solution.feasible[0]:
        yield label((_MARGIN, 75.0), loads, 13)
        return
    worst = sorted(solution.unmet_by_dof.items(), key=lambda item: -item[1])[:3]
    missing = "; ".join(f"{name} {nm:.0f} Nm" for name, nm in worst)
    words = f"Muscles and joints cannot hold this posture. Missing: {missing}."
    yield label((_MARGIN, 75.0), words, 13, _WARN, 'font-weight="bold"')
    yield label((_MARGIN, 93.0), f"Loads of the forces that come nearest. {loads}", 13)


def _load_words(solution: Solution, joint: int) -> str:
    return f"{solution.discs.compression_n[0, joint]:.0f} N, {solution.pressure_mpa[0, joint]:.2f} MPa"


def _drawn(panel: _Panel, solution: Solution, faces: Plates, paths: list[Points], top: float) -> Iterator[str]:
    """One panel: caption, muscles, then bones and discs over them."""
    yield label((panel.left, panel.top - 12.0), panel.view.title, 13, PALE_INK)
    yield '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
    yield from _muscles(panel, solution, paths)
    yield "</g>"
    edges = panel.at(faces.edges(panel.view))
    head, neck = panel.at(panel.view.seen(head_m(solution))), edges[-1, 1].mean(axis=0)
    yield line(tuple(neck), tuple(head), _BONE, 16.0)
    circle = f'cx="{head[0]:.1f}" cy="{head[1]:.1f}" r="{0.8 * _SCALE * _HEAD_M:.1f}"'
    yield f'<circle {circle} fill="{_BONE}" stroke="{INK}" stroke-width="0.7"><title>head and neck</title></circle>'
    yield rounded(panel.at(sacrum_outline(panel.view, faces)), _BONE, "sacrum")
    for number in range(_DISCS):
        yield from _disc(edges[number], solution, number, top)
        yield from _vertebra(np.array([*edges[number, 1], *edges[number + 1, 0][::-1]]), BODIES[number + 1])


def _muscles(panel: _Panel, solution: Solution, paths: list[Points]) -> Iterator[str]:
    """Those at rest as hair lines, the most active on top; dashed where strength was lost."""
    activation, force = solution.activation[0], solution.force_n[0]
    for number in np.argsort(activation, kind="stable"):
        awake = activation[number] >= _AWAKE and solution.left[number] > 0.0
        colour = mixed(_ACTIVITY, np.sqrt(activation[number])) if awake else _REST
        width = _thickness(float(force[number])) if awake else 0.5
        dashes = 'stroke-dasharray="5 4"' if solution.left[number] < 1.0 else ""
        yield polyline(panel.at(panel.view.seen(paths[number])), colour, width, dashes)


def _thickness(force_n: float) -> float:
    return float(0.5 + min(np.sqrt(max(force_n, 0.0)) / 4.5, 6.0))


def _disc(faces: Points, solution: Solution, number: int, top: float) -> Iterator[str]:
    colour = mixed(_PRESSURE, solution.pressure_mpa[0, number] / top)
    yield rounded(np.array([*faces[0], *faces[1][::-1]]), colour, f"{JOINTS[number]}: {_load_words(solution, number)}")


def _vertebra(corners: Points, name: str) -> Iterator[str]:
    yield rounded(corners, _BONE, name)
    middle, (height, width) = corners.mean(axis=0), _extent(corners)
    if min(height, width) >= _READABLE:
        yield label((middle[0], middle[1] + 2.8), name, 8, PALE_INK, 'text-anchor="middle"')


def _extent(corners: Points) -> tuple[float, float]:
    """Mean height and width of a body on the page: corners go along its lower face, then back along its upper one."""
    low, other, up, last = corners
    rise, across = 0.5 * (up + last - low - other), 0.5 * (other + up - low - last)
    return float(np.hypot(*rise)), float(np.hypot(*across))


def _disc_column(left: float, solution: Solution, healthy: Solution | None, top: float) -> Iterator[str]:
    """Every disc's compression as a bar, from the neck down; a black tick where the healthy twin stands."""
    most = max(float(s.discs.compression_n[0, :_DISCS].max()) for s in (solution, healthy) if s is not None)
    yield label((left, _TOP + _CAPTION - 12.0), "Compression, N, and pressure, MPa", 13, PALE_INK)
    for row, number in enumerate(reversed(range(_DISCS))):
        y = _TOP + _CAPTION + _ROW * row
        force, pressure = solution.discs.compression_n[0, number], solution.pressure_mpa[0, number]
        size = (_BAR * max(float(force), 0.0) / max(most, 1.0), _ROW - 7.0)
        yield label((left, y + 12.0), JOINTS[number], 12)
        yield rectangle((left + 62.0, y), size, mixed(_PRESSURE, pressure / top), f'stroke="{INK}" stroke-width="0.6"')
        if healthy is not None:
            at = left + 62.0 + _BAR * max(float(healthy.discs.compression_n[0, number]), 0.0) / max(most, 1.0)
            yield line((at, y - 2.0), (at, y + _ROW - 5.0), INK, 1.8)
        place, end = left + 72.0 + _BAR, 'text-anchor="end"'
        yield label((place + 34.0, y + 12.0), f"{force:.0f}", 12, extra=end)
        yield label((place + 78.0, y + 12.0), f"{pressure:.2f}", 12, extra=end)
    if healthy is not None:
        yield label((left, _TOP + _CAPTION + _ROW * _DISCS + 16.0), "black tick: healthy twin", 12, PALE_INK)


def _scale_end_mpa(solution: Solution) -> float:
    """Round number above every pressure shown."""
    most = float(solution.pressure_mpa[0, :_DISCS].max())
    return next((step for step in _STEPS_MPA if step >= most), most)


def _legend(y: float, solution: Solution, top: float) -> Iterator[str]:
    x = _MARGIN
    for number in range(24):
        yield rectangle((x + 6.0 * number, y), (6.2, 10.0), mixed(_PRESSURE, number / 23))
    yield label((x, y + 25.0), "0", 11, PALE_INK)
    yield label((x + 144.0, y + 25.0), f"{top:g} MPa", 11, PALE_INK, 'text-anchor="end"')
    yield label((x, y - 6.0), "pressure in the disc", 11, PALE_INK)
    x += 190.0
    yield label((x, y - 6.0), "activation", 11, PALE_INK)
    for number, share in enumerate((0.01, 0.1, 0.3, 1.0)):
        at = x + 44.0 * number
        yield line((at, y + 5.0), (at + 30.0, y + 5.0), mixed(_ACTIVITY, np.sqrt(share)), 4.0)
        yield label((at, y + 25.0), f"{100 * share:.0f}%", 11, PALE_INK)
    x += 200.0
    yield label((x, y - 6.0), "force", 11, PALE_INK)
    for number, force in enumerate((10, 100, 300)):
        at = x + 50.0 * number
        yield line((at, y + 5.0), (at + 30.0, y + 5.0), _ACTIVITY[2], _thickness(force))
        yield label((at, y + 25.0), f"{force} N", 11, PALE_INK)
    x += 176.0
    yield line((x, y + 5.0), (x + 30.0, y + 5.0), _REST, 1.0)
    yield label((x, y + 25.0), "at rest", 11, PALE_INK)
    if (solution.left < 1.0).any():
        yield polyline([(x + 60.0, y + 5.0), (x + 100.0, y + 5.0)], _ACTIVITY[2], 2.0, 'stroke-dasharray="5 4"')
        yield label((x + 60.0, y + 25.0), "weakened", 11, PALE_INK)


def draw_load(answer: LoadAnswer, path: Path) -> None:
    """Draw an answer into a file.

    Raises
    ------
    InputError
        The name ends in neither .svg nor .png, or the library for PNG is not installed.
    """
    if path.suffix.lower() not in {".svg", ".png"}:
        raise InputError([Problem("--figure", None, str(path), "a name that ends in .svg or .png")])
    picture = spine_svg(answer.solution, answer.task.label, answer.healthy)
    if path.suffix.lower() == ".png":
        path.write_bytes(png_bytes(picture))
    else:
        path.write_text(picture, encoding="utf-8")
