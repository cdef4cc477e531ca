"""What two rows of an observation add to the log-likelihood beyond each alone: one table for each observation.

The tables used last are kept: the same finding of another patient makes the same table.
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

_SIZE = 1 << 24  # numbers: 128 MB, of which the system gives what is used


@dataclass(eq=False)
class _Store:
    """Tables one after the other, and where each starts."""

    tables: Floats
    begins: dict[Reduced, int] = field(default_factory=dict)
    used: int = 0
    users: WeakSet[Interactions] = field(default_factory=WeakSet)

    def add(self, reduced: Reduced) -> None:
        """Add the table of an observation."""
        rows = reduced.rows
        pair = self.tables[self.used : self.used + len(rows) ** 2].reshape(len(rows), len(rows))
        reduced.observation.add_pairs(pair, rows, reduced.alone, float(reduced.alone[0]))
        self.begins[reduced] = self.used
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

    def table(self, number: int) -> Floats:
        """Table of one of the observations: shape (rows, rows)."""
        begin, width = int(self.begins[number]), int(self.widths[number])
        return self.tables[begin : begin + width * width].reshape(width, width)


def _emptied(store: _Store, size: int) -> _Store:
    """Return a store without tables: in the same memory, which is quicker than new, unless anybody still reads it."""
    free = not store.users and len(store.tables) >= size
    return _Store(store.tables if free else np.empty(max(_SIZE, size)))


def interactions(patterns: Sequence[Pattern]) -> Interactions:
    """Return what each two rows of some observations add to the log-likelihood beyond the sum of each alone.

    Parameters
    ----------
    patterns : sequence of Pattern
        The observations.
    """
    global _store
    made = [pattern.reduced for pattern in patterns]
    widths = np.array([len(reduced.rows) for reduced in made], dtype=np.int64)
    with _lock:
        new = {reduced: int(width) ** 2 for reduced, width in zip(made, widths, strict=True)}
        wanted = sum(size for reduced, size in new.items() if reduced not in _store.begins)
        if _store.used + wanted > len(_store.tables):
            _store = _emptied(_store, sum(new.values()))
        for reduced in new:
            if reduced not in _store.begins:
                _store.add(reduced)
        begins = np.array([_store.begins[reduced] for reduced in made], dtype=np.int64)
        made_of = Interactions(_store.tables, begins, widths)
        _store.users.add(made_of)
        return made_of
