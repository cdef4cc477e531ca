"""What a call holds: its form checked, what was sent along sorted, and the case that comes of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from myotome.exam import Case
from myotome.interop.cds.services import HOOKS, Wanted, hooks_of, wanted
from myotome.interop.fhir import Terms, case_of_bundle
from myotome.interop.fhir_client import RemoteError, resources_at

__all__ = ["CdsCall", "RefusedCallError", "call_of", "case_of_call", "resources_of"]


class RefusedCallError(Exception):
    """A call that is not answered: the status and what is wrong with it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass(frozen=True)
class CdsCall:
    """A call of a service, its form checked.

    Attributes
    ----------
    service, hook, instance : str
        What is called at which hook, and the id of the occasion.
    context, prefetch : mapping
        As sent.
    fhir, token : str
        Server that the client lets us ask, and the token for it; empty without one. It is never stored.
    """

    service: str
    hook: str
    instance: str
    context: Mapping[str, Any]
    prefetch: Mapping[str, Any]
    fhir: str = ""
    token: str = field(default="", repr=False)


def call_of(service: str, body: Any) -> CdsCall:
    """Check the form of a call; raises RefusedCallError with 400, or 404 for an unknown service."""
    hooks = hooks_of(service)
    if not hooks:
        raise RefusedCallError(404, "There is no such service.")
    if not isinstance(body, dict):
        raise RefusedCallError(400, "The body is a JSON object.")
    hook = body.get("hook")
    if hook not in hooks:
        raise RefusedCallError(400, f"hook: this service is called at {', '.join(hooks)}.")
    if not _is_uuid(body.get("hookInstance")):
        raise RefusedCallError(400, "hookInstance: a UUID is needed.")
    fhir, token = _authorised(body)
    prefetch = body.get("prefetch", {})
    if not isinstance(prefetch, dict):
        raise RefusedCallError(400, "prefetch: an object is needed.")
    return CdsCall(service, hook, body["hookInstance"], _context(hook, body.get("context")), prefetch, fhir, token)


def _authorised(body: Mapping[str, Any]) -> tuple[str, str]:
    """Server and token that the client gives along; both empty where it gives none."""
    given = body.get("fhirAuthorization")
    if given is None:
        return "", ""
    if not isinstance(body.get("fhirServer"), str):
        raise RefusedCallError(400, "fhirServer: it is needed beside fhirAuthorization.")
    token = given.get("access_token") if isinstance(given, dict) else None
    if not isinstance(token, str) or not token or given.get("token_type") != "Bearer":
        raise RefusedCallError(400, "fhirAuthorization: access_token and token_type Bearer are needed.")
    return body["fhirServer"].rstrip("/"), token


def _context(hook: str, context: Any) -> Mapping[str, Any]:
    """The context, with all that the hook needs, of one patient."""
    if not isinstance(context, dict):
        raise RefusedCallError(400, "context: it is missing.")
    for name, kind in HOOKS[hook].items():
        if not isinstance(context.get(name), kind) or not context[name]:
            raise RefusedCallError(400, f"context.{name}: it is missing, or no {kind.__name__}.")
    if not _ID.fullmatch(context["patientId"]):
        raise RefusedCallError(400, "context.patientId: the id of a Patient is needed.")
    if not all(isinstance(one, str) for one in context.get("selections", [])):
        raise RefusedCallError(400, "context.selections: references are needed.")
    if any(one != context["patientId"] for one in _patients(context.get("draftOrders", {}))):
        raise RefusedCallError(400, "context.draftOrders: an order is for another patient than context.patientId.")
    return context


def _is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(UUID(text))
    except ValueError:
        return False


def _patients(orders: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the patients for whom orders are."""
    for resource in resources_of(orders):
        subject = resource.get("subject")
        if isinstance(subject, dict) and isinstance(subject.get("reference"), str):
            yield subject["reference"].rpartition("/")[2]


def resources_of(bundle: Any) -> list[dict[str, Any]]:
    """Resources of a bundle, or the one resource that it is."""
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        return [bundle] if isinstance(bundle, dict) and "resourceType" in bundle else []
    entries = bundle.get("entry", [])
    entries = entries if isinstance(entries, list) else []
    found = (entry.get("resource") for entry in entries if isinstance(entry, dict))
    return [one for one in found if isinstance(one, dict)]


def case_of_call(call: CdsCall, terms: Terms, servers: Collection[str] = ()) -> tuple[Case, tuple[str, ...]]:
    """The case that was sent along, and what may be missing in it.

    `null` and an empty bundle say that there is no such data; a missing key and an OperationOutcome that it could not
    be fetched: then one of these servers is asked, where the client gave a token for it.

    Raises
    ------
    RefusedCallError
        With 412 where something is needed and not there.
    InputError
        A resource is wrong.
    """
    entries: list[dict[str, Any]] = []
    notes: list[str] = []
    for one in wanted(call.service):
        sent = call.prefetch.get(one.key, _ABSENT)
        resources = resources_of(sent)
        if sent is _ABSENT or any(part.get("resourceType") == "OperationOutcome" for part in resources):
            if (fetched := _fetched(call, one, servers)) is not None:
                entries += [{"resource": resource} for resource in fetched]
                continue
            if one.required:
                raise RefusedCallError(412, f"prefetch.{one.key}: it is needed and was not sent: {one.query}")
            notes.append(f"{one.key} could not be fetched")
            continue
        if isinstance(sent, dict) and any(link.get("relation") == "next" for link in _links(sent)):
            notes.append(f"{one.key} came in pages; only the first was read")
        entries += [{"resource": resource} for resource in resources]
    _check_patient((entry["resource"] for entry in entries), call.context["patientId"])
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "collection"}
    if entries:
        bundle["entry"] = entries
    imported = case_of_bundle(bundle, terms, "prefetch")
    left = [one for one in imported.entries if one.outcome == "needs_person"]
    notes += [f"{len(left)} entries of the record need a person to read them"] if left else []
    return imported.case, tuple(notes)


def _fetched(call: CdsCall, one: Wanted, servers: Collection[str]) -> list[Mapping[str, Any]] | None:
    """What the server of the client says; None where there is no token, it is not on the list, or gives nothing."""
    if not call.token or call.fhir not in servers:
        return None
    try:
        query = one.query.replace("{{context.patientId}}", call.context["patientId"])
        return list(resources_at(call.fhir, query, call.token, timeout_s=_PATIENCE_S))
    except RemoteError:
        return None


def _check_patient(resources: Iterable[Mapping[str, Any]], expected: str) -> None:
    """Refuse a record of another patient than the one that the call is about."""
    if any(one.get("resourceType") == "Patient" and one.get("id", expected) != expected for one in resources):
        raise RefusedCallError(400, "prefetch: it is of another patient than context.patientId.")


_ABSENT = object()
_ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")
#: A card is wanted within half a second; who gives no prefetch has to wait for his own server.
_PATIENCE_S: Final = 3.0


def _links(bundle: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    links = bundle.get("link", [])
    return [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []
