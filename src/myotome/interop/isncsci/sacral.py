"""What is left in the lowest sacral segments, and whether the injury is complete."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.interop.isncsci.cells import NOT_TESTED, Possible, Trace, presence
from myotome.interop.isncsci.sheet import SheetSide

__all__ = ["anal_sign", "completeness", "joined", "sacral_cells"]


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
