"""How much does muscle that cannot let go, or that braces, press on a disc?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.load.body.impairment import Guarding, Impairment, Spasm
from myotome.load.body.person import Person, reference_person
from myotome.load.body.skeleton import JOINTS
from myotome.load.body.spine import Spine, spine
from myotome.load.stances.stance import Stance, stance
from myotome.load.stances.tasks import task
from myotome.load.statics.muscle_totals import paraspinals
from myotome.load.statics.solution import SETS_OF_TASKS, Solution, kept_posture, solve

__all__ = ["braced_pressure", "pressure_multiplier"]


def pressure_multiplier(
    level: float,
    muscles: Sequence[str] = (),
    side: str = "bilateral",
    *,
    disc: str = "L4-L5",
    person: Person | None = None,
) -> float:
    """How many times its usual pressure has a disc in standing, while these muscles are in spasm?

    The other muscles balance the spasm, and the posture stays: an upper limit, for the spine may give way instead.
    Where they cannot, `alignment` gives where it settles and which pressure the discs have there. Both pressures hold
    the intrinsic pressure of the disc, so the compression rises by more.

    Parameters
    ----------
    level : float
        Activation below which the muscles do not go, 0 to 1.
    muscles : sequence of str
        By default the `paraspinals`.
    side : str
        `right`, `left` or `bilateral`.
    disc : str
        `L5-S1` to `C7-T1`.
    person : Person or None
        By default the reference man.

    Returns
    -------
    float
        1 without spasm; above where the spasm presses on the disc.

    Raises
    ------
    UnknownNameError
        No such muscle, side or disc.
    InputError
        The level lies outside 0 to 1, or no muscles can balance such a spasm.

    Examples
    --------
    >>> pressure_multiplier(0.0)
    1.0
    >>> pressure_multiplier(0.2) > 1.5
    True
    """
    if disc not in JOINTS:
        raise UnknownNameError("disc", disc, JOINTS)
    who, number = person or reference_person(), JOINTS.index(disc)
    spasms = tuple(Spasm(muscle, side, level) for muscle in muscles or paraspinals())
    tense = _standing(who, spasms)
    if not tense.feasible.all():
        given = f"{', '.join(muscles or paraspinals())}, {side}, {level:g}"
        raise InputError(
            [Problem("spasm", None, given, "a spasm that other muscles can balance in standing; see alignment")]
        )
    return float(tense.pressure_mpa[0, number] / _standing(who, ()).pressure_mpa[0, number])


def braced_pressure(
    task_name: str, activation: float, *, disc: str = "L4-L5", person: Person | None = None
) -> tuple[float, float]:
    """What does a disc bear in a task, and what while the muscles along the spine brace beyond what the task asks?

    Bracing adds to the activation of the task, on both sides, and the other muscles balance it; the posture stays.

    Parameters
    ----------
    task_name : str
        A task, with its usual options.
    activation : float
        Activation added to the `paraspinals`, 0 to 1.
    disc : str
        `L5-S1` to `C7-T1`.
    person : Person or None
        By default the reference man.

    Returns
    -------
    tuple of two floats
        Pressure in MPa without bracing and with it.

    Raises
    ------
    UnknownNameError
        No such task or disc.
    InputError
        The activation lies outside 0 to 1.

    Examples
    --------
    >>> calm, braced = braced_pressure("standing", 0.05)
    >>> 0.1 < braced - calm < 1.0
    True
    """
    if disc not in JOINTS:
        raise UnknownNameError("disc", disc, JOINTS)
    who, number = person or reference_person(), JOINTS.index(disc)
    braced = Impairment(guardings=tuple(Guarding(muscle, "bilateral", activation) for muscle in paraspinals()))
    model, taken = _taken(who, task_name)
    calm = solve(model, taken, Impairment())
    tense = solve(model, taken, braced) if activation > 0.0 else calm
    return float(calm.pressure_mpa[0, number]), float(tense.pressure_mpa[0, number])


@lru_cache(maxsize=64)
def _standing(person: Person, spasms: tuple[Spasm, ...]) -> Solution:
    model, taken = _taken(person, "standing")
    return solve(model, taken, Impairment(spasms=spasms))


@lru_cache(maxsize=32)
def _taken(person: Person, task_name: str) -> tuple[Spine, Stance]:
    """Spine of a person in a task; the same for every spasm."""
    model = spine(person, SETS_OF_TASKS)
    return model, kept_posture(model, stance(model, task(task_name)))
