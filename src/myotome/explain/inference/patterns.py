"""Observations compiled for enumeration: each reduced to the few rows that the states make of it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import NO_FINDING, Floats, Observation

__all__ = ["Compiled", "Pattern", "Reduced", "compile_observations"]

_PROJECTION = np.random.default_rng(20_240_117).random(4096) + 0.5
_KEPT = 1000
_kept: OrderedDict[tuple[float, ...], Reduced] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Reduced:
    """What an observation makes of a number of states, whichever finding it belongs to."""

    observation: Observation
    count: int

    @cached_property
    def _distinct(self) -> tuple[Floats, NDArray[np.int32]]:
        """Merge states that leave exactly the same standing."""
        survival, of_state = self.observation.survival, np.zeros(self.count, dtype=np.int32)
        whole = np.ones((1, survival.shape[1]))
        if not len(survival):
            return whole, of_state
        key = survival[:, 0]
        if survival.shape[1] > 1:
            key = np.ascontiguousarray(survival) @ _PROJECTION[: survival.shape[1]]
        number, first = kernels().numbered(np.ascontiguousarray(key).view(np.int64))
        # in an order of their own: the finding of the other side makes the same rows of mirrored states
        order = np.argsort(key[first], kind="stable")
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(1, len(order) + 1)
        of_state[self.observation.touched] = place[number]
        return np.concatenate([whole, survival[first[order]]]), of_state

    @property
    def rows(self) -> Floats:
        """The distinct rows of what is left standing; the first: everything."""
        return self._distinct[0]

    @property
    def of_state(self) -> NDArray[np.int32]:
        """Row of each state."""
        return self._distinct[1]

    @cached_property
    def mark(self) -> bytes:
        """The same for observations that make the same of the same rows, as long as both are there."""
        one = self.observation
        content = hashlib.blake2b(f"{id(one.link)} {one.weight!r} {self.rows.shape}".encode(), digest_size=20)
        for numbers in (one.reads, self.rows):
            content.update(np.ascontiguousarray(numbers).tobytes())
        return content.digest()

    @cached_property
    def alone(self) -> Floats:
        """Log-likelihood given each row alone: shape (rows,)."""
        return np.asarray(self.observation.log_likelihood(self.rows))

    @cached_property
    def singles(self) -> Floats:
        """Log-likelihood given each state alone: shape (states,)."""
        if self.observation.survival.shape[1] > 1:
            return np.asarray(self.alone[self.of_state])
        singles = np.full(self.count, self.none)
        singles[self.observation.touched] = self.observation.log_likelihood(self.observation.survival)
        return singles

    @cached_property
    def none(self) -> float:
        """Log-likelihood given no cause."""
        return float(self.observation.log_likelihood(np.ones((1, self.observation.survival.shape[1])))[0])


def _reduced(observation: Observation, count: int) -> Reduced:
    """Reduce an observation; what is known of the same finding of another patient is kept for those used last."""
    if observation.finding == NO_FINDING:
        return Reduced(observation, count)
    made_of = (observation.touched, observation.survival, observation.reads, observation.link)
    key = (*map(id, made_of), observation.weight, count)
    with _lock:
        # what is kept holds what it is made of, so that no other can come to stand where one of them stood
        reduced = _kept.pop(key, None) or Reduced(observation, count)
        _kept[key] = reduced
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return reduced


@dataclass(frozen=True, eq=False)
class Pattern:
    """One observation over a number of states."""

    observation: Observation
    reduced: Reduced

    @property
    def rows(self) -> Floats:
        """The distinct rows of what is left standing; the first: everything."""
        return self.reduced.rows

    @property
    def of_state(self) -> NDArray[np.int32]:
        """Row of each state."""
        return self.reduced.of_state


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
    def interacting(self) -> NDArray[np.intp]:
        """Numbers of the observations of which two causes may make more, or less, than each alone."""
        return np.flatnonzero(~self._multiplies)

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
    patterns = tuple(Pattern(observation, _reduced(observation, count)) for observation in observations)
    log_likelihood = np.empty((len(observations), count))
    for row, pattern in zip(log_likelihood, patterns, strict=True):
        row[:] = pattern.reduced.singles
    return Compiled(patterns, log_likelihood, np.array([pattern.reduced.none for pattern in patterns]))
