"""The answer to one question about the neck: task, person, cervical discs, muscles, and the healthy twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome import __version__
from myotome.ledger import tables_hash
from myotome.load.body.impairment import Impairment
from myotome.load.body.person import Person
from myotome.load.neck.bones import NECK_DISCS, NECK_JOINTS
from myotome.load.neck.model import neck_of
from myotome.load.neck.solution import NeckSolution, solve_neck
from myotome.load.neck.spread import compression_limits_n
from myotome.load.neck.stance import neck_stance
from myotome.load.neck.tasks import neck_amounts, neck_task
from myotome.load.stances.tasks import Task

__all__ = ["NeckAnswer", "NeckMuscle", "neck_answer"]

_BASE: Final = "looking_ahead"
_SOURCES: Final = (
    "mortensen_2018_in_passenger_model",
    "barrett_cspine_model",
    "wilkinson_full_body_model",
    "zatsiorsky_2002_tables",
    "anatomystandard_rom",
    "eur_j_anat_2020_c3_c6",
)


@dataclass(frozen=True, slots=True)
class NeckMuscle:
    """A part of a muscle of one side.

    Attributes
    ----------
    muscle, part, side : str
    force_n, healthy_force_n : float
        Of all its fascicles; the second without the impairment.
    activation : float
        Mean over its fascicles by the strength that is left, 0 to 1.
    """

    muscle: str
    part: str
    side: str
    force_n: float
    healthy_force_n: float
    activation: float


@dataclass(frozen=True, eq=False)
class NeckAnswer:
    """What a task does to one person's neck.

    Attributes
    ----------
    task : Task
    options : mapping
        As given; the others took their defaults.
    person : Person
    impairment : Impairment
    solution : NeckSolution
    ahead : NeckSolution
        The same person, healthy, looking straight ahead: what loads are multiples of.
    healthy : NeckSolution or None
        The same task without the impairment; None where there is none.
    limits_n : ndarray, shape (2, joints)
        Least and most compression for the judged numbers: see `compression_limits_n`.
    """

    task: Task
    options: Mapping[str, float | str]
    person: Person
    impairment: Impairment
    solution: NeckSolution
    ahead: NeckSolution
    healthy: NeckSolution | None
    limits_n: NDArray[np.float64]

    @property
    def feasible(self) -> bool:
        """Can the posture be held?"""
        return self.solution.feasible

    def muscles(self) -> tuple[NeckMuscle, ...]:
        """Parts of muscles of both sides, the hardest pulling first."""
        of, twin = self.solution.neck.fascicles, self.healthy or self.solution
        keys = list(zip(of.muscle, of.part, of.side, strict=True))
        found = []
        for key in dict.fromkeys(keys):
            own = np.array([one == key for one in keys])
            left = (of.strength_n * self.solution.left)[own]
            used = float(left @ self.solution.activation[own] / max(float(left.sum()), 1e-9))
            force, healthy = (float(solution.force_n[own].sum()) for solution in (self.solution, twin))
            found.append(NeckMuscle(*key, force, healthy, used))
        return tuple(sorted(found, key=lambda one: -one.force_n))

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the answer."""
        return tuple(dict.fromkeys((*_SOURCES, *self.task.sources)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "task": self.task.name,
            "options": dict(self.options),
            "person": self.person.to_dict(),
            "feasible": self.feasible,
            "unmet": {name: _rounded(nm) for name, nm in self.solution.unmet_by_dof.items()},
            "discs": [self._joint(number) for number in range(len(NECK_JOINTS))],
            "muscles": [
                {
                    "muscle": one.muscle,
                    "part": one.part,
                    "side": one.side,
                    "force_n": _rounded(one.force_n),
                    "activation": _rounded(one.activation),
                }
                | ({} if self.healthy is None else {"healthy_force_n": _rounded(one.healthy_force_n)})
                for one in self.muscles()
            ],
            "sources": list(self.sources()),
            "version": __version__,
            "tables_hash": tables_hash(),
        }

    def _joint(self, number: int) -> dict[str, Any]:
        solution = self.solution
        plain: dict[str, Any] = {
            "joint": NECK_JOINTS[number],
            "compression_n": _rounded(solution.compression_n[number]),
            "compression_n_interval": [_rounded(limit) for limit in self.limits_n[:, number]],
            "shear_anterior_n": _rounded(solution.shear_anterior_n[number]),
            "shear_lateral_n": _rounded(solution.shear_lateral_n[number]),
            "times_looking_ahead": _rounded(solution.compression_n[number] / self.ahead.compression_n[number]),
        }
        if number < len(NECK_DISCS):
            plain["stress_mpa"] = _rounded(solution.stress_mpa[number])
        if self.healthy is not None:
            plain["healthy_compression_n"] = _rounded(self.healthy.compression_n[number])
        return plain


def _rounded(value: Any) -> float:
    return round(float(value), 4)


def neck_answer(
    name: str,
    person: Person,
    options: Mapping[str, float | str] | None = None,
    impairment: Impairment | None = None,
) -> NeckAnswer:
    """What does this task do to this person's neck?

    Parameters
    ----------
    name : str
        A task or an exercise of the neck, by name or label: see `neck_task_table`.
    person : Person
    options : mapping or None
        Options of the task.
    impairment : Impairment or None
        Weakness, spasm, guarding, lesioned roots; the healthy twin is solved beside it.

    Returns
    -------
    NeckAnswer

    Raises
    ------
    InputError, UnknownNameError
        A task, an option, a muscle or a number is wrong.

    Examples
    --------
    >>> from myotome.load import reference_person
    >>> answer = neck_answer("looking at a phone", reference_person(), {"neck_flexion_deg": 45.0})
    >>> 1.4 < answer.to_dict()["discs"][2]["times_looking_ahead"] < 2.4
    True
    """
    of, impaired, chosen, own = neck_task(name), impairment or Impairment(), dict(options or {}), neck_of(person)
    taken = neck_stance(own, neck_amounts(of, chosen))
    return NeckAnswer(
        task=of,
        options=chosen,
        person=person,
        impairment=impaired,
        solution=solve_neck(own, taken, impaired),
        ahead=solve_neck(own, neck_stance(own, neck_amounts(neck_task(_BASE), {}))),
        healthy=None if impaired.is_none else solve_neck(own, taken),
        limits_n=compression_limits_n(own, taken, impaired),
    )
