"""The header of a report: which case, who, when and where."""

from __future__ import annotations

from datetime import date

from myotome.exam import Case
from myotome.language import listed, message, verbatim
from myotome.report.document.parts import Facts, spans
from myotome.units import duration_in_words

__all__ = ["patient_facts", "running_line"]

_IN_WEEKS = 2.0
_SEX = {"male": message("male"), "female": message("female")}


def running_line(case: Case, made_on: date | None, kind: str) -> str:
    """The line on every page: the case, who, the day and the kind of report."""
    day = message("{day}", day=made_on) if made_on else ""
    named = message("Case {name}", name=verbatim(case.id))
    return listed((named, listed(_who(case)), day, kind), " · ")


def _who(case: Case) -> tuple[str, ...]:
    known = case.demographics
    age = message("age not given") if known.age is None else message("{years} years", years=known.age)
    return (_SEX.get(known.sex or "", message("sex not given")), age)


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
