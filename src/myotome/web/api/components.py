"""Schemas of what the interface takes and gives, as components of OpenAPI, so that every reference resolves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from myotome.answer import answer_schema
from myotome.exam import schema_text

__all__ = ["AT", "components"]

AT: Final = "#/components/schemas/"
#: What belongs to a file of its own and not to a component.
_OF_A_FILE: Final = ("$schema", "$id", "$comment", "$defs")
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer"}
_MOMENT: Final = {"type": ["string", "null"], "description": "A time in UTC."}
_ID: Final = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_DAY: Final = {"type": "string", "description": "A date as 2026-01-31."}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_ANY: Final = {"type": "object"}
_VERSION: Final = {"type": "integer", "minimum": 1, "description": "What a change has to name in `If-Match`."}


def _of(name: str) -> dict[str, str]:
    return {"$ref": f"{AT}{name}"}


def _record(properties: Mapping[str, Any], *, more: bool = False, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object with these keys, and others only where that is said."""
    needed = [name for name in properties if name not in optional]
    return {"type": "object", "required": needed, "properties": dict(properties), "additionalProperties": more}


_WHO: Final = {
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "born": {"type": "string", "description": "A date in the past as 1980-05-17; empty where it is not known."},
    "number": {"type": "string", "maxLength": 60},
    "note": {"type": "string", "maxLength": 4000},
}
_ANSWER_HEAD: Final = {
    **{"id": _ID, "visit": _ID, "visit_version": _NUMBER, "made": _TEXT},
    **{"program": _TEXT, "tables_hash": _TEXT, "seed": _NUMBER},
}
_FAULT: Final = _record({"where": _TEXT, "given": _TEXT, "allowed": _TEXT, "nearest": _TEXTS, "message": _TEXT})
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        **{"type": _TEXT, "title": _TEXT, "status": _NUMBER, "detail": _TEXT},
        "errors": {"type": "array", "items": _FAULT},
    },
}
_OF_RECORDS: Final = {
    "Problem": _PROBLEM,
    "NewPatient": _record(_WHO, optional=("born", "number", "note")),
    "Patient": _record({"id": _ID, "version": _VERSION, "archived": _MOMENT, "changed": _TEXT, **_WHO}),
    "NewVisit": _record({"day": _DAY, "case": _of("Case")}),
    "Visit": _record(
        {"id": _ID, "patient": _ID, "version": _VERSION, "day": _DAY, "archived": _MOMENT, "case": _of("Case")}
    ),
    "AnswerHead": _record(_ANSWER_HEAD),
    "StoredAnswer": _record({**_ANSWER_HEAD, "document": _ANY}),
}
_OF_TABLES: Final = {
    "Task": _record({"task": _TEXT, "label": _TEXT, "kind": _TEXT, "options": _TEXTS}),
    "Claim": _record(
        {
            **dict.fromkeys(("id", "topic", "claim", "kind", "said_by", "tables_hash", "version"), _TEXT),
            **{"literature": _ANY, "model": {"type": "array", "items": _ANY}, "verdict": _ANY},
        }
    ),
    "Word": _record({"id": _TEXT, "label": _TEXT, "section": _TEXT}, more=True),
    "NeckLoad": _record({"task": _TEXT, "tables_hash": _TEXT, "version": _TEXT}, more=True),
}


@cache
def components() -> Mapping[str, Any]:
    """Schemas by name: of the case, of the answer with its parts, of records, of tables.

    Examples
    --------
    >>> {"Case", "Answer", "Plan", "Patient", "Problem"} <= set(components())
    True
    """
    answer = _parted("Answer", answer_schema())
    return {**_parted("Case", json.loads(schema_text())), **answer, **_parts_of(answer), **_OF_RECORDS, **_OF_TABLES}


def _parts_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the routes that give a part of the answer document, made of its schemas."""
    whole = answer["Answer"]["properties"]
    by_whom = {name: whole[name] for name in ("sources", "tables_hash", "version")}
    explained = answer["Answer.ExplanationDocument"]["properties"]
    beside = ("red_flag", "evidence", "evidence_of_another_kind", "next_tests")
    course = answer["Answer.CourseDocument"]
    head = {"id": whole["id"], "red_flag": whole["red_flag"]}
    return {
        "Explanation": _record(
            {
                "id": whole["id"],
                **explained,
                "disc_to_blame": whole["verdict"],
                **{n: whole[n] for n in beside},
                **by_whom,
            }
        ),
        "NextTests": _record({**head, "tests": whole["next_tests"]}),
        "Plan": _record(
            {
                "id": whole["id"],
                **answer["Answer.PlanDocument"]["properties"],
                **{name: whole[name] for name in ("exercises", "intended_use", "seed")},
                **{"forecast": _ANY, **by_whom},
            }
        ),
        "Forecast": {
            **course,
            "required": [*head, *course["required"]],
            "properties": {**head, **course["properties"]},
        },
        "Load": _of("Answer.TaskDocument"),
    }


def _parted(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema and its definitions, each under a name of its own.

    Examples
    --------
    >>> sorted(_parted("A", {"$ref": "#/$defs/b", "$defs": {"b": {"type": "string"}}}))
    ['A', 'A.b']
    """
    own = {key: value for key, value in schema.items() if key not in _OF_A_FILE}
    parts = {name: own, **{f"{name}.{key}": value for key, value in schema.get("$defs", {}).items()}}
    return {key: _referring(value, f"{AT}{name}.") for key, value in parts.items()}


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
