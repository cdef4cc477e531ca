"""Whom a likely cause itself asks for, where no red flag rule speaks of it: a doctor today, a clinic in weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from myotome.patient import Circumstances, patient_condition
from myotome.tables import listed, read_csv

__all__ = ["condition_referrals"]


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    numbers: dict[str, Callable[[str], Any]] = dict.fromkeys(("least", "from_weeks", "to_weeks"), float)
    return tuple(read_csv("care/referral/condition_referral.csv", {**numbers, "needs": patient_condition}))


def _in_time(row: Mapping[str, Any], weeks: float | None) -> bool:
    """Is it still the time? Where the onset is not known, it may be."""
    low, high = row["from_weeks"], row["to_weeks"]
    return weeks is None or ((low is None or weeks >= low) and (high is None or weeks < high))


def condition_referrals(of: Circumstances) -> tuple[tuple[Mapping[str, Any], float], ...]:
    """Which likely causes ask for a service of their own?

    Parameters
    ----------
    of : Circumstances
        The patient.

    Returns
    -------
    tuple of (row, float)
        Rows of the table with the probability of their conditions, none below the row's least.
    """
    shares = [(row, of.probability(listed(row["conditions"]), row["region"])) for row in _rows()]
    return tuple(
        (row, share)
        for row, share in shares
        if share >= row["least"] and of.holds(row["needs"]) and _in_time(row, of.case.weeks_since_onset)
    )
