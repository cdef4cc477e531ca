"""What a lumbar level resists with, shared between its disc, its ligaments and its facet joints.

The level as a whole is as measured. Facet joints take a measured share of its moment in bending backward and turning;
disc and ligaments share the rest in proportion to what each would resist by its own law. One factor a level makes their
sum that of the level: the people measured differ in stiffness from those whose ligaments were. What is left after the
ligaments, in every plane, is the disc's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.statics.solution import Solution
from myotome.load.tissue.ligaments import LEVELS, Ligaments, ligaments
from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["TissueLoads", "tissue_loads"]

_LUMBAR: Final = slice(0, len(LEVELS))
_CAPSULE: Final = "capsular"
_Numbers = NDArray[np.float64]

_TABLE = TomlTable(
    "load/tissue/sharing.toml",
    constants(
        {
            **{f"disc.{direction}": number(0.01, 20) for direction in ("flexion", "extension", "lateral", "axial")},
            **{f"facets.{of}": fraction() for of in ("extension", "axial", "compression", "shear")},
            "facets.leaves_at_deg": number(0.1, 45),
        }
    ),
)


@dataclass(frozen=True, eq=False)
class TissueLoads:
    """What the structures of the lumbar levels bear; `LEVELS` from below, planes as `PLANES`.

    Attributes
    ----------
    ligaments : Ligaments
        Which they are.
    tension_n : ndarray, shape (frames, ligaments)
        0 or more.
    facet_n : ndarray, shape (frames, levels, 2)
        Right and left, 0 or more: along the spine, across it, and against the turn, as one force.
    facet_along_n : ndarray, shape (frames, levels)
        Of both together along the spine: what they take off the disc.
    pressed_n : ndarray, shape (frames, levels)
        Sum of the tensions of a level: what they press onto the disc.
    ligament_nm, facet_nm, disc_nm : ndarray, shape (frames, levels, 3)
        Their moments on the part above; together what the level resists.
    """

    ligaments: Ligaments
    tension_n: _Numbers
    facet_n: _Numbers
    facet_along_n: _Numbers
    pressed_n: _Numbers
    ligament_nm: _Numbers
    facet_nm: _Numbers
    disc_nm: _Numbers


@cache
def _constants() -> Mapping[str, Any]:
    return {part: _TABLE.values(part) for part in ("disc", "facets")}


def tissue_loads(solution: Solution) -> TissueLoads:
    """Which ligament, disc or facet joint takes it?

    Parameters
    ----------
    solution : Solution

    Returns
    -------
    TissueLoads

    Sources
    -------
    artisynth_disc_mesh, disc_measurements_review, adams_hutton_posture, facet_biomechanics_review

    Examples
    --------
    >>> from myotome.load import reference_person, solve, spine, stance, task
    >>> model = spine(reference_person(), ("core", "neck", "girdle"))
    >>> bent = solve(model, stance(model, task("standing_flexed"), {"flexion_deg": 60.0}))
    >>> borne = tissue_loads(bent)
    >>> bool((borne.ligament_nm[0, :, 0] > 0.0).all())
    True
    """
    own, angles = ligaments(solution.spine.person), solution.stance.angles_deg[:, _LUMBAR]
    whole = solution.passive.moment_nm(solution.stance.angles_deg)[:, _LUMBAR]
    facet_nm = whole * _facet_share(angles)
    tension, moment = _ligament_pull(own, angles, whole - facet_nm)
    ligament_nm = _by_level(own, moment)
    along, facet_n = _facet_forces(solution, own, angles, facet_nm)
    return TissueLoads(
        ligaments=own,
        tension_n=tension,
        facet_n=facet_n,
        facet_along_n=along,
        pressed_n=_by_level(own, tension),
        ligament_nm=ligament_nm,
        facet_nm=facet_nm,
        disc_nm=whole - facet_nm - ligament_nm,
    )


def _by_level(own: Ligaments, values: _Numbers) -> _Numbers:
    """Sum over the ligaments of each level."""
    of_level = own.level == np.arange(len(LEVELS))[:, None]
    return np.asarray(np.einsum("vl,fl...->fv...", of_level.astype(np.float64), values))


def _facet_share(angles: _Numbers) -> _Numbers:
    """Share of the moment that the facet joints take, by direction."""
    facets = _constants()["facets"]
    share = np.zeros_like(angles)
    share[..., 0] = facets["extension"] * (angles[..., 0] > 0.0)
    share[..., 2] = facets["axial"]
    return share


def _ligament_pull(own: Ligaments, angles: _Numbers, shared: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Tension and moment of each ligament, so that disc and ligaments together resist what is theirs to share."""
    tension, moment = own.pull(angles)
    rest, rest_nm = own.pull(np.zeros_like(angles))
    disc = _constants()["disc"]
    forward = np.where(angles[..., 0] < 0.0, disc["flexion"], disc["extension"])
    stiffness = np.stack(
        [forward, np.full_like(forward, disc["lateral"]), np.full_like(forward, disc["axial"])], axis=-1
    )
    law = _by_level(own, moment - rest_nm) - stiffness * angles
    size = (law**2).sum(axis=-1)
    factor = np.divide((law * shared).sum(axis=-1), size, out=np.zeros_like(size), where=size > 0.0)
    # From upright on; what was taut there slackens at most to nothing, and keeps the direction of its pull.
    pulled = np.maximum(rest + np.maximum(factor, 0.0)[:, own.level] * (tension - rest), 0.0)
    per_newton = np.divide(moment, tension[..., None], out=np.zeros_like(moment), where=tension[..., None] > 0.0)
    return pulled, pulled[..., None] * per_newton


def _facet_forces(
    solution: Solution, own: Ligaments, angles: _Numbers, facet_nm: _Numbers
) -> tuple[_Numbers, _Numbers]:
    """Force along the spine on both joints of each level, and the whole force on the right and on the left one."""
    facets = _constants()["facets"]
    behind = np.array(
        [-own.ahead_m[(own.level == level) & _named(own, _CAPSULE)].mean() for level in range(len(LEVELS))]
    )
    discs = solution.discs
    closed = np.clip(1.0 + np.minimum(angles[..., 0], 0.0) / facets["leaves_at_deg"], 0.0, 1.0)
    pressed = facets["compression"] * closed * np.maximum(discs.compression_n[:, _LUMBAR], 0.0)
    along = pressed + np.abs(facet_nm[..., 0]) / behind
    forward = facets["shear"] * np.maximum(discs.shear_anterior_n[:, _LUMBAR], 0.0)
    # Turned to the left, the joint of the right side is pressed together, and the other way round.
    turned = facet_nm[..., 2] / behind
    across = np.stack([np.maximum(-turned, 0.0), np.maximum(turned, 0.0)], axis=-1)
    half = 0.5 * np.hypot(along, forward)[..., None]
    return along, np.asarray(np.hypot(half, across))


def _named(own: Ligaments, name: str) -> NDArray[np.bool_]:
    return np.array([one == name for one in own.name])
