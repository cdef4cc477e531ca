"""The schema of a case file for editors and other programs, made of the vocabulary and of what the reader asks for.

    python -m myotome.exam.case_schema

writes `data/exam/derived/case.schema.json`. It asks for ids as the vocabulary writes them; the reader takes labels and
aliases too, and its messages are better.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from myotome.exam.entry import Entry
from myotome.exam.reading.forms import finding_forms, investigation_forms
from myotome.exam.reading.forms.case_form import CASE, DEMOGRAPHICS, TRUTH, VISIT
from myotome.exam.reading.forms.investigation_forms import YES_NO
from myotome.exam.reading.forms.scales import angle_signs, measured_signs
from myotome.exam.reading.limits import limits
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
    if rules := [*node.pop("allOf", ()), *_rules(kind)]:
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
    rules = [_when("type", [kind], {"$ref": f"#/$defs/finding_{kind}"}) for kind in FINDING_KINDS]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(FINDING_KINDS)}},
        "allOf": rules,
    }


def _rules(kind: str) -> Iterator[Node]:
    """What the entries of the vocabulary ask of a sign or an item of the history."""
    if kind == "sign":
        entries = tuple(vocabulary().signs.values())
        for sidedness, sides in finding_forms.SIDES_OF.items():
            own = [entry.id for entry in entries if (entry.sidedness or "either") == sidedness]
            yield _when("sign", own, {"properties": {"side": {"enum": list(sides)}}, **_side_needed(sidedness)})
        yield from _extra_keys("sign", entries, ("muscles", "areas", "dermatomes"))
        named: Node = {"properties": {"value": {"$ref": "#/$defs/sign_values"}}, "required": ["value"]}
        yield {"if": {"properties": {"sign": {"enum": list(angle_signs())}}}, "else": named}
        unmeasured: Node = {"properties": {"angle_deg": False}}
        yield {"if": {"properties": {"sign": {"enum": list(measured_signs())}}}, "else": unmeasured}
    if kind == "reflex":
        of_sides = [entry.id for entry in vocabulary().reflexes.values() if entry.sidedness != "unsided"]
        yield _when("reflex", of_sides, _side_needed("sided"))
    if kind == "history":
        entries = tuple(vocabulary().history.values())
        for entry in entries:
            if entry.values:
                yes_no = [said for said, name in YES_NO.items() if name in entry.values]
                yield _when("item", [entry.id], {"properties": {"value": {"enum": [*entry.values, *yes_no]}}})
        own = [entry.id for entry in entries if entry.value == "bool"]
        yield _when("item", own, {"properties": {"value": {"type": "boolean"}}})
        yield from _ranges(kind, "item", (entry for entry in entries if entry.value == "number"))
        yield from _extra_keys("item", entries, ("areas", "levels", "side", "ago"))
    if kind == "questionnaire":
        yield from _ranges(kind, "name", vocabulary().sections["questionnaires"].values())


def _side_needed(sidedness: str) -> Node:
    """What has no side may leave it out."""
    return {} if sidedness in finding_forms.SIDELESS else {"required": ["side"]}


def _ranges(kind: str, key: str, entries: Iterable[Entry]) -> Iterator[Node]:
    """What the number of an item of the history, or the score of a questionnaire, may be."""
    for entry in entries:
        of = limits()[kind, entry.id, entry.unit or ""]
        number: Node = {"type": "number", "minimum": of.low, "maximum": of.high}
        yield _when(key, [entry.id], {"properties": {"value": number}})


def _extra_keys(key: str, entries: Iterable[Entry], extra: tuple[str, ...]) -> Iterator[Node]:
    """Keys that only some signs or items take, and some need."""
    for other in extra:
        takes = [entry.id for entry in entries if other in (*entry.takes, *entry.needs)]
        needs = [entry.id for entry in entries if other in entry.needs]
        yield {"if": {"properties": {key: {"enum": takes}}}, "else": {"properties": {other: False}}}
        if needs:
            yield _when(key, needs, {"required": [other]})


def _when(key: str, values: list[str], then: Node) -> Node:
    """Where the key has one of these values, the rest holds."""
    is_one = {"const": values[0]} if len(values) == 1 else {"enum": values}
    return {"if": {"properties": {key: is_one}, "required": [key]}, "then": then}


if __name__ == "__main__":
    data_path(_FILE).write_text(schema_text(), encoding="utf-8")
