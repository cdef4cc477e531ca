"""A movement solved frame by frame: held still, or with the forces of its inertia."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from myotome.load.body.impairment import Impairment
from myotome.load.body.spine import Spine
from myotome.load.recordings.columns import columns
from myotome.load.recordings.recording import read_recording
from myotome.load.stances.stance import Stance
from myotome.load.statics.solution import Solution, solve

__all__ = ["columns", "read_trajectory", "solve_trajectory"]

_PORTION: Final = 16


def read_trajectory(path: Path) -> Stance:
    """Which postures does a recording tell of? What `read_recording` reads, without what it says of the reading."""
    return read_recording(path).movement


def solve_trajectory(spine: Spine, movement: Stance, impairment: Impairment | None = None) -> list[Solution]:
    """Solve every frame of a movement under what acts in it, in portions that fit the memory.

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
    frames, found = len(movement.angles_deg), list[Solution]()
    for start in range(0, frames, _PORTION):
        near = found[-1] if found else None
        found.append(solve(spine, movement.frames(slice(start, start + _PORTION)), impairment, near=near))
    return found
