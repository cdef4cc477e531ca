"""OpenSim storage files (.mot, .sto): a header that ends in `endheader`, names, then rows of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from myotome.load.recordings.formats.delimited import cells_of, table_of
from myotome.load.recordings.formats.raw_table import Note, RawTable, refused

__all__ = ["is_storage", "read_storage"]

_END: Final = "endheader"
_YES: Final = {"yes": "degrees", "true": "degrees", "1": "degrees", "no": "radians", "false": "radians", "0": "radians"}
_VALUE: Final = "/value"


def is_storage(text: str) -> bool:
    """Whether a text has the header of a storage file."""
    return any(line.strip().lower() == _END for line in text[:20_000].splitlines())


def read_storage(path: Path, text: str, is_known: Callable[[str], bool]) -> RawTable:
    """Read a storage file; states such as `/jointset/.../L5_S1_FE/value` are named by their coordinate.

    Raises
    ------
    InputError
        No names after the header, fewer rows than the header says, a cell that is no number.
    """
    lines = list(enumerate(text.splitlines(), 1))
    end = next(number for number, line in lines if line.strip().lower() == _END)
    header = dict(_pairs(line) for _, line in lines[:end] if "=" in line)
    body = [(number, line) for number, line in lines[end:] if line.strip()]
    if not body:
        raise refused(path, "nothing after endheader", "The file breaks off after its header.")
    delimiter = "\t" if "\t" in body[0][1] else ""
    rows = [(number, cells_of(line, delimiter)) for number, line in body]
    table = table_of(path, (rows[0][0], [_coordinate(name) for name in rows[0][1]]), rows[1:], is_known)
    _check_rows(path, header.get("nrows", ""), len(table.values))
    unit = _YES.get(header.get("indegrees", "").lower())
    notes = (Note("read", f"Angles in {unit}, as the header says."),) if unit else ()
    return replace(table, angle_unit=unit, notes=notes)


def _pairs(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name.strip().lower(), value.strip()


def _coordinate(name: str) -> str:
    """Name of a coordinate; of the other states (speeds, activations) the whole path stays."""
    return name.removesuffix(_VALUE).rpartition("/")[2] if name.endswith(_VALUE) else name


def _check_rows(path: Path, said: str, found: int) -> None:
    if said.isdigit() and int(said) != found:
        message = "The header promises another number of rows; was the file cut off?"
        raise refused(f"{path}, nRows", f"{found} rows", message, f"{said} rows")
