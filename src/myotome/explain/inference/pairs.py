"""Two simultaneous causes: every pair of states, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.exclusion import Exclusion
from myotome.explain.inference.patterns import Compiled
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats

__all__ = ["Merged", "Pairs", "merge", "weigh_pairs"]


@dataclass(frozen=True, eq=False)
class Parts:
    """Groups split by one array of exclusive keys.

    Attributes
    ----------
    sign : int
        Whether clashes within the parts of a key are taken away (1) or, counted twice, given back (-1).
    part : ndarray of int, shape (states,)
        Part of each state: a group and a key.
    group, mass : ndarray, shape (parts,)
        Group, and prior mass, of each part; the parts stand in the order of their keys.
    bounds : ndarray of int, shape (keys + 1,)
        Where the parts of each key start.
    """

    sign: int
    part: NDArray[np.intp]
    group: NDArray[np.intp]
    mass: Floats
    bounds: NDArray[np.intp]


def _parts(sign: int, keys: NDArray[np.intp], group: NDArray[np.intp], prior: Floats) -> Parts:
    groups, count = int(group.max(initial=0)) + 1, int(keys.max(initial=0)) + 1
    code, part = np.unique(keys * groups + group, return_inverse=True)
    mass = np.bincount(part, weights=prior).astype(np.float64)
    return Parts(sign, part, code % groups, mass, np.searchsorted(code, np.arange(count + 1) * groups))


@dataclass(frozen=True, eq=False)
class Merged:
    """Prior of the states, whole groups of them, and the parts of each group that exclude one another.

    Attributes
    ----------
    prior : ndarray, shape (states,)
        Prior of each state.
    exclusion : Exclusion
        Which states clash.
    group : ndarray of int, shape (states,)
        Group of each state: no observation distinguishes the states of a group.
    member : ndarray of int, shape (groups,)
        One state of each group.
    whole : ndarray, shape (groups,)
        Prior mass of each group.
    parts : tuple of Parts
        The groups split by each array of keys.
    """

    prior: Floats
    exclusion: Exclusion
    group: NDArray[np.intp]
    member: NDArray[np.intp]
    whole: Floats
    parts: tuple[Parts, ...]

    @cached_property
    def _by_group(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The states in the order of their groups, the most likely of each first, and where each group starts."""
        order = np.lexsort((-self.prior, self.group))
        return order, np.searchsorted(self.group[order], np.arange(len(self.member) + 1))

    def pair_mass(self) -> Floats:
        """Prior mass of the ordered pairs of groups that may occur: shape (groups, groups)."""
        mass = np.outer(self.whole, self.whole)
        for parts in self.parts:
            for low, high in pairwise(parts.bounds):
                groups = parts.group[low:high]
                mass[np.ix_(groups, groups)] -= parts.sign * np.outer(parts.mass[low:high], parts.mass[low:high])
        return np.maximum(mass, 0.0)

    def mass_of(self, pairs: Sequence[tuple[int, ...]]) -> Floats:
        """Prior mass of some pairs of states, as ordered pairs of their groups: shape (groups, groups)."""
        mass = np.zeros((len(self.member), len(self.member)))
        for first, second in pairs:
            product = self.prior[first] * self.prior[second]
            mass[self.group[first], self.group[second]] += product
            mass[self.group[second], self.group[first]] += product
        return mass

    def states_of(self, group: int) -> NDArray[np.intp]:
        """States of a group, the most likely first."""
        order, bounds = self._by_group
        return order[bounds[group] : bounds[group + 1]]


def merge(compiled: Compiled, prior: Floats, exclusion: Exclusion) -> Merged:
    """Sum priors over the groups that the observations leave together."""
    group, member = compiled.merged()
    whole = np.bincount(group, weights=prior, minlength=len(member)).astype(np.float64)
    parts = tuple(_parts(sign, keys, group, prior) for sign, keys in exclusion.signed)
    return Merged(prior, exclusion, group, member, whole, parts)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Weights of all pairs, relative to a common scale and before the prior of two causes.

    Attributes
    ----------
    likelihood : ndarray, shape (groups, groups)
        Likelihood of each pair of groups.
    total : float
        Sum over ordered compatible pairs of prior times likelihood.
    any_cause, responsibility, necessity : ndarray, shape (states,)
        Weight of the pairs that hold a state; the part of it that the state explains; the part lost without it.
    largest : ndarray, shape (groups,)
        Largest term of each group: prior of both times likelihood.
    """

    likelihood: Floats
    total: float
    any_cause: Floats
    responsibility: Floats
    necessity: Floats
    largest: Floats


def _tables(compiled: Compiled) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Interaction tables of all observations, one after the other."""
    widths = np.array([len(pattern.rows) for pattern in compiled.patterns], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(widths**2)[:-1]]).astype(np.int64)
    flat = np.empty(int((widths**2).sum()))
    for pattern, start, width in zip(compiled.patterns, offsets, widths, strict=True):
        flat[start : start + width**2] = pattern.interactions().ravel()
    return offsets, widths, flat


def pair_likelihoods(compiled: Compiled, member: NDArray[np.intp], top: float) -> Floats:
    """Likelihood of every pair of groups, relative to exp(top)."""
    scaled = compiled.singles[member] - 0.5 * (top + compiled.none.sum())
    if not compiled.patterns:
        return np.asarray(np.exp(scaled[:, None] + scaled[None, :]))
    offsets, widths, interactions = _tables(compiled)
    patterns = np.stack([p.of_state[member] for p in compiled.patterns]).astype(np.uint16)
    group, observation = np.nonzero(patterns.T)
    starts = np.searchsorted(group, np.arange(len(member) + 1)).astype(np.int32)
    return np.asarray(
        kernels().pair_likelihood(patterns, observation.astype(np.int32), starts, offsets, widths, interactions, scaled)
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
    total = float(merged.whole @ sums[:, 0])
    impossible = np.zeros((len(merged.prior), 3))
    for parts in merged.parts:
        within = kernels().sums_within(likelihood, alone, parts.group, parts.mass, parts.bounds)
        total -= parts.sign * float(parts.mass @ within[:, 0])
        impossible += parts.sign * within[parts.part]
    any_cause, responsibility, necessity = np.maximum(merged.prior * (sums[merged.group, :3] - impossible).T, 0.0)
    # each unordered pair counts twice among ordered ones
    return Pairs(likelihood, total, 2 * any_cause, 2 * responsibility, 2 * necessity, sums[:, 3])
