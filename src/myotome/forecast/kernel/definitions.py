"""The definitions that the kernel applies week by week, read from the table of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from myotome.arrays import SingleFloats
from myotome.forecast.kernel.indices import CourseRule
from myotome.tables import Anything, Every, TomlTable, integer, number, text

__all__ = ["outcome_table", "rule_numbers", "rules"]


_DEFINITION = {"value": number(0, 1000), "unit": text()}
_OUTCOMES = TomlTable(
    "forecast/outcomes.toml",
    {
        "rule": Every(_DEFINITION),
        "measure": Every(Anything()),
        "step": {
            "linear": Every(number(0, 100)),
            **dict.fromkeys(("log", "logit", "smd", "comparison"), number(0, 10)),
        },
        "unsure": Every(number(0, 10)),
        "window": {"weeks": integer(1, 52)},
        "outcome": Every(
            {
                "class": text(),
                "unit": text(),
                **dict.fromkeys(("value", "change", "share", "by", "weeks_to"), text(optional=True)),
            }
        ),
    },
)


@cache
def outcome_table() -> Mapping[str, Any]:
    """The table of outcomes, measures and rules as it stands."""
    return _OUTCOMES.read()


@cache
def rules() -> Mapping[str, float]:
    """Definitions that the kernel applies week by week, by name."""
    return {name: float(entry["value"]) for name, entry in outcome_table()["rule"].items()}


def rule_numbers() -> SingleFloats:
    """Return the definitions that the kernel applies, in the order of `CourseRule`."""
    return np.array([rules()[rule.name] for rule in CourseRule], dtype=np.float32)
