"""What is kept of a part of a cohort: sums for each outcome, week, arm and parameter set, which add up over parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.forecast.check import spreads
from myotome.forecast.course import Course
from myotome.forecast.endpoints import endpoints
from myotome.forecast.outcomes import Outcome, condition, step_size
from myotome.forecast.specification import Specification

__all__ = ["Cell", "Estimate", "cells", "difference", "estimate", "sums_of"]

Floats = NDArray[np.float64]
_Z = 1.959964
_WEEK_BINS = 1100
_USUAL_CLASS = "pain_function"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a cohort: an outcome at a week in an arm, among those who count."""

    arm: str
    outcome: Outcome
    week: int
    among: str

    @property
    def width(self) -> int:
        """How many sums are kept for each parameter set."""
        return _WEEK_BINS if self.outcome.form == "weeks_to" else 3


def cells(specification: Specification) -> tuple[Cell, ...]:
    """Every number that a specification asks for, arm by arm."""
    return tuple(
        Cell(arm.name, one.outcome, week, one.among)
        for arm in specification.arms
        for one in specification.wanted
        for week in one.weeks
    )


def sums_of(course: Course, wanted: Sequence[Cell], sets: int) -> list[Floats]:
    """Sums of one part of the people in one arm: for each cell an array of shape (sets, width)."""
    chosen = np.asarray(course.trait("parameter_set"), dtype=np.intp)
    return [_of_cell(course, cell, chosen, sets) for cell in wanted]


def _of_cell(course: Course, cell: Cell, chosen: NDArray[np.intp], sets: int) -> Floats:
    values = cell.outcome.of(course, cell.week)
    if cell.among:
        counted = condition(cell.among, course, cell.week)
        values, chosen = values[counted], chosen[counted]
    if cell.outcome.form == "weeks_to":
        weeks = np.minimum(values, _WEEK_BINS - 1).astype(np.intp)
        flat = np.bincount(chosen * _WEEK_BINS + weeks, minlength=sets * _WEEK_BINS)
        return flat.reshape(sets, _WEEK_BINS).astype(np.float64)
    columns = (None, values, values * values)
    return np.stack([np.bincount(chosen, weights=column, minlength=sets) for column in columns], axis=1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of a cohort and how sure it is.

    Attributes
    ----------
    value : float or None
        Mean, share, or median weeks; None where nobody counts or the median is not reached.
    low, high : float or None
        95 % interval in which a real study of this kind is expected: not knowing the parameters, differences between
        studies, and chance where the size of the study is given.
    model_low, model_high : float or None
        95 % interval of the model's own mean, from not knowing the parameters alone.
    n : int
        People behind it.
    """

    value: float | None
    low: float | None
    high: float | None
    model_low: float | None
    model_high: float | None
    n: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        numbers = (self.value, self.low, self.high, self.model_low, self.model_high)
        value, low, high, model_low, model_high = (None if one is None else round(one, 5) for one in numbers)
        intervals = {"interval": [low, high], "model_interval": [model_low, model_high]}
        return {"estimate": value, **intervals, "n": self.n}


@cache
def _class_of(outcome: str, compared: bool) -> str:
    """Class that most endpoints of this outcome belong to: those that compare arms, or those that do not."""
    found = [one.class_ for one in endpoints() if one.outcome == outcome and bool(one.comparison) is compared]
    found = found or [one.class_ for one in endpoints() if one.outcome == outcome]
    return max(set(found), key=lambda name: (found.count(name), name)) if found else _USUAL_CLASS


def _between(outcome: Outcome, scale: str, comparison: str = "") -> float:
    """Deviation between studies, on a scale."""
    usual = float(np.median(list(spreads().values())))
    spread = spreads().get(_class_of(outcome.name, bool(comparison)), usual)
    return spread * step_size(scale, outcome.unit, comparison)


def _scale(outcome: Outcome) -> str:
    if outcome.is_share:
        return "logit"
    return "log" if outcome.form == "weeks_to" else "linear"


def _to(value: Floats, scale: str) -> Floats:
    if scale == "logit":
        share = np.clip(value, 1e-5, 1.0 - 1e-5)
        return np.asarray(np.log(share / (1.0 - share)))
    return np.asarray(np.log(np.maximum(value, 0.05))) if scale == "log" else value


def _back(value: float, scale: str) -> float:
    if scale == "logit":
        return 1.0 / (1.0 + math.exp(-value))
    return math.exp(value) if scale == "log" else value


def _medians(counts: Floats) -> Floats:
    """Median week of each row of counts; the last bin means never."""
    so_far = np.cumsum(counts, axis=1)
    return np.asarray(np.argmax(so_far >= so_far[:, -1:] / 2.0, axis=1), dtype=np.float64)


def estimate(cell: Cell, sums: Floats, trial_size: int | None = None) -> Estimate:
    """Turn the sums of a cell, added up over all parts, into an estimate with its intervals.

    Parameters
    ----------
    cell : Cell
        What it is.
    sums : ndarray, shape (sets, width)
        From `sums_of`.
    trial_size : int or None
        People in the arm of a real study.

    Returns
    -------
    Estimate
        In the unit of the outcome.
    """
    sums = sums[sums.sum(axis=1) > 0]
    if cell.outcome.form == "weeks_to":
        return _median_estimate(cell, sums, trial_size)
    n = sums[:, 0]
    total = int(n.sum())
    if total == 0:
        return Estimate(None, None, None, None, None, 0)
    scale = _scale(cell.outcome)
    mean = float(sums[:, 1].sum() / total)
    variance = max(float(sums[:, 2].sum() / total) - mean**2, 0.0)
    of_sets = sums[:, 1] / n
    spread = _model_spread(_to(of_sets, scale), _chance(mean, variance, scale), n)
    chance = 0.0 if trial_size is None else _chance(mean, variance, scale) / trial_size
    whole = math.sqrt(spread**2 + _between(cell.outcome, scale) ** 2 + chance)
    return _within(cell.outcome.limits, _intervals(mean, scale, spread, whole, total))


def _within(limits: tuple[float, float], found: Estimate) -> Estimate:
    """Cut the intervals where the scale of the outcome ends."""
    ends = (found.low, found.high, found.model_low, found.model_high)
    low, high, model_low, model_high = (None if end is None else min(max(end, limits[0]), limits[1]) for end in ends)
    return Estimate(found.value, low, high, model_low, model_high, found.n)


def _chance(mean: float, variance: float, scale: str) -> float:
    """Variance of one person's value, on the scale."""
    if scale != "logit":
        return variance
    share = min(max(mean, 1e-4), 1.0 - 1e-4)
    return 1.0 / (share * (1.0 - share))


def _model_spread(of_sets: Floats, one: float, n: Floats) -> float:
    """Deviation between the parameter sets, less what chance in a finite cohort adds to it."""
    if len(of_sets) < 2:
        return 0.0
    return math.sqrt(max(float(of_sets.var(ddof=1)) - one * float(np.mean(1.0 / n)), 0.0))


def _intervals(value: float, scale: str, model: float, whole: float, n: int) -> Estimate:
    middle = float(_to(np.array(value), scale))
    ends = [_back(middle + sign * _Z * spread, scale) for spread in (whole, model) for sign in (-1.0, 1.0)]
    return Estimate(value, ends[0], ends[1], ends[2], ends[3], n)


def _median_estimate(cell: Cell, sums: Floats, trial_size: int | None) -> Estimate:
    n = int(sums.sum())
    if n == 0:
        return Estimate(None, None, None, None, None, 0)
    median = float(_medians(sums.sum(axis=0, keepdims=True))[0])
    if median >= _WEEK_BINS - 1:
        return Estimate(None, None, None, None, None, n)
    spread = float(np.std(_to(_medians(sums), "log")))
    chance = 0.0 if trial_size is None else 1.6 / trial_size
    whole = math.sqrt(spread**2 + _between(cell.outcome, "log") ** 2 + chance)
    return _intervals(median, "log", spread, whole, n)


def difference(cell: Cell, sums: Floats, against: Floats, trial_size: int | None = None) -> Estimate:
    """Mean of an arm minus that of the arm it is compared with; of shares, the difference of the shares.

    The luck is the same in both arms, so chance in the cohort cancels; what is peculiar to a study moves both arms.
    """
    keep = (sums[:, 0] > 0) & (against[:, 0] > 0)
    if cell.outcome.form == "weeks_to" or not keep.any():
        return Estimate(None, None, None, None, None, 0)
    ours, theirs = sums[keep], against[keep]
    value = float(ours[:, 1].sum() / ours[:, 0].sum() - theirs[:, 1].sum() / theirs[:, 0].sum())
    of_sets = ours[:, 1] / ours[:, 0] - theirs[:, 1] / theirs[:, 0]
    spread = float(of_sets.std(ddof=1)) if len(of_sets) > 1 else 0.0
    between = _difference_spread(cell.outcome, ours, theirs)
    chance = 0.0
    if trial_size is not None:
        chance = sum(_variance(side) for side in (ours, theirs)) / trial_size
    whole = math.sqrt(spread**2 + between**2 + chance)
    return _intervals(value, "linear", spread, whole, int(ours[:, 0].sum()))


def _variance(sums: Floats) -> float:
    n = sums[:, 0].sum()
    return max(float(sums[:, 2].sum() / n - (sums[:, 1].sum() / n) ** 2), 0.0)


def _difference_spread(outcome: Outcome, ours: Floats, theirs: Floats) -> float:
    if not outcome.is_share:
        return _between(outcome, "linear", "difference")
    shares = [float(side[:, 1].sum() / side[:, 0].sum()) for side in (ours, theirs)]
    slope = float(np.mean([share * (1.0 - share) for share in shares]))
    return _between(outcome, "logit", "difference") * slope
