"""By how much two groups of states together are more likely than the product of each alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["Factors"]

Numbers = NDArray[np.int64]


class Factors(NamedTuple):
    """A table of factors for each cluster of observations that the same states change; those of a pair multiply.

    Attributes
    ----------
    row : ndarray of uint16, shape (clusters, groups)
        Row of each group in the table of each cluster; 0 where the group changes none of its observations.
    width, offset : ndarray of int64, shape (clusters,)
        Rows of each table, and where it starts.
    table : ndarray, shape (sum of width squared,)
        The tables one after the other, each symmetric; 1 in row 0.
    run_of : ndarray of int64, shape (clusters + 1,)
        Where the runs of each cluster start.
    first, after : ndarray of int64, shape (runs,)
        Runs of groups outside which a cluster has row 0 alone.
    """

    row: NDArray[np.uint16]
    width: Numbers
    offset: Numbers
    table: Floats
    run_of: Numbers
    first: Numbers
    after: Numbers
