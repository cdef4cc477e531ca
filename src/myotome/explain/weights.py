"""Weights of evidence: what each finding says for the leading explanation against its best rival."""

from __future__ import annotations

import numpy as np

from myotome.exam.case import Case
from myotome.explain.atoms import Float
from myotome.explain.explanation import Evidence
from myotome.explain.groups import Group, Groups
from myotome.explain.posterior import Posterior

__all__ = ["evidence_weights", "finding_log_likelihood"]

_LEAST = 1e-300


def finding_log_likelihood(found: Posterior, count: int) -> Float:
    """Log-likelihood of each finding, its observations summed, for each state: shape (findings, states)."""
    result = np.zeros((count, len(found.alone)))
    for pattern, row in zip(found.compiled.patterns, found.compiled.log_likelihood, strict=True):
        result[pattern.atom.finding] += row
    return result


def _differs(rival: Group, lead: Group) -> bool:
    """Is this truly another explanation: elsewhere, or of another kind, not the same lesion on more sides or roots?"""
    if lead.places and rival.places:
        return set(lead.places).isdisjoint(rival.places) or lead.truth_class != rival.truth_class
    return (rival.truth_class, rival.places, rival.condition) != (lead.truth_class, lead.places, lead.condition)


def _rivals(found: Posterior, groups: Groups) -> tuple[int, int]:
    """Leading explanation, and the likeliest that truly differs from it."""
    order = np.argsort(-groups.sums(found.alone), kind="stable")
    leader = int(order[0])
    others = (int(number) for number in order[1:] if _differs(groups.groups[int(number)], groups.groups[leader]))
    return leader, next(others, int(order[-1]))


def _given_others(found: Posterior, groups: Groups, loglik: Float, number: int) -> Float:
    """log10 probability of each finding given all others, under one explanation."""
    members = groups.of_state == number
    alone = found.alone[members]
    scale = alone.max()
    whole = float(alone.sum())
    without = (alone[None, :] / max(scale, _LEAST)) * np.exp(np.minimum(-loglik[:, members], 690.0))
    return np.asarray(np.log10(max(whole, _LEAST)) - np.log10(np.maximum(without.sum(axis=1) * scale, _LEAST)))


def evidence_weights(case: Case, found: Posterior, groups: Groups) -> tuple[Evidence, ...]:
    """What does each finding say for the leader against its best rival?

    Parameters
    ----------
    case : Case
        For the words of its findings.
    found : Posterior
        Of this case.
    groups : Groups
        The explanations.

    Returns
    -------
    tuple of Evidence
        In the order of the case; log10 units: +1 means ten times likelier under the leader, given all other findings.
        A weight belongs to this pair of explanations; it is no property of the finding.
    """
    count = max((finding.index for finding in case.findings), default=-1) + 1
    loglik = finding_log_likelihood(found, count)
    leader, rival = _rivals(found, groups)
    weights = _given_others(found, groups, loglik, leader) - _given_others(found, groups, loglik, rival)
    against = groups.label(rival, found.explains)
    used = {pattern.atom.finding for pattern in found.compiled.patterns}
    return tuple(
        Evidence(finding.index, finding.label, float(weights[finding.index]), against)
        for finding in case.findings
        if finding.index in used
    )
