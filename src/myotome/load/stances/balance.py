"""Who stands and holds something leans against it, so that body and load together stay over the feet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import ArmPose, ExternalForce, Pose, external_moments
from myotome.load.stances.trunk_rhythm import centre_above_ankles
from myotome.units import STANDARD_GRAVITY

__all__ = ["counter_lean_deg"]

_BACKWARD: Final = 0


def counter_lean_deg(spine: Spine, pose: Pose, arms: ArmPose, held: Sequence[ExternalForce]) -> float:
    """How far back must the body lean from the ankles for its own weight to balance what is held?

    Parameters
    ----------
    spine : Spine
    pose : Pose
    arms : ArmPose
    held : sequence of ExternalForce
        Only weights count: the pull of a cable is left to the feet.

    Returns
    -------
    float
        Degrees; below 0 for a weight behind. The line of gravity of the body alone is taken to pass the L5-S1 disc.

    Examples
    --------
    >>> from myotome.load import reference_person, spine, stance, task
    >>> own = spine(reference_person())
    >>> near, far = (stance(own, task("holding"), {"mass_kg": 10.0, "distance_cm": cm}) for cm in (20.0, 40.0))
    >>> bool(0.0 < near.pelvis_deg[0, 0] < far.pelvis_deg[0, 0] < 6.0)
    True
    """
    weights = [force for force in held if not np.asarray(force.force_n)[..., [0, 2]].any()]
    forward = -float(external_moments(spine, pose, weights, arms)[0][0, _BACKWARD])
    whole = spine.person.mass_kg * STANDARD_GRAVITY * spine.person.height_m * centre_above_ankles()
    return float(np.rad2deg(np.arcsin(np.clip(forward / whole, -1.0, 1.0))))
