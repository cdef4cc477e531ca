"""ASIA Impairment Scale: every grade that an examination allows.

The grades C and D depend on the level of injury, and that on the same key muscles that are counted for D. So the count
is taken over the readings of a side: for each number of key muscles above the level of injury, the fewest and the most
strong muscles below it. No cell that was not tested is tried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from myotome.interop.isncsci.cells import Possible, Power, Trace
from myotome.interop.isncsci.key_muscles import Count, KeyMuscles, count_strong
from myotome.interop.isncsci.levels import Reading
from myotome.interop.isncsci.segments import INTACT, MYOTOMES, muscles_down_to
from myotome.interop.isncsci.sides import Side

__all__ = ["grades_without_contraction", "intact_grade", "motor_incomplete_grades"]

_MUSCLES = len(MYOTOMES)
#: Fewest and most strong muscles by two questions: does the side end at the level, and has it function further down?
_Extremes = dict[tuple[bool, bool], Count]


def grades_without_contraction(sacral: Possible, complete_by_tag: bool, sides: Sequence[Side]) -> dict[str, bool]:
    """Grades A and B of a person without voluntary anal contraction, each with whether it rests on an assumption.

    Parameters
    ----------
    sacral : Possible
        Any sensation at S4-5, deep anal pressure included.
    complete_by_tag : bool
        An injury is only complete by assumption.
    sides : sequence of Side
        Right and left.
    """
    found: dict[str, bool] = {}
    if sacral & Trace.MAYBE_ABSENT:
        found["A"] = complete_by_tag
    if sacral & Trace.MAYBE_PRESENT:
        still = [[side.muscles.function_below(reading.motor) for reading in side.readings] for side in sides]
        if all(any(trace & Trace.MAYBE_ABSENT for trace in side) for side in still):
            by_tag = not all(any(trace & Trace.ABSENT for trace in side) for side in still)
            found["B"] = by_tag or not sacral & Trace.PRESENT
    return found


def intact_grade(sides: Sequence[Side]) -> dict[str, bool]:
    """Grade E, where nothing needs to be impaired; with whether that rests on an assumption."""
    intact = [[one for one in side.readings if one.sensory == one.motor == INTACT] for side in sides]
    if not all(intact):
        return {}
    return {"E": any(one.sensory_starred or one.motor_starred for side in intact for one in side)}


def motor_incomplete_grades(sides: Sequence[Side], contracts: bool, strict: bool = False) -> set[str]:
    """Which of C and D are possible?

    Parameters
    ----------
    sides : sequence of Side
        Right and left.
    contracts : bool
        Voluntary anal contraction alone makes the injury motor incomplete; else function further down must.
    strict : bool
        Take no level and no function that is there only by assumption.
    """
    rows = [list(_rows(side, strict)) for side in sides]
    if strict and not contracts and any(all(row.function & Trace.PRESENT_ASSUMED for row in side) for side in rows):
        return set()
    found = set[str]()
    for above in sorted({row.above for side in rows for row in side if row.above <= _MUSCLES}):
        right, left = (_extremes(above, side.muscles, of_side) for side, of_side in zip(sides, rows, strict=True))
        for fewest, most in _pairs(right, left, not contracts):
            if fewest < _MUSCLES - above:
                found.add("C")
            if most >= _MUSCLES - above:
                found.add("D")
        if len(found) == 2:
            break
    return found


class _Row(NamedTuple):
    """What a reading means for the grade; several readings mean the same."""

    above: int
    function: Possible
    passed: int
    stopped_by: Possible | None


def _rows(side: Side, strict: bool) -> set[_Row]:
    """Key muscles at or above the level of each reading, and what moves further down."""
    return {
        _Row(_above(one), side.muscles.function_below(one.motor), one.passed, one.stopped_by)
        for one in side.readings
        if not (strict and one.stopped_by == Power.USEFUL_ASSUMED)
    }


def _above(one: Reading) -> int:
    """Key muscles at or above the level of injury; one more than there are where nothing is impaired."""
    place = min(one.sensory, one.motor)
    return _MUSCLES + 1 if place == INTACT else muscles_down_to(place)


def _extremes(above: int, muscles: KeyMuscles, rows: Iterable[_Row]) -> _Extremes:
    """Fewest and most strong muscles below a level, over the readings that end there or further down."""
    found: _Extremes = {}
    for row in rows:
        if row.above < above:
            continue
        count = count_strong(muscles, row.passed, row.stopped_by, above)
        for at_level in (False, True)[: 1 + (row.above == above)]:
            for spared in (False, True)[: 1 + bool(row.function & Trace.MAYBE_PRESENT)]:
                known = found.get((at_level, spared), count)
                found[at_level, spared] = min(known[0], count[0]), max(known[1], count[1])
    return found


def _pairs(right: _Extremes, left: _Extremes, spared: bool) -> Iterator[Count]:
    """Counts of both sides together: one of them ends at the level, and where asked one has function further down."""
    for at_right in (True, False):
        for right_spared in (True, False) if spared else (False,):
            mine = right.get((at_right, right_spared))
            theirs = left.get((not at_right, spared and not right_spared))
            if mine and theirs:
                yield mine[0] + theirs[0], mine[1] + theirs[1]
