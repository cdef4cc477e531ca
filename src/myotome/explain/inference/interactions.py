"""The factor by which two rows of an observation are more likely than each alone makes them: one table an observation.

The tables used last are kept: the same finding of another patient makes the same table, and so does that of the other
side, which the mirrored states change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.patterns import Pattern, Reduced
from myotome.explain.likelihood.observations import Floats

__all__ = ["Interactions", "interactions"]

_SIZE = 1 << 25  # numbers: 268 MB, of which the system gives what is used
#: Least and largest log of a factor, of which a cluster multiplies eight; no real case comes near.
_LEAST, _LARGEST = -600.0, 37.5


@dataclass(eq=False)
class _Store:
    """Tables one after the other, where each starts, and what they were made of."""

    tables: Floats
    begins: dict[bytes, int] = field(default_factory=dict)
    made_of: list[Reduced] = field(default_factory=list)
    used: int = 0
    users: WeakSet[Interactions] = field(default_factory=WeakSet)

    def add(self, reduced: Reduced) -> None:
        """Add the table of an observation."""
        rows = reduced.rows
        pair = self.tables[self.used : self.used + len(rows) ** 2].reshape(len(rows), len(rows))
        reduced.observation.add_pairs(pair, rows, reduced.alone, float(reduced.alone[0]))
        np.exp(np.clip(pair, _LEAST, _LARGEST, out=pair), out=pair)
        self.begins[reduced.mark] = self.used
        # its link is part of the mark by its address, which no other may come to have
        self.made_of.append(reduced)
        self.used += pair.size


_store = _Store(np.empty(_SIZE))
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Interactions:
    """Tables of some observations.

    Attributes
    ----------
    tables : ndarray
        Holds the tables one after the other, and others; not to be written to.
    begins, widths : ndarray of int64, shape (observations,)
        Where each table starts, and its number of rows.
    """

    tables: Floats
    begins: NDArray[np.int64]
    widths: NDArray[np.int64]

    def log_factors(self, number: int, rows: NDArray[np.integer]) -> Floats:
        """What some rows of one of the observations add to the log-likelihood of each row: shape (some rows, rows)."""
        begin, width = int(self.begins[number]), int(self.widths[number])
        square = self.tables[begin : begin + width * width].reshape(width, width)
        return np.asarray(np.log(square[rows]))


def _emptied(store: _Store, size: int) -> _Store:
    """Return a store without tables: in the same memory, which is quicker than new, unless anybody still reads it."""
    free = not store.users and len(store.tables) >= size
    return _Store(store.tables if free else np.empty(max(_SIZE, size)))


def interactions(patterns: Sequence[Pattern]) -> Interactions:
    """Return by what each two rows of some observations multiply the likelihood beyond the product of each alone.

    Parameters
    ----------
    patterns : sequence of Pattern
        The observations.
    """
    global _store
    made = [pattern.reduced for pattern in patterns]
    widths = np.array([len(reduced.rows) for reduced in made], dtype=np.int64)
    with _lock:
        new = {reduced.mark: reduced for reduced in made}
        wanted = sum(len(one.rows) ** 2 for mark, one in new.items() if mark not in _store.begins)
        if _store.used + wanted > len(_store.tables):
            _store = _emptied(_store, sum(len(one.rows) ** 2 for one in new.values()))
        for mark, reduced in new.items():
            if mark not in _store.begins:
                _store.add(reduced)
        begins = np.array([_store.begins[reduced.mark] for reduced in made], dtype=np.int64)
        made_of = Interactions(_store.tables, begins, widths)
        _store.users.add(made_of)
        return made_of
