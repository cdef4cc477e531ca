"""Visits: a dated examination as a case document; each state that was saved is kept."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from myotome.errors import InputError, Problem
from myotome.exam import Case, case_from_mapping
from myotome.records.refusals import NoSuchRecordError
from myotome.records.storage.acting import scoped
from myotome.records.storage.schema import PATIENTS, REVISIONS, VISITS
from myotome.records.storage.work import Work, new_id, subject_of

__all__ = [
    "Visit",
    "add_visit",
    "archive_visit",
    "change_visit",
    "packed",
    "read_state",
    "read_visit",
    "unpacked",
    "visits_of",
]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as stored: the newest state of its examination."""

    id: str
    patient: str
    version: int
    day: str
    archived: str | None
    case: Case


def _day(text: str) -> str:
    try:
        told = date.fromisoformat(text)
    except ValueError:
        told = date.max
    if not date(1950, 1, 1) <= told <= date.today():
        raise InputError([Problem("day", None, text or "nothing", "a date that is not in the future")])
    return told.isoformat()


def packed(document: Any) -> bytes:
    """A document in few bytes."""
    return zlib.compress(json.dumps(document, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode())


def unpacked(stored: bytes) -> Any:
    """A document as it was packed."""
    return json.loads(zlib.decompress(stored))


def _revision(work: Work, visit: str, version: int, case: Case) -> None:
    place = f"revision.{visit}.{version}"
    document = work.seal(place, packed(case.without_truth().to_dict()))
    work.insert(REVISIONS, {"visit": visit, "version": version, "document": document, "made": work.now()})


def add_visit(work: Work, patient: str, day: str, case: Case) -> str:
    """Keep a new visit of a patient; returns the id."""
    work.row(PATIENTS, patient)
    made = new_id()
    told = {"patient": patient, "day": _day(day), "archived": None, "changed": work.now()}
    work.insert(VISITS, {"id": made, "version": 1, **told})
    _revision(work, made, 1, case)
    return made


def change_visit(work: Work, visit: str, seen: int, day: str, case: Case) -> int:
    """Keep a new state of a visit, where nobody else did since version `seen`; returns the new version."""
    row = work.row(VISITS, visit)
    work.replace(VISITS, {**row, "day": _day(day), "changed": work.now()}, seen, "changed")
    _revision(work, visit, seen + 1, case)
    return seen + 1


def archive_visit(work: Work, visit: str, seen: int, archived: bool) -> None:
    """Put a visit into the archive, or take it out again; its newest state goes with it."""
    row, case = work.row(VISITS, visit), read_visit(work, visit).case
    new = {**row, "archived": work.now() if archived else None, "changed": work.now()}
    work.replace(VISITS, new, seen, "archived" if archived else "restored")
    _revision(work, visit, seen + 1, case)


def read_visit(work: Work, visit: str) -> Visit:
    """A visit by id, and the event that it was opened."""
    row = work.row(VISITS, visit)
    work.note("opened", subject_of(VISITS, row))
    return _visit(work, row)


def _visit(work: Work, row: RowMapping) -> Visit:
    case = read_state(work, row["id"], row["version"])
    return Visit(row["id"], row["patient"], row["version"], row["day"], row["archived"], case)


def read_state(work: Work, visit: str, version: int) -> Case:
    """The examination of a visit as it was at a version."""
    mine = (REVISIONS.c.visit == visit) & (REVISIONS.c.version == version)
    row = work.connection.execute(scoped(REVISIONS, work.who).where(mine)).mappings().first()
    if row is None:
        raise NoSuchRecordError
    document = work.checked(REVISIONS, row)["document"]
    return case_from_mapping(unpacked(work.open(f"revision.{visit}.{version}", document)))


def visits_of(work: Work, patient: str, archived: bool) -> tuple[Visit, ...]:
    """Visits of a patient, the oldest first; those in the archive only where they are asked for."""
    chosen = scoped(VISITS, work.who).where(VISITS.c.patient == patient)
    if not archived:
        chosen = chosen.where(VISITS.c.archived.is_(None))
    rows = work.connection.execute(chosen.order_by(VISITS.c.day, VISITS.c.changed)).mappings().all()
    return tuple(_visit(work, work.checked(VISITS, row)) for row in rows)
