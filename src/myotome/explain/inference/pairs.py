"""Two simultaneous causes: every pair of states, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.clusters import Groups
from myotome.explain.inference.exclusion import Exclusion
from myotome.explain.inference.pair_table import PairTable
from myotome.explain.inference.patterns import Compiled
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats

__all__ = ["Merged", "Pairs", "Parts", "merge", "weigh_pairs"]

_LEAST = 1e-120  # beside the weights of any pair that matters nothing; and no denormal numbers, which are slow


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
    """Weights of the states, whole groups of them, and the parts of each group that exclude one another.

    Attributes
    ----------
    prior : ndarray, shape (states,)
        Prior of each state, times its factor of what multiplies; next to nothing for a state that stands in no pair.
    exclusion : Exclusion
        Which states clash.
    groups : Groups
        No interacting observation distinguishes the states of a group.
    whole : ndarray, shape (groups,)
        Weight of each group.
    parts : tuple of Parts
        The groups split by each array of keys.
    """

    prior: Floats
    exclusion: Exclusion
    groups: Groups
    whole: Floats
    parts: tuple[Parts, ...]

    @cached_property
    def _by_group(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The states in the order of their groups, the most likely of each first, and where each group starts."""
        order = np.lexsort((-self.prior, self.groups.of_state))
        return order, np.searchsorted(self.groups.of_state[order], np.arange(len(self.whole) + 1))

    def clashing_rows(self, groups: NDArray[np.intp]) -> Floats:
        """Weight of pairs that may not occur, of some groups with every group: shape (some groups, groups)."""
        row = np.full(len(self.whole), -1, dtype=np.intp)
        row[groups] = np.arange(len(groups))
        mass = np.zeros((len(groups), len(self.whole)))
        for parts in self.parts:
            kernels().add_clashes(mass, row, parts.sign, parts.group, parts.mass, parts.bounds)
        return mass

    def states_of(self, group: int) -> NDArray[np.intp]:
        """States of a group, the most likely first."""
        order, bounds = self._by_group
        return order[bounds[group] : bounds[group + 1]]


def merge(compiled: Compiled, groups: Groups, prior: Floats, exclusion: Exclusion) -> Merged:
    """Sum weights over the groups that the interacting observations leave together.

    The weight of a state is its prior, times the factor of all that multiplies.
    """
    paired = np.where(exclusion.unpaired, 0.0, prior)
    prior = np.maximum(paired * np.exp(np.clip(compiled.factor, -600.0, 600.0)), 1e-290)
    whole = np.bincount(groups.of_state, weights=prior, minlength=len(groups.member)).astype(np.float64)
    parts = tuple(_parts(sign, keys, groups.of_state, prior) for sign, keys in exclusion.signed)
    return Merged(prior, exclusion, groups, whole, parts)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Weights of all pairs, relative to a common scale and before the prior of two causes.

    Attributes
    ----------
    table : PairTable
        Likelihood of each pair of groups.
    total : float
        Sum over ordered compatible pairs of weight times likelihood.
    any_cause, responsibility, necessity : ndarray, shape (states,)
        Weight of the pairs that hold a state; the part of it that the state explains; the part lost without it. The
        last two look at what was found: what was looked for and not seen counts for both causes alike.
    largest : ndarray, shape (groups,)
        Largest weight of a pair of each group with itself or a later one.
    """

    table: PairTable
    total: float
    any_cause: Floats
    responsibility: Floats
    necessity: Floats
    largest: Floats


def weigh_pairs(table: PairTable, merged: Merged) -> Pairs:
    """Weigh every pair of states that may occur together.

    Parameters
    ----------
    table : PairTable
        Likelihood of pairs of groups.
    merged : Merged
        Weights of the groups.
    """
    whole = merged.whole
    sums = kernels().pair_sums(_weight(table.half, whole), table.factors, table.alone, whole)
    total = float(sums[0].sum())
    of_state = (sums[:3] / whole)[:, merged.groups.of_state]
    for parts in merged.parts:
        weight = _weight(table.half[parts.group], parts.mass)
        within = kernels().sums_within(weight, table.factors, table.alone, parts.group, parts.mass, parts.bounds)
        total -= parts.sign * float(within[0].sum())
        of_state -= parts.sign * (within / parts.mass)[:, parts.part]
    any_cause, responsibility, necessity = np.maximum(merged.prior * of_state, 0.0)
    # each unordered pair counts twice among ordered ones
    return Pairs(table, total, 2 * any_cause, 2 * responsibility, 2 * necessity, sums[3])


def _weight(half: Floats, mass: Floats) -> Floats:
    """What each group brings to the weight of a pair."""
    return np.maximum(half * mass, _LEAST)
