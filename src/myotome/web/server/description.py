"""What OpenAPI says of the interface: bodies and answers as components, so that every reference resolves."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from fastapi import FastAPI

from myotome.answer import answer_schema
from myotome.exam import schema_text
from myotome.web.server.warm_up import EXAMPLE

__all__ = ["PROBLEM", "describe", "explain_described"]

PROBLEM: Final = "application/problem+json"
_AT: Final = "#/components/schemas/"
#: What belongs to a file of its own and not to a component.
_OF_A_FILE: Final = ("$schema", "$id", "$comment", "$defs")
_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_REFUSED: Final = {
    400: "The body is no JSON, or is nested too deeply.",
    413: "The body is larger than 1 MB.",
    422: "The case is wrong; each error names its place, what was given and what is allowed.",
}


def explain_described() -> dict[str, Any]:
    """Body and answers of `/api/v1/explain`."""
    refused = {
        str(status): {"description": words, "content": {PROBLEM: {"schema": {"$ref": f"{_AT}Problem"}}}}
        for status, words in _REFUSED.items()
    }
    answer = {"application/json": {"schema": {"$ref": f"{_AT}Answer"}}}
    case = {"application/json": {"schema": {"$ref": f"{_AT}Case"}, "example": EXAMPLE}}
    answered = {"description": "The answer document.", "content": answer}
    return {"requestBody": {"required": True, "content": case}, "responses": {"200": answered, **refused}}


@cache
def _components() -> dict[str, Any]:
    """Schemas of the case, of the answer and of a problem, with all that they refer to."""
    schemas = {**_parted("Case", json.loads(schema_text())), **_parted("Answer", answer_schema())}
    return {**schemas, "Problem": _PROBLEM_SCHEMA}


def _parted(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema and its definitions, each under a name of its own.

    Examples
    --------
    >>> sorted(_parted("A", {"$ref": "#/$defs/b", "$defs": {"b": {"type": "string"}}}))
    ['A', 'A.b']
    """
    own = {key: value for key, value in schema.items() if key not in _OF_A_FILE}
    parts = {name: own, **{f"{name}.{key}": value for key, value in schema.get("$defs", {}).items()}}
    return {key: _referring(value, f"{_AT}{name}.") for key, value in parts.items()}


def _referring(value: Any, to: str) -> Any:
    """A schema with its references turned to the components."""
    if isinstance(value, list):
        return [_referring(one, to) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: inner.replace("#/$defs/", to) if key == "$ref" and isinstance(inner, str) else _referring(inner, to)
        for key, inner in value.items()
    }


def describe(made: FastAPI) -> None:
    """Have an application describe itself with these components."""
    plain = made.openapi

    def described() -> dict[str, Any]:
        document = plain()
        document.setdefault("components", {}).setdefault("schemas", {}).update(_components())
        return document

    made.openapi = described  # type: ignore[method-assign]
