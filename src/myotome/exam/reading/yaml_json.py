"""What stands in a file, and on which line: YAML or JSON text to plain data, nothing yet checked against the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["ParsedDocument", "Place", "dotted", "parsed_text", "read_document"]

Place = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# what JSON allows and YAML does not; it never moves a line
_UNMARKABLE = re.compile(r"[^\x20-\x7e\n]|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
# whole numbers that YAML counts in eights, and numbers that it counts in sixties
_NOT_DECIMAL = re.compile(r"[-+]?(0[0-7_]*[0-7]|[0-9][0-9_.]*:[0-9_:.]+)")
_SPACES = re.compile(r"[\t\r]")
_ALLOWED = "a case file in YAML or JSON, UTF-8"
_MERGE = "tag:yaml.org,2002:merge"
_MAX_NODES = 50_000
_MAX_DEPTH = 50
_MAX_DIGITS = 400  # of a number in the base of 60, which takes the square of its length to read


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Plain data of one file, with the line of every place in it and its duplicate keys."""

    data: Any
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_document(path: Path) -> ParsedDocument:
    """Read one file into plain data.

    Parameters
    ----------
    path : Path
        A `.json` file is read as JSON, any other as YAML.

    Returns
    -------
    ParsedDocument
        Data, lines, and problems that do not keep it from being checked further.

    Raises
    ------
    InputError
        There is no such file, it cannot be read, is empty, or is not YAML or JSON.
    """
    return parsed_text(read_text(path, _ALLOWED, 4 * MEGABYTE), path)


def parsed_text(text: str, path: Path) -> ParsedDocument:
    """Plain data of the text of a file; the name tells JSON from YAML. Raises InputError as `read_document` does."""
    return _json_document(text, path) if path.suffix.lower() == ".json" else _yaml_document(text, path)


def _yaml_document(text: str, path: Path) -> ParsedDocument:
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


def _json_document(text: str, path: Path) -> ParsedDocument:
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
        return ParsedDocument(data, marked.lines, marked.problems)
    except (yaml.YAMLError, RecursionError, InputError):
        return ParsedDocument(data, {}, tuple(_twice(str(path), key, None) for key in twice))


class _Reading:
    """One pass over the nodes of a YAML text, that keeps the lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def document(self, text: str) -> ParsedDocument:
        """Read the text; raise InputError, YAMLError or RecursionError."""
        self.refuse_excess(text)
        loader = _LOADER(text)
        try:
            self.loader = loader
            node = loader.get_single_node()
            data = None if node is None else self.value(node, ())
        finally:
            loader.dispose()
        return ParsedDocument(data, self.lines, tuple(self.problems))

    def refuse_excess(self, text: str) -> None:
        """Refuse deep nesting before it is followed, for the parser in C would run out of stack; and endless texts."""
        depth = 0
        for number, event in enumerate(yaml.parse(text, _LOADER)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise RecursionError
            if number > 2 * _MAX_NODES:
                raise self.too_large()

    def too_large(self) -> InputError:
        """Error of a file that is refused for the number of its values, aliases followed."""
        return _unreadable(self.path, f"over {_MAX_NODES} values", "The file is too large for a case.")

    def count(self) -> None:
        """Count one value more."""
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise self.too_large()

    def value(self, node: Any, place: Place) -> Any:
        """Plain value of a node; its line is kept under its place."""
        self.count()
        if len(place) > _MAX_DEPTH:
            raise RecursionError
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, place)

    def mapping(self, node: Any, place: Place) -> dict[str, Any]:
        """Keys as text; a duplicate key, or one that is no text, is a problem."""
        self.twice(node, place)
        pairs: dict[str, Any] = {}
        for key_node, value_node in self.pairs(node):
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                given = "a mapping" if isinstance(key_node, yaml.MappingNode) else "a list"
                message = "A key must be a single word; write this as a value."
                self.problems.append(Problem(self.where(place), line, given, "text", (), message))
                continue
            key = str(key_node.value)
            self.lines[(*place, key)] = line
            pairs[key] = self.value(value_node, (*place, key))
        return pairs

    def pairs(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Keys and values of a mapping; those that it takes from others with << come first, so that its own count."""
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                yield from self.merged(value_node)
        yield from (pair for pair in node.value if pair[0].tag != _MERGE)

    def merged(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Keys and values of the mapping, or of the mappings of the list, that stands after <<."""
        for one in reversed(node.value) if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(one, yaml.MappingNode):
                raise yaml.MarkedYAMLError(problem="<< needs a mapping", problem_mark=one.start_mark)
            for pair in self.pairs(one):
                self.count()
                yield pair

    def twice(self, node: Any, place: Place) -> None:
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                self.problems.append(_twice(self.where(place), key, line, seen[key]))
            seen.setdefault(key, line)

    def where(self, place: Place) -> str:
        """File and place in it, for a message."""
        return f"{self.path}, {dotted(place)}" if place else str(self.path)

    def scalar(self, node: Any, place: Place) -> Any:
        try:
            if ":" in node.value and len(node.value) > _MAX_DIGITS and not node.tag.endswith(":str"):
                raise ValueError
            read = self.loader.construct_object(node)
        except (ValueError, OverflowError, LookupError, AttributeError, TypeError):
            message = "It cannot be read: a number has too many digits, or the value does not fit its tag."
            line, given = node.start_mark.line + 1, shown(node.value)
            self.problems.append(Problem(self.where(place), line, given, "a value that can be read", (), message))
            return None
        if isinstance(read, int | float) and _NOT_DECIMAL.fullmatch(node.value):
            self.problems.append(_not_decimal(self.where(place), node, read))
        return read


def _as_mapping(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            twice.append(key)
        mapping[key] = value
    return mapping


def _twice(where: str, key: str, line: int | None, first: int | None = None) -> Problem:
    also = f", first on line {first}" if first is not None else ""
    return Problem(where, line, shown(key), "each key once", (), f"Duplicate key{also}. Keep one of them.")


def _not_decimal(where: str, node: Any, read: float) -> Problem:
    message = f"YAML reads this as {read}. Write a number without a 0 before it and without a colon, a text in quotes."
    return Problem(where, node.start_mark.line + 1, shown(node.value), "a number in decimal digits", (), message)


def dotted(place: Place) -> str:
    """Place in the file as people write it: findings[3].mrc."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def _line_of(text: str, line: int | None) -> str:
    """Text of one line, for a message."""
    lines = text.splitlines()
    return repr(lines[line - 1].strip()[:80]) if line is not None and 0 < line <= len(lines) else "the file"


def _unreadable(path: Path, given: str, message: str, line: int | None = None) -> InputError:
    return InputError([Problem(str(path), line, given, _ALLOWED, (), message)])
