"""Which conditions of the model is a red flag rule about?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from myotome.pathology import States
from myotome.tables import Table, identifier, ids, one_of

__all__ = ["red_flag_conditions", "states_of"]


_TABLE = Table(
    "explain/red_flags/conditions.csv",
    {"condition": identifier(), "cause": one_of(ids("pathology/conditions", "condition"), optional=True)},
    key=("condition", "cause"),
)


@cache
def red_flag_conditions() -> Mapping[str, frozenset[str]]:
    """Conditions of the model behind each `condition` of a rule; empty where the model holds no such disease."""
    about: dict[str, frozenset[str]] = {}
    for row in _TABLE.rows():
        cause = row["cause"]
        about[row["condition"]] = about.get(row["condition"], frozenset()) | ({cause} if cause else set())
    return MappingProxyType(about)


def states_of(condition: str, states: States) -> NDArray[np.bool_]:
    """Which states a rule of this condition is about: shape (states,); none where the model has no such disease."""
    wanted = red_flag_conditions()[condition]
    return states.where(wanted.__contains__)
