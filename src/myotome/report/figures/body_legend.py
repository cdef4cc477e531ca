"""What the signs of the body chart mean: only those that are drawn, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from myotome.language import Language, message
from myotome.report.figures.body_findings import UNGRADED, BodyFindings, Mark
from myotome.report.figures.body_shapes import Patch
from myotome.report.figures.body_signs import EXPECTED, dots, sign_of, stripes, ticks
from myotome.report.figures.svg import PALE_INK, label, number

__all__ = ["Legend", "LegendOf", "legend"]

_LETTER: Final = 0.54  # width of an average letter, in sizes
_ROW: Final = 1.6
_SAMPLE: Final = 2.1

_Drawer = Callable[[tuple[float, float], float], Iterator[str]]


@dataclass(frozen=True, slots=True)
class LegendOf:
    """What stands on a chart: findings, and whether skin is shaded and muscles are ringed."""

    findings: BodyFindings
    shaded: bool
    ringed: bool


@dataclass(frozen=True, slots=True)
class Legend:
    """Pieces of a picture, and how high they are together."""

    pieces: tuple[str, ...]
    height: float


def legend(at: tuple[float, float], width: float, letter: float, of: LegendOf, language: Language) -> Legend:
    """Tell below the feet what each sign means that stands on the chart."""
    pieces: list[str] = []
    x, y = at[0], at[1] + 1.2 * letter
    for drawer, words in ((drawer, language.text(said)) for drawer, said in _entries(of)):
        room = (_SAMPLE + 1.0 + _LETTER * len(words)) * letter
        if x > at[0] and x + room - letter > at[0] + width:
            x, y = at[0], y + _ROW * letter
        pieces += drawer((x, y - 0.35 * letter), letter)
        pieces.append(label((x + _SAMPLE * letter, y), words, letter, PALE_INK))
        x += room
    return Legend(tuple(pieces), y - at[1] + 0.5 * letter)


def _entries(of: LegendOf) -> Iterator[tuple[_Drawer, str]]:
    findings = of.findings
    changed, normal = findings.changed, [mark for mark in findings.marks if mark.normal]
    if findings.pain:
        yield _skin(dots), message("pain")
    if findings.numb:
        yield _skin(stripes), message("changed feeling")
    if findings.felt:
        yield _skin(ticks), message("feeling normal")
    weak = [mark for mark in changed if mark.kind == "muscle"]
    if graded := next((mark for mark in weak if mark.sign != UNGRADED), None):
        yield _mark(graded, 0.62), message("weak, grade of 5")
    if ungraded := next((mark for mark in weak if mark.sign == UNGRADED), None):
        yield _mark(ungraded, 0.62), message("weak, no grade given")
    if reflex := next((mark for mark in changed if mark.kind == "reflex"), None):
        yield _mark(reflex, 0.62), message("reflex")
    if normal:
        yield _mark(normal[0], 0.42), message("normal")
    if of.shaded:
        yield _shades, message("feeling: loss expected (little, some, most)")
    if of.ringed:
        yield _ring, message("weakness expected")


def _skin(drawn: Callable[[Patch], Iterator[str]]) -> _Drawer:
    def sample(at: tuple[float, float], letter: float) -> Iterator[str]:
        levels = [np.array([[at[0], at[1] + 0.3 * row * letter], [at[0] + 1.7 * letter, at[1] + 0.3 * row * letter]])
                  for row in (-1, 0, 1)]  # fmt: skip
        spots = [[at[0] + 0.6 * column * letter, at[1] + 0.3 * row * letter] for row in (-1, 1) for column in (0, 1, 2)]
        yield from drawn(Patch(np.empty((0, 2)), tuple(levels), np.repeat(np.array(spots), 1, axis=0)))

    return sample


def _mark(mark: Mark, size: float) -> _Drawer:
    return lambda at, letter: sign_of(mark, (at[0] + 0.8 * letter, at[1]), size * letter, letter, expected=False)


def _ring(at: tuple[float, float], letter: float) -> Iterator[str]:
    unseen = Mark("", "muscle", "", (), "")
    return sign_of(unseen, (at[0] + 0.8 * letter, at[1]), 0.42 * letter, letter, expected=True)


def _shades(at: tuple[float, float], letter: float) -> Iterator[str]:
    for place, (_, shade) in enumerate(reversed(EXPECTED)):
        box = f'x="{number(at[0] + 0.6 * place * letter)}" y="{number(at[1] - 0.45 * letter)}"'
        yield f'<rect {box} width="{number(0.6 * letter)}" height="{number(0.9 * letter)}" fill="{shade}"/>'
