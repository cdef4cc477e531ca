"""The definitions that the kernel applies week by week, read from the table of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from myotome.arrays import SingleFloats
from myotome.forecast.kernel.indices import Rule
from myotome.tables import read_toml

__all__ = ["outcome_table", "rule_numbers", "rules"]


@cache
def outcome_table() -> Mapping[str, Any]:
    """The table of outcomes, measures and rules as it stands."""
    return read_toml("forecast/outcomes.toml")


@cache
def rules() -> Mapping[str, float]:
    """Definitions that the kernel applies week by week, by name."""
    return {name: float(entry["value"]) for name, entry in outcome_table()["rule"].items()}


def rule_numbers() -> SingleFloats:
    """Return the definitions that the kernel applies, in the order of `Rule`."""
    return np.array([rules()[rule.name] for rule in Rule], dtype=np.float32)
