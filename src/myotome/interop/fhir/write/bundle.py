"""A case as a bundle: who the patient is, every finding as an Observation, each earlier visit with its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from myotome.exam import Case, Visit
from myotome.interop.fhir.terms import CASE_IDENTIFIER, Terms
from myotome.interop.fhir.write.observation import observation

__all__ = ["Entries", "case_bundle", "case_entries", "collection"]

_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_HEAD: Final = ("version", "id", "demographics", "findings", "visits", "truth")
_Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """Names of the resources of one case: the same at every export."""

    base: str
    case: str

    def url(self, name: str) -> str:
        """Full URL of what has this name."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.base}/{self.case}/{name}')}"


@dataclass(frozen=True)
class Entries:
    """Entries of one case, and how they are called.

    Attributes
    ----------
    names : Names
        Full URLs of everything about the case.
    subject, encounter : str
        Those of the patient and of the present visit.
    findings : tuple of str
        Full URLs of the present findings, in their order.
    entries : tuple of dict
        All of them.
    """

    names: Names
    subject: str
    encounter: str
    findings: tuple[str, ...]
    entries: tuple[dict[str, Any], ...]


def case_bundle(case: Case, terms: Terms | None = None, examined_on: date | None = None) -> dict[str, Any]:
    """A case as a collection of FHIR R4; importing it gives the same case.

    Parameters
    ----------
    case : Case
        A known answer is among its records.
    terms : Terms or None
        Canonical address of our codes.
    examined_on : date or None
        Day of the present visit, which a case file does not hold.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> finding = {"type": "reflex", "reflex": "achilles", "side": "left", "value": "absent"}
    >>> case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": [finding]})
    >>> [entry["resource"]["resourceType"] for entry in case_bundle(case)["entry"]]
    ['Patient', 'Encounter', 'Observation', 'Observation', 'Observation']
    """
    return collection(case_entries(case, terms or Terms(), examined_on).entries)


def collection(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A bundle of entries."""
    return {"resourceType": "Bundle", "type": "collection", "entry": list(entries)}


def case_entries(case: Case, terms: Terms, examined_on: date | None) -> Entries:
    """The records of a case as entries of a bundle."""
    names = Names(terms.base, case.id)
    subject = names.url("patient")
    present = _Part(names, "0", terms, subject, examined_on)
    plain = case.to_dict()
    findings = present.findings(plain["findings"])
    entries = [
        {"fullUrl": subject, "resource": _patient(case, terms)},
        present.encounter(),
        present.record("demographics", _without(plain["demographics"], "sex")),
        present.record("case", {key: value for key, value in plain.items() if key not in _HEAD}),
        *([present.record("truth", plain["truth"])] if "truth" in plain else []),
        *findings,
        *(one for number, visit in enumerate(case.visits, 1) for one in _visit(visit, number, present)),
    ]
    return Entries(names, subject, present.url, tuple(one["fullUrl"] for one in findings), tuple(entries))


@dataclass(frozen=True)
class _Part:
    """One visit: its encounter and what was found."""

    names: Names
    number: str
    terms: Terms
    subject: str
    day: date | None

    @property
    def url(self) -> str:
        return self.names.url(f"encounter/{self.number}")

    def encounter(self) -> dict[str, Any]:
        period = {} if self.day is None else {"period": {"start": self.day.isoformat()}}
        resource = {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"system": _ACT, "code": "AMB"},
            "subject": {"reference": self.subject},
            **period,
        }
        return {"fullUrl": self.url, "resource": resource}

    def record(self, kind: str, plain: _Plain, name: str = "") -> dict[str, Any]:
        about: dict[str, Any] = {"subject": {"reference": self.subject}, "encounter": {"reference": self.url}}
        if self.day is not None:
            about["effectiveDateTime"] = self.day.isoformat()
        url = self.names.url(f"{self.number}/{kind}/{name}")
        return {"fullUrl": url, "resource": observation(kind, plain, self.terms, about)}

    def findings(self, found: Iterable[_Plain]) -> list[dict[str, Any]]:
        return [self.record(one["type"], _without(one, "type"), str(number)) for number, one in enumerate(found)]


def _visit(visit: Visit, number: int, present: _Part) -> Iterator[dict[str, Any]]:
    """An earlier visit, before the present one by the time that is known."""
    ago = None if visit.ago_weeks is None or present.day is None else timedelta(weeks=visit.ago_weeks)
    day = None if ago is None or present.day is None else present.day - ago
    part = _Part(present.names, str(number), present.terms, present.subject, day)
    plain = visit.to_dict()
    yield part.encounter()
    yield part.record("visit", _without(plain, "findings"))
    yield from part.findings(plain["findings"])


def _without(plain: _Plain, key: str) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name != key}


def _patient(case: Case, terms: Terms) -> dict[str, Any]:
    """The patient without a name; age stands among the demographics, for no date of birth is known."""
    identifier = {"system": f"{terms.base}/identifier/{CASE_IDENTIFIER}", "value": case.id}
    sex = {} if case.demographics.sex is None else {"gender": case.demographics.sex}
    return {"resourceType": "Patient", "identifier": [identifier], **sex}
