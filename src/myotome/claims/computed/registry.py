"""Every computation by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from myotome.claims.computed import anatomy as computed_anatomy
from myotome.claims.computed import cases as computed_cases
from myotome.claims.computed import courses as computed_courses
from myotome.claims.computed import findings as computed_findings
from myotome.claims.computed import loads as computed_loads
from myotome.claims.computed import postures as computed_postures
from myotome.claims.model_value import ModelValue
from myotome.errors import DataError

__all__ = ["computations", "computed"]

_ROOMS = (computed_anatomy, computed_findings, computed_cases, computed_loads, computed_postures, computed_courses)


@cache
def computations() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation by its name; none is run before it is called.

    Examples
    --------
    >>> computations()["disc-count"]().value
    23.0
    """
    by_name: dict[str, Callable[[], ModelValue]] = {}
    for room in _ROOMS:
        for name, compute in room.registered().items():
            if name in by_name:
                raise DataError(f"two computations have the name {name!r}")
            by_name[name] = compute
    return by_name


@cache
def computed(name: str) -> ModelValue:
    """What this computation gives; run once."""
    if name not in computations():
        raise DataError(f"claims/computations.csv: no computation {name!r}")
    return computations()[name]()
