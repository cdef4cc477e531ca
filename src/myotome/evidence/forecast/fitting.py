"""Fit the free parameters to the endpoints, and keep a sample of sets instead of one best.

The endpoints are taken as normal on their scales, with the sampling error of each and a spread between studies that is
estimated for each kind of outcome; tails are heavy, so that one study against all others does not carry the day. A
Gauss-Newton search finds the most likely set; the sample is drawn by randomised maximum likelihood: each set is the
most likely for data and prior that were shifted by their own errors, with the derivatives learnt anew from the sample
itself. Every endpoint is predicted, those that the fit is not shown as well: what is said of them is the check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import TAIL, Endpoint, SpreadKind, VirtualArms, predicted
from myotome.evidence.forecast.side_by_side import side_by_side
from myotome.forecast import Parameter, ParameterSets, from_free, parameters

__all__ = ["CourseFit", "FittingProblem", "fit", "linear_model", "spreads_of", "usual_problem"]


_STEP = 0.4
_DAMPING = (1.0, 0.5, 0.25, 0.1)
_ROUNDS = 5
_LEAST_SPREAD, _MOST_SPREAD = 0.05, 2.0
_FARTHEST = 3.5
_USUAL, _PULL = 0.25, 0.7
_MORE = 2


@dataclass(frozen=True, eq=False)
class FittingProblem:
    """What is fitted: free parameters in standard deviations of their prior, and endpoints.

    Attributes
    ----------
    free : tuple of Parameter
        The free parameters.
    endpoints : tuple of Endpoint
        All that are predicted; those of use `fit` may be shown to the fit.
    arms : VirtualArms
        Their virtual arms.
    workers : int
        Processes that run them; the answers are the same for any number.
    """

    free: tuple[Parameter, ...]
    endpoints: tuple[Endpoint, ...]
    arms: VirtualArms
    workers: int = 1

    def sets(self, z: Floats) -> ParameterSets:
        """Return whole parameter sets for rows of standard deviations from the prior."""
        centre = np.array([entry.centre for entry in self.free])
        spread = np.array([entry.spread for entry in self.free])
        return from_free(centre + np.atleast_2d(z) * spread, self.free)

    def model(self, z: Floats) -> Floats:
        """What the model says of every endpoint, on its scale, for one set."""
        return predicted(self.endpoints, self.arms.run(self.sets(z)))

    def models(self, rows: Floats, *, of_others: bool = False) -> Floats:
        """Return what the model says for each of many sets, of the same people or of others for each set."""
        asked = [self.among_others(number) if of_others else self for number in range(len(rows))]
        return np.stack(side_by_side(_said, list(zip(asked, rows, strict=True)), self.workers))

    def only(self, asked: NDArray[np.bool_]) -> FittingProblem:
        """The same problem for some of its endpoints, with the arms that these need."""
        some = tuple(one for one, wanted in zip(self.endpoints, asked, strict=True) if wanted)
        return replace(self, endpoints=some, arms=replace(self.arms, wanted=some))

    def among_others(self, number: int) -> FittingProblem:
        """The same asked of others, and more of them.

        Each set of a sample is asked about its own people, so that what few happen to be like is not taken for what
        the model says; a contrast of smokers with others hangs on it.
        """
        arms = replace(self.arms, people=_MORE * self.arms.people, seed=self.arms.seed + 1 + number)
        return replace(self, arms=arms)

    @property
    def may_be_shown(self) -> NDArray[np.bool_]:
        """Endpoints of use `fit`."""
        return np.array([one.use == "fit" for one in self.endpoints])

    @property
    def observed(self) -> Floats:
        """Published numbers on their scales."""
        return np.array([one.observed for one in self.endpoints])

    @property
    def error(self) -> Floats:
        """Sampling errors on their scales."""
        return np.array([one.error for one in self.endpoints])

    @property
    def step(self) -> Floats:
        """One step of the spread between studies, on each scale."""
        return np.array([one.step for one in self.endpoints])


def _said(asked: tuple[FittingProblem, Floats]) -> Floats:
    problem, row = asked
    return problem.model(row)


@dataclass(frozen=True, eq=False)
class LinearModel:
    """What the model says at one set, and how that changes with each free parameter."""

    z: Floats
    model: Floats
    slope: Floats


@dataclass(frozen=True, eq=False)
class CourseFit:
    """What the endpoints say.

    Attributes
    ----------
    best : LinearModel
        Around the most likely set, in standard deviations of the prior.
    sample : ndarray, shape (sets, free)
        The sample, in the same unit.
    spreads : dict
        Spread between studies of each kind of outcome, in steps.
    history : tuple of float
        Half the misfit after each round.
    """

    problem: FittingProblem
    best: LinearModel
    sample: Floats
    spreads: dict[SpreadKind, float]
    history: tuple[float, ...]

    def answers(self, asked: NDArray[np.bool_]) -> Floats:
        """What each set of the sample says of the endpoints asked, on their scales: shape (sets, asked)."""
        return self.problem.only(asked).models(self.sample, of_others=True)


def linear_model(problem: FittingProblem, z: Floats) -> LinearModel:
    """Learn the slope of every endpoint over every free parameter, by differences to both sides."""
    steps = _STEP * np.eye(len(z))
    said = problem.models(np.vstack([z, z + steps, z - steps]))
    up, down = said[1 : 1 + len(z)], said[1 + len(z) :]
    return LinearModel(z, said[0], (up - down).T / (2 * _STEP))


def spreads_of(problem: FittingProblem, residual: Floats, shown: NDArray[np.bool_]) -> dict[SpreadKind, float]:
    """Spread between studies of each kind of outcome that makes what is left over most likely, in steps."""
    result = {}
    kinds = [one.spread_kind for one in problem.endpoints]
    grid = np.geomspace(_LEAST_SPREAD, _MOST_SPREAD, 60)
    for kind in dict.fromkeys(kinds):
        own = np.array([each == kind for each in kinds]) & shown
        variance = problem.error[own] ** 2 + (grid[:, None] * problem.step[own]) ** 2
        heavy = (TAIL + 1.0) * np.log1p(residual[own] ** 2 / variance / TAIL)
        misfit = (heavy + np.log(variance)).sum(axis=1)
        # A weak pull towards a quarter of a step, so that a kind of few endpoints is not taken as exact.
        misfit += (np.log(grid / _USUAL) / _PULL) ** 2
        result[kind] = float(grid[int(np.argmin(misfit))])
    return result


@dataclass(frozen=True, eq=False)
class _Search:
    """The fit of one problem to the endpoints that it is shown."""

    problem: FittingProblem
    shown: NDArray[np.bool_]

    def spreads(self, model: Floats) -> dict[SpreadKind, float]:
        return spreads_of(self.problem, self.problem.observed - model, self.shown)

    def sigma(self, spreads: dict[SpreadKind, float], model: Floats) -> Floats:
        """Error of each endpoint; one far from the model has a larger one, as under a heavy-tailed error (Student)."""
        between = np.array([spreads[one.spread_kind] for one in self.problem.endpoints]) * self.problem.step
        variance = self.problem.error**2 + between**2
        away = self.problem.observed - model
        return np.sqrt(variance * (TAIL + away**2 / variance) / (TAIL + 1.0))

    def target(self, z: Floats, model: Floats, sigma: Floats) -> float:
        away = ((self.problem.observed - model) / sigma)[self.shown]
        return float((away**2).sum() + (z**2).sum()) / 2

    def gain(self, slope: Floats, sigma: Floats) -> Callable[[Floats, Floats], Floats]:
        """Step that a misfit of data and of prior calls for, by the linear model."""
        scaled = np.where(self.shown[:, None], slope / sigma[:, None], 0.0)
        inverse = np.linalg.inv(scaled.T @ scaled + np.eye(slope.shape[1]))

        def step(of_data: Floats, of_prior: Floats) -> Floats:
            return np.asarray((of_data / sigma @ scaled + of_prior) @ inverse.T)

        return step

    def better(self, at: LinearModel, sigma: Floats) -> LinearModel | None:
        """The set after one damped step, its slope corrected by what the step taught (Broyden); None if none is."""
        way = self.gain(at.slope, sigma)(self.problem.observed - at.model, -at.z)
        for length in _DAMPING:
            z = np.clip(at.z + length * way, -_FARTHEST, _FARTHEST)
            model = self.problem.model(z)
            if self.target(z, model, sigma) < self.target(at.z, at.model, sigma):
                moved = z - at.z
                missed = model - at.model - at.slope @ moved
                return LinearModel(z, model, at.slope + np.outer(missed, moved) / (moved @ moved))
        return None

    def best(self, at: LinearModel, rounds: int, say: Callable[[str], None]) -> tuple[LinearModel, list[float]]:
        """The most likely set, from a start, after so many rounds."""
        history = []
        for _ in range(rounds):
            sigma = self.sigma(self.spreads(at.model), at.model)
            found = self.better(at, sigma)
            at = found or at
            history.append(self.target(at.z, at.model, sigma))
            say(f"half misfit {history[-1]:.1f}")
            if found is None:
                break
        return at, history


def fit(
    problem: FittingProblem,
    sets: int,
    seed: int,
    say: Callable[[str], None] = print,
    shown: NDArray[np.bool_] | None = None,
    start: LinearModel | None = None,
) -> CourseFit:
    """Fit, and draw a sample of parameter sets.

    Parameters
    ----------
    problem : FittingProblem
        What is fitted.
    sets : int
        Size of the sample.
    seed : int
        Of the sample; the same seed gives the same sample.
    say : callable
        Called with the progress.
    shown : ndarray of bool or None
        Endpoints that the fit sees; None for all of use `fit`.
    start : LinearModel or None
        Where the search begins; None for the centre of the prior, with the slopes learnt anew near the end.

    Returns
    -------
    CourseFit
        The most likely set, the sample and the spreads between studies.
    """
    search = _Search(problem, problem.may_be_shown if shown is None else shown)
    history = list[float]()
    if start is None:
        first, history = search.best(linear_model(problem, np.zeros(len(problem.free))), _ROUNDS, say)
        start = linear_model(problem, first.z)
    best, more = search.best(start, _ROUNDS, say)
    sample = _sample(search, best, sets, seed, say)
    return CourseFit(problem, best, sample, search.spreads(best.model), (*history, *more))


def _sample(search: _Search, best: LinearModel, sets: int, seed: int, say: Callable[[str], None]) -> Floats:
    """Sets that are each most likely for data and prior shifted by their own errors."""
    problem, draws = search.problem, np.random.default_rng(seed)
    sigma = search.sigma(search.spreads(best.model), best.model)
    shifted = problem.observed + sigma * draws.standard_normal((sets, len(best.model)))
    prior = draws.standard_normal((sets, len(best.z)))
    slope = best.slope
    step = search.gain(slope, sigma)
    sample = prior + step(shifted - best.model - (prior - best.z) @ slope.T, np.zeros_like(prior))
    for number in range(2):
        sample = np.clip(sample, -_FARTHEST, _FARTHEST)
        said = problem.models(sample)
        if number == 0:
            slope = _learnt(sample, said, slope, sigma)
            step = search.gain(slope, sigma)
        away = ((shifted - said) / sigma)[:, search.shown]
        say(f"sample {number + 1}: root mean square {np.sqrt((away**2).mean()):.2f}")
        sample = sample + 0.7 * step(shifted - said, prior - sample)
    return np.asarray(np.clip(sample, -_FARTHEST, _FARTHEST))


def _learnt(sample: Floats, said: Floats, slope: Floats, sigma: Floats) -> Floats:
    """Correct the derivatives by how the sample itself answered (ridge regression of what they missed)."""
    around, answers = sample - sample.mean(axis=0), said - said.mean(axis=0)
    missed = (answers - around @ slope.T) / sigma
    ridge = around.T @ around + len(sample) * 0.5 * np.eye(sample.shape[1])
    return np.asarray(slope + (np.linalg.solve(ridge, around.T @ missed) * sigma).T)


def usual_problem(wanted: tuple[Endpoint, ...], people: int, seed: int, workers: int = 1) -> FittingProblem:
    """Make the problem of the package: its free parameters and these endpoints."""
    free = tuple(entry for entry in parameters() if entry.free)
    return FittingProblem(free, wanted, VirtualArms(wanted, people, seed), workers)
