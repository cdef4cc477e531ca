"""What a file says, before anybody asks what it means: named columns of numbers, and notes on how they were read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem

__all__ = ["ALLOWED", "LARGEST", "Note", "RawTable", "refused"]

#: No angle, length or force of a recording is as large, in any unit; a larger number is damage.
LARGEST = 1e9
ALLOWED = "a recording: .mot, .sto, .trc, .c3d, .bvh, or a CSV file of joint angles"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was read in a certain way, mended or left out.

    Attributes
    ----------
    kind : str
        `read`, `filled`, `clipped`, `ignored` or `not_static`.
    text : str
        One sentence for the reader.
    frames : int
        How many frames it concerns; 0 where it concerns none by itself.
    """

    kind: str
    text: str
    frames: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"kind": self.kind, "text": self.text, "frames": self.frames}


@dataclass(frozen=True, eq=False, slots=True)
class RawTable:
    """Named columns of numbers.

    Attributes
    ----------
    path : Path
    names : tuple of str
        As written, none twice.
    values : ndarray, shape (frames, columns)
        Missing cells are not a number.
    lines : ndarray of int, shape (frames,)
        Line of each frame in the file; its number where there are no lines.
    angle_unit : str or None
        `degrees` or `radians`, where the file says it for all angles.
    notes : tuple of Note
    """

    path: Path
    names: tuple[str, ...]
    values: NDArray[np.float64]
    lines: NDArray[np.int64]
    angle_unit: str | None = None
    notes: tuple[Note, ...] = ()


def refused(where: object, given: str, message: str, allowed: str = ALLOWED, line: int | None = None) -> InputError:
    """One problem with a recording."""
    return InputError([Problem(str(where), line, given, allowed, (), message)])
