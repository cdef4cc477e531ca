"""The course week by week for `myotome forecast`: outcomes and events by treatment, and what matters most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.forecast import AdverseEvent, ArmForecast, Difference, Forecast, WhatIf, adverse_events, arm_of
from myotome.patient import limits
from myotome.report.chapters.course.simulated import ForecastChapter, about_course, change_table, here
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Section,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["course_in_full"]

_BANDS = "Median [middle half] (90 of 100 courses)"
_OUTCOMES = (
    ("leg_pain_nrs", "leg pain, 0-10", 1),
    ("back_pain_nrs", "back pain, 0-10", 1),
    ("odi", "disability, 0-100", 0),
    ("herniation_size", "size of the herniation, 1 now", 1),
)
_EVENTS = (
    ("recovered_perceived", "recovered, as perceived"),
    ("pain_free", "pain-free at some time"),
    ("resorbed", "smaller on an image"),
    ("operated", "operated on"),
    ("reherniated", "herniated again after an operation"),
    ("reoperated_reherniation", "reoperated for that"),
    ("reoperated_twice", "reoperated a second time for that"),
    ("reoperated_any", "reoperated for any reason"),
    ("back_pain_recurrence", "a new episode of back pain"),
    ("sciatica_recurrence", "a new episode of leg pain"),
    ("leg_pain_return", "leg pain felt again"),
    ("cauda_equina", "cauda equina syndrome"),
    ("cord_worse", "spinal cord worse"),
)
#: Events that the pressure on a disc may bring about.
_LOOPED = ("reherniated", "back_pain_recurrence", "sciatica_recurrence")
_NEARLY_FULL, _MUSCLES, _INFLUENCES = 4.75, 1, 5


def course_in_full(course: ForecastChapter, what_if: WhatIf | None = None, loop: Sequence[Difference] = ()) -> Section:
    """Every outcome and event by week and treatment.

    Parameters
    ----------
    course : ForecastChapter
    what_if : WhatIf or None
        What matters most, where it was asked.
    loop : sequence of Difference
        What the pressure of spasm does, where it was asked.
    """
    blocks = (
        *about_course(course),
        *_outcome_tables(course),
        *_events(course),
        *change_table(course),
        *_harm(course),
        *(_what_matters(course, what_if) if what_if is not None else ()),
        *(_loop(course, loop) if loop else ()),
    )
    return Section("course", "The likely course", blocks)


def _weeks(arm: ArmForecast) -> list[int]:
    """Weeks that tables show, and the last."""
    return sorted({*(week for week in limits("forecast")["shown_weeks"] if week in arm.weeks), arm.weeks[-1]})


def _outcome_tables(course: ForecastChapter) -> Iterator[Block]:
    first = next(iter(course.forecast.arms.values()))
    weeks = _weeks(first)
    for outcome, label, digits in _OUTCOMES:
        yield _bands(course, outcome, here(course, label), weeks, digits)
    for outcome in _weakest(first):
        yield _bands(course, outcome, f"strength of {outcome[4:].replace('_', ' ')}, MRC", [0, *weeks], 1)
    yield Bullets(tuple(spans(f"{course.name(name)}: {_recovery(arm)}") for name, arm in course.forecast.arms.items()))
    if more := sum(name.startswith("mrc.") for name in first.outcomes) - _MUSCLES:
        yield paragraph(f"The strength of {more} more weak muscles is in --json." if more > 0 else "")


def _bands(course: ForecastChapter, outcome: str, label: str, weeks: Sequence[int], digits: int) -> TableOf:
    rows = tuple(
        (cell(course.name(name)), *(_band(arm, outcome, week, digits) for week in weeks))
        for name, arm in course.forecast.arms.items()
    )
    heads = ("treatment", *("now" if week == 0 else f"week {week}" for week in weeks))
    widths = (1.6, *[1.0] * len(weeks))
    return TableOf(f"{capitalised(label)}: {_BANDS}", heads, rows, widths, frozenset(range(1, len(heads))))


def _band(arm: ArmForecast, outcome: str, week: int, digits: int) -> Cell:
    values = arm.outcomes[outcome].quantiles[:, arm.weeks.index(week)]
    low, lower, middle, upper, high = (f"{value:.{digits}f}" for value in values)
    return cell(f"{middle} [{lower}-{upper}] ({low}-{high})")


def _weakest(arm: ArmForecast) -> list[str]:
    """Muscles that are weak now, the weakest first; the others would say the same with smaller numbers."""
    now = {name: float(band.quantiles[2, 0]) for name, band in arm.outcomes.items() if name.startswith("mrc.")}
    weak = sorted((name for name in now if now[name] < _NEARLY_FULL), key=lambda name: (now[name], name))
    return weak[:_MUSCLES]


def _recovery(arm: ArmForecast) -> str:
    middle = arm.weeks_to_recovery[1]
    return "half recover later, or never" if middle is None else f"half have recovered by week {middle:.0f}"


def _events(course: ForecastChapter) -> Iterator[Block]:
    arms = course.forecast.arms
    weeks = _weeks(next(iter(arms.values())))[-3:]
    shown = [event for event in _EVENTS if event[0] != "cord_worse" or _of_cord(course.forecast)]
    rows = tuple(
        (cell(here(course, label)), *(cell(_shares(arm, event, weeks)) for arm in arms.values()))
        for event, label in shown
    )
    title = f"Of 100 courses, by week {', '.join(map(str, weeks[:-1]))}{' and ' if weeks[1:] else ''}{weeks[-1]}"
    heads = ("event", *map(course.name, arms))
    yield TableOf(title, heads, rows, (2.0, *[1.2] * len(arms)), frozenset(range(1, len(heads))))


def _of_cord(forecast: Forecast) -> bool:
    return any(float(arm.events["cord_worse"][-1]) > 0.0 for arm in forecast.arms.values())


def _shares(arm: ArmForecast, event: str, weeks: Sequence[int]) -> str:
    shares = (percent(float(arm.events[event][arm.weeks.index(week)])).rstrip("%") for week in weeks)
    return ", ".join(shares)


def _what_matters(course: ForecastChapter, what_if: WhatIf) -> Iterator[Block]:
    asked = here(course, what_if.outcome.replace("_nrs", "").replace("_", " "))
    yield Subheading(f"What matters most for {asked} at week {what_if.week}")
    yield paragraph("Share of what the model does not know that each parameter would leave open:")
    influences = what_if.influences[:_INFLUENCES]
    yield Bullets(tuple(spans(f"{one.note} ({one.parameter}): {percent(one.total)}") for one in influences))
    yield paragraph("Treatments against the first, with common random numbers:")
    changes = (
        (course.name(one.treatment), f"{one.difference:+.1f} ({one.low:+.1f} to {one.high:+.1f}), {one.evidence}")
        for one in what_if.treatments[:_INFLUENCES]
    )
    yield Bullets(tuple(spans(f"{name}: {text}") for name, text in changes))


def _loop(course: ForecastChapter, loop: Sequence[Difference]) -> Iterator[Block]:
    """The course with the pressure of spasm less that without it, side by side over the weeks."""
    weeks = list(dict.fromkeys(one.week for one in loop))
    found = {(one.outcome, one.week): one for one in loop}
    shown = [(name, label, digits + 2) for name, label, digits in _OUTCOMES]
    shown += [(name, label, 4) for name, label in _EVENTS if name in _LOOPED]
    rows = tuple(
        (cell(here(course, label)), *(cell(_apart(found[name, week], digits)) for week in weeks))
        for name, label, digits in shown
    )
    yield Subheading("What the pressure of spasm does")
    yield paragraph(
        "With it less without it, in the same futures. How active muscles in spasm are is judged, and no study "
        "has opened this loop: that it feeds itself is neither shown nor excluded."
    )
    yield TableOf("", ("outcome", *(f"week {week}" for week in weeks)), rows, (2.0, *[1.6] * len(weeks)))


def _harm(course: ForecastChapter) -> Iterator[Block]:
    """Adverse events of the treatments, where they were counted."""
    counted = [(arm, one) for arm in course.forecast.arms for one in adverse_events(arm_of(arm))]
    rows = tuple(
        (cell(course.name(arm)), (cited(f"{one.event} ({one.unit})", (one.source,)),), *map(cell, _of_100(one)))
        for arm, one in counted
    )
    if rows:
        title = "Adverse events that were counted; of others nothing was found, which does not mean that there are none"
        yield TableOf(
            title, ("treatment", "event", "of 100", "of 100 with placebo"), rows, (2, 3, 1, 1), frozenset({2, 3})
        )


def _of_100(one: AdverseEvent) -> tuple[str, str]:
    return f"{100 * one.share:.1f}", "-" if one.share_without is None else f"{100 * one.share_without:.1f}"


def _apart(one: Difference, digits: int) -> str:
    return f"{one.mean:+.{digits}f} ({one.low:+.{digits}f} to {one.high:+.{digits}f})"
