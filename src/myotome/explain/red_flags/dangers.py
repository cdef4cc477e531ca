"""Which emergencies must not be missed, how likely is each, and which test settles it?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.exam import QueryEvaluation, parse
from myotome.explain.explanation import Danger
from myotome.explain.inference.posterior import Posterior
from myotome.explain.model_constants import constants
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.pathology import States, conditions
from myotome.tables import Table, ids, one_of, parsed, text

__all__ = ["IMAGES_SEEN", "dangers", "to_watch"]

_COUNT = 6
_ELSEWHERE = "image of the painful part"
IMAGES_SEEN = "the images already made"

_TESTS = Table(
    "explain/red_flags/settling_tests.csv",
    {
        "condition": one_of(ids("explain/red_flags/conditions", "condition")),
        "cause": one_of(ids("pathology/conditions", "condition"), optional=True),
        "test": text(),
        "watch": text(optional=True),
        "done": parsed(parse, "a condition as docs/query.md describes", optional=True),
    },
    key=("condition", "cause"),
)


@cache
def _tests() -> Mapping[str, Mapping[str, Any]]:
    """Test of each condition of the model: its own, else of the first red flag condition that names it and has one."""
    of_cause = {row["cause"]: row for row in _TESTS.rows() if row["cause"]}
    rows = {row["condition"]: row for row in _TESTS.rows() if not row["cause"]}
    for condition, causes in red_flag_conditions().items():
        for cause in causes if condition in rows else ():
            of_cause.setdefault(cause, rows[condition])
    return MappingProxyType(of_cause)


def dangers(
    posterior: Posterior, states: States, of_case: QueryEvaluation, about: NDArray[np.bool_]
) -> tuple[Danger, ...]:
    """Which causes that need same-day action are likely enough to be named?

    Parameters
    ----------
    posterior : Posterior
        Of the findings that the flag is judged on.
    states : States
        The causes.
    of_case : QueryEvaluation
        What has been done for the patient.
    about : ndarray of bool, shape (states,)
        The causes that are looked for.

    Returns
    -------
    tuple of Danger
        The most likely first; at most six.
    """
    likely = _likely(posterior, states, about)
    return tuple(Danger(conditions()[name].label, min(1.0, share), _test(name, of_case)) for name, share in likely)


def to_watch(posterior: Posterior, states: States, about: NDArray[np.bool_]) -> tuple[str, ...]:
    """What is watched beside the test that settles the most likely of these causes: it guards, and settles nothing."""
    rows = (_tests().get(name) for name, _ in _likely(posterior, states, about)[:1])
    return tuple(row["watch"] for row in rows if row is not None and row["watch"])


def _likely(posterior: Posterior, states: States, about: NDArray[np.bool_]) -> list[tuple[str, float]]:
    sums: dict[str, float] = {}
    for state in np.flatnonzero(about & (posterior.necessity > 0.0)):
        name = states.causes[states.cause[state]].condition
        sums[name] = sums.get(name, 0.0) + float(posterior.necessity[state])
    least = constants("red_flag")["worth_naming"]
    likely = [(name, share) for name, share in sums.items() if share >= least]
    return sorted(likely, key=lambda named: (-named[1], named[0]))[:_COUNT]


def _test(condition: str, of_case: QueryEvaluation) -> str:
    row = _tests().get(condition)
    if row is None:
        return _ELSEWHERE
    done = row["done"] is not None and of_case.holds(row["done"])
    return IMAGES_SEEN if done else str(row["test"])
