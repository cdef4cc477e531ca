"""What is spared: in the lowest sacral segments, so that the injury is incomplete, and on the way down to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from myotome.interop.isncsci.cells import NOT_TESTED, Possible, Trace, presence
from myotome.interop.isncsci.levels import Levels, Reading, starred_places
from myotome.interop.isncsci.rules import segments_below
from myotome.interop.isncsci.segments import DERMATOMES, KEY_MUSCLES
from myotome.interop.isncsci.sheet import SheetSide

__all__ = ["anal_sign", "completeness", "joined", "motor_zone", "sacral_cells", "sensory_zone"]


def anal_sign(answer: str) -> Possible:
    """Whether deep anal pressure is felt, or the sphincter contracts."""
    return {"Yes": Trace.PRESENT, "No": Trace.ABSENT, NOT_TESTED: Trace.ABSENT | Trace.PRESENT}[answer]


def joined(traces: Sequence[Possible]) -> Possible:
    """Whether there is anything in any of several places.

    Where one of them was not tested, that and no tag is why absence is open.

    Examples
    --------
    >>> joined([Trace.ABSENT, Trace.OPEN]) == Trace.OPEN
    True
    """
    found = 0
    if any(trace & Trace.PRESENT for trace in traces):
        found |= Trace.PRESENT
    elif any(trace & Trace.PRESENT_ASSUMED for trace in traces):
        found |= Trace.PRESENT_ASSUMED
    if all(trace & Trace.MAYBE_ABSENT for trace in traces):
        untested = any(trace == Trace.UNKNOWN for trace in traces)
        sure = untested or all(trace & Trace.ABSENT for trace in traces)
        found |= Trace.ABSENT if sure else Trace.ABSENT_ASSUMED
    return found


def sacral_cells(side: SheetSide) -> tuple[Possible, Possible]:
    """Whether S4-5 of a side feels light touch, and whether it feels the pin."""
    return presence(side.light_touch[-1]), presence(side.pin_prick[-1])


def completeness(sacral: Possible) -> dict[str, bool]:
    """C for complete, I for incomplete, each with whether it rests on an assumption.

    Examples
    --------
    >>> completeness(Trace.ABSENT | Trace.PRESENT)
    {'C': False, 'I': False}
    """
    found = {}
    if sacral & Trace.MAYBE_ABSENT:
        found["C"] = not sacral & Trace.ABSENT
    if sacral & Trace.MAYBE_PRESENT:
        found["I"] = not sacral & Trace.PRESENT
    return found


def sensory_zone(light_touch: Sequence[str], pin_prick: Sequence[str]) -> Levels:
    """Lowest dermatome of a side with any feeling: every place that it may be, S4-5 left out."""
    found, starred = list[tuple[int, bool]](), False
    for place in range(len(DERMATOMES) - 1, 0, -1):
        trace = joined((presence(light_touch[place - 1]), presence(pin_prick[place - 1])))
        starred |= trace == Trace.ABSENT_ASSUMED | Trace.PRESENT_ASSUMED
        if trace & ~Trace.MAYBE_ABSENT:
            found.append((place, starred))
        if not trace & Trace.MAYBE_ABSENT:
            return starred_places(found)
    return starred_places([*found, (0, starred)])


def motor_zone(traces: Sequence[Possible], read: Iterable[Reading], lowest_other: int) -> Levels:
    """Lowest segment of a side that moves: every place that it may be.

    Parameters
    ----------
    traces : sequence of Trace
        Whether each key muscle of the side contracts at all.
    read : iterable of Reading
        Readings of the side without voluntary anal contraction.
    lowest_other : int
        Place of the lowest other muscle that moves, 0 where it does not count: it does where grade C is possible.
    """
    muscles = dict(zip(KEY_MUSCLES, traces, strict=True))
    still = max((place for place, trace in muscles.items() if not trace & Trace.MAYBE_ABSENT), default=0)
    levels = {one.motor: one.carried for one in read}
    highest = min(levels)
    found = [(place, starred) for place, starred in levels.items() if place >= still and place not in muscles]
    for place, trace in muscles.items():
        if place >= still and (place in levels or (place > highest and trace & ~Trace.MAYBE_ABSENT)):
            found.append((place, not trace & Trace.PRESENT))
    zone = starred_places(found)
    reach = segments_below("other_muscle_below_zone")
    if any(lowest_other > place + reach for place in zone):
        further = [(place, star) for place, star in zone.items() if lowest_other <= place + reach]
        return starred_places([*further, (lowest_other, False)])
    return zone
