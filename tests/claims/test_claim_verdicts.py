"""The verdict follows by rule from what the literature says and what the model gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from myotome.claims import ModelValue, claims, review
from myotome.claims.claim import Claim, ClaimQuestion, LiteratureNumber
from myotome.claims.verdict import answer, model_word, verdict
from myotome.errors import UnknownNameError

NUMBER = LiteratureNumber("n", "what", 0.4, 0.3, 0.5, "fraction", "chiu2015", "abstract", "")
QUESTION = ClaimQuestion("c", 0.2, None, "n", "fraction", "why")
VALUE = ModelValue("c", 0.4, 0.3, 0.5, "fraction", "said", "of people", "composed", ("judgement",))


def claim(literature: Any = "supports") -> Claim:
    return replace(claims()[0], literature=literature, numbers=(NUMBER,), questions=(QUESTION,))


def word(low: float, high: float, question: ClaimQuestion = QUESTION) -> str:
    return answer(claim(), question, replace(VALUE, value=(low + high) / 2, low=low, high=high)).word


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.2, 0.9, "for"), (0.1, 0.19, "against"), (0.1, 0.2, "cannot tell"), (0.19, 0.5, "cannot tell")],
)
def test_the_whole_interval_must_lie_within_the_bounds(low: float, high: float, said: str) -> None:
    assert word(low, high) == said


def test_a_value_only_set_beside_the_literature_says_nothing() -> None:
    assert word(0.0, 1.0, replace(QUESTION, holds_from=None)) == "not asked"


def test_a_value_without_interval_counts_as_it_is() -> None:
    bare = replace(VALUE, low=None, high=None)
    assert answer(claim(), QUESTION, bare).word == "for"
    assert answer(claim(), replace(QUESTION, holds_from=0.41), bare).word == "against"


@pytest.mark.parametrize(("low", "high", "near"), [(0.45, 0.9, "agree"), (0.51, 0.9, "differ"), (0.0, 0.29, "differ")])
def test_intervals_that_touch_agree(low: float, high: float, near: str) -> None:
    assert answer(claim(), QUESTION, replace(VALUE, value=low, low=low, high=high)).near == near


def conclusion(literature: str, *bounds: tuple[float, float]) -> str:
    of = claim(literature)
    values = [replace(VALUE, value=low, low=low, high=high) for low, high in bounds]
    return verdict(of, [answer(of, QUESTION, value) for value in values]).conclusion


FOR, AGAINST, NEITHER = (0.3, 0.5), (0.0, 0.1), (0.1, 0.5)


@pytest.mark.parametrize(
    ("literature", "model", "said"),
    [
        ("supports", FOR, "holds"),
        ("supports", NEITHER, "holds"),
        ("supports", AGAINST, "disputed"),
        ("qualifies", FOR, "qualified"),
        ("qualifies", AGAINST, "doubtful"),
        ("contradicts", AGAINST, "does not hold as said"),
        ("contradicts", FOR, "disputed"),
        ("not found", FOR, "open"),
        ("not found", NEITHER, "open"),
        ("not found", AGAINST, "doubtful"),
    ],
)
def test_the_rule(literature: str, model: tuple[float, float], said: str) -> None:
    assert conclusion(literature, model) == said


def test_values_that_speak_both_ways_are_divided() -> None:
    of = claim()
    both = [answer(of, QUESTION, replace(VALUE, low=low, high=high)) for low, high in (FOR, AGAINST)]
    assert model_word(both) == "divided"
    assert verdict(of, both).conclusion == "holds, with doubt"


def test_the_model_alone_never_makes_a_claim_hold() -> None:
    for models in product((FOR, AGAINST, NEITHER), repeat=2):
        assert conclusion("not found", *models) in {"open", "doubtful"}
    assert "no evidence" in review("imbalance-not-cause-of-bulge").verdict.sentence


def test_agreement_with_what_was_fitted_is_called_so() -> None:
    of = claim()
    fitted = verdict(of, [answer(of, QUESTION, replace(VALUE, basis="fitted"))]).sentence
    assert "no second witness" in fitted
    assert "no second witness" not in verdict(of, [answer(of, QUESTION, VALUE)]).sentence


def test_an_unknown_claim_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as error:
        review("bulges-go-awy")
    assert "bulges-go-away" in error.value.nearest
