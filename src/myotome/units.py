"""Conversion of the units that a case file may use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["STANDARD_GRAVITY", "WEEKS_PER_UNIT", "kg_from_newtons", "newtons_from_kg", "weeks_from"]

#: Standard acceleration of free fall, m/s2; exact by definition.
STANDARD_GRAVITY = 9.80665

_WEEKS_PER_YEAR = 365.25 / 7.0

#: Weeks in one unit of time; a month is a twelfth of a year of 365.25 days.
WEEKS_PER_UNIT: Mapping[str, float] = MappingProxyType(
    {
        "hours": 1.0 / 168.0,
        "days": 1.0 / 7.0,
        "weeks": 1.0,
        "months": _WEEKS_PER_YEAR / 12.0,
        "years": _WEEKS_PER_YEAR,
    }
)


def weeks_from(value: float, unit: str) -> float:
    """How many weeks is a span of time?

    Parameters
    ----------
    value : float
        The span, 0 or more.
    unit : str
        `hours`, `days`, `weeks`, `months` or `years`.

    Returns
    -------
    float
        Weeks.

    Raises
    ------
    ValueError
        The unit is not one of time.

    Examples
    --------
    >>> weeks_from(14, "days")
    2.0
    """
    try:
        return value * WEEKS_PER_UNIT[unit]
    except KeyError:
        raise ValueError(f"no unit of time is called {unit!r}; allowed: {', '.join(WEEKS_PER_UNIT)}") from None


def newtons_from_kg(mass_kg: float) -> float:
    """Force in newtons that a dynamometer shows as kilograms."""
    return mass_kg * STANDARD_GRAVITY


def kg_from_newtons(force_n: float) -> float:
    """Mass in kilograms that a dynamometer shows under a force in newtons."""
    return force_n / STANDARD_GRAVITY
