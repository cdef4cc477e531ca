"""Every probability is one, and what should add up does."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from myotome.explain import Explanation, explain, posterior_of
from myotome.explain.inference.posterior import Posterior, causes_prior, posterior
from myotome.explain.likelihood.model_world import world
from myotome.pathology import CLASSES, condition_priors, conditions
from support.compact_cases import COMPACT, compact

NAMES = tuple(COMPACT)


@cache
def found(name: str) -> Posterior:
    return posterior_of(compact(name))


@cache
def answered(name: str) -> Explanation:
    return explain(compact(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_posterior_adds_up(name: str) -> None:
    one = found(name)
    assert sum(one.by_number) == pytest.approx(1.0, abs=1e-12)
    assert one.sole_cause.sum() == pytest.approx(one.by_number[0], abs=1e-12)
    assert one.responsibility.sum() == pytest.approx(1.0, abs=1e-9)
    # a cause alone is one, a pair two, a triple three
    expected = one.by_number[0] + 2 * one.by_number[1] + 3 * one.by_number[2]
    assert one.any_cause.sum() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_parts_never_exceed_wholes(name: str) -> None:
    one = found(name)
    for share in (one.sole_cause, one.any_cause, one.responsibility, one.necessity):
        assert share.min() >= 0.0
        assert share.max() <= 1.0 + 1e-12
    assert (one.sole_cause <= one.responsibility + 1e-12).all()
    assert (one.responsibility <= one.any_cause + 1e-9).all()
    assert (one.necessity <= one.any_cause + 1e-12).all()
    assert sum(pair.probability for pair in one.pairs) <= one.by_number[1] + 1e-12
    assert sum(triple.probability for triple in one.triples) <= one.by_number[2] + 1e-12
    assert 0.0 <= one.left_out <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_no_pair_or_triple_excludes_itself(name: str) -> None:
    """One disc herniates once, and one disease has one pattern at a time."""
    states = world().states
    told = [hypothesis.states for hypothesis in (*found(name).pairs, *found(name).triples)]
    assert told
    for together in told:
        keys = [states.causes[states.cause[state]].exclusive for state in together]
        assert len(set(keys)) == len(together)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_holds_probabilities_only(name: str) -> None:
    answer = answered(name)
    assert tuple(answer.classes) == CLASSES
    assert sum(answer.classes.values()) == pytest.approx(1.0, abs=1e-9)
    told = [*answer.classes.values(), answer.disc_to_blame.probability, answer.red_flag.probability, answer.left_out]
    told += [cause.probability for cause in answer.causes] + [place.probability for place in answer.places]
    told += [disc.probability for disc in answer.discs]
    told += [muscle.by_disc for muscle in answer.muscles]
    told += [share for muscle in answer.muscles for _, share in muscle.lesions]
    assert min(told) >= 0.0
    assert max(told) <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_lists_are_best_first(name: str) -> None:
    answer = answered(name)
    for listed in (answer.causes, answer.places, answer.discs):
        shares = [item.probability for item in listed]
        assert shares == sorted(shares, reverse=True)
    assert sum(cause.probability for cause in answer.causes) <= 1.0 + 1e-9
    assert all(sum(disc.types.values()) == pytest.approx(1.0) for disc in answer.discs)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_plain_json_with_its_sources(name: str) -> None:
    answer = answered(name)
    assert json.loads(json.dumps(answer.to_dict(), allow_nan=False)) == answer.to_dict()
    assert answer.sources()
    assert len(answer.tables_hash) == 16


@pytest.mark.parametrize(("setting", "age", "sex"), [(None, None, None), ("spine_clinic", 70, "male")])
def test_no_observation_gives_back_the_prior(setting: str | None, age: float | None, sex: str | None) -> None:
    states = world().states
    prior = states.prior(condition_priors(setting, age, sex))
    one = posterior([], prior, states.exclusive)
    assert one.sole_cause / one.sole_cause.sum() == pytest.approx(prior, abs=1e-12)
    assert one.by_number[1] / one.by_number[0] == pytest.approx(causes_prior()[1] / causes_prior()[0], rel=1e-9)
    assert one.responsibility == pytest.approx(prior, abs=2e-3)
    assert one.pairs


def test_a_patient_without_findings_has_the_classes_of_the_setting() -> None:
    case = compact("l5_root").with_findings(())
    answer = explain(case, with_next_tests=False)
    priors = condition_priors(case.setting, case.demographics.age, case.demographics.sex)
    expected = dict.fromkeys(CLASSES, 0.0)
    for condition, share in priors.items():
        expected[conditions()[condition].truth_class] += share
    assert answer.outcome == "not_examined"
    assert answer.evidence == ()
    # pairs of causes that exclude each other shift a little
    assert answer.classes == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize("name", NAMES)
def test_evidence_is_finite_and_names_its_finding(name: str) -> None:
    answer, case = answered(name), compact(name)
    labels = {finding.index: finding.label for finding in case.findings}
    stated = [item for item in answer.evidence if item.finding is not None]
    assert {item.finding for item in stated} | {item.finding for item in answer.unused} == set(labels)
    assert all(item.label == labels[item.finding] for item in stated)
    assert all(item.label.startswith("not mentioned") for item in answer.evidence if item.finding is None)
    assert np.isfinite([item.weight for item in answer.evidence]).all()
