"""How much studies of one outcome differ from each other, as the calibration left it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.tables import Table, ids, number, one_of

__all__ = ["spreads"]


SPREADS = Table(
    "forecast/fitted/spreads.csv",
    {"class": one_of(ids("evidence/forecast/endpoints", "class")), "spread": number(0, 10)},
    key=("class",),
    made_by="python -m myotome.evidence.forecast.calibrate",
)


@cache
def spreads() -> Mapping[str, float]:
    """Spread between studies of each class of outcome, in steps, as the fit left it."""
    return {row["class"]: row["spread"] for row in SPREADS.rows()}
