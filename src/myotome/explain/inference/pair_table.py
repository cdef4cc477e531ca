"""Likelihood of every pair of groups: a table over patterns of the nerves, times what simple events make of the two.

A group of states makes one pattern of the findings of the nerves, and leaves some share of what each simple event (one
that is seen where any cause makes it happen) needs to stay away. Few patterns make many groups; and two causes leave
the product of their shares, so that a pair is worth two numbers and one multiplication for each event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.patterns import Compiled, Groups
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import LEAST, Floats

__all__ = ["PairTable", "pair_table"]

_LARGEST = 300.0  # log; what is larger would be beyond any real case
_TINY = 1e-300  # keeps shares of two likelihoods defined

Arrays = tuple[Floats, NDArray[np.int32], Floats, float, Floats]


@dataclass(frozen=True, eq=False)
class PairTable:
    """Likelihood of pairs of groups, relative to a scale.

    Attributes
    ----------
    half : ndarray, shape (groups,)
        Likelihood of each group alone, simple events left out, over the root of that of no cause: two halves and what
        the two add make a pair.
    pattern : ndarray of int32, shape (groups,)
        Pattern of each group; it never falls from one group to the next.
    added : ndarray, shape (patterns, patterns)
        Factor by which two patterns together are more likely than the product of each alone; the upper half alone.
    left : ndarray, shape (events, groups)
        For each simple event a number of each group: its likelihood is 1 less the product of those of a pair.
    alone : ndarray, shape (groups,)
        Likelihood of each group alone.
    """

    half: Floats
    pattern: NDArray[np.int32]
    added: Floats
    left: Floats
    alone: Floats

    def __len__(self) -> int:
        return len(self.half)

    @property
    def arrays(self) -> Arrays:
        """What the kernels need to work out the likelihood of a pair."""
        return (self.half, self.pattern, self.added, LEAST, self.left)

    def rows(self, groups: NDArray[np.intp]) -> Floats:
        """Likelihood of pairs of some groups with every group: shape (some groups, groups)."""
        return np.asarray(kernels().pair_rows(*self.arrays, groups))

    def of_pairs(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> Floats:
        """Likelihood of some pairs of groups."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        added = self.added[self.pattern[low], self.pattern[high]]
        events = np.maximum(1.0 - self.left[:, low] * self.left[:, high], LEAST).prod(axis=0)
        return np.asarray(self.half[low] * self.half[high] * added * events)


def _added(compiled: Compiled, example: NDArray[np.intp]) -> Floats:
    """Return the factor that each two patterns add."""
    patterns = [compiled.patterns[number] for number in compiled.graded]
    if not patterns:
        return np.ones((1, 1))
    widths = np.array([len(pattern.rows) for pattern in patterns], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(widths**2)[:-1]]).astype(np.int64)
    flat = np.empty(int((widths**2).sum()))
    for pattern, offset, width in zip(patterns, offsets, widths, strict=True):
        flat[offset : offset + width**2] = pattern.interactions().ravel()
    rows = np.stack([pattern.of_state[example] for pattern in patterns]).astype(np.uint16)
    place, observation = np.nonzero(rows.T)
    starts = np.searchsorted(place, np.arange(len(example) + 1)).astype(np.int32)
    touched = observation.astype(np.int32)
    return np.asarray(kernels().added_by_pairs(rows, touched, starts, offsets, widths, flat, _LARGEST))


def pair_table(compiled: Compiled, groups: Groups, top: float) -> PairTable:
    """Make the table of pairs of groups.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    groups : Groups
        The groups of states.
    top : float
        Log of the scale, what multiplies left out.
    """
    found, simple = compiled.found[groups.member], compiled.simple
    graded = found - compiled.log_likelihood[simple][:, groups.member].sum(axis=0)
    none = float(compiled.none[compiled.graded].sum())
    half = np.exp(np.minimum(graded - 0.5 * (top + none), _LARGEST))
    unless = np.array([compiled.patterns[number].observation.unless for number in simple], dtype=np.float64)
    left = np.sqrt(unless)[:, None] * compiled.left[:, groups.member]
    alone = np.exp(np.minimum(found - top, _LARGEST)) + _TINY
    return PairTable(half, groups.pattern, _added(compiled, groups.example), left, alone)
