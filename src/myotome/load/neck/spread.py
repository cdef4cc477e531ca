"""How sure the loads of a neck are: between which ends they lie for the judged numbers that they depend on most."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.impairment import Impairment
from myotome.load.neck.constants import neck_constants
from myotome.load.neck.model import Neck
from myotome.load.neck.solution import solve_neck
from myotome.load.neck.stance import NeckStance

__all__ = ["compression_limits_n"]


def compression_limits_n(neck: Neck, stance: NeckStance, impairment: Impairment) -> NDArray[np.float64]:
    """Between which ends does the compression of each joint lie?

    The share of a shoulder that the neck holds up, and the lever of what resists flexion, each take both of their
    limits. People differ besides: in size, masses and how tense they are, which is not in these limits.

    Parameters
    ----------
    neck : Neck
    stance : NeckStance
    impairment : Impairment

    Returns
    -------
    ndarray, shape (2, joints)
        Newtons: least and most.

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> from myotome.load.neck.model import neck_of
    >>> from myotome.load.neck.stance import neck_stance
    >>> own = neck_of(reference_person())
    >>> low, high = compression_limits_n(own, neck_stance(own, {}), Impairment())
    >>> bool((low < high).all())
    True
    """
    known, scale = neck_constants(), neck.person.length_scale
    ends = [
        solve_neck(replace(neck, girdle_share=share, ligament_lever_m=scale * lever), stance, impairment).compression_n
        for share, lever in product(known.girdle_share_limits, known.ligament_lever_limits_m)
    ]
    usual = solve_neck(neck, stance, impairment).compression_n
    return np.array([np.min([*ends, usual], axis=0), np.max([*ends, usual], axis=0)])
