"""Conditions on a patient who has an explanation: those on findings, and kinds that ask what the model thinks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.exam import HERNIATION_TYPES, QUERY_KINDS, Condition, Kind, parse, region_of_segment
from myotome.outcomes import Outcome
from myotome.pathology import REGIONS, conditions, lineage
from myotome.tables import Column, one_of, parsed

__all__ = [
    "ANSWER_KINDS",
    "REGION_CELL",
    "SEEN",
    "SPINE_PARTS",
    "condition_cell",
    "names_of",
    "patient_condition",
    "scopes",
    "spine_part",
]


@cache
def names_of(condition: str) -> frozenset[str]:
    """Every scope that a condition falls under: itself, its families and its class."""
    return frozenset({*lineage(condition), conditions()[condition].truth_class})


@cache
def scopes() -> frozenset[str]:
    """Conditions, families and classes."""
    return frozenset().union(*map(names_of, conditions()))


#: In the place of a type: an image shows it where one that may be to blame lies.
SEEN: Final = "seen"
#: `likely` asks for a probability, `flag` for the urgency of red flags, `outcome` for how the explanation ended,
#: `herniation` for the likely type of the disc or, with `SEEN`, for an image of it.
ANSWER_KINDS: Final[Mapping[str, Kind]] = {
    "likely": Kind(scopes, lambda _: ("",), lambda _: (">=", ">", "<=", "<"), details=lambda: REGIONS),
    "flag": Kind(lambda: ("urgent", "soon"), lambda _: ("",)),
    "outcome": Kind(lambda: tuple(Outcome), lambda _: ("",)),
    "herniation": Kind(lambda: (*HERNIATION_TYPES, SEEN), lambda _: ("",)),
}
#: The part of the spine that a row is about.
SPINE_PARTS: Final = tuple(region.removesuffix("_spine") for region in REGIONS)
REGION_CELL: Final = one_of(("any", *SPINE_PARTS))
_KINDS: Final = {**QUERY_KINDS, **ANSWER_KINDS}


def spine_part(level: str) -> str:
    """Which of `SPINE_PARTS` a disc or a vertebra lies in.

    Examples
    --------
    >>> spine_part("C5-C6"), spine_part("L5-S1")
    ('cervical', 'lumbar')
    """
    return (region_of_segment(level) or "").removesuffix("_spine")


@cache
def patient_condition(text: str) -> Condition:
    """Which condition does a cell of a table of care state?

    Raises
    ------
    DataError
        The text is no condition, or names something that there is not.

    Examples
    --------
    >>> str(patient_condition("likely:herniation[lumbar_spine]>=0.5 OR flag:urgent"))
    'likely:herniation[lumbar_spine]>=0.5 OR flag:urgent'
    """
    return parse(text, _KINDS)


def condition_cell(*, optional: bool = True) -> Column:
    """A cell that states whom its row is about; an empty one, everybody.

    Examples
    --------
    >>> str(condition_cell().read("strength:any=weak"))
    'strength:any=weak'
    """
    return parsed(patient_condition, "a condition as docs/query.md describes", optional=optional)
