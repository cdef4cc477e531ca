"""Next best test: how much is each test not yet done expected to tell about the answer, for what it costs?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeGuard

import numpy as np

from myotome.exam import Case, Finding, Imaging, case_from_mapping
from myotome.explain.conclusions.explanations import Groups
from myotome.explain.explanation import LikelyDisc, NextTest
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood import observations_of_finding
from myotome.explain.likelihood.by_kind.disc_images import incidental_rate
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.explain.next_test.candidates import TO_ORDER, Examination, Proposal, Written, examinations, proposals
from myotome.explain.next_test.hypotheses import Hypotheses, leading_hypotheses
from myotome.explain.red_flags.first_questions import first_questions

__all__ = ["Examination", "examinations", "next_tests"]

_LEAST_BITS = 1e-3
_READINGS = 3
_ALIKE = 0.5
_LOOKED_AT = 10
# share of its bits that a test must add to those of another to stand beside it
_NEW = 0.3
# ties are resolved by name, not by the last bits of a sum
_DIGITS = 9
_ABNORMAL_IS_ONE_MINUS = frozenset({"sensation", "reflex"})


def _sides(groups: Groups, posterior: Posterior) -> tuple[str, ...]:
    """Sides worth examining: that of the leading explanations."""
    sums = {"left": 0.0, "right": 0.0}
    for group, weight in zip(groups.groups, groups.sums(posterior.responsibility), strict=True):
        for side in sums:
            sums[side] += float(weight) if group.side in {side, "bilateral"} else 0.0
    order = sorted(sums, key=lambda side: (-sums[side], side))
    return (order[0],) if sums[order[1]] < 0.5 * sums[order[0]] else tuple(sorted(order))


def _chance_of(finding: Finding, test: Examination, hypotheses: Hypotheses, case: Case) -> Floats | None:
    """Probability that a test finds this, for each hypothesis; None where the model has no use for it."""
    seen = test.aims if finding.kind == "imaging" else None
    observations = observations_of_finding(finding, hypotheses.world, case)
    if not observations:
        return None
    total = np.zeros(len(hypotheses.weight))
    for observation in observations:
        total += observation.log_likelihood(hypotheses.left_standing(observation, seen))
    chance = np.clip(np.exp(np.minimum(total, 0.0)), 0.0, 1.0)
    if _denies(finding):
        return 1.0 - chance * (1.0 - incidental_rate(finding.levels[0], finding.finding, case.demographics.age))
    return 1.0 - chance if finding.kind in _ABNORMAL_IS_ONE_MINUS else chance


def _denies(finding: Finding) -> TypeGuard[Imaging]:
    """Whether this is an image without any of the herniations looked for."""
    return isinstance(finding, Imaging) and not finding.present


def _entropy(p: Floats) -> Floats:
    """Entropy of each row, in bits."""
    return np.asarray(-(p * np.log2(np.where(p > 0.0, p, 1.0))).sum(axis=-1))


def _outcomes(readings: Sequence[Floats]) -> Floats:
    """Probability of each outcome of some readings together, for each hypothesis: shape (outcomes, hypotheses)."""
    result = np.ones((1, len(readings[0])))
    for chance in readings:
        result = np.concatenate([result * chance, result * (1.0 - chance)])
    return result


def _informations(chances: Floats, hypotheses: Hypotheses) -> Floats:
    """Mutual information, in bits, between each of some readings alone and the answer: shape (readings,)."""
    whole = hypotheses.joint.sum(axis=0)
    abnormal = chances @ hypotheses.joint
    joint = np.stack([abnormal, np.maximum(whole - abnormal, 0.0)])
    chance = joint.sum(axis=2)
    after = (chance * _entropy(joint / np.maximum(chance, 1e-300)[:, :, None])).sum(axis=0)
    return np.asarray(np.maximum(0.0, _entropy(whole) - after))


def _information(readings: Sequence[Floats], hypotheses: Hypotheses) -> float:
    """Mutual information, in bits, between the outcome of a test and the answer."""
    joint = _outcomes(readings) @ hypotheses.joint
    chance = joint.sum(axis=1)
    after = _entropy(joint / np.maximum(chance, 1e-300)[:, None])
    return max(0.0, float(_entropy(joint.sum(axis=0)) - chance @ after))


@dataclass(frozen=True, eq=False)
class _Rated:
    """A test on a side, its information, and the chance of each reading that matters."""

    test: Examination
    side: str
    bits: float
    readings: tuple[Floats, ...]


def _rated(proposal: Proposal, readings: Sequence[_Reading], hypotheses: Hypotheses) -> _Rated:
    """Rate a test by the readings that it is made for and its most informative others, seen together."""
    ranked = sorted(readings, key=lambda one: (not one.first, 0.0 if one.first else -round(one.bits, _DIGITS)))
    order = [one.chance for one in ranked[:_READINGS]]
    bits = _information(order, hypotheses) if len(order) > 1 else sum(one.bits for one in ranked)
    return _Rated(proposal.test, proposal.side, bits, tuple(order))


@dataclass(frozen=True, eq=False)
class _Reading:
    """What a test may find: its chance under each hypothesis, and its information alone.

    Attributes
    ----------
    first : bool
        Whether it is what the test is made for.
    """

    chance: Floats
    bits: float
    first: bool


_read: dict[str, Finding] = {}


def _findings(readings: Sequence[Written]) -> list[Finding]:
    """Findings that proposed tests may give; each is read once, whatever the case."""
    written = [json.dumps(reading) for reading in readings]
    new = {text: reading for text, reading in zip(written, readings, strict=True) if text not in _read}
    if new:
        asked = {"id": "proposed", "demographics": {"age": None, "sex": None}, "findings": list(new.values())}
        _read.update(zip(new, case_from_mapping(asked).findings, strict=True))
    return [_read[text] for text in written]


def _rate(made: Sequence[Proposal], hypotheses: Hypotheses, case: Case) -> list[_Rated]:
    """Rate every proposed test."""
    proposed = [(number, reading) for number, proposal in enumerate(made) for reading in proposal.readings]
    found: list[tuple[int, Finding, Floats]] = []
    for (number, _), finding in zip(proposed, _findings([reading for _, reading in proposed]), strict=True):
        chance = _chance_of(finding, made[number].test, hypotheses, case)
        if chance is not None:
            found.append((number, finding, chance))
    chances = np.array([chance for _, _, chance in found]).reshape(len(found), len(hypotheses.weight))
    readings: list[list[_Reading]] = [[] for _ in made]
    for (number, finding, chance), bits in zip(found, _informations(chances, hypotheses).tolist(), strict=True):
        readings[number].append(_Reading(chance, bits, _denies(finding)))
    return [_rated(proposal, own, hypotheses) for proposal, own in zip(made, readings, strict=True)]


def _on_both_sides(rated: Sequence[_Rated], hypotheses: Hypotheses) -> list[_Rated]:
    """Join a test of the left and of the right into one where both are about equally informative."""
    result: list[_Rated] = []
    for _, group in groupby(rated, key=lambda item: item.test):
        items = list(group)
        bits = [item.bits for item in items]
        if len(items) == 2 and min(bits) >= _ALIKE * max(bits):
            both = items[0].readings + items[1].readings
            items = [_Rated(items[0].test, "bilateral", _information(both, hypotheses), both)]
        result += items
    return result


def _adds(rated: _Rated, other: _Rated, hypotheses: Hypotheses) -> float:
    """Bits that a test adds to those of another."""
    return _information((*rated.readings, *other.readings), hypotheses) - other.bits


def _chosen(rated: Sequence[_Rated], hypotheses: Hypotheses, count: int) -> list[_Rated]:
    """The most informative tests for their burden; those that mostly repeat a test chosen before are left out."""
    left = {item: item.bits for item in sorted(rated, key=_best_first)[: _LOOKED_AT * count]}
    chosen: list[_Rated] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda item: round(left[item] / item.test.burden, _DIGITS))
        chosen.append(best)
        del left[best]
        left = {item: min(bits, _adds(item, best, hypotheses)) for item, bits in left.items()}
        left = {item: bits for item, bits in left.items() if bits > max(_LEAST_BITS, _NEW * item.bits)}
    return chosen


def _best_first(rated: _Rated) -> tuple[float, str, str]:
    return (-round(rated.bits / rated.test.burden, _DIGITS), rated.test.id, rated.side)


def _most_informative(rated: Sequence[_Rated], hypotheses: Hypotheses, count: int) -> list[_Rated]:
    """Investigations to order: the most informative at any burden, and the most informative for their burden."""
    if not rated or not count:
        return []
    best = min(rated, key=lambda item: (-round(item.bits, 2), _best_first(item)))
    others = [item for item in rated if item is not best and not _redundant(item, best, hypotheses)]
    return [best, *_chosen(others, hypotheses, count - 1)]


def _redundant(rated: _Rated, other: _Rated, hypotheses: Hypotheses) -> bool:
    """Whether a test mostly repeats another, for no less burden."""
    return rated.test.burden >= other.test.burden and _adds(rated, other, hypotheses) <= _NEW * rated.bits


def _listed(rated: Sequence[_Rated], hypotheses: Hypotheses, count: int) -> list[_Rated]:
    """Bedside tests, and some investigations to order, whose burden keeps them from ever leading the list."""
    to_order = [item for item in rated if item.test.finding_type in TO_ORDER]
    beside = _chosen(
        [item for item in rated if item not in to_order], hypotheses, count - min(len(to_order), count * 2 // 5)
    )
    return sorted(beside + _most_informative(to_order, hypotheses, count - len(beside)), key=_best_first)


_IN_WORDS = {"left": " (left)", "right": " (right)", "bilateral": " (both sides)"}


def _finished(rated: _Rated, hypotheses: Hypotheses) -> NextTest:
    """A test in words, with the explanation that gains most if anything is abnormal, and if nothing is."""
    test, sided = rated.test, rated.side in _IN_WORDS
    identity = f"{test.id}_{rated.side}" if sided else test.id
    label = test.label + _IN_WORDS.get(rated.side, "")
    normal = np.prod([1.0 - chance for chance in rated.readings], axis=0)
    return NextTest(
        identity, label, rated.bits, test.burden, hypotheses.gains_most(1.0 - normal), hypotheses.gains_most(normal)
    )


def next_tests(
    case: Case, posterior: Posterior, world: World, groups: Groups, discs: tuple[LikelyDisc, ...], count: int = 10
) -> tuple[NextTest, ...]:
    """The tests not yet done that are most informative about the answer, per unit of burden.

    Parameters
    ----------
    case : Case
        What has been examined.
    posterior : Posterior
        Of this case.
    world : World
        States and wiring.
    groups : Groups
        The explanations that the tests shall distinguish.
    discs : tuple of LikelyDisc
        Herniations that imaging would look for.
    count : int
        At most this many tests; of a patient of whom nothing is known, after the questions about red flags.

    Returns
    -------
    tuple of NextTest
        Best first; nothing to order before anything was asked. The information is about which of the leading
        explanations is right, by class and place, and whether a disc is behind it; which side or which severity it has
        counts for nothing.
    """
    lead = leading_hypotheses(case, posterior, world, groups)
    made = proposals(case, _sides(groups, posterior), discs, lead.names)
    first = [] if case.findings else _asked_first(case)
    if first:
        asked = {one.test for one in first}
        made = [one for one in made if one.test not in asked and one.test.finding_type not in TO_ORDER]
    rated = [item for item in _on_both_sides(_rate(made, lead, case), lead) if item.bits > _LEAST_BITS]
    return tuple(_finished(item, lead) for item in (*_rate(first, lead, case), *_listed(rated, lead, count)))


def _asked_first(case: Case) -> list[Proposal]:
    """Questions about red flags, whatever they are expected to tell."""
    known = {test.finding: test for test in examinations() if test.finding_type == "history"}
    return [
        Proposal(known[one.item], "none", ({"type": "history", "item": one.item, "value": one.yes},))
        for one in first_questions(case)
    ]
