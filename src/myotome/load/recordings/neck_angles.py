"""The neck of a recording: angles of its joints, level by level or shared out, and what the trunk carries of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from myotome.load.neck.bones import NECK_JOINTS
from myotome.load.neck.joint_motion import neck_joints
from myotome.load.recordings.columns import MOVES
from myotome.load.recordings.formats.raw_table import Note, RawTable
from myotome.load.recordings.ranges import within

__all__ = ["as_one_joint", "neck_angles_of"]

_Column = NDArray[np.float64]
_LOWEST, *_ABOVE = NECK_JOINTS
#: Flexion is negative in the model.
_SIGNS = (-1.0, 1.0, 1.0)


def as_one_joint(values: Mapping[str, _Column]) -> dict[str, _Column]:
    """The same with all levels of the neck added up: for the trunk it turns in one joint, C7-T1.

    Examples
    --------
    >>> as_one_joint({"C5-C6_flexion": np.array([6.0]), "C7-T1_flexion": np.array([2.0])})
    {'C7-T1_flexion': array([8.])}
    """
    found = {name: column for name, column in values.items() if name.partition("_")[0] not in _ABOVE}
    for move in MOVES:
        levels = [values[f"{joint}_{move}"] for joint in NECK_JOINTS if f"{joint}_{move}" in values]
        if levels:
            found[f"{_LOWEST}_{move}"] = np.sum(levels, axis=0)
    return found


def neck_angles_of(table: RawTable, values: Mapping[str, _Column]) -> tuple[NDArray[np.float64] | None, list[Note]]:
    """Angles of every joint of the neck in every frame.

    Parameters
    ----------
    table : RawTable
        For the lines of its frames.
    values : mapping of str to ndarray
        Degrees by part and movement: `neck_flexion`, which is shared out, and `C5-C6_flexion`, which are added to it.
        Where C7-T1 is the only level, it stands for the neck as a whole.

    Returns
    -------
    angles_deg : ndarray, shape (frames, neck joints, 3), or None
        In the signs of the model; None where nothing is said of the neck.
    notes : list of Note
        How it was shared out, and what was cut off at the end of a range.

    Raises
    ------
    InputError
        A joint is further past its range than the tolerance; says in how many frames.
    """
    parts = {"neck", *NECK_JOINTS}
    given = {name for name in values if name.partition("_")[0] in parts}
    if not given:
        return None, []
    by_level = any(name.partition("_")[0] in _ABOVE for name in given)
    joints, notes = neck_joints(), [Note("read", _said(by_level))]
    angles = np.zeros((len(table.values), len(NECK_JOINTS), len(MOVES)))
    for plane, (move, sign) in enumerate(zip(MOVES, _SIGNS, strict=True)):
        still = np.zeros(len(table.values))
        whole = values.get(f"neck_{move}", still) + (0.0 if by_level else values.get(f"{_LOWEST}_{move}", still))
        for number, joint in enumerate(NECK_JOINTS):
            own = values.get(f"{joint}_{move}", still) if by_level else still
            limits = (-joints.limit_negative[number, plane], joints.limit_positive[number, plane])
            ends = sorted(float(sign * end) for end in limits)
            angle = joints.share[number, plane] * whole + own
            at = within(table, f"{joint}_{move}", angle, (ends[0], ends[1]), ("joint_deg", notes))
            angles[:, number, plane] = sign * at
    return angles, notes


def _said(by_level: bool) -> str:
    how = "level by level" if by_level else "as a whole and shared out over its joints"
    return f"The neck's movement is taken {how}; its discs are computed held still, without the inertia of the head."
