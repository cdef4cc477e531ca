"""The sides of the sheet as they are read, and the neurological level of injury, the highest of their four levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from myotome.interop.isncsci.cells import Possible, Power, Trace, sensation
from myotome.interop.isncsci.key_muscles import KeyMuscles, read_muscles
from myotome.interop.isncsci.levels import Levels, Reading, motor_levels, readings, without_assumption
from myotome.interop.isncsci.segments import KEY_MUSCLES, S3
from myotome.interop.isncsci.sheet import SheetSide

__all__ = ["Side", "injury_levels", "read_side"]

_FULL = Power.FULL | Power.FULL_ASSUMED | Power.FULL_IF_PASSED


@dataclass(frozen=True, slots=True)
class Side:
    """A side with every way to read it.

    Attributes
    ----------
    feelings : tuple of Feeling
        Dermatomes from C2 down.
    muscles : KeyMuscles
        Key muscles.
    readings : list of Reading
        Where the sphincter contracts.
    still : list of Reading
        Where it does not: what is intact for the rest then has the motor level S3.
    """

    feelings: tuple[Possible, ...]
    muscles: KeyMuscles
    readings: list[Reading]
    still: list[Reading]

    def read_with(self, contraction: Possible) -> list[Reading]:
        """Ways to read the side with what is known of voluntary anal contraction."""
        without = self.still if contraction & Trace.ABSENT else []
        return [*without, *(self.readings if contraction & Trace.PRESENT else [])]


def read_side(side: SheetSide, strict: bool = False) -> Side:
    """Read a side of the sheet; `strict` counts a muscle tagged `*` both as strong and as not."""
    feelings = tuple(map(sensation, side.light_touch, side.pin_prick))
    muscles = read_muscles(side.motor, side.lowest_other, strict)
    contracting = readings(feelings, muscles.powers)
    still = [one._replace(motor=min(one.motor, S3)) for one in contracting]
    return Side(feelings, muscles, contracting, still)


def injury_levels(sides: Sequence[Side]) -> Levels:
    """Highest of the four levels: every place that it may be, with whether it rests on an assumption.

    Voluntary anal contraction plays no part in it.
    """
    ends = [{min(one.sensory, one.motor) for one in side.readings} for side in sides]
    lowest = min(max(end) for end in ends)
    tagged = any(one.sensory_starred or one.motor_starred for side in sides for one in side.readings)
    return {place: tagged and _is_starred(place, sides) for place in sorted(ends[0] | ends[1]) if place <= lowest}


def _is_starred(place: int, sides: Sequence[Side]) -> bool:
    """Whether the level rests on an assumption, as public calculators mark it.

    It does where a cell above it is assumed to be normal; where its key muscle ends both sides and is held to be useful
    on one; and, where there is no key muscle, if all four levels are there by assumption.
    """
    if any(without_assumption(side.feelings) < min(place, S3 + 1) or _full_by_tag(side, place) for side in sides):
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
