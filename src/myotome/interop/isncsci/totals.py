"""Sums of the sheet: motor scores of arms and legs, light touch, pin prick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from myotome.interop.isncsci.cells import NOT_TESTED
from myotome.interop.isncsci.sheet import Sheet, SheetSide

__all__ = ["NOT_DETERMINABLE", "totals"]

NOT_DETERMINABLE = "ND"
_ARM = 5  # key muscles
_OF_BOTH = ("upperExtremity", "lowerExtremity", "lightTouch", "pinPrick")


def totals(sheet: Sheet) -> Mapping[str, Any]:
    """Sums of each side and of both; a tagged cell counts as examined, and one not tested leaves its sums open.

    Examples
    --------
    >>> from myotome.interop.isncsci.sheet import sheet_down_to
    >>> totals(sheet_down_to("C6"))["upperExtremity"]
    '20'
    """
    sums = {name: _sums(side) for name, side in sheet.sides.items()}
    both = {key: _sum(side[key] for side in sums.values()) for key in _OF_BOTH}
    return {**{name: {key: _text(value) for key, value in side.items()} for name, side in sums.items()}, **_texts(both)}


def _sums(side: SheetSide) -> dict[str, int | None]:
    arm, leg = _total(side.motor[:_ARM]), _total(side.motor[_ARM:])
    touch, pin = _total(side.light_touch), _total(side.pin_prick)
    parts = {"upperExtremity": arm, "lowerExtremity": leg, "lightTouch": touch, "pinPrick": pin}
    return {**parts, "motor": _sum((arm, leg))}


def _total(cells: Iterable[str]) -> int | None:
    figures = [cell.rstrip("*") for cell in cells]
    return None if NOT_TESTED in figures else sum(map(int, figures))


def _sum(parts: Iterable[int | None]) -> int | None:
    known = list(parts)
    return None if None in known else sum(part for part in known if part is not None)


def _text(value: int | None) -> str:
    return NOT_DETERMINABLE if value is None else str(value)


def _texts(sums: Mapping[str, int | None]) -> dict[str, str]:
    return {key: _text(value) for key, value in sums.items()}
