"""Does the model say what was published? Every endpoint against the model's 95 % predictive interval, by class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import TAIL, Endpoint, SpreadKind, VirtualArms, natural, predicted, transform
from myotome.forecast import ParameterSets, outcome, spreads

__all__ = [
    "ENDS",
    "Checked",
    "ClassSummary",
    "by_class",
    "checked",
    "conflicts",
    "from_predictions",
    "predictions",
    "spreads_left",
]


_NOISE = 40
_RANGE = (0.05, 2.0)
_USUAL, _PULL = 0.25, 0.7
#: What is kept of the predictive distribution of an endpoint.
ENDS = ("low", "middle", "high", "model_low", "model_high", "quarter", "three_quarters")
_LEVEL = (2.5, 25.0, 50.0, 75.0, 97.5)


@dataclass(frozen=True, slots=True)
class Checked:
    """One endpoint and what the model expects of such a study.

    Attributes
    ----------
    endpoint : Endpoint
        As published.
    low, middle, high : float
        95 % predictive interval and median, in the endpoint's own unit: uncertainty of the parameters, spread between
        studies, and chance in a study of that size.
    model_low, model_high : float
        95 % interval from the uncertainty of the parameters alone.
    quarter, three_quarters : float
        Ends of the middle half of the predictive distribution.
    away : float
        How many of its own predictive deviations the published number lies above the median.
    """

    endpoint: Endpoint
    low: float
    middle: float
    high: float
    model_low: float
    model_high: float
    quarter: float
    three_quarters: float
    away: float

    @property
    def inside(self) -> bool:
        """Whether the published number lies in the interval."""
        return self.low <= float(natural(self.endpoint.observed, self.endpoint.scale)) <= self.high

    @property
    def in_middle_half(self) -> bool:
        """Whether the published number lies in the middle half."""
        return self.quarter <= float(natural(self.endpoint.observed, self.endpoint.scale)) <= self.three_quarters

    @property
    def residual(self) -> float:
        """How far the median lies from the published number, in steps of its scale."""
        return float(self.endpoint.observed - transform(self.middle, self.endpoint.scale)) / self.endpoint.step

    @property
    def relative_width(self) -> float:
        """How many times as wide as the interval of the study itself, on its scale."""
        low, high = transform(np.array([self.low, self.high]), self.endpoint.scale)
        return float(high - low) / (2 * 1.96 * self.endpoint.error)

    @property
    def width(self) -> float:
        """Width of the interval: on the share itself for shares, as a ratio for ratios and times, else in its unit."""
        return self.high / self.low if self.endpoint.scale == "log" else self.high - self.low


def checked(wanted: Sequence[Endpoint], sets: ParameterSets, people: int, seed: int) -> tuple[Checked, ...]:
    """Compare endpoints with the model.

    Parameters
    ----------
    wanted : sequence of Endpoint
        Which.
    sets : ParameterSets
        The sample left by the fit.
    people : int
        In each virtual arm, for each set.
    seed : int
        Of the people and of the chance in a study.

    Returns
    -------
    tuple of Checked
        In the same order.
    """
    return from_predictions(wanted, predictions(wanted, sets, people, seed), seed, spreads())


def predictions(wanted: Sequence[Endpoint], sets: ParameterSets, people: int, seed: int) -> Floats:
    """What every parameter set says of every endpoint, on its scale: shape (sets, endpoints)."""
    arms = VirtualArms(tuple(wanted), people, seed)
    return np.stack([predicted(wanted, arms.run(sets.subset([number]))) for number in range(len(sets))])


def spreads_left(wanted: Sequence[Endpoint], said: Floats) -> dict[SpreadKind, float]:
    """Spread between studies of each kind of outcome, in steps, that makes the endpoints most likely.

    Beside it stand the error of each endpoint and what the parameter sets do not agree on; neither is counted twice.
    """
    numbers = range(len(wanted))
    kinds = dict.fromkeys(one.spread_kind for one in wanted)
    return {kind: _spread_left([n for n in numbers if wanted[n].spread_kind == kind], wanted, said) for kind in kinds}


def _spread_left(own: Sequence[int], wanted: Sequence[Endpoint], said: Floats) -> float:
    away = np.array([wanted[number].observed for number in own]) - np.median(said[:, own], axis=0)
    known = np.array([wanted[number].error for number in own]) ** 2 + said[:, own].var(axis=0)
    steps = np.array([wanted[number].step for number in own])
    grid = np.geomspace(*_RANGE, 80)
    variance = known + (grid[:, None] * steps) ** 2
    # Tails as heavy as in the fit: one study that stands alone does not widen what is said of all others.
    misfit = ((TAIL + 1.0) * np.log1p(away**2 / variance / TAIL) + np.log(variance)).sum(axis=1)
    # A weak pull towards a quarter of a step, so that a class of few endpoints is not taken as exact.
    misfit += (np.log(grid / _USUAL) / _PULL) ** 2
    return float(grid[int(np.argmin(misfit))])


def from_predictions(
    wanted: Sequence[Endpoint], said: Floats, seed: int, between: Mapping[SpreadKind, float]
) -> tuple[Checked, ...]:
    """Compare endpoints with what each parameter set says: `said` has the shape (sets, endpoints)."""
    # A kind of which nothing was fitted is taken to spread as the others do.
    usual = float(np.median(list(between.values())))
    draws = np.random.default_rng(seed)
    noise = draws.standard_normal((_NOISE, *said.shape))
    result = []
    for number, endpoint in enumerate(wanted):
        apart = between.get(endpoint.spread_kind, usual) * endpoint.step
        cloud = said[:, number] + np.hypot(endpoint.error, apart) * noise[:, :, number]
        low, quarter, middle, three_quarters, high = np.percentile(cloud, _LEVEL)
        model_low, model_high = np.percentile(said[:, number], (_LEVEL[0], _LEVEL[-1]))
        away = (endpoint.observed - middle) / cloud.std()
        ends = (low, middle, high, model_low, model_high, quarter, three_quarters)
        least, most = _limits(endpoint)
        numbers = (min(max(float(natural(end, endpoint.scale)), least), most) for end in ends)
        result.append(Checked(endpoint, away=float(away), **dict(zip(ENDS, numbers, strict=True))))
    return tuple(result)


def _limits(endpoint: Endpoint) -> tuple[float, float]:
    """Where the scale of the outcome itself ends; a comparison has no ends."""
    plain = endpoint.statistic == "mean" and not endpoint.comparison
    return outcome(endpoint.outcome).limits if plain else (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """One class of outcome: how many endpoints, how many inside, how wide.

    Attributes
    ----------
    width_share : float or None
        Mean width of the intervals of shares, 0 to 1.
    width_nrs : float or None
        Of pain, points of 10.
    width_points : float or None
        Of scales of 100 points.
    width_ratio : float or None
        Geometric mean of the ratio of the upper to the lower end, of ratios and times.
    """

    name: str
    count: int
    inside: int
    width_share: float | None
    width_nrs: float | None
    width_points: float | None
    width_ratio: float | None


def by_class(checked: Sequence[Checked]) -> tuple[ClassSummary, ...]:
    """Summarise by class of outcome; the last row is all of them."""
    names = dict.fromkeys(one.endpoint.class_ for one in checked)
    rows = [_summary(name, [one for one in checked if one.endpoint.class_ == name]) for name in names]
    return (*rows, _summary("all", checked))


def _summary(name: str, checked: Sequence[Checked]) -> ClassSummary:
    def mean(chosen: Sequence[float]) -> float | None:
        return float(np.mean(chosen)) if chosen else None

    linear = [one for one in checked if one.endpoint.scale == "linear" and one.endpoint.comparison != "smd"]
    ratio = mean([float(np.log(one.width)) for one in checked if one.endpoint.scale == "log"])
    return ClassSummary(
        name,
        len(checked),
        sum(one.inside for one in checked),
        mean([one.width for one in checked if one.endpoint.scale == "logit"]),
        mean([one.width for one in linear if one.endpoint.step == 1.0]),
        mean([one.width for one in linear if one.endpoint.step > 5.0]),
        None if ratio is None else float(np.exp(ratio)),
    )


def conflicts(checked: Sequence[Checked]) -> tuple[tuple[Checked, Checked | None], ...]:
    """Endpoints outside their interval, each with the endpoint that pulls hardest the other way.

    The rival asks for the same outcome, or one of the same class, and lies on the other side of the model.
    """
    pairs = []
    for one in checked:
        if one.inside:
            continue
        same = [other for other in checked if other.endpoint.study != one.endpoint.study and other.away * one.away < 0]
        asked = one.endpoint.outcome, bool(one.endpoint.comparison)
        alike = [other for other in same if (other.endpoint.outcome, bool(other.endpoint.comparison)) == asked]
        near = alike or [other for other in same if other.endpoint.class_ == one.endpoint.class_]
        pairs.append((one, max(near, key=lambda other: abs(other.away), default=None)))
    return tuple(pairs)
