"""Weights of evidence: exact likelihood ratios of the printed leader against a printed rival that truly differs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest

from myotome.exam import Case
from myotome.explain import Explanation, explain, said_together
from myotome.explain.conclusions.explanations import ExplanationGroup, group_states
from myotome.explain.conclusions.weights import rivals
from myotome.explain.explanation import Evidence
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.pipeline import posterior_of
from support.compact_cases import C7_ROOT, CARPAL_TUNNEL, COMPACT, compact, emg, patient

Array = np.ndarray

STATES = world().states
GROUPS = group_states(STATES)
#: A root of one arm and the median nerve of the other, each confirmed.
NECK_AND_WRIST = [*C7_ROOT, emg(["triceps_brachii", "cervical_paraspinals"], "left", "denervation"), *CARPAL_TUNNEL]


@cache
def answered(name: str) -> Explanation:
    return explain(compact(name), with_next_tests=False)


@cache
def pair_case() -> Case:
    return patient(NECK_AND_WRIST)


def _of_groups(labels: Iterable[str], found: Posterior) -> tuple[int, ...]:
    """Numbers of the explanations with these labels."""
    by_label = {GROUPS.label(number, found.responsibility): number for number in range(len(GROUPS.groups))}
    return tuple(by_label[label] for label in labels)


def _key(item: Evidence) -> int | str:
    """The finding, or the topic that the record is silent on."""
    return item.label if item.finding is None else item.finding


def _log_likelihood(found: Posterior, members: list[Array], left_out: int | str | None, old: int | None) -> Array:
    """Of all findings but one, of each state of an explanation or each pair of two; with a kind of old disease."""
    total = np.zeros([len(one) for one in members])
    for number, pattern in enumerate(found.compiled.patterns):
        if left_out not in {pattern.observation.finding, pattern.observation.label}:
            rows = [pattern.rows[pattern.of_state[one]] for one in members]
            both = rows[0] if len(rows) == 1 else rows[0][:, None, :] * rows[1][None, :, :]
            if old is not None and found.beside is not None and number in found.beside.patterns:
                both = both * pattern.rows[found.beside.rows[old][found.beside.patterns.index(number)]]
            total += pattern.observation.log_likelihood(both)
    return total


def _log_evidence(found: Posterior, numbers: tuple[int, ...], left_out: int | str | None) -> float:
    """log10 probability of the findings but one under an explanation, or two, by brute force."""
    members = [np.flatnonzero((GROUPS.of_state == number) & (found.prior > 0.0)) for number in numbers]
    weight, prior = np.exp(_log_likelihood(found, members, left_out, None)), found.prior[members[0]]
    if len(members) == 2:
        prior = np.outer(prior, found.prior[members[1]])
        prior[found.exclusion.table(*members)] = 0.0
    elif found.beside is not None:
        weight = weight * found.beside.without[members[0]]
        for kind, chance in enumerate(found.beside.chance):
            with_old = np.where(found.beside.with_old[kind, members[0]] > 0.0, chance, 0.0)
            weight = weight + with_old * np.exp(_log_likelihood(found, members, left_out, kind))
    return float(np.log10((prior * weight).sum()))


@pytest.mark.parametrize("name", COMPACT)
def test_the_rival_is_the_next_that_the_answer_names(name: str) -> None:
    """Whoever reads "next most likely" reads below it what speaks for and against that very explanation."""
    answer = answered(name)
    lead, *others = said_together(answer.causes, answer.diseases)
    named = [cause.label for cause in others if cause.probability >= 0.01]
    (against,) = {item.against for item in answer.evidence}
    assert against == (named[0] if named else against) != lead.label


@pytest.mark.parametrize("name", ["l5_root", "c7_root", "carpal_tunnel"])
def test_weights_are_exact_ratios(name: str) -> None:
    case = compact(name)
    found, answer = posterior_of(case), answered(name)
    chosen = rivals(found, GROUPS)
    assert chosen is not None
    lead, rival = (
        (GROUPS.index[ExplanationGroup(c.classes[0], c.places, None if c.places else c.conditions[0], c.side)],)
        for c in chosen
    )
    for item in answer.evidence:
        expected = _log_evidence(found, lead, None) - _log_evidence(found, lead, _key(item))
        expected -= _log_evidence(found, rival, None) - _log_evidence(found, rival, _key(item))
        assert item.weight == pytest.approx(expected, abs=1e-6)


def test_two_causes_together_are_weighed_against_one_of_them() -> None:
    case = pair_case()
    found, answer = posterior_of(case), explain(case, with_next_tests=False)
    lead = answer.causes[0]
    assert len(lead.conditions) == 2
    rival = answer.evidence[0].against
    two, one = _of_groups(lead.label.split("; and "), found), _of_groups(rival.split("; and "), found)
    for item in answer.evidence:
        expected = _log_evidence(found, two, None) - _log_evidence(found, two, _key(item))
        expected -= _log_evidence(found, one, None) - _log_evidence(found, one, _key(item))
        assert item.weight == pytest.approx(expected, abs=1e-6)


def test_another_kind_is_weighed_where_the_best_rival_is_of_the_same() -> None:
    """A root against the next root, and against a nerve."""
    answer = answered("l5_root")
    lead, rival = answer.causes[0], next(c for c in answer.causes if c.label == answer.evidence[0].against)
    assert lead.classes == rival.classes == ("radiculopathy",)
    against = list(dict.fromkeys(item.against for item in answer.evidence_of_another_kind))
    assert "root" not in against[0]
    weighed = [item.label for item in answer.evidence_of_another_kind if item.against == against[0]]
    assert weighed == [item.label for item in answer.evidence]


@pytest.mark.parametrize("name", ["l5_root", "c7_root"])
def test_what_a_lesion_itself_shows_is_weighed_against_pain_alone(name: str) -> None:
    """The weak muscle speaks for the root, although every rival that lesions the root too explains it as well."""
    answer = answered(name)
    against = answer.evidence_of_another_kind[-1].against
    alone = [item for item in answer.evidence_of_another_kind if item.against == against]
    assert not against.startswith(("L5 root", "C7 root"))
    assert "nerve" not in against
    weak = [item for item in alone if "MRC" in item.label and item.is_notable and item.weight > 0.0]
    assert weak


def test_silence_is_evidence() -> None:
    assert any(item.finding is None and item.is_notable for item in answered("peroneal").evidence)


@pytest.mark.parametrize("name", ["carpal_tunnel", "peroneal", "c7_root", "l5_root"])
def test_the_rival_of_another_kind_explains_something(name: str) -> None:
    """Nobody asks of a numb right hand whether it is a root of the left leg: the rival lies where the findings are."""
    found = answered(name)
    assert found.evidence_of_another_kind
    assert found.evidence_of_another_kind[0].against.partition(":")[0].endswith(found.causes[0].side)
