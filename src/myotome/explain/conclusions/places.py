"""Where the lesion lies: the probability of each structure and side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.explain.explanation import LikelyPlace
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.observations import Floats
from myotome.pathology import States

__all__ = ["likely_places"]

_LEAST = 1e-4
_COUNTS = 1e-7  # necessity of a state that counts
_LEADS = 0.4  # share of a place's probability from which one site of it is named


@dataclass(frozen=True, eq=False)
class _Lesions:
    """Every structure that some cause lesions, with the side.

    Attributes
    ----------
    keys : tuple of (place, side)
    cause, key : ndarray of int, shape (lesions,)
        Cause and place of each lesion.
    """

    keys: tuple[tuple[str, str], ...]
    cause: NDArray[np.intp]
    key: NDArray[np.intp]

    def sums(self, by_cause: Floats) -> Floats:
        """Sum a value of the causes over each place."""
        return np.bincount(self.key, weights=by_cause[self.cause], minlength=len(self.keys)).astype(np.float64)


@lru_cache(maxsize=2)  # the states of the package, and one other world under test
def _lesions(states: States) -> _Lesions:
    lesions = [
        (number, (place, cause.side_of(place))) for number, cause in enumerate(states.causes) for place in cause.places
    ]
    index = {key: number for number, key in enumerate(dict.fromkeys(key for _, key in lesions))}
    cause, key = np.array([(number, index[key]) for number, key in lesions], dtype=np.intp).reshape(-1, 2).T
    return _Lesions(tuple(index), cause, key)


def likely_places(posterior: Posterior, states: States, count: int = 10) -> tuple[LikelyPlace, ...]:
    """Return lesioned structures with their side, best first; a lesion of both sides counts for neither side alone.

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    states : States
        Of the same world.
    count : int
        At most so many.
    """
    counted = np.where(posterior.necessity > _COUNTS, posterior.necessity, 0.0)
    by_cause = np.bincount(states.cause, weights=counted, minlength=len(states.causes)).astype(np.float64)
    lesions = _lesions(states)
    sums = dict(zip(lesions.keys, lesions.sums(by_cause).tolist(), strict=True))
    order = [key for key in sorted(sums, key=lambda key: (-sums[key], key)) if sums[key] > _LEAST][:count]
    sites = _by_site(order, lesions, by_cause, states)
    # two causes of one place in a pair would count it twice: no probability passes 1
    return tuple(LikelyPlace(*key, min(1.0, sums[key]), _site(sites[key], sums[key])) for key in order)


def _by_site(
    wanted: list[tuple[str, str]], lesions: _Lesions, by_cause: Floats, states: States
) -> dict[tuple[str, str], dict[str, float]]:
    """For each place the probability of each of its sites."""
    sites: dict[tuple[str, str], dict[str, float]] = {key: {} for key in wanted}
    for cause, key in zip(lesions.cause.tolist(), lesions.key.tolist(), strict=True):
        of_place, site = sites.get(lesions.keys[key]), states.causes[cause].site
        if of_place is not None and site is not None:
            of_place[site] = of_place.get(site, 0.0) + float(by_cause[cause])
    return sites


def _site(by_site: dict[str, float], whole: float) -> str | None:
    """Return the site of a nerve lesion where one leads."""
    best = max(by_site, key=lambda name: (by_site[name], name), default=None)
    return best if best is not None and by_site[best] > _LEADS * whole else None
