"""Two arms compared by ratios: of risks, of odds, of hazards, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from myotome.arrays import Floats
from myotome.forecast.cohorts.intervals import Z, between_studies, share_middle
from myotome.forecast.cohorts.sums import Cell, Estimate

__all__ = ["RATIOS", "ratio", "ratios_of"]

_Function = Callable[[float], float]
#: For each kind of ratio: what of a share is divided, and how fast the logarithm of that rises with the share.
RATIOS: Mapping[str, tuple[_Function, _Function]] = {
    "risk_ratio": (lambda share: share, lambda share: 1.0 / share),
    "odds_ratio": (lambda share: share / (1.0 - share), lambda share: 1.0 / (share * (1.0 - share))),
    "hazard_ratio": (
        lambda share: -math.log1p(-share),
        lambda share: 1.0 / ((1.0 - share) * -math.log1p(-share)),
    ),
}


def ratios_of(cell: Cell) -> tuple[str, ...]:
    """Kinds of ratio in which an outcome can be compared; of hazards where it happens in time."""
    if not cell.outcome.is_share:
        return ()
    return tuple(RATIOS) if cell.outcome.form == "by" else ("risk_ratio", "odds_ratio")


def ratio(cell: Cell, sums: Floats, against: Floats, kind: str, trial_size: int | None = None) -> Estimate:
    """How many times the risk, odds or hazard of the other arm?

    The luck is the same in both arms. A hazard ratio is that of hazards in proportion which leave these shares.

    Parameters
    ----------
    cell : Cell
        What is compared; a share.
    sums, against : ndarray, shape (sets, 3)
        Of both arms, from `sums_of`.
    kind : str
        One of `RATIOS`.
    trial_size : int or None
        People in each arm of a real study.

    Returns
    -------
    Estimate
        The ratio, with intervals that are as far from it on either side, as ratios go.
    """
    keep = (sums[:, 0] > 0) & (against[:, 0] > 0)
    if not keep.any():
        return Estimate(None, None, None, None, None, 0)
    function, slope = RATIOS[kind]
    sides = (sums[keep], against[keep])
    shares = [share_middle(side) for side in sides]
    slopes = [slope(share) for share in shares]
    # Read from the shares, not from their logarithms: a set in which nobody has a rare event is no extreme.
    of_sets = [rise * side[:, 1] / side[:, 0] for rise, side in zip(slopes, sides, strict=True)]
    spread = float(np.std(of_sets[0] - of_sets[1]))
    chance = sum(rise**2 * share * (1.0 - share) for rise, share in zip(slopes, shares, strict=True))
    whole = math.sqrt(
        spread**2 + between_studies(cell.outcome, "log", kind) ** 2 + (chance / trial_size if trial_size else 0.0)
    )
    value, n = function(shares[0]) / function(shares[1]), int(sides[0][:, 0].sum())
    if len(sides[0]) < 2:
        return Estimate(value, None, None, None, None, n)
    low, high, model_low, model_high = (
        value * math.exp(sign * Z * size) for size in (whole, spread) for sign in (-1, 1)
    )
    return Estimate(value, low, high, model_low, model_high, n)
