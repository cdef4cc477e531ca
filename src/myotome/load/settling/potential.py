"""What pulls a spine back or away when it leaves a posture: weight, joints, and muscles of given tone as springs.

A fascicle of force F and length l pulls F + k (L - l) at the length L, with k = q F / l: it yields as it shortens, and
resists as it is stretched. It never pushes; and one in spasm cannot let go, so that it never pulls less than its spasm
wants. Gaze and balance right the top of the trunk as springs would, and whoever spares a level holds it open as one
would. All of it stores energy, so that a posture in which
everything balances is a minimum of the energy where it is stable, and a saddle where the spine buckles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.passive_law import PassiveJoints
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.leverage import Geometry
from myotome.load.stances.stance import Stance

__all__ = ["Held", "Potential", "Righting", "righting", "springs"]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_STEP_RAD = 1e-5
_UP_TO_T1: Final = JOINTS.index("C7-T1")


@dataclass(frozen=True, eq=False)
class Righting:
    """What gaze and balance put against a trunk that leaves its place.

    Attributes
    ----------
    tilt_nm : float
        Nm for each radian that T1 is turned, in every plane: the same moment at every joint below.
    shift_n_m : float
        N for each metre that T1 is shifted over S1, forward or to a side.
    below_m : ndarray, shape (joints,)
        How far T1 stands above each joint; 0 for those above.
    """

    tilt_nm: float
    shift_n_m: float
    below_m: NDArray[np.float64]

    def moment_nm(self, change_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which moments does it put on the joints that are turned so far, shape (frames, joints, 3) both?"""
        below = (self.below_m > 0.0).astype(np.float64)
        moves = self.below_m[:, None] * [1.0, 1.0, 0.0]
        tilt = np.einsum("j,fjp->fp", below, change_rad)
        shift = (moves * change_rad).sum(axis=1)
        return np.asarray(
            -self.tilt_nm * tilt[:, None] * below[:, None] - self.shift_n_m * shift[:, None] * moves[None],
            dtype=np.float64,
        )


@dataclass(frozen=True, eq=False)
class Held:
    """Levels that a person holds where they hurt less, as springs.

    Attributes
    ----------
    stiffness_nm : ndarray, shape (joints, 3)
        Nm per radian; 0 where nothing is held.
    at_rad : ndarray, shape (joints, 3)
        Where, against the given posture.
    """

    stiffness_nm: NDArray[np.float64]
    at_rad: NDArray[np.float64]

    def moment_nm(self, change_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which moments does it put on the joints that are turned so far, shape (frames, joints, 3) both?"""
        return np.asarray(self.stiffness_nm * (self.at_rad - change_rad))

    def towards(self, part: float) -> Held:
        """The same, part of the way."""
        return replace(self, at_rad=part * self.at_rad)


def righting(spine: Spine, tilt_nm: float, shift_n_m: float) -> Righting:
    """The righting of this person's spine."""
    height = spine.centre_m[:, 1]
    below = np.where(np.arange(len(height)) < _UP_TO_T1, height[_UP_TO_T1] - height, 0.0)
    return Righting(tilt_nm, shift_n_m, below)


@dataclass(frozen=True, eq=False)
class Potential:
    """A spine whose muscles have a given tone in a given posture.

    Attributes
    ----------
    spine : Spine
    stance : Stance
        One frame: the posture in which the tone is given, and what acts beside muscles.
    joints : PassiveJoints
    tone_n, least_n, spring_n_m, length_m : ndarray, shape (fascicles,)
        Force, least force, stiffness and length of each fascicle in that posture.
    open : ndarray of bool, shape (dof,)
        What can move: where the rib cage carries, nothing does.
    left_over_nm : ndarray, shape (dof,)
        Moment that the healthy posture leaves unbalanced by rounding of its solution; taken off.
    righting : Righting
    held : Held
    """

    spine: Spine
    stance: Stance
    joints: PassiveJoints
    tone_n: NDArray[np.float64]
    least_n: NDArray[np.float64]
    spring_n_m: NDArray[np.float64]
    length_m: NDArray[np.float64]
    open: NDArray[np.bool_]
    left_over_nm: NDArray[np.float64]
    righting: Righting
    held: Held

    def angles_deg(self, moved_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Joint angles of the postures that are this far from the given one.

        Parameters
        ----------
        moved_rad : ndarray, shape (frames, open dof)

        Returns
        -------
        ndarray, shape (frames, joints, 3)
        """
        return np.asarray(self.stance.angles_deg[0] + np.rad2deg(self._change_rad(moved_rad)))

    def _change_rad(self, moved_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        change = np.zeros((len(moved_rad), self.open.size))
        change[:, self.open] = moved_rad
        return change.reshape(len(moved_rad), -1, len(PLANES))

    def geometry(self, moved_rad: NDArray[np.float64]) -> Geometry:
        """Places and leverages there."""
        pelvis = np.broadcast_to(self.stance.pelvis_deg[0], (len(moved_rad), 3))
        return replace(self.stance, angles_deg=self.angles_deg(moved_rad), pelvis_deg=pelvis).geometry(self.spine)

    def pull_n(self, there: Geometry) -> NDArray[np.float64]:
        """How hard does each fascicle pull there, shape (frames, fascicles)?"""
        return np.asarray(np.maximum(self.tone_n + self.spring_n_m * (there.length_m - self.length_m), self.least_n))

    def moment_nm(self, moved_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which moments drive the joints on from there: minus the slope of the energy?

        Parameters
        ----------
        moved_rad : ndarray, shape (frames, open dof)

        Returns
        -------
        ndarray, shape (frames, open dof)
            Nm; 0 where everything balances.
        """
        there = self.geometry(moved_rad)
        pull = self.pull_n(there)
        joints = self.joints.moment_nm(self.angles_deg(moved_rad)).reshape(len(moved_rad), -1)
        change = self._change_rad(moved_rad)
        righted = (self.righting.moment_nm(change) + self.held.moment_nm(change)).reshape(len(moved_rad), -1)
        whole = there.load_nm + joints + np.einsum("fdi,fi->fd", there.arms_m, pull) - self.left_over_nm
        return np.asarray((whole + righted)[:, self.open])

    def stiffness_nm(self, moved_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """How do the moments change with the angles: the curvature of the energy, Nm per radian?

        Parameters
        ----------
        moved_rad : ndarray, shape (open dof,)

        Returns
        -------
        ndarray, shape (open dof, open dof)
            Symmetric; positive definite where the posture is stable.
        """
        steps = _STEP_RAD * np.eye(moved_rad.size)
        moments = self.moment_nm(np.concatenate([moved_rad + steps, moved_rad - steps]))
        slope = (moments[moved_rad.size :] - moments[: moved_rad.size]) / (2.0 * _STEP_RAD)
        return np.asarray(0.5 * (slope + slope.T))

    def work_j(self, start_rad: NDArray[np.float64], end_rad: NDArray[np.float64]) -> float:
        """How much energy does the spine lose on its way from one posture to another?

        Parameters
        ----------
        start_rad, end_rad : ndarray, shape (open dof,)

        Returns
        -------
        float
            Joules: the work of all moments along the straight way.
        """
        way = end_rad - start_rad
        on_the_way = start_rad + 0.5 * (_NODES[:, None] + 1.0) * way
        return float(0.5 * _WEIGHTS @ (self.moment_nm(on_the_way) @ way))

    def towards(
        self, part: float, muscles_n: tuple[NDArray[np.float64], NDArray[np.float64]], held: Held, q: float
    ) -> Potential:
        """The same spine, part of the way to another tone and least force of its muscles, and to what is held."""
        tone_n, least_n = muscles_n
        tone = self.tone_n + part * (tone_n - self.tone_n)
        least = np.minimum(self.least_n + part * (least_n - self.least_n), tone)
        return replace(
            self, tone_n=tone, least_n=least, spring_n_m=springs(tone, self.length_m, q), held=held.towards(part)
        )


def springs(tone_n: NDArray[np.float64], length_m: NDArray[np.float64], stiffness: float) -> NDArray[np.float64]:
    """How stiff is a fascicle that keeps its activation, N/m: `stiffness` times force over length?

    Sources
    -------
    brown_2010_stiffness_gain
    """
    return np.asarray(stiffness * tone_n / length_m)
