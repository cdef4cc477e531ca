"""Weights of evidence: what each finding says for the leading explanation against its best rival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case
from myotome.explain.conclusions.explanations import ExplanationGroup, Groups
from myotome.explain.conclusions.joint_causes import likely_causes, two_causes
from myotome.explain.conclusions.said_together import likely_diseases, said_together
from myotome.explain.explanation import Evidence, LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.observations import NO_FINDING, Floats
from myotome.explain.likelihood.reporting.silence import stated_on_a_side

__all__ = ["evidence_between", "evidence_weights", "rivals", "said_of"]

_LEAST = 1e-300
_PRINTED = 0.01
_TELLS = float(np.log(2.0))
#: Classes that lesion no root, nerve or tract: against them stands what a lesion itself shows.
_UNLESIONED = frozenset({"nonspecific_back_pain", "muscle_strain_spasm"})


@dataclass(frozen=True, eq=False)
class _Rows:
    """What is weighed, one row each: the findings that say anything, then each topic that the record is silent on.

    Attributes
    ----------
    named : tuple of (finding or None, label)
        In the order of the case, then of the topics.
    of_pattern : tuple of int
        Row of each pattern.
    """

    named: tuple[tuple[int | None, str], ...]
    of_pattern: tuple[int, ...]

    @classmethod
    def of(cls, case: Case, posterior: Posterior) -> _Rows:
        observed = [pattern.observation for pattern in posterior.compiled.patterns]
        said = {one.finding for one in observed}
        silent = sorted({one.label for one in observed if one.finding == NO_FINDING})
        findings = [(finding.index, finding.label) for finding in case.findings if finding.index in said]
        named = (*findings, *((None, label) for label in silent))
        row = {key[1] if key[0] is None else key[0]: number for number, key in enumerate(named)}
        return cls(named, tuple(row[one.label if one.finding == NO_FINDING else one.finding] for one in observed))

    def log_likelihood(self, posterior: Posterior, states: NDArray[np.intp]) -> Floats:
        """Of each row for some states, its observations summed: shape (rows, states)."""
        result = np.zeros((len(self.named), len(states)))
        for row, one in zip(self.of_pattern, posterior.compiled.log_likelihood, strict=True):
            result[row] += one[states]
        return result


def _elsewhere(cause: LikelyCause, other: LikelyCause) -> bool:
    """Do they lie at different places, rather than the same lesion on more sides or roots?"""
    here, there = set(cause.places), set(other.places)
    return not (here <= there or there <= here)


def _differs(rival: LikelyCause, lead: LikelyCause) -> bool:
    """Is this another explanation: of other conditions, or elsewhere?"""
    if not lead.places and set(rival.conditions) <= set(lead.conditions):
        return False  # said together with the leader, wherever it lies
    return set(rival.conditions) != set(lead.conditions) or _elsewhere(rival, lead)


def _of_another_kind(rival: LikelyCause, lead: LikelyCause) -> bool:
    """Is this of other diagnostic classes alone?"""
    return set(rival.classes).isdisjoint(lead.classes)


def _next_best(
    lead: LikelyCause, posterior: Posterior, groups: Groups, differs: Callable[[LikelyCause, LikelyCause], bool]
) -> LikelyCause | None:
    """Return the single explanation, however unlikely, that fits best of those that differ and explain anything."""
    alone = groups.sums(posterior.sole_cause * _accounts(posterior))
    order = (int(number) for number in np.argsort(-alone, kind="stable"))
    others = (
        groups.cause(number, posterior.sole_cause, float(alone[number])) for number in order if alone[number] > 0.0
    )
    return next((cause for cause in others if differs(cause, lead)), None)


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
        The leader and the next most likely, both as the answer names them. Where no other is likely enough to be named,
        the best that is of another condition or at another place, however unlikely. None where nothing differs.
    """
    lead, *others = said_of(posterior, groups)
    rival = next((cause for cause in others if cause.probability >= _PRINTED), None)
    rival = rival or _next_best(lead, posterior, groups, _differs)
    return None if rival is None else (lead, rival)


def said_of(posterior: Posterior, groups: Groups) -> tuple[LikelyCause, ...]:
    """Explanations as the answer names them, best first."""
    return said_together(likely_causes(posterior, groups), likely_diseases(posterior, groups))


def _accounts(posterior: Posterior) -> NDArray[np.bool_]:
    """Which states make any finding clearly more likely than it is where nothing is wrong?"""
    found = np.zeros(len(posterior.sole_cause), dtype=bool)
    for pattern, one in zip(posterior.compiled.patterns, posterior.compiled.log_likelihood, strict=True):
        if pattern.observation.finding != NO_FINDING:
            found |= one - pattern.reduced.none > _TELLS
    return found


def _rival_of_another_kind(
    chosen: tuple[LikelyCause, LikelyCause], posterior: Posterior, groups: Groups
) -> LikelyCause | None:
    """Return the best explanation of other diagnostic classes; None where the best rival is one already."""
    lead, rival = chosen
    if _of_another_kind(rival, lead):
        return None
    likely = (cause for cause in said_of(posterior, groups)[1:] if cause.probability >= _PRINTED)
    printed = (cause for cause in likely if _of_another_kind(cause, lead))
    return next(printed, None) or _next_best(lead, posterior, groups, _of_another_kind)


def _rival_without_lesion(lead: LikelyCause, posterior: Posterior, groups: Groups) -> LikelyCause | None:
    """Return the best explanation by pain alone, where the leader lesions a place of the wiring."""

    def pain_alone(rival: LikelyCause, _: LikelyCause) -> bool:
        return set(rival.classes) <= _UNLESIONED

    return _next_best(lead, posterior, groups, pain_alone) if lead.places else None


def _pair(cause: LikelyCause, posterior: Posterior, groups: Groups) -> tuple[int, int] | None:
    """Numbers of the two explanations that an explanation by two causes consists of; None for one cause."""
    pairs = (pair.groups for pair in two_causes(posterior, groups)) if len(cause.conditions) > 1 else ()
    labelled = ((pair, "; and ".join(groups.label(n, posterior.responsibility) for n in pair)) for pair in pairs)
    return next((pair for pair, label in labelled if label == cause.label), None)


def _members(cause: LikelyCause, groups: Groups) -> NDArray[np.intp]:
    """States of one explanation: of a class at its places; without a place, of its conditions wherever they lie."""
    if cause.places:
        return np.flatnonzero(
            groups.of_state == groups.index[ExplanationGroup(cause.classes[0], cause.places, None, cause.side)]
        )
    any_side = len(cause.conditions) > 1 and cause.side == "none"
    of_cause = [
        one.condition in cause.conditions and (any_side or one.side == cause.side) for one in groups.states.causes
    ]
    return np.flatnonzero(np.array(of_cause)[groups.states.cause])


@dataclass(frozen=True, eq=False)
class _Weighed:
    """All states of one explanation, or all pairs of states of two: weight, and log-likelihood of each finding.

    Attributes
    ----------
    weight : ndarray, shape (hypotheses,)
        Proportional to the posterior.
    log_likelihood : ndarray, shape (rows, hypotheses)
        Of each finding, and of each topic that the record is silent on.
    """

    weight: Floats
    log_likelihood: Floats

    def given_others(self) -> Floats:
        """log10 probability of each row given all others."""
        weight = self.weight / max(float(self.weight.max(initial=0.0)), _LEAST)
        without = (weight[None, :] * np.exp(np.minimum(-self.log_likelihood, 690.0))).sum(axis=1)
        return np.asarray(np.log10(max(float(weight.sum()), _LEAST)) - np.log10(np.maximum(without, _LEAST)))


def _one(posterior: Posterior, members: NDArray[np.intp], weighed: _Rows) -> _Weighed:
    """Every state of one explanation, and each with every kind of the old disease that may be beside it."""
    alone = weighed.log_likelihood(posterior, members)
    beside, weight = posterior.beside, posterior.sole_cause[members]
    if beside is None:
        return _Weighed(weight, alone)
    weight = weight / beside.factor[members]
    weights, logs = [weight * beside.without[members]], [alone]
    of_row = np.array(weighed.of_pattern)[list(beside.patterns)]
    for kind, with_old in enumerate(beside.with_old):
        joined = alone.copy()
        np.add.at(joined, of_row, beside.gains(posterior.compiled, kind, members))
        weights.append(weight * with_old[members])
        logs.append(joined)
    return _Weighed(np.concatenate(weights), np.concatenate(logs, axis=1))


def _two(posterior: Posterior, groups: Groups, numbers: tuple[int, ...], weighed: _Rows) -> _Weighed:
    """Every compatible pair of states of two explanations."""
    first, second = (np.flatnonzero((groups.of_state == number) & (posterior.prior > 0.0)) for number in numbers)
    one, other = np.nonzero(~posterior.exclusion.table(first, second))
    log_likelihood = np.zeros((len(weighed.named), len(one)))
    for number, pattern in zip(weighed.of_pattern, posterior.compiled.patterns, strict=True):
        rows, row = np.unique(pattern.of_state[first], return_inverse=True)
        columns, column = np.unique(pattern.of_state[second], return_inverse=True)
        table = pattern.observation.log_likelihood(pattern.rows[rows][:, None, :] * pattern.rows[columns][None, :, :])
        log_likelihood[number] += table[row[one], column[other]]
    prior = posterior.prior[first[one]] * posterior.prior[second[other]]
    return _Weighed(prior * _scaled(log_likelihood.sum(axis=0)), log_likelihood)


def _scaled(log_weight: NDArray[np.float64]) -> Floats:
    return np.asarray(np.exp(log_weight - log_weight.max(initial=-np.inf)))


def _weighed(cause: LikelyCause, posterior: Posterior, groups: Groups, weighed: _Rows) -> Floats:
    pair = _pair(cause, posterior, groups)
    if pair is None:
        return _one(posterior, _members(cause, groups), weighed).given_others()
    return _two(posterior, groups, pair, weighed).given_others()


def evidence_weights(case: Case, posterior: Posterior, groups: Groups) -> tuple[tuple[Evidence, ...], ...]:
    """What does each finding say for the leader against its best rival, and against the best of another kind?

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
    tuple of two tuples of Evidence
        In the order of the case, then what the record is silent about; log10 units: +1 means ten times more likely
        under the leader, given the others. The second is against the best of another diagnostic class, where the best
        rival is of the same, and then against the best that lesions no nerve, where the leader lesions one.
        A weight belongs to a pair of explanations; it is no property of the finding.
    """
    chosen = rivals(posterior, groups)
    if chosen is None:
        return (), ()
    lead, rival = chosen
    other = _rival_of_another_kind(chosen, posterior, groups)
    others = {one.label: one for one in (other, _rival_without_lesion(lead, posterior, groups)) if one is not None}
    others.pop(rival.label, None)
    of_others = [evidence_between(case, posterior, groups, lead, one) for one in others.values()]
    return evidence_between(case, posterior, groups, lead, rival), tuple(chain.from_iterable(of_others))


def evidence_between(
    case: Case, posterior: Posterior, groups: Groups, lead: LikelyCause, rival: LikelyCause
) -> tuple[Evidence, ...]:
    """What does each finding say for one explanation against another? As in `evidence_weights`.

    Silence about a limb counts for nothing that is shown where the strength of one such limb was entered.
    """
    entered = stated_on_a_side(case)
    rows = _Rows.of(case, posterior)
    weights = _weighed(lead, posterior, groups, rows) - _weighed(rival, posterior, groups, rows)
    return tuple(
        Evidence(*named, float(weight), rival.label)
        for named, weight in zip(rows.named, weights, strict=True)
        if named[0] is not None or named[1] not in entered
    )
