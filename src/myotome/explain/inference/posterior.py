"""The exact posterior over all states of one cause and of two, extended to three from the best pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.beside import Beside, beside
from myotome.explain.inference.clusters import grouped
from myotome.explain.inference.exclusion import Exclusion
from myotome.explain.inference.interactions import Interactions, interactions
from myotome.explain.inference.pair_table import PairTable, pair_table
from myotome.explain.inference.pairs import Merged, Pairs, merge, weigh_pairs
from myotome.explain.inference.patterns import Compiled, compile_observations
from myotome.explain.inference.rank_cut import cut
from myotome.explain.inference.triple_bound import triple_bound
from myotome.explain.inference.triples import EXTENDED, extend
from myotome.explain.kernels.choice import kernels
from myotome.explain.likelihood.observations import Floats, Observation
from myotome.explain.likelihood.old_disease import OldDisease
from myotome.pathology import constants

__all__ = ["Hypothesis", "Posterior", "causes_prior", "posterior"]

_PAIRS_SPREAD = 40
_PAIRS_KEPT = 200
_MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One state, or two or three together, with its posterior probability."""

    states: tuple[int, ...]
    probability: float


@dataclass(frozen=True, eq=False)
class Posterior:
    """What the findings say about every state.

    Attributes
    ----------
    sole_cause, any_cause : ndarray, shape (states,)
        Probability that the state is the one cause; that it is a cause, alone or with others.
    responsibility : ndarray, shape (states,)
        Probability that it accounts for the findings: pairs are shared out by how well each explains them alone.
        Sums to 1.
    necessity : ndarray, shape (states,)
        Probability that it is a cause and the findings would be less likely without it.
    pairs, triples : tuple of Hypothesis
        The most likely pairs and triples.
    by_number : tuple of float
        Probability of one, two and three causes.
    pair_probability : callable
        Given some states and others: probability that the causes are exactly one of the first and one of the second,
        for each such pair; shape (some, others).
    held : int
        Bytes of the largest tables that are kept for what is asked later.
    rest : callable
        Weight of what was left out, relative to what was enumerated: see `left_out`.
    log_evidence : float
        Log-probability of the findings.
    compiled : Compiled
        The observations behind it.
    prior : ndarray, shape (states,)
        Prior of each state as the leading cause.
    exclusion : Exclusion
        Which states never occur together.
    beside : Beside or None
        What an old disease beside one new cause explains; None where none may be there.
    """

    sole_cause: Floats
    any_cause: Floats
    responsibility: Floats
    necessity: Floats
    pairs: tuple[Hypothesis, ...]
    triples: tuple[Hypothesis, ...]
    by_number: tuple[float, float, float]
    pair_probability: Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
    held: int
    rest: Callable[[], float]
    log_evidence: float
    compiled: Compiled
    prior: Floats
    exclusion: Exclusion
    beside: Beside | None = None

    @cached_property
    def left_out(self) -> float:
        """Bound on the posterior of the triples that extend none of the best pairs.

        It holds wherever causes do not help one another more in threes than in twos, as for every sign, complaint,
        image and test result of the model.
        """
        rest = self.rest()
        return rest / (1.0 + rest)


def causes_prior() -> tuple[float, float, float]:
    """Prior probability of one, two and three simultaneous causes."""
    prior = constants("prior")
    return prior["one_cause"], prior["two_causes"], prior["three_causes"]


def _most_likely(merged: Merged, group: int) -> NDArray[np.intp]:
    """Most likely states of a group."""
    members = merged.states_of(group)
    return members[: cut(merged.prior[members], _MEMBERS)]


def _spread(merged: Merged, groups: tuple[int, int], weight: float) -> tuple[NDArray[np.intp], Floats]:
    """Share the weight of two merged groups out over their most likely compatible states: pairs, and weight of each."""
    first, second = (_most_likely(merged, group) for group in groups)
    product = np.outer(merged.prior[first], merged.prior[second])
    product[merged.exclusion.table(first, second)] = 0.0
    if groups[0] == groups[1]:
        product = np.triu(product, 1) * 2
    rows, columns = np.nonzero(product > 0.01 * product.max(initial=0.0))
    return np.sort(np.stack([first[rows], second[columns]], axis=1), axis=1), product[rows, columns] * weight


def _heaviest_groups(merged: Merged, pairs: Pairs) -> list[tuple[int, int]]:
    """Heaviest pairs of groups, the heaviest first, what ties with the last of them included."""
    # each row has a heaviest pair of its own: of so many rows, the last has so many pairs that are no lighter
    heaviest = np.sort(pairs.largest)[::-1]
    last = float(heaviest[_PAIRS_SPREAD - 1]) * (1.0 - 1e-6) if len(heaviest) >= _PAIRS_SPREAD else 0.0
    rows = np.flatnonzero(pairs.largest >= last)
    mass = pairs.table.rows(rows) * merged.whole[rows, None] * merged.whole[None, :]
    row, second = np.nonzero((mass >= last) & (rows[:, None] <= np.arange(len(merged.whole))))
    first, weights = rows[row], mass[row, second]
    ranked = np.lexsort((second, first, -weights))
    ranked = ranked[: cut(weights[ranked], _PAIRS_SPREAD)]
    return list(zip(first[ranked].tolist(), second[ranked].tolist(), strict=True))


def _best_pairs(merged: Merged, pairs: Pairs, factor: float) -> tuple[Hypothesis, ...]:
    """Heaviest pairs of states; `factor` turns prior times likelihood of an unordered pair into a weight."""
    heaviest = _heaviest_groups(merged, pairs)
    spread: list[tuple[NDArray[np.intp], Floats]] = [(np.empty((0, 2), dtype=np.intp), np.empty(0))]
    members = np.array(heaviest, dtype=np.intp).reshape(len(heaviest), 2)
    likelihood = pairs.table.of_pairs(members[:, 0], members[:, 1])
    for groups, value in zip(heaviest, likelihood, strict=True):
        order = 2.0 if groups[0] != groups[1] else 1.0
        spread.append(_spread(merged, groups, order * factor * float(value)))
    states, weights = (np.concatenate(parts) for parts in zip(*spread, strict=True))
    ranked = np.lexsort((states[:, 1], states[:, 0], -weights))
    ranked = ranked[: cut(weights[ranked], _PAIRS_KEPT)]
    return tuple(map(Hypothesis, map(tuple, states[ranked].tolist()), weights[ranked].tolist()))


@dataclass(frozen=True, eq=False)
class _SeveralCauses:
    """Weights of pairs and triples over all states, relative to a common scale."""

    any_cause: Floats
    responsibility: Floats
    necessity: Floats
    pairs: tuple[Hypothesis, ...]
    triples: tuple[Hypothesis, ...]
    pair_total: float
    triple_total: float
    of_pairs: Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
    left_out: Callable[[], float]
    held: int


def _between(
    table: PairTable, merged: Merged, factor: float, some: NDArray[np.intp], others: NDArray[np.intp]
) -> Floats:
    """Weight of each of some states with each of others; `factor` as in `_best_pairs`."""
    weight = table.between(merged.groups.of_state[some], merged.groups.of_state[others])
    weight *= 2.0 * factor * merged.prior[some, None] * merged.prior[None, others]
    weight[merged.exclusion.table(some, others)] = 0.0
    return weight


def _several_causes(
    compiled: Compiled, added: Interactions, prior: Floats, exclusion: Exclusion, evidence: float
) -> _SeveralCauses:
    """Weigh pairs and triples; `evidence` is the weight of all single causes."""
    _, two, three = causes_prior()
    top = float(compiled.singles.max()) - compiled.factor_of_none
    merged = merge(compiled, grouped(compiled, exclusion.unpaired), prior, exclusion)
    table = pair_table(compiled, merged.groups, added, top)
    pairs = weigh_pairs(table, merged)
    factor, of_three = two / exclusion.pair_mass(prior), three / exclusion.triple_mass(prior)
    best = _best_pairs(merged, pairs, factor)
    extended = [pair.states for pair in best[: cut([pair.probability for pair in best], EXTENDED)]]
    triples = extend(compiled, merged, added, extended, top, 6.0 * of_three)
    third = triples.of_state / 3.0
    return _SeveralCauses(
        any_cause=factor * pairs.any_cause + triples.of_state,
        responsibility=factor * pairs.responsibility + third,
        necessity=factor * pairs.necessity + third,
        pairs=best,
        triples=tuple(Hypothesis(states, weight) for states, weight in triples.heaviest),
        pair_total=factor * pairs.total,
        triple_total=triples.total,
        of_pairs=lambda some, others: _between(table, merged, factor, some, others),
        left_out=lambda: of_three * triple_bound(table, merged, extended, evidence),
        held=table.factors.table.nbytes + compiled.log_likelihood.nbytes,
    )


def posterior(
    observations: Sequence[Observation],
    prior: Floats,
    exclusive: NDArray[np.intp],
    old: OldDisease | None = None,
    unpaired: NDArray[np.bool_] | None = None,
) -> Posterior:
    """What do the observations say about every state, alone, in pairs and in the best triples?

    Parameters
    ----------
    observations : sequence of Observation
        Observations; none at all gives back the prior.
    prior : ndarray, shape (states,)
        Prior of each state as the leading cause; sums to 1.
    exclusive : ndarray of int, shape (states,) or (2, states)
        States that share a number, in either row, never occur together.
    old : OldDisease or None
        A disease that may have been there before, beside a single new cause.
    unpaired : ndarray of bool, shape (states,), or None
        States that occur with no other; None for none.

    Returns
    -------
    Posterior
        Exact over all states of one and of two causes; triples extend the best pairs, with a bound on the rest.
    """
    kernels(new_case=True)
    compiled = compile_observations(observations, len(prior))
    exclusion, top = Exclusion.of_array(exclusive, unpaired), float(compiled.singles.max())
    added = interactions([compiled.patterns[number] for number in compiled.interacting])
    with_old = None if old is None else beside(compiled, old, added)
    alone = causes_prior()[0] * prior * np.exp(compiled.singles - top)
    if with_old is not None:
        alone *= with_old.factor
    more = _several_causes(compiled, added, prior, exclusion, float(alone.sum()))
    numbers = np.array([alone.sum(), more.pair_total, more.triple_total])
    whole = float(numbers.sum())
    return Posterior(
        sole_cause=alone / whole,
        any_cause=(alone + more.any_cause) / whole,
        responsibility=(alone + more.responsibility) / whole,
        necessity=(alone + more.necessity) / whole,
        pairs=tuple(Hypothesis(pair.states, pair.probability / whole) for pair in more.pairs),
        triples=tuple(Hypothesis(triple.states, triple.probability / whole) for triple in more.triples),
        by_number=(float(numbers[0]) / whole, float(numbers[1]) / whole, float(numbers[2]) / whole),
        pair_probability=lambda some, others: more.of_pairs(some, others) / whole,
        held=more.held,
        rest=lambda: more.left_out() / whole,
        log_evidence=top + float(np.log(whole)),
        compiled=compiled,
        prior=prior,
        exclusion=exclusion,
        beside=with_old,
    )
