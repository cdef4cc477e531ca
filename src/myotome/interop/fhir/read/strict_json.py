"""The text of a bundle as FHIR asks for it: JSON without null, without empty parts, not too deep, not too large."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["MOST_ENTRIES", "bundle_of", "read_json"]

MOST_ENTRIES: Final = 10_000
_MOST_MEGABYTES: Final = 20
_DEEPEST: Final = 50
_LONGEST_TEXT: Final = 100_000
_ALLOWED: Final = "a FHIR R4 resource in JSON"
#: Elements that hold a file, and are as long as it.
_FILES: Final = frozenset({"data"})


def read_json(path: Path) -> Any:
    """Plain data of a file; raises InputError where it is too large, no JSON, or no JSON as FHIR has it."""
    return parsed(read_text(path, _ALLOWED, _MOST_MEGABYTES * MEGABYTE), str(path))


def parsed(text: str, file: str) -> Any:
    """Plain data of a text."""
    if text.lstrip().startswith("<"):
        raise _refused(file, "XML", "FHIR is read as JSON alone; ask the sender for application/fhir+json.")
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _refused(file, f"line {error.lineno}", f"This is not JSON: {error.msg}.") from None
    except (RecursionError, ValueError) as error:
        raise _refused(file, str(error)[:80], "This is no JSON that FHIR allows.") from None
    check_plain(data, file)
    return data


def check_plain(data: Any, file: str) -> None:
    """Raise InputError with every place that FHIR's JSON does not allow."""
    problems = [
        Problem(f"{file}, {path}", None, given, _ALLOWED, (), message) for path, given, message in _odd(data, "", 0)
    ]
    if problems:
        raise InputError(problems)


def bundle_of(data: Any, file: str) -> dict[str, Any]:
    """A bundle; a single resource becomes a bundle of one entry."""
    if not isinstance(data, dict) or not isinstance(data.get("resourceType"), str):
        raise _refused(file, shown(data), "There is no resourceType: this is no FHIR resource.")
    if data["resourceType"] != "Bundle":
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": data}]}
    entries = data.get("entry", [])
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise _refused(file, shown(entries), f"A bundle has a list of at most {MOST_ENTRIES} entries.")
    return data


def _odd(node: Any, path: str, depth: int) -> Iterator[tuple[str, str, str]]:
    """Places that JSON allows and FHIR does not."""
    if depth > _DEEPEST:
        yield path, "nested parts", f"The parts are nested more than {_DEEPEST} deep."
    elif node is None:
        yield path, "null", "FHIR has no null: leave the element out."
    elif isinstance(node, dict | list) and not node:
        yield path, "an empty part", "FHIR has no empty lists and objects: leave the element out."
    elif isinstance(node, str) and (not node.strip() or _too_long(node, path)):
        yield path, shown(node), f"A text is empty, or longer than {_LONGEST_TEXT} characters."
    elif isinstance(node, str) and not _is_unicode(node):
        yield path, shown(node), "Half of a pair of surrogates is no Unicode text."
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield from _odd(inner, f"{path}.{key}".lstrip("."), depth + 1)
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _odd(inner, f"{path}[{index}]", depth + 1)


def _is_unicode(text: str) -> bool:
    """False for half of a pair of surrogates, which JSON can write and UTF-8 cannot."""
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)


def _too_long(text: str, path: str) -> bool:
    return len(text) > _LONGEST_TEXT and path.rpartition(".")[2] not in _FILES


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        names = [key for key, _ in pairs]
        raise ValueError(f"duplicate key {next(name for name in names if names.count(name) > 1)!r}")
    return dict(pairs)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _refused(file: str, given: str, message: str) -> InputError:
    return InputError([Problem(file, None, given, _ALLOWED, (), message)])
