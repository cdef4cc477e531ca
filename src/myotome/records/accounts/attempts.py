"""Counting in bounded memory: how often somebody tried, and which events are written one by one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from threading import Lock

__all__ = ["Tally", "Windows"]


@dataclass(slots=True)
class Windows:
    """Counts of names, each within a window of time that begins with the first; the oldest names are forgotten.

    Attributes
    ----------
    window_s : float
        Length of the window.
    most : int
        Names that are remembered.
    clock : callable
        Seconds.

    Examples
    --------
    >>> windows = Windows(60.0, 1000, lambda: 0.0)
    >>> [windows.add("ada") for _ in range(3)]
    [1, 2, 3]
    """

    window_s: float
    most: int
    clock: Callable[[], float]
    _counts: OrderedDict[Hashable, tuple[float, int]] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def count(self, name: Hashable) -> int:
        """How often a name was counted in its window."""
        with self._lock:
            return self._present(name)[1]

    def add(self, name: Hashable) -> int:
        """Count a name once more; returns how often by now."""
        with self._lock:
            begun, count = self._present(name)
            self._counts[name] = (begun, count + 1)
            self._counts.move_to_end(name)
            while len(self._counts) > self.most:
                self._counts.popitem(last=False)
            return count + 1

    def forget(self, name: Hashable) -> None:
        """Begin anew with a name."""
        with self._lock:
            self._counts.pop(name, None)

    def passed(self) -> Iterator[tuple[Hashable, int]]:
        """Take out the names whose window is over, with their counts."""
        with self._lock:
            now = self.clock()
            over = [name for name, (begun, _) in self._counts.items() if now - begun >= self.window_s]
            taken = [(name, self._counts.pop(name)[1]) for name in over]
        yield from taken

    def _present(self, name: Hashable) -> tuple[float, int]:
        begun, count = self._counts.get(name, (self.clock(), 0))
        return (begun, count) if self.clock() - begun < self.window_s else (self.clock(), 0)


@dataclass(slots=True)
class Tally:
    """Events of one kind: the first of a minute are written one by one, the others as their number.

    Attributes
    ----------
    windows : Windows
    most : int
        How many are written one by one.
    """

    windows: Windows
    most: int

    def is_written(self, kind: tuple[str, str]) -> bool:
        """Whether this one is written by itself; it is counted in any case."""
        return self.windows.add(kind) <= self.most

    def summed(self) -> list[tuple[tuple[str, str], int]]:
        """Kinds whose minute is over, each with how many were not written one by one."""
        over = [(kind, count) for kind, count in self.windows.passed() if isinstance(kind, tuple)]
        return [((str(kind[0]), str(kind[1])), count - self.most) for kind, count in over if count > self.most]
