"""The tables of the claims: every number has a source, every question a computation and a reason."""

from __future__ import annotations

import re

import pytest

from myotome.claims import Claim, claims, computations, find_claims
from myotome.claims.claim import ClaimQuestion
from myotome.claims.computed.registry import computed
from myotome.ledger import sources
from myotome.report.words.claims import TOPICS
from myotome.tables import ids

KINDS = {"causal", "diagnostic", "frequency", "course", "prognosis", "treatment", "anatomical"}
#: Digits that are names, not numbers: levels and roots.
NAMES = re.compile(r"[CTLS]\d+(-[CTLS]\d+)?")
QUESTIONS = [(claim, question) for claim in claims() for question in claim.questions]


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_every_claim_is_whole(claim: Claim) -> None:
    assert claim.kind in KINDS
    assert claim.topic in TOPICS
    assert claim.said_by
    assert claim.claim.endswith(".")
    assert claim.literature == "not found" or (claim.finding and "judgement" not in claim.source_keys)
    assert claim.literature != "not found" or claim.note


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_every_number_of_the_literature_stands_in_a_row_with_its_source(claim: Claim) -> None:
    assert re.search(r"\d", NAMES.sub("", claim.finding)) is None
    for number in claim.numbers:
        assert number.source in sources()
        assert number.source != "judgement"
        assert number.low is None or number.low <= number.value <= (number.high or number.value)


def test_every_number_is_used() -> None:
    used = {number.id for claim in claims() for number in claim.numbers}
    assert ids("claims/numbers", "id")() == used


@pytest.mark.parametrize(("claim", "question"), QUESTIONS, ids=lambda one: getattr(one, "computation", None))
def test_every_question_has_a_computation_and_units_that_fit(claim: Claim, question: ClaimQuestion) -> None:
    assert question.why
    value = computed(question.computation)
    assert value.unit == question.unit
    assert not question.beside or claim.number(question.beside).unit == value.unit


def test_every_computation_is_asked_for() -> None:
    assert set(computations()) == {question.computation for _, question in QUESTIONS}


@pytest.mark.parametrize("name", sorted(computations()))
def test_a_value_lies_in_its_interval_and_cites_its_sources(name: str) -> None:
    value = computed(name)
    assert value.said
    assert set(value.sources) <= set(sources())
    assert value.sources
    assert (value.low is None) == (value.interval == "")
    if value.low is not None and value.high is not None:
        assert value.low - 1e-9 <= value.value <= value.high + 1e-9


def test_a_word_finds_its_claims() -> None:
    assert {claim.topic for claim in find_claims("spasm")} >= {"spasm"}
    assert find_claims("no such word") == ()
    assert find_claims() == claims()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("bulge-resorbs", "protrusion-resorbs"),
        ("protrusion-resorbs", "extrusion-resorbs"),
        ("extrusion-resorbs", "sequestration-resorbs"),
        ("closure-reoperated", "no-closure-reoperated"),
        ("fissure-reoperated", "large-defect-reoperated"),
        ("first-episode-exercise", "first-episode-medical"),
        ("reoperated-1y", "reoperated-5y"),
        ("weak-side-curve", "half-weak-side-curve"),
        ("mri-alone", "mri-with-match"),
        ("ankle-jerk-kept-s1", "ankle-jerk-kept-l5"),
        ("lying-over-standing", "bent-over-standing"),
        ("incidental-protrusion-20", "incidental-protrusion-80"),
    ],
)
def test_values_stand_in_the_order_that_they_must(less: str, more: str) -> None:
    assert computed(less).value < computed(more).value


def test_fitted_is_told_from_composed() -> None:
    assert computed("bulge-resorbs").basis == "fitted"
    assert computed("regular-exercise-ratio").basis == "compared"
    assert computed("sitting-over-standing").basis == "composed"
    assert computed("disc-count").basis == "input"
