"""How much studies of one outcome differ from each other, as the calibration left it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.tables import read_csv

__all__ = ["spreads"]


@cache
def spreads() -> Mapping[str, float]:
    """Spread between studies of each class of outcome, in steps, as the fit left it."""
    rows = read_csv("forecast/fitted/spreads.csv", {"spread": float})
    return {row["class"]: row["spread"] for row in rows}
