"""Measured strength of the trunk: the peak torque of a dynamometer in each direction."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from myotome.files import MEGABYTE, read_text
from myotome.load.recordings.formats.delimited import rows_of, table_of
from myotome.load.recordings.formats.raw_table import refused
from myotome.load.recordings.limits import limit

__all__ = ["STRENGTH_DIRECTIONS", "read_strength"]

STRENGTH_DIRECTIONS: Final = ("extension", "flexion")
_MOST_BYTES: Final = 16 * MEGABYTE
_TORQUES: Final = ("torquenm", "momentnm", "torquenewtonmetres", "torquenewtonmeters")
_DIRECTION: Final = re.compile(r"set|direction|movement|test", re.IGNORECASE)
_ALLOWED: Final = "a table with a column Torque_NM (newton metres) and a column Set or Direction: extension or flexion"


def read_strength(path: Path) -> dict[str, float]:
    """How strong is a trunk, by the test of a dynamometer?

    Parameters
    ----------
    path : Path
        CSV as a device writes it: torque in newton metres, and in which direction it was made.

    Returns
    -------
    dict of str to float
        The peak torque, Nm, of `extension` and `flexion`, as far as they were tested; isometric, upright.

    Raises
    ------
    InputError
        No such columns, no direction, or a torque that no trunk makes.
    """
    header, rows, delimiter = rows_of(read_text(path, _ALLOWED, _MOST_BYTES), _is_torque)
    names = header[1]
    torque = next((name for name in names if _is_torque(name)), None)
    direction = next((number for number, name in enumerate(names) if _DIRECTION.fullmatch(name)), None)
    if torque is None or direction is None:
        raise refused(path, ", ".join(names), "No torque in newton metres with its direction is found.", _ALLOWED)
    table = table_of(path, header, rows, lambda name: name == torque, by_comma=delimiter == ",")
    values = table.values[:, table.names.index(torque)]
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


def _is_torque(name: str) -> bool:
    """Whether a column is a torque in newton metres, however its unit is set off."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    return plain in _TORQUES
