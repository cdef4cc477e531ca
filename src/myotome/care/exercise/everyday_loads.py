"""What everyday postures and lifting do to the disc that is in question, in this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from myotome.care.exercise.targets import region_in_question
from myotome.care.exercise.task_loads import standing_n, task_loads
from myotome.explain import Explanation
from myotome.load import JOINTS, Person, Task, task_table
from myotome.patient import Circumstances, ExercisePerson, impairment_of, injured_joints
from myotome.plain_json import plain_fields

__all__ = ["EverydayLoad", "EverydayLoads", "everyday_loads"]

_DAILY = "daily"
_HOLDS = f"the model of loads holds the joints from {JOINTS[-1]} to {JOINTS[0]}"
_RED_FLAG = "what the spine may bear is decided where the red flag leads to"
_NO_SPINE = "no part of the spine is likely enough to be the cause"
_NECK = f"it is the neck that is in question, and {_HOLDS}: loads of the low back would say nothing about it"


@dataclass(frozen=True, slots=True)
class EverydayLoad:
    """One everyday task.

    Attributes
    ----------
    task, wording : str
        Name in the tables of `load`; in words, with its mass or angle.
    compression_n, pressure_mpa : float
        At the disc in question, without any share for co-contraction; where several discs are, the greatest.
    times_standing : float
        Compression over that of the same person in health, standing quietly.
    sources : tuple of str
    """

    task: str
    wording: str
    compression_n: float
    pressure_mpa: float
    times_standing: float
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"compression_n": 0, "pressure_mpa": 3, "times_standing": 2})


@dataclass(frozen=True, slots=True)
class EverydayLoads:
    """Everyday tasks from the least load on the disc to the most; empty with the reason in `none_because`."""

    disc: str
    tasks: tuple[EverydayLoad, ...]
    beyond: tuple[str, ...] = ()
    none_because: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self)


def everyday_loads(
    patient: Circumstances, explanation: Explanation, who: ExercisePerson, *, urgent: bool = False
) -> EverydayLoads:
    """Which everyday tasks load the disc in question most, and how much?

    Parameters
    ----------
    patient : Circumstances
        Of the case.
    explanation : Explanation
        Of the same case.
    who : ExercisePerson
        Whose body it is.
    urgent : bool
        A red flag comes first: nothing is said about what the spine may bear.

    Returns
    -------
    EverydayLoads
        Tasks at their usual mass and angle, each held still; those that this person cannot hold in `beyond`.
    """
    region = region_in_question(patient)
    if urgent or who.body is None:
        return EverydayLoads("", (), (), _RED_FLAG if urgent else who.problem)
    if region is None or region == "cervical":
        return EverydayLoads("", (), (), _NO_SPINE if region is None else _NECK)
    joints, disc = injured_joints(tuple((one.disc, one.probability) for one in explanation.discs), region)
    return _computed(who.body, patient, joints, disc)


def _computed(body: Person, patient: Circumstances, joints: slice, disc: str) -> EverydayLoads:
    daily = [one for one in task_table().values() if one.kind == _DAILY]
    hurt, standing = impairment_of(patient), standing_n(body)[joints]
    # A task to one side may be done to the other: it counts with the greater load.
    both = [task_loads(body, side, [one.name for one in daily], ()) for side in (hurt, hurt.mirrored)]
    compression = np.max([one.compression_n[:, joints] for one in both], axis=0)
    pressure = np.max([one.pressure_mpa[:, joints] for one in both], axis=0)
    held, beyond = [], []
    for number, one in enumerate(daily):
        if np.isfinite(compression[number]).all():
            most, times = float(compression[number].max()), float((compression[number] / standing).max())
            held.append(EverydayLoad(one.name, _wording(one), most, float(pressure[number].max()), times, one.sources))
        else:
            beyond.append(_wording(one))
    return EverydayLoads(disc, tuple(sorted(held, key=lambda one: (one.compression_n, one.task))), tuple(beyond))


def _wording(task: Task) -> str:
    """The task with its usual mass and angle."""
    defaults = [f"{one.default:g} {one.unit}" for one in task.options.values() if isinstance(one.default, float)]
    return f"{task.label} ({', '.join(defaults)})" if defaults else task.label
