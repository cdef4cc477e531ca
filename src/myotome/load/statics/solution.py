"""The answer to `load`: muscle forces in equilibrium, what each disc bears, and what cannot be held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.impairment import Impairment, floors, guarded, strength_left
from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.skeleton import DOFS
from myotome.load.body.spine import Spine
from myotome.load.kinematics.leverage import Geometry
from myotome.load.muscles.fascicles import Fascicles
from myotome.load.posing.posed import posed
from myotome.load.stances.stance import Stance
from myotome.load.statics.activations import Equilibrium, equilibrium, named_moments
from myotome.load.statics.cocontraction import cocontracting, held_back
from myotome.load.statics.contracture import shortened
from myotome.load.statics.disc_pressure import disc_pressure_mpa
from myotome.load.statics.discs import DiscLoad, disc_load

__all__ = [
    "POWER",
    "SETS_OF_TASKS",
    "Posture",
    "Solution",
    "by_muscles",
    "demand_nm",
    "kept_posture",
    "solve",
    "working_volume",
]

#: Power of the activation in the cost: cubes share the work out over many fascicles, as endurance wants.
POWER = 3
#: Fascicles that work in a task: without the shoulder girdle the upper thorax could not hold what the hands hold.
SETS_OF_TASKS = ("core", "neck", "girdle")
#: Whose posture: the healthy twin's, the person's own, or the one that the task prescribes.
Posture = Literal["kept", "solved", "prescribed"]
_TRACE = 1e-6


@dataclass(frozen=True, eq=False)
class Solution:
    """Muscles, joints and discs of one person in some postures.

    Attributes
    ----------
    spine : Spine
    stance : Stance
    geometry : Geometry
    activation, force_n : ndarray, shape (frames, fascicles)
        Activation of what still works, 0 to 1; force with the passive part.
    discs : DiscLoad
        Shape (frames, joints).
    pressure_mpa : ndarray, shape (frames, joints)
    feasible : ndarray of bool, shape (frames,)
        Whether muscles and joints can hold the posture.
    unmet_nm : ndarray, shape (frames, dof)
        Moment that something else must supply for the posture to be held; 0 where feasible.
    cage_nm : ndarray, shape (frames, dof)
        Moment that the rib cage carries between its vertebrae, in bending to a side and turning; 0 elsewhere.
    cost : ndarray, shape (frames,)
        Sum of volume times activation to the power, cm3.
    dual : ndarray, shape (frames, dof)
        What one more newton metre costs, in mean volumes of a fascicle.
    passive : PassiveJoints
        The joints it was solved with.
    left : ndarray, shape (fascicles,)
        Share of each fascicle that still works.
    floor : ndarray, shape (fascicles,), or (frames, fascicles) where muscles guard
        Activation below which it cannot go.
    cocontraction : ndarray, shape (frames, fascicles)
        Activation that it keeps up against what the others do: 0 where nothing is braced.
    """

    spine: Spine
    stance: Stance
    geometry: Geometry
    activation: NDArray[np.float64]
    force_n: NDArray[np.float64]
    discs: DiscLoad
    pressure_mpa: NDArray[np.float64]
    feasible: NDArray[np.bool_]
    unmet_nm: NDArray[np.float64]
    cage_nm: NDArray[np.float64]
    cost: NDArray[np.float64]
    dual: NDArray[np.float64]
    passive: PassiveJoints
    left: NDArray[np.float64]
    floor: NDArray[np.float64]
    cocontraction: NDArray[np.float64]

    @property
    def unmet_by_dof(self) -> dict[str, float]:
        """Moment that is missing, by joint and plane, Nm; empty where every frame can be held."""
        worst = np.abs(self.unmet_nm[~self.feasible]).max(axis=0, initial=0.0)
        return named_moments([f"{joint}, {plane}" for joint, plane in DOFS], worst)


def demand_nm(
    geometry: Geometry, angles_deg: NDArray[np.float64], passive: PassiveJoints, resting_n: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Which moments must the muscles make?

    Parameters
    ----------
    geometry : Geometry
    angles_deg : ndarray, shape (frames, joints, 3)
    passive : PassiveJoints
        Of this person, healthy or not.
    resting_n : ndarray, shape (frames, fascicles)
        Passive force of the fascicles.

    Returns
    -------
    ndarray, shape (frames, dof)
        What weight, given forces, abdominal pressure, joints and resting muscles make, with the sign changed.
    """
    joints = passive.moment_nm(angles_deg).reshape(len(angles_deg), -1)
    resting = np.einsum("fdi,fi->fd", geometry.arms_m, resting_n)
    return np.asarray(-(geometry.load_nm + joints + resting))


def working_volume(muscles: Fascicles, left: NDArray[np.float64]) -> NDArray[np.float64]:
    """Volume of what still works of each fascicle, cm3; a trace is kept of one that is wholly lost."""
    return np.asarray(muscles.volume_cm3 * np.maximum(left, _TRACE))


def by_muscles(
    spine: Spine, torque: NDArray[np.float64], demand: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leave to the rib cage what it carries: the rows of side bending and turning between its vertebrae become empty.

    Parameters
    ----------
    spine : Spine
    torque : ndarray, shape (frames, dof, fascicles)
    demand : ndarray, shape (frames, dof)

    Returns
    -------
    tuple of ndarray
        Of the same shapes: what the muscles must balance.
    """
    open_rows = ~spine.caged
    return torque * open_rows[None, :, None], demand * open_rows


def _cage(spine: Spine, left_over: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(left_over * spine.caged)


def solve(  # noqa: PLR0913
    spine: Spine,
    stance: Stance,
    impairment: Impairment | None = None,
    *,
    power: int = POWER,
    passive: PassiveJoints | None = None,
    posture: Posture = "kept",
    cocontraction: float = 1.0,
    near: Solution | None = None,
) -> Solution:
    """Which muscle forces hold this posture at the least cost, and what do the discs bear?

    Parameters
    ----------
    spine : Spine
    stance : Stance
        What the person does.
    impairment : Impairment or None
    power : int
        2 or 3.
    passive : PassiveJoints or None
        Other joints than healthy ones; taken as they are, preload and all.
    posture : str
        `kept`: the posture that the healthy twin takes up, whatever is impaired. `solved`: the one that this person
        takes up. `prescribed`: as the task has it, by the measured rhythm.
    cocontraction : float
        Times the bracing of the average person; 0 for none. What cannot be held braced is braced less.
    near : Solution or None
        Of postures just before these: the search starts from its last frame. The answer is the same, sooner.

    Returns
    -------
    Solution
        Infeasible postures keep the forces that come nearest, and say what is missing.

    Raises
    ------
    InputError, UnknownNameError
        From the impairment.

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> from myotome.load.stances.stance import stance
    >>> from myotome.load.stances.tasks import task
    >>> model = spine(reference_person(), ("core", "neck", "girdle"))
    >>> solution = solve(model, stance(model, task("standing")))
    >>> bool(solution.feasible.all())
    True
    """
    muscles, impaired = spine.fascicles, impairment or Impairment()
    left, taken = strength_left(muscles, impaired), replace(stance, freedom=None)
    if posture != "prescribed":
        own = posture == "solved"
        taken = _posed(spine, stance, left, floors(muscles, impaired)) if own else kept_posture(spine, stance)
    start = taken.dual if near is None else np.broadcast_to(near.dual[-1], (len(stance.angles_deg), near.dual.shape[1]))
    geometry = shortened(taken.geometry(spine), impaired)
    work = _Work(spine, taken, geometry, left, power, passive, follow=near is not None)
    floor = guarded(muscles, impaired, lambda least: _held(work, least, cocontraction, start).activation)
    return _held(work, floor, cocontraction, start)


def _held(work: _Work, floor: NDArray[np.float64], share: float, start: NDArray[np.float64] | None = None) -> Solution:
    """Preload stiffens the joints and follows from what they bear; muscles brace against what the others do.

    Twice is enough: preload soon stops mattering, and bracing follows what balance alone asks for.
    """
    if work.given is not None:
        return work.held(work.given, floor, start=start, follow=work.follow)
    joints = work.spine.passive
    first = work.held(joints.preloaded(joints.full_preload_n), floor, start=start, follow=work.follow)
    bearing = joints.preloaded(np.maximum(first.discs.compression_n, 0.0))
    if not share:
        return work.held(bearing, floor, start=first.dual)
    wanted = share * cocontracting(work.spine.fascicles, first.activation, work.geometry, work.left)
    # Frame by frame: what others cannot hold changes nothing for one that can; those solved are found again at once.
    part, solution = np.where(first.feasible, 1.0, 0.0), first
    for less in (held_back(), 0.0, None):
        solution = work.held(bearing, floor, part[:, None] * wanted, solution.dual)
        too_much = ~solution.feasible & (part > 0.0)
        if less is None or not too_much.any():
            break
        part = np.where(too_much, less, part)
    return solution


def kept_posture(spine: Spine, stance: Stance) -> Stance:
    """Which posture does the healthy twin take up? Whatever is impaired in it then, it need not be looked for again."""
    each = len(spine.fascicles)
    return _posed(spine, stance, np.ones(each), np.zeros(each))


def _posed(spine: Spine, stance: Stance, left: NDArray[np.float64], floor: NDArray[np.float64]) -> Stance:
    """The posture that someone with these muscles takes up."""
    if stance.freedom is None:
        return stance
    own, joints = spine.fascicles, spine.passive.preloaded(spine.passive.full_preload_n)
    return posed(spine, stance, joints, (own.strength_n * left, working_volume(own, left), floor))


@dataclass(frozen=True, eq=False)
class _Work:
    """One person in some postures, before the muscles are known."""

    spine: Spine
    stance: Stance
    geometry: Geometry
    left: NDArray[np.float64]
    power: int
    given: PassiveJoints | None
    follow: bool

    def held(
        self,
        joints: PassiveJoints,
        floor: NDArray[np.float64],
        braced: NDArray[np.float64] | None = None,
        start: NDArray[np.float64] | None = None,
        *,
        follow: bool = False,
    ) -> Solution:
        """Muscles that hold the posture with these joints and these least activations."""
        geometry, muscles = self.geometry, self.spine.fascicles
        resting = geometry.passive * muscles.strength_n
        strength = geometry.active * muscles.strength_n * self.left
        demand = demand_nm(geometry, self.stance.angles_deg, joints, resting)
        torque, wanted = by_muscles(self.spine, geometry.arms_m * strength[:, None, :], demand)
        volume = working_volume(muscles, self.left)
        least = floor if braced is None else np.maximum(floor, braced)
        balance: Equilibrium = equilibrium(
            torque, wanted, volume, least, 1.0, power=self.power, start=start, follow=follow
        )
        force = balance.activation * strength + resting
        discs = disc_load(geometry, force)
        return Solution(
            spine=self.spine,
            stance=self.stance,
            geometry=geometry,
            activation=balance.activation,
            force_n=force,
            discs=discs,
            pressure_mpa=disc_pressure_mpa(discs.compression_n, self.spine.person),
            feasible=balance.feasible,
            unmet_nm=balance.unmet,
            cage_nm=_cage(self.spine, demand - np.einsum("fdi,fi->fd", geometry.arms_m, force - resting)),
            cost=balance.objective,
            dual=balance.dual,
            passive=joints,
            left=self.left,
            floor=floor,
            cocontraction=np.zeros_like(balance.activation) if braced is None else braced,
        )
