"""One person's forecast as a page of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from myotome.forecast import ArmForecast, Forecast, WhatIf
from myotome.report.console import page_console
from myotome.report.lines import items, print_sections, section
from myotome.report.phrases import percent

__all__ = ["print_forecast"]

_WEEKS = (6, 13, 26, 52, 104)
_SHOWN = (
    ("leg_pain_nrs", "leg pain, 0-10"),
    ("back_pain_nrs", "back pain, 0-10"),
    ("odi", "disability, 0-100"),
    ("herniation_size", "size of the herniation, 1 now"),
)
_EVENTS = (
    ("recovered_perceived", "recovered, as perceived"),
    ("pain_free", "free of pain at some time"),
    ("resorbed", "herniation smaller on an image, not operated"),
    ("operated", "operated on"),
    ("reherniated", "herniated again after surgery"),
    ("reoperated_any", "operated on again"),
    ("back_pain_recurrence", "back pain again after it had gone"),
    ("sciatica_recurrence", "leg pain again after it had gone"),
    ("cauda_equina", "cauda equina syndrome: an emergency"),
)
_COMPARED = {"leg_pain_nrs": "leg pain", "odi": "disability", "recovered_perceived": "recovered"}
_SURE = 0.995


def print_forecast(
    name: str, told: Forecast, covered: float, what_if: WhatIf | None = None, console: Console | None = None
) -> None:
    """Print a forecast: every arm, what each changes, and what that rests on.

    Parameters
    ----------
    name : str
        Id of the case.
    told : Forecast
        The forecast.
    covered : float
        Probability that a herniation is the cause at all; 0 to 1.
    what_if : WhatIf or None
        What matters most, where it was asked.
    console : Console, optional
        Where to print; by default the standard output.
    """
    page = console or page_console()
    page.print(Rule(Text(f"{name}: the likely course"), align="left", characters="-", style="dim"))
    print_sections(page, _sections(told, covered, what_if))


def _sections(told: Forecast, covered: float, what_if: WhatIf | None) -> Iterator[RenderableType]:
    if covered < _SURE:
        yield Text(f"A herniated disc is the cause with probability {percent(covered)}; this is the course if it is.")
    for arm, course in told.arms.items():
        yield section(f"Under {arm.replace('_', ' ')}", _course_table(course), _event_table(course), _recovery(course))
    if told.differences:
        yield section("What each changes, in the same luck", *_differences(told))
    yield section("What the comparisons rest on", *items("", _evidence(told)))
    if what_if is not None:
        yield section("What matters most", *items("", _what_matters(what_if)))
    yield Text(
        f"Medians, and in brackets the range of half and of 90 of 100 of {told.options.futures} futures; both chance "
        "and what the model does not know are in them.",
        style="dim",
    )


def _weeks(course: ArmForecast) -> list[int]:
    return [week for week in _WEEKS if week in course.weeks] or [course.weeks[-1]]


def _grid(head: str, weeks: Sequence[int]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column(head)
    for week in weeks:
        table.add_column(f"week {week}", justify="right")
    return table


def _course_table(course: ArmForecast) -> Table:
    weeks = _weeks(course)
    table = _grid("", weeks)
    muscles = [
        (name, f"strength of {name[4:].replace('_', ' ')}, MRC") for name in course.outcomes if name[:4] == "mrc."
    ]
    for name, label in (*_SHOWN, *muscles):
        band = course.outcomes[name]
        cells = []
        for week in weeks:
            low, lower, middle, upper, high = band.quantiles[:, course.weeks.index(week)]
            digits = 0 if name == "odi" else 1
            cells.append(
                f"{middle:.{digits}f} [{lower:.{digits}f}-{upper:.{digits}f}, {low:.{digits}f}-{high:.{digits}f}]"
            )
        table.add_row(label, *cells)
    return table


def _event_table(course: ArmForecast) -> Table:
    weeks = _weeks(course)
    table = _grid("probability that, by", weeks)
    for name, label in _EVENTS:
        table.add_row(label, *(percent(float(course.events[name][course.weeks.index(week)])) for week in weeks))
    return table


def _recovery(course: ArmForecast) -> Text:
    middle = course.weeks_to_recovery[1]
    told = "fewer than half recover in this time" if middle is None else f"half have recovered by week {middle:.0f}"
    return Text(f"{told[0].upper()}{told[1:]}.")


def _differences(told: Forecast) -> list[RenderableType]:
    texts = []
    for one in told.differences:
        if one.outcome in _COMPARED and one.week in (13, 52):
            digits = 2 if one.outcome == "recovered_perceived" else 1
            numbers = f"{one.mean:+.{digits}f} ({one.low:+.{digits}f} to {one.high:+.{digits}f})"
            texts.append(f"{one.arm} against {one.against}, {_COMPARED[one.outcome]} at week {one.week}: {numbers}")
    return items("", texts)


def _evidence(told: Forecast) -> list[str]:
    return [f"{name}: {entry['kind']}" for name, entry in told.evidence.items()]


def _what_matters(answer: WhatIf, count: int = 5) -> list[str]:
    lines = [
        f"{one.parameter} ({percent(one.total)} of what is not known): {one.note}" for one in answer.influences[:count]
    ]
    lines += [
        f"{one.treatment}: {one.difference:+.2f} ({one.low:+.2f} to {one.high:+.2f}), {one.evidence}"
        for one in answer.treatments[:count]
    ]
    return lines
