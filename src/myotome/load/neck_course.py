"""The neck in a recorded movement: what its discs and joints bear, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.impairment import Impairment
from myotome.load.body.skeleton import BODIES
from myotome.load.body.spine import Spine
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.neck.impairments import neck_impairment
from myotome.load.neck.model import neck_of
from myotome.load.neck.solution import NeckSolution, solve_neck
from myotome.load.neck.stance import NECK_COMPONENTS, NeckStance
from myotome.load.recordings.recording import Recording
from myotome.load.recordings.rotations import movements_deg
from myotome.load.threads import one_thread

__all__ = ["NeckCourse", "neck_course"]

_THORAX: Final = BODIES.index("T1")
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class NeckCourse:
    """What the neck bears in every frame.

    Attributes
    ----------
    compression_n, shear_anterior_n, shear_lateral_n : ndarray, shape (frames, neck joints)
        From C7-T1 up to the skull.
    feasible : ndarray of bool, shape (frames,)
        Whether the muscles of the neck can hold it.
    """

    compression_n: _Numbers
    shear_anterior_n: _Numbers
    shear_lateral_n: _Numbers
    feasible: NDArray[np.bool_]


def neck_course(spine: Spine, recording: Recording, impairment: Impairment | None = None) -> NeckCourse | None:
    """What do the discs of the neck bear in a recorded movement, each frame held still?

    Parameters
    ----------
    spine : Spine
        Of the person: where the thorax is follows from all that lies below.
    recording : Recording
        Masses that it says are in the hands hang on the shoulders.
    impairment : Impairment or None
        Of the whole person; what does not lie in the neck changes nothing here.

    Returns
    -------
    NeckCourse or None
        None where the recording says nothing of the neck.
    """
    if recording.neck_deg is None:
        return None
    neck, impaired = neck_of(spine.person), neck_impairment(impairment or Impairment())
    thorax, held = _thorax_deg(spine, recording), recording.held_kg
    found: list[NeckSolution] = []
    for frame, angles in enumerate(recording.neck_deg):
        amounts = dict.fromkeys(NECK_COMPONENTS, 0.0)
        if held is not None:
            amounts |= {"hand_right_kg": float(held[frame, 0]), "hand_left_kg": float(held[frame, 1])}
        found.append(solve_neck(neck, NeckStance(angles[None], thorax[frame : frame + 1], amounts), impaired))
    return NeckCourse(
        compression_n=np.array([one.compression_n for one in found]),
        shear_anterior_n=np.array([one.shear_anterior_n for one in found]),
        shear_lateral_n=np.array([one.shear_lateral_n for one in found]),
        feasible=np.array([one.feasible for one in found]),
    )


def _thorax_deg(spine: Spine, recording: Recording) -> _Numbers:
    """How the thorax is turned in space, in the signs of the model."""
    angles, pelvis = spine.in_space(recording.movement.angles_deg, recording.movement.pelvis_deg)
    with one_thread():
        turn = stand(np.deg2rad(angles), np.deg2rad(pelvis), spine.centre_m, spine.tilt_rad)[0][:, _THORAX]
    moved = movements_deg(turn)
    return np.stack([-moved["flexion"], moved["lateral"], moved["rotation"]], axis=1)
