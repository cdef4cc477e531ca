"""A person's spine in the shape it has grown into: where its joints and muscles rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from myotome.load.body.shape import SpineShape, bends_of
from myotome.load.body.spine import Spine
from myotome.load.kinematics.external_forces import places
from myotome.load.kinematics.leverage_kernel import pulls
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.threads import one_thread

__all__ = ["shaped"]


def shaped(spine: Spine, shape: SpineShape | None) -> Spine:
    """What does this spine look like to mechanics when it has this shape?

    Parameters
    ----------
    spine : Spine
        Of the model's own shape.
    shape : SpineShape or None

    Returns
    -------
    Spine
        Whose muscles have their neutral length in this shape; angles of postures count from it.

    Raises
    ------
    InputError, UnknownNameError
        The shape is none that a spine has.

    Examples
    --------
    >>> from myotome.load import SpineShape, reference_person, spine
    >>> flat = shaped(spine(reference_person()), SpineShape(lordosis_deg=30.0))
    >>> bool(flat.bends.rest_deg[0, 0] < 0.0)
    True
    """
    if shape is None:
        return spine
    bends = bends_of(shape, spine.person)
    with one_thread():
        at = np.deg2rad(bends.rest_deg[None]), np.deg2rad(bends.rest_pelvis_deg[None])
        turn, shift, joint, axes, _ = stand(*at, spine.centre_m, spine.tilt_rad)
        _, length = pulls(spine.starts, *places(spine.path), turn, shift, joint, axes)
    neutral = length[0].copy()
    neutral.setflags(write=False)
    return replace(spine, fascicles=replace(spine.fascicles, neutral_length_m=neutral), bends=bends)
