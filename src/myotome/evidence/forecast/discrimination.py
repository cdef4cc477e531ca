"""How well do traits tell who will do well? C-statistics in virtual cohorts, beside those of published models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import population_arms
from myotome.forecast import TRAITS, ParameterSets, Settings, outcome, outcome_table, posterior, record_of, run_course
from myotome.tables import Table, fraction, identifier, integer, list_of, one_of

__all__ = ["Discrimination", "c_statistic", "discriminations"]

_ROUNDS, _RIDGE = 25, 1e-6


@dataclass(frozen=True, slots=True)
class Discrimination:
    """One published model and the virtual cohort beside it: C-statistic of the model, and where published ones lie."""

    id: str
    found: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether it lies where the published ones do."""
        return self.low <= self.found <= self.high


_TABLE = Table(
    "evidence/forecast/discrimination.csv",
    {
        "id": identifier(),
        "population": identifier(),
        "arm": identifier(),
        "outcome": one_of(lambda: outcome_table()["outcome"]),
        "weeks": integer(1, 520),
        "predictors": list_of(one_of(TRAITS)),
        "low": fraction(),
        "high": fraction(),
    },
    key=("id",),
)


@cache
def _rows() -> list[dict[str, Any]]:
    return _TABLE.rows()


def discriminations(people: int, seed: int = 1, sets: ParameterSets | None = None) -> tuple[Discrimination, ...]:
    """C-statistics of every published model in its virtual cohort.

    Parameters
    ----------
    people : int
        In each cohort.
    seed : int
        Of the people.
    sets : ParameterSets or None
        None for the sample left by the fit.
    """
    return tuple(_one(row, people, seed, sets or posterior()) for row in _rows())


def _one(row: dict[str, Any], people: int, seed: int, sets: ParameterSets) -> Discrimination:
    start, arm = population_arms()[row["population"], row["arm"]]
    course = run_course(start, arm, sets, people, Settings(row["weeks"], record_of((row["weeks"],)), seed))
    met = outcome(row["outcome"]).of(course, row["weeks"]) > 0.0
    predictors = np.stack([np.asarray(course.trait(name), dtype=np.float64) for name in row["predictors"]], axis=1)
    return Discrimination(row["id"], c_statistic(_logistic(predictors, met), met), row["low"], row["high"])


def _logistic(predictors: Floats, met: Any) -> Floats:
    """Linear predictor of a logistic regression."""
    scaled = (predictors - predictors.mean(axis=0)) / np.maximum(predictors.std(axis=0), 1e-9)
    design = np.column_stack([np.ones(len(scaled)), scaled])
    weights = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        share = 1.0 / (1.0 + np.exp(-design @ weights))
        information = (design * (share * (1.0 - share))[:, None]).T @ design + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(information, design.T @ (met - share))
    return np.asarray(design @ weights)


def c_statistic(predictor: Floats, met: Any) -> float:
    """Chance that of two people, one of whom met it, that one has the higher predictor.

    Examples
    --------
    >>> c_statistic(np.array([0.1, 0.4, 0.3, 0.9]), np.array([False, False, True, True]))
    0.75
    """
    ranks = np.empty(len(predictor))
    ranks[np.argsort(predictor, kind="stable")] = np.arange(1, len(predictor) + 1)
    with_it = int(np.sum(met))
    return float((ranks[met].sum() - with_it * (with_it + 1) / 2) / (with_it * (len(met) - with_it)))
