"""What of a Patient is not kept: a record holds one name, an exact date of birth, one number and a sex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from myotome.interop.fhir.terms import CASE_IDENTIFIER
from myotome.interop.fhir_server.same_person import words_of_name
from myotome.records import Identity

__all__ = ["losses"]

_KEPT: Final = ("active", "birthDate", "gender", "id", "identifier", "language", "meta", "name", "resourceType", "text")
_LENGTH_OF_DAY: Final = 10
_Node = Mapping[str, Any]


def losses(patient: _Node, kept: Identity) -> tuple[str, ...]:
    """Which elements of a Patient does its record not hold?

    Parameters
    ----------
    patient : mapping
        As it was sent, and valid.
    kept : Identity
        What is kept of it, or of the patient who was kept before.

    Examples
    --------
    >>> losses({"birthDate": "1980", "name": [{"text": "Ada"}], "telecom": []}, Identity("Ada"))
    ('telecom', 'birthDate 1980, for it is no exact day')
    """
    return tuple(_losses(patient, kept))


def _losses(patient: _Node, kept: Identity) -> Iterator[str]:
    yield from (name for name in patient if name not in _KEPT)
    if patient.get("active") is False:
        yield "active false"
    if patient.get("gender") in ("other", "unknown"):
        yield f"gender {patient['gender']}"
    born = patient.get("birthDate")
    if born and not kept.born.startswith(born):
        yield f"birthDate {born}, for it is no exact day" if len(born) < _LENGTH_OF_DAY else f"birthDate {born}"
    yield from _lost_names(patient)
    yield from _lost_numbers(patient, kept)


def _lost_names(patient: _Node) -> Iterator[str]:
    names = [name for name in map(words_of_name, patient.get("name", ())) if name]
    if len(names) > 1:
        yield f"{len(names) - 1} more names"
    if names and not names[0].isprintable():
        yield "characters of the name that cannot be printed"


def _lost_numbers(patient: _Node, kept: Identity) -> Iterator[str]:
    """Numbers beside the one that is kept; the name of a case is no number of a patient."""
    given = [one for one in patient.get("identifier", ()) if not one.get("system", "").endswith(f"/{CASE_IDENTIFIER}")]
    values = [str(one["value"]) for one in given if "value" in one]
    lost = len(values) - (kept.number in values)
    if lost:
        yield f"{lost} {'identifiers' if lost > 1 else 'identifier'}"
