"""What a cell of the sheet may mean: a figure, a tag, or a cell that was not tested, as a set of possibilities.

A tag says that something else than the cord lesion is to blame. With `**` the cell counts as normal; with `*` it counts
as impaired by the lesion too, by how much is not known. A possibility that rests on such an assumption is starred, and
so is the result that rests on it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

__all__ = ["NOT_TESTED", "Feeling", "Possible", "Power", "Trace", "is_strong", "power", "presence", "sensation"]

NOT_TESTED = "NT"


#: Several possibilities at once, a bit each: those of `Feeling`, of `Power` or of `Trace`.
Possible = int


class Feeling:
    """Whether both modalities of a dermatome are normal."""

    NORMAL: Final = 1
    NORMAL_ASSUMED: Final = 2
    IMPAIRED: Final = 4
    IMPAIRED_ASSUMED: Final = 8


class Power:
    """What a key muscle says of its level: full strength, at least against gravity, or less.

    `FULL_IF_PASSED` is assumed to be full and held to be at least 3, so that as the last level it needs no assumption.
    """

    FULL: Final = 1
    FULL_ASSUMED: Final = 2
    FULL_IF_PASSED: Final = 4
    USEFUL: Final = 8
    USEFUL_ASSUMED: Final = 16
    LITTLE: Final = 32


class Trace:
    """Whether there is anything at all."""

    ABSENT: Final = 1
    ABSENT_ASSUMED: Final = 2
    PRESENT: Final = 4
    PRESENT_ASSUMED: Final = 8
    MAYBE_ABSENT: Final = ABSENT | ABSENT_ASSUMED
    MAYBE_PRESENT: Final = PRESENT | PRESENT_ASSUMED
    #: Of a cell that was not tested, and of one with `*` at 0.
    UNKNOWN: Final = ABSENT | PRESENT
    OPEN: Final = ABSENT_ASSUMED | PRESENT_ASSUMED


@cache
def sensation(light_touch: str, pin_prick: str) -> Possible:
    """What may a dermatome be, by its two cells?

    Examples
    --------
    >>> sensation("2", "1**") == Feeling.NORMAL_ASSUMED
    True
    """
    cells = (light_touch, pin_prick)
    if any(cell in ("0", "1", "0*", "1*") for cell in cells):
        return Feeling.IMPAIRED
    if "NT*" in cells:
        return Feeling.IMPAIRED_ASSUMED
    assumed = any(cell.endswith("**") for cell in cells) and {*cells} != {NOT_TESTED, "NT**"}
    normal = Feeling.NORMAL_ASSUMED if assumed else Feeling.NORMAL
    return normal | Feeling.IMPAIRED if NOT_TESTED in cells else normal


@cache
def power(cell: str) -> Possible:
    """What may the strength of a key muscle be, for the motor level?

    Examples
    --------
    >>> power("4*") == Power.USEFUL, power("2**") == Power.FULL_ASSUMED
    (True, True)
    """
    figure, tag = cell.rstrip("*"), cell.count("*")
    if cell == NOT_TESTED:
        return Power.FULL | Power.USEFUL | Power.LITTLE
    if tag == 2:
        return Power.FULL_ASSUMED if figure in ("0", "1", "2") else Power.FULL_IF_PASSED
    if figure in ("3", "4"):
        return Power.USEFUL
    if tag == 1:
        return Power.LITTLE | Power.USEFUL_ASSUMED
    return Power.FULL if figure == "5" else Power.LITTLE


@cache
def presence(cell: str) -> Possible:
    """May there be any feeling or any contraction in a cell?

    Examples
    --------
    >>> presence("0**") == Trace.PRESENT_ASSUMED
    True
    """
    figure, tag = cell.rstrip("*"), cell.count("*")
    if figure == NOT_TESTED:
        return Trace.PRESENT if tag == 2 else Trace.UNKNOWN
    if figure != "0":
        return Trace.PRESENT
    return (Trace.ABSENT, Trace.OPEN, Trace.PRESENT_ASSUMED)[tag]


@cache
def is_strong(cell: str) -> Possible:
    """May a key muscle have grade 3 or more?

    Examples
    --------
    >>> is_strong("3") == Trace.PRESENT, is_strong("2") == Trace.ABSENT
    (True, True)
    """
    figure, tag = cell.rstrip("*"), cell.count("*")
    return presence(("0" if figure in ("1", "2") else figure) + "*" * tag)
