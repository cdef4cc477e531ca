"""Segments of the sheet in their order from the head down, and which of them have a key muscle."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

__all__ = [
    "ARM_MUSCLES",
    "C4",
    "DERMATOMES",
    "INTACT",
    "KEY_MUSCLES",
    "L1",
    "LEG_MUSCLES",
    "LEVELS",
    "MYOTOMES",
    "S1",
    "S3",
    "T1",
    "muscles_down_to",
    "place_of",
]

DERMATOMES: Final = (
    *(f"C{number}" for number in range(2, 9)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
    *("S1", "S2", "S3", "S4_5"),
)
MYOTOMES: Final = ("C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1")
#: What a level may be: C1 where the first dermatome tested is already impaired, INT where nothing is.
LEVELS: Final = ("C1", *DERMATOMES, "INT")
_PLACES: Final = {name: place for place, name in enumerate(LEVELS)}


def place_of(name: str) -> int:
    """Place of a level among `LEVELS`; a greater one lies further down."""
    return _PLACES[name]


C4, T1, L1, S1, S3, INTACT = (_PLACES[name] for name in ("C4", "T1", "L1", "S1", "S3", "INT"))
KEY_MUSCLES: Final = tuple(_PLACES[name] for name in MYOTOMES)
ARM_MUSCLES, LEG_MUSCLES = KEY_MUSCLES[:5], KEY_MUSCLES[5:]


def muscles_down_to(place: int) -> int:
    """How many key muscles of a side lie at a level or above it?

    Examples
    --------
    >>> muscles_down_to(place_of("T4")), muscles_down_to(place_of("L2"))
    (5, 6)
    """
    return bisect_right(KEY_MUSCLES, place)
