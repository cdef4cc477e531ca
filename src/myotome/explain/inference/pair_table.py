"""Likelihood of every pair of groups: that of each alone, times a factor for each cluster of observations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.clusters import Groups
from myotome.explain.inference.interactions import Interactions
from myotome.explain.inference.patterns import Compiled
from myotome.explain.kernels.choice import kernels
from myotome.explain.kernels.factors import Factors
from myotome.explain.likelihood.observations import Floats

__all__ = ["PairTable", "pair_table"]

_LARGEST = 300.0  # log; what is larger would be beyond any real case
_TINY = 1e-300  # keeps shares of two likelihoods defined


@dataclass(frozen=True, eq=False)
class PairTable:
    """Likelihood of pairs of groups, relative to a scale.

    Attributes
    ----------
    half : ndarray, shape (groups,)
        Likelihood of each group alone over the root of that of no cause: two halves and what the two add make a pair.
    factors : Factors
        What two groups add.
    alone : ndarray, shape (groups,)
        Likelihood of each group alone.
    """

    half: Floats
    factors: Factors
    alone: Floats

    def __len__(self) -> int:
        return len(self.half)

    def rows(self, groups: NDArray[np.intp]) -> Floats:
        """Likelihood of pairs of some groups with every group: shape (some groups, groups)."""
        return np.asarray(kernels().pair_rows(self.half, self.factors, groups))

    def between(self, some: NDArray[np.intp], others: NDArray[np.intp]) -> Floats:
        """Likelihood of each of some groups with each of others: shape (some, others)."""
        likelihood = self.half[some, None] * self.half[None, others]
        for row, width, begin in zip(self.factors.row, self.factors.width, self.factors.offset, strict=True):
            square = self.factors.table[begin : begin + width * width].reshape(width, width)
            likelihood *= square[row[some][:, None], row[others][None, :]]
        return np.asarray(likelihood)

    def of_pairs(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> Floats:
        """Likelihood of some pairs of groups."""
        likelihood = self.half[one] * self.half[other]
        for row, width, begin in zip(self.factors.row, self.factors.width, self.factors.offset, strict=True):
            likelihood *= self.factors.table[begin + row[one] * width + row[other]]
        return np.asarray(likelihood)


def _factors(compiled: Compiled, groups: Groups, added: Interactions) -> Factors:
    """Tabulate what two groups add, cluster by cluster."""
    clusters = groups.clusters
    width = np.array([cluster.rows.shape[1] for cluster in clusters], dtype=np.int64)
    begins = np.cumsum([0, *(len(cluster.observations) for cluster in clusters)]).astype(np.int64)
    rows = np.zeros((int(begins[-1]), int(width.max(initial=1))), dtype=np.uint16)
    for cluster, begin in zip(clusters, begins, strict=False):
        rows[begin : begin + len(cluster.rows), : cluster.rows.shape[1]] = cluster.rows
    order = np.searchsorted(compiled.interacting, np.concatenate([[], *(one.observations for one in clusters)]))
    # memory of this size is had from NumPy in larger pages than within a kernel
    table = np.empty(int((width**2).sum()))
    where = (added.begins[order], added.widths[order])
    kernels().cluster_tables(table, rows, begins, width, added.tables, *where)
    runs = np.array([run for cluster in clusters for run in cluster.runs], dtype=np.int64).reshape(-1, 2)
    return Factors(
        row=np.array([cluster.of_group for cluster in clusters], dtype=np.uint16).reshape(-1, len(groups.member)),
        width=width,
        offset=np.concatenate([[0], np.cumsum(width**2)])[: len(width)].astype(np.int64),
        table=table,
        run_of=np.cumsum([0, *(len(cluster.runs) for cluster in clusters)]).astype(np.int64),
        first=np.ascontiguousarray(runs[:, 0]),
        after=np.ascontiguousarray(runs[:, 1]),
    )


def pair_table(compiled: Compiled, groups: Groups, added: Interactions, top: float) -> PairTable:
    """Make the table of pairs of groups.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    groups : Groups
        The groups of states.
    added : Interactions
        What two rows of each interacting observation add.
    top : float
        Log of the scale, what multiplies left out.
    """
    found = compiled.found[groups.member]
    none = float(compiled.none[compiled.interacting].sum())
    half = np.exp(np.minimum(found - 0.5 * (top + none), _LARGEST))
    alone = np.exp(np.minimum(found - top, _LARGEST)) + _TINY
    return PairTable(half, _factors(compiled, groups, added), alone)
