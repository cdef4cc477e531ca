"""What a joint resists by itself: soft about neutral, stiffer towards its limits, in each of the three planes.

The stiffness of a plane passes from its value on the negative side to that on the positive side, and grows by an
exponential towards each limit:

    K(q) = (n + p)/2 + (p - n)/2 tanh(q/w) + (L - p) exp((q - a)/b) + (L - n) exp(-(q + c)/d)

with limits a and -c. The moment is minus its integral from 0; all derivatives exist, and with n = p and a = c the
moment is odd to the last bit, as mirror symmetry wants.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.errors import DataError, UnknownNameError
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.tables import Table, TomlTable, constants, fraction, number, one_of

__all__ = ["PassiveJoints", "compression_stiffness", "passive_joints"]

_QUANTITIES: Final = (
    "stiffness_negative",
    "stiffness_positive",
    "limit_negative",
    "limit_positive",
    "stiffness_at_limit",
)


@dataclass(frozen=True, slots=True)
class PassiveJoints:
    """Passive curves of all joints; every array has the shape (joints, 3): flexion, lateral, axial.

    Attributes
    ----------
    negative, positive : ndarray
        Stiffness near neutral on either side, Nm per degree. The negative side of the first plane is flexion.
    at_limit : ndarray
        Stiffness at the limits, Nm per degree.
    limit_negative, limit_positive : ndarray
        Degrees to the limit on either side, both above 0.
    growth_negative, growth_positive : ndarray
        Degrees over which the stiffness grows e-fold.
    change_deg : float
        Degrees over which the stiffness of one side passes into that of the other.
    """

    negative: NDArray[np.float64]
    positive: NDArray[np.float64]
    at_limit: NDArray[np.float64]
    limit_negative: NDArray[np.float64]
    limit_positive: NDArray[np.float64]
    growth_negative: NDArray[np.float64]
    growth_positive: NDArray[np.float64]
    change_deg: float

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
        schmidt_1998_in_ammr, miller_1986, wilke_2017_thoracic, voo_1998

        Examples
        --------
        >>> bool(passive_joints().moment_nm(np.full((18, 3), -1.0))[0, 0] > 0)
        True
        """
        q = np.asarray(angles_deg, dtype=np.float64)
        mean, half = 0.5 * (self.negative + self.positive), 0.5 * (self.positive - self.negative)
        rise, fall = self._walls(q)
        rise_0, fall_0 = self._walls(np.zeros_like(q))
        turn = self.change_deg * (np.logaddexp(q / self.change_deg, -q / self.change_deg) - np.log(2.0))
        walls = self.growth_positive * (rise - rise_0) - self.growth_negative * (fall - fall_0)
        moment: NDArray[np.float64] = -(mean * q + half * turn + walls)
        return moment

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
        rise, fall = self._walls(q)
        return mean + half * np.tanh(q / self.change_deg) + rise + fall

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
        moment = self.moment_nm(at)
        work = -0.5 * q * np.tensordot(weights, moment, axes=1)
        return np.asarray(np.deg2rad(work), dtype=np.float64)

    def scaled(self, factor: ArrayLike) -> PassiveJoints:
        """The same joints, `factor` times as stiff (broadcast to (joints, 3)): stiffened, preloaded, degenerated."""
        times = np.broadcast_to(np.asarray(factor, dtype=np.float64), self.negative.shape)
        if not (np.isfinite(times).all() and (times >= 0.0).all()):
            raise ValueError(f"a factor on stiffness is a number of 0 or more, not {factor!r}")
        return replace(
            self, negative=times * self.negative, positive=times * self.positive, at_limit=times * self.at_limit
        )

    def ruptured(self, joint: str) -> PassiveJoints:
        """The same joints with the disc of one of them ruptured.

        Parameters
        ----------
        joint : str
            `L5-S1` to `T1-T2`.

        Returns
        -------
        PassiveJoints
            Softer near neutral; the stiffness at the limits, which the ligaments and facets give, stays.

        Raises
        ------
        UnknownNameError
            No such joint.

        Sources
        -------
        schmidt_1998_in_ammr
        """
        row, state = _row(joint), _states()["ruptured"]
        negative, positive = self.negative.copy(), self.positive.copy()
        for column, plane in enumerate(PLANES):
            negative[row, column] *= state[plane, "factor_negative"]
            positive[row, column] *= state[plane, "factor_positive"]
        return replace(self, negative=negative, positive=positive)

    def preloaded(self, compression_n: ArrayLike) -> PassiveJoints:
        """The same joints under axial preload, one number for all or one a joint; 500 N doubles the stiffness."""
        load = np.broadcast_to(np.asarray(compression_n, dtype=np.float64), (len(JOINTS),))
        known = sorted((float(at), factor) for (_, at), factor in _states()["preload"].items())
        steps, factors = [0.0, *(at for at, _ in known)], [1.0, *(factor for _, factor in known)]
        return self.scaled(np.interp(load, steps, factors)[:, None])

    def _walls(self, q: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Growth of the stiffness towards either limit; the exponent is cut where no posture goes."""
        rise = (self.at_limit - self.positive) * np.exp(
            np.minimum((q - self.limit_positive) / self.growth_positive, 50.0)
        )
        fall = (self.at_limit - self.negative) * np.exp(
            np.minimum((-q - self.limit_negative) / self.growth_negative, 50.0)
        )
        return rise, fall


@cache
def passive_joints() -> PassiveJoints:
    """How do the healthy joints resist?

    Returns
    -------
    PassiveJoints
        Frozen.

    Raises
    ------
    DataError
        The table lacks a joint, a plane or a quantity.
    """
    rows, curve = _stiffness_rows(), _CURVE.read()
    values = {}
    for quantity in _QUANTITIES:
        try:
            values[quantity] = np.array([[rows[joint, plane, quantity] for plane in PLANES] for joint in JOINTS])
        except KeyError as error:
            raise DataError(f"load/body/joint_stiffness.csv: no {error.args[0]}") from None
        values[quantity].setflags(write=False)
    share = curve["growth"]["share_of_range"]["value"]
    return PassiveJoints(
        negative=values["stiffness_negative"],
        positive=values["stiffness_positive"],
        at_limit=values["stiffness_at_limit"],
        limit_negative=values["limit_negative"],
        limit_positive=values["limit_positive"],
        growth_negative=share * values["limit_negative"],
        growth_positive=share * values["limit_positive"],
        change_deg=float(curve["change"]["width_deg"]["value"]),
    )


def compression_stiffness(joint: str) -> float:
    """Axial stiffness of a disc in kN per mm; the joints of the model are rigid along it, so it only informs."""
    row = _row(joint)
    return _stiffness_rows()[JOINTS[row], "compression", "stiffness"]


def _row(joint: str) -> int:
    if joint not in JOINTS[:-1]:
        raise UnknownNameError("joint with a disc", joint, JOINTS[:-1])
    return JOINTS.index(joint)


_STIFFNESS = Table(
    "load/body/joint_stiffness.csv",
    {
        "joint": one_of(JOINTS),
        "plane": one_of((*PLANES, "compression")),
        "quantity": one_of((*_QUANTITIES, "stiffness")),
        "value": number(0.01, 1000),
        "low": number(0, 1000, optional=True),
        "high": number(0, 1000, optional=True),
    },
    key=("joint", "plane", "quantity"),
    covers={"joint": JOINTS},
)
_STATES = Table(
    "load/body/joint_states.csv",
    {
        "state": one_of(("ruptured", "preload")),
        "plane": one_of((*PLANES, "all")),
        "quantity": one_of(("factor_negative", "factor_positive", "250", "500")),
        "value": number(0, 10),
    },
    key=("state", "plane", "quantity"),
)
_CURVE = TomlTable(
    "load/body/joint_curve.toml",
    constants({"growth.share_of_range": fraction(), "change.width_deg": number(0.01, 30)}),
)


@cache
def _stiffness_rows() -> Mapping[tuple[str, str, str], float]:
    rows = _STIFFNESS.rows()
    return {(row["joint"], row["plane"], row["quantity"]): row["value"] for row in rows}


@cache
def _states() -> Mapping[str, Mapping[tuple[str, str], Any]]:
    states: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for row in _STATES.rows():
        states[row["state"]][row["plane"], row["quantity"]] = row["value"]
    return dict(states)
