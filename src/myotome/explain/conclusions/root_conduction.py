"""What is left of each root, as far as the findings tell: for what reads the lesion on, not the findings."""

from __future__ import annotations

import numpy as np

from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import SIDE_INDEX, World
from myotome.pathology import SEGMENTS

__all__ = ["root_conduction"]

_WHOLE = 0.995


def root_conduction(posterior: Posterior, within: World) -> dict[tuple[str, str], float]:
    """Which share of each root's fibres still conducts, on average over all explanations?

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    within : World
        States and what each does to the roots.

    Returns
    -------
    dict of (root, side) to float
        0 to 1; roots that are as good as whole are left out.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> from myotome.explain.pipeline import posterior_of
    >>> from myotome.explain.likelihood.model_world import world
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 44, "sex": "male"}, "findings": [
    ...     {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 2},
    ...     {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"}]})
    >>> min(root_conduction(posterior_of(case), world()).items(), key=lambda item: item[1])[0]
    ('L5', 'left')
    """
    weight = posterior.necessity * within.states.severity
    left: dict[tuple[str, str], float] = {}
    for side in SIDE_INDEX:
        for root in SEGMENTS:
            lost = float(weight @ within.over_states(within.segment_loss("roots", side, root)))
            if 1.0 - lost < _WHOLE:
                left[root, side] = float(np.clip(1.0 - lost, 0.0, 1.0))
    return left
