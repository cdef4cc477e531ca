"""What each disc bears: compression and shear in its own mid-plane, from all that pulls and weighs on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.load.kinematics.external_forces import per_frame, places
from myotome.load.kinematics.leverage import Geometry
from myotome.load.kinematics.leverage_kernel import crossed
from myotome.load.threads import threads_for

__all__ = ["DiscLoad", "disc_load"]


@dataclass(frozen=True, slots=True)
class DiscLoad:
    """Forces of the upper vertebra on the disc below it; every array has the shape (frames, joints).

    Attributes
    ----------
    compression_n : ndarray
        Along the disc's axis; negative is traction.
    shear_anterior_n, shear_lateral_n : ndarray
        Within its plane: forward, and to the right.
    """

    compression_n: NDArray[np.float64]
    shear_anterior_n: NDArray[np.float64]
    shear_lateral_n: NDArray[np.float64]


def disc_load(geometry: Geometry, forces_n: ArrayLike) -> DiscLoad:
    """What does each disc bear, given the force in each fascicle?

    The part above a joint is held by its disc alone: the disc bears the sum of weight, given forces, abdominal pressure
    and of all fascicles that cross the joint. Facets are not distinguished from the disc.

    Parameters
    ----------
    geometry : Geometry
    forces_n : array_like, shape (frames, fascicles) or (fascicles,)
        Tension, active and passive together.

    Returns
    -------
    DiscLoad
        The joint C7-T1 stands for the neck's lowest disc.

    Raises
    ------
    InputError
        The forces have a wrong shape or are not finite.

    Examples
    --------
    >>> from myotome.load import geometry, posture, reference_person, spine
    >>> standing = geometry(spine(reference_person()), posture())
    >>> load = disc_load(standing, np.zeros(372))
    >>> bool(load.compression_n[0, 0] > load.compression_n[0, 5] > 0.0)
    True
    """
    # A copy, for a kernel is compiled anew for arrays that cannot be written.
    tension = np.array(per_frame("forces of the fascicles", forces_n, geometry.length_m.shape), order="C")
    spine = geometry.spine
    with threads_for(len(tension)):
        pulled = crossed(spine.starts, *places(spine.path), geometry.turn, geometry.shift_m, tension)
    above = pulled + geometry.gravity_n + geometry.external_n + geometry.pressure_n
    along = np.einsum("fjad,fjd->fja", geometry.disc_axes, above)
    return DiscLoad(-along[..., 1], along[..., 0], along[..., 2])
