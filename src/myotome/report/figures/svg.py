"""Pieces of a picture as SVG text: the same values give the same bytes, and text stays text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from myotome.arrays import Points
from myotome.errors import InputError, Problem

__all__ = [
    "INK",
    "PALE_INK",
    "label",
    "line",
    "mixed",
    "number",
    "png_bytes",
    "points_of_mm",
    "polyline",
    "rectangle",
    "rounded",
    "svg_page",
    "text_lines",
    "wrapped",
]


INK: Final = "#22303c"
PALE_INK: Final = "#5a6772"
_ROUND: Final = 0.22
_LETTER: Final = 0.52  # width of an average letter, in sizes
_LEADING: Final = 1.25
_POINTS_PER_MM: Final = 72.0 / 25.4


def number(value: float) -> str:
    """A length on the page to a tenth, never minus zero."""
    return f"{round(float(value), 1) + 0.0:g}"


def points_of_mm(length_mm: float) -> float:
    """A length in print, in points of type.

    Examples
    --------
    >>> round(points_of_mm(25.4), 6)
    72.0
    """
    return length_mm * _POINTS_PER_MM


def label(at: tuple[float, float], words: str, size: float = 12.0, colour: str = INK, extra: str = "") -> str:
    """Text that starts at a place; `extra` are further attributes."""
    place = f'x="{number(at[0])}" y="{number(at[1])}"'
    more = f" {extra}" if extra else ""
    return f'<text {place} font-size="{size:g}" fill="{colour}"{more}>{escape(_printable(words))}</text>'


def _printable(words: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in words if sign.isprintable())


def wrapped(words: str, width: float, size: float = 12.0) -> list[str]:
    """Lines that a text of this size takes on so many units of width, as far as an average letter tells."""
    return textwrap.wrap(_printable(words), max(int(width / (_LETTER * size)), 8)) or [""]


def text_lines(at: tuple[float, float], words: str, width: float, size: float = 12.0, colour: str = INK) -> list[str]:
    """Text broken into lines, from a place downward."""
    lines = wrapped(words, width, size)
    return [label((at[0], at[1] + _LEADING * size * row), text, size, colour) for row, text in enumerate(lines)]


def rectangle(at: tuple[float, float], size: tuple[float, float], colour: str, extra: str = "") -> str:
    """Filled rectangle from its upper left corner."""
    box = f'x="{number(at[0])}" y="{number(at[1])}" width="{number(size[0])}" height="{number(size[1])}"'
    return f'<rect {box} fill="{colour}"{f" {extra}" if extra else ""}/>'


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> str:
    """Straight line with flat ends."""
    ends = f'x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" y2="{number(end[1])}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:.2f}"/>'


def polyline(points: Iterable[Sequence[float] | Points], colour: str, width: float, extra: str = "") -> str:
    """Line through points with round ends; no fill."""
    spots = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    more = f" {extra}" if extra else ""
    return f'<polyline points="{spots}" stroke="{colour}" stroke-width="{width:.2f}"{more}/>'


def rounded(corners: Points, colour: str, name: str, outline: str = INK) -> str:
    """Filled shape with rounded corners, named for whoever points at it.

    Parameters
    ----------
    corners : ndarray, shape (corners, 2)
        In order around the shape.
    colour, name, outline : str
    """
    steps: list[str] = []
    for at, corner in enumerate(corners):
        before, after = corners[at - 1], corners[(at + 1) % len(corners)]
        start, end = corner + _ROUND * (before - corner), corner + _ROUND * (after - corner)
        sign = "L" if steps else "M"
        steps.append(f"{sign}{_pair(start)}Q{_pair(corner)} {_pair(end)}")
    style = f'fill="{colour}" stroke="{outline}" stroke-width="0.7"'
    return f'<path d="{"".join(steps)}Z" {style}><title>{escape(_printable(name))}</title></path>'


def _pair(point: Points) -> str:
    return f"{number(point[0])},{number(point[1])}"


def svg_page(size: tuple[float, float], title: str, described: str, body: Iterable[str]) -> str:
    """Whole picture: white paper, a title and a description for whoever cannot see it.

    Parameters
    ----------
    size : tuple of float
        Width and height.
    title, described : str
        Any text; it is escaped.
    body : iterable of str
        Pieces of SVG.

    Returns
    -------
    str
        Text that stands alone; the same pieces give the same bytes.
    """
    width, height = size
    box = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    root = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="Helvetica, Arial, sans-serif" role="img">'
    head = f"<title>{escape(_printable(title))}</title>"
    if described:
        head += f"<desc>{escape(_printable(described))}</desc>"
    return "\n".join([root, head, rectangle((0, 0), size, "#ffffff"), *body]) + "\n</svg>\n"


def mixed(ramp: Sequence[str], share: float) -> str:
    """Colour at a share, 0 to 1, of a ramp of colours; beyond the ends, the colour of the end.

    Examples
    --------
    >>> mixed(("#000000", "#ffffff"), 0.5)
    '#808080'
    """
    place = min(max(float(share), 0.0), 1.0) * (len(ramp) - 1)
    first = min(int(place), len(ramp) - 2)
    pairs = ((int(ramp[first][i : i + 2], 16), int(ramp[first + 1][i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(low + (place - first) * (high - low)):02x}" for low, high in pairs)


def png_bytes(picture: str, scale: float = 2.0) -> bytes:
    """Picture as PNG.

    Parameters
    ----------
    picture : str
        SVG text.
    scale : float
        Pixels for each unit of the picture.

    Raises
    ------
    InputError
        The library that turns SVG into PNG is not installed; names the extra that brings it.
    """
    try:
        import cairosvg
    except (ImportError, OSError):
        message = "PNG needs cairosvg: pip install 'myotome[figures]'; or ask for .svg."
        raise InputError([Problem("picture as PNG", None, ".png", ".svg", (), message)]) from None
    return bytes(cairosvg.svg2png(bytestring=picture.encode(), scale=scale, background_color="#ffffff"))
