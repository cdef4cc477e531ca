"""Who the patient of a bundle is: a new one, one that is kept already, or one that is looked for first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from myotome.errors import InputError, Problem
from myotome.interop.fhir.dates import day_of
from myotome.interop.fhir_server.kept import KeptResources
from myotome.interop.fhir_server.matching import reference_id
from myotome.interop.fhir_server.parameters import search_of
from myotome.interop.fhir_server.replies import RefusedRequestError
from myotome.interop.fhir_server.searching import Searching
from myotome.records import Identity, NoSuchRecordError

__all__ = ["identity_of", "kept_patient", "named_patient", "patient_or_refused"]

_LENGTH_OF_DAY: Final = 10
_Node = Mapping[str, Any]


def identity_of(patient: _Node, numbers: str = "") -> Identity:
    """Name, date of birth and number of a Patient; one without a name is called by its number.

    Parameters
    ----------
    patient : mapping
    numbers : str
        System whose number is kept, where the Patient has one of it; else the first is.

    Raises
    ------
    InputError
        There is neither a name nor an identifier, or one of them is wrong.

    Examples
    --------
    >>> identity_of({"name": [{"given": ["Ada"], "family": "Example"}], "birthDate": "1980-05-17"})
    Identity(name='Ada Example', born='1980-05-17', number='', note='')
    """
    known = [one for one in patient.get("identifier", ()) if "value" in one]
    known.sort(key=lambda one: one.get("system") != numbers)
    number = str(known[0]["value"]) if known else ""
    name = next((words for one in patient.get("name", ()) if (words := _words(one))), number)
    if not name:
        message = "A patient is kept under a name, or under an identifier where there is no name."
        raise InputError([Problem("body, Patient.name", None, "nothing", "a name or an identifier", (), message)])
    born = str(patient.get("birthDate", ""))
    exact = born if len(born) == _LENGTH_OF_DAY and day_of(born) else ""
    return Identity.checked({"name": name, "born": exact, "number": number})


def _words(name: _Node) -> str:
    return str(name.get("text") or " ".join([*name.get("given", ()), name.get("family", "")])).strip()


def named_patient(entries: Sequence[_Node]) -> str:
    """Id of the patient on the server whom a bundle speaks of without bringing the Patient along; empty for none."""
    for entry in entries:
        resource = entry["resource"]
        subject = resource.get("subject", resource.get("patient", {}))
        if found := reference_id(str(subject.get("reference", "")), "Patient"):
            return found
    return ""


def kept_patient(kept: KeptResources, condition: str) -> dict[str, Any] | None:
    """The one patient that a condition (`identifier=…`) finds; None for none.

    Raises
    ------
    RefusedRequestError
        With 412 where several are found, with 400 where the condition is none.
    """
    search = search_of("Patient", parse_qsl(condition.lstrip("?")), strict=True)
    if not search.given:
        raise RefusedRequestError(400, "ifNoneExist: a condition such as identifier=system|number is needed.")
    found = Searching(kept, ()).page(search, "").get("entry", [])
    if len(found) > 1:
        raise RefusedRequestError(412, f"ifNoneExist: {len(found)} patients match {condition[:80]!r}.")
    return found[0]["resource"] if found else None


def patient_or_refused(kept: KeptResources, patient: str) -> dict[str, Any]:
    """A patient by id, for a bundle; raises RefusedRequestError with 422 where there is none."""
    try:
        return kept.patient(patient)
    except NoSuchRecordError:
        raise RefusedRequestError(422, f"The findings are of Patient/{patient[:64]}, who is not kept here.") from None
