"""Run an arm: many people, one treatment, all weeks; what was recorded, as labelled arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import SingleFloats
from myotome.forecast.kernel.course_kernel import course
from myotome.forecast.kernel.definitions import rule_numbers
from myotome.forecast.kernel.state import EVENTS, RECORDED, TILE, TRAITS
from myotome.forecast.parameter_sets import ParameterSets
from myotome.forecast.persons.people import Start
from myotome.forecast.spasm_pressure import Pressure, usual_pressure
from myotome.forecast.treatment_effects import Arm, acts, plan

__all__ = ["Course", "Settings", "record_of", "run_course"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a course is run.

    Attributes
    ----------
    weeks : int
        How long, 1 or more.
    record : tuple of int
        Weeks to record, rising, from 0 to `weeks`.
    seed : int
        0 or more; the same seed gives the same random numbers.
    pressure : Pressure or None
        None for the table of the package.
    """

    weeks: int = 104
    record: tuple[int, ...] = (0, 104)
    seed: int = 1
    pressure: Pressure | None = None

    def marks(self) -> NDArray[np.int64]:
        """Record number of each week, -1 where nothing is recorded."""
        marks = np.full(self.weeks + 1, -1, dtype=np.int64)
        marks[list(self.record)] = np.arange(len(self.record))
        return marks


@dataclass(frozen=True, eq=False)
class Course:
    """What was recorded of people under one arm.

    Attributes
    ----------
    arm : Arm
        What they got.
    record : tuple of int
        Weeks that were recorded.
    values : ndarray of float32, shape (records, len(RECORDED), people)
        See `RECORDED`.
    events : ndarray of float32, shape (len(EVENTS), people)
        Week of the first time; `NEVER` where it did not happen.
    traits : ndarray of float32, shape (len(TRAITS), people)
        See `TRAITS`.
    """

    arm: Arm
    record: tuple[int, ...]
    values: SingleFloats
    events: SingleFloats
    traits: SingleFloats

    def variable(self, name: str, week: int) -> SingleFloats:
        """One recorded variable in one recorded week: shape (people,)."""
        row: SingleFloats = self.values[self.record.index(week), RECORDED.index(name)]
        return row

    def event(self, name: str) -> SingleFloats:
        """Week of an event: shape (people,)."""
        row: SingleFloats = self.events[EVENTS.index(name)]
        return row

    def trait(self, name: str) -> SingleFloats:
        """One trait: shape (people,)."""
        row: SingleFloats = self.traits[TRAITS.index(name)]
        return row


def run_course(start: Start, arm: Arm, sets: ParameterSets, people: int, settings: Settings, first: int = 0) -> Course:
    """Let people go through the weeks under one arm.

    Parameters
    ----------
    start : Start
        Who they are.
    arm : Arm
        What they get.
    sets : ParameterSets
        Parameters; people are spread over the sets in blocks of `TILE`.
    people : int
        How many, 1 or more.
    settings : Settings
        How long, what to record, the seed.
    first : int
        Number of the first person, a multiple of `TILE`: people 1000 to 2000 are the same whether or not the first
        thousand was run.

    Returns
    -------
    Course
        The same for the same seed, whatever the number of threads and whatever the other arms.
    """
    if arm.adherence is not None:
        groups = tuple(replace(group, adherence=arm.adherence) for group in start.groups)
        start = replace(start, groups=groups)
    tiles = -(-people // TILE)
    records = len(settings.record)
    values = np.empty((records * len(RECORDED), tiles * TILE), dtype=np.float32)
    events = np.empty((len(EVENTS), tiles * TILE), dtype=np.float32)
    traits = np.empty((len(TRAITS), tiles * TILE), dtype=np.float32)
    pressure = settings.pressure or usual_pressure()
    doing = acts(arm, sets.effects, settings.weeks), plan(arm, sets.effects)
    rise = np.float32(pressure.daily - 1.0)
    inputs = start.array(), sets.kernel, len(sets), *doing, rule_numbers(), rise, settings.marks()
    course(first, tiles, *inputs, settings.seed, values, events, traits)
    shaped = values.reshape(records, len(RECORDED), tiles * TILE)[:, :, :people]
    return Course(arm, settings.record, shaped, events[:, :people], traits[:, :people])


def record_of(weeks: Sequence[int]) -> tuple[int, ...]:
    """Weeks to record, the start included, rising and without doubles."""
    return tuple(sorted({0, *weeks}))
