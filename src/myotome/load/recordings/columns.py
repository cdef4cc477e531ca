"""What the columns of a recording mean: the project's own names, those of OpenSim, and what is no angle at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem, nearest_names
from myotome.load.body.rhythm import REGIONS
from myotome.load.body.skeleton import JOINTS
from myotome.load.neck.bones import NECK_JOINTS
from myotome.load.recordings.formats.raw_table import Note, RawTable, refused
from myotome.tables import Table, integer, one_of, text

__all__ = ["ANGLE_UNITS", "MOVES", "ORIGINS", "PLACES", "Meaning", "columns", "is_known", "used_columns"]

ANGLE_UNITS: Final = ("degrees", "radians")
MOVES: Final = ("flexion", "lateral", "rotation")
#: Where the pelvis is: its origin midway between the front points, or L5-S1 itself.
ORIGINS: Final = ("pelvis", "sacrum")
PLACES: Final = ("forward", "up", "right")
_SIDES: Final = ("right", "left")
_IN_SPACE: Final = ("arm_raise", "arm_spread", "elbow_bend")
_ON_TRUNK: Final = ("arm_flexion", "arm_adduction", "arm_rotation", "elbow_flexion")
_LEVELS: Final = tuple(dict.fromkeys((*JOINTS, *NECK_JOINTS)))
_PARTS: Final = ("pelvis", "trunk", *REGIONS, *_LEVELS)
#: Angles of the project's own form; those of arms against the trunk have the names of OpenSim.
_OWN: Final = (*(f"{p}_{m}" for p in _PARTS for m in MOVES), *(f"{a}_{s}" for a in _IN_SPACE for s in _SIDES))
_ANGLES: Final = (*_OWN, *(f"{a}_{s}" for a in _ON_TRUNK for s in _SIDES))
_LOADS: Final = ("mass_kg", *(f"hand_{s}_{what}" for s in _SIDES for what in ("fx_n", "fy_n", "fz_n", "mass_kg")))
_PLACED: Final = tuple(f"{origin}_{axis}_m" for origin in ORIGINS for axis in PLACES)
_FEET: Final = tuple(f"foot_{what}_{s}" for what in ("force", "contact") for s in _SIDES)
_SUFFIXES: Final = {"_deg": "degrees", "_rad": "radians", "": "angle"}
#: A unit as spreadsheets write it behind a name: `lumbar_flexion (deg)`, `lumbar flexion [°]`.
_IN_BRACKETS: Final = re.compile(r"\s*[(\[]\s*(deg|°|rad|s|n|kg|m)[a-z]*\s*[)\]]$", re.IGNORECASE)
#: A name so near to a valid one is taken for a slip of the pen, not for a column of something else.
_SLIP: Final = 0.9
_KINDS: Final = ("ignored", "sensor", "strength")

_COLUMNS = Table(
    "load/recordings/columns.csv", {"name": text(), "target": text(), "sign": integer(-1, 1)}, key=("name",)
)
_UNUSED = Table(
    "load/recordings/unused.csv", {"pattern": text(), "kind": one_of(_KINDS), "reason": text()}, key=("pattern",)
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column stands for.

    Attributes
    ----------
    target : str
        `time`, `frame`, a part with a movement such as `lumbar_flexion`, a load or a contact.
    sign : int
    unit : str
        `degrees`, `radians`, `angle` where the column does not say which, or another unit.
    """

    target: str
    sign: int
    unit: str


def columns() -> tuple[str, ...]:
    """Columns of the project's own form: time, angles in degrees, loads in the hands.

    Flexion forward, bending to the right and turning to the left are positive. Angles in radians end in `_rad`.
    """
    return ("frame", "time_s", *(f"{angle}_deg" for angle in _OWN), *_LOADS, *_FEET[2:], *_PLACED)


def is_known(name: str) -> bool:
    """Whether a column is understood."""
    return _meaning(name) is not None


def used_columns(
    table: RawTable, angle_unit: str | None
) -> tuple[dict[str, NDArray[np.float64]], dict[str, str], tuple[Note, ...]]:
    """Columns by what they mean, angles in degrees.

    Parameters
    ----------
    table : RawTable
    angle_unit : str or None
        What the user says of angles whose unit neither their names nor the file tell.

    Returns
    -------
    values : dict of str to ndarray
        By target.
    names : dict of str to str
        The column that each target was read from.
    notes : tuple of Note
        Which columns were ignored, and why.

    Raises
    ------
    InputError
        No angle at all, the unit of angles unknown or contradicted, a slip in a name, two columns for one thing.
    """
    meanings = {name: meaning for name in table.names if (meaning := _meaning(name)) is not None}
    _check_names(table, meanings)
    unit = _angle_unit(table, meanings, angle_unit)
    units = {unit or "" if meaning.unit == "angle" else meaning.unit for meaning in meanings.values()}
    values: dict[str, NDArray[np.float64]] = {}
    names: dict[str, str] = {}
    for name, meaning in meanings.items():
        if meaning.target in names:
            allowed = "one column for each movement"
            raise refused(f"{table.path}, header", f"{names[meaning.target]}, {name}", "Both say the same.", allowed)
        column = meaning.sign * table.values[:, table.names.index(name)]
        radians = meaning.unit == "radians" or (meaning.unit == "angle" and unit == "radians")
        values[meaning.target] = np.rad2deg(column) if radians else column
        names[meaning.target] = name
    return values, names, (*_doubt(values, units), *_ignored(table, meanings))


def _meaning(name: str) -> Meaning | None:
    plain = _IN_BRACKETS.sub(lambda unit: f"_{unit[1].lower().replace('°', 'deg')}", name.strip()).replace(" ", "_")
    bare, table = plain.lower(), _table()
    if bare in table:
        return table[bare]
    if bare in _LOADS:
        return Meaning(bare, 1, "own")
    if bare in _PLACED:
        return Meaning(bare.removesuffix("_m"), 1, "own")
    for end, unit in _SUFFIXES.items():
        if bare.endswith(end) and (own := _own().get(bare.removesuffix(end))):
            return Meaning(own, 1, unit)
    level, _, plane = bare.rpartition("_")
    joint = level.upper().replace("_", "-")
    pattern = table.get(f"*_{plane}")
    if pattern is None or joint not in _LEVELS:
        return None
    return Meaning(pattern.target.replace("*", joint), pattern.sign, pattern.unit)


@cache
def _own() -> Mapping[str, str]:
    """Angles of the project's own form by their names in small letters."""
    return {name.lower(): name for name in _OWN}


@cache
def _table() -> Mapping[str, Meaning]:
    return {row["name"]: Meaning(row["target"], row["sign"], row["unit"]) for row in _COLUMNS.rows()}


@cache
def _unused() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["kind"], row["reason"]) for row in _UNUSED.rows())


def _why_unused(name: str) -> tuple[str, str]:
    """Kind and reason of a column that is not used; a plain one where nothing is known of it."""
    return next(((kind, why) for pattern, kind, why in _unused() if pattern.search(name)), ("ignored", ""))


def _check_names(table: RawTable, meanings: Mapping[str, Meaning]) -> None:
    where, known = f"{table.path}, header", columns()
    slips = {
        name: near
        for name in table.names
        if name not in meanings and (near := nearest_names(name, known, cutoff=_SLIP)) and not _why_unused(name)[1]
    }
    if slips:
        allowed = "a column of angles"
        raise InputError([Problem(where, 1, name, allowed, near, "No such column.") for name, near in slips.items()])
    if not any(meaning.target in _ANGLES for meaning in meanings.values()):
        raise _no_angle(table, where)


def _no_angle(table: RawTable, where: str) -> InputError:
    """Why there is nothing to compute, by what the columns look like."""
    found = dict(reversed([_why_unused(name) for name in table.names]))
    given = ", ".join(table.names) or "nothing"
    if "sensor" in found:
        message = (
            "Raw sensor data: joint angles are missing. Fuse it to angles first (OpenSense of OpenSim, imufusion)."
        )
    elif "strength" in found:
        message = "This is the torque of a dynamometer, a strength and not a movement: give it by --strength FILE."
    else:
        message = "No angle is given."
    allowed = "at least one of pelvis_flexion_deg, lumbar_flexion_deg, L4-L5_flexion_deg, lumbar_extension and the like"
    near = nearest_names(table.names[0], columns()) if len(table.names) == 1 else ()
    return InputError([Problem(where, None, given, allowed, near, message)])


def _angle_unit(table: RawTable, meanings: Mapping[str, Meaning], said: str | None) -> str | None:
    """Unit of the angles whose names do not tell it."""
    where = f"{table.path}, unit of angles"
    if said and table.angle_unit and said != table.angle_unit:
        message = "The file says otherwise: leave out --angle-unit, or correct the header."
        raise refused(where, said, message, f"{table.angle_unit}, as in the file")
    open_names = [name for name, meaning in meanings.items() if meaning.unit == "angle"]
    unit = said or table.angle_unit
    if open_names and unit is None:
        message = "The file does not say the unit of its angles: add --angle-unit degrees, or --angle-unit radians."
        raise refused(where, ", ".join(open_names), message, " or ".join(ANGLE_UNITS))
    return unit


def _doubt(values: Mapping[str, NDArray[np.float64]], units: set[str]) -> tuple[Note, ...]:
    """Whether angles that are taken for degrees are so small that they may be radians."""
    angles = [np.abs(column) for name, column in values.items() if name in _ANGLES]
    largest = float(np.nanmax(np.stack(angles), initial=0.0))
    if "radians" in units or not 0.0 < largest < 0.5 * np.pi:
        return ()
    text = f"No angle is larger than {largest:.2g} deg: are they in radians? Then say so by --angle-unit."
    return (Note("read", text),)


def _ignored(table: RawTable, meanings: Mapping[str, Any]) -> tuple[Note, ...]:
    """One note for each reason why columns were not used."""
    by_reason: dict[str, list[str]] = {}
    for name in table.names:
        if name not in meanings:
            by_reason.setdefault(_why_unused(name)[1], []).append(name)
    return tuple(
        Note("ignored", f"Ignored {_counted(len(names))}: {', '.join(names)}{f' ({why})' if why else ''}.")
        for why, names in by_reason.items()
    )


def _counted(number: int) -> str:
    return f"{number} column{'s' if number > 1 else ''}"
