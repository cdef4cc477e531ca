"""Muscles that are too short: what a contracture makes of force over length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from myotome.load.body.impairment import Impairment, sides_named
from myotome.load.kinematics.leverage import Geometry
from myotome.load.muscles.force import muscle_curve

__all__ = ["shortened"]


def shortened(geometry: Geometry, impairment: Impairment) -> Geometry:
    """How do fascicles pull in these postures whose fibres have become shorter and stiffer?

    Parameters
    ----------
    geometry : Geometry
        Of healthy muscles.
    impairment : Impairment

    Returns
    -------
    Geometry
        Stretch, active and passive force of the fascicles concerned as of shorter fibres; the same where none is.
        Two contractures of one fascicle multiply.

    Raises
    ------
    UnknownNameError
        No such muscle or side.
    """
    if not impairment.contractures:
        return geometry
    muscles = geometry.spine.fascicles
    length, stiffness = np.ones(len(muscles)), np.ones(len(muscles))
    for one in impairment.contractures:
        for side in sides_named(one.side):
            taken = muscles.of(one.muscle, side)
            length[taken] *= 1.0 - one.percent / 100.0
            stiffness[taken] *= one.stiffness
    stretch, curve = geometry.stretch / length, muscle_curve()
    return replace(geometry, stretch=stretch, active=curve.active(stretch), passive=stiffness * curve.passive(stretch))
