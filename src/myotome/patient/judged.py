"""The judged numbers of a plan and of the choice of exercises, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.tables import read_toml

__all__ = ["exercise_rule", "limit", "limits", "lost_percent", "spinal_scopes"]


@cache
def limits(section: str) -> Mapping[str, Any]:
    """One section of patient/limits.toml."""
    entry: Mapping[str, Any] = read_toml("patient/limits.toml")[section]
    return entry


def limit(section: str, name: str) -> float:
    """One number of patient/limits.toml.

    Examples
    --------
    >>> 0.0 < limit("limit", "in_play") < 1.0
    True
    """
    return float(limits(section)[name])


@cache
def _rules() -> Mapping[str, Any]:
    return read_toml("care/exercise/rules.toml")


def exercise_rule(section: str, name: str) -> float:
    """One number of care/exercise/rules.toml.

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
