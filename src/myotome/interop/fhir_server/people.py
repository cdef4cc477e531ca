"""Who the patient of a bundle is: a new one, one that is kept already, or one that is looked for first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from myotome.errors import InputError, Problem
from myotome.interop.fhir.dates import day_of
from myotome.interop.fhir_server.kept import KeptResources
from myotome.interop.fhir_server.parameters import search_of
from myotome.interop.fhir_server.replies import RefusedRequestError
from myotome.interop.fhir_server.same_person import is_comparable, words_of_name
from myotome.interop.fhir_server.searching import Searching
from myotome.records import Identity, NoSuchRecordError

__all__ = ["identity_of", "kept_patient", "named_patient", "patient_or_refused"]

_LENGTH_OF_DAY: Final = 10
_OWN: Final = re.compile(r"Patient/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?")
_Node = Mapping[str, Any]


def identity_of(patient: _Node, numbers: str = "") -> Identity:
    """Name, date of birth and number of a Patient; one without a name is called by its number.

    Parameters
    ----------
    patient : mapping
    numbers : str
        System whose number is kept; where it is not known, the first is. A number of another system is kept as none
        of ours: it may be that of another person here.

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
    own = [str(one["value"]) for one in known if not numbers or one.get("system") == numbers]
    number = own[0] if own else ""
    called = [words_of_name(one) for one in patient.get("name", ())] + [number, *(str(one["value"]) for one in known)]
    name = next((words for words in called if words), "")
    if not name:
        message = "A patient is kept under a name, or under an identifier where there is no name."
        raise InputError([Problem("body, Patient.name", None, "nothing", "a name or an identifier", (), message)])
    born = str(patient.get("birthDate", ""))
    exact = born if len(born) == _LENGTH_OF_DAY and day_of(born) else ""
    return Identity.checked({"name": name, "born": exact, "number": number})


def named_patient(entries: Sequence[_Node], base: str) -> str:
    """Id of the patient on the server whom a bundle speaks of without bringing the Patient along; empty for none.

    Parameters
    ----------
    entries : sequence of mapping
    base : str
        Address of this server: a patient of another one is nobody here, whatever the id.
    """
    for entry in entries:
        subject = entry["resource"].get("subject", entry["resource"].get("patient"))
        reference = str(subject.get("reference", "")) if isinstance(subject, Mapping) else ""
        if found := _OWN.fullmatch(reference.removeprefix(f"{base}/")):
            return found[1]
    return ""


def kept_patient(kept: KeptResources, condition: str, sent: _Node) -> dict[str, Any] | None:
    """The one patient that a condition (`identifier=…`) finds; None for none.

    Where the system of the numbers here is not known, none is kept, and a number counts whatever its system: it may be
    that of another person, so that name or date of birth have to bear it out.

    Raises
    ------
    RefusedRequestError
        With 412 where several are found or nothing bears a number out, with 400 where the condition is none.
    """
    given = parse_qsl(condition.lstrip("?"))
    bare = given if kept.numbers else [(name, _without_systems(value)) for name, value in given]
    search = search_of("Patient", bare, strict=True)
    if not search.given or any(value.endswith("|") for _, value in given):
        raise RefusedRequestError(400, "ifNoneExist: a condition such as identifier=system|number is needed.")
    found = [one["resource"] for one in Searching(kept, ()).page(search, "").get("entry", [])]
    if len(found) > 1:
        raise RefusedRequestError(412, f"ifNoneExist: {len(found)} patients match {condition[:80]!r}.")
    if found and bare != given and not is_comparable(sent, found[0]):
        message = "set MYOTOME_FHIR_NUMBERS to the system of the numbers here, or send name or date of birth."
        raise RefusedRequestError(
            412, f"ifNoneExist: a patient has this number, of a system that is not kept: {message}"
        )
    return found[0] if found else None


def _without_systems(value: str) -> str:
    return ",".join(one.rpartition("|")[2] for one in value.split(","))


def patient_or_refused(kept: KeptResources, patient: str) -> dict[str, Any]:
    """A patient by id, for a bundle; raises RefusedRequestError with 422 where there is none."""
    try:
        return kept.patient(patient)
    except NoSuchRecordError:
        raise RefusedRequestError(422, f"The findings are of Patient/{patient[:64]}, who is not kept here.") from None
