"""What OpenAPI says of each route: bodies with an example, answers, and every refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI

from myotome.web.api.components import AT, components
from myotome.web.api.problems import PROBLEM
from myotome.web.server.warm_up import EXAMPLE

__all__ = [
    "BATCH_DESCRIBED",
    "NDJSON",
    "TASK_OPTIONS",
    "changed_record",
    "describe",
    "lists",
    "new_record",
    "of_case",
    "one_of_them",
]

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
_REFUSED: Final = {
    400: "The body is no JSON, or is nested too deeply.",
    401: "Nobody is signed in, and no valid token was brought along.",
    403: "Not for this role, or without the proof of the session.",
    404: "There is no such thing here.",
    406: "The answer is not made in any of the forms that were asked for.",
    412: "Somebody else changed the record since it was read; nothing was saved.",
    413: "The body is larger than allowed, usually 1 MB.",
    422: "Something is wrong; each error names its place, what was given and what is allowed.",
    428: "`If-Match` does not name the version that the change was made on.",
    429: "Too many requests of one program; `Retry-After` says how long to wait.",
    503: "The database does not answer; nothing was changed. Try again.",
}
_SIGNED_IN: Final = (401, 403, 422, 429)
_WITH_BODY: Final = (*_SIGNED_IN, 400, 413)
_OF_RECORDS: Final = (*_SIGNED_IN, 404, 503)
_DATED: Final = {"day": "2026-01-31", "case": EXAMPLE}
_EXAMPLES: Final = {
    "Case": EXAMPLE,
    "NewPatient": {"name": "Ada Example", "born": "1980-05-17", "number": "", "note": ""},
    "NewVisit": _DATED,
}
_VERSION_NAMED: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The version that the change was made on: `version` of what was read.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "example": '"1"',
}
#: Options of a task: each a parameter of the address.
TASK_OPTIONS: Final = [
    {
        "name": "options",
        "in": "query",
        "style": "form",
        "explode": True,
        "description": "Options of the task as /api/v1/tasks lists them, and `draws`, people drawn for the intervals.",
        "schema": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        "example": {"mass_kg": 10},
    }
]


def _body(name: str) -> dict[str, Any]:
    """The body of a request: one component, with its example."""
    content = {"schema": {"$ref": f"{AT}{name}"}, "example": _EXAMPLES[name]}
    return {"required": True, "content": {JSON: content}}


def _refusals(statuses: Sequence[int]) -> dict[int | str, dict[str, Any]]:
    problem = {"content": {PROBLEM: {"schema": {"$ref": f"{AT}Problem"}}}}
    return {status: {"description": _REFUSED[status], **problem} for status in sorted(statuses)}


def _given(schema: dict[str, Any], words: str, **more: Any) -> dict[str, Any]:
    return {"description": words, "content": {JSON: {"schema": schema}}, **more}


def of_case(
    words: str, *names: str, forms: Sequence[str] = (), parameters: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """A route that takes a case: its answer is one of these components, or a file in one of these forms."""
    refs: list[dict[str, Any]] = [{"$ref": f"{AT}{name}"} for name in names]
    content = {form: {"schema": {"type": "string", "format": "binary"}} for form in forms}
    answered = _given(refs[0] if len(refs) == 1 else {"anyOf": refs}, words)
    extra = {
        "requestBody": _body("Case"),
        "responses": {"200": {"description": words, "content": content} if forms else answered},
        **({"parameters": list(parameters)} if parameters else {}),
    }
    more = (*((406,) if forms else ()), *((404,) if parameters else ()))
    return {"openapi_extra": extra, "responses": _refusals((*_WITH_BODY, *more))}


def lists(name: str, of: str = "") -> dict[str, Any]:
    """A route that lists components, of one record where that is named."""
    schema = {"type": "array", "items": {"$ref": f"{AT}{name}"}}
    return {
        "openapi_extra": {"responses": {"200": _given(schema, "What was found.")}},
        "responses": _refusals(_OF_RECORDS if of or name == "Patient" else _SIGNED_IN),
    }


def one_of_them(name: str) -> dict[str, Any]:
    """A route that gives one component."""
    answered = {"200": _given({"$ref": f"{AT}{name}"}, "As it is now.")}
    return {"openapi_extra": {"responses": answered}, "responses": _refusals(_OF_RECORDS)}


def new_record(sent: str, name: str, of: str = "") -> dict[str, Any]:
    """A route that keeps something new, and where it is found from then on."""
    kind = name.lower()
    seen = {kind: "$response.body#/id"}
    links = {f"read the {kind}": {"operationId": f"read_{kind}", "parameters": seen}}
    changes = {**seen, "header.If-Match": "$response.header.ETag"}
    links |= {f"change the {kind}": {"operationId": f"change_{kind}", "parameters": changes}}
    if not of:
        links["its visits"] = {"operationId": "list_visits", "parameters": seen}
        links["a visit of it"] = {"operationId": "add_visit", "parameters": seen}
    else:
        links["its answers"] = {"operationId": "list_answers", "parameters": seen}
    made = _given({"$ref": f"{AT}{name}"}, "As it is kept; `Location` names its address.", links=links)
    refused = _refusals((*_WITH_BODY, *((404, 503) if of else (503,))))
    return {
        "operation_id": f"add_{kind}",
        "status_code": 201,
        "openapi_extra": {"requestBody": _body(sent), "responses": {"201": made}},
        "responses": refused,
    }


def changed_record(sent: str, name: str) -> dict[str, Any]:
    """A route that changes a record of which a version was seen; without a body where none is sent."""
    answered = {"200": _given({"$ref": f"{AT}{name}"}, "As it is kept now.")}
    extra = {"parameters": [_VERSION_NAMED], "responses": answered, **({"requestBody": _body(sent)} if sent else {})}
    refused = (*_OF_RECORDS, 412, 428, *((400, 413) if sent else ()))
    return {"openapi_extra": extra, "responses": _refusals(refused)}


#: The batch: newline-delimited JSON both ways.
BATCH_DESCRIBED: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A case a line, at most 10 MB.",
        "content": {
            NDJSON: {"schema": {"type": "string"}, "example": '{"id": "a", "demographics": {}, "findings": []}\n'}
        },
    },
    "responses": {
        "200": {
            "description": "For each case a line with `case`, its number, and `answer` or `problem`.",
            "content": {NDJSON: {"schema": {"type": "string"}}},
        },
        **{str(status): told for status, told in _refusals((*_SIGNED_IN, 413)).items()},
    },
}


def describe(made: FastAPI) -> None:
    """Have an application describe itself with these components."""
    plain = made.openapi

    def described() -> dict[str, Any]:
        document = plain()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(components())
        return document

    made.openapi = described  # type: ignore[method-assign]
