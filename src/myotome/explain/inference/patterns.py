"""Observations compiled for enumeration: each reduced to the few patterns that the states make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.kept_tables import pair_interactions
from myotome.explain.likelihood.observations import Floats, Observation

__all__ = ["Compiled", "Groups", "Pattern", "compile_observations"]

_MIXER = np.random.default_rng(20_240_117)
_PROJECTION = _MIXER.random(4096) + 0.5
_MULTIPLIERS = 2 * _MIXER.integers(1, 2**61, size=4096, dtype=np.int64) + 1


@dataclass(frozen=True, eq=False)
class Pattern:
    """One observation over a number of states."""

    observation: Observation
    count: int

    @cached_property
    def _distinct(self) -> tuple[Floats, NDArray[np.int32]]:
        """Merge states that leave exactly the same standing."""
        survival, of_state = self.observation.survival, np.zeros(self.count, dtype=np.int32)
        whole = np.ones((1, survival.shape[1]))
        if not len(survival):
            return whole, of_state
        key = survival[:, 0] if survival.shape[1] == 1 else np.ascontiguousarray(survival) @ self._projection
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        of_state[self.observation.touched] = inverse + 1
        return np.concatenate([whole, survival[first]]), of_state

    @property
    def _projection(self) -> Floats:
        return _PROJECTION[: self.observation.survival.shape[1]]

    @property
    def rows(self) -> Floats:
        """The distinct rows of what is left standing; the first: everything."""
        return self._distinct[0]

    @property
    def of_state(self) -> NDArray[np.int32]:
        """Row of each state."""
        return self._distinct[1]

    @property
    def is_simple(self) -> bool:
        """Whether the likelihood of two causes is 1 less a product of one number of each."""
        return self.observation.unless is not None and self.observation.weight == 1.0

    def left(self) -> Floats:
        """Share that each state leaves of the one thing: shape (states,)."""
        result = np.ones(self.count)
        result[self.observation.touched] = self.observation.survival[:, 0]
        return result

    def singles(self) -> Floats:
        """Log-likelihood given each state alone: shape (states,)."""
        if self.observation.survival.shape[1] == 1:
            return np.asarray(self.observation.log_likelihood(self.left()[:, None]))
        return np.asarray(self.observation.log_likelihood(self.rows)[self.of_state])

    def none(self) -> float:
        """Log-likelihood given no cause."""
        return float(self.observation.log_likelihood(np.ones((1, self.observation.survival.shape[1])))[0])

    def interactions(self) -> Floats:
        """What each pair of rows adds beyond the sum of each alone."""
        return pair_interactions(self.observation, self.rows)


@dataclass(frozen=True, eq=False)
class Groups:
    """States that no interacting observation tells apart, in groups; and groups alike in all but simple events.

    Attributes
    ----------
    of_state : ndarray of int, shape (states,)
        Group of each state.
    member : ndarray of int, shape (groups,)
        One state of each group.
    pattern : ndarray of int32, shape (groups,)
        Pattern that each group makes of all that is no simple event; it never falls from one group to the next.
    example : ndarray of int, shape (patterns,)
        One state of each pattern.
    """

    of_state: NDArray[np.intp]
    member: NDArray[np.intp]
    pattern: NDArray[np.int32]
    example: NDArray[np.intp]


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
    def simple(self) -> NDArray[np.intp]:
        """Numbers of the simple events: those seen that each cause makes happen by itself."""
        return np.flatnonzero([pattern.is_simple for pattern in self.patterns])

    @cached_property
    def graded(self) -> NDArray[np.intp]:
        """Numbers of the other observations of which two causes may make more, or less, than each alone."""
        return np.flatnonzero([not (one.observation.multiplies or one.is_simple) for one in self.patterns])

    @cached_property
    def _multiplies(self) -> NDArray[np.bool_]:
        return np.array([pattern.observation.multiplies for pattern in self.patterns], dtype=np.bool_)

    @cached_property
    def factor(self) -> Floats:
        """Log of the factor by which each state changes what multiplies: shape (states,)."""
        return np.asarray(self._multiplies.astype(np.float64) @ self.log_likelihood - self.factor_of_none)

    @cached_property
    def factor_of_none(self) -> float:
        """Log-likelihood of what multiplies, given no cause."""
        return float(self.none[self._multiplies].sum())

    @cached_property
    def found(self) -> Floats:
        """Log-likelihood of what interacts given each state alone: shape (states,)."""
        return np.asarray((~self._multiplies).astype(np.float64) @ self.log_likelihood)

    @cached_property
    def singles(self) -> Floats:
        """Log-likelihood of all observations given each state alone: shape (states,)."""
        return np.asarray(self.log_likelihood.sum(axis=0))

    @cached_property
    def left(self) -> Floats:
        """Share that each state leaves of what each simple event needs to stay away: shape (events, states)."""
        left = np.empty((len(self.simple), self.log_likelihood.shape[1]))
        for row, number in zip(left, self.simple, strict=True):
            row[:] = self.patterns[number].left()
        return left

    def grouped(self) -> Groups:
        """Merge the states that no interacting observation tells apart."""
        count = self.log_likelihood.shape[1]
        graded = _signature((self.patterns[number].of_state for number in self.graded), count)
        _, example, pattern = np.unique(graded, return_index=True, return_inverse=True)
        bits = (_mixed(np.ascontiguousarray(row).view(np.int64)) for row in self.left)
        _, member, of_state = np.unique(graded * 5 + _signature(bits, count), return_index=True, return_inverse=True)
        order = np.argsort(pattern[member], kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return Groups(place[of_state], member[order], pattern[member[order]].astype(np.int32), example)


def _mixed(bits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Spread the bits of numbers, which often differ in few of them."""
    mixed = bits ^ (bits >> 32)
    mixed *= _MULTIPLIERS[0]
    return np.asarray(mixed ^ (mixed >> 29))


def _signature(rows: Iterable[NDArray[np.integer]], count: int) -> NDArray[np.int64]:
    """Number of each column, the same where all rows agree."""
    signature = np.zeros(count, dtype=np.int64)
    for number, row in enumerate(rows, start=1):
        signature += row * _MULTIPLIERS[number % len(_MULTIPLIERS)]
    return signature


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
    patterns = tuple(Pattern(observation, count) for observation in observations)
    log_likelihood = np.empty((len(observations), count))
    for row, pattern in zip(log_likelihood, patterns, strict=True):
        row[:] = pattern.singles()
    return Compiled(patterns, log_likelihood, np.array([pattern.none() for pattern in patterns]))
