"""Files of marker positions: .trc as text, .c3d through ezc3d."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.recordings.delimited import cells_of
from myotome.load.recordings.raw_table import refused

__all__ = ["Markers", "is_c3d", "is_trc", "read_c3d", "read_trc"]

_TRC: Final = "PathFileType"
_HEADER: Final = 5  # lines before the first frame, of which the fourth names the markers
_C3D: Final = 0x50  # second byte of every c3d file
_ALLOWED_TRC: Final = "a .trc file: five lines of header, then frame, time, and x, y, z of each marker"


@dataclass(frozen=True, eq=False, slots=True)
class Markers:
    """Positions of markers.

    Attributes
    ----------
    path : Path
    names : tuple of str
    position : ndarray, shape (frames, markers, 3)
        In any unit of length, in the axes of the room; not a number where a marker was not seen.
    time_s : ndarray, shape (frames,)
    """

    path: Path
    names: tuple[str, ...]
    position: NDArray[np.float64]
    time_s: NDArray[np.float64]


def is_trc(text: str) -> bool:
    """Whether a text begins as a .trc file does."""
    return text.lstrip().startswith(_TRC)


def is_c3d(path: Path, raw: bytes) -> bool:
    """Whether a file is a .c3d file by its second byte, or by its name."""
    return path.suffix.lower() == ".c3d" or (len(raw) >= 512 and raw[1] == _C3D and raw[0] < 0x20)


def read_trc(path: Path, text: str) -> Markers:
    """Read a .trc file, separated by tabs or by commas.

    Raises
    ------
    InputError
        No marker, no frame, or a row that is not of numbers.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1)]
    if len(lines) < _HEADER:
        raise refused(path, f"{len(lines)} lines", "The file breaks off in its header.", _ALLOWED_TRC)
    delimiter = "\t" if "\t" in lines[3][1] else "," if "," in lines[3][1] else ""
    names = [cell for cell in cells_of(lines[3][1], delimiter)[2:] if cell]
    rows = [_row(path, number, line, delimiter, len(names)) for number, line in lines[_HEADER:] if line.strip(" \t,")]
    if not names or not rows:
        raise refused(path, f"{len(names)} markers, {len(rows)} frames", "There is nothing to read.", _ALLOWED_TRC)
    values = np.array(rows)
    return Markers(path, tuple(names), values[:, 1:].reshape(len(rows), len(names), 3), values[:, 0])


def _row(path: Path, number: int, line: str, delimiter: str, markers: int) -> list[float]:
    cells = cells_of(line, delimiter)[1 : 2 + 3 * markers]
    cells += [""] * (1 + 3 * markers - len(cells))
    try:
        return [float(cell) if cell else np.nan for cell in cells]
    except ValueError as error:
        raise refused(path, str(error), "A cell is no number.", _ALLOWED_TRC, number) from None


def read_c3d(path: Path) -> Markers:
    """Read the points of a .c3d file.

    Raises
    ------
    InputError
        ezc3d is not installed, or it cannot read the file.
    """
    try:
        import ezc3d
    except ImportError:
        message = "Reading .c3d needs ezc3d: pip install 'myotome[motion]', or export the markers as .trc."
        raise refused(path, "a .c3d file", message, "a .trc file, or ezc3d installed") from None
    try:
        content: Any = ezc3d.c3d(str(path))
        point = content["parameters"]["POINT"]
        names = tuple(str(name).strip() for name in point["LABELS"]["value"])
        position = np.asarray(content["data"]["points"], dtype=np.float64)[:3].transpose(2, 1, 0)
        rate = float(point["RATE"]["value"][0])
    except Exception as error:  # ezc3d raises whatever its C++ threw
        said = str(error).strip().splitlines()
        message = "ezc3d cannot read the file: it is no .c3d file, or it is damaged."
        raise refused(path, said[0] if said else type(error).__name__, message, "a whole .c3d file") from None
    if not names or not len(position) or rate <= 0.0 or position.shape[1] < len(names):
        given = f"{len(names)} markers, {len(position)} frames at {rate:g} Hz"
        raise refused(path, given, "There are no markers to read.", "markers with their names")
    return Markers(path, names, position[:, : len(names)], np.arange(len(position)) / rate)
