"""The forecast of one patient: the one place that decides how far, how many futures, and whether there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from myotome.errors import InputError, Problem
from myotome.outcomes import Outcome
from myotome.patient.course_mix import CourseMix, course_mix
from myotome.patient.forecast_start import CaseStart
from myotome.patient.judged import limits

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.forecast import Difference, Forecast, ForecastOptions, Start, WhatIf

__all__ = ["CaseForecast", "ForecastRequest", "case_forecast", "check_arms", "loop_of", "what_matters"]


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """What is asked of a forecast.

    Attributes
    ----------
    treatments : sequence of str or None
        Names as `arm_of` takes them, `nsaid+manual_therapy` is both; the first is what the others are compared with.
        None for the usual ones of the region.
    weeks, futures : int or None
        None for those that every command uses.
    seed : int
        Of the random numbers; the same for every treatment.
    muscles : int or None
        So many of the weakest muscles are followed; None for all.
    weekly : bool
        Every week; else those that pages show.
    """

    treatments: Sequence[str] | None = None
    weeks: int | None = None
    futures: int | None = None
    seed: int = 0
    muscles: int | None = None
    weekly: bool = False


@dataclass(frozen=True, eq=False)
class CaseForecast:
    """What is to be expected of one patient, or why there is no forecast.

    Attributes
    ----------
    outcome : Outcome
        `computed`, `out_of_model`, or `emergency_leads`.
    reason : str
        Why nothing was simulated; empty where it was.
    covered : float
        Probability that a herniated disc at a root is the cause: the forecast speaks of that case alone.
    region : str
        Where the most likely disc lies.
    course : Forecast or None
        The forecast.
    others : CourseMix
        Published courses of other likely causes.
    setting : str or None
        Where the patient is seen: how readily surgery is offered and taken there is in the course.
    """

    outcome: Outcome
    reason: str
    covered: float
    region: str
    course: Forecast | None = None
    others: CourseMix = field(default_factory=CourseMix)
    setting: str | None = None

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the forecast."""
        simulated = () if self.course is None else self.course.sources()
        return tuple(dict.fromkeys((*simulated, *self.others.sources())))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: how it ended, and the courses where there are any."""
        head = {
            "outcome": str(self.outcome),
            "outcome_sentence": self.outcome.sentence,
            "reason": self.reason,
            "covered": round(self.covered, 4),
            "setting": self.setting,
            "others": self.others.to_dict(),
        }
        if self.course is None:
            return head
        simulated = self.course.to_dict()
        return head | simulated | {"sources": list(self.sources())}


def case_forecast(case: Case, start: CaseStart, request: ForecastRequest) -> CaseForecast:
    """What is to be expected of a patient under each treatment?

    Parameters
    ----------
    case : Case
        The patient.
    start : CaseStart
        Of this case.
    request : ForecastRequest
        Which treatments, and how far.

    Returns
    -------
    CaseForecast
        The same futures for the same seed, whatever the other treatments and however far.
    """
    from myotome.forecast import arm_of, forecast

    arms = [arm_of(name) for name in request.treatments or limits("forecast")[f"usual_{start.region}"]]
    simulated = start.outcome is Outcome.COMPUTED and not start.reason
    options = _options(case, start, request) if simulated else None
    course = None if options is None else forecast(_start(start), arms, options, start.weak[: request.muscles])
    others = course_mix(start.followed, start.without, case.weeks_since_onset or 0.0, (start.covered, course))
    return CaseForecast(start.outcome, start.reason, start.covered, start.region, course, others, case.setting)


def check_arms(names: Sequence[str], where: str) -> None:
    """Refuse treatments that cannot be compared with each other.

    Parameters
    ----------
    names : sequence of str
        As `arm_of` takes them.
    where : str
        Where they were named.

    Raises
    ------
    InputError, UnknownNameError
        A name is missing or is that of no treatment, or two arms are the same.

    Examples
    --------
    >>> check_arms(["nsaid", "discectomy_early"], "treatment")
    """
    from myotome.forecast import arm_of

    named = ",".join(names)
    if not names or not all(name.strip() for name in names):
        message = "A name is missing beside a comma." if named.strip(", ") else "No treatment is named."
        allowed = "treatments joined by commas, as nsaid,discectomy_early"
        raise InputError([Problem(where, None, repr(named), allowed, (), message)])
    if len({frozenset(arm_of(name).treatments) for name in names}) < len(names):
        message = "The same treatment would be compared with itself."
        raise InputError([Problem(where, None, named, "at least one, each once", (), message)])


def what_matters(start: CaseStart, treatment: str | None = None) -> WhatIf:
    """Which number and which treatment matters most to this patient, beside the first of the usual treatments?"""
    from myotome.forecast import arm_of, what_if

    return what_if(_start(start), arm_of(treatment or limits("forecast")[f"usual_{start.region}"][0]))


def loop_of(case: Case, start: CaseStart, request: ForecastRequest) -> tuple[Difference, ...]:
    """What does the pressure of spasm do to this patient under the first of the treatments?"""
    from myotome.forecast import arm_of, loop_effect

    names = request.treatments or limits("forecast")[f"usual_{start.region}"]
    return loop_effect(_start(start), arm_of(names[0]), _options(case, start, request))


def _start(start: CaseStart) -> Start:
    from myotome.forecast import person_start

    return person_start(start.possible, start.person, start.weak)


def _options(case: Case, start: CaseStart, request: ForecastRequest) -> ForecastOptions:
    from myotome.forecast import ForecastOptions
    from myotome.patient.disc_pressure import pressure_of_person

    usual = limits("forecast")
    return ForecastOptions(
        weeks=int(usual["weeks"]) if request.weeks is None else request.weeks,
        futures=int(usual["futures"]) if request.futures is None else request.futures,
        seed=request.seed,
        pressure=pressure_of_person(case, start.possible[0].disc),
        weekly=request.weekly,
    )
