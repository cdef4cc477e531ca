"""Exercises that were left out, together where the weightiest reason is of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from myotome.care import LeftOut

__all__ = ["LeftOutGroup", "left_out_groups"]

#: Heads by the kind of the weightiest reason, in the order in which they are listed.
_HEADS: Mapping[str, str] = {
    "barred": "Ruled out for now",
    "cannot_hold": "Beyond this person's strength or reach",
    "over_limit": "Over a load limit, co-contraction counted",
    "pain": "More load than this pain allows at the disc in question",
    "too_hard": "Too hard for the remaining strength",
    "later": "For a later stage",
    "easier_form": "Another form suits better",
    "same_kind": "Same kind as a chosen exercise",
    "load_outweighs": "Would add less training than its load costs",
    "others_better": "The chosen exercises are worth more",
    "not_wanted": "Trains nothing that is needed here",
}


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Exercises of one head, by name."""

    head: str
    names: tuple[str, ...]


def left_out_groups(left: Iterable[LeftOut]) -> Iterator[LeftOutGroup]:
    """Gather exercises by the weightiest reason.

    Examples
    --------
    >>> left = [LeftOut(name, name, "pain", ("3 times standing",), ("judgement",)) for name in ("a", "b")]
    >>> [(group.head, group.names) for group in left_out_groups(left)]
    [('More load than this pain allows at the disc in question', ('a', 'b'))]
    """
    kinds: dict[str, list[str]] = {}
    for one in left:
        kinds.setdefault(one.kind, []).append(one.wording)
    for kind in sorted(kinds, key=list(_HEADS).index):
        yield LeftOutGroup(_HEADS[kind], tuple(kinds[kind]))
