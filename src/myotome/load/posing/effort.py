"""Effort and energy of one person's postures: value, slope, and the stiffness that a search starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.posing.curvature_kernel import curvatures
from myotome.load.posing.effort_kernel import prepared, slope_of_effort
from myotome.load.posing.freedom import Springs
from myotome.load.posing.problem import EffortProblem
from myotome.load.statics.newton_kernel import climb, newton

__all__ = ["Energy"]

_EDGE: Final = 1e-4
_TOLERANCE: Final = 1e-7
_LADDER: Final = np.array([1e-2, 1e-2, 1e-4])
_Numbers = NDArray[np.float64]


@dataclass(eq=False)
class Energy:
    """Joules of a posture as a function of how far it is from the one given; keeps the dual from call to call.

    Attributes
    ----------
    problem : EffortProblem
    springs : Springs
    start_rad, pelvis_rad : ndarray, shape (dof,) and (3,)
        The posture given.
    price : float
        Joules for one mean volume of a fascicle at full activation.
    """

    problem: EffortProblem
    springs: Springs
    start_rad: _Numbers
    pelvis_rad: _Numbers
    price: float

    def __post_init__(self) -> None:
        rows, count = len(self.problem.rows), len(self.problem.volume)
        self._state = self.problem.state()
        self._dual, self._begun = np.zeros(rows), False
        self._active, self._bend = np.zeros(count), np.zeros(count)
        self._slope = np.zeros(self.start_rad.size + 1)

    def at(self, moved: _Numbers) -> tuple[float, _Numbers]:
        """Joules there, and their slope, shape (free,)."""
        dofs, own = self.springs.dofs, self.start_rad.size
        change = np.zeros(own + 1)
        change[dofs] = moved
        angles, pelvis = self.start_rad + change[:-1], self.pelvis_rad.copy()
        pelvis[0] += change[-1]
        stored = prepared(angles, pelvis, self.problem.model, self._state)
        work = self._work()
        self._slope_at(angles, pelvis)
        slope = self.price * self._slope
        slope[:-1] -= self._state[2]
        stretched = self.springs.pulls @ moved
        total = self.price * work + stored + 0.5 * float(self.springs.stiffness @ stretched**2)
        return total, slope[dofs] + (self.springs.stiffness * stretched) @ self.springs.pulls

    def _work(self) -> float:
        """Least effort, in mean volumes: the value of the dual."""
        torque, part, demand = self._state[8:11]
        volume, soft = self.problem.volume, self.problem.soft
        made = (torque, part, demand, volume, self.problem.floor, self.problem.ceiling)
        limit, done = self.problem.limit, False
        if self._begun:
            _, done = newton(made, True, _EDGE, soft, limit, _TOLERANCE, self._dual, self._active, self._bend)
        if not done:
            climb(made, True, _LADDER, soft, limit, self._dual, self._active, self._bend)
            self._begun = True
        gain, a = torque @ self._dual / volume, self._active
        past = np.maximum(np.abs(self._dual) - limit, 0.0)
        lagrangian = volume @ (a**3 + _EDGE * a**2 - gain * a)
        return float(lagrangian + self._dual @ demand - 0.5 * (soft * past) @ past)

    def _slope_at(self, angles: _Numbers, pelvis: _Numbers) -> None:
        along = np.zeros(angles.size)
        along[self.problem.rows] = self._dual
        active, rest, d_active, d_rest = self._state[7]
        strength = self.problem.model[4][0]
        self._tension_slope = strength * (d_rest + d_active * self._active)
        tension = strength * (rest + active * self._active)
        forces = (along, tension, self._tension_slope)
        slope_of_effort(angles, pelvis, self.problem.model, self._state, *forces, self._slope)

    def stiffness(self) -> _Numbers:
        """Stiffness of joints and springs where `at` was last asked, and of the effort through the dual's curvature."""
        rows, stiffness = self.problem.rows, self._state[3]
        change, curvature = np.zeros((len(rows), stiffness.size)), np.zeros((len(rows), len(rows)))
        bend = self._bend / self.problem.volume
        curvatures(self._state, self.problem.model[7], self._tension_slope, bend, change, curvature)
        change[np.arange(len(rows)), rows] += stiffness[rows]
        curvature[np.diag_indices(len(rows))] += self.problem.soft * (np.abs(self._dual) >= self.problem.limit) + 1e-9
        curvature[np.diag_indices(len(rows))] *= 1.0 + 1e-6
        free = self.springs.dofs
        inner = free[free < stiffness.size]
        own = np.zeros((len(free), len(free)))
        met = change[:, inner]
        whole = np.diag(stiffness[inner]) + self.price * met.T @ np.linalg.solve(curvature, met)
        own[: len(inner), : len(inner)] = whole
        return np.asarray(own + self.springs.pulls.T @ (self.springs.stiffness[:, None] * self.springs.pulls))

    @property
    def dual(self) -> _Numbers:
        """What one more newton metre costs where `at` was last asked, shape (dof,): 0 where the rib cage carries."""
        whole = np.zeros(self.start_rad.size)
        whole[self.problem.rows] = self._dual
        return whole

    @property
    def rooms(self) -> tuple[NDArray[Any], ...]:
        """What the last call left: for tests."""
        return self._state
