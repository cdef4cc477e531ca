"""Cutting a ranked list without parting what ties: left and right often do, and one alone would favour a side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from myotome.arrays import Floats

__all__ = ["cut"]

_SAME = 1e-6
_MOST = 4


def cut(weights: Sequence[float] | Floats, count: int) -> int:
    """How many of a ranked list to keep: a number, and those that tie with the last of them.

    Parameters
    ----------
    weights : sequence of float
        Largest first.
    count : int
        How many to keep where nothing ties; at most four times as many are kept.

    Returns
    -------
    int
        Between `count` and four times that, or the length of the list.

    Examples
    --------
    >>> cut([5.0, 3.0, 3.0, 1.0], 2)
    3
    """
    if len(weights) <= count:
        return len(weights)
    last = float(weights[count - 1]) * (1.0 - _SAME)
    return count + int(np.count_nonzero(np.asarray(weights[count : _MOST * count]) >= last))
