"""A side of the sheet as it is read: its dermatomes, its key muscles, and every way to take them together."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.interop.isncsci.cells import Possible, Trace, sensation
from myotome.interop.isncsci.key_muscles import KeyMuscles, read_muscles
from myotome.interop.isncsci.levels import Reading, readings
from myotome.interop.isncsci.segments import S3
from myotome.interop.isncsci.sheet import SheetSide

__all__ = ["Side", "read_side"]


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
    still = readings(feelings, muscles.powers, S3) if contracting[-1].motor > S3 else contracting
    return Side(feelings, muscles, contracting, still)
