"""The likely course under each treatment for this person, side by side and with common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from myotome.outcomes import Outcome
from myotome.patient import Assessment, CourseMix, limits
from myotome.plain_json import plain_fields

if TYPE_CHECKING:
    from myotome.forecast import ArmForecast, Forecast

__all__ = ["Change", "Outlooks", "Spread", "outlooks"]

REFERENCE = "watchful_waiting"
_EVENTS = ("recovered_perceived", "operated", "reherniated", "reoperated_any", "sciatica_recurrence")
_OUTCOMES = ("leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size")


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
    """Change against watchful waiting with common random numbers; negative is less pain, fewer events.

    `low` and `high` are the 95 % interval of the mean from not knowing the parameters; `better` is the share of
    futures in which it is lower.
    """

    mean: float
    low: float
    high: float
    better: float

    def to_dict(self) -> dict[str, float]:
        """Plain JSON."""
        return plain_fields(self, digits=dict.fromkeys(("mean", "low", "high", "better"), 4))


@dataclass(frozen=True, eq=False)
class Outlooks:
    """Forecasts of a plan's options.

    Attributes
    ----------
    covered : float
        Probability that a herniated disc at a root is the cause: the forecast speaks of that case alone.
    reason : str
        Why there is no forecast; empty where there is one.
    course : Forecast or None
        Under each arm.
    outcome : Outcome
        `computed`, `out_of_model`, or `emergency_leads`.
    others : CourseMix
        Published courses of other likely causes.
    """

    covered: float
    reason: str
    course: Forecast | None = None
    weeks: tuple[int, ...] = field(default=())
    outcome: Outcome = Outcome.COMPUTED
    others: CourseMix = field(default_factory=CourseMix)

    def of(self, arm: str) -> Mapping[int, Mapping[str, Spread]]:
        """Outcomes and events by week under an arm; empty where it was not forecast."""
        if self.course is None or arm not in self.course.arms:
            return {}
        course = self.course.arms[arm]
        return {week: _at(course, week) for week in self.weeks if week in course.weeks}

    def difference(self, arm: str) -> Mapping[int, Mapping[str, Change]]:
        """What an arm changes against watchful waiting, by week."""
        found: dict[int, dict[str, Change]] = {}
        for one in self.course.differences if self.course else ():
            if one.arm == arm and one.against == REFERENCE and one.week in self.weeks:
                found.setdefault(one.week, {})[one.outcome] = Change(one.mean, one.low, one.high, one.better)
        return found

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the forecast."""
        simulated = () if self.course is None else self.course.sources()
        return tuple(dict.fromkeys((*simulated, *self.others.sources())))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: what the forecast is about, or why there is none."""
        return {
            "outcome": str(self.outcome),
            "covered": round(self.covered, 4),
            "made": self.course is not None,
            "reason": self.reason,
        }


def _at(course: ArmForecast, week: int) -> dict[str, Spread]:
    place = course.weeks.index(week)
    found = {}
    for name, band in course.outcomes.items():
        if name in _OUTCOMES or name.startswith("mrc."):
            found[name] = Spread(float(band.mean[place]), *(float(row[place]) for row in band.quantiles))
    return found | {name: Spread(float(course.events[name][place])) for name in _EVENTS}


def outlooks(patient: Assessment, arms: Sequence[str]) -> Outlooks:
    """Forecast this person under each arm, from the whole posterior.

    Parameters
    ----------
    patient : Assessment
    arms : sequence of str
        Names of treatments of the forecast; watchful waiting comes first whatever they are.

    Returns
    -------
    Outlooks
        With a reason instead of a forecast where no herniation at a root is likely enough, or where a red flag
        comes first.
    """
    shown = limits("forecast")
    made = patient.forecast(tuple(dict.fromkeys((REFERENCE, *arms))), muscles=int(shown["muscles"]))
    return Outlooks(made.covered, made.reason, made.course, tuple(shown["shown_weeks"]), made.outcome, made.others)
