"""The judged numbers of the exercise choice, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.sources import read_toml

__all__ = ["exercise_rule", "lost_percent", "rule_text", "spinal_scopes"]


@cache
def _rules() -> Mapping[str, Any]:
    return read_toml("care_exercise_rules.toml")


def exercise_rule(section: str, name: str) -> float:
    """One number of care_exercise_rules.toml.

    Examples
    --------
    >>> exercise_rule("load", "co_contraction") > 1.0
    True
    """
    return float(_rules()[section][name])


def lost_percent(grade: float) -> float:
    """Strength that a muscle of this grade has lost, percent; between grades in a line.

    Examples
    --------
    >>> lost_percent(5.0), lost_percent(0.0) > lost_percent(3.5) > lost_percent(4.0)
    (0.0, True)
    """
    table = {float(mrc): float(lost) for mrc, lost in _rules()["grade"]["lost_percent"].items()}
    low, high = max(mrc for mrc in table if mrc <= grade), min(mrc for mrc in table if mrc >= grade)
    share = 0.0 if high == low else (grade - low) / (high - low)
    return table[low] + share * (table[high] - table[low])


def spinal_scopes() -> tuple[str, ...]:
    """Conditions for which the muscles that steady the spine are trained."""
    return tuple(_rules()["scope"]["spinal"])


def rule_text(section: str, name: str) -> str:
    """One text of care_exercise_rules.toml."""
    return str(_rules()[section][name])
