"""Which causes raise a red flag by their probability alone, and for how long?

A rule reads what a disease has done: a metastasis with a failing leg is due the same day, one with plain pain is not. A
probability reads no such thing. It raises a same-day flag only for causes that come within days and only while the
complaint is that fresh; any other cause that is serious asks for an opinion within weeks.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case, QueryEvaluation
from myotome.explain.red_flags.freshness import Freshness
from myotome.pathology import States, conditions
from myotome.tables import Table, ids, number, one_of

__all__ = ["acute_states", "serious_states"]

_TABLE = Table(
    "explain/red_flags/by_probability.csv",
    {
        "cause": one_of(ids("pathology/conditions", "condition")),
        "fresh_days": number(1, 365),
        "undated": one_of(("fresh", "old")),
    },
    key=("cause",),
)


@cache
def _freshness() -> dict[str, Freshness]:
    """How long each cause is acute; without a date what comes within hours or days counts as fresh."""
    return {row["cause"]: Freshness(row["fresh_days"], "complaint", row["undated"] == "fresh") for row in _TABLE.rows()}


def acute_states(case: Case, states: States, of_case: QueryEvaluation) -> NDArray[np.bool_]:
    """Causes that would have to be acted on the same day, as fresh as this complaint is: shape (states,).

    Parameters
    ----------
    case : Case
        For its dates.
    states : States
        The causes.
    of_case : QueryEvaluation
        Of this case: growth within days makes anything fresh.
    """
    acute = {name for name, fresh in _freshness().items() if fresh.age(case, frozenset(), of_case) == "fresh"}
    return states.where(acute.__contains__)


def serious_states(states: States) -> NDArray[np.bool_]:
    """Causes that must not wait for weeks, whatever their age: shape (states,)."""
    return states.where(lambda name: conditions()[name].urgent)
