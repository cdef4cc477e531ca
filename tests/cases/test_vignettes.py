"""Whole cases composed from typical presentations, written before the model was run on any of them.

They are textbook-shaped, so the scores flatter; what the test guards is that no change makes the medicine worse.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from myotome.evidence.evaluated_cases import Evaluation, evaluation
from myotome.exam import read_case

VIGNETTES = sorted((Path(__file__).parent / "vignettes").glob("*.yaml"))


@cache
def scored() -> Evaluation:
    return evaluation([read_case(path) for path in VIGNETTES])


def test_there_is_a_vignette_of_every_class() -> None:
    assert len(VIGNETTES) > 150
    assert len({case.class_true for case in scored().full.cases}) == 14


@pytest.mark.parametrize(
    ("score", "least"), [("class_top1", 0.92), ("class_top3", 0.97), ("place_top1", 0.88), ("disc_level", 0.90)]
)
def test_answers_are_right_with_all_findings(score: str, least: float) -> None:
    assert getattr(scored().full, score) >= least


def test_answers_are_right_at_the_bedside() -> None:
    bedside = scored().bedside
    assert bedside.class_top1 >= 0.90
    assert bedside.place_top1 >= 0.85


def test_no_disc_is_blamed_with_proof_where_none_is_to_blame() -> None:
    blamed = [case for case in scored().full.cases if case.disc_verdict == "proven" and not case.disc_to_blame_true]
    assert blamed == []


def test_disc_verdicts_and_red_flags_are_right() -> None:
    scores = scored().full
    assert scores.disc_accuracy >= 0.95
    assert scores.sensitivity >= 0.95
    assert scores.specificity >= 0.90


def test_probabilities_mean_what_they_say() -> None:
    assert scored().full.ece <= 0.08
