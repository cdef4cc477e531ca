"""What one key of a case file may hold: how the reader checks it, and what the schema says of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from myotome.exam.findings.bedside import Measurement, Side
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.limits import Limits, limits, plausible
from myotome.exam.reading.spoken import grade_words, spoken_age, spoken_grade, spoken_span
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown

__all__ = [
    "FLAG",
    "LEFT_RIGHT",
    "WORDS",
    "Node",
    "Value",
    "conduction_number",
    "later",
    "measured",
    "measured_node",
    "measurement",
    "one_name",
    "points",
    "side",
    "sided",
    "size",
    "some_names",
]

LEFT_RIGHT = ("left", "right", "bilateral")

#: What is said of a span of time that is none.
_SPAN = "a number and hours, days, weeks, months or years, for example 5 weeks"
_NO_SPAN = "How long it has been is not understood: a number and a unit are needed, no date and no name of a month."
#: A node of the schema.
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One key of a form.

    Attributes
    ----------
    read : callable
        Takes the fields and the key; gives the value, None or no entries where there is none.
    schema : callable
        Node of the schema.
    """

    read: Callable[[Fields, str], Any]
    schema: Callable[[], Node]


#: True or false.
FLAG = Value(Fields.flag, lambda: {"type": "boolean"})
#: Text that is not empty, nor only white space.
WORDS = Value(Fields.text, lambda: {"type": "string", "pattern": r"\S"})


def one_name(sections: str | tuple[str, ...], null: bool = False) -> Value:
    """A name of these sections of the vocabulary; null, where allowed, is no name."""
    node = {"anyOf": [_names(sections), {"type": "null"}]} if null else _names(sections)
    return _or_null(Value(lambda fields, key: fields.name(key, sections), lambda: node), null)


def some_names(sections: str | tuple[str, ...], at_least: int = 1) -> Value:
    """A list of names, each once."""
    least = {"minItems": at_least} if at_least else {}
    node = {"type": "array", "items": _names(sections), **least, "uniqueItems": True}
    return Value(lambda fields, key: fields.names(key, sections, at_least), lambda: node)


def sided(allowed: tuple[str, ...] = LEFT_RIGHT, null: bool = False) -> Value:
    """A side, one of those that make sense here."""
    node = {"enum": [*allowed, None] if null else list(allowed)}
    return _or_null(Value(lambda fields, key: side(fields, allowed, key), lambda: node), null)


def points(low: float, high: float, scale: str) -> Value:
    """A number on a scale, or a word that stands for one."""

    def schema() -> Node:
        return {"anyOf": [{"type": "number", "minimum": low, "maximum": high}, {"enum": list(grade_words(scale))}]}

    def read(fields: Fields, key: str) -> float | None:
        said = spoken_grade(scale, fields.raw.get(key))
        return (
            fields.number(key, low, high, f"points, or a word of {scale.replace('_', ' ')}") if said is None else said
        )

    return Value(read, schema)


def size(what: str, unit: str) -> Value:
    """A number that a patient can have, in a fixed unit; null where it is not known."""

    def schema() -> Node:
        own = limits()["patient", what, unit]
        return {"type": ["number", "null"], "minimum": own.low, "maximum": own.high, "description": unit}

    def read(fields: Fields, key: str) -> float | None:
        said = spoken_age(fields.raw.get(key)) if what == "age" else None
        return plausible(fields, key, limits()["patient", what, unit]) if said is None else said

    return _or_null(Value(read, schema), null=True)


def conduction_number(what: str) -> Value:
    """A measure of a nerve conduction study, or the temperature of the limb."""

    def of() -> Limits:
        return next(own for (kind, name, _), own in limits().items() if (kind, name) == ("conduction", what))

    def schema() -> Node:
        return {"type": "number", "minimum": of().low, "maximum": of().high, "description": of().unit}

    return Value(lambda fields, key: plausible(fields, key, of()), schema)


def measured(units: str, limits_of: Callable[[str], Limits]) -> Value:
    """A value with its unit, within the limits that the unit has."""

    def schema() -> Node:
        return measured_node(units, minimum=0) | {
            "allOf": [_in_unit(limits_of(unit)) for unit in vocabulary().ids(units)]
        }

    return Value(lambda fields, key: measurement(fields, key, units, limits_of), schema)


def _in_unit(of: Limits) -> Node:
    """Node for what a value may be in one unit."""
    value = {"minimum": of.low, "maximum": of.high}
    return {"if": {"properties": {"unit": {"const": of.unit}}}, "then": {"properties": {"value": value}}}


def measured_node(units: str, **number: float) -> Node:
    """Node for a value with its unit."""
    return {
        "type": "object",
        "properties": {"value": {"type": "number", **number}, "unit": _names(units)},
        "required": ["value", "unit"],
        "additionalProperties": False,
    }


def later(node: Node) -> Value:
    """A key that its reader looks at by itself, for it depends on others; the schema says the least of it."""
    return Value(lambda _fields, _key: None, lambda: dict(node))


def side(fields: Fields, allowed: tuple[str, ...], key: str = "side") -> Side | None:
    """Side, one of those allowed for this finding."""
    name = fields.name(key, "sides")
    if name is None or name in allowed:
        return cast("Side | None", name)
    message = "This finding cannot have this side."
    if allowed == ("none",):
        message = "This finding has no side: write none."
    fields.checks.add(fields.at(key), shown(name), ", ".join(allowed), message)
    return None


def measurement(fields: Fields, key: str, units: str, limits_of: Callable[[str], Limits]) -> Measurement | None:
    """Value with its unit, within the limits that the unit has."""
    if key not in fields:
        return None
    given = fields.raw[key]
    written = (spoken_span(given) or given) if units == "time_units" else given
    if units == "time_units" and isinstance(written, str):
        fields.checks.add(fields.at(key), shown(written), _SPAN, _NO_SPAN)
        return None
    inner = fields.checks.fields(written, fields.at(key), ("value", "unit"), key)
    if inner is None:
        return None
    inner.need("value", "unit")
    unit = inner.name("unit", units)
    value = inner.number("value", -math.inf, math.inf) if unit is None else plausible(inner, "value", limits_of(unit))
    return None if value is None or unit is None else Measurement(value, unit)


def _names(sections: str | tuple[str, ...]) -> Node:
    """Node for one of the names of some sections: each set of names stands once in the schema."""
    return {"$ref": f"#/$defs/{sections if isinstance(sections, str) else '_or_'.join(sections)}"}


def _or_null(value: Value, null: bool) -> Value:
    """The same, None where the file says null."""
    if not null:
        return value
    return Value(lambda fields, key: None if fields.raw.get(key) is None else value.read(fields, key), value.schema)
