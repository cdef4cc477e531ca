"""The operations `$explain` and `$care`: the answer to what a bundle says, or to a visit that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from myotome.answer import assess, in_turn
from myotome.exam import Case
from myotome.interop.fhir import EntryOutcome, ImportedBundle, Terms, answer_bundle, case_of_bundle
from myotome.interop.fhir.read.import_report import SUPERSEDED
from myotome.interop.fhir_server.asked import of_today
from myotome.interop.fhir_server.creating import refuse_left
from myotome.interop.fhir_server.kept import KeptResources, with_references
from myotome.interop.fhir_server.replies import RefusedRequestError
from myotome.records import Visit

__all__ = ["answer_to_bundle", "answer_to_visit"]

#: Which parts of an answer each operation hands out. A plan rests on the explanation, so that it is there too.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "explain": ("red-flag", "explanation", "disc-verdict", "report"),
    "care": ("red-flag", "explanation", "disc-verdict", "forecast", "report", "referral", "next-test", "plan"),
}


def answer_to_bundle(operation: str, sent: Any, terms: Terms, *, strict: bool = False) -> dict[str, Any]:
    """Answer to a Bundle, a resource, or Parameters that hold one; nothing of it is kept.

    Parameters
    ----------
    operation : str
        `explain` or `care`.
    sent : any
        The body of the request.
    terms : Terms
        Canonical address of our codes.
    strict : bool
        Refuse a bundle of which anything cannot be taken over.

    Raises
    ------
    InputError
        What is wrong with the bundle.
    RefusedRequestError
        Parameters hold no resource.
    """
    imported = case_of_bundle(of_today(_resource_in(sent)), terms, "body")
    if strict:
        refuse_left(imported.entries)
    made = _answered(operation, imported.case, date.today(), imported.day, terms)
    entries = [_with_count(entry, sum(map(_is_lost, imported.entries))) for entry in made["entry"]]
    told = _not_read(imported)
    return {**made, "entry": [*entries, *([{"resource": told}] if told else [])]}


def _is_lost(one: EntryOutcome) -> bool:
    """Whether an entry says something of the patient on which the answer does not rest."""
    return one.resource == "Observation" and one.outcome != "used" and one.reason != SUPERSEDED


def _with_count(entry: dict[str, Any], lost: int) -> dict[str, Any]:
    """The report begins with what it does not rest on."""
    resource = entry["resource"]
    if not lost or resource["resourceType"] != "DiagnosticReport":
        return entry
    what = "1 observation that was sent was" if lost == 1 else f"{lost} observations that were sent were"
    said = f"{what} not taken over: see the OperationOutcome. {resource['conclusion']}"
    return {**entry, "resource": {**resource, "conclusion": said}}


def answer_to_visit(operation: str, visit: Visit, kept: KeptResources, base: str) -> dict[str, Any]:
    """Answer to a visit; its findings bear the ids under which they are read at this server."""
    terms = kept.terms
    day = date.fromisoformat(visit.day)
    made = with_references(_answered(operation, visit.case, day, day, terms), visit, base)
    first, *others = made["entry"]
    return {**made, "entry": [{**first, "resource": kept.patient(visit.patient)}, *others]}


def _answered(operation: str, case: Case, made_on: date, examined_on: date | None, terms: Terms) -> dict[str, Any]:
    def answered() -> dict[str, Any]:
        answer = assess(case, made_on=made_on)
        return answer_bundle(answer, datetime.now(UTC), terms, examined_on=examined_on, parts=_PARTS[operation])

    return in_turn(answered)


def _resource_in(sent: Any) -> Any:
    """The resource that Parameters hold, or what was sent itself."""
    if not isinstance(sent, Mapping) or sent.get("resourceType") != "Parameters":
        return sent
    parts = sent.get("parameter")
    held = [one["resource"] for one in parts if isinstance(one, Mapping) and "resource" in one] if parts else []
    if len(held) != 1:
        raise RefusedRequestError(400, "Parameters: one parameter with a resource is needed.")
    return held[0]


def _not_read(imported: ImportedBundle) -> dict[str, Any] | None:
    """What of the bundle was not taken over, where there is any."""
    left = [one for one in imported.entries if one.outcome != "used"]
    issues = [
        {
            "severity": "warning" if one.outcome == "needs_person" or _is_lost(one) else "information",
            "code": "informational",
            "diagnostics": f"{one.resource}: {one.outcome.replace('_', ' ')}; {one.reason}",
            "expression": [f"Bundle.entry[{one.entry}]"],
        }
        for one in left
    ]
    return {"resourceType": "OperationOutcome", "issue": issues} if issues else None
