"""What a posture makes of a spine: places, moment arms, lengths, and the moments of gravity and of given forces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.load.body.spine import Spine
from myotome.load.kinematics.angles import check_angles
from myotome.load.kinematics.external_forces import (
    ArmPose,
    ExternalForce,
    Pose,
    external_moments,
    per_frame,
    places,
    weight,
)
from myotome.load.kinematics.leverage_kernel import crossed, pulls
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.muscles.force import abdominal_cavity, muscle_curve

__all__ = ["Geometry", "geometry"]

#: One path of two points; read-only like the paths of a spine, so that the kernels are compiled once for both.
_STRUT = np.array([0, 2])
_STRUT.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Geometry:
    """A spine in its postures.

    A frame of 354 fascicles takes 0.15 MB; very many frames are faster in portions of about a hundred.

    Moments are those on the part above the joint, about the axes of flexion, lateral bending and axial rotation
    (`dof` runs over joints, then planes, as `DOFS`); forces on the part above are in space.

    Attributes
    ----------
    spine : Spine
        Whose it is.
    joint_m : ndarray, shape (frames, joints, 3)
        Joint centres in space.
    turn, shift_m : ndarray, shape (frames, bodies, 3, 3) and (frames, bodies, 3)
        A point of a body that is at p at neutral is at turn p + shift.
    axes, disc_axes : ndarray, shape (frames, joints, 3, 3)
        Rotation axes of the joints; and x, y, z of each disc's own mid-plane frame, in rows.
    length_m : ndarray, shape (frames, fascicles)
    arms_m : ndarray, shape (frames, dof, fascicles)
        Moment per newton; extension, bending to the right and turning to the left are positive.
    stretch : ndarray, shape (frames, fascicles)
        Fibre length in optimal lengths.
    active, passive : ndarray, shape (frames, fascicles)
        Force at full activation and at rest, as shares of strength.
    gravity_nm, external_nm, pressure_nm : ndarray, shape (frames, dof)
        Of body weight, of the given forces, of abdominal pressure.
    gravity_n, external_n, pressure_n : ndarray, shape (frames, joints, 3)
        Their forces on the part above.
    """

    spine: Spine
    joint_m: NDArray[np.float64]
    turn: NDArray[np.float64]
    shift_m: NDArray[np.float64]
    axes: NDArray[np.float64]
    disc_axes: NDArray[np.float64]
    length_m: NDArray[np.float64]
    arms_m: NDArray[np.float64]
    stretch: NDArray[np.float64]
    active: NDArray[np.float64]
    passive: NDArray[np.float64]
    gravity_nm: NDArray[np.float64]
    external_nm: NDArray[np.float64]
    pressure_nm: NDArray[np.float64]
    gravity_n: NDArray[np.float64]
    external_n: NDArray[np.float64]
    pressure_n: NDArray[np.float64]

    @property
    def load_nm(self) -> NDArray[np.float64]:
        """Moment of all that is no muscle and no joint: what muscles and joints must balance, with the sign changed."""
        return self.gravity_nm + self.external_nm + self.pressure_nm


def geometry(  # noqa: PLR0913
    spine: Spine,
    angles_deg: ArrayLike,
    pelvis_deg: ArrayLike = (0.0, 0.0, 0.0),
    external: Sequence[ExternalForce] = (),
    *,
    arms: ArmPose | None = None,
    pressure_kpa: ArrayLike = 0.0,
    within_range: bool = True,
) -> Geometry:
    """Where is everything, and with which leverage does it pull?

    Parameters
    ----------
    spine : Spine
        Of one person.
    angles_deg : array_like, shape (frames, joints, 3) or (joints, 3)
        Joint angles, as `posture` makes them.
    pelvis_deg : array_like, shape (3,) or (frames, 3)
        Flexion, lateral and axial turn of the pelvis in space, degrees; (90, 0, 0) lies on the back.
    external : sequence of ExternalForce
        Loads in the hands, pads, supports.
    arms : ArmPose or None
        By default hanging.
    pressure_kpa : array_like, one number or one a frame
        Abdominal pressure, 0 or more.
    within_range : bool
        Whether to refuse angles past a joint's range.

    Returns
    -------
    Geometry
        A frame takes the same time whatever the posture.

    Raises
    ------
    InputError
        A shape, a range or a number is wrong; says which.
    UnknownNameError
        No such body.

    Sources
    -------
    wilkinson_full_body_model, thelen_2003_in_bmc

    Examples
    --------
    >>> from myotome.load import Person, posture, spine
    >>> model = spine(Person("male", age=40, height_m=1.75, mass_kg=73.0))
    >>> geometry(model, posture(lumbar_flexion=[0.0, 30.0])).arms_m.shape
    (2, 54, 372)
    """
    angles = check_angles(angles_deg, within_range=within_range)
    frames = angles.shape[0]
    pelvis = per_frame("pelvis", pelvis_deg, (frames, 3))
    pressure = per_frame("abdominal pressure", pressure_kpa, (frames,), 0.0, abdominal_cavity().limit_kpa)
    pose = Pose(*stand(np.deg2rad(angles), np.deg2rad(pelvis), spine.centre_m, spine.tilt_rad))
    return _leverage(spine, pose, (external, arms), pressure)


def _leverage(
    spine: Spine, pose: Pose, loads: tuple[Sequence[ExternalForce], ArmPose | None], pressure: NDArray[np.float64]
) -> Geometry:
    """Leverage of muscles, weight, loads in the hands and abdominal pressure in a pose."""
    external, arms = loads
    arms_m, length = pulls(spine.starts, *places(spine.path), pose.turn, pose.shift_m, pose.joint_m, pose.axes)
    gravity_nm, gravity_n = weight(spine, pose, arms)
    external_nm, external_n = external_moments(spine, pose, external, arms)
    pressure_nm, pressure_n = _pressure(spine, pose, pressure)
    stretch = spine.fascicles.neutral_stretch + (
        (length - spine.fascicles.neutral_length_m) / spine.fascicles.working_length_m
    )
    return Geometry(
        spine=spine,
        joint_m=pose.joint_m,
        turn=pose.turn,
        shift_m=pose.shift_m,
        axes=pose.axes,
        disc_axes=pose.disc_axes,
        length_m=length,
        arms_m=arms_m,
        stretch=stretch,
        active=muscle_curve().active(stretch),
        passive=muscle_curve().passive(stretch),
        gravity_nm=gravity_nm,
        external_nm=external_nm,
        pressure_nm=pressure_nm,
        gravity_n=gravity_n,
        external_n=external_n,
        pressure_n=pressure_n,
    )


def _pressure(
    spine: Spine, pose: Pose, pressure_kpa: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Abdominal pressure pushes pelvic floor and diaphragm apart, as a path of negative tension."""
    push_n = -1000.0 * pressure_kpa[:, None] * spine.cavity_m2
    strut = places(spine.strut)
    arms, _ = pulls(_STRUT, *strut, pose.turn, pose.shift_m, pose.joint_m, pose.axes)
    return push_n * arms[:, :, 0], crossed(_STRUT, *strut, pose.turn, pose.shift_m, push_n)
