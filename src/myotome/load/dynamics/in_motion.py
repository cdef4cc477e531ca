"""A recording as a movement: smoothed, differentiated, and with the forces of inertia beside the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.skeleton import JOINTS
from myotome.load.body.spine import Spine
from myotome.load.dynamics.inertia_forces import Motion, inertia_forces
from myotome.load.dynamics.smoothing import derivatives, low_passed
from myotome.load.kinematics.external_forces import ArmPose
from myotome.load.recordings.formats.raw_table import Note
from myotome.load.recordings.limits import limit
from myotome.load.recordings.recording import Recording

__all__ = ["in_motion"]

_FEWEST: Final = 8
_UNEVEN: Final = 1e-3
_HIGHEST_HZ: Final = 100.0
_Numbers = NDArray[np.float64]
#: Coordinates in the order of their columns, with their shape in a frame.
_SHAPES: Final = {"angles": (len(JOINTS), 3), "pelvis": (3,), "place": (3,), "upper": (2, 3), "fore": (2, 3)}


def in_motion(spine: Spine, recording: Recording, cutoff_hz: float | None = None) -> Recording:
    """What does this person's spine bear in a recorded movement, its own inertia among it?

    Parameters
    ----------
    spine : Spine
        Whose masses are accelerated.
    recording : Recording
        As read: every frame as if held still.
    cutoff_hz : float or None
        Of the filter that goes before the accelerations, by default that of `load/recordings/reading.toml`; 0 leaves
        every frame held still.

    Returns
    -------
    Recording
        Smoothed, with the forces of inertia among what acts; as it was, with the reason in its notes, where the file
        says no time, or frames are too few or too far apart to tell an acceleration.

    Raises
    ------
    InputError
        The cut-off is below 0 or above 100 Hz.

    Sources
    -------
    filters_in_walking_poster, de_leva_in_visual3d, head_inertia_beier_1980
    """
    cutoff = limit("motion", "cutoff_hz") if cutoff_hz is None else cutoff_hz
    if not 0.0 <= cutoff <= _HIGHEST_HZ:
        allowed = f"0 (held still) to {_HIGHEST_HZ:g} Hz"
        raise InputError([Problem("--cutoff-hz", None, f"{cutoff:g}", allowed)])
    if (reason := _held_still(recording, cutoff)) or recording.time_s is None:
        return replace(recording, notes=(*recording.notes, Note("read", f"{reason} {_STILL}")))
    whole, step_s = _coordinates(recording), float(np.ptp(recording.time_s)) / (len(recording.time_s) - 1)
    even = recording.time_s[0] + step_s * np.arange(len(whole))
    uneven = bool(np.abs(recording.time_s - even).max() > _UNEVEN * step_s)
    if uneven:
        whole = _at(even, recording.time_s, whole)
    smooth = low_passed(whole, step_s, cutoff)
    moved = (smooth, *derivatives(smooth, step_s))
    if uneven:
        moved = tuple(_at(recording.time_s, even, one) for one in moved)  # type: ignore[assignment]
    return _moving(spine, recording, moved, (cutoff, uneven))


_STILL: Final = "Each frame is computed as if held still: inertia is not in these loads."


def _held_still(recording: Recording, cutoff_hz: float) -> str:
    """Why no acceleration is taken from a recording; empty where one is."""
    time, least = recording.time_s, limit("motion", "least_frames") * cutoff_hz
    if cutoff_hz == 0.0:
        return "As asked for (cut-off 0 Hz):"
    if time is None:
        return "The recording says no time, and so no speed."
    if len(time) < _FEWEST:
        return f"{len(time)} frames are too few to tell an acceleration."
    rate = (len(time) - 1) / float(np.ptp(time))
    if rate < least or float(np.diff(time).max()) > 1.0 / cutoff_hz:
        return (
            f"{rate:.3g} frames a second are too few for accelerations up to {cutoff_hz:g} Hz ({least:g} are needed)."
        )
    return ""


def _coordinates(recording: Recording) -> _Numbers:
    """All coordinates of all frames, one column each."""
    movement = recording.movement
    frames = len(movement.angles_deg)
    place = np.zeros((frames, 3)) if recording.place_m is None else recording.place_m
    ways = (np.broadcast_to(_unit(each), (frames, 2, 3)) for each in (movement.arms.upper, movement.arms.fore))
    turns = np.unwrap(np.deg2rad(movement.pelvis_deg), axis=0)
    parts = (np.deg2rad(movement.angles_deg), turns, place, *ways)
    return np.concatenate([part.reshape(frames, -1) for part in parts], axis=1)


def _unit(ways: _Numbers) -> _Numbers:
    return np.asarray(ways / np.sqrt((np.asarray(ways) ** 2).sum(axis=-1, keepdims=True)))


def _at(wanted_s: _Numbers, known_s: _Numbers, values: _Numbers) -> _Numbers:
    return np.stack([np.interp(wanted_s, known_s, column) for column in values.T], axis=1)


def _moving(spine: Spine, recording: Recording, moved: tuple[_Numbers, ...], said: tuple[float, bool]) -> Recording:
    parts = [_parted(one) for one in moved]
    value, movement = parts[0], recording.movement
    space = spine.in_space(np.rad2deg(value["angles"]), np.rad2deg(value["pelvis"]))
    own = {"angles": np.deg2rad(space[0]), "pelvis": np.deg2rad(space[1])}
    parts[0] = {**value, **own}
    motion = Motion(*((parts[0][name], parts[1][name], parts[2][name]) for name in _SHAPES))
    borne = np.asarray(movement.arms.borne)
    forces = inertia_forces(spine, motion, borne, recording.held_kg)
    stance = replace(
        movement,
        angles_deg=np.rad2deg(value["angles"]),
        pelvis_deg=np.rad2deg(value["pelvis"]),
        arms=ArmPose(value["upper"], value["fore"], borne),
        external=(*movement.external, *forces),
    )
    kept = tuple(note for note in recording.notes if note.kind != "not_static")
    return replace(recording, movement=stance, cutoff_hz=said[0], notes=(*kept, *_notes(recording, *said)))


def _parted(values: _Numbers) -> dict[str, _Numbers]:
    found, first = {}, 0
    for name, shape in _SHAPES.items():
        size = int(np.prod(shape))
        found[name] = values[:, first : first + size].reshape(-1, *shape)
        first += size
    return found


def _notes(recording: Recording, cutoff_hz: float, uneven: bool) -> tuple[Note, ...]:
    text = (
        f"Inertia is in these loads: accelerations of all angles and places after a filter that passes up to "
        f"{cutoff_hz:g} Hz (Butterworth, second order, run forward and backward)."
    )
    still = "" if recording.place_m is not None else " The place of the pelvis is not recorded and taken as still."
    spaced = " Frames are not evenly spaced and were interpolated." if uneven else ""
    return (Note("read", f"{text}{still}{spaced}"),)
