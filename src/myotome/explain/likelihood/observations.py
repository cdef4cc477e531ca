"""The unit of inference: one thing observed, what each state leaves standing of it, and how likely the observation is.

Every likelihood of the model has one form. A state leaves a share of each of a few things standing (fibres of a muscle,
the chance of not having a sign); two states together leave the product. Read-outs sum what is left (the drive of a
muscle), and a link turns them into the log-probability of what was observed. Exactness of two and three causes follows
from this form alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.explain.kernels.choice import kernels

__all__ = ["LEAST", "NO_FINDING", "Floats", "Link", "Observation", "Observed", "absence", "event", "tabulated"]

Link = Callable[[Floats], Floats]
#: Stands for no finding of the case; as a position in an array it is the last, kept free for it.
NO_FINDING = -1
#: Least probability that an event that was seen has under any causes.
LEAST = 1e-6
_TINY = 1e-300
_STEPS = 2048
_PIECE = 16384


@dataclass(frozen=True, eq=False)
class Observation:
    """One observation of one finding.

    Attributes
    ----------
    finding : int
        Number of the finding among those of the case; `NO_FINDING` for what a record does not mention.
    label : str
        What was observed, in words.
    touched : ndarray of int
        The states that change it; all others leave everything standing.
    survival : ndarray, shape (touched, things)
        Share of each thing that a state leaves standing; 1 means untouched.
    reads : ndarray, shape (read-outs, things)
        Weights that sum the things into read-outs.
    link : callable
        Log-probability of the observation, given the read-outs on the last axis.
    weight : float
        Power the likelihood is raised to: below 1 for items of a list that are not independent.
    image : bool
        Whether it is an observation of an image.
    multiplies : bool
        Whether its likelihood is the product of what the states leave: several causes then add nothing to each alone,
        and no pair of states need be looked at. So it is for all that was looked for and not seen.
    """

    finding: int
    label: str
    touched: NDArray[np.intp]
    survival: Floats
    reads: Floats
    link: Link
    weight: float = 1.0
    image: bool = False
    multiplies: bool = False

    def log_likelihood(self, survival: Floats) -> Floats:
        """Log-probability of the observation for each row of what is left."""
        return self.weight * self.link(survival @ self.reads.T)

    def add_pairs(self, table: Floats, survival: Floats, alone: Floats, none: float) -> None:
        """Write what each pair of rows adds to the log-likelihood beyond each alone: symmetric to the bit.

        Parameters
        ----------
        table : ndarray, shape (rows, rows)
            Is written to.
        survival : ndarray, shape (rows, things)
            The rows.
        alone, none : ndarray, shape (rows,), and float
            Log-likelihood given each row alone, and given no cause.
        """
        count, beyond = len(survival), alone - none
        used = [np.flatnonzero(read) for read in self.reads]
        weighed = [survival[:, things] * read[things] for things, read in zip(used, self.reads, strict=True)]
        partner = [np.ascontiguousarray(survival[:, things].T) for things in used]
        first = 0
        while first < count:
            # one half of the table, in pieces that stay in the cache; the read-outs lie one after the other
            after = min(count, first + max(1, _PIECE // (count - first)))
            reads = np.empty((len(weighed), after - first, count - first))
            for read, own, other in zip(reads, weighed, partner, strict=True):
                np.matmul(own[first:after], other[:, first:], out=read)
            piece = self.weight * self.link(reads.transpose(1, 2, 0))
            piece -= beyond[first:after, None]
            piece -= alone[None, first:]
            square = piece[:, : after - first]
            np.copyto(square, square.T.copy(), where=_below(after - first))
            table[first:after, first:] = piece
            table[after:, first:after] = piece[:, after - first :].T
            first = after


@lru_cache(maxsize=256)
def _below(count: int) -> NDArray[np.bool_]:
    """What of a square lies below the diagonal."""
    return np.tri(count, count, -1, dtype=np.bool_)


def tabulated(function: Link) -> Link:
    """Replace a smooth function on [0, 1] by linear interpolation on a fine grid: many times faster.

    Parameters
    ----------
    function : callable
        Any elementwise function of an array with values in [0, 1].

    Returns
    -------
    callable
        The same to within the square of the grid step.
    """
    grid = np.asarray(function(np.linspace(0.0, 1.0, _STEPS + 1)), dtype=np.float64)

    def read(x: Floats) -> Floats:
        return np.asarray(kernels().interpolate(np.ascontiguousarray(x).ravel(), grid).reshape(x.shape))

    def interpolated(x: Floats) -> Floats:
        # read-outs that lie one after the other are read in that order
        if x.ndim == 1 or x.flags.c_contiguous:
            return read(x)
        by_read_out = x.transpose(x.ndim - 1, *range(x.ndim - 1))
        return read(by_read_out).transpose(*range(1, x.ndim), 0) if by_read_out.flags.c_contiguous else read(x)

    return interpolated


@lru_cache(maxsize=4096)
def _event_link(leak: float, positive: bool) -> Link:
    """Noisy-or: the event stays away only if the leak and every cause leave it standing."""

    def link(reads: Floats) -> Floats:
        away = (1.0 - leak) * reads[..., 0]
        return np.log1p(-np.minimum(away, 1.0 - LEAST)) if positive else np.log(np.maximum(away, _TINY))

    return link


@dataclass(frozen=True, slots=True)
class Observed:
    """Where an observation stands: its finding, its words, its weight."""

    finding: int
    label: str
    weight: float = 1.0


_ONE = np.ones((1, 1))


def event(observed: Observed, probability: Floats, leak: float, positive: bool) -> Observation:
    """Observation of an event that each state makes happen with its own probability.

    Parameters
    ----------
    observed : Observed
        Which finding it belongs to.
    probability : ndarray, shape (states,)
        Probability of the event given the state alone, the leak included; NaN where the state says nothing.
    leak : float
        Probability of the event without any of the states.
    positive : bool
        Whether the event was seen, or looked for and not seen.

    Returns
    -------
    Observation
        Touched only by the states whose probability differs from the leak.
    """
    touched = np.flatnonzero(~np.isnan(probability) & (probability != leak))
    survival = np.maximum(1.0 - probability[touched, None], LEAST) / (1.0 - leak)
    link = _event_link(leak, positive)
    where = (observed.finding, observed.label, touched, survival, _ONE, link, observed.weight)
    return Observation(*where, multiplies=not positive)


def _absence_link(reads: Floats) -> Floats:
    return np.log(np.maximum(reads[..., 0], _TINY))


def absence(observed: Observed, silent: Floats) -> Observation:
    """Observation that something is wholly absent: every state must be silent about it.

    Parameters
    ----------
    observed : Observed
        Which finding it belongs to.
    silent : ndarray, shape (states,)
        Probability that the state leaves it absent.
    """
    touched = np.flatnonzero(silent < 1.0)
    survival = np.maximum(silent[touched, None], LEAST)
    where = (observed.finding, observed.label, touched, survival, _ONE, _absence_link, observed.weight)
    return Observation(*where, multiplies=True)
