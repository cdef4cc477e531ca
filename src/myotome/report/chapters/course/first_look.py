"""The course on the first page: one small figure and a sentence, simulated or as published."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer import Answer
from myotome.forecast import PublishedCurve
from myotome.patient import PossibleCourse
from myotome.report.chapters.course.simulated import ForecastChapter, course_of
from myotome.report.document.parts import Block, Columns, Figure, Subheading, cited, paragraph
from myotome.report.figures.fan_chart import OUTCOMES, described, fan_strip
from myotome.report.figures.published_strip import published_strip
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["first_look"]

_STRIP = ("leg_pain_nrs", "odi")
_WEEKS = (6, 26)
_BANDS = "Line: the middle person; dark band: half of people; pale band: nine in ten."
_PUBLISHED = "Published, not simulated. Line: of 100 such people; band: 95% interval."
_UNKNOWN = "none is known to this model for {}"
_PANELS = 2
_OVER = "what is published of {} was counted earlier after the onset than now."


def first_look(answer: Answer) -> Iterator[Block]:
    """What is to be expected, where no emergency comes first."""
    yield Subheading("Course")
    urgent = answer.plan.referral.urgent
    course = None if urgent else course_of(answer)
    if course is not None:
        yield _simulated(course)
    elif not urgent and answer.plan.forecast.others.courses:
        yield from _published(answer.plan.forecast.others.courses[0])
    else:
        unknown = next(iter(answer.plan.forecast.others.without or {}), "")
        reason = "same-day action comes first" if urgent else _UNKNOWN.format(unknown) if unknown else None
        reason = reason or answer.plan.forecast.reason
        yield paragraph(f"No course is shown: {reason}.")


def _simulated(course: ForecastChapter) -> Block:
    waiting = course.only(_first_arm(course)).forecast
    told = "; ".join(f"{OUTCOMES[outcome][0]}: {described(waiting, outcome)}" for outcome in _STRIP)
    drawn = Figure(fan_strip(waiting, _STRIP, course.pains), "", f"The likely course. {told}.", repeats=True)
    return Columns(((drawn,), (paragraph(_recovering(course)), paragraph(_BANDS, small=True))), (7.0, 4.0))


def _first_arm(course: ForecastChapter) -> str:
    return next(iter(course.forecast.arms))


def _recovering(course: ForecastChapter) -> str:
    arm = course.forecast.arms[_first_arm(course)]
    told = [
        f"{percent(float(arm.events['recovered_perceived'][arm.weeks.index(week)]))} by week {week}"
        for week in _WEEKS
        if week in arm.weeks
    ]
    doubt = "" if course.covered >= 0.995 else f" If a herniation is the cause ({percent(course.covered)})."
    return f"{course.name(_first_arm(course))}: recovered, as they see it, {' and '.join(told)}.{doubt}"


def _published(one: PossibleCourse) -> Iterator[Block]:
    """The first outcome of each of the first treatments; two outcomes where there is one treatment."""
    course = one.course
    arms = {name: [curve for curve in curves.values() if _says(curve)] for name, curves in course.arms.items()}
    firsts = [(name, curves[0]) for name, curves in arms.items() if curves]
    usual = [(course.usual, curve) for curve in arms[course.usual]]
    shown = (firsts if len(firsts) > 1 else usual)[:_PANELS]
    if not shown:
        yield paragraph(f"No course is shown: {_OVER.format(course.label)}")
        return
    head = cited(f"{capitalised(course.label)} ({percent(one.probability)}). ", strong=True)
    told = " ".join(f"{_named(name)}, {curve.label}: {_at(curve)}." for name, curve in shown)
    title = f"Published course of {course.label}"
    strip = published_strip([(_named(name), curve) for name, curve in shown], title)
    drawn = Figure(strip, "", f"{title}. {told}", repeats=True)
    said = paragraph(head, cited(told, course.sources()))
    yield Columns(((drawn,), (said, paragraph(_PUBLISHED, small=True))), (7.0, 4.0))


def _named(treatment: str) -> str:
    return capitalised(treatment.replace("_", " "))


def _says(curve: PublishedCurve) -> bool:
    """Whether anything was counted after now: a curve that stays where it is repeats what was counted before."""
    known = set(curve.middle[curve.told])
    return len(known) > 1 or (len(known) == 1 and not curve.told[0])


def _at(curve: PublishedCurve) -> str:
    """The middle and the interval at two weeks where something was counted by then: early ones, else the last."""
    told = [week for week, known in zip(curve.weeks, curve.told, strict=True) if known]
    last = next((week for week in told if week >= curve.reach), told[-1])
    weeks = list(dict.fromkeys([*(week for week in _WEEKS if week in told), last]))[:2]
    shares = [(week, *(100 * share for share in curve.at(week))) for week in weeks]
    return " and ".join(
        f"{middle:.0f} ({low:.0f}-{high:.0f}) of 100 by week {week:g}" for week, middle, low, high in shares
    )
