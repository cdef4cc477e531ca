"""The signs of the body chart: one for each kind of finding, told apart without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from myotome.report.figures.body_findings import Mark
from myotome.report.figures.body_shapes import Patch
from myotome.report.figures.svg import label, number

__all__ = ["EXPECTED", "SKIN", "dots", "expectation", "sign_of", "stripes", "ticks"]

SKIN: Final = "#f7f5f0"
#: Least loss and its shade, from light to dark, so that a grey print tells them apart.
EXPECTED: Final = ((0.6, "#74a9d0"), (0.3, "#a9cce5"), (0.0, "#d6e8f4"))
_NUMB, _PAIN, _WEAK, _NORMAL, _RING = "#1d2730", "#b3261e", "#9c3417", "#4d5b54", "#1f5685"


def expectation(loss: float) -> str:
    """How skin is filled where loss is expected; the darker, the more."""
    colour = next(shade for least, shade in EXPECTED if loss >= least)
    return f'fill="{colour}" stroke="{colour}" stroke-width="0.5"'


def stripes(patch: Patch) -> Iterator[str]:
    """Changed sensation."""
    steps = "".join(f"M{'L'.join(f'{number(x)},{number(y)}' for x, y in row)}" for row in patch.stripes)
    yield f'<path d="{steps}" fill="none" stroke="{_NUMB}" stroke-width="1"/>'


def dots(patch: Patch) -> Iterator[str]:
    """Pain; with a pale edge, so that dots are seen on stripes and on shades."""
    spots = "".join(f"M{number(x)},{number(y)}h0" for x, y in patch.dots)
    for width, colour in ((4.0, "#ffffff"), (2.7, _PAIN)):
        yield f'<path d="{spots}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def ticks(patch: Patch) -> Iterator[str]:
    """Skin that was found to feel normally."""
    steps = "".join(f"M{number(x - 2.0)},{number(y)}l1.8,2.2l2.8,-4.4" for x, y in patch.dots[::2])
    yield f'<path d="{steps}" fill="none" stroke="{_NORMAL}" stroke-width="1"/>'


def sign_of(mark: Mark, at: tuple[float, float], size: float, letter: float, expected: bool) -> Iterator[str]:
    """A disc for a muscle, a square for a reflex; small and open where normal, ringed where loss is expected."""
    x, y = number(at[0]), number(at[1])
    if expected:
        dashed = "" if mark.sign else ' stroke-dasharray="3 2"'
        ring = f'fill="none" stroke="{_RING}" stroke-width="{number(0.2 * letter)}"{dashed}'
        yield f'<circle cx="{x}" cy="{y}" r="{number(size + 0.16 * letter)}" {ring}/>'
    if not mark.sign:
        return
    style = (
        f'fill="#ffffff" stroke="{_NORMAL}" stroke-width="1.4"' if mark.normal else f'fill="{_WEAK}" stroke="#ffffff"'
    )
    if mark.kind == "muscle":
        yield f'<circle cx="{x}" cy="{y}" r="{number(size)}" {style}/>'
    else:
        half = size if mark.normal else max(size, 0.34 * letter * len(mark.sign))
        corner = f'x="{number(at[0] - half)}" y="{number(at[1] - size)}"'
        yield f'<rect {corner} width="{number(2 * half)}" height="{number(2 * size)}" {style}/>'
    if not mark.normal:
        middle = (at[0], at[1] + 0.35 * letter)
        yield label(middle, mark.sign, letter, "#ffffff", 'text-anchor="middle" font-weight="bold"')
