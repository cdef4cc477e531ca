"""Three simultaneous causes: the best pairs, each extended by every third state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.exclusion import Exclusion
from myotome.explain.inference.patterns import Compiled
from myotome.explain.inference.rank_cut import cut
from myotome.explain.likelihood.observations import Floats

__all__ = ["EXTENDED", "Scale", "Triples", "extend", "triple_bound"]

EXTENDED = 6
_SAME = 1e-6
_REFINED = 3_000
_CHUNK = 512
_HUGE = 1e150
_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Scale:
    """Prior of the states, which of them exclude each other, the prior of three causes, and the scale of weights."""

    prior: Floats
    exclusion: Exclusion
    three: float
    top: float
    whole: Scale | None = None

    def of(self, keep: NDArray[np.intp]) -> Scale:
        """Return the scale over some of the states."""
        return Scale(self.prior[keep], self.exclusion.of(keep), self.three, self.top, self)

    @cached_property
    def compatible(self) -> float:
        """Prior mass of ordered triples, of all states, whose members do not exclude each other."""
        return self.exclusion.triple_mass(self.prior) if self.whole is None else self.whole.compatible


@dataclass(frozen=True, eq=False)
class Triples:
    """Weights of the enumerated triples, relative to exp(top)."""

    total: float
    of_state: Floats
    heaviest: tuple[tuple[tuple[int, ...], float], ...]


def _log_likelihood(compiled: Compiled, pairs: Sequence[Sequence[int]]) -> Floats:
    """Log-likelihood of each pair with each state as the third: shape (pairs, states)."""
    total = np.zeros((len(pairs), compiled.log_likelihood.shape[1]))
    members = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
    for pattern in compiled.patterns:
        of_pair = pattern.of_state[members]
        both = pattern.rows[of_pair[:, 0]] * pattern.rows[of_pair[:, 1]]
        values = pattern.observation.log_likelihood(both[:, None, :] * pattern.rows[None, :, :])
        total += values[:, pattern.of_state]
    return total


def _already(pair: Sequence[int], earlier: Sequence[Sequence[int]]) -> list[int]:
    """Thirds with which this pair would make a triple that an earlier pair has made."""
    taken = []
    for other in earlier:
        shared = set(pair) & set(other)
        if len(shared) == 1:
            taken += list(set(other) - shared)
    return taken


def _weights(log_likelihood: Floats, pair: Sequence[int], scale: Scale) -> Floats:
    prior = scale.prior[pair[0]] * scale.prior[pair[1]] * scale.prior
    weight = 6 * scale.three / scale.compatible * prior * np.exp(log_likelihood - scale.top)
    weight[scale.exclusion.with_any(pair)] = 0.0
    return np.asarray(weight)


def extend(compiled: Compiled, pairs: Sequence[tuple[int, ...]], scale: Scale) -> Triples:
    """How much weight have the triples that hold one of the best pairs? Each triple counts once.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    pairs : sequence of pairs of states
        The best pairs, best first.
    scale : Scale
        Priors and the common scale of the weights.
    """
    of_state = np.zeros(len(scale.prior))
    heaviest: list[tuple[tuple[int, ...], float]] = []
    likelihood = _log_likelihood(compiled, pairs)
    for number, pair in enumerate(pairs):
        weight = _weights(likelihood[number], pair, scale)
        weight[_already(pair, pairs[:number])] = 0.0
        of_state += weight
        of_state[list(pair)] += weight.sum()
        order = np.argsort(-weight, kind="stable")
        for third in order[: cut(weight[order], _SHOWN)]:
            if weight[third] > 0.0:
                heaviest.append((tuple(sorted((*pair, int(third)))), float(weight[third])))
    heaviest.sort(key=lambda triple: (-triple[1], triple[0]))
    shown = cut([weight for _, weight in heaviest], _SHOWN)
    return Triples(float(of_state.sum()) / 3.0, of_state, tuple(heaviest[:shown]))


def _gain(likelihood: Floats, weighted: Floats, alone: Floats) -> Floats:
    """Of each pair (a, b): sum of L(ac) / L(a) over the thirds with which a goes no better than with b."""
    order = np.argsort(likelihood.astype(np.float32), axis=1)
    below = np.empty_like(weighted)
    np.put_along_axis(below, order, np.cumsum(np.take_along_axis(weighted, order, axis=1), axis=1), axis=1)
    return np.divide(below, alone[:, None], out=np.full_like(below, np.inf), where=alone[:, None] > 0.0)


def _refined(
    likelihood: Floats, share: Floats, alone: Floats, first: NDArray[np.intp], second: NDArray[np.intp]
) -> Floats:
    """Bound for some pairs on the sum over thirds of the share of the third times L(abc), third by third."""
    result = np.empty(len(first))
    over = np.divide(1.0, alone, out=np.full_like(alone, _HUGE), where=alone > 0.0)
    for start in range(0, len(first), _CHUNK):
        a, b = first[start : start + _CHUNK], second[start : start + _CHUNK]
        of_a, of_b, of_both = likelihood[a], likelihood[b], likelihood[a, b][:, None]
        least = np.minimum(of_both * np.minimum(of_a * over[a, None], of_b * over[b, None]), of_a * of_b * over)
        # of pairs that tie any may count as the most likely; rounding must not lose one
        ceiling = of_both * (1.0 + _SAME)
        least[(of_a > ceiling) | (of_b > ceiling)] = 0.0
        result[start : start + _CHUNK] = (np.minimum(share[a], share[b]) * least).sum(axis=1)
    return result


def triple_bound(likelihood: Floats, mass: Floats, done: Floats, prior: Floats, alone: Floats) -> float:
    """Bound on the sum of prior times likelihood over the ordered triples that extend none of the pairs done.

    Let (a, b) be the most likely pair of a triple. Where a third cause adds no more to two than to either alone,
    L(abc) <= L(ab) L(ac) / L(a), and so for b and for c; L(ac) and L(bc) are at most L(ab). The least of the three is
    taken third by third for the pairs that matter most; the rest are bounded by the lesser of two sums over the thirds.

    Parameters
    ----------
    likelihood, mass : ndarray, shape (groups, groups)
        Of each pair: likelihood, and prior mass of the ordered pairs that may occur.
    done : ndarray, shape (groups, groups)
        Part of that mass whose pairs have been extended by every third state.
    prior, alone : ndarray, shape (groups,)
        Prior mass of each group, and its likelihood alone.

    Returns
    -------
    float
        On the scale of the likelihoods.
    """
    # members of a group may differ in what they exclude: all of a third group counts unless none of it may occur
    share = np.where(mass > 0.0, prior[None, :], 0.0)
    gain = _gain(likelihood, likelihood * share, alone)
    left = np.maximum(mass - done, 0.0)
    pair = likelihood * left
    rough = np.triu(pair * np.where(pair > 0.0, np.minimum(gain, gain.T), 0.0))
    rough[np.diag_indices_from(rough)] *= 0.5
    count = min(_REFINED, rough.size)
    heaviest = np.argpartition(-rough, count - 1, axis=None)[:count]
    first, second = np.unravel_index(heaviest, rough.shape)
    fine = left[first, second] * _refined(likelihood, share, alone, first, second)
    fine[first == second] *= 0.5
    rest = float(rough.sum()) - float(rough[first, second].sum())
    return 6.0 * (max(rest, 0.0) + float(np.minimum(fine, rough[first, second]).sum()))
