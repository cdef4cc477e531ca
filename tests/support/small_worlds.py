"""Small random worlds: a few states, the observations that they change, and what plain enumeration makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np

from myotome.explain.likelihood.observations import Observation, Observed, absence, event, tabulated

Array = np.ndarray
Members = tuple[int, ...]


@dataclass(frozen=True)
class SmallWorld:
    """A few states with their observations; `exclusive` has one row of keys, or two of which either excludes.

    `unpaired` states stand with no other.
    """

    observations: tuple[Observation, ...]
    prior: Array
    exclusive: Array
    unpaired: Array | None = None

    def compatible(self, members: Members) -> bool:
        """Do no two of these states share a key, and may each of them stand with others?"""
        rows = np.atleast_2d(self.exclusive)[:, list(members)]
        apart = all(len(set(row.tolist())) == len(members) for row in rows)
        return apart and (self.unpaired is None or not self.unpaired[list(members)].any())

    def likelihood(self, members: Members, found_only: bool = False) -> float:
        """Likelihood of all observations, or of those found alone, given that exactly these states hold."""
        return self.likelihood_of(members, (one for one in self.observations if not (found_only and one.multiplies)))

    def likelihood_of(self, members: Members, observations: Iterable[Observation]) -> float:
        """Likelihood of some observations, given that exactly these states hold."""
        total = 0.0
        for observation in observations:
            left = np.ones((1, observation.survival.shape[1]))
            for state in members:
                if state in observation.touched:
                    left = left * observation.survival[list(observation.touched).index(state)]
            total += float(observation.log_likelihood(left)[0])
        return float(np.exp(total))

    def together(self, count: int) -> dict[Members, tuple[float, float]]:
        """Each compatible set of this many states: its prior, summing to 1 over them, and its likelihood."""
        sets = [members for members in combinations(range(len(self.prior)), count) if self.compatible(members)]
        mass = np.array([prod(float(self.prior[state]) for state in members) for members in sets])
        return {
            members: (share, self.likelihood(members)) for members, share in zip(sets, mass / mass.sum(), strict=True)
        }


def random_events(rng: np.random.Generator, count: int, observations: int) -> list[Observation]:
    """Signs, complaints and test results, seen or not seen; a state that says nothing of one has no probability."""
    made = []
    for number in range(observations):
        leak = float(rng.uniform(0.01, 0.4))
        probability = np.maximum(rng.uniform(0.0, 0.9, count), leak)
        probability[rng.random(count) < 0.4] = np.nan
        observed = Observed(number, f"event {number}", float(rng.choice([1.0, 0.6])))
        made.append(event(observed, probability, leak, bool(rng.random() < 0.5)))
    return made


def graded_link(rng: np.random.Generator) -> Callable[[Array], Array]:
    """Most likely at some drive in between, as a muscle grade is; or falling with two things lost, as a reflex does."""
    seen, scatter = float(rng.uniform(0.0, 1.0)), float(rng.uniform(0.2, 0.6))
    table = tabulated(lambda drive: -0.5 * ((drive - seen) / scatter) ** 2)
    if rng.random() < 0.6:
        return lambda reads: table(reads[..., 0])
    lost = bool(rng.random() < 0.5)
    return lambda reads: np.log(
        0.05 + 0.9 * (1.0 - reads[..., 0] * reads[..., -1] if lost else reads[..., 0] * reads[..., -1])
    )


def random_graded(rng: np.random.Generator, count: int, observations: int) -> list[Observation]:
    """Strengths and reflexes: shares of a few fibres left standing, summed into read-outs."""
    made = []
    for number in range(observations):
        things = int(rng.integers(1, 4))
        touched = np.flatnonzero(rng.random(count) < 0.6)
        survival = rng.random((len(touched), things)).round(1)
        weights = rng.random((2, things)) + 0.05
        reads = weights / weights.sum(axis=1, keepdims=True)
        made.append(Observation(100 + number, f"grade {number}", touched, survival, reads, graded_link(rng)))
    made.append(
        absence(Observed(200, "absence"), np.where(rng.random(count) < 0.5, 1.0, rng.uniform(0.05, 1.0, count)))
    )
    return made


def small_world(seed: int, count: int, graded: bool, ways: int = 1, unpaired: int = 0) -> SmallWorld:
    rng = np.random.default_rng(seed)
    observations = random_events(rng, count, int(rng.integers(1, 6)))
    if graded:
        observations += random_graded(rng, count, int(rng.integers(1, 4)))
    prior = rng.dirichlet(np.full(count, 0.7)) + 1e-9
    exclusive = np.tile(np.arange(count, dtype=np.intp), (ways, 1))
    # some states exclude one another; four keys remain at least, for triples to exist
    exclusive[:, 4:] = rng.integers(0, count, (ways, count - 4))
    keys, alone = exclusive[0] if ways == 1 else exclusive, np.arange(count) >= count - unpaired
    return SmallWorld(tuple(observations), prior / prior.sum(), keys, alone)
