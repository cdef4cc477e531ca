"""How the time since onset speaks for or against a condition: Guillain-Barre syndrome is not three years old."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from myotome.pathology.condition_table import Condition
from myotome.pathology.model_constants import constants
from myotome.tables import Table, ids, number, one_by, one_of

__all__ = ["time_factor"]

#: Nobody reports an onset more closely than to the hour.
_LEAST_WEEKS = 1.0 / (7 * 24)


@dataclass(frozen=True, slots=True)
class _Times:
    """When people with a condition are seen: log-normal in the weeks since onset."""

    median_weeks: float
    log_spread: float

    def density(self, weeks: float) -> float:
        """Density over the logarithm of weeks, up to a constant that all share."""
        away = math.log(max(weeks, _LEAST_WEEKS) / self.median_weeks) / self.log_spread
        return math.exp(-0.5 * away * away) / self.log_spread


_KINDS = {
    "all": lambda: ("all",),
    "tempo": lambda: ("sudden", "acute", "subacute", "chronic"),
    "condition": ids("pathology/conditions", "condition"),
}
_TIMES = Table(
    "pathology/time_since_onset.csv",
    {
        "kind": one_of(_KINDS),
        "name": one_by(lambda row: _KINDS[row["kind"]]()),
        "median_weeks": number(0.01, 2000),
        "log_spread": number(0.1, 5),
    },
    key=("kind", "name"),
    covers={"name": ("all", "sudden", "acute", "subacute", "chronic")},
)


@cache
def _table() -> Mapping[tuple[str, str], _Times]:
    return {(row["kind"], row["name"]): _Times(row["median_weeks"], row["log_spread"]) for row in _TIMES.rows()}


def time_factor(entry: Condition, weeks: float | None) -> float:
    """How much more likely is a condition among those seen so long after onset than among all?

    Parameters
    ----------
    entry : Condition
    weeks : float or None
        Since onset; None where it is not known.

    Returns
    -------
    float
        1 where the time says nothing; never below a floor, for an onset may be remembered wrongly or be that of
        another complaint.

    Examples
    --------
    >>> from myotome.pathology import conditions
    >>> known = conditions()
    >>> time_factor(known["guillain_barre"], 1.0) > 1.0 > time_factor(known["guillain_barre"], 100.0)
    True
    """
    if weeks is None:
        return 1.0
    own = _table().get(("condition", entry.id)) or _table()["tempo", entry.tempo]
    floor = constants("prior")["time_floor"]
    return floor + (1.0 - floor) * own.density(weeks) / _table()["all", "all"].density(weeks)
