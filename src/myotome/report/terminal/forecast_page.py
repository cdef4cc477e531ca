"""One person's forecast as a page of text: the treatments side by side, week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from myotome.explain.explanation import RedFlag
from myotome.forecast import ArmForecast, Band, Forecast, WhatIf
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.terminal.red_flags import red_flag_section
from myotome.report.words.forecast_changes import change_lines
from myotome.report.words.probabilities import percent

__all__ = ["ForecastOf", "print_forecast"]

_SIDE_BY_SIDE = 4
_EARLY, _FEW = (6, 13, 26, 52, 104), (13, 52, 104)
_SHOWN = (
    ("leg_pain_nrs", "leg pain, 0-10", _EARLY, 1),
    ("back_pain_nrs", "back pain, 0-10", _FEW, 1),
    ("odi", "disability, 0-100", _FEW, 0),
    ("herniation_size", "size of the herniation, 1 now", _FEW, 1),
)
_EVENTS = (
    ("recovered_perceived", "recovered, as perceived"),
    ("pain_free", "pain-free at some time"),
    ("resorbed", "smaller on an image"),
    ("operated", "operated on"),
    ("reherniated", "herniated again after it"),
    ("reoperated_reherniation", "operated again for that"),
    ("reoperated_any", "operated again at all"),
    ("back_pain_recurrence", "back pain again"),
    ("sciatica_recurrence", "leg pain again"),
    ("cauda_equina", "cauda equina syndrome"),
)
_CORD = ("cord_worse", "spinal cord worse")
#: Pain of the root and of the spine, by where the disc lies.
_PAINS = {"cervical": ("arm pain", "neck pain"), "thoracic": ("pain around the trunk", "back pain")}
_USUAL_PAINS = ("leg pain", "back pain")
_THORACIC = "Thoracic discs are nearly without evidence: the numbers are those of the lumbar spine."
_EMERGENCY = (
    "The courses below speak of pain, strength and operations, not of bladder, bowel or walking, and are no reason to "
    "wait. Where cauda equina syndrome is there already, each of them holds an emergency operation."
)
_OF_PAIN = (
    "A spinal cord is pressed on: hands, gait and bladder are not in these courses, only the risk that the cord gets "
    "worse. `Recovered` is of pain alone."
)
_NONE = "No courses are laid side by side: {reason}."
_SURE, _NEARLY_FULL, _MUSCLES = 0.995, 4.75, 1
_LABEL, _CELL, _EVENT, _NARROW = 10, 16, 24, 13


@dataclass(frozen=True, slots=True)
class ForecastOf:
    """Whom a forecast is about.

    Attributes
    ----------
    name : str
        Id of the case.
    covered : float
        Probability that a herniation is the cause at all; 0 to 1.
    region : str
        `lumbar`, `thoracic` or `cervical`: where the likeliest disc lies.
    red_flag : RedFlag or None
        What is urgent; always told first.
    reason : str
        Why there is no forecast; empty where there is one.
    """

    name: str
    covered: float = 1.0
    region: str = "lumbar"
    red_flag: RedFlag | None = None
    reason: str = ""


def print_forecast(
    about: ForecastOf, told: Forecast | None, what_if: WhatIf | None = None, console: Console | None = None
) -> None:
    """Print a forecast: red flags, every arm side by side, what each changes, and what that rests on.

    Parameters
    ----------
    about : ForecastOf
        Whom it is about.
    told : Forecast or None
        The forecast; None where there is none.
    what_if : WhatIf or None
        What matters most, where it was asked.
    console : Console, optional
        Where to print; by default the standard output.
    """
    page = console or page_console()
    page.print(Rule(Text(f"{about.name}: the likely course"), align="left", characters="-", style="dim"))
    print_sections(page, _sections(about, told, what_if))


def _sections(about: ForecastOf, told: Forecast | None, what_if: WhatIf | None) -> Iterator[RenderableType]:
    if about.red_flag is not None:
        yield red_flag_section(about.red_flag)
    if told is None:
        yield Text(_NONE.format(reason=about.reason), style="bold")
        return
    if about.red_flag is not None and about.red_flag.urgent:
        yield Text(_EMERGENCY, style="bold")
    if about.covered < _SURE:
        likely = percent(about.covered)
        yield Text(f"A herniated disc is the cause with probability {likely}; this is the course if it is.")
    if _of_cord(told):
        yield Text(_OF_PAIN, style="bold")
    if about.region == "thoracic":
        yield Text(_THORACIC)
    for names in _columns(told):
        tables = _course_tables(told, names, about.region)
        yield section(f"Side by side, {told.options.futures} futures each", *tables, _note(told))
        yield section("Of 100 futures, by week 13, 52 and 104", _event_table(told, names, about.region))
    if told.differences:
        lines = [_here(line, about.region) for line in change_lines(told, about.region)]
        yield section("What each changes, future by future in the same luck", *items("", lines))
    if what_if is not None:
        asked = what_if.outcome.replace("_", " ").replace(" nrs", "")
        yield section(f"What matters most for {asked} at week {what_if.week}", *_what_matters(what_if))


def _here(text: str, region: str) -> str:
    """Name the pains by where the disc lies."""
    for usual, here in zip(_USUAL_PAINS, _PAINS.get(region, _USUAL_PAINS), strict=True):
        text = text.replace(usual, here)
    return text


def _of_cord(told: Forecast) -> bool:
    return any(float(arm.events["cord_worse"][-1]) > 0.0 for arm in told.arms.values())


def _columns(told: Forecast) -> Iterator[tuple[str, ...]]:
    """Arms in groups that fit side by side; the first, which the others are compared with, is in each."""
    first, *others = told.arms
    step = _SIDE_BY_SIDE - 1
    for start in range(0, max(len(others), 1), step):
        yield (first, *others[start : start + step])


def _head(names: Sequence[str]) -> Table:
    table = _grid(names)
    table.add_row("", *(Text(name.replace("_", " "), style="dim") for name in names))
    return table


def _grid(names: Sequence[str], first: int = _LABEL) -> Table:
    """Columns of one width, so that tables under each other stand in line."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=first)
    for _ in names:
        table.add_column(width=_CELL if first == _LABEL else _NARROW, justify="right")
    return table


def _course_tables(told: Forecast, names: Sequence[str], region: str) -> Iterator[RenderableType]:
    arms = [told.arms[name] for name in names]
    yield _head(names)
    for outcome, label, weeks, digits in (*_SHOWN, *_strengths(arms[0])):
        yield Text(_here(label, region), style="bold")
        table = _grid(names)
        for week in _weeks(arms[0], weeks):
            when = "  now" if week == 0 else f"  week {week}"
            table.add_row(when, *(_cell(arm, arm.outcomes[outcome], week, digits) for arm in arms))
        yield table
    yield Text("half have recovered", style="bold")
    table = _grid(names)
    table.add_row("  by", *(_recovery(arm) for arm in arms))
    yield table


def _weeks(course: ArmForecast, wanted: Sequence[int]) -> list[int]:
    return [week for week in wanted if week in course.weeks] or [course.weeks[-1]]


def _cell(course: ArmForecast, band: Band, week: int, digits: int) -> Text:
    low, lower, middle, upper, high = band.quantiles[:, course.weeks.index(week)]
    text = Text(f"{middle:.{digits}f} [{lower:.{digits}f}-{upper:.{digits}f}]")
    return text.append(f"\n({low:.{digits}f}-{high:.{digits}f})", style="dim")


def _strengths(course: ArmForecast) -> list[tuple[str, str, tuple[int, ...], int]]:
    """Muscles that are weak now, the weakest first; the others would say the same with smaller numbers."""
    now = {name: float(band.quantiles[2, 0]) for name, band in course.outcomes.items() if name.startswith("mrc.")}
    weak = sorted((name for name in now if now[name] < _NEARLY_FULL), key=lambda name: (now[name], name))
    return [(name, f"strength of {name[4:].replace('_', ' ')}, MRC", (0, *_FEW), 1) for name in weak[:_MUSCLES]]


def _recovery(course: ArmForecast) -> str:
    middle = course.weeks_to_recovery[1]
    return "later, or never" if middle is None else f"week {middle:.0f}"


def _note(told: Forecast) -> Text:
    weak = [name for name in next(iter(told.arms.values())).outcomes if name.startswith("mrc.")]
    more = f" Strength of all {len(weak)} weak muscles is in --json." if len(weak) > _MUSCLES else ""
    text = "Median, [half of all futures], (90 of 100); both chance and what the model does not know are in them."
    return Text(f"{text}{more}", style="dim")


def _event_table(told: Forecast, names: Sequence[str], region: str) -> Table:
    table = _grid(names, _EVENT)
    table.add_row("", *(Text(name.replace("_", " "), style="dim") for name in names))
    for event, label in (*_EVENTS, _CORD) if _of_cord(told) else _EVENTS:
        table.add_row(_here(label, region), *(_shares(told.arms[name], event) for name in names))
    return table


def _shares(course: ArmForecast, event: str) -> str:
    weeks = _weeks(course, _FEW)
    shares = [percent(float(course.events[event][course.weeks.index(week)])) for week in weeks]
    return " ".join(f"{share.rstrip('%'):>3}" for share in shares)


def _what_matters(answer: WhatIf, count: int = 5) -> list[RenderableType]:
    unknown = [f"{one.note} ({one.parameter}): {percent(one.total)}" for one in answer.influences[:count]]
    treated = [
        f"{one.treatment.replace('_', ' ')}: {one.difference:+.1f} ({one.low:+.1f} to {one.high:+.1f}), {one.evidence}"
        for one in answer.treatments[:count]
    ]
    return [
        *items("Of what the model does not know, the share that each number would leave open:", unknown),
        *items("Treatments, against the first, in the same luck:", treated),
    ]
