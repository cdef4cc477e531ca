"""The loads of many people in a movement, person by person, on as many cores or machines as there are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.body.impairment import Impairment
from myotome.load.body.measured import Measured, as_measured
from myotome.load.body.person import Person
from myotome.load.body.shape import SpineShape
from myotome.load.body.skeleton import JOINTS
from myotome.load.body.spine import spine
from myotome.load.dynamics.in_motion import in_motion
from myotome.load.kinematics.shaped import shaped
from myotome.load.recordings.recording import Recording
from myotome.load.recordings.summary import over_time
from myotome.load.stances.stance import stance
from myotome.load.stances.tasks import task
from myotome.load.statics.solution import SETS_OF_TASKS
from myotome.load.threads import one_thread
from myotome.load.trajectory import solve_trajectory

__all__ = ["PeopleLoads", "Posed", "Subject", "loads_of_people"]

_Numbers = NDArray[np.float64]
#: People that a worker takes at once: many enough that handing them over costs nothing.
_AT_ONCE: Final = 4
#: Numerical libraries that would start threads of their own in every worker.
_THREADS: Final = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Subject:
    """One of many people.

    Attributes
    ----------
    person : Person
    impairment : Impairment or None
    shape : SpineShape or None
    measured : Measured or None
    scales : mapping of str to float or None
        Factors on the strength of groups of muscles, as tested.
    recording : Recording or None
        Their own movement; None for what all do.
    """

    person: Person
    impairment: Impairment | None = None
    shape: SpineShape | None = None
    measured: Measured | None = None
    scales: Mapping[str, float] | None = None
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class Posed:
    """A task that all take up, each with their own size.

    Attributes
    ----------
    task : str
    options : mapping
    """

    task: str
    options: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class PeopleLoads:
    """What the discs of many people bear in the course of a movement.

    Attributes
    ----------
    peak_compression_n, mean_compression_n, peak_shear_n, peak_pressure_mpa : ndarray, shape (people, joints)
        The mean is over time where the recording says it.
    cumulative_compression_ns : ndarray, shape (people, joints)
        Compression over time; not a number where the recording says no time.
    held : ndarray, shape (people,)
        Share of the frames that can be held.
    """

    peak_compression_n: _Numbers
    mean_compression_n: _Numbers
    peak_shear_n: _Numbers
    peak_pressure_mpa: _Numbers
    cumulative_compression_ns: _Numbers
    held: _Numbers


def loads_of_people(
    people: Sequence[Subject],
    movement: Recording | Posed | None = None,
    *,
    cutoff_hz: float | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
) -> PeopleLoads:
    """What do the discs of each of many people bear in a movement, or in a task?

    Parameters
    ----------
    people : sequence of Subject
    movement : Recording, Posed or None
        What all do who have no recording of their own.
    cutoff_hz : float or None
        As in `in_motion`.
    workers : int or None
        Processes on this machine, by default one a core; 1 works in this process.
    executor : Executor or None
        Instead of them, for example `dask.distributed.Client(...).get_executor()`.

    Returns
    -------
    PeopleLoads
        In the order of the people, the same for any number of workers.

    Raises
    ------
    InputError
        Nobody, somebody without a movement, or fewer than one worker.

    Examples
    --------
    >>> from pathlib import Path
    >>> from myotome.load import read_recording, reference_person
    >>> squat = read_recording(Path("examples/squat.mot"))
    >>> loads_of_people([Subject(reference_person())], squat, workers=1).peak_compression_n.shape
    (1, 18)
    """
    moved = _movements(people, movement, workers)
    parts = [(moved[at : at + _AT_ONCE], cutoff_hz) for at in range(0, len(moved), _AT_ONCE)]
    count = min(len(parts), workers or os.cpu_count() or 1)
    if executor is not None:
        found = list(executor.map(_part, parts))
    elif count == 1:
        found = [_part(part) for part in parts]
    else:
        found = list(_on_cores(parts, count))
    peak, mean, shear, pressure, whole, held = np.concatenate(found).transpose(1, 0, 2)
    return PeopleLoads(peak, mean, shear, pressure, whole, held[:, 0])


_Movement = Recording | Posed
_Part = tuple[list[tuple[Subject, _Movement]], float | None]


def _on_cores(parts: Sequence[_Part], count: int) -> Iterator[_Numbers]:
    """Every part in one of so many processes, each with one thread."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            yield from pool.map(_part, parts)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _part(part: _Part) -> _Numbers:
    """Numbers of some people, shape (people, numbers, joints)."""
    people, cutoff_hz = part
    with one_thread():
        return np.stack([_of_one(subject, movement, cutoff_hz) for subject, movement in people])


def _of_one(subject: Subject, movement: _Movement, cutoff_hz: float | None) -> _Numbers:
    own = spine(subject.person, SETS_OF_TASKS, subject.scales)
    model = shaped(as_measured(own, subject.measured), subject.shape)
    if isinstance(movement, Posed):
        moving = Recording(stance(model, task(movement.task), movement.options), None, ())
    else:
        moving = in_motion(model, movement, cutoff_hz)
    solutions = solve_trajectory(model, moving.movement, subject.impairment)
    compression = np.concatenate([one.discs.compression_n for one in solutions])
    shear = np.concatenate([np.hypot(one.discs.shear_anterior_n, one.discs.shear_lateral_n) for one in solutions])
    pressure = np.concatenate([one.pressure_mpa for one in solutions])
    held = np.concatenate([one.feasible for one in solutions]).mean()
    whole, mean = np.full(len(JOINTS), np.nan), compression.mean(axis=0)
    if moving.time_s is not None and len(moving.time_s) > 1:
        whole = over_time(compression, moving.time_s)
        mean = whole / float(np.ptp(moving.time_s))
    peaks = (values.max(axis=0) for values in (compression, shear, pressure))
    peak, sheared, pressed = peaks
    return np.stack([peak, mean, sheared, pressed, whole, np.full(len(JOINTS), held)])


def _movements(
    people: Sequence[Subject], shared: _Movement | None, workers: int | None
) -> list[tuple[Subject, _Movement]]:
    """Everybody with what they do."""
    problems = [] if people else [Problem("people", None, "nobody", "at least one")]
    if workers is not None and workers < 1:
        problems.append(Problem("workers", None, str(workers), "1 or more"))
    found: list[tuple[Subject, _Movement]] = []
    for number, subject in enumerate(people):
        own = subject.recording or shared
        if own is None:
            allowed = "one that all make, or one of their own"
            problems.append(Problem("recording", None, f"none for person {number}", allowed))
        else:
            found.append((subject, own))
    if problems:
        raise InputError(problems)
    return found
