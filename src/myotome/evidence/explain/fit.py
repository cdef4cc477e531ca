"""The least-squares fit of the likelihood parameters to published frequencies, under weak priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.evidence.explain.calibration_targets import CalibrationTarget
from myotome.evidence.explain.free_parameters import FreeParameter
from myotome.evidence.explain.predicted import Predictor
from myotome.explain import Floats

__all__ = ["CalibrationFit", "Fitted", "fit", "misfit"]

_STEP = 1e-4
_IDENTIFIED = 0.8  # the targets have to take a fifth off the spread of the prior
_HALF_LOSS = 1.5  # beyond so many standard deviations a target pulls less than in proportion


@dataclass(frozen=True, slots=True)
class Fitted:
    """One parameter after the fit.

    Attributes
    ----------
    value, error : float
        Its value, and its standard error on the scale of the value itself.
    low, high : float
        95 percent interval.
    shrinkage : float
        Standard error relative to that of the prior, on the scale of the fit: near 1 where the targets say nothing.
    """

    name: str
    value: float
    error: float
    low: float
    high: float
    shrinkage: float

    @property
    def identified(self) -> bool:
        """Do the targets say more of it than its prior?"""
        return self.shrinkage < _IDENTIFIED


@dataclass(frozen=True, eq=False)
class CalibrationFit:
    """Result of a fit.

    Attributes
    ----------
    fitted : tuple of Fitted
        The parameters the targets identify.
    judged : tuple of Fitted
        Those that stay as judged: what a fit that includes them would say.
    predicted, deviation : ndarray, shape (targets,)
        Expected value of each target, and its distance from the published one in standard deviations of the latter.
    pulls : ndarray, shape (targets, fitted parameters)
        How hard each target pulls at each fitted parameter, towards higher values where positive.
    """

    targets: tuple[CalibrationTarget, ...]
    fitted: tuple[Fitted, ...]
    judged: tuple[Fitted, ...]
    predicted: Floats
    deviation: Floats
    pulls: Floats


def misfit(targets: Sequence[CalibrationTarget], predicted: Floats) -> Floats:
    """Distance of each prediction from the published value on the logit scale, in standard deviations of the latter."""
    published = np.array([target.logit for target in targets])
    error = np.array([target.error for target in targets])
    return np.asarray((np.log(predicted) - np.log1p(-predicted) - published) / error)


@dataclass(frozen=True, eq=False)
class _Problem:
    """Residuals as a function of the positions of the free parameters; the others are given."""

    targets: tuple[CalibrationTarget, ...]
    free: tuple[FreeParameter, ...]
    others: Mapping[str, float]
    predictor: Predictor

    @property
    def start(self) -> Floats:
        return np.array([one.to_scale(one.prior) for one in self.free])

    @property
    def prior_error(self) -> Floats:
        return np.array([one.prior_error for one in self.free])

    def values(self, positions: Floats) -> dict[str, float]:
        pairs = zip(self.free, positions, strict=True)
        return {**self.others, **{one.name: one.from_scale(float(place)) for one, place in pairs}}

    def predicted(self, positions: Floats) -> Floats:
        return self.predictor.predicted(self.targets, self.values(positions))

    def deviation(self, positions: Floats) -> Floats:
        return misfit(self.targets, self.predicted(positions))

    @cached_property
    def reach(self) -> tuple[NDArray[np.intp], ...]:
        """Targets that each free parameter changes: the others need not be predicted again."""
        at_start = self.predicted(self.start)
        moved = (self.predicted(self.start + step) for step in np.diag(self.prior_error))
        return tuple(np.flatnonzero(predicted != at_start) for predicted in moved)

    def slopes(self, positions: Floats) -> Floats:
        """Change of each deviation with each position, by central differences: shape (targets, free)."""
        result = np.zeros((len(self.targets), len(positions)))
        for column, (step, reached) in enumerate(zip(np.eye(len(positions)) * _STEP, self.reach, strict=True)):
            some = [self.targets[number] for number in reached]
            ends = [self.predictor.predicted(some, self.values(positions + way * step)) for way in (1, -1)]
            result[reached, column] = (misfit(some, ends[0]) - misfit(some, ends[1])) / (2 * _STEP)
        return result

    def residuals(self, positions: Floats) -> Floats:
        prior = (positions - self.start) / self.prior_error
        return np.concatenate([_damped(self.deviation(positions)), prior])

    def jacobian(self, positions: Floats) -> Floats:
        damping = _damping(self.deviation(positions))[:, None]
        return np.concatenate([damping * self.slopes(positions), np.diag(1 / self.prior_error)])


def _damped(deviation: Floats) -> Floats:
    """Pseudo-Huber residual: a target that cannot be met does not drag the others along."""
    size = np.sqrt(2 * (np.sqrt(1 + (deviation / _HALF_LOSS) ** 2) - 1)) * _HALF_LOSS
    return np.asarray(np.sign(deviation) * size)


def _damping(deviation: Floats) -> Floats:
    """Slope of the damped residual."""
    size = np.abs(_damped(deviation))
    raw = np.abs(deviation) / np.sqrt(1 + (deviation / _HALF_LOSS) ** 2)
    return np.where(size > 1e-9, raw / np.maximum(size, 1e-9), 1.0)


def _solution(problem: _Problem) -> Floats:
    from scipy.optimize import least_squares

    low, high = np.array([one.bounds for one in problem.free]).T
    optimum = least_squares(
        problem.residuals,
        problem.start,
        jac=problem.jacobian,
        bounds=(low, high),
        x_scale=problem.prior_error,
        xtol=1e-9,
    )
    return np.asarray(optimum.x, dtype=np.float64)


def _one_fitted(parameter: FreeParameter, position: float, error: float) -> Fitted:
    low, high = parameter.bounds
    ends = (max(position - 1.96 * error, low), min(position + 1.96 * error, high))
    slope = (parameter.from_scale(position + _STEP) - parameter.from_scale(position - _STEP)) / (2 * _STEP)
    interval = (parameter.from_scale(ends[0]), parameter.from_scale(ends[1]))
    return Fitted(
        parameter.name, parameter.from_scale(position), error * slope, *interval, error / parameter.prior_error
    )


def _all_fitted(problem: _Problem, positions: Floats) -> tuple[Fitted, ...]:
    jacobian = problem.jacobian(positions)
    errors = np.sqrt(np.diag(np.linalg.inv(jacobian.T @ jacobian)))
    triples = zip(problem.free, positions, errors, strict=True)
    return tuple(_one_fitted(one, float(position), float(error)) for one, position, error in triples)


def fit(
    targets: Sequence[CalibrationTarget],
    free: Sequence[FreeParameter],
    others: Mapping[str, float],
    predictor: Predictor,
) -> CalibrationFit:
    """Fit the free parameters to the targets; those the targets do not identify go back to their judged values.

    Parameters
    ----------
    targets : sequence of CalibrationTarget
        Published frequencies.
    free : sequence of FreeParameter
        What may be fitted, with priors.
    others : mapping
        All likelihood parameters, the free ones included; those are overwritten.
    predictor : Predictor
        Gives the expected frequencies.

    Returns
    -------
    CalibrationFit
        Deterministic: the same tables give the same numbers.
    """
    judged = {**others, **{one.name: one.prior for one in free}}
    whole = _Problem(tuple(targets), tuple(free), judged, predictor)
    first = _all_fitted(whole, _solution(whole))
    known = tuple(one for one, parameter in zip(free, first, strict=True) if parameter.identified)
    problem = _Problem(tuple(targets), known, judged, predictor)
    positions = _solution(problem)
    deviation = problem.deviation(positions)
    weight = deviation / np.sqrt(1 + (deviation / _HALF_LOSS) ** 2)
    pulls = -weight[:, None] * problem.slopes(positions) * problem.prior_error
    left = tuple(parameter for parameter in first if not parameter.identified)
    fitted = _all_fitted(problem, positions)
    return CalibrationFit(tuple(targets), fitted, left, problem.predicted(positions), deviation, pulls)
