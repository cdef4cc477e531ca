"""What the lumbar discs bear in the course of a movement: compression and shear over time, one line a disc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from myotome.arrays import Floats
from myotome.errors import InputError, Problem
from myotome.load import JOINTS, Solution
from myotome.report.figures.svg import INK, PALE_INK, label, line, png_bytes, polyline, rectangle, svg_page

__all__ = ["draw_movement", "movement_svg"]

_SHOWN: Final = 6
#: From below; lines differ in dashes too, for those who tell colours apart badly.
_COLOURS: Final = ("#1b1b1b", "#0b62a4", "#b3491e", "#2f7d4f", "#7a4d9e", "#8a6d00")
_DASHES: Final = ("", "", "7 3", "7 3", "2 3", "2 3")
_PANEL, _LEFT, _TOP, _APART, _RIGHT = (520.0, 170.0), 62.0, 40.0, 62.0, 70.0
_TICKS: Final = 4
_MOST_POINTS: Final = 2000


def draw_movement(solutions: Sequence[Solution], time_s: Floats | None, path: Path) -> None:
    """Draw the loads of the lumbar discs over time into a file.

    Parameters
    ----------
    solutions : sequence of Solution
        In the order of the frames.
    time_s : ndarray or None
        Seconds of each frame.
    path : Path

    Raises
    ------
    InputError
        The name ends in neither .svg nor .png, or the library for PNG is not installed.
    """
    if path.suffix.lower() not in {".svg", ".png"}:
        raise InputError([Problem("--figure", None, str(path), "a name that ends in .svg or .png")])
    picture = movement_svg(solutions, time_s)
    if path.suffix.lower() == ".png":
        path.write_bytes(png_bytes(picture))
    else:
        path.write_text(picture, encoding="utf-8")


def movement_svg(solutions: Sequence[Solution], time_s: Floats | None = None) -> str:
    """Two panels, compression and shear; frames that cannot be held are grey.

    Parameters
    ----------
    solutions : sequence of Solution
    time_s : ndarray or None

    Returns
    -------
    str
        SVG.
    """
    discs = [solution.discs for solution in solutions]
    compression = np.concatenate([one.compression_n for one in discs])[:, :_SHOWN]
    shear = np.concatenate([np.hypot(one.shear_anterior_n, one.shear_lateral_n) for one in discs])[:, :_SHOWN]
    held = np.concatenate([solution.feasible for solution in solutions])
    at = np.arange(len(held), dtype=np.float64) if time_s is None else time_s - time_s[0]
    kept = np.unique(np.linspace(0, len(at) - 1, min(len(at), _MOST_POINTS)).astype(int))
    body: list[str] = []
    for place, (name, values) in enumerate((("compression, N", compression), ("shear, N", shear))):
        top = _TOP + place * (_PANEL[1] + _APART)
        body += _panel(top, (name, "frame" if time_s is None else "s"), (at[kept], values[kept]), held[kept])
    size = (_LEFT + _PANEL[0] + _RIGHT, _TOP + 2.0 * _PANEL[1] + _APART + 40.0)
    return svg_page(size, "Loads on the lumbar discs over time", _described(compression, at, time_s), body)


def _described(compression: Floats, at: Floats, time_s: Floats | None) -> str:
    frame, disc = np.unravel_index(int(compression.argmax()), compression.shape)
    when = f"frame {frame}" if time_s is None else f"{at[frame]:.2f} s"
    return f"The highest compression is {compression[frame, disc]:.0f} N, at {JOINTS[disc]}, {when}."


def _panel(top: float, words: tuple[str, str], drawn: tuple[Floats, Floats], held: Floats) -> Iterator[str]:
    at, values = drawn
    step = _step(float(values.max(initial=1.0)))
    most = step * np.ceil(max(float(values.max(initial=1.0)), step) / step)
    last = max(float(at[-1]), 1e-9)
    x = _LEFT + _PANEL[0] * at / last
    yield label((_LEFT, top - 12.0), words[0][0].upper() + words[0][1:], 14, INK, 'font-weight="bold"')
    yield from _not_held(x, held, top)
    for level in np.arange(0.0, most + 0.5 * step, step):
        y = top + _PANEL[1] * (1.0 - level / most)
        yield line((_LEFT, y), (_LEFT + _PANEL[0], y), "#d3d9de" if level else INK, 0.8)
        yield label((_LEFT - 6.0, y + 4.0), f"{level:g}", 12, PALE_INK, 'text-anchor="end"')
    for share in np.linspace(0.0, 1.0, _TICKS + 1):
        place = (_LEFT + share * _PANEL[0] - 8.0 * (share == 1.0), top + _PANEL[1] + 17.0)
        yield label(place, f"{share * last:.3g} {words[1]}", 12, PALE_INK, 'text-anchor="middle"')
    y = top + _PANEL[1] * (1.0 - np.clip(values, 0.0, None) / most)
    for disc in range(values.shape[1]):
        dashes = f' stroke-dasharray="{_DASHES[disc]}"' if _DASHES[disc] else ""
        yield polyline(zip(x, y[:, disc], strict=True), _COLOURS[disc], 1.6, f'fill="none"{dashes}')
    for disc, place_y in _apart([float(end) for end in y[-1]]):
        yield label((_LEFT + _PANEL[0] + 6.0, place_y + 4.0), JOINTS[disc], 12, _COLOURS[disc])


def _not_held(x: Floats, held: Floats, top: float) -> Iterator[str]:
    """Grey where muscles and joints cannot hold the posture."""
    half = 0.5 * _PANEL[0] / max(len(x) - 1, 1)
    for place in x[~held.astype(bool)]:
        left, right = max(_LEFT, place - half), min(_LEFT + _PANEL[0], place + half)
        yield rectangle((left, top), (max(right - left, 0.5), _PANEL[1]), "#e2e2e2")


def _step(most: float) -> float:
    """A round step with about four lines."""
    rough = most / 4.0
    size = 10.0 ** np.floor(np.log10(max(rough, 1e-9)))
    return float(next(size * times for times in (1.0, 2.0, 5.0, 10.0) if size * times >= rough))


def _apart(ends: list[float]) -> list[tuple[int, float]]:
    """Places of the names at the ends of the lines, moved apart until none covers another."""
    placed: list[tuple[int, float]] = []
    for disc in sorted(range(len(ends)), key=ends.__getitem__):
        lowest = placed[-1][1] + 13.0 if placed else -np.inf
        placed.append((disc, max(ends[disc], lowest)))
    past = placed[-1][1] - max(ends)
    return [(disc, place - 0.5 * past) for disc, place in placed]
