"""All patients as one table without what names them: for research, and for nobody to be found again by it.

What is left out, and what is made coarser, follows the safe-harbour list: no names, dates, numbers or free text; days
count from the first visit; ages stand in bands, and bands of few people are not stated. What is left can still be rare:
hand the table on under an agreement, not in public.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from myotome.errors import InputError, Problem
from myotome.exam import vocabulary
from myotome.files import replaced
from myotome.records.kept.answers import answers_of
from myotome.records.kept.visits import Visit, visits_of
from myotome.records.storage.acting import of_clinic
from myotome.records.storage.schema import PATIENTS
from myotome.records.storage.work import Work

__all__ = ["FEWEST", "Counts", "age_band", "counts", "deidentified_rows", "write_parquet"]

#: People whom a band of age and sex must have at least; else the band is not stated.
FEWEST: Final = 5
_BAND, _OLD = 10, 90
_NOT_STATED: Final = "not stated"
_OTHER: Final = "other"
_AT_ONCE: Final = 5000
_NEEDS_PYARROW: Final = "The table needs pyarrow: pip install 'myotome[tables]'."


def age_band(age: float | None) -> str:
    """Age in bands of ten years; 90 and over are one.

    Examples
    --------
    >>> age_band(44), age_band(97), age_band(None)
    ('40-49', '90+', 'not stated')
    """
    if age is None:
        return _NOT_STATED
    low = int(age) // _BAND * _BAND
    return f"{_OLD}+" if low >= _OLD else f"{low}-{low + _BAND - 1}"


def deidentified_rows(work: Work, fewest: int = FEWEST) -> Iterator[dict[str, Any]]:
    """One row for each visit, in the order of random numbers that no other table shares.

    Parameters
    ----------
    work : Work
    fewest : int
        People whom a band of age and sex must have at least.
    """
    told = {secrets.token_hex(8): patient for patient in _patients(work)}
    groups = {name: _group(visits_of(work, told[name], archived=False)) for name in sorted(told)}
    people = Counter(group for group in groups.values() if group)
    for name, group in groups.items():
        if group is not None:
            yield from _rows_of(work, name, told[name], group if people[group] >= fewest else (_NOT_STATED, group[1]))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are, in words that say less of few: groups by age, sex and number of people."""

    patients: str
    visits: str
    groups: tuple[tuple[str, str, int], ...]


def counts(work: Work, fewest: int = FEWEST) -> Counts:
    """How many patients and visits there are; noted as an event."""
    work.note("counted", "all patients, de-identified")
    visits = [found for one in _patients(work) if (found := visits_of(work, one, archived=False))]
    people = Counter(group for one in visits if (group := _group(one)))
    stated = tuple((age, sex, count) for (age, sex), count in sorted(people.items()) if count >= fewest)
    return Counts(_few(len(visits), fewest, "patient"), _few(sum(map(len, visits)), fewest, "visit"), stated)


def _few(count: int, fewest: int, what: str) -> str:
    """A number, unless it is of few.

    Examples
    --------
    >>> _few(3, 5, "visit"), _few(7, 5, "visit")
    ('fewer than 5 visits', '7 visits')
    """
    return f"fewer than {fewest} {what}s" if count < fewest else f"{count} {what}s"


def _patients(work: Work) -> list[str]:
    """Patients who are not in the archive."""
    chosen = select(PATIENTS.c.id).where(PATIENTS.c.archived.is_(None), of_clinic(work.who))
    return list(work.connection.execute(chosen).scalars())


def _group(visits: tuple[Visit, ...]) -> tuple[str, str] | None:
    """Band of age and sex at the first visit; None where there is no visit."""
    if not visits:
        return None
    who = visits[0].case.demographics
    return age_band(who.age), who.sex or _NOT_STATED


def _rows_of(work: Work, name: str, patient: str, group: tuple[str, str]) -> Iterator[dict[str, Any]]:
    visits = visits_of(work, patient, archived=False)
    first = date.fromisoformat(visits[0].day)
    for number, visit in enumerate(visits, start=1):
        yield {
            "patient": name,
            "visit": number,
            "days_since_first_visit": (date.fromisoformat(visit.day) - first).days,
            "age_band": group[0],
            "sex": group[1],
            "setting": visit.case.setting or "",
            "weeks_since_onset": visit.case.onset_weeks,
            "findings": json.dumps([_plain(finding.to_dict()) for finding in visit.case.findings]),
            "examinations_before": len(visit.case.visits),
            **_answered(work, visit),
        }


@cache
def _known_words() -> frozenset[str]:
    """Every word that a checked case may hold: ids of the vocabulary, and the values of its entries."""
    sections = vocabulary().sections.values()
    entries = [entry for section in sections for entry in section.values()]
    values = {value for entry in entries for value in (getattr(entry, "values", None) or ())}
    return frozenset({entry.id for entry in entries} | values)


def _plain(value: Any) -> Any:
    """A finding with words of the vocabulary alone, whatever its fields are called."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if not isinstance(value, str) or value in _known_words() else _OTHER


def _answered(work: Work, visit: Visit) -> dict[str, Any]:
    """The newest answer that was stored for a visit."""
    newest = next(iter(answers_of(work, visit.id)), None)
    document = newest.document if newest else {}
    causes = (document.get("explanation") or {}).get("causes") or [{}]
    return {
        "program": newest.program if newest else "",
        "tables_hash": newest.tables_hash if newest else "",
        "cause": causes[0].get("label", ""),
        "cause_probability": causes[0].get("probability"),
        "disc_to_blame": (document.get("verdict") or {}).get("probability"),
        "urgent": (document.get("red_flag") or {}).get("urgent"),
    }


def write_parquet(work: Work, path: Path, fewest: int = FEWEST) -> int:
    """Write the table, whole or not at all; returns the number of visits, and notes the export.

    Raises
    ------
    InputError
        The extra `tables` is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError([Problem("file", None, path.name, "myotome[tables]", (), _NEEDS_PYARROW)]) from None
    schema, count = pa.schema(_columns(pa)), 0
    work.note("exported", "all patients, de-identified")
    with replaced(path, private=True) as part, parquet.ParquetWriter(part, schema) as writer:
        rows: list[dict[str, Any]] = []
        for row in deidentified_rows(work, fewest):
            rows.append(row)
            count += 1
            if len(rows) == _AT_ONCE:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))
    return count


def _columns(pa: Any) -> list[tuple[str, Any]]:
    text, number, whole = pa.string(), pa.float64(), pa.int32()
    return [
        ("patient", text),
        ("visit", whole),
        ("days_since_first_visit", whole),
        ("age_band", text),
        ("sex", text),
        ("setting", text),
        ("weeks_since_onset", number),
        ("findings", text),
        ("examinations_before", whole),
        ("program", text),
        ("tables_hash", text),
        ("cause", text),
        ("cause_probability", number),
        ("disc_to_blame", number),
        ("urgent", pa.bool_()),
    ]
