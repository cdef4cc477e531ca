"""The likely course under each treatment for this person, side by side and in the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from myotome.patient.circumstances import Circumstances
from myotome.patient.forecast_start import CaseStart, case_start, sides_of, weak_muscles
from myotome.patient.judged import limits

if TYPE_CHECKING:
    from myotome.explain.explanation import Explanation
    from myotome.forecast import ArmForecast, Forecast

__all__ = ["Change", "Outlooks", "Spread", "outlooks"]

REFERENCE = "watchful_waiting"
_UNGRADED = 4.0
_EVENTS = ("recovered_perceived", "operated", "reherniated", "reoperated_any", "sciatica_recurrence")
_OUTCOMES = ("leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size")
_NOT_ROOT = "the herniation in question presses on more than a root: the forecast is not made for that"
_NO_DISC = "no herniated disc is likely enough to be the cause: there is nothing that the forecast speaks of"
_FIRST = "what must be dealt with first decides the course: no forecast before that"


@dataclass(frozen=True, slots=True)
class Spread:
    """One outcome at one week: mean, and quantiles between futures; of an event, its probability as the mean."""

    mean: float
    q05: float | None = None
    q25: float | None = None
    q50: float | None = None
    q75: float | None = None
    q95: float | None = None

    def to_dict(self) -> dict[str, float]:
        """Plain JSON."""
        names = ("mean", "q05", "q25", "q50", "q75", "q95")
        return {name: round(getattr(self, name), 4) for name in names if getattr(self, name) is not None}


@dataclass(frozen=True, slots=True)
class Change:
    """What a treatment changes against watchful waiting in the same luck; negative is less pain, fewer events.

    `low` and `high` are the 95 % interval of the mean from not knowing the parameters; `better` is the share of
    futures in which it is lower.
    """

    mean: float
    low: float
    high: float
    better: float

    def to_dict(self) -> dict[str, float]:
        """Plain JSON."""
        return {name: round(getattr(self, name), 4) for name in ("mean", "low", "high", "better")}


@dataclass(frozen=True, eq=False)
class Outlooks:
    """Forecasts of a plan's options.

    Attributes
    ----------
    covered : float
        Probability that a herniated disc at a root is the cause: the forecast speaks of that case alone.
    reason : str
        Why there is no forecast; empty where there is one.
    told : Forecast or None
        The forecast.
    """

    covered: float
    reason: str
    told: Forecast | None = None
    weeks: tuple[int, ...] = field(default=())

    def of(self, arm: str) -> Mapping[int, Mapping[str, Spread]]:
        """Outcomes and events by week under an arm; empty where it was not forecast."""
        if self.told is None or arm not in self.told.arms:
            return {}
        course = self.told.arms[arm]
        return {week: _at(course, week) for week in self.weeks if week in course.weeks}

    def difference(self, arm: str) -> Mapping[int, Mapping[str, Change]]:
        """What an arm changes against watchful waiting, by week."""
        found: dict[int, dict[str, Change]] = {}
        for one in self.told.differences if self.told else ():
            if one.arm == arm and one.against == REFERENCE and one.week in self.weeks:
                found.setdefault(one.week, {})[one.outcome] = Change(one.mean, one.low, one.high, one.better)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: what the forecast is about, or why there is none."""
        return {"covered": round(self.covered, 4), "made": self.told is not None, "reason": self.reason}


def _at(course: ArmForecast, week: int) -> dict[str, Spread]:
    place = course.weeks.index(week)
    found = {}
    for name, band in course.outcomes.items():
        if name in _OUTCOMES or name.startswith("mrc."):
            found[name] = Spread(float(band.mean[place]), *(float(row[place]) for row in band.quantiles))
    return found | {name: Spread(float(course.events[name][place])) for name in _EVENTS}


def _about_roots(begin: CaseStart) -> tuple[CaseStart, float]:
    """Keep the herniations at a root; the forecast is not made for a cord or a cauda equina."""
    kept = tuple(one for one in begin.possible if one.touches == "root")
    covered = min(sum(one.probability for one in kept), 1.0)
    return CaseStart(kept, begin.person, covered), covered


def outlooks(
    of: Circumstances, explanation: Explanation, arms: Sequence[str], seed: int = 0, told: Forecast | None = None
) -> Outlooks:
    """Forecast this person under each arm, from the whole posterior.

    Parameters
    ----------
    of : Circumstances
        The patient.
    explanation : Explanation
        Its explanation.
    arms : sequence of str
        Names of treatments of the forecast; watchful waiting comes first whatever they are.
    seed : int
        Of the luck.
    told : Forecast or None
        A forecast that is at hand; else one is made.

    Returns
    -------
    Outlooks
        With a reason instead of a forecast where no herniation at a root is likely enough, or where a red flag
        comes first.
    """
    from myotome.forecast import least_probability

    begin = case_start(of.case, explanation, of.found)
    roots, covered = _about_roots(begin)
    if covered < least_probability():
        other = sum(one.probability for one in begin.possible if one.touches != "root")
        return Outlooks(covered, _NOT_ROOT if other >= least_probability() else _NO_DISC)
    if _emergency_leads(of):
        return Outlooks(covered, _FIRST)
    return Outlooks(covered, "", told or _told(of, roots, arms, seed), tuple(limits("forecast")["shown_weeks"]))


def _emergency_leads(of: Circumstances) -> bool:
    """Is a serious disease, a cord or a cauda equina lesion likelier than not?"""
    return of.probability(("serious_pathology", "cauda_equina", "conus", "myelopathy")) > 0.5


def _weakest(of: Circumstances, count: int) -> tuple[tuple[str, str], ...]:
    """Weakest muscles first; of one grade, as their names stand in the alphabet."""
    grades = {
        (one.muscles[0], side): one.mrc
        for one in reversed(of.weak)
        if one.muscles and one.mrc is not None
        for side in sides_of(str(one.side))
    }
    return tuple(sorted(weak_muscles(of.case), key=lambda pair: (grades.get(pair, _UNGRADED), pair[0]))[:count])


def _told(of: Circumstances, begin: CaseStart, arms: Sequence[str], seed: int) -> Forecast:
    from myotome.forecast import ForecastOptions, arm_of, forecast, person_start, weaknesses
    from myotome.patient.disc_pressure import pressure_of_person

    names = dict.fromkeys((REFERENCE, *arms))
    made = limits("forecast")
    weakest = _weakest(of, int(made["muscles"]))
    pressure = pressure_of_person(of.case, begin.possible[0].disc)
    options = ForecastOptions(int(made["weeks"]), int(made["futures"]), seed, pressure)
    weak = weaknesses(weakest, begin.possible)
    return forecast(person_start(begin.possible, begin.person), [arm_of(name) for name in names], options, weak)
