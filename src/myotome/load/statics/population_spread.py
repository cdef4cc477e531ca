"""How sure are these numbers? Many people of the same sex, age, height and mass, who differ as people do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.measured import measured_areas
from myotome.load.kinematics.leverage import Geometry
from myotome.load.statics.activations import equilibrium
from myotome.load.statics.cocontraction import cocontraction_range
from myotome.load.statics.disc_pressure import disc_pressure_mpa, intrinsic_pressure_mpa
from myotome.load.statics.discs import DiscLoad, disc_load
from myotome.load.statics.solution import POWER, Solution, by_muscles, working_volume
from myotome.tables import TomlTable, constants, number

__all__ = ["Intervals", "PeopleLike", "intervals", "people_like"]

_LOW, _HIGH = 5.0, 95.0


@dataclass(frozen=True, eq=False)
class Intervals:
    """Limits between which nine of ten such people lie; every array has the shape (2, ...), low and high.

    Attributes
    ----------
    compression_n, shear_anterior_n, shear_lateral_n, pressure_mpa : ndarray, shape (2, joints)
    force_n, activation : ndarray, shape (2, fascicles)
    share_feasible : float
        Share of them who can hold the posture.
    draws : int
    """

    compression_n: NDArray[np.float64]
    shear_anterior_n: NDArray[np.float64]
    shear_lateral_n: NDArray[np.float64]
    pressure_mpa: NDArray[np.float64]
    force_n: NDArray[np.float64]
    activation: NDArray[np.float64]
    share_feasible: float
    draws: int


@dataclass(frozen=True, eq=False)
class PeopleLike:
    """What a posture does to each of many people of one size; the same seed draws the same people for every posture.

    Attributes
    ----------
    discs : DiscLoad
        Arrays of shape (people, joints).
    pressure_mpa : ndarray, shape (people, joints)
    force_n, activation : ndarray, shape (people, fascicles)
    feasible : ndarray of bool, shape (people,)
    """

    discs: DiscLoad
    pressure_mpa: NDArray[np.float64]
    force_n: NDArray[np.float64]
    activation: NDArray[np.float64]
    feasible: NDArray[np.bool_]


_TABLE = TomlTable(
    "load/spread.toml",
    constants(
        {
            "strength_group": number(0, 2),
            "strength_fascicle": number(0, 2),
            "joint_stiffness": number(0, 2),
            "trunk_mass": number(0, 2),
            "disc_area": number(0, 2),
            "pressure_correction": number(0, 2),
            "intrinsic_pressure": number(0, 2),
            "tested_strength": number(0, 2),
            "tested_area": number(0, 2),
            "tested_range": number(0, 2),
        }
    ),
)


@cache
def _spread() -> Mapping[str, float]:
    return _TABLE.values()


def intervals(
    solution: Solution,
    *,
    draws: int = 200,
    seed: int = 0,
    power: int = POWER,
) -> Intervals:
    """Within which limits do the loads of people like this one lie?

    Strength, joint stiffness, bracing, mass of the trunk, size of the discs and the step from force to pressure vary;
    posture and what is held do not. Bracing runs from none to twice the average.

    Parameters
    ----------
    solution : Solution
        Of one frame.
    draws : int
        How many people.
    seed : int
        The same seed, the same people, whatever the task or the impairment.
    power : int
        Of the cost.

    Returns
    -------
    Intervals

    Raises
    ------
    ValueError
        More than one frame.
    """
    people = people_like(solution, draws=draws, seed=seed, power=power)
    return Intervals(
        compression_n=_limits(people.discs.compression_n),
        shear_anterior_n=_limits(people.discs.shear_anterior_n),
        shear_lateral_n=_limits(people.discs.shear_lateral_n),
        pressure_mpa=_limits(people.pressure_mpa),
        force_n=_limits(people.force_n),
        activation=_limits(people.activation),
        share_feasible=float(people.feasible.mean()),
        draws=draws,
    )


def people_like(solution: Solution, *, draws: int = 200, seed: int = 0, power: int = POWER) -> PeopleLike:
    """What does this posture do to each of many people like this one?

    Parameters
    ----------
    solution : Solution
        Of one frame.
    draws : int
        How many people.
    seed : int
        The same seed, the same people, so that two postures may be compared person by person.
    power : int
        Of the cost.

    Returns
    -------
    PeopleLike

    Raises
    ------
    ValueError
        More than one frame.
    """
    if len(solution.feasible) != 1:
        raise ValueError("people are drawn for one posture at a time")
    people = np.random.Generator(np.random.Philox(seed))
    geometry, muscles = solution.geometry, solution.spine.fascicles
    strength = muscles.strength_n * _factors_of_muscles(people, solution, draws)
    joint = "tested_range" if "range" in solution.spine.known else "joint_stiffness"
    stiffness, mass = _factor(people, joint, (draws, 1)), _factor(people, "trunk_mass", (draws, 1))
    resting, full = geometry.passive * strength, geometry.active * strength * solution.left
    joints = solution.passive.moment_nm(solution.stance.angles_deg).reshape(1, -1)
    load = mass * geometry.gravity_nm + geometry.external_nm + geometry.pressure_nm
    demand = -(load + stiffness * joints + resting @ geometry.arms_m[0].T)
    torque, wanted = by_muscles(solution.spine, geometry.arms_m * full[:, None, :], demand)
    volume = working_volume(muscles, solution.left)
    low, high = cocontraction_range()
    braced = people.uniform(low, high, (draws, 1)) * solution.cocontraction
    least = np.minimum(np.maximum(solution.floor, braced), 1.0)
    # The posture is the same for all, and so nearly is what the muscles do: each is sought from the average person's.
    start = np.broadcast_to(solution.dual, (draws, solution.dual.shape[1]))
    balance = equilibrium(torque, wanted, volume, least, 1.0, power=power, start=start)
    force = balance.activation * full + resting
    loads = _discs(geometry, force, mass)
    pressure = _pressures(people, loads, solution, draws)
    return PeopleLike(loads, pressure, force, balance.activation, np.asarray(balance.feasible))


def _factor(people: np.random.Generator, name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.asarray(np.exp(_spread()[name] * people.standard_normal(shape)))


def _factors_of_muscles(people: np.random.Generator, solution: Solution, draws: int) -> NDArray[np.float64]:
    """A factor for each group of muscles and one for each fascicle; both sides of a person are alike."""
    muscles = solution.spine.fascicles
    names = sorted(set(muscles.group))
    group = np.array([names.index(name) for name in muscles.group])
    of_group = np.exp(_uncertain(solution) * people.standard_normal((draws, len(names)))[:, group])
    half = len(muscles) // 2
    of_fascicle = _factor(people, "strength_fascicle", (draws, half))
    return np.asarray(of_group * np.concatenate([of_fascicle, of_fascicle], axis=1))


def _uncertain(solution: Solution) -> NDArray[np.float64]:
    """How uncertain the strength of each fascicle's group is, less where this person's was measured."""
    muscles, known, spread = solution.spine.fascicles, solution.spine.known, _spread()
    of_group = [spread["tested_strength"] if own in known else spread["strength_group"] for own in muscles.group]
    least = np.array(of_group)
    for name in known & set(measured_areas()):
        rows = muscles.of(name)
        least[rows] = np.minimum(least[rows], spread["tested_area"])
    return least


def _discs(geometry: Geometry, force_n: NDArray[np.float64], mass: NDArray[np.float64]) -> DiscLoad:
    """Disc loads of many people in one posture."""
    count = len(force_n)
    many = replace(
        geometry,
        turn=np.repeat(geometry.turn, count, axis=0),
        shift_m=np.repeat(geometry.shift_m, count, axis=0),
        disc_axes=np.repeat(geometry.disc_axes, count, axis=0),
        length_m=np.repeat(geometry.length_m, count, axis=0),
        gravity_n=mass[:, :, None] * geometry.gravity_n,
        external_n=np.repeat(geometry.external_n, count, axis=0),
        pressure_n=np.repeat(geometry.pressure_n, count, axis=0),
    )
    return disc_load(many, force_n)


def _pressures(people: np.random.Generator, loads: DiscLoad, solution: Solution, draws: int) -> NDArray[np.float64]:
    plain = disc_pressure_mpa(loads.compression_n, solution.spine.person)
    own = intrinsic_pressure_mpa()
    size = _factor(people, "disc_area", (draws, 1)) * _factor(people, "pressure_correction", (draws, 1))
    return np.asarray(own * _factor(people, "intrinsic_pressure", (draws, 1)) + (plain - own) / size)


def _limits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.percentile(values, [_LOW, _HIGH], axis=0))
