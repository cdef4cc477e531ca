"""From movements to joint angles: the trunk shared out, and what lies a little past a range cut off and counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.joints import passive_joints
from myotome.load.body.rhythm import REGIONS
from myotome.load.body.skeleton import JOINTS
from myotome.load.kinematics.angles import posture, region_limits
from myotome.load.recordings.columns import MOVES
from myotome.load.recordings.formats.raw_table import Note, RawTable, refused
from myotome.load.recordings.limits import limit
from myotome.load.stances.trunk_rhythm import trunk_shares

__all__ = ["angles_of", "within"]

_Column = NDArray[np.float64]
#: Movement to its plane and the sign of the model: flexion is negative there.
_PLANES: Final = {"flexion": ("flexion", -1.0), "lateral": ("lateral", 1.0), "rotation": ("axial", 1.0)}
_NAMES: Final = {"flexion": "Flexion", "lateral": "Side bending", "rotation": "Rotation"}
_ROUNDING: Final = 1e-9


def angles_of(table: RawTable, values: Mapping[str, _Column]) -> tuple[NDArray[np.float64], list[Note]]:
    """Joint angles of every frame.

    Parameters
    ----------
    table : RawTable
        For the lines of its frames.
    values : mapping of str to ndarray
        Degrees by part and movement, `lumbar_flexion` and the like; regions and joints add up.

    Returns
    -------
    angles_deg : ndarray, shape (frames, joints, 3)
        In the signs of the model.
    notes : list of Note
        What was shared out and what was cut off.

    Raises
    ------
    InputError
        A region or a joint is further past its range than the tolerance; says in how many frames.
    """
    notes: list[Note] = []
    frames = len(table.values)
    regions = _regions(values, frames, notes)
    for name, angle in regions.items():
        regions[name] = within(table, name, angle, _region_ends(name), ("region_deg", notes))
    angles = posture(**regions) if regions else np.zeros((frames, len(JOINTS), len(MOVES)))
    for number, joint in enumerate(JOINTS):
        for plane, move in enumerate(MOVES):
            sign = _PLANES[move][1]
            own = sign * angles[:, number, plane] + values.get(f"{joint}_{move}", 0.0)
            ends = _joint_ends(number, plane, sign)
            angles[:, number, plane] = sign * within(table, f"{joint}_{move}", own, ends, ("joint_deg", notes))
    return angles, notes


def _regions(values: Mapping[str, _Column], frames: int, notes: list[Note]) -> dict[str, _Column]:
    """Movements of the regions, with their share of what the trunk does as a whole."""
    regions: dict[str, _Column] = {}
    for move in MOVES:
        trunk = values.get(f"trunk_{move}")
        shares = {} if trunk is None else trunk_shares(move)
        for region in REGIONS:
            name, share = f"{region}_{move}", shares.get(region, 0.0)
            if name in values or (share and trunk is not None):
                whole = np.zeros(frames) if trunk is None else trunk
                regions[name] = values.get(name, np.zeros(frames)) + share * whole
        if trunk is not None:
            parts = " and ".join(f"{100 * share:.0f} % {region}" for region, share in shares.items())
            notes.append(Note("read", f"{_NAMES[move]} of the trunk against the pelvis is shared out: {parts}."))
    return regions


def _region_ends(name: str) -> tuple[float, float]:
    region, move = name.split("_")
    plane, sign = _PLANES[move]
    low, high = sorted(sign * end for end in region_limits(region, plane))
    return low, high


def _joint_ends(joint: int, plane: int, sign: float) -> tuple[float, float]:
    passive = passive_joints()
    ends = (-passive.limit_negative[joint, plane], passive.limit_positive[joint, plane])
    low, high = sorted(float(sign * end) for end in ends)
    return low, high


def within(
    table: RawTable, name: str, angle: _Column, ends: tuple[float, float], mending: tuple[str, list[Note]]
) -> _Column:
    """Cut off what lies past the ends by no more than the tolerance; refuse what lies further."""
    tolerance = limit("overshoot", mending[0])
    past = np.maximum(angle - ends[1], ends[0] - angle)
    worst, frames = int(past.argmax()), int((past > _ROUNDING).sum())
    if not frames:
        return angle
    allowed = f"{ends[0]:.1f} to {ends[1]:.1f} deg"
    at = f"frame {worst} the worst, at {angle[worst]:.1f} deg"
    said = f"{frames} of {len(angle)} frames past the range of {allowed}, {at}"
    if past[worst] > tolerance + _ROUNDING:
        far = int((past > tolerance + _ROUNDING).sum())
        message = f"The movement leaves the range of the model by more than {tolerance:g} deg in {far} frames."
        raise refused(f"{table.path}, {name}", said, message, allowed, int(table.lines[worst]))
    mending[1].append(Note("clipped", f"{name}: {said}; cut off there (at most {tolerance:g} deg are).", frames))
    return np.clip(angle, *ends)
