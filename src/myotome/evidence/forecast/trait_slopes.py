"""Are the effects of traits as large as published? Slope of what was published on what was predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import Endpoint, transform
from myotome.evidence.forecast.predictive_check import Checked
from myotome.forecast import spreads

__all__ = ["TraitSlope", "slope_through_none", "trait_contrasts", "trait_slope"]


@dataclass(frozen=True, slots=True)
class TraitSlope:
    """Calibration slope of the effects of traits: 1 is right, above 1 they are predicted too small.

    Attributes
    ----------
    slope, error : float
        Weighted least squares through no effect, and its standard error.
    count : int
        Contrasts of people by a trait.
    """

    slope: float
    error: float
    count: int


def trait_contrasts(checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """Endpoints that compare people of one arm by what they were like at the start."""
    return tuple(one for one in checked if _by_trait(one.endpoint))


def trait_slope(checked: Sequence[Checked]) -> TraitSlope:
    """How many times as large as predicted are the published effects of traits?

    Parameters
    ----------
    checked : sequence of Checked
        Endpoints with what was said of them while their study was left out of the fit; those by traits are taken.
    """
    chosen = trait_contrasts(checked)
    step = np.array([one.endpoint.step for one in chosen])
    published = np.array([one.endpoint.observed for one in chosen]) / step
    predicted = np.array([float(transform(one.middle, one.endpoint.scale)) for one in chosen]) / step
    apart = np.array([spreads()[one.endpoint.spread_kind] for one in chosen])
    error = np.hypot(np.array([one.endpoint.error for one in chosen]) / step, apart)
    return TraitSlope(*slope_through_none(predicted, published, error), len(chosen))


def _by_trait(endpoint: Endpoint) -> bool:
    """Within one arm, and not by what happened later."""
    same = bool(endpoint.comparison) and endpoint.arm == endpoint.against
    return same and "event:" not in endpoint.among


def slope_through_none(predicted: Floats, published: Floats, error: Floats) -> tuple[float, float]:
    """Weighted slope through the origin, and its standard error.

    Examples
    --------
    >>> slope, _ = slope_through_none(np.array([0.5, 1.0]), np.array([1.0, 2.0]), np.array([0.3, 0.3]))
    >>> round(slope, 6)
    2.0
    """
    weight = error**-2.0
    information = float((weight * predicted**2).sum())
    return float((weight * predicted * published).sum()) / information, information**-0.5
