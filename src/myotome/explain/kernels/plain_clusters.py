"""Numbers of what is distinct, and what every two rows of a cluster of observations add, in plain NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["cluster_tables", "numbered"]

Index = NDArray[np.integer]


def numbered(keys: Index) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number the distinct keys in the order in which they first appear."""
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[number.ravel()], first[order]


def cluster_tables(  # noqa: PLR0913 - the signature of the compiled kernel
    result: Floats,
    rows: Index,
    begins: Index,
    width: Index,
    kept: Floats,
    at: Index,
    kept_width: Index,
) -> None:
    """Factor that every two rows of each cluster add; as in the compiled kernel."""
    offset = 0
    for cluster, count in enumerate(width.tolist()):
        square = result[offset : offset + count * count].reshape(count, count)
        square[:] = 1.0
        for number in range(int(begins[cluster]), int(begins[cluster + 1])):
            start, own = int(at[number]), rows[number, :count]
            of_number = int(kept_width[number])
            table = kept[start : start + of_number**2].reshape(of_number, of_number)
            square *= table.take(own, axis=1).take(own, axis=0)
        offset += count * count
