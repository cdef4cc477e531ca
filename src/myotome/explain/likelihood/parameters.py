"""The numbers that turn a lesion into findings, fitted to published frequencies where these exist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from myotome.tables import read_csv

__all__ = ["parameters"]


@cache
def parameters() -> Mapping[str, float]:
    """Every likelihood parameter by name; the table of fitted parameters has unit, range, error and source."""
    rows = read_csv("explain/fitted/likelihood_parameters.csv", {"value": float, "low": float, "high": float})
    return MappingProxyType({row["name"]: row["value"] for row in rows})
