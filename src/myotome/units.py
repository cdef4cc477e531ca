"""Conversion of the units that a case file may use."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

__all__ = [
    "STANDARD_GRAVITY",
    "WEEKS_PER_UNIT",
    "duration_in_words",
    "figure",
    "kg_from_newtons",
    "newtons_from_kg",
    "percent",
    "weeks_from",
]

#: Standard acceleration of free fall, m/s2; exact by definition.
STANDARD_GRAVITY = 9.80665

_WEEKS_PER_YEAR = 365.25 / 7.0
# given in years from here on, and in whole weeks from there on
_IN_YEARS, _WHOLE_WEEKS = 2.0, 10.0

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


def figure(value: float, digits: int = 7) -> str:
    """How is a number written for people?

    Parameters
    ----------
    value : float
        Any finite number.
    digits : int
        So many of the digits after the first are kept where there is a fraction; whole numbers keep all.

    Returns
    -------
    str
        Without an exponent, however large or small.

    Examples
    --------
    >>> figure(1700000.0), figure(0.1 + 0.2), figure(104.3571, 3)
    ('1700000', '0.3', '104')
    """
    if float(value).is_integer():
        return str(int(value))
    return format(Decimal(f"{value:.{digits}g}"), "f")


def duration_in_words(weeks: float) -> str:
    """How long is a span of weeks, in words?

    Parameters
    ----------
    weeks : float
        The span, 0 or more.

    Returns
    -------
    str
        Weeks, below ten with a decimal where they are not whole; from two years on in years.

    Examples
    --------
    >>> [duration_in_words(weeks) for weeks in (1.0, 6.52, 104.0, 104.36, 530.0)]
    ['1 week', '6.5 weeks', '104 weeks', '2 years', '10.2 years']
    """
    years = weeks / _WEEKS_PER_YEAR
    if years >= _IN_YEARS:
        return f"{figure(round(years, 1))} years"
    shown = figure(round(weeks, 1) if weeks < _WHOLE_WEEKS else round(weeks))
    return f"{shown} week{'s' * (shown != '1')}"


def newtons_from_kg(mass_kg: float) -> float:
    """Force in newtons that a dynamometer shows as kilograms."""
    return mass_kg * STANDARD_GRAVITY


def kg_from_newtons(force_n: float) -> float:
    """Mass in kilograms that a dynamometer shows under a force in newtons."""
    return force_n / STANDARD_GRAVITY


def percent(probability: float) -> str:
    """Probability as a whole percentage that never claims certainty.

    Examples
    --------
    >>> percent(0.9234), percent(0.9999), percent(0.0001)
    ('92%', '>99%', '<1%')
    """
    if probability >= 0.995:
        return ">99%"
    return f"{100 * probability:.0f}%" if probability >= 0.01 else "<1%"
