"""The sheet of an examination in the form that public calculators exchange, read and checked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem, nearest_names
from myotome.files import MEGABYTE, read_text
from myotome.interop.isncsci.cells import NOT_TESTED
from myotome.interop.isncsci.segments import DERMATOMES, MYOTOMES, place_of
from myotome.printing import shown

__all__ = ["Sheet", "SheetSide", "read_sheet", "sheet_down_to", "sheet_from_mapping"]

_ALLOWED_FILE = "an examination in JSON"
_ANSWERS = ("Yes", "No", NOT_TESTED)
_TAGS = ("", "*", "**")
_MOTOR = (*(f"{grade}{tag}" for tag in _TAGS for grade in "01234"), "5", *(f"{NOT_TESTED}{tag}" for tag in _TAGS))
_SENSORY = (*(f"{grade}{tag}" for tag in _TAGS for grade in "01"), "2", *(f"{NOT_TESTED}{tag}" for tag in _TAGS))
_PRESSURE, _CONTRACTION, _OTHER = "deepAnalPressure", "voluntaryAnalContraction", "lowestNonKeyMuscleWithMotorFunction"
_COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "motor": (MYOTOMES, _MOTOR),
    "lightTouch": (DERMATOMES, _SENSORY),
    "pinPrick": (DERMATOMES, _SENSORY),
}


@dataclass(frozen=True, slots=True)
class SheetSide:
    """Cells of a side as written, from the head down.

    Attributes
    ----------
    motor : tuple of str
        Ten key muscles, 0 to 5 or NT.
    light_touch, pin_prick : tuple of str
        28 dermatomes, 0 to 2 or NT.
    lowest_other : int
        Place of the lowest muscle that moves and is no key muscle; 0 where none is named.
    """

    motor: tuple[str, ...]
    light_touch: tuple[str, ...]
    pin_prick: tuple[str, ...]
    lowest_other: int = 0

    def has_double_tag(self) -> bool:
        """Whether any cell counts as normal whatever its figure."""
        return any(cell.endswith("**") for cell in (*self.motor, *self.light_touch, *self.pin_prick))

    def without_double_tags(self) -> SheetSide:
        """The same with these cells as they were examined."""
        motor, touch, pin = (
            tuple(cell.removesuffix("**") for cell in cells) for cells in (self.motor, self.light_touch, self.pin_prick)
        )
        return replace(self, motor=motor, light_touch=touch, pin_prick=pin)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An examination.

    Attributes
    ----------
    sides : mapping
        `right` and `left`.
    deep_anal_pressure, voluntary_anal_contraction : str
        `Yes`, `No` or `NT`.
    not_filled : tuple of str
        Cells that were left empty, a line for each column: they count as not tested.
    """

    sides: Mapping[str, SheetSide]
    deep_anal_pressure: str
    voluntary_anal_contraction: str
    not_filled: tuple[str, ...] = ()


def read_sheet(path: Path) -> Sheet:
    """Read an examination from a JSON file; raises InputError with everything that is wrong with it."""
    text = read_text(path, _ALLOWED_FILE, MEGABYTE)
    try:
        plain = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg}."
        raise InputError([Problem(str(path), error.lineno, shown(text), _ALLOWED_FILE, (), message)]) from None
    except (RecursionError, ValueError) as error:
        raise InputError([Problem(str(path), None, str(error), _ALLOWED_FILE, (), "It cannot be read.")]) from None
    return sheet_from_mapping(plain, str(path))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Mapping of a JSON object; of a key that is there twice, one would be lost."""
    keys = [key for key, _ in pairs]
    if twice := [key for key in keys if keys.count(key) > 1]:
        message = f"the key {shown(twice[0])} twice"
        raise ValueError(message)
    return dict(pairs)


def sheet_from_mapping(plain: Any, path: str = "examination") -> Sheet:
    """Check an examination and make a sheet of it.

    Parameters
    ----------
    plain : mapping
        Keys and values as public calculators exchange them, all of them text.
    path : str
        Where it comes from, for messages.

    Returns
    -------
    Sheet
        A cell that was left empty is not normal: it counts as not tested, and is named.

    Raises
    ------
    InputError
        Everything that is wrong, each with what is allowed there and the nearest of it.
    """
    problems = list(_problems(plain, path))
    if problems:
        raise InputError(problems)
    sides = {name: _side(plain[name]) for name in ("right", "left")}
    gaps = tuple(gap for name in sides for gap in _gaps(name, plain[name]))
    return Sheet(sides, plain[_PRESSURE], plain[_CONTRACTION], gaps)


def _gaps(name: str, side: Mapping[str, Any]) -> Iterator[str]:
    """Cells of a side that were left empty, a line for each column."""
    for column, (rows, _) in _COLUMNS.items():
        if empty := [row for row in rows if row not in side[column]]:
            yield f"{name} {column}: {', '.join(empty)}"


def _side(plain: Mapping[str, Any]) -> SheetSide:
    motor, touch, pin = (
        tuple(plain[name].get(row, NOT_TESTED) for row in rows) for name, (rows, _) in _COLUMNS.items()
    )
    other = plain.get(_OTHER)
    return SheetSide(motor, touch, pin, place_of(other) if other else 0)


def _problems(plain: Any, path: str) -> Iterator[Problem]:
    required = (_PRESSURE, _CONTRACTION, "right", "left")
    yield from _keys(plain, path, required)
    if isinstance(plain, Mapping):
        for key in (_PRESSURE, _CONTRACTION):
            yield from _value(plain, key, _ANSWERS, path)
        for side in ("right", "left"):
            if side in plain:
                yield from _side_problems(plain[side], f"{path}, {side}")


def _side_problems(side: Any, where: str) -> Iterator[Problem]:
    yield from _keys(side, where, tuple(_COLUMNS), (_OTHER,))
    if not isinstance(side, Mapping):
        return
    if side.get(_OTHER) is not None:
        yield from _value(side, _OTHER, MYOTOMES, where)
    for name, (rows, values) in _COLUMNS.items():
        if name in side:
            yield from _keys(side[name], f"{where}.{name}", (), rows)
            for row in rows if isinstance(side[name], Mapping) else ():
                yield from _value(side[name], row, values, f"{where}.{name}")


def _keys(plain: Any, where: str, required: tuple[str, ...], more: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Keys that are missing, and keys that there are not."""
    allowed = ", ".join((*required, *more))
    if not isinstance(plain, Mapping):
        yield Problem(where, None, shown(plain), f"an object with {allowed}", (), "An object is needed here.")
        return
    if missing := [key for key in required if key not in plain]:
        message = f"Not filled in: {', '.join(missing)}. Write NT for what could not be tested."
        yield Problem(where, None, "no value", allowed, (), message)
    for key in plain:
        if key not in required and key not in more:
            near = nearest_names(str(key), (*required, *more))
            yield Problem(f"{where}.{key}", None, shown(key), allowed, near, "There is no such key.")


def _value(plain: Mapping[str, Any], key: str, allowed: Collection[str], where: str) -> Iterator[Problem]:
    if key not in plain or (isinstance(given := plain[key], str) and given in allowed):
        return
    given = plain[key]
    written = str(given).strip()
    bare = written.rstrip("*")
    near = [one for one in allowed if one.lower() in (written.lower(), bare)] or nearest_names(written, allowed)
    message = "Values are text." if not isinstance(given, str) else "There is no such value."
    if written in (f"{bare}*", f"{bare}**") and bare in allowed:
        message = "Full strength and normal feeling take no tag since the revision of 2019."
    yield Problem(f"{where}.{key}", None, shown(given), ", ".join(allowed), tuple(near), message)


def sheet_down_to(level: str, deep_anal_pressure: str = "No", voluntary_anal_contraction: str = "No") -> Sheet:
    """An examination that is normal on both sides down to a level and has nothing below it.

    Examples
    --------
    >>> sheet_down_to("C6").sides["left"].motor[:3]
    ('5', '5', '0')
    """
    place = place_of(level)
    motor = tuple("5" if place_of(row) <= place else "0" for row in MYOTOMES)
    sensory = tuple("2" if place_of(row) <= place else "0" for row in DERMATOMES)
    side = SheetSide(motor, sensory, sensory)
    return Sheet({"right": side, "left": side}, deep_anal_pressure, voluntary_anal_contraction)
