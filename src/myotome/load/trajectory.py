"""A movement as a table: angles frame by frame from a CSV file, and the loads of every frame."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem, nearest_names
from myotome.files import MEGABYTE, read_text
from myotome.load.body.impairment import Impairment
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.angles import REGIONS, check_angles, posture
from myotome.load.kinematics.external_forces import hanging_arms
from myotome.load.stances.stance import Stance
from myotome.load.statics.solution import Solution, solve
from myotome.printing import shown

__all__ = ["columns", "read_trajectory", "solve_trajectory"]

_MOVES: Final = ("flexion", "lateral", "rotation")
_TIME: Final = ("frame", "time_s")
_MOST_BYTES: Final = 64 * MEGABYTE
_PORTION: Final = 128


def columns() -> tuple[str, ...]:
    """Columns a table of angles may have: `pelvis_`, regions or single joints, in degrees.

    Flexion forward, bending to the right and turning to the left are positive.
    """
    parts = ("pelvis", *REGIONS, *JOINTS)
    return (*_TIME, *(f"{part}_{move}_deg" for part in parts for move in _MOVES))


def read_trajectory(path: Path) -> Stance:
    """Which postures does a file of angles tell of?

    Parameters
    ----------
    path : Path
        CSV with a header: any of `columns`; what is not given is neutral. Regions and joints add up.

    Returns
    -------
    Stance
        One frame a row, arms hanging.

    Raises
    ------
    InputError
        No such file, an unknown column, no angle at all, a cell that is not a number, an angle past its range.
    """
    names, rows = _table(path, read_text(path, "a CSV file of joint angles", _MOST_BYTES))
    _check_columns(path, names)
    values = _numbers(path, names, rows)
    angles = _angles(values, len(rows))
    pelvis = np.stack([_moved(values, "pelvis", move, len(rows)) for move in _MOVES], axis=1)
    return Stance(check_angles(angles), pelvis * [-1.0, 1.0, 1.0], hanging_arms(), (), 0.0)


def _table(path: Path, text: str) -> tuple[list[str], list[dict[str, str]]]:
    """Names of the columns, and one mapping a row."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = [name.strip() for name in reader.fieldnames or ()]
        return names, [{name.strip(): cell for name, cell in row.items() if name} for row in reader]
    except csv.Error as error:
        allowed = "a CSV file of joint angles"
        raise InputError([Problem(str(path), reader.line_num, str(error), allowed, (), "It is not CSV.")]) from None


def _check_columns(path: Path, names: list[str]) -> None:
    known = columns()
    problems = [
        Problem(f"{path}, header", 1, name, "a column of angles", nearest_names(name, known), "No such column.")
        for name in names
        if name not in known
    ]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    problems += [Problem(f"{path}, header", 1, name, "each column once", (), "Duplicate column.") for name in twice]
    if not any(name in known and name not in _TIME for name in names):
        allowed = "at least one of pelvis_flexion_deg, lumbar_flexion_deg, L4-L5_flexion_deg and the like"
        problems.append(Problem(f"{path}, header", 1, ", ".join(names) or "nothing", allowed, (), "No angle is given."))
    if problems:
        raise InputError(problems)


def _numbers(path: Path, names: list[str], rows: list[dict[str, str]]) -> dict[str, NDArray[np.float64]]:
    problems, table = [], {name: np.zeros(len(rows)) for name in names}
    for number, row in enumerate(rows):
        for name in names:
            try:
                table[name][number] = float(row.get(name) or "nan")
            except ValueError:
                table[name][number] = np.nan
            if not np.isfinite(table[name][number]):
                problems.append(Problem(f"{path}, {name}", number + 2, shown(row.get(name)), "a number"))
    if not rows:
        problems.append(Problem(str(path), None, "no row", "one row a frame"))
    if problems:
        raise InputError(problems)
    return table


def _moved(values: dict[str, NDArray[np.float64]], part: str, move: str, frames: int) -> NDArray[np.float64]:
    return values.get(f"{part}_{move}_deg", np.zeros(frames))


def _angles(values: dict[str, NDArray[np.float64]], frames: int) -> NDArray[np.float64]:
    movements = {f"{region}_{move}": _moved(values, region, move, frames) for region in REGIONS for move in _MOVES}
    angles = posture(**movements)
    for number, joint in enumerate(JOINTS):
        for plane, move in enumerate(_MOVES):
            sign = -1.0 if PLANES[plane] == "flexion" else 1.0
            angles[:, number, plane] += sign * _moved(values, joint, move, frames)
    return angles


def solve_trajectory(spine: Spine, movement: Stance, impairment: Impairment | None = None) -> list[Solution]:
    """Solve every frame of a movement, each as if held still, in portions that fit the memory.

    Parameters
    ----------
    spine : Spine
    movement : Stance
        Many frames.
    impairment : Impairment or None

    Returns
    -------
    list of Solution
        In the order of the frames.
    """
    frames = len(movement.angles_deg)
    return [
        solve(spine, movement.frames(slice(start, start + _PORTION)), impairment)
        for start in range(0, frames, _PORTION)
    ]
