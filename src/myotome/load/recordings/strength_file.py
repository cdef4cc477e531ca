"""Measured strength of the trunk: the peak torque of a dynamometer in each direction."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np

from myotome.files import MEGABYTE, read_text
from myotome.load.recordings.formats.delimited import rows_of, table_of
from myotome.load.recordings.formats.raw_table import refused
from myotome.load.recordings.limits import limit

__all__ = ["STRENGTH_DIRECTIONS", "read_strength"]

STRENGTH_DIRECTIONS: Final = ("extension", "flexion")
_MOST_BYTES: Final = 16 * MEGABYTE
_TORQUES: Final = ("torquenm", "momentnm", "torquenewtonmetres", "torquenewtonmeters")
_DIRECTION: Final = re.compile(r"set|direction|movement|test", re.IGNORECASE)
_FORCES: Final = ("forcen", "forcenewton", "forcenewtons")
_LEVERS: Final = ("leverm", "levermetres", "levermeters")
_ALLOWED: Final = (
    "a table with a column Torque_NM (newton metres), or Force_N and Lever_m (from L5-S1 to the pad), "
    "and a column Set or Direction: extension or flexion"
)


def read_strength(path: Path) -> dict[str, float]:
    """How strong is a trunk, by the test of a dynamometer?

    Parameters
    ----------
    path : Path
        CSV as a device writes it: torque in newton metres, or force with its lever in metres, and in which direction it
        was made.

    Returns
    -------
    dict of str to float
        The peak torque, Nm, of `extension` and `flexion`, as far as they were tested; isometric, upright.

    Raises
    ------
    InputError
        No such columns, no direction, or a torque that no trunk makes.
    """
    header, rows, delimiter = rows_of(read_text(path, _ALLOWED, _MOST_BYTES), _is_strength)
    names = header[1]
    factors = [name for name in names if _is(name, _TORQUES)][:1]
    if not factors and all(any(_is(name, kind) for name in names) for kind in (_FORCES, _LEVERS)):
        factors = [next(name for name in names if _is(name, kind)) for kind in (_FORCES, _LEVERS)]
    direction = next((number for number, name in enumerate(names) if _DIRECTION.fullmatch(name)), None)
    if not factors or direction is None:
        raise refused(path, ", ".join(names), "No torque in newton metres with its direction is found.", _ALLOWED)
    table = table_of(path, header, rows, lambda name: name in factors, by_comma=delimiter == ",")
    values = np.prod([table.values[:, table.names.index(name)] for name in factors], axis=0)
    peaks: dict[str, float] = {}
    for (_, cells), value in zip(rows, values, strict=True):
        made = cells[direction].lower() if direction < len(cells) else ""
        if made in STRENGTH_DIRECTIONS and value == value:
            peaks[made] = max(peaks.get(made, 0.0), abs(float(value)))
    if not peaks:
        raise refused(path, f"the column {names[direction]}", "No row is of extension or flexion.", _ALLOWED)
    low, high = limit("strength", "weakest_nm"), limit("strength", "strongest_nm")
    for made, peak in peaks.items():
        if not low <= peak <= high:
            allowed = f"{low:g} to {high:g} Nm"
            raise refused(f"{path}, peak of {made}", f"{peak:g} Nm", "No trunk has this strength.", allowed)
    return peaks


def _is_strength(name: str) -> bool:
    return _is(name, (*_TORQUES, *_FORCES))


def _is(name: str, kind: tuple[str, ...]) -> bool:
    """Whether a column is of this kind, however its unit is set off."""
    return re.sub(r"[^a-z]", "", name.lower()) in kind
