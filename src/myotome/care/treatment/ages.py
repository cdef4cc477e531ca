"""Of whom a guideline speaks by age: outside it, it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from myotome.errors import DataError
from myotome.tables import Table, ids, number, one_of

__all__ = ["AgeRange", "age_range", "age_ranges"]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages that a guideline covers, in years; None for no limit.

    Examples
    --------
    >>> age_range("NICE NG59").covers(15.0), age_range("NICE NG59").covers(16.0), age_range("NICE NG59").covers(None)
    (False, True, True)
    >>> age_range("NICE NG59").wording
    'NICE NG59, from 16 years'
    """

    guideline: str
    from_age: float | None
    to_age: float | None

    def covers(self, age: float | None) -> bool:
        """Does it speak of a person of this age? Where the age is not known, it may."""
        if age is None:
            return True
        return (self.from_age is None or age >= self.from_age) and (self.to_age is None or age < self.to_age)

    @property
    def wording(self) -> str:
        """Name and ages."""
        low = "" if self.from_age is None else f", from {self.from_age:g} years"
        return f"{self.guideline}{low}" + ("" if self.to_age is None else f", below {self.to_age:g} years")


_AGES = Table(
    "care/treatment/guideline_ages.csv",
    {
        "guideline": one_of(ids("care/treatment/guidelines", "guideline")),
        "from_age": number(0, 120, optional=True),
        "to_age": number(0, 120, optional=True),
    },
    key=("guideline",),
    covers={"guideline": ids("care/treatment/guidelines", "guideline")},
)


@cache
def age_ranges() -> Mapping[str, AgeRange]:
    """Ages of every guideline, by its name."""
    return {row["guideline"]: AgeRange(row["guideline"], row["from_age"], row["to_age"]) for row in _AGES.rows()}


def age_range(guideline: str) -> AgeRange:
    """Return the ages that a guideline covers.

    Raises
    ------
    DataError
        The table has no row for it.
    """
    if guideline not in age_ranges():
        raise DataError(f"care/treatment/guideline_ages.csv: no ages for {guideline!r}; every guideline needs a row")
    return age_ranges()[guideline]
