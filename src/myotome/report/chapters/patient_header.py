"""The header of a report: which case, who, when and where."""

from __future__ import annotations

from datetime import date

from myotome.exam import Case
from myotome.report.document.parts import Facts, spans
from myotome.units import duration_in_words

__all__ = ["patient_facts", "running_line"]

_IN_WEEKS = 2.0


def running_line(case: Case, made_on: date | None, kind: str) -> str:
    """The line on every page: the case, who, the day and the kind of report."""
    who = ", ".join(part for part in _who(case) if part)
    day = made_on.isoformat() if made_on else ""
    return " · ".join(part for part in (f"Case {case.id}", who, day, kind) if part)


def _who(case: Case) -> tuple[str, ...]:
    known = case.demographics
    age = "age not given" if known.age is None else f"{known.age:g} years"
    return (known.sex or "sex not given", age)


def patient_facts(case: Case, made_on: date | None) -> Facts:
    """Name every fact of the patient that the case holds; unknown ones say so."""
    known = case.demographics
    weeks = case.weeks_since_onset
    onset = "not given" if weeks is None else _ago(weeks)
    size = ", ".join(
        f"{value:g} {unit}" for value, unit in ((known.height_cm, "cm"), (known.weight_kg, "kg")) if value is not None
    )
    rows = (
        ("Case", case.id),
        ("Patient", ", ".join(_who(case))),
        ("Onset", onset),
        ("Size", size or "not given"),
        ("Seen in", (case.setting or "not given").replace("_", " ")),
        ("Printed", made_on.isoformat() if made_on else ""),
    )
    return Facts(tuple((name, spans(value)) for name, value in rows if value))


def _ago(weeks: float) -> str:
    """Time since onset: days while they are few."""
    if weeks >= _IN_WEEKS:
        return f"{duration_in_words(weeks)} ago"
    days = round(7 * weeks)
    return f"{days} day{'s' * (days != 1)} ago" if days else "today"
