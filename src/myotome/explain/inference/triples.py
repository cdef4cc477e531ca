"""Three simultaneous causes: the best pairs, each extended by every third state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.clusters import Cluster, Groups
from myotome.explain.inference.interactions import Interactions
from myotome.explain.inference.pairs import Merged
from myotome.explain.inference.patterns import Compiled, Pattern
from myotome.explain.inference.rank_cut import cut
from myotome.explain.likelihood.observations import Floats

__all__ = ["EXTENDED", "Triples", "extend"]

EXTENDED = 6
_SHOWN = 50


@dataclass(frozen=True, eq=False)
class Triples:
    """Weights of the enumerated triples, relative to exp(top)."""

    total: float
    of_state: Floats
    heaviest: tuple[tuple[tuple[int, ...], float], ...]


def _beyond_alone(pattern: Pattern, added: Interactions, number: int, members: NDArray[np.intp]) -> Floats:
    """What each pair makes of each row as the third, beyond what the third makes alone: shape (pairs, rows)."""
    rows, alone = pattern.rows, pattern.reduced.alone
    of_pair = pattern.of_state[members]
    one = of_pair.max(axis=1)
    values = added.log_factors(number, one) + (alone[one] - alone[0])[:, None]
    # only where both change it are three together worked out
    three = np.flatnonzero(of_pair.min(axis=1))
    if len(three):
        both = rows[of_pair[three, 0]] * rows[of_pair[three, 1]]
        values[three] = pattern.observation.log_likelihood(both[:, None, :] * rows[None, :, :]) - alone
    return np.asarray(values)


def _of_cluster(compiled: Compiled, cluster: Cluster, added: Interactions, members: NDArray[np.intp]) -> Floats:
    """The same for each group as the third, over the observations of a cluster: shape (pairs, groups)."""
    values = np.zeros((len(members), cluster.rows.shape[1]))
    for number, row in zip(cluster.observations, cluster.rows, strict=True):
        place = int(np.searchsorted(compiled.interacting, number))
        values += _beyond_alone(compiled.patterns[number], added, place, members)[:, row]
    return values[:, cluster.of_group]


def _likelihood(
    compiled: Compiled, groups: Groups, added: Interactions, members: NDArray[np.intp], top: float
) -> Floats:
    """Likelihood of what interacts for each pair with each group as the third: shape (pairs, groups)."""
    log = np.tile(compiled.found[groups.member] - top, (len(members), 1))
    for cluster in groups.clusters:
        log += _of_cluster(compiled, cluster, added, members)
    return np.exp(log)


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


def extend(
    compiled: Compiled,
    merged: Merged,
    added: Interactions,
    pairs: Sequence[tuple[int, ...]],
    top: float,
    factor: float,
) -> Triples:
    """How much weight have the triples that hold one of the best pairs? Each triple counts once.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    merged : Merged
        Weights of the states, in groups.
    added : Interactions
        What two rows of each interacting observation add.
    pairs : sequence of pairs of states
        The best pairs, best first.
    top : float
        Log of the scale, what multiplies left out.
    factor : float
        Turns prior times likelihood of an unordered triple into a weight.
    """
    of_state = np.zeros(len(merged.prior))
    found, weights = [np.empty((0, 3), dtype=np.intp)], [np.empty(0)]
    members = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
    likelihood = _likelihood(compiled, merged.groups, added, members, top)
    for number, pair in enumerate(pairs):
        weight = factor * merged.prior[list(pair)].prod() * merged.prior * likelihood[number][merged.groups.of_state]
        weight[merged.exclusion.with_any(pair)] = 0.0
        weight[_already(pair, pairs[:number])] = 0.0
        of_state += weight
        of_state[list(pair)] += weight.sum()
        third = _ranked(weight)
        third = third[weight[third] > 0.0]
        found.append(np.sort(np.column_stack([np.tile(members[number], (len(third), 1)), third]), axis=1))
        weights.append(weight[third])
    return Triples(float(of_state.sum()) / 3.0, of_state, _heaviest(np.concatenate(found), np.concatenate(weights)))


def _heaviest(states: NDArray[np.intp], weights: Floats) -> tuple[tuple[tuple[int, ...], float], ...]:
    """The heaviest of some triples, the heaviest first, what ties with the last included."""
    order = np.lexsort((states[:, 2], states[:, 1], states[:, 0], -weights))
    order = order[: cut(weights[order], _SHOWN)]
    return tuple(zip(map(tuple, states[order].tolist()), weights[order].tolist(), strict=True))
