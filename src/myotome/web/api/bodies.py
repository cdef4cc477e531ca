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
    """What a body holds; raises HTTPException with 400 where it is no JSON or goes too deep."""
    try:
        text = body.decode("utf-8")
        read = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The body is no JSON in UTF-8, or is nested too deeply.") from None
    if _depth(read) > _DEEPEST:
        raise HTTPException(400, f"The body is nested more than {_DEEPEST} deep.")
    return read


def _no_number(name: str) -> Any:
    raise ValueError(name)


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
