"""Answers that a server keeps: the last ones, no more of them than their tables may hold."""

from __future__ import annotations

import pytest

from myotome.exam import Case, case_from_mapping
from myotome.web.answer import computing
from myotome.web.answer.computing import Answers
from support.compact_cases import strength


def of_age(age: int) -> Case:
    finding = strength("extensor_hallucis_longus", "left", 3)
    return case_from_mapping({"id": "x", "demographics": {"age": age, "sex": None}, "findings": [finding]})


def test_what_is_asked_again_is_not_computed_again_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers()
    first, second = (answers.of(of_age(age), str(age), tests=False) for age in (40, 50))
    assert answers.of(of_age(40), "40", tests=False) is first
    held = first.assessment.posterior.held + second.assessment.posterior.held
    assert held > 1_000_000
    monkeypatch.setattr(computing, "_MOST_BYTES", held)
    answers.of(of_age(60), "60", tests=False)
    assert answers.of(of_age(40), "40", tests=False) is first, "what was asked for last stays"
    assert answers.of(of_age(50), "50", tests=False) is not second
