"""The herniation of each person at the start: how much of it will go, and how fast."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import EXACT, bell, even, logistic
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import Number
from myotome.forecast.kernel.state import TILE, At

__all__ = ["herniation"]

_f = np.float32
_ZERO, _ONE, _HALF, _TWO, _THREE = _f(0.0), _f(1.0), _f(0.5), _f(2.0), _f(3.0)
_FASTEST, _FADING_UNIT = _f(0.95), _f(26.0)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def herniation(s, p, words):  # type: ignore[no-untyped-def]
    """How much of the herniation will go, and how fast."""
    of_protrusion = p[Number.resorb_bulge] + p[Number.resorb_step_protrusion]
    of_extrusion = of_protrusion + p[Number.resorb_step_extrusion]
    of_sequestration = of_extrusion + p[Number.resorb_step_sequestration]
    for lane in range(TILE):
        kind = s[At.herniation_type + lane]
        mean = of_protrusion if kind > _ONE else p[Number.resorb_bulge]
        mean = of_extrusion if kind > _TWO else mean
        mean = of_sequestration if kind > _THREE else mean
        old = log32(_ONE + s[At.duration_weeks + lane] / _FADING_UNIT)
        share = logistic(mean + p[Number.resorb_spread] * bell(words, 9, lane) - p[Number.resorb_fading] * old)
        here = s[At.herniated + lane]
        s[At.herniation_size + lane] = here
        # Little is left of what mostly goes; of those that would hardly shrink, some grow.
        left = _ZERO if share > p[Number.resorb_whole] else _ONE - share
        grows = share < _HALF and even(words, 61, lane) < p[Number.grow_share]
        s[At.size_floor + lane] = here * (p[Number.grow_size] if grows else left)
        rate = p[Number.resorb_rate] * exp32(p[Number.resorb_rate_spread] * bell(words, 11, lane))
        s[At.resorption_rate + lane] = min(rate, _FASTEST)
