"""The limits of a plan that are judged, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.sources import read_toml

__all__ = ["limit", "limits"]


@cache
def limits(section: str) -> Mapping[str, Any]:
    """One section of care_limits.toml."""
    entry: Mapping[str, Any] = read_toml("care_limits.toml")[section]
    return entry


def limit(section: str, name: str) -> float:
    """One number of care_limits.toml.

    Examples
    --------
    >>> 0.0 < limit("limit", "in_play") < 1.0
    True
    """
    return float(limits(section)[name])
