"""Means and comparisons of virtual arms, and how far the parameter sets disagree about them beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["ArmValues", "spread_of_sets", "statistic"]


_HALF = 0.5


@dataclass(frozen=True, eq=False)
class ArmValues:
    """One value for each person, and the parameter set that made it.

    Attributes
    ----------
    values : ndarray, shape (people,)
    sets : ndarray of int, shape (people,)
    """

    values: Floats
    sets: NDArray[np.intp]

    @property
    def mean(self) -> float:
        """Over all people."""
        return float(self.values.mean())

    def of(self, chosen: NDArray[np.bool_]) -> ArmValues:
        """Some of the people."""
        return ArmValues(self.values[chosen], self.sets[chosen])

    def sums(self, count: int) -> tuple[Floats, Floats]:
        """People and sum of values of each set."""
        people = np.bincount(self.sets, minlength=count).astype(np.float64)
        return people, np.asarray(np.bincount(self.sets, weights=self.values, minlength=count), dtype=np.float64)


def statistic(comparison: str, ours: ArmValues, theirs: ArmValues | None, scale: str) -> float:
    """Mean or comparison over all people, on a scale (`linear`, `logit`, `log`)."""
    sides = [
        (np.array([float(len(side.values))]), np.array([float(side.values.sum())])) for side in _both(ours, theirs)
    ]
    return float(_on_scale(comparison, sides, _deviation(ours, theirs), scale)[0])


def spread_of_sets(comparison: str, ours: ArmValues, theirs: ArmValues | None, scale: str) -> float:
    """Deviation between the parameter sets on the scale, less what chance among finite people adds.

    Chance is read off two halves of the people of each set, so that it is right for every statistic and for arms that
    share their luck.
    """
    count = int(max(side.sets.max() for side in _both(ours, theirs))) + 1
    whole = _by_set(comparison, _both(ours, theirs), count, scale)
    halves = [
        _by_set(comparison, [_half(side, number) for side in _both(ours, theirs)], count, scale) for number in (0, 1)
    ]
    chance = float(np.mean((halves[0] - halves[1]) ** 2)) / 4.0
    return float(np.sqrt(max(float(whole.var(ddof=1)) - chance, 0.0)))


def _both(ours: ArmValues, theirs: ArmValues | None) -> list[ArmValues]:
    return [ours] if theirs is None else [ours, theirs]


def _half(side: ArmValues, number: int) -> ArmValues:
    return side.of(np.arange(len(side.values)) // 64 % 2 == number)


def _by_set(comparison: str, sides: list[ArmValues], count: int, scale: str) -> Floats:
    sums = [side.sums(count) for side in sides]
    kept = np.all([people > 0 for people, _ in sums], axis=0)
    deviation = _deviation(sides[0], sides[1] if len(sides) > 1 else None)
    return _on_scale(comparison, [(people[kept], total[kept]) for people, total in sums], deviation, scale)


def _deviation(ours: ArmValues, theirs: ArmValues | None) -> float:
    """Of one person's value, pooled over both arms."""
    return float(np.sqrt(np.mean([side.values.var() for side in _both(ours, theirs)])))


def _on_scale(comparison: str, sides: list[tuple[Floats, Floats]], deviation: float, scale: str) -> Floats:
    means = [total / people for people, total in sides]
    if scale == "linear":
        difference = means[0] - means[1] if comparison else means[0]
        return np.asarray(difference / max(deviation, 1e-6) if comparison == "smd" else difference)
    shares = [(total + _HALF) / (people + 1.0) for people, total in sides]
    logits = [np.log(share / (1.0 - share)) for share in shares]
    if not comparison:
        return np.asarray(logits[0])
    if comparison == "odds_ratio":
        return np.asarray(logits[0] - logits[1])
    return np.asarray(np.log(shares[0] / shares[1]))
