"""Probability of necessity: would a weak muscle be strong again if a lesion were taken away?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.exam import Case, Strength
from myotome.explain.conclusions.explanations import Groups
from myotome.explain.explanation import MuscleNecessity
from myotome.explain.inference.patterns import Pattern
from myotome.explain.inference.posterior import Posterior
from myotome.pathology import States

__all__ = ["clinical_need", "muscle_necessity"]

_LEAST = 1e-3


def _hypotheses(posterior: Posterior) -> Iterator[tuple[tuple[int, ...], float]]:
    """States alone and pairs that carry any weight."""
    for state in np.flatnonzero(posterior.sole_cause > 1e-7):
        yield (int(state),), float(posterior.sole_cause[state])
    for pair in posterior.pairs:
        yield pair.states, pair.probability


def _log_likelihoods(pattern: Pattern) -> Callable[[tuple[int, ...]], float]:
    """Log-likelihood of what some states leave together, given the row that each of them makes."""

    @cache
    def log_likelihood(rows: tuple[int, ...]) -> float:
        left = np.prod(pattern.rows[list(rows)], axis=0, keepdims=True) if rows else pattern.rows[:1]
        return float(pattern.observation.log_likelihood(left)[0])

    return log_likelihood


def _necessity(of_rows: Callable[[tuple[int, ...]], float], rows: tuple[int, ...], number: int) -> float:
    """Share of the probability of the weakness that is lost when one of the causes is taken away."""
    lost = of_rows(rows[:number] + rows[number + 1 :]) - of_rows(rows)
    return max(0.0, 1.0 - float(np.exp(min(lost, 0.0))))


def _clinical_loss(posterior: Posterior) -> Floats:
    """For each listed pair: share of the probability of all findings but images lost without its first, its second."""
    members = np.array([pair.states for pair in posterior.pairs], dtype=np.intp).reshape(len(posterior.pairs), 2)
    lost = np.zeros(members.shape)
    for pattern, alone in zip(posterior.compiled.patterns, posterior.compiled.log_likelihood, strict=True):
        if not pattern.observation.image:
            rows = pattern.rows[pattern.of_state[members]]
            both = pattern.observation.log_likelihood(rows[:, 0] * rows[:, 1])
            lost += alone[members[:, ::-1]] - both[:, None]
    return np.maximum(0.0, 1.0 - np.exp(np.minimum(lost, 0.0)))


def clinical_need(posterior: Posterior, wanted: NDArray[np.bool_]) -> float:
    """Probability that the findings, images apart, need one of some states.

    A herniation that an image shows explains that image whatever it does to the patient; it is to blame only where it
    explains what was found beside the image.

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    wanted : ndarray of bool, shape (states,)
        The states.
    """
    alone = float(posterior.sole_cause[wanted].sum())
    paired = max(0.0, float((posterior.any_cause - posterior.sole_cause)[wanted].sum()))
    members = np.array([pair.states for pair in posterior.pairs], dtype=np.intp).reshape(len(posterior.pairs), 2)
    weight = np.array([pair.probability for pair in posterior.pairs])[:, None] * wanted[members]
    listed = float(weight.sum())
    share = float((weight * _clinical_loss(posterior)).sum()) / listed if listed > 0.0 else 0.0
    return min(1.0, alone + paired * share)


def _by_lesion(
    pattern: Pattern, posterior: Posterior, groups: Groups, states: States
) -> tuple[float, dict[int, float]]:
    disc, covered, lesions = 0.0, 0.0, dict.fromkeys(range(len(groups.groups)), 0.0)
    of_rows = _log_likelihoods(pattern)
    for members, probability in _hypotheses(posterior):
        covered += probability
        rows = tuple(int(pattern.of_state[state]) for state in members)
        for number, state in enumerate(members):
            if rows[number] == 0:
                continue
            share = probability * _necessity(of_rows, rows, number)
            lesions[int(groups.of_state[state])] += share
            disc += share if states.causes[states.cause[state]].is_herniation else 0.0
    return disc / covered, {number: share / covered for number, share in lesions.items()}


def _sides(finding: Strength) -> tuple[str, ...]:
    return ("left", "right") if finding.side == "bilateral" else (finding.side,)


def muscle_necessity(case: Case, posterior: Posterior, groups: Groups, states: States) -> tuple[MuscleNecessity, ...]:
    """For each weak muscle: the share of the posterior in which removing a lesion would restore it.

    Parameters
    ----------
    case : Case
        Its weak muscles and movements, in its order.
    posterior : Posterior
        Of this case.
    groups : Groups
        The explanations, for naming lesions.
    states : States
        Which causes are herniations.

    Returns
    -------
    tuple of MuscleNecessity
        The probability of necessity of a disc lesion, and of the most likely lesions. It compares the model with and
        without the lesion; it is no forecast of what an operation restores.
    """
    result = []
    for finding in case.findings:
        if not isinstance(finding, Strength) or not finding.is_weak:
            continue
        patterns = [pattern for pattern in posterior.compiled.patterns if pattern.observation.finding == finding.index]
        for side in _sides(finding):
            for pattern in patterns:
                if not pattern.observation.label.endswith(f"({side})"):
                    continue
                disc, lesions = _by_lesion(pattern, posterior, groups, states)
                likely = sorted(lesions.items(), key=lambda item: (-item[1], item[0]))[:3]
                named = tuple(
                    (groups.label(n, posterior.responsibility), share) for n, share in likely if share > _LEAST
                )
                result.append(MuscleNecessity(finding.name, side, min(disc, 1.0), named))
    return tuple(result)
