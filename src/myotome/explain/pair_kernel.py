"""The compiled kernels over all pairs of states."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

__all__ = ["pair_likelihood", "pair_sums"]


@njit(cache=True, parallel=True)
def pair_likelihood(patterns, touched, starts, offsets, widths, interactions, singles):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Likelihood of every pair of states, relative to a common scale.

    Parameters
    ----------
    patterns : ndarray of int32, shape (atoms, states)
        Which pattern of each observation a state makes; 0 leaves everything standing.
    touched, starts : ndarray of int32, shape (sum of touched atoms,) and (states + 1,)
        For each state, the observations it changes.
    offsets, widths : ndarray of int64, shape (atoms,)
        Where each observation's table starts in `interactions`, and its number of patterns.
    interactions : ndarray of float64
        For each observation a square table: what two patterns together add beyond the sum of each alone.
    singles : ndarray of float64, shape (states,)
        Log-likelihood of each state alone, relative to the scale, less half that of no cause.

    Returns
    -------
    ndarray of float64, shape (states, states)
        Symmetric.
    """
    count = singles.shape[0]
    result = np.empty((count, count))
    for first in prange(count):
        row = result[first]
        for second in range(first, count):
            row[second] = singles[first] + singles[second]
        for place in range(starts[first], starts[first + 1]):
            atom = touched[place]
            start = offsets[atom] + patterns[atom, first] * widths[atom]
            for second in range(first, count):
                row[second] += interactions[start + patterns[atom, second]]
        for second in range(first, count):
            row[second] = np.exp(row[second])
    for first in prange(count):
        for second in range(first):
            result[first, second] = result[second, first]
    return result


@njit(cache=True, parallel=True)
def pair_sums(likelihood, prior, alone):  # type: ignore[no-untyped-def]
    """For each state: the weight of its pairs, the part it explains, and the part that needs it.

    Parameters
    ----------
    likelihood : ndarray, shape (states, states)
        Likelihood of each pair.
    prior, alone : ndarray, shape (states,)
        Prior of each state, and its likelihood alone.

    Returns
    -------
    ndarray, shape (states, 3)
        Sums over partners of prior x likelihood: whole; times the state's share of the two likelihoods alone; less the
        partner's likelihood alone.
    """
    count = prior.shape[0]
    sums = np.zeros((count, 3))
    for first in prange(count):
        whole = explained = needed = 0.0
        for second in range(count):
            both = prior[second] * likelihood[first, second]
            whole += both
            total = alone[first] + alone[second]
            explained += both * (alone[first] / total if total > 0.0 else 0.5)
            needed += max(0.0, both - prior[second] * alone[second])
        sums[first, 0] = whole
        sums[first, 1] = explained
        sums[first, 2] = needed
    return sums
