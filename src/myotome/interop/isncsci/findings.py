"""An examination as findings of a case: strength, feeling by dermatome, deep anal pressure and the sphincter.

What was not tested becomes no finding. A cell tagged `**` is impaired by something else than the cord and is left out;
a cell tagged `*` is kept, for the cord has its part in it. No level is handed on: it would be counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from myotome.exam import Case, case_from_mapping
from myotome.interop.isncsci.cells import NOT_TESTED
from myotome.interop.isncsci.rules import movements
from myotome.interop.isncsci.segments import DERMATOMES, LEVELS, MYOTOMES
from myotome.interop.isncsci.sheet import Sheet, SheetSide

__all__ = ["ImportedSheet", "case_of_sheet"]

_FELT = {"0": "absent", "1": "reduced", "2": "normal"}
_LOWEST, _LOWEST_SEGMENTS = "S4_5", ("S4", "S5")


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """The case that a sheet makes.

    Attributes
    ----------
    case : Case
        Age, sex, onset and history are not on the sheet and must be added.
    notes : tuple of str
        What was not taken over, and what was assumed.
    """

    case: Case
    notes: tuple[str, ...]


def case_of_sheet(sheet: Sheet, identity: str, path: Path | None = None) -> ImportedSheet:
    """Which findings does an examination hold?

    Parameters
    ----------
    sheet : Sheet
        A checked examination.
    identity : str
        Id of the case.
    path : Path, optional
        Where it comes from, for messages.

    Returns
    -------
    ImportedSheet
        A structured record, and what it leaves out.

    Examples
    --------
    >>> from myotome.interop.isncsci.sheet import sheet_down_to
    >>> case_of_sheet(sheet_down_to("T4"), "a").case.findings[0].label
    'right elbow flexion: MRC 5'
    """
    notes = list[str]()
    findings = [one for name, side in sheet.sides.items() for one in _of_side(name, side, notes)]
    findings += _of_sphincter(sheet, notes)
    if any(cell.startswith("1") for side in sheet.sides.values() for cell in (*side.light_touch, *side.pin_prick)):
        notes.append("feeling graded 1 is taken as reduced; the sheet says altered, which may be more than normal")
    known = {"id": identity, "kind": "patient", "record": "structured", "demographics": {"age": None, "sex": None}}
    return ImportedSheet(case_from_mapping({**known, "findings": findings}, path), tuple(notes))


def _of_side(name: str, side: SheetSide, notes: list[str]) -> Iterator[dict[str, Any]]:
    for myotome, cell in zip(MYOTOMES, side.motor, strict=True):
        if _is_used(cell, f"{name} {myotome}, strength", notes):
            movement = movements()[myotome]
            yield {"type": "strength", "movement": movement, "side": name, "mrc": int(cell.rstrip("*"))}
    for modality, words, cells in (("light_touch", "light touch", side.light_touch), ("pin", "pin", side.pin_prick)):
        used = [_is_used(cell, f"{name} {row}, {words}", notes) for row, cell in zip(DERMATOMES, cells, strict=True)]
        for dermatomes, value in _runs(cells, used):
            where = {"dermatomes": dermatomes, "side": name}
            yield {"type": "sensation", **where, "modality": modality, "value": value}
    if side.lowest_other:
        place = LEVELS[side.lowest_other].replace("_", "-")
        notes.append(f"{name}: some other muscle of {place} moves; which one is not on the sheet, so it is no finding")


def _is_used(cell: str, where: str, notes: list[str]) -> bool:
    """Whether a cell becomes a finding; where it does not, or there is doubt, that is noted."""
    if cell.startswith(NOT_TESTED):
        notes.append(f"{where}: not tested")
        return False
    if cell.endswith("**"):
        notes.append(f"{where}: {cell.rstrip('*')}, impaired by something else, left out")
        return False
    if cell.endswith("*"):
        notes.append(f"{where}: {cell.rstrip('*')}, in part impaired by something else, kept")
    return True


def _runs(cells: Sequence[str], used: Sequence[bool]) -> Iterator[tuple[list[str], str]]:
    """Dermatomes that follow one another and feel alike, with what they feel."""
    rows = zip(DERMATOMES, cells, used, strict=True)
    for value, run in groupby(rows, lambda row: _FELT[row[1].rstrip("*")] if row[2] else ""):
        dermatomes = [name for row, _, _ in run for name in (_LOWEST_SEGMENTS if row == _LOWEST else (row,))]
        if value:
            yield dermatomes, value


def _of_sphincter(sheet: Sheet, notes: list[str]) -> Iterator[dict[str, Any]]:
    """Deep anal pressure as feeling of the lowest segments; the squeeze only where it is lost."""
    pressure, contraction = sheet.deep_anal_pressure, sheet.voluntary_anal_contraction
    if pressure == NOT_TESTED:
        notes.append("deep anal pressure: not tested")
    else:
        felt = {"modality": "deep_pressure", "value": "normal" if pressure == "Yes" else "absent"}
        yield {"type": "sensation", "dermatomes": [*_LOWEST_SEGMENTS], "side": "bilateral", **felt}
    if contraction == "No":
        yield {"type": "sign", "sign": "reduced_anal_squeeze", "side": "none", "value": "positive"}
    else:
        reason = "not tested" if contraction == NOT_TESTED else "there is some, how strong is not on the sheet"
        notes.append(f"voluntary anal contraction: {reason}")
