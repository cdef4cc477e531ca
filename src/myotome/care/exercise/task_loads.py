"""What each exercise does to this person's discs, and how hard each muscle works in it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from myotome.arrays import Floats
from myotome.errors import InputError
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    SIDES,
    Impairment,
    Person,
    Solution,
    Spine,
    Stance,
    disc_pressure_mpa,
    kept_posture,
    solve,
    spine,
    stance,
    task,
)

__all__ = ["LUMBAR", "TaskLoads", "standing_n", "task_loads"]

#: Joints of the lumbar spine: the limits on compression are about them.
LUMBAR = slice(0, 6)
_THORAX = slice(6, 17)
_FLEXION, _TURN = 0, 2
#: Tasks held by one person or another that are kept; the same ones are asked for by exercises and everyday loads.
_KEPT = 1024


@dataclass(frozen=True, eq=False)
class TaskLoads:
    """Loads of many tasks for one person; a task with a side is done on both, and counts with the greater load.

    Attributes
    ----------
    tasks, muscles : tuple of str
        Rows, and columns of `activation`.
    known : tuple of bool
        Whether a task was asked for; of one that was not, nothing else is known.
    problem : tuple of str
        Why a task cannot be done; empty where it can.
    one_side : tuple of str
        The only side on which it can be done; empty where both can.
    compression_n, shear_n, pressure_mpa : ndarray, shape (tasks, joints)
        Shear forward or backward, without its sign.
    activation : ndarray, shape (tasks, muscles, 2)
        Mean over the fascicles by strength, right and left, 0 to 1.
    flexion_deg, twist_deg, thorax_deg : ndarray, shape (tasks,)
        Of the lumbar spine (extension is negative), its turn, and flexion of the thorax.
    """

    tasks: tuple[str, ...]
    muscles: tuple[str, ...]
    known: tuple[bool, ...]
    problem: tuple[str, ...]
    one_side: tuple[str, ...]
    compression_n: Floats
    shear_n: Floats
    pressure_mpa: Floats
    activation: Floats
    flexion_deg: Floats
    twist_deg: Floats
    thorax_deg: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """One task held by one person, of one frame: what is kept of its solution.

    Attributes
    ----------
    missing : mapping of str to float
        Moment that is missing by joint and plane, Nm; empty where the task can be held.
    """

    feasible: bool
    missing: Mapping[str, float]
    compression_n: Floats
    shear_n: Floats
    activation: Floats
    angles_deg: Floats


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One task for one person; two impairments that come to the same make the same attempt.

    Attributes
    ----------
    hurt : tuple
        All that the impairment takes.
    """

    person: Person
    task: str
    side: str
    hurt: tuple[object, ...]
    impairment: Impairment = field(compare=False)

    @classmethod
    def of(cls, person: Person, task: str, impairment: Impairment, side: str = "") -> _Attempt:
        lost = sorted((root, share) for root, share in impairment.conducting.items() if share < 1.0)
        muscles = (impairment.weaknesses, impairment.spasms, impairment.guardings, impairment.contractures)
        return cls(person, task, side, (*muscles, *lost), impairment)


@dataclass(frozen=True, eq=False)
class _Row:
    problem: str = ""
    one_side: str = ""
    compression_n: Floats | None = None
    shear_n: Floats | None = None
    activation: Floats | None = None
    angles_deg: Floats | None = None


def task_loads(
    person: Person,
    impairment: Impairment,
    tasks: Sequence[str],
    muscles: Sequence[str],
    factors: Sequence[float] | None = None,
    only: Container[str] | None = None,
) -> TaskLoads:
    """What do these tasks do to the discs and muscles of this person?

    Parameters
    ----------
    person : Person
    impairment : Impairment
        Weakness, spasm, lost roots.
    tasks : sequence of str
        Tasks of `load`, at their usual options.
    muscles : sequence of str
        Muscles that have fascicles.
    factors : sequence of float or None
        What each task's load is multiplied by.
    only : container of str or None
        Tasks to compute; by default all.

    Returns
    -------
    TaskLoads
    """
    shares = _shares(_model(person), muscles)
    known = tuple(only is None or name in only for name in tasks)
    asked = zip(tasks, known, strict=True)
    rows = [_row(_Attempt.of(person, name, impairment), shares) if wanted else _Row() for name, wanted in asked]
    share = np.array(factors if factors is not None else [1.0] * len(rows))[:, None]
    empty, none = np.full(len(JOINTS), np.inf), np.zeros((len(muscles), 2))
    still = np.zeros((len(JOINTS), 3))
    angles = np.array([still if row.angles_deg is None else row.angles_deg for row in rows])
    compression = share * np.array([empty if row.compression_n is None else row.compression_n for row in rows])
    return TaskLoads(
        tasks=tuple(tasks),
        muscles=tuple(muscles),
        known=known,
        problem=tuple(row.problem for row in rows),
        one_side=tuple(row.one_side for row in rows),
        compression_n=compression,
        shear_n=share * np.array([empty if row.shear_n is None else row.shear_n for row in rows]),
        pressure_mpa=disc_pressure_mpa(compression, person),
        activation=np.array([none if row.activation is None else row.activation for row in rows]),
        flexion_deg=-angles[:, LUMBAR, _FLEXION].sum(axis=1),
        twist_deg=np.abs(angles[:, LUMBAR, _TURN].sum(axis=1)),
        thorax_deg=-angles[:, _THORAX, _FLEXION].sum(axis=1),
    )


def standing_n(person: Person) -> Floats:
    """Compression of each disc in quiet standing of the healthy twin: what loads are compared with."""
    held = _held(_Attempt.of(person, "standing", Impairment()))
    assert held is not None  # everybody for whom the model holds can stand
    return held.compression_n


@lru_cache(maxsize=4)
def _model(person: Person) -> Spine:
    return spine(person, SETS_OF_TASKS)


def _shares(model: Spine, muscles: Sequence[str]) -> Floats:
    """Share of each fascicle in the strength of each muscle's right and left side: (muscles, 2, fascicles)."""
    of = model.fascicles
    shares = np.zeros((len(muscles), len(SIDES), len(of)))
    for number, muscle in enumerate(muscles):
        for place, side in enumerate(SIDES):
            own = of.of(muscle, side)
            if len(own):
                shares[number, place, own] = of.strength_n[own] / of.strength_n[own].sum()
    return shares


def _row(attempt: _Attempt, shares: Floats) -> _Row:
    sided = "side" in task(attempt.task).options
    found = {side: _held_to(side, attempt) for side in (SIDES if sided else ("",))}
    best = {side: one for side, one in found.items() if one is not None and one.feasible}
    if not best:
        return _Row(problem=_problem(list(found.values())), angles_deg=_angles(list(found.values())))
    return _Row(
        one_side=next(iter(best)) if sided and len(best) == 1 else "",
        compression_n=np.max([one.compression_n for one in best.values()], axis=0),
        shear_n=np.max([np.abs(one.shear_n) for one in best.values()], axis=0),
        activation=np.max([_by_muscle(shares @ one.activation, side) for side, one in best.items()], axis=0),
        angles_deg=_angles(list(best.values())),
    )


def _held_to(side: str, attempt: _Attempt) -> _Held | None:
    """A task to the left is the one to the right, done by the mirrored person: each is solved once."""
    if side == SIDES[1]:
        return _held(_Attempt.of(attempt.person, attempt.task, attempt.impairment.mirrored, SIDES[0]))
    return _held(replace(attempt, side=side))


def _by_muscle(activation: Floats, side: str) -> Floats:
    """Activation by muscle, right and left; of a task to the left, mirrored back."""
    return activation[:, ::-1] if side == SIDES[1] else activation


@lru_cache(maxsize=_KEPT)
def _held(attempt: _Attempt) -> _Held | None:
    """None where the posture is out of reach for a person of this size."""
    taken = _posture(attempt.person, attempt.task, attempt.side)
    return None if taken is None else _of_solution(solve(_model(attempt.person), taken, attempt.impairment))


@lru_cache(maxsize=_KEPT)
def _posture(person: Person, name: str, side: str) -> Stance | None:
    """The posture of the healthy twin: the same whatever is impaired."""
    model = _model(person)
    try:
        return kept_posture(model, stance(model, task(name), {"side": side} if side else {}))
    except InputError:
        return None


def _of_solution(solved: Solution) -> _Held:
    return _Held(
        feasible=bool(solved.feasible.all()),
        missing=solved.unmet_by_dof,
        compression_n=solved.discs.compression_n[0],
        shear_n=solved.discs.shear_anterior_n[0],
        activation=solved.activation[0],
        angles_deg=solved.stance.angles_deg[0],
    )


def _angles(found: Sequence[_Held | None]) -> Floats | None:
    return next((one.angles_deg for one in found if one is not None), None)


def _problem(found: Sequence[_Held | None]) -> str:
    """Why none of them will do: how much is missing where it is least."""
    tried = [one.missing for one in found if one is not None]
    if not tried:
        return "the posture is out of reach for a person of this size"
    missing = min(tried, key=lambda unmet: max(unmet.values(), default=0.0))
    where = max(missing, key=lambda name: missing[name], default="one joint")
    return f"cannot be held: {missing.get(where, 0.0):.1f} Nm are missing at {where}"
