"""What is sent back: resources with their version, and an OperationOutcome for everything that is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from myotome.errors import Problem
from myotome.interop.fhir import operation_outcome

__all__ = ["FHIR_JSON", "RefusedRequestError", "refusal", "reply", "reply_to_read", "weak_tag"]

FHIR_JSON: Final = "application/fhir+json"
#: What went wrong, in the words of FHIR, where the status alone says it.
_ISSUES: Final[Mapping[int, str]] = {
    400: "invalid",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    412: "multiple-matches",
    413: "too-long",
    415: "not-supported",
    422: "processing",
    503: "transient",
}


class RefusedRequestError(Exception):
    """A request that is not done: the status and what is wrong with it."""

    def __init__(self, status: int, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.status, self.message, self.problems = status, message, tuple(problems)


def reply(
    resource: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None, *, pretty: bool = False
) -> Response:
    """A resource as JSON of FHIR."""
    text = json.dumps(resource, ensure_ascii=False, indent=2 if pretty else None, allow_nan=False)
    return Response(text, status, dict(headers or {}), media_type=FHIR_JSON)


def refusal(status: int, message: str, problems: Iterable[Problem] = ()) -> Response:
    """An OperationOutcome: an issue for each problem, or one with the message.

    Examples
    --------
    >>> refusal(404, "There is no such resource.").body.decode()[:44]
    '{"resourceType": "OperationOutcome", "issue"'
    """
    listed = operation_outcome(problems)
    if not listed["issue"]:
        issue = {"severity": "error", "code": _ISSUES.get(status, "exception"), "diagnostics": message}
        listed = {"resourceType": "OperationOutcome", "issue": [issue]}
    return reply(listed, status)


def weak_tag(version: str) -> str:
    """The ETag of a version of a resource."""
    return f'W/"{version}"'


def reply_to_read(request: Request, resource: Mapping[str, Any], *, pretty: bool = False) -> Response:
    """A resource with its ETag, or 304 where the client has this version already."""
    tag = weak_tag(resource["meta"]["versionId"])
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    headers = {"etag": tag}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return reply(resource, headers=headers, pretty=pretty)
