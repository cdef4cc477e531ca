"""What a hospital's record says of a patient: asked for with the token, read as a case, and the token forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.exam import Case
from myotome.interop.cds.services import wanted
from myotome.interop.fhir import case_of_bundle
from myotome.interop.fhir_client import RemoteError, resources_at
from myotome.interop.smart.errors import SmartError
from myotome.interop.smart.servers import SmartServer

__all__ = ["SmartRecord", "record_of"]

_SERVICE: Final = "myotome-spine"
_Resource = Mapping[str, Any]


@dataclass(frozen=True)
class SmartRecord:
    """A patient of a hospital.

    Attributes
    ----------
    case : Case
        What of the record is read as findings.
    patient : str
        Name and date of birth, to be shown on every page.
    server : str
        Name of the hospital's server.
    notes : tuple of str
        What could not be read.
    """

    case: Case
    patient: str
    server: str
    notes: tuple[str, ...]


def record_of(server: SmartServer, granted: Mapping[str, Any]) -> SmartRecord:
    """Read the record of the patient whom a token is for.

    Raises
    ------
    SmartError
        Something that is needed is refused, or is of another patient.
    InputError
        A resource is wrong.
    """
    patient, token = str(granted["patient"]), str(granted["access_token"])
    resources: list[_Resource] = []
    notes: list[str] = []
    for one in wanted(_SERVICE):
        query = one.query.replace("{{context.patientId}}", patient)
        try:
            resources += resources_at(server.iss, query, token)
        except RemoteError as error:
            if one.required:
                raise SmartError(f"{one.key} could not be read. {error}") from None
            notes.append(f"{one.key} could not be read")
    people = [one for one in resources if one["resourceType"] == "Patient"]
    if [one.get("id") for one in people] != [patient]:
        raise SmartError("The hospital's server sent another patient than the one that was chosen.")
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    imported = case_of_bundle(bundle, name="record")
    counts = imported.counts()
    for outcome, words in (("needs_person", "need a person to read them"), ("not_used", "are not used")):
        notes += [f"{counts[outcome]} entries {words}"] if counts[outcome] else []
    return SmartRecord(imported.case, _in_words(people[0]), server.name, tuple(notes))


def _in_words(patient: _Resource) -> str:
    """Name and date of birth of a patient."""
    names = patient.get("name") or [{}]
    first = names[0]
    name = first.get("text") or " ".join([*first.get("given", ()), first.get("family", "")]).strip()
    born = patient.get("birthDate")
    return ", ".join([name or "without a name", *([f"born {born}"] if born else [])])
