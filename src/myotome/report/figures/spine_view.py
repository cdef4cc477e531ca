"""The part of the spine that is in question, from behind and from the right, large enough for a small place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from myotome.language import ENGLISH, Language, in_context, message
from myotome.report.figures.spine_map import (
    BACK_X,
    SACRUM,
    SIDE_X,
    TOP,
    DiscMark,
    bones,
    column,
    discs,
    herniations,
    marks_in_words,
    sacrum,
    slabs,
)
from myotome.report.figures.svg import INK, PALE_INK, label, number, points_of_mm, svg_page

__all__ = ["spine_view"]

_LETTER_PT: Final = 7.8
#: Vertebrae above and below the discs in question.
_ABOVE, _BELOW = 3, 2
_MARGIN: Final = 18.0


def spine_view(marks: Sequence[DiscMark], lead: str, *, printed_mm: float, language: Language = ENGLISH) -> str:
    """Where in the spine is this disc?

    Parameters
    ----------
    marks : sequence of DiscMark
        Discs in question; those far from the leading one lie outside the picture.
    lead : str
        The disc that the picture is about.
    printed_mm : float
        Width in print.
    language : Language

    Returns
    -------
    str
        SVG. From behind the patient's left lies to the left; the other view is from the right side.
    """
    top, foot, half = _span(lead)
    front, back = 0.5 * half + 22.0, 0.9 * half + 26.0
    width = 2.0 * (half + _MARGIN) + back + front
    letter = _LETTER_PT * (width + 5.0 * 8.0) / points_of_mm(printed_mm)
    width += 3.4 * letter
    shown = [mark for mark in marks if top <= _level(mark.disc) <= foot]
    body: list[str] = []
    for left, room, place, words in (
        (BACK_X - half - _MARGIN, 2.0 * (half + _MARGIN), 0.0, message("from behind")),
        (SIDE_X - back, back + front, 2.0 * (half + _MARGIN), message("from the right")),
    ):
        body.append(label((place + 0.5 * room, letter), language.text(words), letter, PALE_INK, 'text-anchor="middle"'))
        body.append(
            f'<svg x="{number(place)}" y="{number(1.4 * letter)}" width="{number(room)}" height="{number(foot - top)}" '
            f'viewBox="{number(left)} {number(top)} {number(room)} {number(foot - top)}" overflow="hidden">'
        )
        body += [*sacrum(TOP + column()[-1].foot + 8.0, letter, language.text(message("sacrum"))), *bones(letter)]
        body += [*discs({mark.disc: mark for mark in shown}), *herniations(shown), "</svg>"]
    body += _names(shown, width, top, letter)
    first, last = (language.text(side) for side in (in_context("left side", "L"), in_context("right side", "R")))
    body.append(label((2.0, 2.6 * letter), first, letter, PALE_INK))
    body.append(label((2.0 * (half + _MARGIN) - 2.0, 2.6 * letter), last, letter, PALE_INK, 'text-anchor="end"'))
    title = language.text(message("The discs in question, in the spine"))
    return svg_page((width, 1.4 * letter + foot - top), title, language.text(marks_in_words(marks)), body)


def _span(lead: str) -> tuple[float, float, float]:
    """Upper and lower end of what is drawn, and half the width of its widest body."""
    bodies = column()
    at = next(number_ for number_, one in enumerate(bodies) if lead.startswith(f"{one.name}-"))
    first, last = max(at - _ABOVE, 0), at + 1 + _BELOW
    foot = TOP + bodies[min(last, len(bodies) - 1)].foot + (SACRUM + 10.0 if last >= len(bodies) else 6.0)
    widest = max(one.width for one in bodies[first : last + 1])
    return TOP + bodies[first].top - 6.0, foot, 0.5 * widest


def _level(disc: str) -> float:
    return next((float(behind[:, 1].mean()) for name, behind, _ in slabs() if name == disc), -1.0)


def _names(shown: Sequence[DiscMark], width: float, top: float, letter: float) -> Iterator[str]:
    free = 0.0
    for mark in shown:
        y = max(1.4 * letter + _level(mark.disc) - top + 0.35 * letter, free)
        yield label((width - 1.0, y), mark.disc, letter, INK, 'text-anchor="end" font-weight="bold"')
        free = y + 1.15 * letter
