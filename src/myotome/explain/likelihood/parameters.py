"""The numbers that turn a lesion into findings, fitted to published frequencies where these exist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from myotome.tables import Table, identifier, number

__all__ = ["PARAMETERS", "parameters"]

PARAMETERS = Table(
    "explain/fitted/likelihood_parameters.csv",
    {
        "name": identifier(),
        "value": number(),
        "standard_error": number(0, optional=True),
        "low": number(),
        "high": number(),
    },
    key=("name",),
    made_by="python -m myotome.evidence.explain.calibrate",
)


@cache
def parameters() -> Mapping[str, float]:
    """Every likelihood parameter by name; the table of fitted parameters has unit, range, error and source."""
    return MappingProxyType({row["name"]: row["value"] for row in PARAMETERS.rows()})
