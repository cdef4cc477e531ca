"""The JSON schema of the answer document, made from its types: `python -m myotome.answer.schema` writes it anew."""

from __future__ import annotations

import json
from typing import Any

from myotome.tables import data_path

__all__ = ["SCHEMA_FILE", "answer_schema", "schema_text"]

SCHEMA_FILE = "answer/derived/answer.schema.json"
_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "answer.schema.json",
    "$comment": "Made by `python -m myotome.answer.schema` from the types in myotome.answer; do not edit.",
}


def answer_schema() -> dict[str, Any]:
    """Make the schema of what `Answer.to_dict()` returns.

    Examples
    --------
    >>> sorted(answer_schema()["required"])[:3]
    ['evidence', 'evidence_of_another_kind', 'exercises']
    """
    from pydantic import TypeAdapter

    from myotome.answer.document import AnswerDocument

    made = TypeAdapter(AnswerDocument).json_schema()
    return {**_HEAD, **_closed(made), "title": "Myotome answer, version 1"}


def _closed(node: Any) -> Any:
    """Say of every record that it has no other keys, and drop titles that only repeat a name."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {name: _closed(item) for name, item in node.items() if not (name == "title" and isinstance(item, str))}
    return {**kept, "additionalProperties": False} if "properties" in node and "type" in node else kept


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(answer_schema(), indent=1) + "\n"


if __name__ == "__main__":
    data_path(SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
