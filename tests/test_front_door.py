"""`import myotome as mt`: everything at one door, nothing heavy before it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import myotome as mt

ROOT = Path(__file__).parents[1]
HEAVY = ("numpy", "numba", "scipy", "yaml", "pydantic", "typer", "rich", "typing_extensions")


@pytest.mark.parametrize("name", mt.__all__)
def test_every_name_opens(name: str) -> None:
    assert getattr(mt, name) is not None
    assert name in dir(mt)


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = mt.nonsense  # type: ignore[attr-defined]


def test_the_errors_cost_nothing_heavy() -> None:
    code = f"import sys, myotome as mt; mt.InputError; print([name for name in {HEAVY} if name in sys.modules])"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def test_an_answer_from_the_front_door() -> None:
    answer = mt.assess(mt.read_case(ROOT / "examples" / "peroneal-palsy.yaml"))
    assert isinstance(answer, mt.Answer)
    assert isinstance(answer.explanation, mt.Explanation)
    assert isinstance(answer.plan, mt.Plan)
    assert isinstance(answer.load("standing", draws=0), mt.LoadAnswer)
    assert answer.forecast(["nsaid"]).outcome is mt.Outcome.COMPUTED
    assert answer.to_dict()["id"] == answer.case.id
    assert list(mt.sources(answer)) == list(mt.citation(answer).keys)
    assert mt.sources(answer).items() < mt.sources().items()


def test_what_is_no_case_is_refused_with_the_way_to_one() -> None:
    with pytest.raises(mt.InputError, match="read_case"):
        mt.assess("case.yaml")  # type: ignore[arg-type]
    with pytest.raises(mt.InputError, match="case_from_mapping"):
        mt.read_case({"id": "example"})  # type: ignore[arg-type]
