"""The largest moment a person can hold: a linear programme over activations, with every joint in balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import UnknownNameError
from myotome.load import BODIES, JOINTS, PLANES, ExternalForce, Geometry, Spine, geometry, posture, range_left
from myotome.tables import TomlTable, constants, number

__all__ = ["DIRECTIONS", "Trial", "capacity_nm", "trial"]


@dataclass(frozen=True, slots=True)
class _Pad:
    """On which body the pad pushes, which way in the frame of its disc, or with which moment, and where it counts.

    All below `held` is strapped to the seat: only the joints from there up must balance.
    """

    body: str
    push: tuple[float, float, float]
    turn: tuple[float, float, float]
    joint: str
    held: str = "L5-S1"


#: What the person does against the pad. Trunk: a pad at T5; neck: one at the centre of mass of head and neck.
DIRECTIONS: Final = {
    "extension": _Pad("T5", (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), "L5-S1"),
    "flexion": _Pad("T5", (-1.0, 0.0, 0.0), (0.0, 0.0, 0.0), "L5-S1"),
    "lateral": _Pad("T5", (0.0, 0.0, -1.0), (0.0, 0.0, 0.0), "L5-S1"),
    "rotation": _Pad("T5", (0.0, 0.0, 0.0), (0.0, -1.0, 0.0), "L5-S1"),
    "neck_extension": _Pad("head", (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), "C7-T1", "C7-T1"),
    "neck_flexion": _Pad("head", (-1.0, 0.0, 0.0), (0.0, 0.0, 0.0), "C7-T1", "C7-T1"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One strength test, ready to be asked for any strength of the groups; `dof` runs over the joints that are free.

    Attributes
    ----------
    active_nm, passive_nm : ndarray, shape (dof, fascicles)
        Moments of each fascicle fully active, and at rest, at the strength of the model it was made from.
    joint_nm : ndarray, shape (dof,)
        Of the passive joints in the posture.
    give_nm : ndarray, shape (2, dof)
        By how much the passive moments can fall and rise as the joints give.
    push_nm : ndarray, shape (dof,)
        Of a push that makes 1 Nm about the joint where it counts.
    """

    active_nm: NDArray[np.float64]
    passive_nm: NDArray[np.float64]
    joint_nm: NDArray[np.float64]
    give_nm: NDArray[np.float64]
    push_nm: NDArray[np.float64]

    def capacity_nm(self, factor: NDArray[np.float64] | float = 1.0) -> float:
        """The largest moment with each fascicle `factor` times as strong; 0 where nothing balances the joints.

        Parameters
        ----------
        factor : ndarray, shape (fascicles,), or float
            0 or more.

        Returns
        -------
        float
            Nm.
        """
        # Only the calibration and its tests ask; scipy is no dependency of an answer.
        from scipy.optimize import linprog

        fascicles, dof = self.active_nm.shape[1], len(self.joint_nm)
        times = np.broadcast_to(np.asarray(factor, dtype=np.float64), (fascicles,))
        answer = linprog(
            np.concatenate([np.zeros(fascicles), [-1.0], np.zeros(dof)]),
            A_eq=np.column_stack([self.active_nm * times, self.push_nm, np.eye(dof)]),
            b_eq=-(self.passive_nm @ times + self.joint_nm),
            bounds=[(0.0, 1.0)] * fascicles + [(0.0, None), *zip(*self.give_nm.tolist(), strict=True)],
            method="highs",
        )
        return float(answer.x[fascicles]) if answer.x is not None and answer.status == 0 else 0.0


def capacity_nm(model: Spine, direction: str, machine_deg: float = 0.0) -> float:
    """How large a moment can this person hold isometrically?

    Parameters
    ----------
    model : Spine
        Of one person.
    direction : str
        Of `DIRECTIONS`: what the person does against the pad.
    machine_deg : float
        Flexion that the machine shows; the lumbar spine takes a share of it, the rest of the spine is neutral.

    Returns
    -------
    float
        Nm of the push about L5-S1 (trunk) or C7-T1 (neck). Passive muscle and passive joints help or hinder as the
        posture has it; body weight is left out, as a dynamometer takes it off. 0 where nothing balances the joints.

    Raises
    ------
    UnknownNameError
        No such direction.
    InputError
        The flexion is past the range.

    Notes
    -----
    The moments of all joints above the seat must balance, but those that the rib cage carries, so that this is far less
    than the sum of strength times lever.
    """
    return trial(model, direction, machine_deg).capacity_nm()


def trial(model: Spine, direction: str, machine_deg: float = 0.0) -> Trial:
    """The strength test of a person, to be asked again with other strengths; parameters as `capacity_nm`."""
    if direction not in DIRECTIONS:
        raise UnknownNameError("direction of strength", direction, DIRECTIONS)
    reach = _posed("machine")["lumbar_share"] * range_left(model.person.age, "flexion")
    angles, strength = posture(lumbar_flexion=reach * machine_deg), model.fascicles.strength_n
    at, joints = geometry(model, angles), model.passive.preloaded(_posed("preload")["n"])
    share = np.full((len(JOINTS), 1), _posed("give")["share_above"])
    share[: JOINTS.index("T12-L1")] = _posed("give")["share_of_range"]
    share[JOINTS.index("C7-T1") :] = _posed("give")["share_of_neck"]
    give = share * np.stack([joints.limit_negative, joints.limit_positive])
    resting = joints.moment_nm(angles)[0].ravel()
    free = np.flatnonzero(~model.caged)
    free = free[free >= len(PLANES) * JOINTS.index(DIRECTIONS[direction].held)]
    moved = [joints.moment_nm(angles + step)[0].ravel() - resting for step in (give[1], -give[0])]
    return Trial(
        active_nm=at.arms_m[0, free] * (strength * at.active[0]),
        passive_nm=at.arms_m[0, free] * (strength * at.passive[0]),
        joint_nm=resting[free],
        give_nm=np.array(moved)[:, free],
        push_nm=_push(model, at, angles, direction)[free],
    )


def scale_factors(model: Spine, scales: Mapping[str, float]) -> NDArray[np.float64]:
    """Factor of each fascicle from a factor of each group."""
    return np.array([scales[group] for group in model.fascicles.group])


def _push(model: Spine, at: Geometry, angles: NDArray[np.float64], direction: str) -> NDArray[np.float64]:
    pad = DIRECTIONS[direction]
    row, counted = BODIES.index(pad.body) - 1, JOINTS.index(pad.joint)
    point = model.slices.points_m[-1] if pad.body == "head" else model.centre_m[row]
    own = at.disc_axes[0, row]
    force = ExternalForce(pad.body, np.array(pad.push) @ own, point, np.array(pad.turn) @ own)
    moment = geometry(model, angles, external=[force]).external_nm[0]
    return np.asarray(moment / np.linalg.norm(moment[3 * counted : 3 * counted + 3]))


_TABLE = TomlTable(
    "evidence/load/strength_test.toml",
    constants(
        {
            "give.share_of_range": number(0, 1),
            "give.share_above": number(0, 1),
            "give.share_of_neck": number(0, 1),
            "preload.n": number(0, 10000),
            "machine.lumbar_share": number(0, 1),
        }
    ),
)


@cache
def _posed(part: str) -> Mapping[str, float]:
    return _TABLE.values(part)
