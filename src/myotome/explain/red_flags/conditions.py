"""Which conditions of the model is a red flag rule about?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from myotome.errors import DataError
from myotome.pathology import States, conditions
from myotome.tables import read_csv

__all__ = ["red_flag_conditions", "states_of"]


@cache
def red_flag_conditions() -> Mapping[str, frozenset[str]]:
    """Conditions of the model behind each `condition` of a rule; empty where the model holds no such disease.

    Raises
    ------
    DataError
        The table names a condition that there is not.
    """
    about: dict[str, frozenset[str]] = {}
    for row in read_csv("explain/red_flags/conditions.csv", {"condition": str}):
        cause = row["cause"]
        if cause and cause not in conditions():
            raise DataError(f"explain/red_flags/conditions.csv, {row['condition']}: no condition is called {cause!r}")
        about[row["condition"]] = about.get(row["condition"], frozenset()) | ({cause} if cause else set())
    return MappingProxyType(about)


def states_of(condition: str, states: States) -> NDArray[np.bool_]:
    """Which states a rule of this condition is about: shape (states,); none where the model has no such disease."""
    wanted = red_flag_conditions()[condition]
    return np.array([cause.condition in wanted for cause in states.causes])[states.cause]
