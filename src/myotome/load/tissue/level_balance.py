"""What takes the load of each lumbar level: muscle at work or stretched, fascia, ligaments, facet joints, disc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import PLANES
from myotome.load.muscles.force import muscle_curve
from myotome.load.statics.muscle_totals import paraspinals
from myotome.load.statics.solution import Solution
from myotome.load.tissue.ligaments import LEVELS
from myotome.load.tissue.sharing import tissue_loads

__all__ = ["TAKERS", "LevelBalance", "level_balances"]

#: What can take a moment.
TAKERS: Final = ("muscles", "stretched_muscle", "fascia", "ligaments", "facets", "disc")
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelBalance:
    """What loads one lumbar level, and what takes it.

    Attributes
    ----------
    joint : str
        `L5-S1` to `L1-L2`.
    load_nm : tuple of float
        Moment of weight, given forces and abdominal pressure on the part above, about the axes of `PLANES`.
    taken_nm : mapping of str to tuple of float
        By `TAKERS`; with the load and what is unmet they sum to 0.
    ligament_n : mapping of (ligament, side) to float
        Tension, 0 or more.
    facet_n : tuple of float
        On the right and on the left joint.
    fascia_n : float
        Tension of the posterior layer of the thoracolumbar fascia across this level.
    """

    joint: str
    load_nm: tuple[float, ...]
    taken_nm: Mapping[str, tuple[float, ...]]
    ligament_n: Mapping[tuple[str, str], float]
    facet_n: tuple[float, float]
    fascia_n: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "joint": self.joint,
            "load_nm": _by_plane(self.load_nm),
            **{f"{taker}_nm": _by_plane(moment) for taker, moment in self.taken_nm.items()},
            "ligaments": [
                {"ligament": name, "side": side or None, "force_n": round(force, 2)}
                for (name, side), force in self.ligament_n.items()
            ],
            "facet_right_n": round(self.facet_n[0], 2),
            "facet_left_n": round(self.facet_n[1], 2),
            "fascia_n": round(self.fascia_n, 2),
        }


def _by_plane(moment: tuple[float, ...]) -> dict[str, float]:
    return {plane: round(nm, 3) for plane, nm in zip(PLANES, moment, strict=True)}


def level_balances(solution: Solution) -> tuple[LevelBalance, ...]:
    """What takes the load of each lumbar level, in the first frame?

    Parameters
    ----------
    solution : Solution

    Returns
    -------
    tuple of LevelBalance
        From L5-S1 up.

    Sources
    -------
    artisynth_disc_mesh, disc_measurements_review, adams_hutton_posture, facet_biomechanics_review, thelen_2003_in_bmc

    Examples
    --------
    >>> from myotome.load import reference_person, solve, spine, stance, task
    >>> model = spine(reference_person(), ("core", "neck", "girdle"))
    >>> level_balances(solve(model, stance(model, task("standing"))))[1].joint
    'L4-L5'
    """
    tissue, (resting_n, fascia_n) = tissue_loads(solution), _resting(solution)
    arms = solution.geometry.arms_m[0].reshape(-1, len(PLANES), resting_n.size)[: len(LEVELS)]
    taken = {
        "muscles": arms @ (solution.force_n[0] - resting_n),
        "stretched_muscle": arms @ (resting_n - fascia_n),
        "fascia": arms @ fascia_n,
        "ligaments": tissue.ligament_nm[0],
        "facets": tissue.facet_nm[0],
        "disc": tissue.disc_nm[0],
    }
    load = solution.geometry.load_nm[0].reshape(-1, len(PLANES))
    named = list(zip(tissue.ligaments.name, tissue.ligaments.side, strict=True))
    return tuple(
        LevelBalance(
            joint=joint,
            load_nm=tuple(load[level].tolist()),
            taken_nm={taker: tuple(moment[level].tolist()) for taker, moment in taken.items()},
            ligament_n={
                named[row]: float(tissue.tension_n[0, row]) for row in np.flatnonzero(tissue.ligaments.level == level)
            },
            facet_n=(float(tissue.facet_n[0, level, 0]), float(tissue.facet_n[0, level, 1])),
            fascia_n=float(fascia_n @ (arms[level] != 0.0).any(axis=0)),
        )
        for level, joint in enumerate(LEVELS)
    )


def _resting(solution: Solution) -> tuple[_Numbers, _Numbers]:
    """What the fascicles pull with at rest, and how much of it is the fascia of the back."""
    geometry, own = solution.geometry, solution.spine.fascicles
    resting = geometry.passive[0] * own.strength_n
    back = np.unique(np.concatenate([own.of(muscle) for muscle in paraspinals()]))
    fascia = np.zeros_like(resting)
    fascia[back] = resting[back] * muscle_curve().fascia_share(geometry.stretch[0, back])
    return resting, fascia
