"""The rules of the standard for a sheet of figures alone, said plainly, and all ways to fill what was not tested.

Written apart from the program, which reasons over what each cell may be and never fills one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from myotome.interop.isncsci.segments import DERMATOMES, KEY_MUSCLES, LEVELS, MYOTOMES

Plain = dict[str, Any]
SIDES = ("right", "left")
C4, T1, L1, S1, S3, INT = (LEVELS.index(name) for name in ("C4", "T1", "L1", "S1", "S3", "INT"))
_ORDER = ("NA", *LEVELS)


def blank(down_to: str, contraction: str = "No", pressure: str = "No", **changes: str) -> Plain:
    """A sheet normal down to a level; changes such as `r_motor_C7="3"`, `b_lightTouch_S4_5="1"`, `r_other="L5"`."""
    place = LEVELS.index(down_to)
    sheet: Plain = {"voluntaryAnalContraction": contraction, "deepAnalPressure": pressure}
    for side in SIDES:
        sheet[side] = {
            "motor": {row: "5" if LEVELS.index(row) <= place else "0" for row in MYOTOMES},
            **{
                kind: {row: "2" if LEVELS.index(row) <= place else "0" for row in DERMATOMES}
                for kind in ("lightTouch", "pinPrick")
            },
        }
    for where, value in changes.items():
        which, column, *row = where.split("_", 2)
        for side in {"r": SIDES[:1], "l": SIDES[1:], "b": SIDES}[which]:
            if column == "other":
                sheet[side]["lowestNonKeyMuscleWithMotorFunction"] = value
            else:
                sheet[side][column][row[0]] = value
    return sheet


def classified(sheet: Plain) -> dict[str, str]:
    """Every result of a sheet in which all cells are figures."""
    contracts, pressed = (sheet[key] == "Yes" for key in ("voluntaryAnalContraction", "deepAnalPressure"))
    sides = [_Side(sheet[side]) for side in SIDES]
    motor = [side.motor_level(contracts) for side in sides]
    level = min(*(side.sensory for side in sides), *(side.motor_level(True) for side in sides))
    felt = pressed or any(side.sacral for side in sides)
    spared = any(side.lowest(3 + place) for side, place in zip(sides, motor, strict=True))
    grade = "A"
    if contracts and all(place == INT for place in (*motor, *(side.sensory for side in sides))):
        grade = "E"
    elif contracts or (felt and spared):
        strong = [side.grades[place] >= 3 for side in sides for place in KEY_MUSCLES if place > level]
        grade = "D" if 2 * sum(strong) >= len(strong) else "C"
    elif felt:
        grade = "B"
    found = {"level": LEVELS[level], "complete": "I" if felt or contracts else "C", "grade": grade}
    for name, side, place in zip(SIDES, sides, motor, strict=True):
        found |= {f"sensory {name}": LEVELS[side.sensory], f"motor {name}": LEVELS[place]}
        found[f"sensory zone {name}"] = "NA" if pressed or side.sacral else LEVELS[side.lowest_felt]
        found[f"motor zone {name}"] = "NA" if contracts else LEVELS[max(place, side.lowest_moving)]
    return found


class _Side:
    def __init__(self, plain: Plain) -> None:
        both = list(zip(plain["lightTouch"].values(), plain["pinPrick"].values(), strict=True))
        self.sensory = next((place for place, pair in enumerate(both) if pair != ("2", "2")), INT)
        self.sacral = both[-1] != ("0", "0")
        self.lowest_felt = max((place for place, pair in enumerate(both, 1) if pair != ("0", "0")), default=0)
        self.grades = dict(zip(KEY_MUSCLES, map(int, plain["motor"].values()), strict=True))
        self.lowest_moving = max((place for place, grade in self.grades.items() if grade), default=0)
        other = plain.get("lowestNonKeyMuscleWithMotorFunction")
        self.other = LEVELS.index(other) if other else 0

    def lowest(self, below: int) -> bool:
        return max(self.lowest_moving, self.other) > below

    def motor_level(self, contracts: bool) -> int:
        if self.sensory < C4:
            return self.sensory
        for row, end, next_row in ((KEY_MUSCLES[:5], T1, L1), (KEY_MUSCLES[5:], S1, INT)):
            for place in row:
                if self.grades[place] < 5:
                    return place if self.grades[place] >= 3 else place - 1
            if self.sensory <= end:
                return end
            if self.sensory < next_row:
                return self.sensory
        return INT if contracts else S3


#: What a tagged cell may have been without the other cause: `**` is normal, `*` is impaired by the lesion, too.
_TAGGED = {
    "motor": {"0*": "013", "1*": "13", "2*": "23", "3*": "3", "4*": "4", "NT*": "013"},
    "sensory": {"0*": "01", "1*": "1", "NT*": "01"},
}


def fillings(sheet: Plain, motor: str = "0135", sensory: str = "012") -> Iterator[Plain]:
    """Every sheet that the open cells may have been; grades 2 and 4 say no more than 1 and 3."""
    choices: list[tuple[tuple[str, ...], str | tuple[str, ...]]] = [
        ((key,), ("Yes", "No")) for key in ("voluntaryAnalContraction", "deepAnalPressure") if sheet[key] == "NT"
    ]
    for side in SIDES:
        for column, values in (("motor", motor), ("lightTouch", sensory), ("pinPrick", sensory)):
            for row, cell in sheet[side][column].items():
                if not cell.isdigit():
                    choices.append(((side, column, row), _may_be(column, cell, values)))
    for values in product(*(of_cell for _, of_cell in choices)):
        filled = {**sheet, **{side: {**sheet[side]} for side in SIDES}}
        for side in SIDES:
            for column in ("motor", "lightTouch", "pinPrick"):
                filled[side][column] = {**sheet[side][column]}
        for (path, _), value in zip(choices, values, strict=True):
            _set(filled, path, value)
        yield filled


def _may_be(column: str, cell: str, untested: str) -> str:
    if cell == "NT":
        return untested
    if cell.endswith("**"):
        return "5" if column == "motor" else "2"
    return _TAGGED["motor" if column == "motor" else "sensory"][cell]


def _set(filled: Plain, path: tuple[str, ...], value: str) -> None:
    *outer, last = path
    inner = filled
    for key in outer:
        inner = inner[key]
    inner[last] = value


def by_filling(sheet: Plain, motor: str = "0135") -> dict[str, str]:
    """Every result as the list of what it is over all fillings."""
    found: dict[str, set[str]] = {}
    for filled in fillings(sheet, motor):
        for key, value in classified(filled).items():
            found.setdefault(key, set()).add(value)
    return {key: ",".join(sorted(values, key=_place)) for key, values in found.items()}


def _place(value: str) -> tuple[int, str]:
    return (_ORDER.index(value) if value in _ORDER else 0, value)


def flat(answer: Mapping[str, Any]) -> dict[str, str]:
    """Results of an answer in the form of the calculators, under the names used here."""
    inner = answer["classification"]
    levels, zones = inner["neurologicalLevels"], inner["zoneOfPartialPreservations"]
    found = {"level": inner["neurologicalLevelOfInjury"], "complete": inner["injuryComplete"]}
    found["grade"] = inner["ASIAImpairmentScale"]
    for side in SIDES:
        for kind in ("sensory", "motor"):
            found[f"{kind} {side}"] = levels[f"{kind}{side.title()}"]
            found[f"{kind} zone {side}"] = zones[f"{kind}{side.title()}"]
    return found
