"""A movement in a few numbers: for each disc the peak, when it is, and the load over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import JOINTS
from myotome.load.neck.bones import NECK_JOINTS
from myotome.load.neck_course import NeckCourse
from myotome.load.statics.solution import Solution

__all__ = ["DiscCourse", "disc_courses", "neck_courses", "over_time"]


@dataclass(frozen=True, slots=True)
class DiscCourse:
    """What one disc bears in the course of a movement.

    Attributes
    ----------
    disc : str
    peak_compression_n : float
    peak_frame : int
    peak_time_s : float or None
    mean_compression_n : float
        Over time where the recording says it, else over the frames.
    peak_shear_n : float
        The greatest of anterior and lateral shear together.
    peak_pressure_mpa : float or None
        None for the neck.
    cumulative_compression_ns : float or None
        Compression over time; None where the recording says no time.
    """

    disc: str
    peak_compression_n: float
    peak_frame: int
    peak_time_s: float | None
    mean_compression_n: float
    peak_shear_n: float
    peak_pressure_mpa: float | None
    cumulative_compression_ns: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def disc_courses(solutions: Sequence[Solution], time_s: NDArray[np.float64] | None = None) -> tuple[DiscCourse, ...]:
    """What does each disc bear in the course of a movement?

    Parameters
    ----------
    solutions : sequence of Solution
        In the order of the frames.
    time_s : ndarray or None
        Seconds of each frame.

    Returns
    -------
    tuple of DiscCourse
        One a joint, from below.
    """
    compression = np.concatenate([solution.discs.compression_n for solution in solutions])
    anterior = np.concatenate([solution.discs.shear_anterior_n for solution in solutions])
    lateral = np.concatenate([solution.discs.shear_lateral_n for solution in solutions])
    pressure = np.concatenate([solution.pressure_mpa for solution in solutions])
    return _courses(JOINTS, (compression, anterior, lateral), pressure, time_s)


def neck_courses(neck: NeckCourse, time_s: NDArray[np.float64] | None = None) -> tuple[DiscCourse, ...]:
    """What does each joint of the neck bear in the course of a movement? Its pressures are not known.

    Parameters
    ----------
    neck : NeckCourse
    time_s : ndarray or None
        Seconds of each frame.

    Returns
    -------
    tuple of DiscCourse
        One a joint, from C7-T1 up.
    """
    loads = neck.compression_n, neck.shear_anterior_n, neck.shear_lateral_n
    return _courses(NECK_JOINTS, loads, None, time_s)


def _courses(
    joints: Sequence[str],
    loads: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    pressure: NDArray[np.float64] | None,
    time_s: NDArray[np.float64] | None,
) -> tuple[DiscCourse, ...]:
    compression, shear = loads[0], np.hypot(loads[1], loads[2])
    whole = None if time_s is None or len(time_s) < 2 else over_time(compression, time_s)
    courses = []
    for number, disc in enumerate(joints):
        peak = int(compression[:, number].argmax())
        mean = compression[:, number].mean() if whole is None or time_s is None else whole[number] / np.ptp(time_s)
        courses.append(
            DiscCourse(
                disc=disc,
                peak_compression_n=float(compression[peak, number]),
                peak_frame=peak,
                peak_time_s=None if time_s is None else float(time_s[peak]),
                mean_compression_n=float(mean),
                peak_shear_n=float(shear[:, number].max()),
                peak_pressure_mpa=None if pressure is None else float(pressure[:, number].max()),
                cumulative_compression_ns=None if whole is None else float(whole[number]),
            )
        )
    return tuple(courses)


def over_time(values: NDArray[np.float64], time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integral by trapezes."""
    steps = np.diff(time_s)[:, None]
    return np.asarray((0.5 * (values[1:] + values[:-1]) * steps).sum(axis=0))
