"""What a request of a program brings: JSON within limits, and the version that a change was made on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from starlette.exceptions import HTTPException

from myotome.errors import InputError, Problem, nearest_names
from myotome.exam import Case, case_from_mapping
from myotome.printing import shown

__all__ = ["case_in", "json_in", "json_of", "mapping_of", "version_of"]

_DEEPEST: Final = 64
_TAG: Final = re.compile(r'"?(\d{1,9})"?')
_NEEDS_VERSION: Final = (
    'If-Match has to hold the version that the change was made on, as "3": the version in what was read.'
)


def json_in(body: bytes) -> Any:
    """What a body holds; raises HTTPException with 400 where it is no JSON, says a key twice or goes too deep."""
    deep = HTTPException(400, f"It is nested more than {_DEEPEST} deep.")
    try:
        read = json.loads(body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise HTTPException(400, f"This is no JSON: {error.msg} at {where}.") from None
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"This is no UTF-8: byte {error.start + 1}.") from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise HTTPException(400, "This is no JSON: a number is too long.") from None
    except RecursionError:
        raise deep from None
    if _depth(read) > _DEEPEST:
        raise deep
    return read


def _no_number(name: str) -> Any:
    raise HTTPException(400, f"This is no JSON: {name} is no number there.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of which no key was given twice: which of the two values is meant nobody knows."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise HTTPException(400, f"The key {shown(twice)} is given twice in one object.")
    return made


def _depth(read: Any) -> int:
    """How deep lists and mappings are nested, counted level by level."""
    level, deep = [read], 0
    while level and deep <= _DEEPEST:
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [held for one in inner for held in (one.values() if isinstance(one, dict) else one)]
        deep += bool(inner)
    return deep


async def json_of(request: Request) -> Any:
    """What the body of a request holds."""
    return json_in(await request.body())


async def case_in(request: Request) -> Case:
    """The case that is the body of a request; raises InputError with each fault."""
    return case_from_mapping(await json_of(request))


async def mapping_of(request: Request, needed: tuple[str, ...], more: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The body as an object with these keys and no others.

    Raises
    ------
    InputError
        It is none, a key is missing, or one is not known.
    """
    read = await json_of(request)
    known = (*needed, *more)
    if not isinstance(read, dict):
        raise InputError([Problem("body", None, shown(str(read)[:40]), f"an object with {', '.join(known)}")])
    wrong = [
        Problem(name, None, "nothing", "a value", (), "This key is needed.") for name in needed if name not in read
    ]
    wrong += [
        Problem(shown(name), None, shown(name), ", ".join(known), nearest_names(name, known), "There is no such key.")
        for name in read
        if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    return read


def version_of(request: Request) -> int:
    """The version that a change was made on; raises HTTPException with 428 where none is named."""
    found = _TAG.fullmatch(request.headers.get("if-match", "").strip().removeprefix("W/"))
    if found is None:
        raise HTTPException(428, _NEEDS_VERSION)
    return int(found[1])
