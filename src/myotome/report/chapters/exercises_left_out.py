"""Exercises that were left out, told together where the reason is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from myotome.care.exercise.records import LeftOut

__all__ = ["LeftOutGroup", "left_out_groups"]

#: Heads by the kind of the weightiest reason, in the order in which they are told.
_HEADS: Mapping[str, str] = {
    "barred": "Barred now by a rule",
    "cannot_hold": "Beyond this person's strength or reach",
    "over_limit": "Over a limit on load, co-contraction counted",
    "pain": "Over what this pain allows at the disc in question",
    "too_hard": "Too hard for the strength that is left",
    "later": "Of a later stage",
    "easier_form": "Another form of it suits better",
    "same_kind": "Of the same kind as a chosen one",
    "load_outweighs": "Would train less beside the chosen ones than its load costs",
    "others_better": "The chosen ones are worth more",
    "not_wanted": "Trains nothing that is wanted here",
}


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Exercises of one head; `told` holds their names with the reasons that they share, `count` how many they are."""

    head: str
    told: tuple[str, ...]
    sources: tuple[str, ...]
    count: int = 0


def left_out_groups(left: Iterable[LeftOut], *, whole: bool = True, most: int | None = None) -> Iterator[LeftOutGroup]:
    """Gather exercises by kind of reason, then by the reasons themselves.

    Parameters
    ----------
    left : iterable of LeftOut
    whole : bool
        Tell every reason, not the weightiest alone.
    most : int or None
        Names told for one reason; the rest is counted.

    Examples
    --------
    >>> left = [LeftOut(name, name, "pain", ("3 times standing", "stage 2"), ("judgement",)) for name in ("a", "b")]
    >>> [group.told for group in left_out_groups(left, whole=False)]
    [('a | b (3 times standing)',)]
    >>> [group.told for group in left_out_groups(left, whole=False, most=1)]
    [('a and 1 more (3 times standing)',)]
    """
    kinds: dict[str, list[LeftOut]] = {}
    for one in left:
        kinds.setdefault(one.kind, []).append(one)
    for kind in sorted(kinds, key=list(_HEADS).index):
        keys = dict.fromkeys(key for one in kinds[kind] for key in one.sources)
        yield LeftOutGroup(_HEADS[kind], tuple(_told(kinds[kind], whole, most)), tuple(keys), len(kinds[kind]))


def _told(left: Iterable[LeftOut], whole: bool, most: int | None) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for one in left:
        shared = "; ".join(one.reasons if whole else one.reasons[:1])
        names.setdefault(shared, []).append(one.wording)
    for reasons, wordings in names.items():
        more = f" and {len(wordings) - most} more" if most is not None and len(wordings) > most else ""
        yield f"{' | '.join(wordings[:most])}{more} ({reasons})"
