"""Muscle problems to solve: random ones of two sizes, and a real spine in random postures with masses in hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    ExternalForce,
    Geometry,
    geometry,
    posture,
    reference_person,
    region_limits,
    spine,
)
from myotome.load.statics.solution import demand_nm

__all__ = ["Problems", "random_postures", "random_problems", "real_problems"]

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Problems:
    """Many frames of one size: torque at full activation, demand, volumes; activations from 0 to 1."""

    name: str
    torque: Float
    demand: Float
    volume: Float


def random_problems(dofs: int, muscles: int, count: int, seed: int = 0) -> Problems:
    """Frames that can be met, half of whose torques are zero."""
    rng = np.random.default_rng(seed)
    torque = rng.normal(size=(count, dofs, muscles)) * rng.lognormal(0, 0.7, size=muscles)
    torque *= rng.random((count, dofs, muscles)) < 0.5
    inside = 0.8 * rng.random((count, muscles)) ** 3 * (rng.random((count, muscles)) < 0.5)
    demand = np.einsum("fdi,fi->fd", torque, inside)
    return Problems(f"random {dofs} x {muscles}", torque, demand, rng.lognormal(0, 0.8, muscles))


def random_postures(count: int, seed: int = 1) -> Float:
    """Joint angles of random postures within half of what each region can."""
    rng = np.random.default_rng(seed)
    chosen = {}
    for region in ("lumbar", "thoracic"):
        for plane, move in (("flexion", "flexion"), ("lateral", "lateral"), ("axial", "rotation")):
            low, high = region_limits(region, plane)
            low, high = (-high, -low) if plane == "flexion" else (low, high)
            share = 0.5 if plane == "flexion" else 0.25
            chosen[f"{region}_{move}"] = share * rng.uniform(max(low, -0.1 * high), high, count)
    return posture(**chosen)


def posed(count: int) -> tuple[Float, Geometry]:
    """Random postures of a man, 0 to 5 kg in each hand, and their geometry."""
    angles = random_postures(count)
    rng = np.random.default_rng(2)
    held = [
        ExternalForce(hand, -49.0 * rng.random((count, 1)) * [0.0, 1.0, 0.0]) for hand in ("hand_right", "hand_left")
    ]
    return angles, geometry(spine(reference_person(), SETS_OF_TASKS), angles, external=held)


def real_problems(count: int) -> Problems:
    """Frames of a real spine; those it cannot hold are for the caller to leave out."""
    angles, of = posed(count)
    muscles = of.spine.fascicles
    resting = of.passive * muscles.strength_n
    torque = of.arms_m * (of.active * muscles.strength_n)[:, None, :]
    demand = demand_nm(of, angles, of.spine.passive, resting)
    return Problems(f"spine {3 * len(JOINTS)} x {len(muscles)}", torque, demand, muscles.volume_cm3)
