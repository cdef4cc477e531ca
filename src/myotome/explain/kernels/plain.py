"""The kernels over pairs in plain NumPy: ready at once, where the compiled ones take a while to load."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats

__all__ = ["interpolate", "pair_likelihood", "pair_sums", "sums_within"]

Index = NDArray[np.integer]


def pair_likelihood(  # noqa: PLR0913 - the signature of the compiled kernel
    patterns: Index, touched: Index, starts: Index, offsets: Index, widths: Index, interactions: Floats, singles: Floats
) -> Floats:
    """Likelihood of every pair of states; arguments and result as in the compiled kernel."""
    del touched, starts
    result = singles[:, None] + singles[None, :]
    for own, offset, width in zip(patterns, offsets, widths, strict=True):
        table = interactions[offset : offset + width * width].reshape(width, width)
        rows = table[:, own]
        changed = np.flatnonzero(own)
        result[changed] += rows[own[changed]]
    return np.asarray(np.exp(result, out=result))


def pair_sums(likelihood: Floats, prior: Floats, alone: Floats) -> Floats:
    """For each state, sums over its partners; arguments and result as in the compiled kernel."""
    both = likelihood * prior[None, :]
    total = alone[:, None] + alone[None, :]
    share = np.divide(alone[:, None], total, out=np.full_like(total, 0.5), where=total > 0.0)
    columns = (
        both.sum(axis=1),
        np.einsum("ij,ij->i", both, share),
        np.maximum(both - (prior * alone)[None, :], 0.0).sum(axis=1),
        prior * both.max(axis=1),
    )
    return np.stack(columns, axis=1)


def sums_within(likelihood: Floats, alone: Floats, members: Index, masses: Floats, bounds: Index) -> Floats:
    """For each member of each exclusive set, sums over its own set; as in the compiled kernel."""
    sums = np.empty((len(members), 3))
    for low, high in pairwise(bounds):
        if low == high:
            continue
        own, mass = members[low:high], masses[low:high]
        sums[low:high] = pair_sums(likelihood[np.ix_(own, own)], mass, alone[own])[:, :3]
    return sums


def interpolate(x: Floats, grid: Floats) -> Floats:
    """Linear interpolation on an even grid over [0, 1]: flat array in, flat array out."""
    last = len(grid) - 1
    place = np.clip(x, 0.0, 1.0) * last
    index = np.minimum(place.astype(np.intp), last - 1)
    low = grid[index]
    return np.asarray(low + (place - index) * (grid[index + 1] - low))
