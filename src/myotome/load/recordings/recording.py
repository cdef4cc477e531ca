"""A recording as the model takes it: what was read, how the spine moved, and what was mended on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.files import MEGABYTE, decoded, read_bytes
from myotome.load.recordings.arms_and_loads import arms_of, feet_of, hand_forces
from myotome.load.recordings.columns import ANGLE_UNITS, MOVES, ORIGINS, PLACES, is_known, used_columns
from myotome.load.recordings.formats.bvh import is_bvh, read_bvh
from myotome.load.recordings.formats.delimited import read_delimited
from myotome.load.recordings.formats.marker_files import is_c3d, is_trc, read_c3d, read_trc
from myotome.load.recordings.formats.raw_table import ALLOWED, Note, RawTable, refused
from myotome.load.recordings.formats.storage_file import is_storage, read_storage
from myotome.load.recordings.gaps import FILLS, Fill, filled
from myotome.load.recordings.limits import limit
from myotome.load.recordings.markers import angles_from_markers
from myotome.load.recordings.neck_angles import as_one_joint, neck_angles_of
from myotome.load.recordings.ranges import angles_of
from myotome.load.recordings.rotations import euler
from myotome.load.stances.stance import Stance

__all__ = ["Reading", "Recording", "read_recording"]

_MOST_BYTES: Final = 64 * MEGABYTE
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HANDS: Final = ("both", "right", "left")
_WIDEST_DEG: Final = 360.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user says about a recording.

    Attributes
    ----------
    fill : str
        `none`, `linear` or `spline`: what to do with short gaps.
    angle_unit : str or None
        `degrees` or `radians`, where the file does not say it.
    mass_kg : float or None
        Held in every frame.
    hands : str
        Which hands hold it: `both`, `right` or `left`.
    """

    fill: Fill = "none"
    angle_unit: str | None = None
    mass_kg: float | None = None
    hands: str = "both"

    def __post_init__(self) -> None:
        choices = (("--fill", self.fill, FILLS), ("--hands", self.hands, _HANDS))
        for name, given, allowed in (*choices, ("--angle-unit", self.angle_unit or ANGLE_UNITS[0], ANGLE_UNITS)):
            if given not in allowed:
                raise refused(name, str(given), "", ", ".join(allowed))


@dataclass(frozen=True, eq=False, slots=True)
class Recording:
    """A movement that was recorded.

    Attributes
    ----------
    movement : Stance
        One frame a row of the file.
    time_s : ndarray or None
        Seconds of each frame, where the file says them.
    notes : tuple of Note
        How it was read, what was ignored, filled and cut off, each with the number of frames.
    place_m : ndarray, shape (frames, 3), or None
        Centre of L5-S1 in the room: forward, up, right; None where no column says it.
    held_kg : ndarray, shape (frames, 2), or None
        Masses in the right and the left hand.
    cutoff_hz : float
        Of the filter before the accelerations, where inertia is in the movement; 0 where every frame is held still.
    neck_deg : ndarray, shape (frames, neck joints, 3), or None
        Joint by joint; None where nothing is said of the neck. The trunk turns by their sum at C7-T1.
    """

    movement: Stance
    time_s: NDArray[np.float64] | None
    notes: tuple[Note, ...]
    place_m: NDArray[np.float64] | None = None
    held_kg: NDArray[np.float64] | None = None
    cutoff_hz: float = 0.0
    neck_deg: NDArray[np.float64] | None = None

    def mended(self, kind: str) -> int:
        """Frames to which this happened (`filled`, `clipped`), added up over the columns."""
        return sum(note.frames for note in self.notes if note.kind == kind)

    def to_dict(self) -> dict[str, Any]:
        """What is said of the reading, as plain JSON."""
        return {
            "frames": len(self.movement.angles_deg),
            "filled": self.mended("filled"),
            "clipped": self.mended("clipped"),
            "cutoff_hz": self.cutoff_hz,
            "notes": [note.to_dict() for note in self.notes],
        }


def read_recording(path: Path, reading: Reading | None = None) -> Recording:
    """Which movement does a file tell of?

    Parameters
    ----------
    path : Path
        OpenSim .mot or .sto, markers as .trc or .c3d, .bvh, or a table of angles as CSV; told apart by content.
    reading : Reading or None

    Returns
    -------
    Recording
        What no column says is neutral, and the arms hang. Regions and joints add up.

    Raises
    ------
    InputError
        What is missing or wrong, with the way out.

    Sources
    -------
    opensim_rajagopal_2023, wilkinson_full_body_model, vicon_plug_in_gait_markers
    """
    asked = reading or Reading()
    table = _table(path)
    values, names, ignored = used_columns(table, asked.angle_unit)
    time_s = _time(table, values.pop("time", None), names)
    values.pop("frame", None)
    whole, mended = filled(table, values, names, time_s, asked.fill)
    frames = len(table.values)
    neck, moved = neck_angles_of(table, whole)
    angles, shared = angles_of(table, as_one_joint(whole))
    pelvis = _pelvis(path, whole, frames)
    arms, held = arms_of(path, whole, angles, pelvis)
    forces, mass, loads = hand_forces(path, whole, frames, asked.mass_kg, asked.hands)
    notes = (*table.notes, *shared, *moved, *held, *loads, *feet_of(whole, frames), *mended, *ignored)
    stance = Stance(angles, pelvis, arms, forces, 0.0)
    return Recording(stance, time_s, notes, _sacrum(whole, pelvis), mass, neck_deg=neck)


def _table(path: Path) -> RawTable:
    """Read the file by what it is."""
    raw = read_bytes(path, ALLOWED, _MOST_BYTES)
    if is_c3d(path, raw):
        return angles_from_markers(read_c3d(path))
    if raw.startswith(_SPREADSHEETS):
        raise refused(path, "a workbook of a spreadsheet", "Save the sheet as CSV (UTF-8).")
    if b"\0" in raw:
        message = "The file is binary, or text that is not UTF-8; export it as one of these."
        raise refused(path, f"a zero byte at {raw.index(0)}", message)
    text = decoded(path, raw, ALLOWED)
    if is_trc(text):
        return angles_from_markers(read_trc(path, text))
    if is_bvh(text):
        return read_bvh(path, text)
    return (read_storage if is_storage(text) else read_delimited)(path, text, is_known)


def _time(table: RawTable, time_s: NDArray[np.float64] | None, names: dict[str, str]) -> NDArray[np.float64] | None:
    """Seconds of each frame, which must grow."""
    if time_s is None:
        return None
    wrong = np.flatnonzero(~(np.diff(time_s, prepend=-np.inf) > 0.0) | ~np.isfinite(time_s))
    if len(wrong):
        given, line = f"{time_s[wrong[0]]:g}", int(table.lines[wrong[0]])
        message = f"The time is missing or does not grow in {len(wrong)} of {len(time_s)} frames."
        raise refused(f"{table.path}, {names['time']}", given, message, "seconds that grow from row to row", line)
    return time_s


def _sacrum(values: dict[str, NDArray[np.float64]], pelvis_deg: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Where L5-S1 is, by the origin of the pelvis midway between its front points, or by markers about it."""
    ways = [[values.get(f"{origin}_{axis}") for axis in PLACES] for origin in ORIGINS]
    frames = len(pelvis_deg)
    for origin, columns in zip(ORIGINS, ways, strict=True):
        if any(column is not None for column in columns):
            at = np.stack([np.zeros(frames) if column is None else column for column in columns], axis=1)
            offset = np.array([limit("motion", "sacrum_forward_m"), limit("motion", "sacrum_up_m"), 0.0])
            return at + euler("zxy", np.deg2rad(pelvis_deg)) @ offset if origin == ORIGINS[0] else at
    return None


def _pelvis(path: Path, values: dict[str, NDArray[np.float64]], frames: int) -> NDArray[np.float64]:
    """Pelvis in space, in the signs of the model."""
    turns = np.stack([values.get(f"pelvis_{move}", np.zeros(frames)) for move in MOVES], axis=1)
    if np.abs(turns[:, :2]).max() > _WIDEST_DEG:
        given = f"{turns[:, :2].ravel()[np.abs(turns[:, :2]).argmax()]:g} deg"
        message = "The pelvis turns over more than once: are the angles in another unit?"
        raise refused(f"{path}, pelvis", given, message, f"up to {_WIDEST_DEG:g} deg")
    return np.asarray(turns * [-1.0, 1.0, 1.0])
