"""Sensory and motor level of a side, each as the set of what it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from myotome.interop.isncsci.cells import Feeling, Possible, Power
from myotome.interop.isncsci.segments import ARM_MUSCLES, C4, INTACT, KEY_MUSCLES, L1, S1, S3, T1

__all__ = ["Levels", "Reading", "motor_levels", "readings", "sensory_levels", "starred_places", "without_assumption"]

#: Place of each possible level, and whether it rests on an assumption.
Levels = dict[int, bool]
_NORMAL = Feeling.NORMAL | Feeling.NORMAL_ASSUMED
_FULL = Power.FULL | Power.FULL_ASSUMED | Power.FULL_IF_PASSED
_USEFUL = Power.USEFUL | Power.USEFUL_ASSUMED
_ARM = len(ARM_MUSCLES)


class Reading(NamedTuple):
    """One way to read a side: its two levels, and what it takes the key muscles to be.

    Attributes
    ----------
    sensory, motor : int
        Places of the levels.
    passed : int
        So many key muscles are read as full.
    stopped_by : Possible or None
        What the next muscle is read as; None where all from there on may be anything.
    sensory_starred, motor_starred : bool
        The level rests on an assumption.
    carried : bool
        The star of the motor level comes from a cell above it that is assumed to be normal.
    """

    sensory: int
    motor: int
    passed: int
    stopped_by: Possible | None
    sensory_starred: bool
    motor_starred: bool
    carried: bool


class _Stop(NamedTuple):
    """A key muscle at which a motor level may end; or the end of a row of them, where all are full."""

    place: int
    starred: bool
    muscle: int
    read_as: Possible | None
    passing_starred: bool = False


_Row = tuple[list[_Stop], _Stop | None]


def starred_places(found: Iterable[tuple[int, bool]]) -> Levels:
    """Join what was found: a level that can be had without an assumption has no star."""
    joined: Levels = {}
    for place, starred in found:
        joined[place] = starred and joined.get(place, True)
    return dict(sorted(joined.items()))


def sensory_levels(feelings: Sequence[Possible]) -> Levels:
    """Lowest segment down to which all feeling is normal: every place where that may end."""
    found, starred = Levels(), False
    for place, feeling in enumerate(feelings):
        if feeling & Feeling.IMPAIRED:
            found[place] = starred
        elif feeling & Feeling.IMPAIRED_ASSUMED:
            found[place] = True
        if not feeling & _NORMAL:
            return found
        starred |= not feeling & Feeling.NORMAL
    return found | {INTACT: starred}


def _stops(powers: Sequence[Possible], first: int, last: int) -> _Row:
    """Where a row of key muscles may stop being full, and its end where it may be full throughout."""
    found, starred, before = list[_Stop](), False, False
    for muscle in range(first, last):
        one, place = powers[muscle], KEY_MUSCLES[muscle]
        if one & Power.LITTLE:
            found.append(_Stop(place - 1, before, muscle, Power.LITTLE))
        if one & _USEFUL:
            assumed = not one & Power.USEFUL
            found.append(_Stop(place, starred or assumed, muscle, one & _USEFUL))
        if not one & _FULL:
            return found, None
        before = starred or one == Power.FULL_ASSUMED
        starred |= not one & Power.FULL
    return found, _Stop(KEY_MUSCLES[last - 1], before, last, None, starred)


def readings(feelings: Sequence[Possible], powers: Sequence[Possible]) -> list[Reading]:
    """Every way to read a side.

    A segment without a key muscle takes its motor level from sensation, as long as all above is normal.
    """
    arms, legs = _stops(powers, 0, _ARM), _stops(powers, _ARM, len(powers))
    found, sure = list[Reading](), without_assumption(feelings)
    passed_arms = arms[1] is not None and arms[1].passing_starred
    passed_legs = legs[1] is not None and legs[1].passing_starred
    for sensory, starred in sensory_levels(feelings).items():
        for motor, stop, by_sensation in _motor_stops(sensory, arms, legs):
            above = sure < min(motor if by_sensation else _last_without_muscle(motor), S3)
            above |= (motor > T1 and passed_arms) or (motor > S1 and passed_legs)
            carried = above or (stop.starred and not stop.read_as and not by_sensation)
            star = above or (starred if by_sensation else stop.starred)
            found.append(Reading(sensory, motor, stop.muscle, stop.read_as, starred, star, carried))
    return found


def _motor_stops(sensory: int, arms: _Row, legs: _Row) -> Iterator[tuple[int, _Stop, bool]]:
    """Motor levels that a sensory level allows, and whether each is taken from it."""
    if sensory < C4:
        yield sensory, _Stop(sensory, False, 0, None), True
        return
    for (stops, end), next_muscle, last in ((arms, L1, T1), (legs, INTACT + 1, S1)):
        yield from ((stop.place, stop, False) for stop in stops)
        if end is None:
            return
        if sensory <= last:
            yield last, end, False
            return
        if sensory < next_muscle:
            yield sensory, end, True
            return


def _last_without_muscle(motor: int) -> int:
    """Last segment at or above a motor level, or the muscle that sets it, that no key muscle speaks for."""
    return C4 if motor <= T1 else L1


def without_assumption(feelings: Sequence[Possible]) -> int:
    """Place of the lowest dermatome down to which none is normal by assumption alone."""
    return next((place for place, feeling in enumerate(feelings) if not feeling & Feeling.NORMAL), len(feelings))


def motor_levels(read: Iterable[Reading]) -> Levels:
    """Lowest key muscle of at least 3 with all above at 5, or the sensory level: every place that it may be."""
    return starred_places((one.motor, one.motor_starred) for one in read)
