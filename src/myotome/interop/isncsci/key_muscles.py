"""Key muscles of a side: how many below a level are strong, and whether anything moves far below the motor level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from myotome.interop.isncsci.cells import Possible, Power, Trace, is_strong, power, presence
from myotome.interop.isncsci.rules import segments_below
from myotome.interop.isncsci.segments import muscles_down_to

__all__ = ["Count", "KeyMuscles", "count_strong", "read_muscles"]

#: Fewest and most strong muscles.
Count = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeyMuscles:
    """Key muscles of a side, from the elbow flexors down.

    Attributes
    ----------
    powers : tuple of Power
        What each may be, for the motor level.
    traces : tuple of Trace
        Whether each contracts at all.
    strong : tuple of Count
        Whether each has grade 3 or more: 0 and 0, 1 and 1, or 0 and 1.
    strong_from : tuple of Count
        The same summed from each muscle down.
    as_full : tuple of Count
        Whether each is strong where it is read as full.
    lowest_other : int
        Place of the lowest other muscle that moves; 0 where none is named.
    """

    powers: tuple[Possible, ...]
    traces: tuple[Possible, ...]
    strong: tuple[Count, ...]
    strong_from: tuple[Count, ...]
    as_full: tuple[Count, ...]
    lowest_other: int
    _function: dict[int, Possible] = field(default_factory=dict, repr=False, compare=False)

    def function_below(self, motor: int) -> Possible:
        """Whether anything moves so far below a motor level that the injury is motor incomplete."""
        if motor not in self._function:
            lowest = motor + segments_below("motor_function_below")
            traces = self.traces[muscles_down_to(lowest) :]
            self._function[motor] = _function((*traces, Trace.PRESENT) if self.lowest_other > lowest else traces)
        return self._function[motor]


def read_muscles(cells: Sequence[str], lowest_other: int, strict: bool = False) -> KeyMuscles:
    """Key muscles of a side by their cells; `strict` counts a muscle tagged `*` both as strong and as not."""
    strong = tuple(_count(is_strong(cell), strict) for cell in cells)
    summed = tuple(accumulate(reversed(strong), _plus, initial=(0, 0)))[::-1]
    full = tuple((1, 0) if one == (1, 0) else (1, 1) for one in strong)
    return KeyMuscles(tuple(map(power, cells)), tuple(map(presence, cells)), strong, summed, full, lowest_other)


def _count(trace: Possible, strict: bool) -> Count:
    if strict and trace & Trace.PRESENT_ASSUMED:
        return 1, 0
    return int(not trace & Trace.MAYBE_ABSENT), int(bool(trace & ~Trace.MAYBE_ABSENT))


def _plus(one: Count, other: Count) -> Count:
    return one[0] + other[0], one[1] + other[1]


def count_strong(muscles: KeyMuscles, passed: int, stopped_by: Possible | None, above: int) -> Count:
    """How many of the key muscles below the level of injury are strong, as a side is read.

    Parameters
    ----------
    muscles : KeyMuscles
        Of the side.
    passed : int
        So many are read as full.
    stopped_by : Possible or None
        What the next one is read as; None where it may be anything.
    above : int
        So many lie at the level of injury or above it.
    """
    counts = [muscles.as_full[muscle] for muscle in range(above, passed)]
    if stopped_by is None:
        counts.append(muscles.strong_from[max(above, passed)])
    else:
        counts.append(muscles.strong_from[max(above, passed + 1)])
        if passed >= above:
            untested = muscles.traces[passed] == Trace.UNKNOWN
            as_read = (0, 0) if stopped_by == Power.LITTLE else (1, 1)
            counts.append(as_read if untested else muscles.strong[passed])
    return sum(count[0] for count in counts), sum(count[1] for count in counts)


def _function(traces: Sequence[Possible]) -> Possible:
    """Whether any of several muscles contracts, the highest first.

    One tagged `*` at grade 0 may, and needs an assumption not to. Where the first that does is tagged `**` at grade 0,
    all is an assumption.
    """
    found = 0
    if all(trace & Trace.MAYBE_ABSENT for trace in traces):
        found = Trace.ABSENT if all(trace & Trace.ABSENT for trace in traces) else Trace.ABSENT_ASSUMED
    first = next((trace for trace in traces if not trace & Trace.MAYBE_ABSENT), 0)
    if first == Trace.PRESENT_ASSUMED:
        return found | first
    return found | (Trace.PRESENT if any(trace & Trace.PRESENT or trace == Trace.OPEN for trace in traces) else 0)
