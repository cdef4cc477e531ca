"""Biovision files (.bvh): a tree of joints with Euler angles, of which those of pelvis, spine and neck are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.recordings.formats.raw_table import LARGEST, Note, RawTable, refused
from myotome.load.recordings.rotations import euler, movements_deg
from myotome.tables import Table, one_of, text

__all__ = ["is_bvh", "read_bvh"]

_BACK: Final = ("trunk", "lumbar", "thoracic")
_REGIONS: Final = ("pelvis", *_BACK, "neck")
_JOINTS = Table(
    "load/recordings/bvh_joints.csv",
    {"skeleton": text(), "joint": text(), "region": one_of(_REGIONS)},
    key=("skeleton", "joint"),
)
_ALLOWED: Final = "a .bvh file: HIERARCHY with joints and channels, then MOTION with its frames"
#: Our axes (forward, up, right) in those of a figure that faces along z with y up: x points to its left.
_OURS: Final = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
_MOST_JOINTS: Final = 2000


@dataclass(frozen=True, slots=True)
class _Joint:
    """A joint with its channels: first column, and names such as `Zrotation`."""

    name: str
    first: int
    channels: tuple[str, ...]


def is_bvh(text: str) -> bool:
    """Whether a text begins as a .bvh file does."""
    return text.lstrip()[:9].upper() == "HIERARCHY"


def read_bvh(path: Path, text: str) -> RawTable:
    """Read the rotations of pelvis and spine, by region, in degrees.

    Parameters
    ----------
    path : Path
    text : str

    Returns
    -------
    RawTable
        Rotations are counted from the pose in which the figure was set up, which is taken as upright standing.

    Raises
    ------
    InputError
        The file breaks off, a row has another number of values than there are channels, no joint of the spine.
    """
    parts = re.split(r"^\s*MOTION\s*$", text, maxsplit=1, flags=re.MULTILINE | re.IGNORECASE)
    if len(parts) != 2:
        raise refused(path, "no MOTION", "The file breaks off after its joints.", _ALLOWED)
    joints = _joints(path, parts[0])
    start = parts[0].count("\n") + 1
    values, step_s, lines = _motion(path, parts[1], start, sum(len(joint.channels) for joint in joints))
    regions = _regions(path, joints)
    columns: dict[str, NDArray[np.float64]] = {"time_s": np.arange(len(values), dtype=np.float64) * step_s}
    for region in _REGIONS:
        if own := [joint for joint in joints if regions.get(joint.name) == region]:
            columns |= {f"{region}_{move}_deg": angle for move, angle in _movements(own, values).items()}
    notes = _notes(joints, regions)
    return RawTable(path, tuple(columns), np.column_stack(list(columns.values())), lines, "degrees", notes)


def _joints(path: Path, tree: str) -> list[_Joint]:
    """Joints in the order of their channels."""
    joints: list[_Joint] = []
    column, name = 0, ""
    for number, line in enumerate(tree.splitlines(), 1):
        words = line.split()
        if words and words[0].upper() in ("ROOT", "JOINT"):
            name = " ".join(words[1:])
        elif words and words[0].upper() == "CHANNELS":
            channels = tuple(words[2:])
            if len(words) < 2 or words[1] != str(len(channels)) or not set(map(str.lower, channels)) <= _CHANNELS:
                raise refused(path, line.strip(), "Channels and their number do not fit.", _ALLOWED, number)
            joints.append(_Joint(name, column, channels))
            column += len(channels)
    if not joints or len(joints) > _MOST_JOINTS:
        raise refused(path, f"{len(joints)} joints with channels", "There is no skeleton to read.", _ALLOWED)
    return joints


_CHANNELS: Final = frozenset(f"{axis}{kind}" for axis in "xyz" for kind in ("position", "rotation"))


def _motion(path: Path, motion: str, start: int, channels: int) -> tuple[NDArray[np.float64], float, NDArray[np.int64]]:
    """Values of the channels, seconds from frame to frame, and lines."""
    step = re.search(r"Frame Time:\s*([0-9.eE+-]+)", motion, re.IGNORECASE)
    rows = list(_rows(path, motion, start, channels))
    try:
        step_s = float(step[1]) if step else 0.0
    except ValueError:
        step_s = 0.0
    if not rows or not 0.0 < step_s < 60.0:
        raise refused(path, f"{len(rows)} frames, Frame Time {step_s:g}", "There is no movement to read.", _ALLOWED)
    return np.array([row for _, row in rows]), step_s, np.array([line for line, _ in rows], dtype=np.int64)


def _rows(path: Path, motion: str, start: int, channels: int) -> Iterator[tuple[int, list[float]]]:
    for number, line in enumerate(motion.splitlines(), start):
        if not line.strip() or line.strip().lower().startswith(("frames:", "frame time:")):
            continue
        try:
            row = [float(word) for word in line.split()]
        except ValueError as error:
            raise refused(path, str(error), "A value is no number.", _ALLOWED, number) from None
        if len(row) != channels or not all(abs(value) < LARGEST for value in row):
            raise refused(path, f"{len(row)} values", f"The joints have {channels} channels.", _ALLOWED, number)
        yield number, row


@cache
def _skeletons() -> Mapping[str, Mapping[str, str]]:
    """Skeletons by name, each joint to its region."""
    skeletons: dict[str, dict[str, str]] = {}
    for row in _JOINTS.rows():
        skeletons.setdefault(row["skeleton"], {})[row["joint"].lower()] = row["region"]
    return skeletons


def _regions(path: Path, joints: Sequence[_Joint]) -> dict[str, str]:
    """Region of each joint, by the skeleton of which most joints of the back are there; of equals the first."""
    plain = {joint.name: joint.name.rpartition(":")[2].lower() for joint in joints}

    def found(skeleton: Mapping[str, str]) -> int:
        return sum(short in plain.values() for short, region in skeleton.items() if region in _BACK)

    skeleton = max(_skeletons().values(), key=found)
    if found(skeleton):
        return {name: skeleton[short] for name, short in plain.items() if short in skeleton}
    known = sorted({joint for skeleton in _skeletons().values() for joint in skeleton})
    message = "No joint of the back is known by its name."
    raise refused(path, ", ".join(plain), message, f"joints named {', '.join(known)}")


def _movements(joints: Sequence[_Joint], values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Rotation of a region: the product of its joints, in our axes."""
    turn = np.broadcast_to(np.eye(3), (len(values), 3, 3))
    for joint in joints:
        turning = [(n, name[0].lower()) for n, name in enumerate(joint.channels) if name.lower().endswith("rotation")]
        angles = np.deg2rad(values[:, [joint.first + n for n, _ in turning]])
        turn = turn @ euler("".join(axis for _, axis in turning), angles)
    return movements_deg(_OURS @ turn @ _OURS.T)


def _notes(joints: Sequence[_Joint], regions: Mapping[str, str]) -> tuple[Note, ...]:
    told = ", ".join(f"{joint.name} {regions[joint.name]}" for joint in joints if joint.name in regions)
    text = f"Joints by region: {told}; the figure is taken to stand upright in its first pose, y up, facing along z."
    others = [joint.name for joint in joints if joint.name not in regions]
    ignored = f"Ignored {len(others)} joints: {', '.join(others)}. The arms hang."
    return (Note("read", text), *((Note("ignored", ignored),) if others else ()))
