"""Neurological level of injury: the highest of the four levels, as the set of what it may be."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.interop.isncsci.cells import Power
from myotome.interop.isncsci.levels import Levels, is_assumed, motor_levels
from myotome.interop.isncsci.segments import KEY_MUSCLES, S3
from myotome.interop.isncsci.side import Side

__all__ = ["injury_levels"]

_FULL = Power.FULL | Power.FULL_ASSUMED | Power.FULL_IF_PASSED


def injury_levels(sides: Sequence[Side]) -> Levels:
    """Highest of the four levels: every place that it may be, with whether it rests on an assumption.

    Voluntary anal contraction plays no part in it.
    """
    ends = [{min(one.sensory, one.motor) for one in side.readings} for side in sides]
    lowest = min(max(end) for end in ends)
    return {place: _is_starred(place, sides) for place in sorted(ends[0] | ends[1]) if place <= lowest}


def _is_starred(place: int, sides: Sequence[Side]) -> bool:
    """Whether the level rests on an assumption, as public calculators mark it.

    It does where a cell above it is assumed to be normal; where its key muscle ends both sides and is held to be useful
    on one; and, where there is no key muscle, if all four levels are there by assumption.
    """
    if any(is_assumed(side.feelings, min(place, S3 + 1)) or _full_by_tag(side, place) for side in sides):
        return True
    if place in KEY_MUSCLES:
        ends = [motor_levels(one for one in side.readings if one.stopped_by).get(place) for side in sides]
        return None not in ends and any(ends)
    return all(
        one.sensory == one.motor == place and one.sensory_starred and one.motor_starred
        for side in sides
        for one in side.readings
    )


def _full_by_tag(side: Side, place: int) -> bool:
    """Whether a key muscle down to a place is full by assumption alone."""
    return any(
        not one & Power.FULL and (one == Power.FULL_ASSUMED or muscle < place)
        for muscle, one in zip(KEY_MUSCLES, side.muscles.powers, strict=True)
        if muscle <= place and one & _FULL
    )
