"""Which states never occur together: those that share a key (states of one disc, lesions of one root, one disease).

Some occur together with no other at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["Exclusion"]

Keys = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Exclusion:
    """Keys of the states, in one way or in two; states that share a key in either way exclude each other.

    Attributes
    ----------
    ways : tuple of ndarray of int, shape (states,)
        One or two arrays of keys.
    unpaired : ndarray of bool, shape (states,)
        States that occur with no other.
    """

    ways: tuple[Keys, ...]
    unpaired: NDArray[np.bool_]

    @classmethod
    def of_array(cls, keys: Keys, unpaired: NDArray[np.bool_] | None = None) -> Exclusion:
        """Make from one array of keys, or from two stacked: shape (states,) or (2, states)."""
        ways = tuple(np.atleast_2d(keys))
        return cls(ways, np.zeros(len(ways[0]), dtype=np.bool_) if unpaired is None else unpaired)

    @cached_property
    def signed(self) -> tuple[tuple[int, Keys], ...]:
        """Partitions to add and to take away, so that a pair that clashes in both ways counts once."""
        if len(self.ways) == 1:
            return ((1, self.ways[0]),)
        first, second = self.ways
        _, both = np.unique(first * (int(second.max(initial=0)) + 1) + second, return_inverse=True)
        return ((1, first), (1, second), (-1, both))

    def with_any(self, states: Sequence[int]) -> NDArray[np.bool_]:
        """Which states clash with any of these?"""
        shared = np.any([keys == keys[state] for keys in self.ways for state in states], axis=0)
        return np.asarray(shared | self.unpaired | self.unpaired[list(states)].any())

    def table(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether each of some states clashes with each of others: shape (rows, columns)."""
        shared = np.any([keys[rows][:, None] == keys[columns][None, :] for keys in self.ways], axis=0)
        return np.asarray(shared | self.unpaired[rows][:, None] | self.unpaired[columns][None, :])

    def _paired(self, prior: Floats) -> Floats:
        """The prior of what may occur with others; 0 elsewhere."""
        return np.where(self.unpaired, 0.0, prior)

    def _clashing(self, paired: Floats) -> Floats:
        """Prior mass that shares a key with each state, itself included: shape (states,)."""
        return np.asarray(sum(sign * np.bincount(keys, weights=paired)[keys] for sign, keys in self.signed))

    def pair_mass(self, prior: Floats) -> float:
        """Prior mass of ordered pairs that may occur."""
        paired = self._paired(prior)
        return float(paired.sum()) ** 2 - float(paired @ self._clashing(paired))

    def triple_mass(self, prior: Floats) -> float:
        """Prior mass of ordered triples of which no two clash.

        Exact for one way. For two, triples whose three clashes are of mixed kinds are counted as if of one kind; their
        mass is of the third order in that of single discs and roots.
        """
        paired = self._paired(prior)
        clashing, whole = self._clashing(paired), float(paired.sum())
        all_three = sum(sign * float((np.bincount(keys, weights=paired) ** 3).sum()) for sign, keys in self.signed)
        return whole**3 - 3.0 * whole * float(paired @ clashing) + 3.0 * float(paired @ clashing**2) - all_three
