"""Mutations of good inputs: of their bytes, their words, their structure, their numbers and their types."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import yaml

__all__ = ["mutated_bytes", "mutated_json", "mutated_mapping", "mutated_words", "mutated_yaml"]

NASTY = (
    *("", " ", "\0", "\x1b[2J", "\u202e", "\ufeff", "\ud800", "é" * 50, "x" * 5000, "{", "[", "]", "&a", "*a"),
    *("<<", "? ", "!!int x", "!!binary x", "!!timestamp 2024-99-99", "~", "null", "true", "nan", ".inf", "-0"),
    *("1e999", "0x" + "f" * 500, "9" * 400, "9" * 5000, "1:" * 300 + "1", "0b1", "1_000", "2024-02-30", "%", "@"),
    *("`", "|", ">", "#", "'", '"', "\\u0000", "---", "...", "- ", ": ", "\t", "\r\n", "\u2028", "{{", "<<: *a"),
    *("a: &a [*a]", "[" * 300, "=", ",", ";", "+", "-1", "2"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 5, 10**400, 10**5000, -(10**30), 1e308, float("nan"), float("inf"), "", "left"),
    *("x" * 3000, [], {}, [[]], [None], {"a": 1}, [1, 2], ["left", "left"], {"value": 1, "unit": "weeks"}),
    *("\ud800", "\x1b[2J", b"x"),
)


def mutated_words(text: str, chance: random.Random) -> str:
    """Text with some of its words or lines doubled, dropped, swapped or replaced by something nasty."""
    parts = text.splitlines(keepends=True) if chance.random() < 0.3 else _split(text)
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(parts)), chance.randrange(len(parts))
        how = chance.randrange(5)
        if how == 0:
            parts[here] = chance.choice(NASTY)
        elif how == 1:
            parts.insert(here, parts[there] * chance.choice((1, 2, 40)))
        elif how == 2 and len(parts) > 1:
            del parts[here]
        elif how == 3:
            parts[here], parts[there] = parts[there], parts[here]
        else:
            parts.insert(here, chance.choice(NASTY))
    return "".join(parts)


def _split(text: str) -> list[str]:
    words, start = [], 0
    for place, sign in enumerate(text):
        if not (sign.isalnum() or sign in "_."):
            words += [text[start:place], sign]
            start = place + 1
    return [*words, text[start:]]


def mutated_bytes(text: str, chance: random.Random) -> bytes:
    """Text in UTF-8 with some of its bytes changed, dropped or added, or cut off."""
    raw = bytearray(mutated_words(text, chance).encode("utf-8", "surrogatepass"))
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(raw) + 1)
        raw[place : place + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
    return bytes(raw[: chance.randrange(len(raw) + 1)] if chance.random() < 0.1 else raw)


def mutated_mapping(good: Any, chance: random.Random, values: Sequence[Any] = VALUES) -> Any:
    """Plain data with some of its values replaced, moved, doubled, dropped or nested."""
    body = copy.deepcopy(good)
    for _ in range(chance.randint(1, 4)):
        holder, key = chance.choice(_places(body) or [([body], 0)])
        how = chance.randrange(6)
        if how == 0:
            holder[key] = copy.deepcopy(chance.choice(values))
        elif how == 1:
            holder[key] = _deep(holder[key], chance.choice((1, 3, 60, 150)))
        elif how == 2:
            other, name = chance.choice(_places(body))
            holder[key] = copy.deepcopy(other[name])
        elif how == 3:
            del holder[key]
        elif isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[key]) for _ in range(chance.choice((1, 2, 1100))))
        else:
            holder[chance.choice(NASTY) if how == 4 else f"{key}x"] = holder[key]
    return body


def _places(body: Any) -> list[tuple[Any, Any]]:
    """Every holder and key of nested data, those near the top."""
    found: list[tuple[Any, Any]] = []
    rest = [(body, 0)]
    while rest and len(found) < 500:
        here, depth = rest.pop()
        items = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, value in items:
            found.append((here, key))
            if depth < 6:
                rest.append((value, depth + 1))
    return found


def _deep(value: Any, times: int) -> Any:
    for _ in range(times):
        value = [value]
    return value


def mutated_yaml(good: Any, chance: random.Random) -> bytes:
    """YAML of plain data, changed as data, as text or both."""
    simple = [value for value in VALUES if not isinstance(value, bytes)]
    return mutated_bytes(_dumped(yaml.safe_dump, _sometimes(good, chance, simple)), chance)


def mutated_json(good: Any, chance: random.Random) -> bytes:
    """JSON of plain data, changed as data, as text or both."""
    simple = [value for value in VALUES if not isinstance(value, bytes)]
    return mutated_bytes(_dumped(json.dumps, _sometimes(good, chance, simple)), chance)


def _sometimes(good: Any, chance: random.Random, values: Sequence[Any]) -> Any:
    return mutated_mapping(good, chance, values) if chance.random() < 0.6 else good


def _dumped(dump: Callable[[Any], str], body: Any) -> str:
    try:
        return dump(body)
    except (RecursionError, ValueError):  # deeper, or with longer numbers, than the writer can write
        return "[" * 3000 + "9" * 5000
