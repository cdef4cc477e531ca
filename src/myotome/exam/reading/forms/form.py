"""What each mapping of a case file may hold, declared once: the reader checks by it, and the schema is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myotome.exam.reading.checks import Fields
from myotome.exam.reading.forms.form_values import Node, Value

__all__ = ["Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """The keys of one mapping of a case file.

    Attributes
    ----------
    keys : mapping
        What each key may hold, in the order in which they are read.
    needs : tuple of str
        Keys that must be there.
    one_of, some_of : tuple of tuple of str
        Of each of these groups of keys, exactly one has to be there; one or more.
    apart : tuple of (str, tuple of str)
        Key, and the keys that may not stand beside it.
    needs_with : tuple of (str, str, str)
        Key, value of it, and the key that is needed then.
    """

    keys: Mapping[str, Value]
    needs: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    some_of: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()
    needs_with: tuple[tuple[str, str, str], ...] = ()

    def read(self, fields: Fields) -> dict[str, Any]:
        """Value of every key, None or no entries where it is not there, each checked."""
        fields.need(*self.needs)
        for keys in self.one_of:
            fields.need_one(keys)
        for keys in self.some_of:
            fields.need_one(keys, at_most=len(keys))
        for key, others in self.apart:
            if key in fields:
                fields.need_one((key, *others))
        found = {key: value.read(fields, key) for key, value in self.keys.items()}
        for key, given, needed in self.needs_with:
            if found[key] == given:
                fields.need(needed)
        return found

    def schema(self) -> Node:
        """Node of the schema for the whole mapping."""
        rules: list[Node] = [{"oneOf": [{"required": [key]} for key in keys]} for keys in self.one_of]
        rules += [{"anyOf": [{"required": [key]} for key in keys]} for keys in self.some_of]
        rules += [_apart(key, others) for key, others in self.apart]
        rules += [_needs(key, value, needed) for key, value, needed in self.needs_with]
        return {
            "type": "object",
            "properties": {key: value.schema() for key, value in self.keys.items()},
            "required": list(self.needs),
            "additionalProperties": False,
            **({"allOf": rules} if rules else {}),
        }


def _apart(key: str, others: tuple[str, ...]) -> Node:
    """Where the key is there, none of the others is."""
    return {"if": {"required": [key]}, "then": {"properties": dict.fromkeys(others, False)}}


def _needs(key: str, value: str, needed: str) -> Node:
    """Where the key has the value, another is needed."""
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": {"required": [needed]}}
