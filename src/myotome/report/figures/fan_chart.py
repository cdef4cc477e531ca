"""The course under each treatment as fan charts: median, half and 90 of 100 futures, one panel for each treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from myotome.arrays import Floats
from myotome.care import arm_in_words
from myotome.errors import InputError, Problem
from myotome.forecast import ArmForecast, Forecast
from myotome.report.figures.svg import INK, PALE_INK, label, line, number, png_bytes, polyline, svg_page, wrapped

__all__ = ["OUTCOMES", "PAINS", "described", "draw_fan_chart", "fan_chart", "fan_charts", "fan_strip"]


#: Outcomes that have a chart, in words, with the top of their scale.
OUTCOMES: Final[Mapping[str, tuple[str, float]]] = {
    "leg_pain_nrs": ("leg pain, 0 to 10", 10.0),
    "back_pain_nrs": ("back pain, 0 to 10", 10.0),
    "odi": ("disability, 0 to 100", 100.0),
    "herniation_size": ("size of the herniation, 1 now", 1.2),
}
#: Pain of the root and of the spine where nothing else is said.
PAINS: Final = ("leg pain", "back pain")
_WIDTH: Final = 460.0
_LEFT, _GAP, _PANEL = 34.0, 30.0, (188.0, 96.0)
_HEAD, _NAME, _FOOT = 48.0, 36.0, 28.0
_OUTER, _INNER, _FIRST = "#dbe9f4", "#9cc4e4", "#8a3b12"


def draw_fan_chart(forecast: Forecast, path: Path) -> None:
    """Draw the bands of every arm into one file.

    Parameters
    ----------
    forecast : Forecast
        What to draw.
    path : Path
        `.svg` or `.png`; the latter needs the extra `figures`.

    Raises
    ------
    InputError
        The ending is another, or what makes a PNG is not installed.
    """
    if path.suffix.lower() not in (".svg", ".png"):
        raise InputError([Problem("figure", None, str(path), ".svg or .png", (), "Choose one of these endings.")])
    picture = fan_charts(forecast)
    if path.suffix.lower() == ".png":
        path.write_bytes(png_bytes(picture))
    else:
        path.write_text(picture, encoding="utf-8")


def fan_charts(forecast: Forecast) -> str:
    """All outcomes of a forecast on one page, two beside each other."""
    body, y = [], 0.0
    height = _height(forecast)
    for place, name in enumerate(OUTCOMES):
        y = (height + 16.0) * (place // 2)
        body.append(f'<g transform="translate({number((_WIDTH + 20.0) * (place % 2))} {number(y)})">')
        body += [*_chart(forecast, name), "</g>"]
    return svg_page((2 * _WIDTH + 20.0, y + height), "The likely course", described(forecast, "leg_pain_nrs"), body)


def fan_chart(forecast: Forecast, outcome: str, pains: tuple[str, str] = PAINS) -> str:
    """One outcome of a forecast, a panel for each treatment.

    Parameters
    ----------
    forecast : Forecast
    outcome : str
        One of `OUTCOMES`.
    pains : tuple of str
        What the pain of the root and that of the spine are called.

    Returns
    -------
    str
        SVG. In each panel the dashed line is the median of the first treatment, which the others are compared with.
    """
    size, title = (_WIDTH, _height(forecast)), _title(outcome, pains)
    return svg_page(size, f"The likely course: {title}", described(forecast, outcome), _chart(forecast, outcome, pains))


def fan_strip(forecast: Forecast, outcomes: tuple[str, str], pains: tuple[str, str] = PAINS) -> str:
    """Two outcomes under the first treatment beside each other, for a small place.

    Parameters
    ----------
    forecast : Forecast
    outcomes : tuple of str
        Two of `OUTCOMES`.
    pains : tuple of str
        What the pain of the root and that of the spine are called.
    """
    arm, body = next(iter(forecast.arms.values())), []
    for place, outcome in enumerate(outcomes):
        left = _LEFT + (_PANEL[0] + _GAP) * place
        title = _title(outcome, pains)
        body.append(label((left, 13.0), title[0].upper() + title[1:], 13.0, INK, 'font-weight="bold"'))
        body += _panel((left, _NAME), arm, None, outcome, OUTCOMES[outcome][1])
    titles = " and ".join(_title(outcome, pains) for outcome in outcomes)
    told = "; ".join(described(forecast, outcome) for outcome in outcomes)
    return svg_page((_WIDTH, _NAME + _PANEL[1] + _FOOT), f"The likely course: {titles}", told, body)


def _title(outcome: str, pains: tuple[str, str]) -> str:
    title = OUTCOMES[outcome][0]
    return title.replace(PAINS[0], pains[0]).replace(PAINS[1], pains[1])


def _height(forecast: Forecast) -> float:
    rows = (len(forecast.arms) + 1) // 2
    return _HEAD + rows * (_NAME + _PANEL[1] + _FOOT) + 6.0


def described(forecast: Forecast, outcome: str) -> str:
    """Median and range at the end of the first year, or at the last week, treatment by treatment."""
    parts = []
    for arm, course in forecast.arms.items():
        week = 52 if 52 in course.weeks else course.weeks[-1]
        low, _, middle, _, high = course.outcomes[outcome].quantiles[:, course.weeks.index(week)]
        parts.append(f"{_words(arm)}: median {middle:.1f} at week {week}, 90 of 100 between {low:.1f} and {high:.1f}")
    return "; ".join(parts)


def _words(arm: str) -> str:
    said = arm_in_words(arm)
    return said[:1].upper() + said[1:]


def _chart(forecast: Forecast, outcome: str, pains: tuple[str, str] = PAINS) -> Iterator[str]:
    title, top = _title(outcome, pains), OUTCOMES[outcome][1]
    first = next(iter(forecast.arms))
    yield label((4.0, 16.0), title[0].upper() + title[1:], 15, INK, 'font-weight="bold"')
    yield from _legend(first if len(forecast.arms) > 1 else None)
    for place, (arm, course) in enumerate(forecast.arms.items()):
        left = _LEFT + (_PANEL[0] + _GAP) * (place % 2)
        upper = _HEAD + (_NAME + _PANEL[1] + _FOOT) * (place // 2)
        name = wrapped(_words(arm), _PANEL[0], 12.5)
        for row, shown in enumerate([name[0], name[1] if len(name) == 2 else f"{name[1]} …"] if name[1:] else name):
            yield label((left, upper + 13.0 + 15.0 * row), shown, 12.5, INK, 'font-weight="bold"')
        against = None if arm == first else forecast.arms[first]
        yield from _panel((left, upper + _NAME), course, against, outcome, top)


def _legend(first: str | None) -> Iterator[str]:
    x, y = 4.0, 34.0
    for colour, words, width in ((_OUTER, "90 of 100", 80.0), (_INNER, "half", 54.0)):
        yield f'<rect x="{x:g}" y="{y - 9:g}" width="16" height="11" fill="{colour}" stroke="#7f93a3"/>'
        yield label((x + 21.0, y), words, 12.5, PALE_INK)
        x += 21.0 + width
    yield line((x, y - 4.0), (x + 18.0, y - 4.0), INK, 2.2)
    yield label((x + 23.0, y), "median", 12.5, PALE_INK)
    x += 74.0
    if first is None:
        return
    yield polyline([(x, y - 4.0), (x + 20.0, y - 4.0)], _FIRST, 1.6, 'stroke-dasharray="5 3"')
    yield label((x + 25.0, y), f"median of {wrapped(arm_in_words(first), 170.0, 12.5)[0].rstrip(',')}", 12.5, PALE_INK)


def _panel(
    at: tuple[float, float], course: ArmForecast, against: ArmForecast | None, outcome: str, top: float
) -> Iterator[str]:
    """One treatment: bands, median, the median it is compared with, and the axes."""
    width, height = _PANEL
    places = course.shown()
    weeks = np.array(course.weeks, dtype=float)[places]
    x = at[0] + width * weeks / max(weeks[-1], 1.0)
    low, lower, middle, upper, high = (at[1] + height * (1.0 - np.clip(row / top, 0.0, 1.0)) for row in
                                       course.outcomes[outcome].quantiles[:, places])  # fmt: skip
    yield from _axes(at, float(weeks[-1]), top)
    yield _band(x, low, high, _OUTER)
    yield _band(x, lower, upper, _INNER)
    if against is not None:
        median = at[1] + height * (1.0 - np.clip(against.outcomes[outcome].quantiles[2, places] / top, 0.0, 1.0))
        yield polyline(zip(x, median, strict=True), _FIRST, 1.6, 'fill="none" stroke-dasharray="5 3"')
    yield polyline(zip(x, middle, strict=True), INK, 2.2, 'fill="none"')


def _band(x: Floats, low: Floats, high: Floats, colour: str) -> str:
    there = [f"{number(at)},{number(y)}" for at, y in zip(x, low, strict=True)]
    back = [f"{number(at)},{number(y)}" for at, y in zip(x[::-1], high[::-1], strict=True)]
    return f'<path d="M{"L".join([*there, *back])}Z" fill="{colour}"/>'


def _axes(at: tuple[float, float], last: float, top: float) -> Iterator[str]:
    (x, y), (width, height) = at, _PANEL
    for share in (0.0, 0.5, 1.0):
        level = y + height * (1.0 - share)
        yield line((x, level), (x + width, level), "#d3d9de" if share else INK, 0.8)
        yield label((x - 5.0, level + 4.0), f"{share * top:g}", 12.5, PALE_INK, 'text-anchor="end"')
    step = next((weeks for weeks in (4, 13, 26, 52, 104) if last / weeks <= 4.5), 104)
    for week in range(0, int(last) + 1, step):
        place = x + width * week / max(last, 1.0)
        words, anchor = (str(week), "middle") if week else ("week 0", "start")
        yield line((place, y + height), (place, y + height + 4.0), INK, 0.8)
        yield label((place - 5.0 * (not week), y + height + 17.0), words, 12.5, PALE_INK, f'text-anchor="{anchor}"')
