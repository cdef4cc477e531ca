"""Shared strengths are learned from whole families of sources, and what is learned is tried on others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import check_grad

from myotome.evidence.explain import class_evidence as class_evidence_module
from myotome.evidence.explain.class_evidence import CaseEvidence, class_evidence, class_probability
from myotome.evidence.explain.free_parameters import FreeParameter, shared_strengths
from myotome.evidence.explain.learn_strengths import judged_start, published_cases, share_rows, strength_rows
from myotome.evidence.explain.strength_fit import (
    _loss,
    _precision,
    class_score,
    cross_validated,
    fit_strengths,
    learning_curve,
)
from myotome.explain import PARAMETERS, World, log_joint, world
from myotome.pathology import CLASSES, priors
from myotome.pathology.priors import settings

Array = np.ndarray
PATIENTS = Path(__file__).parents[2] / "benchmarks" / "localisation" / "cases"
STRENGTHS = tuple(
    FreeParameter(name, 0.5, 0.5, "logit", 0.01, 0.99, "fraction", "") for name in ("useful", "useless", "absent")
)


def made_up(number: int, families: int = 10) -> CaseEvidence:
    """A case in which moving the first strength up always helps the true class."""
    rng = np.random.default_rng(number)
    classes = rng.integers(0, len(CLASSES), 40)
    true = int(classes[0])
    slope = rng.normal(0, 0.3, (3, 40))
    slope[0] = np.where(classes == true, 1.0, 0.0)
    slope[2] = 0.0
    return CaseEvidence(f"{number}", f"{number % families}", rng.normal(0, 1, 40), slope, classes, true, True)


CASES = tuple(made_up(number) for number in range(60))


def test_the_gradient_is_that_of_the_loss() -> None:
    at = np.random.default_rng(0).normal(0, 0.3, 3 + len(CLASSES))
    given = (CASES[:7], _precision(STRENGTHS), 3)
    assert check_grad(lambda x: _loss(x, *given)[0], lambda x: _loss(x, *given)[1], at) < 1e-4


def test_a_useful_strength_is_moved_and_one_that_says_nothing_is_not() -> None:
    fit = fit_strengths(CASES, STRENGTHS)
    assert fit.move[0] > 0.3
    assert fit.move[2] == pytest.approx(0.0, abs=1e-6)
    assert fit.error[2] == pytest.approx(STRENGTHS[2].prior_error, rel=1e-3)
    assert class_score(CASES, fit).log_score > class_score(CASES).log_score


def test_no_case_is_scored_by_what_its_own_family_taught() -> None:
    one_family = tuple(made_up(number, families=1) for number in range(20))
    assert cross_validated(one_family, STRENGTHS) == class_score(one_family)


def test_more_families_teach_no_less_here() -> None:
    curve = learning_curve(CASES, STRENGTHS, (0.25, 1.0))
    assert curve[1.0].log_score > curve[0.25].log_score


def test_the_linear_picture_follows_the_model() -> None:
    """Around the judged values, moved strengths give nearly the posterior that the model itself gives."""
    cases, families = published_cases(PATIENTS)
    some, strengths = [replace(case, setting=None) for case in cases[::60]], shared_strengths()[:6]
    evidence = class_evidence(some, strengths, families, judged_start())
    move = np.full(len(strengths), 0.15)
    given = judged_start() | {one.name: one.from_scale(one.to_scale(one.prior) + 0.15) for one in strengths}
    for case, one in zip(some, evidence, strict=True):
        assert case.truth is not None
        joint = log_joint(case, World(world().states, given))
        weight = np.exp(joint - joint.max())
        number = [CLASSES.index(name) for name in (case.truth.class_,)]
        of_class = class_probability(one, move, np.zeros(len(CLASSES)))[0]
        true = weight[_states_of(number[0])].sum() / weight.sum()
        assert of_class[number[0]] == pytest.approx(true, abs=0.02)


def test_shares_learned_before_do_not_enter_what_is_learned_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever shares of the classes were learned before, learning again sees the same."""
    cases, families = published_cases(PATIENTS)
    printed = next(case for case in cases if case.setting == "published_case")

    def learned_now() -> Array:
        (one,) = class_evidence([printed], (), families, judged_start())
        none = np.zeros(len(CLASSES))
        return class_probability(one, none[:0], none)[0]

    before = learned_now()
    other = dict(settings()) | {"published_case": settings()["unspecified"]}
    for module in (priors, class_evidence_module):
        monkeypatch.setattr(module, "settings", lambda: other)
    assert learned_now() == pytest.approx(before, abs=1e-5)


def _states_of(number: int) -> np.ndarray:
    from myotome.evidence.explain.class_evidence import _class_of_state

    return _class_of_state(world()) == number


def test_rows_hold_what_was_learned() -> None:
    strengths = shared_strengths()
    count = len(strengths)
    from myotome.evidence.explain.strength_fit import StrengthFit

    fit = StrengthFit(np.full(count, 0.1), np.full(count, 0.2), np.zeros(len(CLASSES)))
    rows = {row["name"]: row for row in strength_rows(fit, PARAMETERS.written())}
    assert all(rows[one.name]["seen"] == "fitted" for one in strengths)
    assert all(float(rows[one.name]["low"]) < float(rows[one.name]["value"]) for one in strengths)
    assert sum(float(row["share"]) for row in share_rows(fit)) == pytest.approx(1.0, abs=1e-3)
