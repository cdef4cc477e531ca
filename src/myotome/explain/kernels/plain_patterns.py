"""What every two patterns of the nerves add, in plain NumPy: observations are joined two by two.

Two observations that the same nerves decide make few patterns together. The tables of both are added up over these,
then over those of four observations, and so on: only the last sum runs over all pairs of patterns.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["added_by_pairs"]

_ROWS = 64  # what is added up and raised at a time stays in the cache

Index = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class _Joined:
    """Some observations together: their number of each pattern, and what two of these add to the log."""

    own: Index
    added: Floats

    def among(self, numbers: Index) -> Floats:
        """What some of them add with one another."""
        return np.take(np.take(self.added, numbers, axis=1), numbers, axis=0)


def _join(one: _Joined, other: _Joined | None) -> _Joined:
    if other is None:
        return one
    both, own = np.unique(one.own * len(other.added) + other.own, return_inverse=True)
    of_one, of_other = np.divmod(both, len(other.added))
    return _Joined(own, one.among(of_one) + other.among(of_other))


def _halves(joined: list[_Joined]) -> list[_Joined]:
    """Join neighbours until two are left."""
    while len(joined) > 2:
        joined = [_join(*two) for two in zip_longest(joined[::2], joined[1::2])]
    return joined


def added_by_pairs(  # noqa: PLR0913 - the signature of the compiled kernel
    patterns: Index, touched: Index, starts: Index, offsets: Index, widths: Index, interactions: Floats, largest: float
) -> Floats:
    """Factor that every two patterns add; arguments as in the compiled kernel. Both halves."""
    del touched, starts
    tables = (interactions[start : start + width * width] for start, width in zip(offsets, widths, strict=True))
    halves = _halves(
        [
            _Joined(own.astype(np.intp), table.reshape(width, width))
            for own, table, width in zip(patterns, tables, widths, strict=True)
        ]
    )
    columns = [np.take(half.added, half.own, axis=1) for half in halves]
    result = np.zeros((patterns.shape[1], patterns.shape[1]))
    for start in range(0, len(result), _ROWS):
        rows = result[start : start + _ROWS]
        for half, of_half in zip(halves, columns, strict=True):
            rows += of_half.take(half.own[start : start + _ROWS], axis=0)
        np.exp(np.minimum(rows, largest, out=rows), out=rows)
    return result
