"""How sure a number of a cohort is: between parameter sets, between studies, and by chance, each on its own scale."""

from __future__ import annotations

import math

from myotome.arrays import Floats
from myotome.forecast.cohorts.study_spread import spread_between
from myotome.forecast.outcomes import OutcomeDefinition, step_size, unsure

__all__ = [
    "Z",
    "between_studies",
    "linear_spread",
    "share_chance",
    "share_ends",
    "share_middle",
    "share_spread",
    "with_study",
]


#: Deviations from the middle to the end of a 95 % interval.
Z = 1.959964
_HALF = 0.5


def between_studies(outcome: OutcomeDefinition, scale: str, comparison: str = "") -> float:
    """Deviation between studies of an outcome, or of differences in it, on a scale."""
    return spread_between(outcome.class_, bool(comparison)) * step_size(scale, outcome.unit, comparison)


def _variance_of_sets(sums: Floats) -> float:
    """Variance between the means of the parameter sets, less what chance adds to it; below 0 where that is more."""
    n, totals, squares = sums.T
    sets, people = len(n), float(n.sum())
    if sets < 2 or people <= sets:
        return 0.0
    mean = totals.sum() / people
    among = float((n * (totals / n - mean) ** 2).sum()) / (sets - 1)
    within = float((squares - totals**2 / n).sum()) / (people - sets)
    usual = (people - float((n * n).sum()) / people) / (sets - 1)
    return (among - within) / usual


def linear_spread(sums: Floats) -> float:
    """Deviation between parameter sets of a mean: `sums` has the shape (sets, 3), number, sum and sum of squares."""
    return math.sqrt(max(_variance_of_sets(sums), 0.0))


def share_middle(sums: Floats) -> float:
    """Share, kept off 0 and 1 by half a person of the whole cohort."""
    return float((sums[:, 1].sum() + _HALF) / (sums[:, 0].sum() + 1.0))


def share_chance(sums: Floats) -> float:
    """Variance that chance in the cohort gives the logit of the share; bounded where nobody or everybody counts."""
    met, people = float(sums[:, 1].sum()), float(sums[:, 0].sum())
    return 1.0 / (met + _HALF) + 1.0 / (people - met + _HALF)


def share_spread(sums: Floats) -> float:
    """Deviation between parameter sets of the logit of a share.

    It is read from the shares themselves, not from their logits: a set in which nobody has a rare event is no extreme.
    Where the counts of the sets are too few to tell, it is drawn to what is usual.
    """
    share, sets = share_middle(sums), len(sums)
    slope = share * (1.0 - share)
    size = float(sums[:, 0].mean())
    expected = size * slope
    error = math.sqrt(expected / sets + 2.0 * expected**2 / max(sets - 1, 1)) / (size * slope) ** 2
    usual, varies = unsure()
    weight = varies**2 / (varies**2 + error**2)
    relative = weight * _variance_of_sets(sums) / slope**2 + (1.0 - weight) * usual
    return math.sqrt(math.log1p(max(relative, 0.0)))


def share_ends(share: float, spread: float) -> tuple[float, float]:
    """Ends of the interval of a share whose logit spreads so far."""
    middle = math.log(share / (1.0 - share))
    low, high = (1.0 / (1.0 + math.exp(-(middle + sign * Z * spread))) for sign in (-1.0, 1.0))
    return low, high


def with_study(share: float, ends: tuple[float, float], people: int | None) -> tuple[float, float]:
    """Widen an interval by the chance in a study of so many people, on the share itself.

    A logit would do for common outcomes; of a rare one most studies see none, and that is no extreme.
    """
    if people is None:
        return ends
    spreads_out = [math.sqrt(max(end * (1.0 - end), share * (1.0 - share)) / people) for end in ends]
    low = share - math.hypot(share - ends[0], Z * spreads_out[0])
    high = share + math.hypot(ends[1] - share, Z * spreads_out[1])
    return max(low, 0.0), min(high, 1.0)
