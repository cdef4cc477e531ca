"""What is kept as resources: a patient, and of each visit its encounters and findings, under ids that last."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from myotome.exam import Case
from myotome.interop.fhir import Terms, case_bundle
from myotome.interop.fhir.elements import elements
from myotome.records import NoSuchRecordError, Patient, Records, Visit

__all__ = ["KeptResources", "resource_ids", "with_references"]

_VISIT: Final = re.compile(r"([0-9a-f]{32})(?:-[a-z0-9-]+)?")
_DIGEST: Final = 10
#: Elements that say what was looked at.
_LOOKED_AT: Final = ("code", "bodySite", "laterality", "method")
_RECORDS: Final = ("demographics", "case")
_Resource = dict[str, Any]


@dataclass(frozen=True)
class KeptResources:
    """Resources of the records of one database.

    Attributes
    ----------
    records : Records
    terms : Terms
        How our codes are written.
    numbers : str
        System of the numbers that patients have here; empty where it is not known.
    """

    records: Records
    terms: Terms
    numbers: str = ""

    def patients(self, query: str, count: int) -> Iterator[_Resource]:
        """Patients that a query finds, those changed last first; without their sex, which stands in their visits."""
        return (self._patient(one) for one in self.records.patients(query, count=count))

    def with_sex(self, patient: Mapping[str, Any]) -> _Resource:
        """A patient of a search with what the newest visit says."""
        return self._told(patient, self.records.visits(patient["id"], archived=True))

    def patient(self, patient: str) -> _Resource:
        """A patient by id; raises NoSuchRecordError."""
        return self.with_sex(self._patient(self.records.patient(patient)))

    def newest_visit(self, patient: str) -> Visit:
        """The visit that counts as the present one; raises NoSuchRecordError where there is none."""
        self.records.patient(patient)
        visits = self.records.visits(patient)
        if not visits:
            raise NoSuchRecordError
        return visits[-1]

    def of_patient(self, patient: str) -> list[_Resource]:
        """Encounters and findings of all visits of a patient; raises NoSuchRecordError."""
        self.records.patient(patient)
        return [one for visit in self.records.visits(patient) for one in self.of_visit(visit)]

    def with_id(self, identity: str) -> list[_Resource]:
        """Encounters and findings of the visit that an id belongs to; raises NoSuchRecordError."""
        found = _VISIT.fullmatch(identity)
        if found is None:
            raise NoSuchRecordError
        return self.of_visit(self.records.visit(found[1]))

    def of_visit(self, visit: Visit) -> list[_Resource]:
        """Encounters and findings of a visit."""
        bundle = case_bundle(visit.case, self.terms, date.fromisoformat(visit.day))
        return [entry["resource"] for entry in with_references(bundle, visit, "")["entry"][1:]]

    @staticmethod
    def _told(patient: Mapping[str, Any], visits: Sequence[Visit]) -> _Resource:
        """A patient with the sex that the newest visit says: the version counts the changes of all of them."""
        version = int(patient["meta"]["versionId"]) + sum(visit.version for visit in visits)
        meta = {**patient["meta"], "versionId": str(version)}
        return {**patient, "meta": meta, **_sex([visit for visit in visits if visit.archived is None])}

    def _patient(self, patient: Patient) -> _Resource:
        """Who a patient is."""
        told = patient.identity
        number = {**({"system": self.numbers} if self.numbers else {}), "value": told.number}
        return {
            "resourceType": "Patient",
            "id": patient.id,
            "meta": {"versionId": str(patient.version), "lastUpdated": patient.changed},
            **({"identifier": [number]} if told.number else {}),
            "active": patient.archived is None,
            "name": [{"text": told.name}],
            **({"birthDate": told.born} if told.born else {}),
        }


def _sex(visits: Sequence[Visit]) -> dict[str, str]:
    told = [one.case.demographics.sex for one in visits if one.case.demographics.sex is not None]
    return {"gender": told[-1]} if told else {}


def with_references(bundle: Mapping[str, Any], visit: Visit, base: str) -> _Resource:
    """The bundle of a visit with the ids under which its resources are read here, and references to those.

    What has no id here (a part of an answer) keeps its name.
    """
    entries = bundle["entry"]
    known = dict(zip((one["fullUrl"] for one in entries), resource_ids(visit.case, visit.id), strict=False))
    types = {one["fullUrl"]: one["resource"]["resourceType"] for one in entries}
    known[entries[0]["fullUrl"]] = visit.patient
    names = {url: f"{types[url]}/{identity}" for url, identity in known.items()}
    made = []
    for one in entries:
        resource, url = _renamed(one["resource"], names), one["fullUrl"]
        if url in known:
            meta = {"versionId": str(visit.version)}
            head = {"resourceType": resource.pop("resourceType"), "id": known[url], "meta": meta}
            resource, url = {**head, **resource}, f"{base}/{names[url]}"
        made.append({"fullUrl": url, "resource": resource})
    return {**bundle, "entry": made}


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """A resource with every reference by its name here."""
    if isinstance(node, dict):
        inner = {key: _renamed(value, names) for key, value in node.items()}
        return {**inner, "reference": names.get(node["reference"], node["reference"])} if "reference" in node else inner
    return [_renamed(one, names) for one in node] if isinstance(node, list) else node


def resource_ids(case: Case, visit: str) -> list[str]:
    """Ids of the resources of a visit, in the order of its bundle: patient, encounter, records, findings, past visits.

    The id of a finding is made of what was looked at and not of what was found: a grade that changes is the same
    resource in a new version.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> finding = {"type": "reflex", "reflex": "achilles", "side": "left", "value": "absent"}
    >>> made = {"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": [finding]}
    >>> ids = [resource_ids(case_from_mapping(made), "v")]
    >>> made["findings"] = [{**finding, "value": "reduced"}]
    >>> ids.append(resource_ids(case_from_mapping(made), "v"))
    >>> ids[0] == ids[1], ids[0][:4]
    (True, ['', 'v', 'v-demographics', 'v-case'])
    """
    plain = case.to_dict()
    truth = ["truth"] if "truth" in plain else []
    made = ["", visit, *(f"{visit}-{name}" for name in (*_RECORDS, *truth)), *_finding_ids(plain["findings"], visit)]
    for number, past in enumerate(plain.get("visits", ()), 1):
        own = f"{visit}-past{number}"
        made += [own, f"{own}-visit", *_finding_ids(past["findings"], own)]
    return made


def _finding_ids(findings: Sequence[Mapping[str, Any]], prefix: str) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for finding in findings:
        named = {one.key: finding.get(one.key) for one in elements(finding["type"]) if one.place in _LOOKED_AT}
        text = json.dumps(named, sort_keys=True, default=str)
        kind = finding["type"].replace("_", "-")
        name = f"{prefix}-{kind}-{hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"
