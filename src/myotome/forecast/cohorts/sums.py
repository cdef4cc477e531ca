"""What is kept of a part of a cohort: sums for each outcome, week, arm and parameter set, which add up over parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.forecast.cohorts.intervals import (
    Z,
    between_studies,
    linear_spread,
    share_chance,
    share_ends,
    share_middle,
    share_spread,
    with_study,
)
from myotome.forecast.cohorts.specification import Specification
from myotome.forecast.course import Course
from myotome.forecast.outcomes import OutcomeDefinition, condition

__all__ = ["Cell", "Estimate", "cells", "difference", "estimate", "sums_of"]


_WEEK_BINS = 1100
_LEAST_WEEKS = 0.05


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a cohort: an outcome at a week in an arm, among those who count."""

    arm: str
    outcome: OutcomeDefinition
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
        95 % interval of the model's own mean, from not knowing the parameters, and from chance in so many people. None,
        like the interval of a study, where one set of parameters stands behind the value.
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
        return _of_sets(_median_estimate(cell, sums, trial_size), len(sums))
    n = sums[:, 0]
    total = int(n.sum())
    if total == 0:
        return Estimate(None, None, None, None, None, 0)
    if cell.outcome.is_share:
        return _of_sets(_share_estimate(cell.outcome, sums, trial_size), len(sums))
    mean, variance = float(sums[:, 1].sum() / total), _variance(sums)
    model = math.sqrt(linear_spread(sums) ** 2 + variance / total)
    study = 0.0 if trial_size is None else variance / trial_size
    whole = math.sqrt(model**2 + between_studies(cell.outcome, "linear") ** 2 + study)
    return _of_sets(_within(cell.outcome.limits, _around(mean, model, whole, total)), len(sums))


def _share_estimate(outcome: OutcomeDefinition, sums: Floats, trial_size: int | None) -> Estimate:
    total, share = float(sums[:, 0].sum()), share_middle(sums)
    model = math.sqrt(share_spread(sums) ** 2 + share_chance(sums))
    model_low, model_high = share_ends(share, model)
    whole = math.hypot(model, between_studies(outcome, "logit"))
    low, high = with_study(share, share_ends(share, whole), trial_size)
    # Half a person keeps the middle off 0 and 1; the share itself may be there, and the interval holds it.
    value = float(sums[:, 1].sum() / total)
    low, model_low = min(low, value), min(model_low, value)
    return Estimate(value, low, max(high, value), model_low, max(model_high, value), int(total))


def _of_sets(estimate: Estimate, sets: int) -> Estimate:
    """Leave the intervals out where one set of parameters stands behind them: it cannot tell how far others lie."""
    return estimate if sets > 1 else Estimate(estimate.value, None, None, None, None, estimate.n)


def _within(limits: tuple[float, float], estimate: Estimate) -> Estimate:
    """Cut the intervals where the scale of the outcome ends."""
    ends = (estimate.low, estimate.high, estimate.model_low, estimate.model_high)
    low, high, model_low, model_high = (None if end is None else min(max(end, limits[0]), limits[1]) for end in ends)
    return Estimate(estimate.value, low, high, model_low, model_high, estimate.n)


def _around(value: float, model: float, whole: float, n: int) -> Estimate:
    return Estimate(value, value - Z * whole, value + Z * whole, value - Z * model, value + Z * model, n)


def _median_estimate(cell: Cell, sums: Floats, trial_size: int | None) -> Estimate:
    n = int(sums.sum())
    if n == 0:
        return Estimate(None, None, None, None, None, 0)
    median = float(_medians(sums.sum(axis=0, keepdims=True))[0])
    if median >= _WEEK_BINS - 1:
        return Estimate(None, None, None, None, None, n)
    spread = float(np.std(np.log(np.maximum(_medians(sums), _LEAST_WEEKS))))
    chance = 0.0 if trial_size is None else 1.6 / trial_size
    whole = math.sqrt(spread**2 + between_studies(cell.outcome, "log") ** 2 + chance)
    middle = max(median, _LEAST_WEEKS)
    ends = [middle * math.exp(sign * Z * size) for size in (whole, spread) for sign in (-1.0, 1.0)]
    return Estimate(median, ends[0], ends[1], ends[2], ends[3], n)


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
    return _of_sets(_around(value, spread, whole, int(ours[:, 0].sum())), len(of_sets))


def _variance(sums: Floats) -> float:
    n = sums[:, 0].sum()
    return max(float(sums[:, 2].sum() / n - (sums[:, 1].sum() / n) ** 2), 0.0)


def _difference_spread(outcome: OutcomeDefinition, ours: Floats, theirs: Floats) -> float:
    if not outcome.is_share:
        return between_studies(outcome, "linear", "difference")
    shares = [float(side[:, 1].sum() / side[:, 0].sum()) for side in (ours, theirs)]
    slope = float(np.mean([share * (1.0 - share) for share in shares]))
    return between_studies(outcome, "logit", "difference") * slope
