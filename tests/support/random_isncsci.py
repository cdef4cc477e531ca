"""Examinations by chance: a level, some sparing below it, some cells out of line, some not tested."""

from __future__ import annotations

from random import Random

from myotome.interop.isncsci.segments import DERMATOMES, LEVELS, MYOTOMES
from support.isncsci_reference import SIDES, Plain, blank

_COLUMNS = {"motor": (MYOTOMES, "012345"), "lightTouch": (DERMATOMES, "012"), "pinPrick": (DERMATOMES, "012")}


def random_sheet(chance: Random, untested: int = 0, others: bool = False) -> Plain:
    """An examination with at most so many cells that were not tested."""
    level = chance.choice((*DERMATOMES, "INT"))
    anal = ("No", "No", "Yes")
    sheet = blank(level, chance.choice(anal), chance.choice(anal))
    if chance.random() < 0.5:
        _spare(sheet, level, chance)
    for _ in range(chance.choice((0, 1, 2, 4, 8))):
        column = chance.choice(tuple(_COLUMNS))
        rows, values = _COLUMNS[column]
        sheet[chance.choice(SIDES)][column][_row(rows, level, chance)] = chance.choice(values)
    for _ in range(chance.randint(0, untested)):
        _leave_out(sheet, level, chance)
    if others:
        sheet[chance.choice(SIDES)]["lowestNonKeyMuscleWithMotorFunction"] = chance.choice(MYOTOMES)
    return sheet


def tagged_sheet(chance: Random, untested: int = 0) -> Plain:
    """An examination of which some cells are tagged, too."""
    sheet = random_sheet(chance, untested)
    for _ in range(chance.randint(1, 3)):
        cells = sheet[chance.choice(SIDES)][chance.choice(("motor", *_COLUMNS))]
        row = chance.choice(list(cells))
        figure = cells[row].rstrip("*")
        top = "5" if "L2" in cells and len(cells) == len(MYOTOMES) else "2"
        below = [str(number) for number in range(int(top))]
        cells[row] = (chance.choice([*below, "NT"]) if figure == top else figure) + chance.choice(("*", "**"))
    return sheet


def _spare(sheet: Plain, level: str, chance: Random) -> None:
    below = [row for row in DERMATOMES if LEVELS.index(row) > LEVELS.index(level)]
    weak = chance.choice(("0001", "0133", "0135", "3345"))
    for side in SIDES:
        for row in below:
            for column in ("lightTouch", "pinPrick"):
                sheet[side][column][row] = chance.choice("0012")
            if row in MYOTOMES:
                sheet[side]["motor"][row] = chance.choice(weak)


def _row(rows: tuple[str, ...], level: str, chance: Random) -> str:
    """Some row, mostly one close to the level, where a cell decides most."""
    near = [row for row in rows if abs(LEVELS.index(row) - LEVELS.index(level)) < 4]
    return chance.choice(near) if near and chance.random() < 0.6 else chance.choice((*rows, rows[-1]))


def _leave_out(sheet: Plain, level: str, chance: Random) -> None:
    column = chance.choice((*_COLUMNS, "anal"))
    if column == "anal":
        sheet[chance.choice(("voluntaryAnalContraction", "deepAnalPressure"))] = "NT"
    else:
        sheet[chance.choice(SIDES)][column][_row(_COLUMNS[column][0], level, chance)] = "NT"
