"""What each entry of a bundle says, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from myotome.interop.fhir.dates import effective_day
from myotome.interop.fhir.invariants import use_of
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.read.import_report import EntryOutcome
from myotome.interop.fhir.read.lists import LISTS, listed_item
from myotome.interop.fhir.read.observation import NotRead, Record, record_of, site_in_words
from myotome.interop.fhir.read.references import Resolver
from myotome.interop.fhir.read.response import response_records
from myotome.interop.fhir.read.visits import DatedRecord
from myotome.interop.fhir.terms import Terms

__all__ = ["Reading"]

_Node = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """Goes through the entries once.

    Attributes
    ----------
    terms : Terms
    where : Where
        Place of the bundle; what is wrong is kept in it.
    entries : sequence of mapping
        Every resource of them is valid.
    resolver : Resolver
    today : date or None
        The day from which times are counted.
    """

    terms: Terms
    where: Where
    entries: Sequence[_Node]
    resolver: Resolver
    today: date | None

    def all(self) -> tuple[list[DatedRecord], list[EntryOutcome]]:
        """Records of all entries, and the outcome of each entry."""
        reads, outcomes = list[DatedRecord](), list[EntryOutcome]()
        for index, entry in enumerate(self.entries):
            resource = entry["resource"]
            records, outcome = self.one(index, resource)
            day, encounter = effective_day(resource), self.resolver.key(resource.get("encounter"))
            reads += [DatedRecord(index, record, encounter, day) for record in records]
            outcomes.append(outcome)
        return reads, outcomes

    def one(self, index: int, resource: _Node) -> tuple[list[Record], EntryOutcome]:
        """Records of one entry, and its outcome."""
        kind = resource["resourceType"]
        place = self.where.at("entry", index, "resource")
        if kind in LISTS:
            return _told(index, kind, listed_item(resource, self.terms, self.today))
        if kind in ("Observation", "QuestionnaireResponse", "DiagnosticReport"):
            use = use_of(kind, "status", resource["status"])
            if use in ("not_used", "needs_person"):
                return _told(index, kind, NotRead(f"its status is {resource['status']}", use == "needs_person"))
        if kind == "Observation":
            return self.observation(index, resource, place)
        if kind == "QuestionnaireResponse":
            return _response(index, resource, self.terms, place)
        return [], EntryOutcome(index, kind, *_other(resource))

    def observation(self, index: int, resource: _Node, place: Where) -> tuple[list[Record], EntryOutcome]:
        """Record of an Observation."""
        read = record_of(self._with_site(resource), self.terms, place)
        reason = resource.get("dataAbsentReason")
        if reason is not None and isinstance(read, Record):
            return self.not_examined(index, resource, read, place)
        if isinstance(read, Record) and read.kind == "imaging" and "modality" not in read.plain:
            read.plain.update(self.modality(index))
        records, told = _told(index, "Observation", read)
        mark = " (preliminary)" if use_of("Observation", "status", resource["status"]) == "marked" else ""
        return records, replace(told, reason=told.reason + mark)

    def modality(self, index: int) -> dict[str, str]:
        """By which machine a finding was seen: what the report that holds it says."""
        for entry in self.entries:
            report = entry["resource"]
            if index in [self.resolver.key(one) for one in report.get("result", ())]:
                said = self.terms.meanings(report.get("code"))
                return {"modality": said["imaging-modality"]} if "imaging-modality" in said else {}
        return {}

    def not_examined(
        self, index: int, resource: _Node, read: Record, place: Where
    ) -> tuple[list[Record], EntryOutcome]:
        """What was planned and not examined: no finding, and a line of the case's note."""
        reason = resource["dataAbsentReason"]
        code = reason.get("coding", [{}])[0].get("code", "unknown")
        if use_of("Observation", "dataAbsentReason", code) == "refused":
            message = "A value could not be stored; nothing is known of what it was."
            place.at("dataAbsentReason").wrong(code, "a reason why it was not examined", message)
        named = [read.plain.get("side"), site_in_words(resource.get("bodySite", resource["code"]))]
        why = ": ".join(one for one in (code, reason.get("text")) if one)
        what = f"{' '.join(one for one in named if one)} ({read.kind}), {why}"
        return [Record("not_examined", {"what": what})], EntryOutcome(
            index, "Observation", "used", f"not examined: {what}"
        )

    def _with_site(self, resource: _Node) -> _Node:
        """The Observation with the place that a BodyStructure names for it."""
        for extension in resource.get("extension", ()):
            structure = self.resolver.resource(extension.get("valueReference"), resource)
            if structure is not None and structure["resourceType"] == "BodyStructure":
                qualifiers = [one for part in structure.get("locationQualifier", ()) for one in part.get("coding", ())]
                coding = [*structure.get("location", {}).get("coding", ()), *qualifiers]
                return {**resource, "bodySite": {"coding": coding}}
        return resource


def _told(index: int, kind: str, read: Record | NotRead) -> tuple[list[Record], EntryOutcome]:
    if isinstance(read, NotRead):
        return [], EntryOutcome(index, kind, "needs_person" if read.needs_person else "not_used", read.reason)
    unread = f"; not read: {', '.join(read.unread)}" if read.unread else ""
    return [read], EntryOutcome(index, kind, "used", f"{read.kind}{unread}")


def _response(index: int, resource: _Node, terms: Terms, place: Where) -> tuple[list[Record], EntryOutcome]:
    """Records of a questionnaire of ours."""
    read = response_records(resource, terms, place)
    if isinstance(read, NotRead):
        return _told(index, "QuestionnaireResponse", read)
    return list(read), EntryOutcome(index, "QuestionnaireResponse", "used", f"{len(read)} findings")


def _other(resource: _Node) -> tuple[Literal["used", "not_used", "needs_person"], str]:
    """What becomes of a resource that holds no finding."""
    kind = resource["resourceType"]
    if kind in ("Patient", "Encounter"):
        return "used", ""
    if kind == "DiagnosticReport":
        if "conclusion" in resource or "presentedForm" in resource:
            return "needs_person", "words are not read as findings; what stands in its results is"
        return "not_used", "what it says stands in its results"
    return "not_used", "a case holds nothing of this kind"
