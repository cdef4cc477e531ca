"""The sheet and its classification as lines for a terminal, both sides in the order of the paper."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.interop.isncsci.classification import Classification
from myotome.interop.isncsci.rules import key_muscle_labels
from myotome.interop.isncsci.segments import DERMATOMES, LEVELS, MYOTOMES
from myotome.interop.isncsci.sheet import Sheet, SheetSide

__all__ = ["sheet_lines"]

_LABEL, _CELL = 32, 6
_ANSWERS = (("Voluntary anal contraction", "voluntary_anal_contraction"), ("Deep anal pressure", "deep_anal_pressure"))
_TOTALS = (
    ("Upper extremity motor", "upperExtremity"),
    ("Lower extremity motor", "lowerExtremity"),
    ("Light touch", "lightTouch"),
    ("Pin prick", "pinPrick"),
)


def sheet_lines(sheet: Sheet, found: Classification) -> Iterator[str]:
    """Print an examination: scores, totals, levels, completeness, grade and zones.

    Examples
    --------
    >>> from myotome.interop.isncsci.classification import classify
    >>> from myotome.interop.isncsci.sheet import sheet_down_to
    >>> sheet = sheet_down_to("T4")
    >>> [line for line in sheet_lines(sheet, classify(sheet)) if line.startswith("Neurological level")]
    ['Neurological level of injury    T4']
    """
    yield _row("", ("", "RIGHT", "", "", "LEFT"))
    yield _row("", ("motor", "touch", "pin", "pin", "touch", "motor"))
    for place, row in enumerate(DERMATOMES):
        yield _row(_name(row), (*_cells(sheet.sides["right"], place), *reversed(_cells(sheet.sides["left"], place))))
    yield from (f"Left empty, taken as not tested: {gap}" for gap in sheet.not_filled)
    yield ""
    yield from (f"{label:{_LABEL}}{getattr(sheet, key)}" for label, key in _ANSWERS)
    for name, side in sheet.sides.items():
        if side.lowest_other:
            yield f"{f'Lowest other muscle, {name}':{_LABEL}}{LEVELS[side.lowest_other]}"
    yield ""
    yield from _totals(found)
    yield ""
    yield from _classified(found)


def _name(row: str) -> str:
    label = key_muscle_labels().get(row)
    written = row.replace("_", "-")
    return f"{written:5}{label}" if label else written


def _cells(side: SheetSide, place: int) -> tuple[str, str, str]:
    row = DERMATOMES[place]
    motor = side.motor[MYOTOMES.index(row)] if row in MYOTOMES else ""
    return motor, side.light_touch[place], side.pin_prick[place]


def _row(label: str, cells: tuple[str, ...]) -> str:
    """A label and the cells of both sides, a gap between them."""
    written = [f"{cell:>{_CELL}}" for cell in cells]
    half = len(written) // 2
    return f"{label:{_LABEL + 4}}{''.join(written[:half])}  {''.join(written[half:])}".rstrip()


def _totals(found: Classification) -> Iterator[str]:
    yield f"{'Totals':{_LABEL}}{'right':>6}{'left':>6}{'both':>6}"
    for label, key in _TOTALS:
        numbers = (found.totals["right"][key], found.totals["left"][key], found.totals[key])
        yield f"{label:{_LABEL}}" + "".join(f"{number:>6}" for number in numbers)


def _classified(found: Classification) -> Iterator[str]:
    of_sides = (
        ("Sensory level", found.sensory),
        ("Motor level", found.motor),
        ("Sensory zone", found.sensory_zone),
        ("Motor zone", found.motor_zone),
    )
    width = max(12, *(len(sides["right"]) for _, sides in of_sides)) + 2
    yield f"{'':{_LABEL}}{'right':{width}}left"
    for label, sides in of_sides:
        yield f"{label:{_LABEL}}{sides['right']:{width}}{sides['left']}"
    yield f"{'Neurological level of injury':{_LABEL}}{found.level}"
    yield f"{'Complete (C) or incomplete (I)':{_LABEL}}{found.complete}"
    yield f"{'ASIA Impairment Scale':{_LABEL}}{found.grade}"
    if "," in f"{found.level}{found.grade}{found.complete}" or "*" in f"{found.level}{found.grade}":
        yield "Several results: what the cells not tested leave open. A star: rests on how a tagged cell is taken."
