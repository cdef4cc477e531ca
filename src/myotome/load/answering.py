"""From a question about load to its answer: the person's spine, the posture, the muscles, and the healthy twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from myotome.errors import InputError, Problem
from myotome.load.body.impairment import Impairment
from myotome.load.body.measured import Measured, as_measured
from myotome.load.body.person import Person
from myotome.load.body.shape import SpineShape
from myotome.load.body.spine import Spine, spine
from myotome.load.kinematics.shaped import shaped
from myotome.load.settling.equilibrium_posture import alignment
from myotome.load.settling.result import Alignment
from myotome.load.stances.stance import Stance, stance
from myotome.load.stances.tasks import Task, task
from myotome.load.statics.population_spread import intervals
from myotome.load.statics.solution import SETS_OF_TASKS, Solution, solve
from myotome.load.task_answer import LoadAnswer

__all__ = ["SETTLING_TASKS", "load_answer"]

#: Tasks in which an impaired spine settles into a posture of its own.
SETTLING_TASKS: Final = ("standing", "sitting_upright")


@dataclass(frozen=True, eq=False)
class _Taken:
    """A task as one person takes it up: straight, as the healthy twin is, and with all of the spine's shape."""

    task: Task
    options: Mapping[str, float | str]
    straight: Spine
    model: Spine
    stance: Stance

    def twin(self, impaired: Impairment) -> Solution | None:
        """The healthy twin; None where that is the person already."""
        if impaired.is_none and self.model is self.straight:
            return None
        return solve(self.straight, stance(self.straight, self.task, self.options))

    def settled(self, impaired: Impairment) -> Alignment | None:
        """Where the spine settles; None for a person whose healthy twin could not stand so to begin with."""
        if self.task.name not in SETTLING_TASKS or impaired.is_none:
            return None
        try:
            return alignment(self.model, self.stance, impaired)
        except InputError:
            return None


def load_answer(  # noqa: PLR0913
    name: str,
    person: Person,
    options: Mapping[str, float | str] | None = None,
    impairment: Impairment | None = None,
    *,
    draws: int = 200,
    scales: Mapping[str, float] | None = None,
    shape: SpineShape | None = None,
    measured: Measured | None = None,
) -> LoadAnswer:
    """What does this task do to this person's spine?

    Parameters
    ----------
    name : str
        A task or an exercise: see `task_table`.
    person : Person
    options : mapping or None
    impairment : Impairment or None
        The healthy twin is solved beside it.
    draws : int
        People drawn for the intervals; 0 for none.
    scales : mapping of str to float or None
        Factors on the strength of groups of muscles, where measured.
    shape : SpineShape or None
        Lordosis, kyphosis, scoliosis, a short leg; the twin has the first two.
    measured : Measured or None
        Areas of muscles, ranges of motion, which groups were tested: the intervals are narrower for it.

    Returns
    -------
    LoadAnswer

    Raises
    ------
    InputError, UnknownNameError
        A task, an option, a muscle or a number is wrong, or a level is held open in a task that settles nowhere.

    Examples
    --------
    >>> from myotome.load import reference_person
    >>> answer = load_answer("standing", reference_person(), draws=0)
    >>> 0.4 < answer.to_dict()["discs"][1]["pressure_mpa"] < 0.6
    True
    """
    impaired = impairment or Impairment()
    _check_sparing(name, impaired)
    own = as_measured(spine(person, SETS_OF_TASKS, scales), measured)
    taken = _taken(task(name), options, own, shape)
    solution = solve(taken.model, taken.stance, impaired)
    return LoadAnswer(
        task=taken.task,
        options=taken.options,
        person=person,
        impairment=impaired,
        solution=solution,
        healthy=taken.twin(impaired),
        intervals=intervals(solution, draws=draws) if draws else None,
        alignment=taken.settled(impaired),
        shape=shape,
        measured=measured,
        own_posture=None if impaired.is_none else solve(taken.model, taken.stance, impaired, posture="solved"),
        standing=solve(taken.straight, stance(taken.straight, task("standing"), {})),
    )


def _taken(of: Task, options: Mapping[str, float | str] | None, own: Spine, shape: SpineShape | None) -> _Taken:
    straight = shaped(own, None if shape is None else shape.even)
    model = straight if shape is None or shape.is_even else shaped(own, shape)
    chosen = dict(options or {})
    return _Taken(of, chosen, straight, model, stance(model, of, chosen))


def _check_sparing(name: str, impaired: Impairment) -> None:
    """A level that is held open changes the posture that a spine settles into, and nothing else."""
    if impaired.sparings and name not in SETTLING_TASKS:
        message = "Where a level is held open is worked out for quiet standing and sitting."
        raise InputError([Problem("sparing, task", None, name, ", ".join(SETTLING_TASKS), message=message)])
