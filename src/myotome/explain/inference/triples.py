"""Three simultaneous causes: the best pairs, each extended by every third state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.pairs import Merged
from myotome.explain.inference.patterns import Compiled, Groups
from myotome.explain.inference.rank_cut import cut
from myotome.explain.likelihood.observations import LEAST, Floats

__all__ = ["EXTENDED", "Triples", "extend"]

EXTENDED = 6
_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Triples:
    """Weights of the enumerated triples, relative to exp(top)."""

    total: float
    of_state: Floats
    heaviest: tuple[tuple[tuple[int, ...], float], ...]


def _nerves(compiled: Compiled, groups: Groups, members: NDArray[np.intp]) -> Floats:
    """Log-likelihood of all but simple events for each pair with each pattern: shape (pairs, patterns)."""
    total = np.zeros((len(members), len(groups.example)))
    for number in compiled.graded:
        pattern = compiled.patterns[number]
        of_pair = pattern.of_state[members]
        both = pattern.rows[of_pair[:, 0]] * pattern.rows[of_pair[:, 1]]
        values = pattern.observation.log_likelihood(both[:, None, :] * pattern.rows[None, :, :])
        total += values[:, pattern.of_state[groups.example]]
    return total


def _likelihood(compiled: Compiled, groups: Groups, members: NDArray[np.intp], top: float) -> Floats:
    """Likelihood of what interacts for each pair with each group as the third: shape (pairs, groups)."""
    log = _nerves(compiled, groups, members)[:, groups.pattern]
    chance = np.ones_like(log)
    for left, number in zip(compiled.left, compiled.simple, strict=True):
        taken = compiled.patterns[number].observation.unless * left[members].prod(axis=1)
        chance *= np.maximum(1.0 - taken[:, None] * left[groups.member][None, :], LEAST)
    return np.asarray(np.exp(log - top) * chance)


def _already(pair: Sequence[int], earlier: Sequence[Sequence[int]]) -> list[int]:
    """Thirds with which this pair would make a triple that an earlier pair has made."""
    taken = []
    for other in earlier:
        shared = set(pair) & set(other)
        if len(shared) == 1:
            taken += list(set(other) - shared)
    return taken


def _ranked(weight: Floats) -> NDArray[np.intp]:
    """Places of the largest weights, the largest first, what ties with the last of them included."""
    count = min(4 * _SHOWN, len(weight))
    largest = np.sort(np.argpartition(-weight, count - 1)[:count])
    order = largest[np.argsort(-weight[largest], kind="stable")]
    return order[: cut(weight[order], _SHOWN)]


def extend(compiled: Compiled, merged: Merged, pairs: Sequence[tuple[int, ...]], top: float, factor: float) -> Triples:
    """How much weight have the triples that hold one of the best pairs? Each triple counts once.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    merged : Merged
        Weights of the states, in groups.
    pairs : sequence of pairs of states
        The best pairs, best first.
    top : float
        Log of the scale, what multiplies left out.
    factor : float
        Turns prior times likelihood of an unordered triple into a weight.
    """
    of_state = np.zeros(len(merged.prior))
    heaviest: list[tuple[tuple[int, ...], float]] = []
    members = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
    likelihood = _likelihood(compiled, merged.groups, members, top)
    for number, pair in enumerate(pairs):
        weight = factor * merged.prior[list(pair)].prod() * merged.prior * likelihood[number][merged.groups.of_state]
        weight[merged.exclusion.with_any(pair)] = 0.0
        weight[_already(pair, pairs[:number])] = 0.0
        of_state += weight
        of_state[list(pair)] += weight.sum()
        for third in _ranked(weight):
            if weight[third] > 0.0:
                heaviest.append((tuple(sorted((*pair, int(third)))), float(weight[third])))
    heaviest.sort(key=lambda triple: (-triple[1], triple[0]))
    shown = cut([weight for _, weight in heaviest], _SHOWN)
    return Triples(float(of_state.sum()) / 3.0, of_state, tuple(heaviest[:shown]))
