"""The schema of a case file for editors and other programs, made of the vocabulary and of what the reader asks for.

    python -m myotome.exam.case_schema

writes `data/exam/derived/case.schema.json`. It asks for ids as the vocabulary writes them; the reader takes labels and
aliases too, and its messages are better.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from myotome.exam.case_rules import finding_rules, when
from myotome.exam.reading.forms import finding_forms, investigation_forms
from myotome.exam.reading.forms.case_form import CASE, DEMOGRAPHICS, TRUTH, VISIT
from myotome.exam.reading.shorthand import OWN_KEYS, shorthand_names
from myotome.exam.vocabulary_table import FINDING_KINDS, vocabulary
from myotome.tables import data_path

__all__ = ["case_schema", "schema_text"]

_FILE = "exam/derived/case.schema.json"
_COMMAND = "python -m myotome.exam.case_schema"
_FORMS = {**finding_forms.FORMS, **investigation_forms.FORMS}

#: A node of the schema.
Node = dict[str, Any]


def case_schema() -> Node:
    """JSON schema of a case file.

    Examples
    --------
    >>> case_schema()["required"]
    ['id', 'demographics', 'findings']
    """
    parts = {f"finding_{kind}": _finding(kind) for kind in FINDING_KINDS}
    parts |= {
        "finding": _any_finding(),
        "demographics": DEMOGRAPHICS.schema(),
        "truth": TRUTH.schema(),
        "visit": VISIT.schema(),
    }
    whole = CASE.schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "case.schema.json",
        "$comment": f"made by {_COMMAND}",
        "title": f"Myotome case file, version {vocabulary().version}",
        "description": "One patient: who, and what was found.",
        **whole,
        "$defs": {**_names(whole, parts), **parts},
    }


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(case_schema(), indent=1, ensure_ascii=False) + "\n"


def _names(whole: Node, parts: Node) -> Node:
    """Ids of every set of sections that is referred to."""
    wanted = {*_references(whole), *_references(parts)} - set(parts)
    return {name: {"enum": _allowed(name)} for name in sorted(wanted)}


def _allowed(name: str) -> list[str]:
    """Every id of one section, or of several joined by `or`."""
    return list(dict.fromkeys(vocabulary().ids(name.split("_or_"))))


def _references(node: Any) -> Iterator[str]:
    """Names of the parts that a node refers to, however deep."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/$defs/")
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def _finding(kind: str) -> Node:
    """One kind of finding: its form, and what depends on the sign or the item of the history."""
    node = _FORMS[kind].schema()
    node["properties"] = {"type": {"const": kind}, **node["properties"]}
    node["required"] = ["type", *node["required"]]
    for key in node["properties"]:
        if names := shorthand_names(kind, key):
            node["properties"][key] = {"anyOf": [node["properties"][key], {"enum": list(names)}]}
    if rules := [*node.pop("allOf", ()), *finding_rules(kind)]:
        node["allOf"] = rules
    return _with_own_keys(kind, node)


def _with_own_keys(kind: str, node: Node) -> Node:
    """The form, or a finding said in a key of shorthand, which the reader writes out in the keys of the form."""
    own = {
        key: {"enum": list(shorthand_names(kind, key))}
        for key in OWN_KEYS.get(kind, ())
        if key not in node["properties"]
    }
    if not own:
        return node
    is_said: Node = {"anyOf": [{"required": [key]} for key in own]}
    if "conclusion" in own:
        own["roots"] = _FORMS["emg"].schema()["properties"]["roots"]
    said = {"type": "object", "properties": {**node["properties"], **own}, "additionalProperties": False}
    return {"if": is_said, "then": said, "else": node}


def _any_finding() -> Node:
    """A finding of any kind: the one that `type` says."""
    rules = [when("type", [kind], {"$ref": f"#/$defs/finding_{kind}"}) for kind in FINDING_KINDS]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(FINDING_KINDS)}},
        "allOf": rules,
    }


if __name__ == "__main__":
    data_path(_FILE).write_text(schema_text(), encoding="utf-8")
