"""What stands in a file, and on which line: YAML or JSON text to plain data, nothing yet checked against the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from myotome.errors import InputError, Problem

__all__ = ["Document", "Place", "dotted", "read_document"]

Place = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# what JSON allows and YAML does not; it never moves a line
_UNMARKABLE = re.compile(r"[^\x20-\x7e\n]|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_SPACES = re.compile(r"[\t\r]")
_MAX_BYTES = 4_000_000
_MAX_NODES = 200_000
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data of one file, with the line of every place in it and the keys that stand twice."""

    data: Any
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_document(path: Path) -> Document:
    """Read one file into plain data.

    Parameters
    ----------
    path : Path
        A `.json` file is read as JSON, any other as YAML.

    Returns
    -------
    Document
        Data, lines, and problems that do not keep it from being checked further.

    Raises
    ------
    InputError
        There is no such file, it cannot be read, is empty, or is not YAML or JSON.
    """
    text = _text(path)
    return _json_document(text, path) if path.suffix.lower() == ".json" else _yaml_document(text, path)


def _text(path: Path) -> str:
    """Text of the file; every way of not having one is an InputError."""
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            raise _unreadable(path, f"{len(raw)} bytes", "The file is too large for a case.")
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise _unreadable(path, "no file", "There is no such file; check the path.") from None
    except IsADirectoryError:
        raise _unreadable(path, "a directory", "This is a directory; name the case files in it.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        given = f"byte 0x{error.object[error.start]:02x}"
        raise _unreadable(path, given, "The text is not UTF-8; save the file as UTF-8.", line) from None
    except OSError as error:
        raise _unreadable(path, error.strerror or repr(error), "The file cannot be read.") from None
    if not text.strip():
        raise _unreadable(path, "an empty file", "The file is empty.")
    return text


def _yaml_document(text: str, path: Path) -> Document:
    try:
        return _Reading(path).document(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        message = f"This is not YAML: {said}."
        line = None if mark is None else mark.line + 1
        raise _unreadable(path, _line_of(text, line), message, line) from None
    except RecursionError:
        raise _unreadable(path, "nested text", "The file is nested too deeply, or contains itself.") from None


def _json_document(text: str, path: Path) -> Document:
    """JSON by its own rules; the lines by reading it once more as YAML, of which JSON is a part."""
    twice: list[str] = []
    try:
        data = json.loads(text, object_pairs_hook=lambda pairs: _as_mapping(pairs, twice))
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg}."
        raise _unreadable(path, _line_of(text, error.lineno), message, error.lineno) from None
    except (RecursionError, ValueError):
        raise _unreadable(
            path, "nested text", "The file is nested too deeply, or a number has too many digits."
        ) from None
    try:
        marked = _Reading(path).document(_UNMARKABLE.sub("?", _SPACES.sub(" ", text)))
        return Document(data, marked.lines, marked.problems)
    except (yaml.YAMLError, RecursionError, InputError):
        return Document(data, {}, tuple(_twice(str(path), key, None) for key in twice))


class _Reading:
    """One pass over the nodes of a YAML text, that keeps the lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def document(self, text: str) -> Document:
        """Read the text; raise InputError, YAMLError or RecursionError."""
        self.refuse_depth(text)
        loader = _LOADER(text)
        try:
            self.loader = loader
            node = loader.get_single_node()
            data = None if node is None else self.value(node, ())
        finally:
            loader.dispose()
        return Document(data, self.lines, tuple(self.problems))

    def refuse_depth(self, text: str) -> None:
        """Refuse deep nesting before it is followed: the parser in C would run out of stack."""
        depth = 0
        for event in yaml.parse(text, _LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise RecursionError

    def value(self, node: Any, place: Place) -> Any:
        """Plain value of a node; its line is kept under its place."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise _unreadable(self.path, f"over {_MAX_NODES} values", "The file is too large for a case.")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, place)

    def mapping(self, node: Any, place: Place) -> dict[str, Any]:
        """Keys as text; one that stands twice is a problem."""
        self.twice(node, place)
        self.loader.flatten_mapping(node)
        pairs: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "(a nested key)"
            self.lines[(*place, key)] = key_node.start_mark.line + 1
            pairs[key] = self.value(value_node, (*place, key))
        return pairs

    def twice(self, node: Any, place: Place) -> None:
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if str(key_node.value) in seen:
                where = f"{self.path}, {dotted(place)}" if place else str(self.path)
                self.problems.append(_twice(where, str(key_node.value), line, seen[str(key_node.value)]))
            seen.setdefault(str(key_node.value), line)

    def scalar(self, node: Any, place: Place) -> Any:
        try:
            return self.loader.construct_object(node)
        except (ValueError, OverflowError, LookupError, AttributeError, TypeError):
            line = node.start_mark.line + 1
            where = f"{self.path}, {dotted(place)}"
            given = node.value if len(node.value) <= 40 else node.value[:40] + "..."
            self.problems.append(Problem(where, line, given, "a value that can be read", (), "It cannot be read."))
            return None


def _as_mapping(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            twice.append(key)
        mapping[key] = value
    return mapping


def _twice(where: str, key: str, line: int | None, first: int | None = None) -> Problem:
    also = f", first on line {first}" if first is not None else ""
    return Problem(where, line, repr(key), "each key once", (), f"The key stands twice{also}. Keep one of them.")


def dotted(place: Place) -> str:
    """Place in the file as people write it: findings[3].mrc."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def _line_of(text: str, line: int | None) -> str:
    """Text of one line, for a message."""
    lines = text.splitlines()
    return repr(lines[line - 1].strip()[:80]) if line is not None and 0 < line <= len(lines) else "the file"


def _unreadable(path: Path, given: str, message: str, line: int | None = None) -> InputError:
    allowed = "a case file in YAML or JSON, UTF-8"
    return InputError([Problem(str(path), line, given, allowed, (), message)])
