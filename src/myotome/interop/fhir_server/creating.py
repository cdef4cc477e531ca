"""Posting: a bundle becomes a visit of its patient, whole or not at all; a Patient by itself is kept without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.exam import Case
from myotome.interop.fhir import EntryOutcome, ImportedBundle, Terms, case_of_bundle
from myotome.interop.fhir.invariants import check_resource
from myotome.interop.fhir.places import Where
from myotome.interop.fhir_server.asked import of_today
from myotome.interop.fhir_server.kept import KeptResources, resource_ids
from myotome.interop.fhir_server.losses import losses
from myotome.interop.fhir_server.people import identity_of, kept_patient, named_patient, patient_or_refused
from myotome.interop.fhir_server.replies import RefusedRequestError, weak_tag
from myotome.interop.fhir_server.same_person import check_same_person, check_subjects

__all__ = ["Creating"]

_TYPES: Final = ("transaction", "collection", "document")
_Node = Mapping[str, Any]


@dataclass(frozen=True)
class Creating:
    """What is posted to one server.

    Attributes
    ----------
    kept : KeptResources
    terms : Terms
    on_visit : callable
        Called with id, version, case and day of each new visit.
    """

    kept: KeptResources
    terms: Terms
    on_visit: Callable[[str, int, Case, str], None]

    def patient(self, sent: Any, condition: str, *, strict: bool) -> tuple[dict[str, Any], bool]:
        """Keep a Patient, unless one matches the condition; returns the resource, and whether it is new.

        What of it is not kept is missing in the resource, or refused where `strict`.
        """
        _check_valid(sent, Where("body", []))
        if condition and (found := self._same(sent, condition)) is not None:
            return found, False
        identity = identity_of(sent, self.kept.numbers)
        lost = losses(sent, identity)
        if strict and lost:
            raise RefusedRequestError(422, f"Patient: not kept: {', '.join(lost)[:400]}.")
        return self.kept.patient(self.kept.records.add_patient(identity)), True

    def bundle(self, sent: Any, base: str, *, strict: bool) -> dict[str, Any]:
        """Keep what a bundle says; returns what became of each entry.

        Parameters
        ----------
        sent : dict
            A Bundle: a transaction, a collection or a document.
        base : str
            Address of this server.
        strict : bool
            Refuse it whole where an entry cannot be taken over.

        Raises
        ------
        InputError, RefusedRequestError
            Something is wrong; nothing of it is kept.
        """
        _check_bundle(sent)
        sent = of_today(sent)
        known = self._known_patient(sent, base)
        check_subjects(sent.get("entry", ()), known, base)
        imported = self._with_losses(self._imported(sent, known), sent, known)
        if strict:
            refuse_left(imported.entries)
        day = imported.day or date.today()
        patient, visit = self._keep(sent, known, imported, day.isoformat())
        return _response(imported, self.kept.patient(patient), visit)

    def _known_patient(self, sent: _Node, base: str) -> _Node | None:
        """The patient that is kept already, where the bundle means one."""
        entries = sent.get("entry", ())
        own = [index for index, entry in enumerate(entries) if entry["resource"]["resourceType"] == "Patient"]
        if not own:
            patient = named_patient(entries, base)
            return patient_or_refused(self.kept, patient) if patient else None
        for index in own:
            _check_valid(entries[index]["resource"], Where("body", []).at("entry", index, "resource"))
        entry = entries[own[0]]
        condition = str(entry.get("request", {}).get("ifNoneExist", ""))
        return self._same(entry["resource"], condition) if condition else None

    def _with_losses(self, imported: ImportedBundle, sent: _Node, known: _Node | None) -> ImportedBundle:
        """The outcomes, that of the Patient with what of it is not kept."""
        entries = list(imported.entries)
        for index, one in enumerate(entries):
            if one.resource == "Patient":
                patient = sent["entry"][index]["resource"]
                lost = losses(patient, identity_of(known or patient, self.kept.numbers))
                entries[index] = replace(one, reason=f"not kept: {', '.join(lost)}"[:400] if lost else one.reason)
        return replace(imported, entries=tuple(entries))

    def _same(self, sent: _Node, condition: str) -> dict[str, Any] | None:
        """The patient that a condition finds, who is the one that was sent; None for none."""
        found = kept_patient(self.kept, condition, sent)
        if found is not None:
            check_same_person(sent, found, self.kept.numbers)
        return found

    def _imported(self, sent: dict[str, Any], known: _Node | None) -> ImportedBundle:
        """The case; of a patient who is kept, what is kept says age and sex."""
        entries = sent.get("entry", [])
        if known is None:
            return _renamed(case_of_bundle(sent, self.terms, "body"))
        if any(entry["resource"]["resourceType"] == "Patient" for entry in entries):
            whole = {**sent, "entry": [_with_known(entry, known) for entry in entries]}
            return _renamed(case_of_bundle(whole, self.terms, "body"))
        whole = {**sent, "entry": [*entries, {"resource": known}]}
        imported = case_of_bundle(whole, self.terms, "body")
        return _renamed(replace(imported, entries=imported.entries[:-1]))

    def _keep(self, sent: _Node, known: _Node | None, imported: ImportedBundle, day: str) -> tuple[str, str]:
        """Ids of the patient and of the visit; the latter is empty where nothing was found in the bundle."""
        records, case = self.kept.records, imported.case
        examined = bool(case.findings or case.visits)
        if known is not None:
            visit = records.add_visit(known["id"], day, case) if examined else ""
            patient = str(known["id"])
        else:
            identity = identity_of(_patient_in(sent), self.kept.numbers)
            visit = records.add_patient_with_visit(identity, day, case) if examined else ""
            patient = records.visit(visit).patient if visit else records.add_patient(identity)
        if visit:
            self.on_visit(visit, 1, case, day)
        return patient, visit


def _check_valid(sent: Any, where: Where) -> None:
    if not check_resource(sent, where):
        raise InputError(where.problems)


def _with_known(entry: _Node, known: _Node) -> _Node:
    """An entry; the Patient of it with the date of birth and the sex that are kept."""
    if entry["resource"]["resourceType"] != "Patient":
        return entry
    kept = {name: known[name] for name in ("birthDate", "gender") if name in known}
    return {**entry, "resource": {**entry["resource"], **kept}}


def _patient_in(sent: _Node) -> _Node:
    entries = sent.get("entry", ())
    found = [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == "Patient"]
    if not found:
        message = "Whose findings are these? Bring the Patient along, or name one that is kept: subject Patient/id."
        raise InputError([Problem("body, entry", None, "no Patient", "one Patient", (), message)])
    patient: _Node = found[0]
    return patient


def _check_bundle(sent: Any) -> None:
    """Refuse what is no bundle to be kept, and entries that ask for anything but to create."""
    kind = sent.get("type") if isinstance(sent, dict) and sent.get("resourceType") == "Bundle" else None
    if kind not in _TYPES:
        raise RefusedRequestError(400, f"A Bundle is posted here, of type {', '.join(_TYPES)}.")
    where = Where("body", [])
    entries = sent.get("entry", [])
    for index, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        place = where.at("entry", index)
        if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
            place.wrong("no resource", "an entry with a resource", "Entries are created here, nothing else.")
        else:
            _check_request(entry, place)
    if not isinstance(entries, list):
        where.at("entry").wrong("no list", "a list of entries", "This is no bundle.")
    if where.problems:
        raise InputError(where.problems)


def _check_request(entry: _Node, where: Where) -> None:
    kind, asked = entry["resource"].get("resourceType"), entry.get("request", {})
    if not isinstance(kind, str):
        where.at("resource", "resourceType").wrong("nothing", "a resource of FHIR R4", "It is missing.")
    if not isinstance(asked, dict):
        where.at("request").wrong("no object", "method and url", "This is no request.")
    elif asked.get("method", "POST") != "POST":
        where.at("request", "method").wrong(
            str(asked["method"])[:40], "POST", "Entries are created here, nothing else."
        )
    elif "ifNoneExist" in asked and kind != "Patient":
        where.at("request", "ifNoneExist").wrong(str(kind)[:40], "Patient", "Only a Patient is looked for first.")


def refuse_left(entries: Sequence[EntryOutcome]) -> None:
    """Refuse a bundle of which anything cannot be taken over whole; raises InputError with every such entry."""
    where = Where("body", [])
    for one in entries:
        if not _is_whole(one):
            place = where.at("entry", one.entry, "resource")
            place.wrong(one.resource, "what can be taken over whole", f"{one.outcome.replace('_', ' ')}: {one.reason}.")
    if where.problems:
        raise InputError(where.problems)


def _is_whole(one: EntryOutcome) -> bool:
    """Whether nothing of an entry is lost; a Patient is used, and a reason says what of it is not."""
    return one.outcome == "used" and not (one.resource == "Patient" and one.reason)


def _renamed(imported: ImportedBundle) -> ImportedBundle:
    """The case called as one that is entered on the page, where the bundle gave it no name."""
    case = imported.case
    return replace(imported, case=replace(case, id="examination")) if case.id == "body" else imported


def _response(imported: ImportedBundle, patient: _Node, visit: str) -> dict[str, Any]:
    """What became of each entry, with where it is read."""
    places = _addresses(imported.case, visit) if visit else {}
    entries = []
    for one in imported.entries:
        made = [places[place] for place in one.made if place in places]
        address = f"Patient/{patient['id']}" if one.resource == "Patient" else made[0] if made else ""
        if not address and visit and one.resource == "Encounter":
            address = f"Encounter/{visit}"
        version = patient["meta"]["versionId"] if one.resource == "Patient" else "1"
        created = {"location": f"{address}/_history/{version}", "etag": weak_tag(version)} if address else {}
        status = "201 Created" if address else "200 OK"
        entries.append({"response": {"status": status, **created, "outcome": _told(one)}})
    return {"resourceType": "Bundle", "type": "transaction-response", **({"entry": entries} if entries else {})}


def _addresses(case: Case, visit: str) -> dict[str, str]:
    """Where each finding of a case is read, by its place in the case."""
    plain = case.to_dict()
    groups = [("", plain["findings"])]
    groups += [(f"visits[{at}].", past["findings"]) for at, past in enumerate(plain.get("visits", ()))]
    ids = [one for one in resource_ids(case.without_truth(), visit)[1:] if _is_finding(one, visit)]
    places = [f"{prefix}findings[{at}]" for prefix, found in groups for at in range(len(found))]
    named = {name: f"Observation/{visit}-{name}" for name in ("demographics", "case")}
    return named | {place: f"Observation/{identity}" for place, identity in zip(places, ids, strict=True)}


def _is_finding(identity: str, visit: str) -> bool:
    rest = identity.removeprefix(visit).lstrip("-")
    name = rest.partition("-")[2] if rest.startswith("past") else rest
    return name not in ("", "demographics", "case", "truth", "visit")


def _told(one: EntryOutcome) -> dict[str, Any]:
    severity = "information" if _is_whole(one) else "warning"
    said = f"{one.outcome.replace('_', ' ')}; {one.reason}".rstrip("; ")
    issue = {"severity": severity, "code": "informational", "diagnostics": said}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
