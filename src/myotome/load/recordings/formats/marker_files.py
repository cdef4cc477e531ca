"""Files of marker positions: .trc as text, .c3d through ezc3d."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.recordings.formats import c3d_points
from myotome.load.recordings.formats.delimited import cells_of
from myotome.load.recordings.formats.raw_table import LARGEST, refused

__all__ = ["Markers", "is_c3d", "is_trc", "read_c3d", "read_trc"]

_TRC: Final = "PathFileType"
_HEADER: Final = 5  # lines before the first frame, of which the fourth names the markers
_C3D: Final = 0x50  # second byte of every c3d file
_LONGEST_S: Final = 60.0  # in which a .c3d file of the size allowed is read many times over
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
    return _checked(Markers(path, tuple(names), values[:, 1:].reshape(len(rows), len(names), 3), values[:, 0]))


def _checked(markers: Markers) -> Markers:
    """Positions that can be: not a number where a marker was not seen, else within any room."""
    far = np.argwhere(np.abs(markers.position) > LARGEST)
    if len(far):
        frame, marker, axis = (int(number) for number in far[0])
        given = f"{markers.position[frame, marker, axis]:g}"
        message = "No marker is so far away: the file is damaged."
        raise refused(f"{markers.path}, {markers.names[marker]}, frame {frame}", given, message, "a place in a room")
    return markers


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
    if find_spec("ezc3d") is None:
        message = "Reading .c3d needs ezc3d: pip install 'myotome[motion]', or export the markers as .trc."
        raise refused(path, "a .c3d file", message, "a .trc file, or ezc3d installed")
    names, position, rate = _points(path)
    if not names or not len(position) or rate <= 0.0 or position.shape[1] < len(names):
        given = f"{len(names)} markers, {len(position)} frames at {rate:g} Hz"
        raise refused(path, given, "There are no markers to read.", "markers with their names")
    return _checked(Markers(path, names, position[:, : len(names)], np.arange(len(position)) / rate))


def _points(path: Path) -> tuple[tuple[str, ...], NDArray[np.float64], float]:
    """Names, places and frames a second, read in a process of its own, so that a damaged file harms nothing."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "points.npz"
        words = [sys.executable, str(Path(c3d_points.__file__)), str(path.resolve()), str(target)]
        try:
            subprocess.run(words, capture_output=True, check=True, timeout=_LONGEST_S)
            with np.load(target) as read:
                names = tuple(str(name) for name in read["names"])
                return names, np.asarray(read["position"], dtype=np.float64), float(read["rate"])
        except (subprocess.SubprocessError, OSError, ValueError, KeyError) as error:
            message = "ezc3d cannot read the file: it is no .c3d file, or it is damaged."
            raise refused(path, _ended(error), message, "a whole .c3d file") from None


def _ended(error: Exception) -> str:
    """How the reading ended, in a few words: the last line of what was printed, or the kind of the error."""
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        return said[-1] if said else f"a reader that ended with code {error.returncode}"
    return "a reader that did not end" if isinstance(error, subprocess.TimeoutExpired) else type(error).__name__
