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

__all__ = ["EXTENDED", "Scale", "Triples", "extend"]

EXTENDED = 6
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
