"""Observations compiled for enumeration: each reduced to the few patterns that the states make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.likelihood.observations import Floats, Observation

__all__ = ["Compiled", "Pattern", "compile_observations", "grouped"]

_MIXER = np.random.default_rng(20_240_117)
_PROJECTION = _MIXER.random(4096) + 0.5
_HASHES = _MIXER.integers(1, 2**62, size=(512, 2048), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pattern:
    """One observation: the distinct rows of what is left standing (the first: everything), and each state's row."""

    observation: Observation
    rows: Floats
    of_state: NDArray[np.int32]

    def singles(self) -> Floats:
        """Log-likelihood of each pattern alone."""
        return self.observation.log_likelihood(self.rows)

    def interactions(self) -> Floats:
        """What each pair of patterns adds beyond the sum of each alone."""
        pair = self.observation.pair_log_likelihood(self.rows)
        return np.asarray(pair - pair[:, :1] - pair[:1, :] + pair[0, 0])


def _pattern(observation: Observation, count: int) -> Pattern:
    """Merge states that leave exactly the same standing."""
    of_state = np.zeros(count, dtype=np.int32)
    whole = np.ones((1, observation.survival.shape[1]))
    if not len(observation.touched):
        return Pattern(observation, whole, of_state)
    key = np.ascontiguousarray(observation.survival) @ _PROJECTION[: observation.survival.shape[1]]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    of_state[observation.touched] = inverse + 1
    return Pattern(observation, np.concatenate([whole, observation.survival[first]]), of_state)


@dataclass(frozen=True, eq=False)
class Compiled:
    """All observations of a case over a number of states.

    Attributes
    ----------
    patterns : tuple of Pattern
        One for each observation.
    log_likelihood : ndarray, shape (observations, states)
        Log-likelihood of each observation given each state alone.
    none : ndarray, shape (observations,)
        The same given no cause.
    """

    patterns: tuple[Pattern, ...]
    log_likelihood: Floats
    none: Floats

    @cached_property
    def interacting(self) -> tuple[Pattern, ...]:
        """Observations of which two causes may make more, or less, than each alone."""
        return tuple(pattern for pattern in self.patterns if not pattern.observation.multiplies)

    @cached_property
    def _multiplies(self) -> NDArray[np.bool_]:
        return np.array([pattern.observation.multiplies for pattern in self.patterns], dtype=np.bool_)

    @cached_property
    def factor(self) -> Floats:
        """Log of the factor by which each state changes what multiplies: shape (states,)."""
        rows = self._multiplies
        return np.asarray(self.log_likelihood[rows].sum(axis=0) - self.none[rows].sum())

    @cached_property
    def factor_of_none(self) -> float:
        """Log-likelihood of what multiplies, given no cause."""
        return float(self.none[self._multiplies].sum())

    @cached_property
    def found(self) -> Floats:
        """Log-likelihood of what interacts given each state alone: shape (states,)."""
        return np.asarray(self.log_likelihood[~self._multiplies].sum(axis=0))

    @cached_property
    def singles(self) -> Floats:
        """Log-likelihood of all observations given each state alone: shape (states,)."""
        return np.asarray(self.log_likelihood.sum(axis=0))

    def best_case(self) -> Floats:
        """Bound on the log-likelihood of any set of causes that holds a state: shape (states,).

        An observation that every loss makes less likely (normal strength, a negative sign) stays at least as unlikely
        as under the state alone; any other may be explained perfectly by the state's partners.
        """
        highest = self.log_likelihood.max(axis=1, initial=-np.inf)
        lowered = highest <= self.none + 1e-12
        free = sum(self.patterns[row].observation.ceiling() for row in np.flatnonzero(~lowered))
        return np.asarray(lowered.astype(np.float64) @ self.log_likelihood + free)

    def restricted(self, keep: NDArray[np.intp]) -> Compiled:
        """Return the same observations over these states alone."""
        patterns = tuple(_restricted(pattern, keep) for pattern in self.patterns)
        return Compiled(patterns, self.log_likelihood[:, keep], self.none)

    def merged(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Group of each state, and one state of each group: no interacting observation tells its states apart."""
        return grouped([pattern.of_state for pattern in self.interacting], self.log_likelihood.shape[1])


def grouped(patterns: Sequence[NDArray[np.int32]], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Group of each of some things, and one of each group, by patterns that all agree within a group."""
    signature = np.zeros(count, dtype=np.int64)
    for number, of_thing in enumerate(patterns):
        signature += _HASHES[number % len(_HASHES)][of_thing % _HASHES.shape[1]] * (1 + of_thing)
    _, member, group = np.unique(signature, return_index=True, return_inverse=True)
    return group, member


def _restricted(pattern: Pattern, keep: NDArray[np.intp]) -> Pattern:
    of_state = pattern.of_state[keep]
    used = np.zeros(len(pattern.rows), dtype=np.bool_)
    used[of_state] = used[0] = True
    place = (np.cumsum(used) - 1).astype(np.int32)
    return Pattern(pattern.observation, pattern.rows[used], place[of_state])


def compile_observations(observations: Sequence[Observation], count: int) -> Compiled:
    """Compile observations for a number of states.

    Parameters
    ----------
    observations : sequence of Observation
        Any number.
    count : int
        Number of states.

    Returns
    -------
    Compiled
        Exact: merging loses nothing.
    """
    patterns = tuple(_pattern(observation, count) for observation in observations)
    tables = [pattern.singles() for pattern in patterns]
    log_likelihood = np.zeros((len(observations), count))
    for row, pattern, table in zip(log_likelihood, patterns, tables, strict=True):
        row[:] = table[pattern.of_state]
    return Compiled(patterns, log_likelihood, np.array([table[0] for table in tables]))
