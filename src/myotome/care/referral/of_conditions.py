"""Whom a likely cause itself asks for, where no red flag rule speaks of it: a doctor today, a clinic in weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from myotome.pathology import conditions as known_conditions
from myotome.patient import REGION_CELL, Circumstances, condition_cell, names_of, scopes
from myotome.tables import Table, fraction, identifier, list_of, number, one_of, text

__all__ = ["condition_referrals", "may_refer"]

_TABLE = Table(
    "care/referral/condition_referral.csv",
    {
        "id": identifier(),
        "conditions": list_of(one_of(scopes)),
        "region": REGION_CELL,
        "needs": condition_cell(),
        "least": fraction(),
        **dict.fromkeys(("from_weeks", "to_weeks"), number(0, 520, optional=True)),
        **dict.fromkeys(("when", "to_whom", "about", "action"), text()),
    },
    key=("id",),
)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(_TABLE.rows())


def _in_time(row: Mapping[str, Any], weeks: float | None) -> bool:
    """Is it still the time? Where the onset is not known, it may be."""
    low, high = row["from_weeks"], row["to_weeks"]
    return weeks is None or ((low is None or weeks >= low) and (high is None or weeks < high))


def may_refer(conditions: Iterable[str]) -> bool:
    """Is one of these conditions such that, if likely, it asks for a service of its own?

    Examples
    --------
    >>> may_refer(["zoster_radiculitis"]), may_refer(["facet_pain"])
    (True, False)
    """
    return not _referred().isdisjoint(conditions)


@cache
def _referred() -> frozenset[str]:
    """Conditions of the model that a row speaks of, by name, family or class."""
    named = {scope for row in _rows() for scope in row["conditions"]}
    return frozenset(one for one in known_conditions() if not named.isdisjoint(names_of(one)))


def condition_referrals(patient: Circumstances) -> tuple[tuple[Mapping[str, Any], float], ...]:
    """Which likely causes ask for a service of their own?

    Parameters
    ----------
    patient : Circumstances
        The patient.

    Returns
    -------
    tuple of (row, float)
        Rows of the table with the probability of their conditions, none below the row's least.
    """
    shares = [(row, patient.probability(row["conditions"], row["region"])) for row in _rows()]
    return tuple(
        (row, share)
        for row, share in shares
        if share >= row["least"] and patient.holds(row["needs"]) and _in_time(row, patient.case.weeks_since_onset)
    )
