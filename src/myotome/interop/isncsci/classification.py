"""The classification of an examination, with every result that its untested cells leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from myotome.interop.isncsci.cells import Possible, Trace
from myotome.interop.isncsci.levels import Levels, motor_levels, sensory_levels
from myotome.interop.isncsci.segments import LEVELS
from myotome.interop.isncsci.severity import (
    grades_without_contraction,
    intact_grade,
    motor_incomplete_grades,
)
from myotome.interop.isncsci.sheet import Sheet, SheetSide
from myotome.interop.isncsci.sides import Side, injury_levels, read_side
from myotome.interop.isncsci.sparing import (
    anal_sign,
    completeness,
    joined,
    motor_zone,
    sacral_cells,
    sensory_zone,
)
from myotome.interop.isncsci.totals import totals

__all__ = ["Classification", "classify"]

_NOT_APPLICABLE = "NA"


@dataclass(frozen=True, slots=True)
class Classification:
    """What an examination says by the 2019 revision; several possible results are separated by commas.

    A star marks a result that rests on how a tagged cell is to be taken.

    Attributes
    ----------
    sensory, motor : mapping
        Level of each side; `INT` where all is intact.
    level : str
        Neurological level of injury.
    complete : str
        `C` complete, `I` incomplete.
    grade : str
        ASIA Impairment Scale, A to E.
    sensory_zone, motor_zone : mapping
        Zone of partial preservation of each side; `NA` where there is none to be named.
    totals : mapping
        Sums of the sheet; `ND` where a cell of a sum was not tested.
    """

    sensory: Mapping[str, str]
    motor: Mapping[str, str]
    level: str
    complete: str
    grade: str
    sensory_zone: Mapping[str, str]
    motor_zone: Mapping[str, str]
    totals: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping in the form that public calculators exchange."""
        levels = {f"{kind}{side.title()}": getattr(self, kind)[side] for kind in _KINDS for side in _SIDES}
        zones = {f"{kind}{side.title()}": getattr(self, f"{kind}_zone")[side] for kind in _KINDS for side in _SIDES}
        return {
            "classification": {
                "neurologicalLevels": levels,
                "neurologicalLevelOfInjury": self.level,
                "injuryComplete": self.complete,
                "ASIAImpairmentScale": self.grade,
                "zoneOfPartialPreservations": zones,
            },
            "totals": dict(self.totals),
        }


_KINDS, _SIDES = ("sensory", "motor"), ("right", "left")


def classify(sheet: Sheet) -> Classification:
    """How is an examination classified?

    Parameters
    ----------
    sheet : Sheet
        A checked examination.

    Returns
    -------
    Classification
        Levels, completeness, grade, zones and totals. Each holds every value that it takes over all that the untested
        cells may be, and no other.

    Examples
    --------
    >>> from myotome.interop.isncsci.sheet import sheet_down_to
    >>> found = classify(sheet_down_to("C6", deep_anal_pressure="NT"))
    >>> found.level, found.complete, found.grade
    ('C6', 'C,I', 'A,B')
    """
    pressure, contraction = anal_sign(sheet.deep_anal_pressure), anal_sign(sheet.voluntary_anal_contraction)
    of_sides = {name: read_side(side) for name, side in sheet.sides.items()}
    both = tuple(of_sides.values())
    cells = [cell for side in sheet.sides.values() for cell in sacral_cells(side)]
    complete = completeness(joined([*cells, pressure, contraction]))
    grade = _grades(sheet, joined([*cells, pressure]), contraction, complete.get("C", False), both)
    return Classification(
        {name: _levels(sensory_levels(side.feelings)) for name, side in of_sides.items()},
        {name: _levels(motor_levels(side.read_with(contraction))) for name, side in of_sides.items()},
        _levels(injury_levels(both)),
        _starred(complete),
        _starred(grade),
        {name: _sensory_zone(side, pressure) for name, side in sheet.sides.items()},
        {name: _motor_zone(side, contraction, "C" in grade) for name, side in of_sides.items()},
        totals(sheet),
    )


def _grades(
    sheet: Sheet, sacral: Possible, contraction: Possible, complete_by_tag: bool, sides: Sequence[Side]
) -> dict[str, bool]:
    """Every possible grade, with whether it rests on an assumption."""
    found: dict[str, bool] = {}
    if contraction & Trace.ABSENT:
        found |= grades_without_contraction(sacral, complete_by_tag, sides)
    asked = [contracts for contracts, possible in _ways(sacral, contraction) if possible]
    for grade in _motor_incomplete(sides, asked):
        found[grade] = False
    if {"C", "D"} & found.keys():
        for plain, strict in _untagged(sheet):
            sure = _motor_incomplete([read_side(one, strict) for one in plain], asked, strict)
            found |= {grade: True for grade in ("C", "D") if grade in found and grade not in sure}
    if contraction & Trace.PRESENT:
        found |= intact_grade(sides)
    return dict(sorted(found.items()))


def _ways(sacral: Possible, contraction: Possible) -> tuple[tuple[bool, bool], ...]:
    """Two ways to be motor incomplete, by the sphincter and without it, and whether each is possible."""
    without = contraction & Trace.ABSENT and sacral & Trace.MAYBE_PRESENT
    return (True, bool(contraction & Trace.PRESENT)), (False, bool(without))


def _motor_incomplete(sides: Sequence[Side], ways: Sequence[bool], strict: bool = False) -> set[str]:
    return set().union(*(motor_incomplete_grades(sides, contracts, strict) for contracts in ways))


def _untagged(sheet: Sheet) -> list[tuple[list[SheetSide], bool]]:
    """What the grades C and D are held against: the sheet without its `**`, and each `*` at its worst."""
    found = []
    sides = list(sheet.sides.values())
    if any(side.has_double_tag() for side in sides):
        found.append(([side.without_double_tags() for side in sides], False))
    if any(cell[-1] == "*" for side in sides for cell in side.motor):
        found.append((sides, True))
    return found


def _sensory_zone(side: SheetSide, pressure: Possible) -> str:
    sacral = joined(sacral_cells(side))
    parts = [_NOT_APPLICABLE] if (sacral | pressure) & Trace.MAYBE_PRESENT else []
    if sacral & Trace.MAYBE_ABSENT and pressure & Trace.ABSENT:
        parts.append(_levels(sensory_zone(side.light_touch, side.pin_prick)))
    return ",".join(parts)


def _motor_zone(side: Side, contraction: Possible, with_others: bool) -> str:
    parts = [_NOT_APPLICABLE] if contraction & Trace.PRESENT else []
    if contraction & Trace.ABSENT:
        muscles = side.muscles
        zone = motor_zone(muscles.traces, side.still, muscles.lowest_other if with_others else 0)
        parts.append(_levels(zone))
    return ",".join(parts)


def _levels(found: Levels) -> str:
    return _starred({LEVELS[place]: starred for place, starred in found.items()})


def _starred(found: Mapping[str, bool]) -> str:
    """Results in their order, a star behind those that rest on an assumption."""
    return ",".join(f"{name}*" if starred else name for name, starred in found.items())
