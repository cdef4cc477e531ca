"""The exact posterior over all states of one cause and of two, extended to three from the best pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.atoms import Atom, Float
from myotome.explain.compiled import Compiled, compile_atoms
from myotome.explain.pairs import Merged, Pairs, merge, weigh_pairs
from myotome.explain.triples import Scale, extend
from myotome.sources import read_toml

__all__ = ["Hypothesis", "Posterior", "causes_prior", "posterior"]

_PAIRS_SPREAD = 60
_PAIRS_KEPT = 200
_MEMBERS = 12
_LEAST = 1e-9


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
    alone, involved : ndarray, shape (states,)
        Probability that the state is the one cause; that it is a cause, alone or with others.
    explains : ndarray, shape (states,)
        Probability that it is what explains the findings: pairs are shared out by how well each explains them alone.
        Sums to 1.
    needed : ndarray, shape (states,)
        Probability that it is a cause and that the findings would be less likely without it.
    pairs, triples : tuple of Hypothesis
        The likeliest pairs and triples.
    by_number : tuple of float
        Probability of one, two and three causes.
    left_out : float
        Bound on the posterior of the triples that extend none of the best pairs. It holds wherever causes do not help
        one another more in threes than in twos, as for every sign, complaint, image and test result of the model.
    log_evidence : float
        Log-probability of the findings.
    compiled : Compiled
        The observations behind it.
    """

    alone: Float
    involved: Float
    explains: Float
    needed: Float
    pairs: tuple[Hypothesis, ...]
    triples: tuple[Hypothesis, ...]
    by_number: tuple[float, float, float]
    left_out: float
    log_evidence: float
    compiled: Compiled


def causes_prior() -> tuple[float, float, float]:
    """Prior probability of one, two and three simultaneous causes."""
    table = read_toml("model.toml")["prior"]
    one, two, three = (float(table[name]["value"]) for name in ("one_cause", "two_causes", "three_causes"))
    return one, two, three


def _spread(merged: Merged, compiled: Compiled, groups: tuple[int, int], weight: float) -> list[Hypothesis]:
    """Share the weight of two merged groups out over their likeliest compatible states."""
    members = [np.flatnonzero(compiled.merged == group) for group in groups]
    first, second = (states[np.argsort(-merged.prior[states], kind="stable")[:_MEMBERS]] for states in members)
    product = np.outer(merged.prior[first], merged.prior[second])
    product[merged.exclusive[first][:, None] == merged.exclusive[second][None, :]] = 0.0
    if groups[0] == groups[1]:
        product = np.triu(product, 1) * 2
    rows, columns = np.nonzero(product > 0.01 * product.max(initial=0.0))
    return [
        Hypothesis((int(first[row]), int(second[column])), float(product[row, column]) * weight)
        for row, column in zip(rows, columns, strict=True)
    ]


def _best_pairs(compiled: Compiled, merged: Merged, pairs: Pairs, factor: float) -> tuple[Hypothesis, ...]:
    """Heaviest pairs of states; `factor` turns prior times likelihood of an unordered pair into a weight."""
    mass = np.triu(pairs.likelihood * np.outer(merged.whole, merged.whole))
    count = min(_PAIRS_SPREAD, mass.size)
    heaviest = np.argpartition(-mass.ravel(), count - 1)[:count]
    found: list[Hypothesis] = []
    for index in heaviest:
        row, column = divmod(int(index), mass.shape[1])
        order = 2.0 if row != column else 1.0
        found += _spread(merged, compiled, (row, column), order * factor * float(pairs.likelihood[row, column]))
    return tuple(sorted(found, key=lambda pair: (-pair.probability, pair.states))[:_PAIRS_KEPT])


def _triple_bound(compiled: Compiled, merged: Merged, pairs: Pairs, top: float) -> float:
    """Bound on the sum over ordered triples: each is at most two of its pairs over their likeliest shared member."""
    alone = np.exp(compiled.singles[compiled.member] - top)
    order = np.argsort(-alone, kind="stable")
    lesser = np.triu(pairs.likelihood[np.ix_(order, order)]) @ merged.whole[order]
    known = alone[order] > 0.0
    return float(3.0 * (merged.whole[order][known] / alone[order][known] * lesser[known] ** 2).sum())


def posterior(atoms: Sequence[Atom], prior: Float, exclusive: NDArray[np.intp]) -> Posterior:
    """What do the observations say about every state, alone, in pairs and in the best triples?

    Parameters
    ----------
    atoms : sequence of Atom
        Observations; none at all gives back the prior.
    prior : ndarray, shape (states,)
        Prior of each state as the leading cause; sums to 1.
    exclusive : ndarray of int, shape (states,)
        States with the same number never occur together.

    Returns
    -------
    Posterior
        Exact over all states of one and of two causes; triples extend the best pairs, with a bound on the rest.
    """
    compiled = compile_atoms(atoms, len(prior))
    merged = merge(compiled, prior, exclusive)
    one, two, three = causes_prior()
    singles = compiled.singles
    top = float(singles.max())
    alone = one * prior * np.exp(singles - top)
    pairs = weigh_pairs(compiled, merged, top)
    factor = two / merged.compatible
    best = _best_pairs(compiled, merged, pairs, factor)
    scale = Scale(prior, exclusive, three, top)
    triples = extend(compiled, [pair.states for pair in best], scale)
    rest = max(0.0, _triple_bound(compiled, merged, pairs, top) * three / scale.compatible - triples.total)
    numbers = np.array([alone.sum(), factor * pairs.total, triples.total])
    whole = float(numbers.sum())
    one_third = triples.of_state / 3.0
    return Posterior(
        alone=alone / whole,
        involved=(alone + factor * pairs.involved + triples.of_state) / whole,
        explains=(alone + factor * pairs.explains + one_third) / whole,
        needed=(alone + factor * pairs.needed + one_third) / whole,
        pairs=tuple(Hypothesis(pair.states, pair.probability / whole) for pair in best),
        triples=tuple(Hypothesis(states, weight / whole) for states, weight in triples.heaviest),
        by_number=(float(numbers[0]) / whole, float(numbers[1]) / whole, float(numbers[2]) / whole),
        left_out=rest / (whole + rest),
        log_evidence=top + float(np.log(whole)),
        compiled=compiled,
    )
