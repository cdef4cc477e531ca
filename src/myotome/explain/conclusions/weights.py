"""Weights of evidence: what each finding says for the leading explanation against its best rival."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case
from myotome.explain.conclusions.explanations import ExplanationGroup, Groups
from myotome.explain.conclusions.joint_causes import likely_causes, two_causes
from myotome.explain.explanation import Evidence, LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.observations import Floats

__all__ = ["evidence_weights", "finding_log_likelihood", "rivals"]

_LEAST = 1e-300
_PRINTED = 0.01


def finding_log_likelihood(posterior: Posterior, count: int) -> Floats:
    """Log-likelihood of each finding, its observations summed, for each state: shape (findings + 1, states).

    The last row is of what the record does not mention.
    """
    result = np.zeros((count + 1, len(posterior.sole_cause)))
    for pattern, row in zip(posterior.compiled.patterns, posterior.compiled.log_likelihood, strict=True):
        result[pattern.observation.finding] += row
    return result


def _elsewhere(cause: LikelyCause, other: LikelyCause) -> bool:
    """Do they lie at different places, rather than the same lesion on more sides or roots?"""
    here, there = set(cause.places), set(other.places)
    return not (here <= there or there <= here)


def _differs(rival: LikelyCause, lead: LikelyCause) -> bool:
    """Is this another explanation: of other conditions, or elsewhere?"""
    return set(rival.conditions) != set(lead.conditions) or _elsewhere(rival, lead)


def _next_best(lead: LikelyCause, posterior: Posterior, groups: Groups) -> LikelyCause | None:
    """Return the single explanation, however unlikely, that fits best of those that differ."""
    alone = groups.sums(posterior.sole_cause)
    order = (int(number) for number in np.argsort(-alone, kind="stable"))
    others = (
        groups.cause(number, posterior.sole_cause, float(alone[number])) for number in order if alone[number] > 0.0
    )
    return next((cause for cause in others if _differs(cause, lead)), None)


def rivals(posterior: Posterior, groups: Groups) -> tuple[LikelyCause, LikelyCause] | None:
    """Which two explanations does the evidence choose between?

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    groups : Groups
        The explanations.

    Returns
    -------
    tuple of LikelyCause or None
        The leader as printed, and the next printed that is of another condition or at another place; failing that, the
        next that takes in fewer or more places; failing that, the best that is too unlikely to be printed. None where
        nothing differs.
    """
    lead, *others = likely_causes(posterior, groups)
    printed = [cause for cause in others if cause.probability >= _PRINTED]
    order = (*(cause for cause in printed if _differs(cause, lead)), *(c for c in printed if c.places != lead.places))
    rival = order[0] if order else _next_best(lead, posterior, groups)
    return None if rival is None else (lead, rival)


def _numbers(cause: LikelyCause, posterior: Posterior, groups: Groups) -> tuple[int, ...]:
    """Numbers of the explanations that a printed cause consists of: one, or two."""
    if len(cause.conditions) == 1:
        place_less = None if cause.places else cause.conditions[0]
        return (groups.index[ExplanationGroup(cause.classes[0], cause.places, place_less, cause.side)],)
    pairs = (pair.groups for pair in two_causes(posterior, groups))
    return next(
        pair for pair in pairs if cause.label == "; and ".join(groups.label(n, posterior.responsibility) for n in pair)
    )


@dataclass(frozen=True, eq=False)
class _Weighed:
    """All states of one explanation, or all pairs of states of two: weight, and log-likelihood of each finding.

    Attributes
    ----------
    weight : ndarray, shape (hypotheses,)
        Proportional to the posterior.
    log_likelihood : ndarray, shape (findings + 1, hypotheses)
        Of each finding, and of what the record does not mention.
    """

    weight: Floats
    log_likelihood: Floats

    def given_others(self) -> Floats:
        """log10 probability of each finding given all others."""
        weight = self.weight / max(float(self.weight.max(initial=0.0)), _LEAST)
        without = (weight[None, :] * np.exp(np.minimum(-self.log_likelihood, 690.0))).sum(axis=1)
        return np.asarray(np.log10(max(float(weight.sum()), _LEAST)) - np.log10(np.maximum(without, _LEAST)))


def _one(posterior: Posterior, groups: Groups, number: int, count: int) -> _Weighed:
    members = np.flatnonzero(groups.of_state == number)
    return _Weighed(posterior.sole_cause[members], finding_log_likelihood(posterior, count)[:, members])


def _two(posterior: Posterior, groups: Groups, numbers: tuple[int, ...], count: int) -> _Weighed:
    """Every compatible pair of states of two explanations."""
    first, second = (np.flatnonzero((groups.of_state == number) & (posterior.prior > 0.0)) for number in numbers)
    one, other = np.nonzero(~posterior.exclusion.table(first, second))
    log_likelihood = np.zeros((count + 1, len(one)))
    for pattern in posterior.compiled.patterns:
        rows, row = np.unique(pattern.of_state[first], return_inverse=True)
        columns, column = np.unique(pattern.of_state[second], return_inverse=True)
        table = pattern.observation.log_likelihood(pattern.rows[rows][:, None, :] * pattern.rows[columns][None, :, :])
        log_likelihood[pattern.observation.finding] += table[row[one], column[other]]
    prior = posterior.prior[first[one]] * posterior.prior[second[other]]
    return _Weighed(prior * _scaled(log_likelihood.sum(axis=0)), log_likelihood)


def _scaled(log_weight: NDArray[np.float64]) -> Floats:
    return np.asarray(np.exp(log_weight - log_weight.max(initial=-np.inf)))


def _weighed(cause: LikelyCause, posterior: Posterior, groups: Groups, count: int) -> _Weighed:
    numbers = _numbers(cause, posterior, groups)
    return _one(posterior, groups, numbers[0], count) if len(numbers) == 1 else _two(posterior, groups, numbers, count)


def evidence_weights(case: Case, posterior: Posterior, groups: Groups) -> tuple[Evidence, ...]:
    """What does each finding say for the leader against its best rival?

    Parameters
    ----------
    case : Case
        For the words of its findings.
    posterior : Posterior
        Of this case.
    groups : Groups
        The explanations.

    Returns
    -------
    tuple of Evidence
        In the order of the case; log10 units: +1 means ten times more likely under the leader, given the others.
        A weight belongs to this pair of explanations; it is no property of the finding.
    """
    chosen = rivals(posterior, groups)
    if chosen is None:
        return ()
    count = max((finding.index for finding in case.findings), default=-1) + 1
    leader, rival = (_weighed(cause, posterior, groups, count).given_others() for cause in chosen)
    used = {pattern.observation.finding for pattern in posterior.compiled.patterns}
    return tuple(
        Evidence(finding.index, finding.label, float(leader[finding.index] - rival[finding.index]), chosen[1].label)
        for finding in case.findings
        if finding.index in used
    )
