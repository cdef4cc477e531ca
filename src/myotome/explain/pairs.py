"""Two simultaneous causes: every pair of states, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from myotome.explain.atoms import Float
from myotome.explain.compiled import Compiled
from myotome.explain.kernels import kernels

__all__ = ["Merged", "Pairs", "merge", "weigh_pairs"]


@dataclass(frozen=True, eq=False)
class Merged:
    """Prior of the states, whole groups of them, and the parts of each group that exclude one another.

    Attributes
    ----------
    prior, exclusive : ndarray, shape (states,)
        Prior, and exclusive key, of each state.
    group : ndarray, shape (states,)
        Group of each state: no observation tells the states of a group apart.
    member : ndarray, shape (groups,)
        One state of each group.
    whole : ndarray, shape (groups,)
        Prior mass of each group.
    parts : dict of int to (ndarray of groups, ndarray of mass)
        For each exclusive key, the groups that hold states of it, and the mass of these.
    by_key : (ndarray, ndarray)
        The states in the order of their keys, and where each key starts.
    """

    prior: Float
    exclusive: NDArray[np.intp]
    group: NDArray[np.intp]
    member: NDArray[np.intp]
    whole: Float
    parts: dict[int, tuple[NDArray[np.intp], Float]]
    by_key: tuple[NDArray[np.intp], NDArray[np.intp]]

    def states_of(self, key: int) -> NDArray[np.intp]:
        """States with an exclusive key."""
        order, bounds = self.by_key
        return order[bounds[key] : bounds[key + 1]]


def merge(compiled: Compiled, prior: Float, exclusive: NDArray[np.intp]) -> Merged:
    """Sum priors over the groups that the observations leave together."""
    group, member = compiled.merged()
    groups, keys = len(member), int(exclusive.max(initial=0)) + 1
    whole = np.bincount(group, weights=prior, minlength=groups).astype(np.float64)
    code, inverse = np.unique(exclusive * groups + group, return_inverse=True)
    mass = np.bincount(inverse, weights=prior).astype(np.float64)
    bounds = np.searchsorted(code, np.arange(keys + 1) * groups)
    parts = {key: (code[low:high] % groups, mass[low:high]) for key, (low, high) in enumerate(pairwise(bounds))}
    order = np.argsort(exclusive, kind="stable")
    bounds = np.searchsorted(exclusive[order], np.arange(keys + 1))
    return Merged(prior, exclusive, group, member, whole, parts, (order, bounds))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Weights of all pairs, relative to a common scale and before the prior of two causes.

    Attributes
    ----------
    likelihood : ndarray, shape (groups, groups)
        Likelihood of each pair of groups.
    total : float
        Sum over ordered compatible pairs of prior times likelihood.
    involved, explains, needed : ndarray, shape (states,)
        Weight of the pairs that hold a state; the part of it that the state explains; the part lost without it.
    largest : ndarray, shape (groups,)
        Largest term of each group: prior of both times likelihood.
    """

    likelihood: Float
    total: float
    involved: Float
    explains: Float
    needed: Float
    largest: Float


def _tables(compiled: Compiled) -> tuple[NDArray[np.int64], NDArray[np.int64], Float]:
    """Interaction tables of all observations, one after the other."""
    widths = np.array([len(pattern.rows) for pattern in compiled.patterns], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(widths**2)[:-1]]).astype(np.int64)
    flat = np.empty(int((widths**2).sum()))
    for pattern, start, width in zip(compiled.patterns, offsets, widths, strict=True):
        flat[start : start + width**2] = pattern.interactions().ravel()
    return offsets, widths, flat


def pair_likelihoods(compiled: Compiled, member: NDArray[np.intp], top: float) -> Float:
    """Likelihood of every pair of groups, relative to exp(top)."""
    scaled = compiled.singles[member] - 0.5 * (top + compiled.none.sum())
    if not compiled.patterns:
        return np.asarray(np.exp(scaled[:, None] + scaled[None, :]))
    offsets, widths, interactions = _tables(compiled)
    patterns = np.stack([p.of_state[member] for p in compiled.patterns]).astype(np.uint16)
    group, atom = np.nonzero(patterns.T)
    starts = np.searchsorted(group, np.arange(len(member) + 1)).astype(np.int32)
    return np.asarray(
        kernels().pair_likelihood(patterns, atom.astype(np.int32), starts, offsets, widths, interactions, scaled)
    )


def weigh_pairs(compiled: Compiled, merged: Merged, top: float) -> Pairs:
    """Weigh every pair of states that may occur together.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    merged : Merged
        Priors of the groups.
    top : float
        Log of the common scale.
    """
    likelihood = pair_likelihoods(compiled, merged.member, top)
    alone = np.exp(compiled.singles[merged.member] - top)
    sums = kernels().pair_sums(likelihood, merged.whole, alone)
    impossible = np.zeros((len(merged.prior), 3))
    total = float(merged.whole @ sums[:, 0])
    for key, (groups, mass) in merged.parts.items():
        partners = _sums_within(likelihood[np.ix_(groups, groups)], alone[groups], mass)
        total -= float(mass @ partners[:, 0])
        states = merged.states_of(key)
        impossible[states] = partners[np.searchsorted(groups, merged.group[states])]
    involved, explains, needed = np.maximum(merged.prior * (sums[merged.group, :3] - impossible).T, 0.0)
    # each unordered pair counts twice among ordered ones
    return Pairs(likelihood, total, 2 * involved, 2 * explains, 2 * needed, sums[:, 3])


def _sums_within(likelihood: Float, alone: Float, mass: Float) -> Float:
    """Sum over partners that exclude the state, as `pair_sums` does over all: whole, explained, needed."""
    both = alone[:, None] + alone[None, :]
    share = np.divide(alone[:, None], both, out=np.full(both.shape, 0.5), where=both > 0.0)
    sums = np.empty((len(mass), 3))
    sums[:, 0] = likelihood @ mass
    sums[:, 1] = (likelihood * share) @ mass
    sums[:, 2] = np.maximum(likelihood - alone[None, :], 0.0) @ mass
    return sums
