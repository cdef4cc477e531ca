"""Fit the free parameters to the endpoints, and keep a sample of sets instead of one best.

The endpoints are taken as normal on their scales, with the sampling error of each and a spread between studies that is
estimated for each class; tails are heavy, so that one study against all others does not carry the day. A Gauss-Newton
search finds the most likely set; the sample is drawn by randomised maximum likelihood: each set is the most likely for
data and prior that were shifted by their own errors, with the derivatives learnt anew from the sample itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import TAIL, Endpoint, VirtualArms, predicted
from myotome.forecast import Parameter, ParameterSets, from_free, parameters

__all__ = ["CourseFit", "FittingProblem", "fit", "spreads_of", "usual_problem"]


_STEP = 0.4
_DAMPING = (1.0, 0.5, 0.25, 0.1)
_ROUNDS = 5
_LEAST_SPREAD, _MOST_SPREAD = 0.05, 2.0
_FARTHEST = 3.5


@dataclass(frozen=True, eq=False)
class FittingProblem:
    """What is fitted: free parameters in standard deviations of their prior, and endpoints.

    Attributes
    ----------
    free : tuple of Parameter
        The free parameters.
    endpoints : tuple of Endpoint
        Those of use `fit`.
    arms : VirtualArms
        Their virtual arms.
    """

    free: tuple[Parameter, ...]
    endpoints: tuple[Endpoint, ...]
    arms: VirtualArms

    def sets(self, z: Floats) -> ParameterSets:
        """Return whole parameter sets for rows of standard deviations from the prior."""
        centre = np.array([entry.centre for entry in self.free])
        spread = np.array([entry.spread for entry in self.free])
        return from_free(centre + np.atleast_2d(z) * spread, self.free)

    def model(self, z: Floats) -> Floats:
        """What the model says of every endpoint, on its scale, for one set."""
        return predicted(self.endpoints, self.arms.run(self.sets(z)))

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


@dataclass(frozen=True, eq=False)
class CourseFit:
    """What the endpoints say.

    Attributes
    ----------
    z : ndarray, shape (free,)
        Most likely set, in standard deviations of the prior.
    sample : ndarray, shape (sets, free)
        The sample, in the same unit.
    spreads : dict
        Spread between studies of each class, in steps.
    history : tuple of float
        Half the misfit after each round.
    """

    problem: FittingProblem
    z: Floats
    sample: Floats
    spreads: dict[str, float]
    history: tuple[float, ...]


def _derivative(problem: FittingProblem, z: Floats) -> Floats:
    """Slope of every endpoint over every free parameter: shape (endpoints, free), by differences to both sides."""
    columns = []
    for number in range(len(z)):
        up, down = z.copy(), z.copy()
        up[number] += _STEP
        down[number] -= _STEP
        columns.append((problem.model(up) - problem.model(down)) / (2 * _STEP))
    return np.stack(columns, axis=1)


def spreads_of(problem: FittingProblem, residual: Floats) -> dict[str, float]:
    """Spread between studies of each class that makes what is left over most likely, in steps."""
    result = {}
    classes = np.array([one.class_ for one in problem.endpoints])
    grid = np.geomspace(_LEAST_SPREAD, _MOST_SPREAD, 60)
    for name in dict.fromkeys(classes.tolist()):
        own = classes == name
        variance = problem.error[own] ** 2 + (grid[:, None] * problem.step[own]) ** 2
        heavy = (TAIL + 1.0) * np.log1p(residual[own] ** 2 / variance / TAIL)
        misfit = (heavy + np.log(variance)).sum(axis=1)
        # A weak pull towards a quarter of a step, so that a class of few endpoints is not taken as exact.
        misfit += (np.log(grid / 0.25) / 0.7) ** 2
        result[name] = float(grid[int(np.argmin(misfit))])
    return result


def _sigma(problem: FittingProblem, spreads: dict[str, float], residual: Floats) -> Floats:
    """Error of each endpoint; one far from the model has a larger one, as under a heavy-tailed error (Student)."""
    between = np.array([spreads[one.class_] for one in problem.endpoints]) * problem.step
    variance = problem.error**2 + between**2
    return np.sqrt(variance * (TAIL + residual**2 / variance) / (TAIL + 1.0))


def _target(problem: FittingProblem, z: Floats, model: Floats, sigma: Floats) -> float:
    return float((((problem.observed - model) / sigma) ** 2).sum() + (z**2).sum()) / 2


def _gain(slope: Floats, sigma: Floats) -> Callable[[Floats, Floats], Floats]:
    """Step that a misfit of data and of prior calls for, by the linear model."""
    scaled = slope / sigma[:, None]
    inverse = np.linalg.inv(scaled.T @ scaled + np.eye(slope.shape[1]))

    def step(of_data: Floats, of_prior: Floats) -> Floats:
        return np.asarray((of_data / sigma @ scaled + of_prior) @ inverse.T)

    return step


def _search(
    problem: FittingProblem, say: Callable[[str], None]
) -> tuple[Floats, Floats, Floats, dict[str, float], list[float]]:
    """Find the most likely set, with the spreads between studies."""
    z = np.zeros(len(problem.free))
    model = problem.model(z)
    spreads = spreads_of(problem, problem.observed - model)
    history: list[float] = []
    slope = np.zeros((len(model), len(z)))
    for number in range(_ROUNDS):
        sigma = _sigma(problem, spreads, problem.observed - model)
        slope = _derivative(problem, z)
        way = _gain(slope, sigma)(problem.observed - model, -z)
        best = _target(problem, z, model, sigma)
        for length in _DAMPING:
            tried = np.clip(z + length * way, -_FARTHEST, _FARTHEST)
            said = problem.model(tried)
            now = _target(problem, tried, said, sigma)
            if now < best:
                z, model, best = tried, said, now
                break
        spreads = spreads_of(problem, problem.observed - model)
        history.append(best)
        say(f"round {number + 1}: half misfit {best:.1f}; spreads {_spread_words(spreads)}")
    return z, model, slope, spreads, history


def _spread_words(spreads: dict[str, float]) -> str:
    return ", ".join(f"{name} {size:.2f}" for name, size in spreads.items())


def fit(problem: FittingProblem, sets: int, seed: int, say: Callable[[str], None] = print) -> CourseFit:
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

    Returns
    -------
    CourseFit
        The most likely set, the sample and the spreads between studies.
    """
    z, model, slope, spreads, history = _search(problem, say)
    draws = np.random.default_rng(seed)
    sigma = _sigma(problem, spreads, problem.observed - model)
    shifted = problem.observed + sigma * draws.standard_normal((sets, len(model)))
    prior = draws.standard_normal((sets, len(z)))
    step = _gain(slope, sigma)
    sample = prior + step(shifted - model - (prior - z) @ slope.T, np.zeros_like(prior))
    for number in range(3):
        sample = np.clip(sample, -_FARTHEST, _FARTHEST)
        said = np.stack([problem.model(row) for row in sample])
        if number == 0:
            slope = _learnt(sample, said, slope, sigma)
            step = _gain(slope, sigma)
        sample = sample + 0.7 * step(shifted - said, prior - sample)
        say(f"sample {number + 1}: root mean square {np.sqrt((((shifted - said) / sigma) ** 2).mean()):.2f}")
    return CourseFit(problem, z, np.clip(sample, -_FARTHEST, _FARTHEST), spreads, tuple(history))


def _learnt(sample: Floats, said: Floats, slope: Floats, sigma: Floats) -> Floats:
    """Correct the derivatives by how the sample itself answered (ridge regression of what they missed)."""
    around, answers = sample - sample.mean(axis=0), said - said.mean(axis=0)
    missed = (answers - around @ slope.T) / sigma
    ridge = around.T @ around + len(sample) * 0.5 * np.eye(sample.shape[1])
    return np.asarray(slope + (np.linalg.solve(ridge, around.T @ missed) * sigma).T)


def usual_problem(wanted: tuple[Endpoint, ...], people: int, seed: int) -> FittingProblem:
    """Make the problem of the package: its free parameters and these endpoints."""
    free = tuple(entry for entry in parameters() if entry.free)
    return FittingProblem(free, wanted, VirtualArms(wanted, people, seed))
