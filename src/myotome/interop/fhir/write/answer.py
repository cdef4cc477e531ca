"""An answer as resources: what explains the findings and what is to be expected, and proposals; nothing is an order."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from myotome.answer import Answer
from myotome.interop.fhir.quantities import quantity
from myotome.interop.fhir.terms import Terms
from myotome.interop.fhir.write.bundle import Entries, case_entries, collection
from myotome.interop.fhir.write.red_flags import priorities, red_flag_issues

__all__ = ["answer_bundle"]

_OPERATION: Final = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_ROLE: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_WHOLE = 100.0
_DIGITS = 4
_Resource = dict[str, Any]


def answer_bundle(
    answer: Answer,
    recorded: datetime,
    terms: Terms | None = None,
    *,
    examined_on: date | None = None,
    pdf: bytes | None = None,
    parts: Collection[str] = (),
) -> _Resource:
    """The case and its answer as a collection of FHIR R4.

    Parameters
    ----------
    answer : Answer
        Its case goes along: every statement points at the findings that it rests on.
    recorded : datetime
        When the answer was computed, with its time zone.
    terms : Terms or None
        Canonical address of our codes.
    examined_on : date or None
        Day of the present visit.
    pdf : bytes or None
        The report in print, to be put into the DiagnosticReport.
    parts : collection of str
        Which of `red-flag`, `explanation`, `disc-verdict`, `forecast`, `report`, `referral`, `next-test`, `plan` are
        written; empty for all of them.

    Returns
    -------
    dict
        A DetectedIssue for each red flag, RiskAssessments (shares are per cent, as R4 asks), DiagnosticReport,
        ServiceRequests and CarePlan as proposals, the Device and the Provenance with the version and the hash of the
        tables.
    """
    terms = terms or Terms()
    case = case_entries(answer.case, terms, examined_on)
    written = _Answer(answer, answer.to_dict(), case, terms, recorded.isoformat(timespec="seconds"), pdf, parts)
    return collection((*case.entries, *written.entries()))


@dataclass(frozen=True)
class _Answer:
    """One answer on its way out."""

    answer: Answer
    document: Mapping[str, Any]
    case: Entries
    terms: Terms
    when: str
    pdf: bytes | None
    wanted: Collection[str] = ()

    def entries(self) -> Iterator[_Resource]:
        """Device, the parts of the answer, and their Provenance."""
        parts = {name: part for name, part in self.parts() if not self.wanted or name.partition("/")[0] in self.wanted}
        yield self.entry("device", self.device())
        yield from (self.entry(name, part) for name, part in parts.items())
        yield self.entry("provenance", self.provenance(list(parts)))

    def parts(self) -> Iterator[tuple[str, _Resource]]:
        """Every part by its name."""
        for number, issue in enumerate(self.red_flags()):
            yield f"red-flag/{number}", issue
        yield "explanation", self.explanation()
        yield "disc-verdict", self.verdict()
        yield "forecast", self.forecast()
        yield "report", self.report()
        for number, flag in enumerate(self.document["plan"]["referral"]["flags"]):
            yield f"referral/{number}", self.referral(flag)
        for number, test in enumerate(self.document["plan"]["investigations"]):
            yield f"next-test/{number}", self.next_test(test)
        yield "plan", self.plan()

    def entry(self, name: str, resource: _Resource) -> _Resource:
        return {"fullUrl": self.url(name), "resource": resource}

    def url(self, name: str) -> str:
        return self.case.names.url(f"answer/{name}")

    def to(self, name: str) -> dict[str, str]:
        return {"reference": self.url(name)}

    def about(self) -> _Resource:
        return {"subject": {"reference": self.case.subject}, "encounter": {"reference": self.case.encounter}}

    def findings(self) -> list[dict[str, str]]:
        return [{"reference": url} for url in self.case.findings]

    def device(self) -> _Resource:
        """The program, its version and the hash of its tables."""
        versions = {"software": self.document["version"], "tables": self.document["tables_hash"]}
        return {
            "resourceType": "Device",
            "status": "active",
            "type": {"text": "software that supports clinical decisions"},
            "deviceName": [{"name": "Myotome", "type": "model-name"}],
            "version": [{"type": {"text": name}, "value": value} for name, value in versions.items()],
        }

    def red_flags(self) -> list[_Resource]:
        """What must not wait, coded by the rule that says so."""
        about = {
            "patient": {"reference": self.case.subject},
            "identifiedDateTime": self.when,
            "author": self.to("device"),
        }
        return red_flag_issues(self.answer, self.case.findings, about, self.terms)

    def risk(self, output: str, predictions: Sequence[_Resource], note: str) -> _Resource:
        basis = {"basis": self.findings()} if self.case.findings else {}
        return {
            "resourceType": "RiskAssessment",
            "status": "preliminary",
            "code": self.terms.concept("output", output),
            **self.about(),
            "occurrenceDateTime": self.when,
            "performer": self.to("device"),
            **basis,
            **({"prediction": list(predictions)} if predictions else {}),
            "note": [{"text": note}],
        }

    def explanation(self) -> _Resource:
        """Every explanation with its share, and what is left for all others."""
        explained = self.document["explanation"]
        shares = [(one["label"], one["conditions"], _per_cent(one["probability"])) for one in explained["causes"]]
        left = round(_WHOLE - sum(share for *_, share in shares), _DIGITS)
        predictions = [
            {"outcome": self.outcome(label, named), "probabilityDecimal": share} for label, named, share in shares
        ]
        if left > 0:
            predictions.append({"outcome": {"text": "any other explanation"}, "probabilityDecimal": left})
        return self.risk("explanation", predictions, explained["outcome_sentence"])

    def outcome(self, label: str, conditions: Sequence[str]) -> _Resource:
        coded = {"coding": [self.terms.coding("condition", one) for one in conditions]} if conditions else {}
        return {**coded, "text": label}

    def verdict(self) -> _Resource:
        """Whether a disc is to blame."""
        verdict = self.document["verdict"]
        return {
            "resourceType": "Observation",
            "status": "preliminary",
            "code": {"coding": [self.terms.coding("output", "disc-verdict")]},
            **self.about(),
            "effectiveDateTime": self.when,
            "device": self.to("device"),
            "valueCodeableConcept": self.terms.concept("disc-verdict", verdict["verdict"].replace(" ", "_")),
            "note": [{"text": verdict["reason"]}],
            **({"derivedFrom": self.findings()} if self.case.findings else {}),
        }

    def forecast(self) -> _Resource:
        """Share of people in whom each event has come about by a week, under each treatment."""
        course = self.document["forecast"]
        predictions = [
            {
                "outcome": {"text": f"{event.replace('_', ' ')}: {arm.replace('_', ' ')}"},
                "probabilityDecimal": _per_cent(share),
                "whenRange": {"high": quantity(week, "weeks")},
            }
            for arm, told in course.get("arms", {}).items()
            for event, shares in told["events"].items()
            for week, share in zip(told["weeks"][-1:], shares[-1:], strict=True)
        ]
        return self.risk("forecast", predictions, course["reason"] or course["outcome_sentence"])

    def report(self) -> _Resource:
        """The answer in words, red flags first, and in print where it was made."""
        form = {} if self.pdf is None else {"presentedForm": [_attached(self.pdf)]}
        return {
            "resourceType": "DiagnosticReport",
            "status": "preliminary",
            "code": {"coding": [self.terms.coding("output", "report")]},
            **self.about(),
            "effectiveDateTime": self.when,
            "issued": self.when,
            "result": [self.to("disc-verdict")],
            "conclusion": self.conclusion(),
            **form,
        }

    def conclusion(self) -> str:
        referral = self.document["plan"]["referral"]
        flags = [f"{one['what']}: {one['when']}, {one['to_whom']}." for one in referral["flags"]]
        causes = self.document["explanation"]["causes"][:1]
        led = [f"{one['label']} ({_per_cent(one['probability']):.0f} per cent)." for one in causes]
        verdict = self.document["verdict"]
        return " ".join([*flags, *led, f"Disc to blame: {verdict['verdict'].replace('_', ' ')}.", verdict["reason"]])

    def proposal(self, output: str, words: str, note: str, priority: str = "routine") -> _Resource:
        return {
            "resourceType": "ServiceRequest",
            "status": "draft",
            "intent": "proposal",
            "priority": priority,
            "code": {"coding": [self.terms.coding("output", output)], "text": words},
            **self.about(),
            "authoredOn": self.when,
            "requester": self.to("device"),
            "supportingInfo": [self.to("explanation")],
            **({"note": [{"text": note}]} if note else {}),
        }

    def referral(self, flag: Mapping[str, Any]) -> _Resource:
        note = " ".join([f"{flag['when']}.", *flag["actions"], *flag["why"]])
        priority = priorities()[flag["urgency"]]["priority"]
        return self.proposal("referral", f"{flag['to_whom']}: {flag['what']}", note, priority)

    def next_test(self, test: Mapping[str, Any]) -> _Resource:
        return self.proposal("next-test", test["wording"], test["why"])

    def plan(self) -> _Resource:
        """The options, none of them chosen."""
        options = self.document["plan"]["treatments"]
        activity = [
            {
                "detail": {
                    "status": "not-started",
                    "doNotPerform": False,
                    "description": f"{one['wording']} (guidelines: {one['stance']})",
                }
            }
            for one in options
        ]
        return {
            "resourceType": "CarePlan",
            "status": "draft",
            "intent": "proposal",
            "title": "Options",
            **self.about(),
            "created": self.when,
            "author": self.to("device"),
            **({"activity": activity} if activity else {}),
        }

    def provenance(self, names: Sequence[str]) -> _Resource:
        """Who made the answer, of what and when."""
        agent = {"type": {"coding": [{"system": _ROLE, "code": "assembler"}]}, "who": self.to("device")}
        sources = [{"role": "source", "what": one} for one in self.findings()]
        return {
            "resourceType": "Provenance",
            "target": [self.to(name) for name in names],
            "recorded": self.when,
            "activity": {"coding": [{"system": _OPERATION, "code": "CREATE"}]},
            "agent": [agent],
            **({"entity": sources} if sources else {}),
        }


def _per_cent(share: float) -> float:
    """A probability as R4 writes it: 0.913 is 91.3."""
    return round(_WHOLE * share, _DIGITS)


def _attached(pdf: bytes) -> _Resource:
    return {"contentType": "application/pdf", "title": "Report", "data": base64.b64encode(pdf).decode("ascii")}
