"""Answers of the example cases, worked out once for all tests of what is shown."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from myotome.answer.answer import Answer, assess
from myotome.exam import read_case

__all__ = ["DAY", "EXAMPLES", "EXAMPLE_NAMES", "assessed"]

DAY = date(2026, 1, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE_NAMES = tuple(sorted(path.stem for path in EXAMPLES.glob("*.yaml")))


@cache
def assessed(name: str) -> Answer:
    return assess(read_case(EXAMPLES / f"{name}.yaml"), made_on=DAY)
