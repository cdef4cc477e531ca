"""What the places of a pain or of changed feeling say by themselves: a side, and a way down a limb."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Literal

from myotome.exam.findings.bedside import Side
from myotome.exam.query.body_parts import area_within
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Table, one_of

__all__ = ["middle_areas", "runs_into_limb", "side_left_out"]

_AREA = one_of(lambda: vocabulary().ids("areas"))
_WAYS = Table("exam/radiating_pain.csv", {"begins": _AREA, "reaches": _AREA}, key=("begins", "reaches"))
_MIDDLE = Table(
    "exam/side_left_out.csv",
    {"kind": one_of(("pain", "sensation")), "area": _AREA},
    key=("kind", "area"),
)
_MEANT: Mapping[str, Side] = {"pain": "midline", "sensation": "bilateral"}


def runs_into_limb(areas: Iterable[str]) -> Literal[True] | None:
    """True where the places of one pain lead from the spine into a limb or down it; None where that is not said.

    Examples
    --------
    >>> runs_into_limb(["low_back", "posterior_thigh"]), runs_into_limb(["low_back"])
    (True, None)
    """
    felt = tuple(areas)

    def in_one(whole: str) -> bool:
        return any(area_within(area, whole) for area in felt)

    return any(in_one(way["begins"]) and in_one(way["reaches"]) for way in _WAYS.rows()) or None


def side_left_out(kind: str, areas: Collection[str]) -> Side | None:
    """Side that is meant where none is given and every area lies in the middle of the body; else None.

    Examples
    --------
    >>> side_left_out("pain", ["low_back"]), side_left_out("sensation", ["perianal"]), side_left_out("pain", ["foot"])
    ('midline', 'bilateral', None)
    """
    return _MEANT[kind] if areas and middle_areas(kind).issuperset(areas) else None


@cache
def middle_areas(kind: str) -> frozenset[str]:
    """Areas in the middle of the body, of which a pain or a loss of feeling may be told without a side."""
    return frozenset(row["area"] for row in _MIDDLE.rows() if row["kind"] == kind)
