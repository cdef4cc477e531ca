"""Days of a bundle: exact ones, and those that name only a year or a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["age_on", "day_of", "effective_day", "span_before"]

_DAYS_PER_WEEK = 7


def day_of(text: Any) -> date | None:
    """Day of a date, a dateTime or an instant; the first of what it names. None where it is none.

    Examples
    --------
    >>> day_of("2026-11-20T10:15:00+01:00"), day_of("2026-11")
    (datetime.date(2026, 11, 20), datetime.date(2026, 11, 1))
    """
    try:
        return date.fromisoformat((str(text)[:10] + "-01-01")[:10]) if text else None
    except ValueError:
        return None


def effective_day(resource: Mapping[str, Any]) -> date | None:
    """Day that a resource speaks of."""
    period = resource.get("effectivePeriod") or resource.get("performedPeriod") or resource.get("period") or {}
    names = ("effectiveDateTime", "effectiveInstant", "performedDateTime", "onsetDateTime", "authored")
    days = [*(resource.get(name) for name in names), period.get("start")]
    return next((day for day in map(day_of, days) if day is not None), None)


def age_on(born: Any, day: date) -> int | None:
    """Whole years from a date of birth, of which only the year may be known.

    Examples
    --------
    >>> age_on("1981-04-02", date(2026, 4, 1)), age_on("1981", date(2026, 4, 1))
    (44, 45)
    """
    birth = day_of(born)
    if birth is None or birth > day:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def span_before(then: date, day: date) -> dict[str, Any] | None:
    """Time from a day to a later one, as a case file has it."""
    days = (day - then).days
    return {"value": days, "unit": "days"} if days >= 0 else None
