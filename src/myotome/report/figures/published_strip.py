"""A published course in a small place: how many of a hundred people, week by week, with the interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from myotome.arrays import Floats
from myotome.forecast import PublishedCurve
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, polyline, svg_page

__all__ = ["published_strip"]

_LEFT, _GAP, _HEAD, _FOOT = 34.0, 36.0, 40.0, 28.0
_PANEL: Final = (188.0, 96.0)
_BAND: Final = "#dbe9f4"
_STEPS: Final = (4, 13, 26, 52, 104, 260)
_TICKS: Final = 4.5


def published_strip(panels: Sequence[tuple[str, PublishedCurve]], title: str) -> str:
    """Two outcomes beside each other, each with its middle and its interval.

    Parameters
    ----------
    panels : sequence of (str, PublishedCurve)
        One or two, each with its treatment.
    title : str
        For whoever cannot see it.
    """
    body: list[str] = []
    for place, (treatment, curve) in enumerate(panels):
        left = _LEFT + (_PANEL[0] + _GAP) * place
        body.append(label((left, 13.0), treatment, 13.0, INK, 'font-weight="bold"'))
        body.append(label((left, 29.0), f"{curve.label}, of 100", 12.5, PALE_INK))
        body += _panel((left, _HEAD), curve)
    width = _LEFT + 2 * _PANEL[0] + _GAP + 14.0
    return svg_page((width, _HEAD + _PANEL[1] + _FOOT), title, "", body)


def _panel(at: tuple[float, float], curve: PublishedCurve) -> Iterator[str]:
    """From the first published number to the last: before it nothing is known, after it nothing was followed."""
    width, height = _PANEL
    told = curve.told
    weeks = np.asarray(curve.weeks, dtype=np.float64)[told]
    last = float(curve.weeks[-1])
    x = at[0] + width * weeks / last
    rows = (np.asarray(row)[told] for row in (curve.low, curve.middle, curve.high))
    low, middle, high = (at[1] + height * (1.0 - np.clip(row, 0.0, 1.0)) for row in rows)
    yield from _axes(at, last)
    if len(x) == 1:  # one number alone has no line: its interval and its middle
        yield line((x[0], low[0]), (x[0], high[0]), _BAND, 8.0)
        yield line((x[0] - 5.0, middle[0]), (x[0] + 5.0, middle[0]), INK, 2.2)
        return
    yield f'<path d="M{_places(x, low)}L{_places(x[::-1], high[::-1])}Z" fill="{_BAND}"/>'
    yield polyline(zip(x, middle, strict=True), INK, 2.2, 'fill="none"')


def _places(x: Floats, y: Floats) -> str:
    return "L".join(f"{number(across)},{number(down)}" for across, down in zip(x, y, strict=True))


def _axes(at: tuple[float, float], last: float) -> Iterator[str]:
    (x, y), (width, height) = at, _PANEL
    for share in (0.0, 0.5, 1.0):
        level = y + height * (1.0 - share)
        yield line((x, level), (x + width, level), "#d3d9de" if share else INK, 0.8)
        yield label((x - 5.0, level + 4.0), f"{100 * share:g}", 12.5, PALE_INK, 'text-anchor="end"')
    step = next((weeks for weeks in _STEPS if last / weeks <= _TICKS), _STEPS[-1])
    for week in range(0, int(last) + 1, step):
        place = x + width * week / last
        words, anchor = (str(week), "middle") if week else ("week 0", "start")
        yield line((place, y + height), (place, y + height + 4.0), INK, 0.8)
        yield label((place - 5.0 * (not week), y + height + 17.0), words, 12.5, PALE_INK, f'text-anchor="{anchor}"')
