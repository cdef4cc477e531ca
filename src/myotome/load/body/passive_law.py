"""What a joint resists by itself: soft about neutral, stiffer towards its limits, in each of the three planes.

Near neutral the stiffness of a plane passes from its value on the negative side to that on the positive side; towards
either limit it grows once more, from the angle at which tissue is taut, to a stiffness that stays:

    K(q) = f [ (n + p)/2 + (p - n)/2 tanh(q/c) + k s((q - a)/w) + m s((-q - b)/v) ],    s(x) = 1/(1 + exp(-x)).

The moment is minus its integral from 0 and the energy minus that of the moment; all derivatives exist, nothing
overflows however far a joint is bent, and with n = p, k = m and a = b the moment is odd to the last bit, as mirror
symmetry wants. The factor f is that of sex, preload and disease.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["PassiveJoints", "Wall"]


@dataclass(frozen=True, slots=True)
class Wall:
    """Where tissue is taut on one side of every joint and plane; arrays of the shape (joints, 3).

    Attributes
    ----------
    start_deg, width_deg : ndarray
        Degrees from neutral at which half of the rise is there, and over which it comes.
    rise : ndarray
        Nm per degree beyond.
    """

    start_deg: NDArray[np.float64]
    width_deg: NDArray[np.float64]
    rise: NDArray[np.float64]

    def stiffness(self, past_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it adds to the stiffness this far to its side."""
        return np.asarray(self.rise * 0.5 * (1.0 + np.tanh(0.5 * (past_deg - self.start_deg) / self.width_deg)))

    def moment(self, past_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it adds to the moment: 0 at neutral."""
        reach = np.logaddexp(0.0, (past_deg - self.start_deg) / self.width_deg)
        return np.asarray(self.rise * self.width_deg * (reach - np.logaddexp(0.0, -self.start_deg / self.width_deg)))


@dataclass(frozen=True, slots=True)
class PassiveJoints:
    """Passive curves of all joints; arrays have the shape (joints, 3), or (frames, joints, 3) for the factor.

    Attributes
    ----------
    negative, positive : ndarray
        Stiffness near neutral on either side, Nm per degree. The negative side of the first plane is flexion.
    below, above : Wall
        Towards the limit on the negative and on the positive side.
    limit_negative, limit_positive : ndarray
        Degrees to which a posture may be told on either side, both above 0.
    change_deg : float
        Degrees over which the stiffness of one side passes into that of the other.
    factor : ndarray
        On all moments: sex, preload, disease.
    preload : mapping of float to float
        Factor of stiffness under axial preload, by newtons; kept beyond the last.
    """

    negative: NDArray[np.float64]
    positive: NDArray[np.float64]
    below: Wall
    above: Wall
    limit_negative: NDArray[np.float64]
    limit_positive: NDArray[np.float64]
    change_deg: float
    factor: NDArray[np.float64]
    preload: Mapping[float, float]

    @property
    def full_preload_n(self) -> float:
        """Axial preload beyond which more is taken to change nothing."""
        return max(self.preload)

    def moment_nm(self, angles_deg: ArrayLike) -> NDArray[np.float64]:
        """Which moment do the joints put on the part above them?

        Parameters
        ----------
        angles_deg : array_like, shape (..., joints, 3)
            Joint angles, degrees.

        Returns
        -------
        ndarray, shape (..., joints, 3)
            Nm, against the angle; 0 at neutral.

        Sources
        -------
        yamamoto_1989, silence_1984, troke_2001_lumbar_range, wilke_2017_thoracic, anderson_2018_ribs, voo_1998

        Examples
        --------
        >>> from myotome.load import passive_joints
        >>> bool(passive_joints().moment_nm(np.full((18, 3), -1.0))[0, 0] > 0)
        True
        """
        q = np.asarray(angles_deg, dtype=np.float64)
        mean, half = 0.5 * (self.negative + self.positive), 0.5 * (self.positive - self.negative)
        turn = self.change_deg * (np.logaddexp(q / self.change_deg, -q / self.change_deg) - np.log(2.0))
        walls = self.above.moment(q) - self.below.moment(-q)
        return np.asarray(-self.factor * (mean * q + half * turn + walls))

    def stiffness(self, angles_deg: ArrayLike) -> NDArray[np.float64]:
        """How stiff are the joints: minus the change of the moment per degree?

        Parameters
        ----------
        angles_deg : array_like, shape (..., joints, 3)
            Joint angles, degrees.

        Returns
        -------
        ndarray, shape (..., joints, 3)
            Nm per degree, above 0.
        """
        q = np.asarray(angles_deg, dtype=np.float64)
        mean, half = 0.5 * (self.negative + self.positive), 0.5 * (self.positive - self.negative)
        near = mean + half * np.tanh(q / self.change_deg)
        return np.asarray(self.factor * (near + self.above.stiffness(q) + self.below.stiffness(-q)))

    def energy_j(self, angles_deg: ArrayLike) -> NDArray[np.float64]:
        """How much work is stored, against neutral?

        Parameters
        ----------
        angles_deg : array_like, shape (..., joints, 3)
            Joint angles, degrees.

        Returns
        -------
        ndarray, shape (..., joints, 3)
            Joules, 0 or more.
        """
        q = np.asarray(angles_deg, dtype=np.float64)
        nodes, weights = np.polynomial.legendre.leggauss(24)
        at = 0.5 * q * (nodes.reshape(-1, *([1] * q.ndim)) + 1.0)
        work = -0.5 * q * np.tensordot(weights, self.moment_nm(at), axes=1)
        return np.asarray(np.deg2rad(work), dtype=np.float64)

    def scaled(self, factor: ArrayLike) -> PassiveJoints:
        """The same joints, `factor` times as stiff (broadcast to (joints, 3)): stiffened, preloaded, degenerated."""
        times = np.asarray(factor, dtype=np.float64)
        if not (np.isfinite(times).all() and (times >= 0.0).all()):
            raise ValueError(f"a factor on stiffness is a number of 0 or more, not {factor!r}")
        return replace(self, factor=np.asarray(times * self.factor))

    def softened(self, row: int, negative: ArrayLike, positive: ArrayLike) -> PassiveJoints:
        """The same joints with one of them softer near neutral on either side, as when its disc is ruptured."""
        below, above = self.negative.copy(), self.positive.copy()
        below[row] *= negative
        above[row] *= positive
        return replace(self, negative=below, positive=above)

    def preloaded(self, compression_n: ArrayLike) -> PassiveJoints:
        """The same joints under axial preload, one number for all, one a joint, or (frames, joints); 500 N doubles."""
        load = np.asarray(compression_n, dtype=np.float64)
        steps, factors = [0.0, *self.preload], [1.0, *self.preload.values()]
        times = np.interp(load, steps, factors)
        return self.scaled(times if times.ndim == 0 else times[..., None])

    def for_range(self, share: Mapping[int, Any], rows: slice) -> PassiveJoints:
        """The same joints with another range: angles times, stiffness over, the share of each column and side."""
        arrays = {"negative": self.negative.copy(), "positive": self.positive.copy()}
        walls = {
            side: {name: getattr(wall, name).copy() for name in ("start_deg", "width_deg", "rise")}
            for side, wall in (("below", self.below), ("above", self.above))
        }
        for column, (low, high) in share.items():
            for near, side, times in (("negative", "below", low), ("positive", "above", high)):
                arrays[near][rows, column] /= times
                walls[side]["rise"][rows, column] /= times
                for name in ("start_deg", "width_deg"):
                    walls[side][name][rows, column] *= times
        below, above = Wall(**walls["below"]), Wall(**walls["above"])
        return replace(self, negative=arrays["negative"], positive=arrays["positive"], below=below, above=above)
