"""Likelihood of every pair of groups, held as two small tables: what two patterns of nerves, and of events, add.

A group of states makes one pattern of the findings of the nerves and one of the events of its disease and place. Few
patterns make many groups, so that the likelihood of a pair is looked up in two tables instead of being stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.patterns import Compiled, Pattern, grouped
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats

__all__ = ["PairTable", "pair_table"]

_LARGEST = 300.0  # log; what is larger would be beyond any real case
_GROWTH = 1.1  # an event that hardly divides the patterns of the nerves belongs to them


@dataclass(frozen=True, eq=False)
class PairTable:
    """Likelihood of pairs of groups, relative to a scale.

    Attributes
    ----------
    half : ndarray, shape (groups,)
        Likelihood of each group alone, over the root of that of no cause: two halves and what the two add make a pair.
    alone : ndarray, shape (groups,)
        Likelihood of each group alone, relative to the scale.
    first, second : ndarray of int32, shape (groups,)
        Pattern of each group in either table.
    of_first, of_second : ndarray, shape (patterns, patterns)
        Factor by which two patterns together are more likely than the product of each alone.
    """

    half: Floats
    alone: Floats
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    of_first: Floats
    of_second: Floats

    def __len__(self) -> int:
        return len(self.half)

    def rows(self, groups: NDArray[np.intp]) -> Floats:
        """Likelihood of pairs of some groups with every group: shape (some groups, groups)."""
        both = self.of_first[self.first[groups]][:, self.first]
        both *= self.of_second[self.second[groups]][:, self.second]
        both *= self.half[groups, None]
        both *= self.half[None, :]
        return both

    def of_pairs(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> Floats:
        """Likelihood of some pairs of groups."""
        added = self.of_first[self.first[one], self.first[other]] * self.of_second[self.second[one], self.second[other]]
        return np.asarray(self.half[one] * self.half[other] * added)


def _halves(patterns: Sequence[Pattern], member: NDArray[np.intp]) -> tuple[list[Pattern], list[Pattern]]:
    """Part the observations in two, each of which has few patterns: those of the nerves, and the other events."""
    many = [pattern for pattern in patterns if pattern.observation.reads.shape[1] > 1]
    events = [pattern for pattern in patterns if pattern.observation.reads.shape[1] == 1]
    own = [pattern.of_state[member] for pattern in many]
    group, first = grouped(own, len(member))
    apart = []
    for event in sorted(events, key=lambda pattern: (len(pattern.rows), pattern.observation.label)):
        more, changed = grouped([group.astype(np.int32), event.of_state[member]], len(member))
        if len(changed) <= _GROWTH * len(first):
            many.append(event)
            group, first = more, changed
        else:
            apart.append(event)
    return many, apart


def _added(patterns: Sequence[Pattern], member: NDArray[np.intp]) -> tuple[NDArray[np.int32], Floats]:
    """Pattern of each group, and the factor that two patterns add."""
    group, first = grouped([pattern.of_state[member] for pattern in patterns], len(member))
    if not patterns:
        return group.astype(np.int32), np.ones((1, 1))
    widths = np.array([len(pattern.rows) for pattern in patterns], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(widths**2)[:-1]]).astype(np.int64)
    flat = np.concatenate([pattern.interactions().ravel() for pattern in patterns])
    of_pattern = np.stack([pattern.of_state[member[first]] for pattern in patterns]).astype(np.uint16)
    place, observation = np.nonzero(of_pattern.T)
    starts = np.searchsorted(place, np.arange(len(first) + 1)).astype(np.int32)
    table = kernels().added_by_pairs(of_pattern, observation.astype(np.int32), starts, offsets, widths, flat)
    return group.astype(np.int32), np.exp(np.minimum(table, _LARGEST), out=table)


def pair_table(compiled: Compiled, member: NDArray[np.intp], top: float) -> PairTable:
    """Make the table of pairs of groups.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    member : ndarray of int, shape (groups,)
        One state of each group.
    top : float
        Log of the scale, what multiplies left out.
    """
    interacting = compiled.interacting
    none = float(compiled.none.sum()) - compiled.factor_of_none
    own = compiled.found[member]
    nerves, events = _halves(interacting, member)
    (first, of_first), (second, of_second) = _added(nerves, member), _added(events, member)
    half = np.exp(np.minimum(own - 0.5 * (top + none), _LARGEST))
    return PairTable(half, np.exp(np.minimum(own - top, _LARGEST)), first, second, of_first, of_second)
