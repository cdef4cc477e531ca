"""Three simultaneous causes: the best pairs, each extended by every third state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.atoms import Float
from myotome.explain.compiled import Compiled
from myotome.explain.exclusion import Exclusion

__all__ = ["Scale", "Triples", "extend", "triple_bound", "worth_extending"]

_PAIRS = 6
_TIED = 4 * _PAIRS
_SAME = 1e-6
_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Scale:
    """Prior of the states, which of them exclude each other, the prior of three causes, and the scale of weights."""

    prior: Float
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
    of_state: Float
    heaviest: tuple[tuple[tuple[int, ...], float], ...]


def _log_likelihood(compiled: Compiled, pairs: Sequence[Sequence[int]]) -> Float:
    """Log-likelihood of each pair with each state as the third: shape (pairs, states)."""
    total = np.zeros((len(pairs), compiled.log_likelihood.shape[1]))
    members = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
    for pattern in compiled.patterns:
        of_pair = pattern.of_state[members]
        both = pattern.rows[of_pair[:, 0]] * pattern.rows[of_pair[:, 1]]
        values = pattern.atom.log_likelihood(both[:, None, :] * pattern.rows[None, :, :])
        total += values[:, pattern.of_state]
    return total


def worth_extending(weights: Sequence[float]) -> int:
    """How many of the best pairs to extend: a fixed number, and those that tie with the last of them.

    Left and right often tie; taking one of them alone would favour a side.
    """
    if len(weights) <= _PAIRS:
        return len(weights)
    last = weights[_PAIRS - 1] * (1.0 - _SAME)
    return sum(weight >= last for weight in weights[:_TIED])


def _already(pair: Sequence[int], earlier: Sequence[Sequence[int]]) -> list[int]:
    """Thirds with which this pair would make a triple that an earlier pair has made."""
    taken = []
    for other in earlier:
        shared = set(pair) & set(other)
        if len(shared) == 1:
            taken += list(set(other) - shared)
    return taken


def _weights(log_likelihood: Float, pair: Sequence[int], scale: Scale) -> Float:
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
        for third in np.argsort(-weight, kind="stable")[:_SHOWN]:
            if weight[third] > 0.0:
                heaviest.append((tuple(sorted((*pair, int(third)))), float(weight[third])))
    heaviest.sort(key=lambda triple: (-triple[1], triple[0]))
    return Triples(float(of_state.sum()) / 3.0, of_state, tuple(heaviest[:_SHOWN]))


def triple_bound(likelihood: Float, mass: Float, prior: Float, alone: Float) -> float:
    """Bound on the sum of prior times likelihood over ordered triples.

    Let (a, b) be the likeliest pair of a triple. Where a third cause adds no more to two than to either of them alone,
    L(abc) <= L(ab) min(L(ac) / L(a), L(bc) / L(b)), and both L(ac) and L(bc) are at most L(ab).

    Parameters
    ----------
    likelihood, mass : ndarray, shape (groups, groups)
        Of each pair: likelihood, and prior mass of the ordered pairs that may occur.
    prior, alone : ndarray, shape (groups,)
        Prior mass of each group, and its likelihood alone.

    Returns
    -------
    float
        On the scale of the likelihoods.
    """
    order = np.argsort(likelihood.astype(np.float32), axis=1)
    weighted = np.take_along_axis(likelihood * mass / prior[:, None], order, axis=1)
    below = np.empty_like(weighted)
    np.put_along_axis(below, order, np.cumsum(weighted, axis=1), axis=1)
    gain = np.divide(below, alone[:, None], out=np.full_like(below, np.inf), where=alone[:, None] > 0.0)
    pair = likelihood * mass
    return 3.0 * float((pair * np.where(pair > 0.0, np.minimum(gain, gain.T), 0.0)).sum())
