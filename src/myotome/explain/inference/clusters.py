"""Groups of states that the observations do not tell apart, and clusters of observations that the same states change.

Observations of one limb are changed by the same few states, which make few rows of all of them together. So what two
causes add is tabulated cluster by cluster over few rows, and the likelihood of a pair of groups is a product of a few
factors instead of a sum over all findings. Groups that change the same clusters stand together: where one of two groups
changes nothing of a cluster, the factor is 1 and is not looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.patterns import Compiled
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats

__all__ = ["Cluster", "Groups", "grouped"]

_MULTIPLIERS = 2 * np.random.default_rng(20_240_117).integers(1, 2**61, size=4096, dtype=np.int64) + 1
#: Observations of a cluster: more make its table large, fewer make many factors. Where there are many observations, the
#: factors of every pair cost more than the tables.
_MOST, _MOST_OF_MANY, _MANY = 4, 8, 32
#: Runs that so few groups part are joined.
_GAP = 16

Rows = NDArray[np.uint16]
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cluster:
    """Some observations, and the distinct rows that the groups make of them together.

    Attributes
    ----------
    observations : ndarray of int
        Numbers of the observations.
    rows : ndarray of uint16, shape (observations, rows)
        Row of each observation that each row of the cluster makes; the first leaves everything standing.
    of_group : ndarray of uint16, shape (groups,)
        Row of each group.
    runs : list of (int, int)
        Runs of groups, first and after, outside which all groups have the first row.
    """

    observations: NDArray[np.intp]
    rows: Rows
    of_group: Rows
    runs: list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Groups:
    """States that no interacting observation tells apart, in groups.

    Attributes
    ----------
    of_state : ndarray of int, shape (states,)
        Group of each state.
    member : ndarray of int, shape (groups,)
        One state of each group.
    clusters : tuple of Cluster
        The interacting observations, each in one cluster.
    """

    of_state: NDArray[np.intp]
    member: NDArray[np.intp]
    clusters: tuple[Cluster, ...]


def _signature(rows: Iterable[NDArray[np.integer]], count: int) -> NDArray[np.int64]:
    """Number of each column, the same where all rows agree; 0 where all are 0."""
    signature = np.zeros(count, dtype=np.int64)
    for number, row in enumerate(rows, start=1):
        signature += row * _MULTIPLIERS[number % len(_MULTIPLIERS)]
    return signature


def _alike(touched: NDArray[np.bool_]) -> Floats:
    """Share of the groups that change either of two observations that change both; below 0 for one with itself."""
    # of bits, not as a product of matrices: so small a one is slowed by the threads that it wakes
    bits = np.packbits(touched, axis=1)
    both = np.array([np.bitwise_count(bits & one).sum(axis=1) for one in bits], dtype=np.float64)
    both, size = both.reshape(len(bits), len(bits)), touched.sum(axis=1)
    alike = both / np.maximum(size[:, None] + size[None, :] - both, 1.0)
    np.fill_diagonal(alike, -1.0)
    return np.asarray(alike)


def _clustered(alike: Floats) -> list[list[int]]:
    """Join what is most alike, on average over members, until no two clusters may be joined."""
    most = _MOST_OF_MANY if len(alike) > _MANY else _MOST
    clusters, size = {number: [number] for number in range(len(alike))}, np.ones(len(alike))
    while alike.size and alike.max() >= 0.0:
        one, other = (int(place) for place in np.unravel_index(alike.argmax(), alike.shape))
        many, more = len(clusters[one]), len(clusters[other])
        joined = (many * alike[one] + more * alike[other]) / (many + more)
        size[one], size[other] = many + more, most
        joined[(alike[one] < 0.0) | (alike[other] < 0.0) | (size[one] + size > most)] = -1.0
        alike[one], alike[:, one] = joined, joined
        alike[other], alike[:, other] = -1.0, -1.0
        clusters[one] += clusters.pop(other)
    return list(clusters.values())


def _runs(changes: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of groups that change something."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], changes, [False]])))
    runs: list[tuple[int, int]] = []
    for first, after in edges.reshape(-1, 2).tolist():
        if runs and first - runs[-1][1] < _GAP:
            first = runs.pop()[0]
        runs.append((first, after))
    return runs


def _cluster(numbers: Sequence[int], observations: NDArray[np.intp], rows: NDArray[np.integer]) -> Cluster:
    """Make a cluster of some rows of groups; the row that leaves everything standing is the first."""
    own = rows[list(numbers)]
    number, first = kernels().numbered(np.concatenate([[0], _signature(own, own.shape[1])]))
    distinct = np.concatenate([np.zeros((len(own), 1), dtype=np.uint16), own], axis=1)[:, first]
    of_group = number[1:].astype(np.uint16)
    return Cluster(observations[list(numbers)], distinct.astype(np.uint16), of_group, _runs(of_group > 0))


def _numbered(of_state: Sequence[NDArray[np.int32]], unpaired: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Number of the group of each state, and the first state of each group; what stands in no pair makes none."""
    paired = np.flatnonzero(~unpaired)
    of_paired, first = kernels().numbered(_signature(of_state, len(unpaired))[paired])
    group = np.zeros(len(unpaired), dtype=np.intp)
    group[paired] = of_paired
    return group, paired[first]


def grouped(compiled: Compiled, unpaired: NDArray[np.bool_]) -> Groups:
    """Merge the states that no interacting observation tells apart, and put together what changes the same findings.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    unpaired : ndarray of bool, shape (states,)
        States that stand in no pair: which group they are counted to means nothing.

    Returns
    -------
    Groups
        Exact: merging loses nothing.
    """
    of_state = [compiled.patterns[number].of_state for number in compiled.interacting]
    group, member = _numbered(of_state, unpaired)
    rows = np.array([row[member] for row in of_state]).reshape(len(of_state), len(member))
    clusters = _clustered(_alike(rows > 0))
    changes = np.array([(rows[numbers] > 0).any(axis=0) for numbers in clusters]).reshape(-1, len(member))
    order = np.lexsort(changes) if len(changes) else np.arange(len(member))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    rows = rows[:, order]
    return Groups(
        place[group], member[order], tuple(_cluster(numbers, compiled.interacting, rows) for numbers in clusters)
    )
