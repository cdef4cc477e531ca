"""Courses that were followed and published, of every likely cause that is no simulated herniation."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.forecast import PublishedCurve
from myotome.patient import CourseMix, PossibleCourse
from myotome.report.document.parts import Block, Cell, Subheading, TableOf, cell, cited, paragraph
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["published_blocks"]

_HOW = (
    "Of 100 such people: middle (95% interval, from those counted and from how far such studies lie apart). A dash: "
    "nothing was published that early. After the last published number it is held."
)
#: So many fit beside the longest label.
_COLUMNS = 5
_EACH = "Of 100 people, by treatment"
_MIXED = "Recovery without an operation, over the likely causes whose course is known ({}), by their probability"


def published_blocks(mix: CourseMix) -> Iterator[Block]:
    """What is published of each likely cause, recovery over all of them, and the causes of which nothing is known.

    Parameters
    ----------
    mix : CourseMix
        Of a patient; nothing is shown where it is empty.
    """
    for one in mix.courses:
        yield from _course(one)
    if mix.recovered is not None:
        weeks = _weeks(mix.recovered)
        title = _MIXED.format(percent(mix.mixed_over))
        yield TableOf(title, _head(weeks), (_line("recovered", mix.recovered, weeks),), *_shape(len(weeks)))
    for label, probability in (mix.without or {}).items():
        yield paragraph(f"No course is known to this model for: {label} (probability {percent(probability)}).")


def _course(one: PossibleCourse) -> Iterator[Block]:
    course = one.course
    yield Subheading(f"{capitalised(course.label)} (probability {percent(one.probability)})")
    severities = [f"{name.replace('_', ' ')} {percent(share)}" for name, share in course.severities.items()]
    taken = f" Severity is taken to be: {', '.join(severities)}." if len(severities) > 1 else ""
    yield paragraph(cited(f"{capitalised(course.note)}.{taken} {_HOW}", course.sources()))
    weeks = _weeks(*(curve for curves in course.arms.values() for curve in curves.values()))
    lines = tuple(
        (cell(capitalised(treatment.replace("_", " "))), *_line(curve.label, curve, weeks))
        for treatment, curves in course.arms.items()
        for curve in curves.values()
    )
    yield TableOf(_EACH, ("treatment", *_head(weeks)), lines, *_shape(len(weeks), 2))


def _weeks(*curves: PublishedCurve) -> tuple[float, ...]:
    """Weeks by which something was counted, up to the last published number and the first week after it."""
    asked, reach = curves[0].weeks, max(one.reach for one in curves)
    counted = [
        week
        for place, week in enumerate(asked)
        if any(one.told[place] for one in curves) and (place == 0 or asked[place - 1] < reach)
    ]
    return tuple(counted[-_COLUMNS:])


def _head(weeks: tuple[float, ...]) -> tuple[str, ...]:
    return ("outcome", *(f"week {week:.0f}" for week in weeks))


def _shape(weeks: int, names: int = 1) -> tuple[tuple[float, ...], frozenset[int]]:
    return (*[2.0] * names, *[1.0] * weeks), frozenset(range(names, weeks + names))


def _line(label: str, curve: PublishedCurve, weeks: tuple[float, ...]) -> tuple[Cell, ...]:
    return (cell(label), *(cell(_share(curve, week)) for week in weeks))


def _share(curve: PublishedCurve, week: float) -> str:
    """Middle and interval; a dash where nothing is known yet."""
    if not curve.told[curve.weeks.index(week)]:
        return "-"
    middle, low, high = curve.at(week)
    return f"{100 * middle:.0f} ({100 * low:.0f}-{100 * high:.0f})"
