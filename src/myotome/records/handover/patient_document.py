"""One patient as a JSON document, out and in again: what another installation reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.exam import case_from_mapping
from myotome.records.kept.answers import add_answer, answers_of
from myotome.records.kept.patients import Identity, add_patient, read_patient
from myotome.records.kept.visits import add_visit, archive_visit, visits_of
from myotome.records.storage.work import Work

__all__ = ["export_patient", "import_patient"]

_FORMAT: Final = "myotome patient 1"
_MOST_VISITS: Final = 1000
_ALLOWED: Final = f"what an export wrote: an object with format “{_FORMAT}”, patient and visits"


def export_patient(work: Work, patient: str) -> dict[str, Any]:
    """Everything that is kept of a patient, readable: whoever has the file has it all."""
    told = read_patient(work, patient)
    work.note("exported", f"patient:{patient}")
    visits = [
        {
            "day": visit.day,
            "archived": visit.archived is not None,
            "case": visit.case.to_dict(),
            "answers": [dict(answer.document) for answer in answers_of(work, visit.id)],
        }
        for visit in visits_of(work, patient, archived=True)
    ]
    return {"format": _FORMAT, "patient": asdict(told.identity), "visits": visits}


def import_patient(work: Work, document: Any) -> str:
    """Keep a patient that was exported, as a new one; returns the id.

    Raises
    ------
    InputError
        It is no such document, or something in it is wrong; nothing is kept then.
    """
    if not isinstance(document, Mapping) or document.get("format") != _FORMAT:
        raise InputError([Problem("file", None, "another document", _ALLOWED)])
    visits = document.get("visits")
    if not isinstance(visits, list) or not isinstance(document.get("patient"), Mapping) or len(visits) > _MOST_VISITS:
        raise InputError([Problem("file, visits", None, "another document", _ALLOWED)])
    patient = add_patient(work, Identity.checked(document["patient"]))
    work.note("imported", f"patient:{patient}")
    for at, visit in enumerate(visits):
        _import_visit(work, patient, at, visit)
    return patient


def _import_visit(work: Work, patient: str, at: int, visit: Any) -> None:
    if not isinstance(visit, Mapping):
        raise InputError([Problem(f"file, visits[{at}]", None, "no object", _ALLOWED)])
    made = add_visit(work, patient, str(visit.get("day", "")), case_from_mapping(visit.get("case")))
    for answer in reversed(visit.get("answers") or []):
        try:
            add_answer(work, made, 1, answer)
        except (KeyError, TypeError, ValueError):
            raise InputError([Problem(f"file, visits[{at}].answers", None, "no answer document", _ALLOWED)]) from None
    if visit.get("archived"):
        archive_visit(work, made, 1, archived=True)
