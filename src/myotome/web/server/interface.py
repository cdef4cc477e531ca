"""The interface for other programs under `/api/v1`: a case in, the answer document out, problems by RFC 9457."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from myotome import __version__
from myotome.answer import assess, in_turn
from myotome.errors import InputError, MyotomeError
from myotome.exam import case_from_mapping
from myotome.web.server.description import PROBLEM, explain_described
from myotome.web.server.warm_up import WarmUp

__all__ = ["PROBLEM", "interface", "problem", "problem_of"]

_DEEPEST: Final = 64


def problem(status: int, title: str, detail: str = "", **more: Any) -> JSONResponse:
    """Error as a problem document."""
    said = {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {}), **more}
    return JSONResponse(said, status, media_type=PROBLEM)


def problem_of(error: MyotomeError) -> JSONResponse:
    """What is wrong with a case as a problem document, each fault under its place."""
    faults = error.problems if isinstance(error, InputError) else ()
    errors = [
        {
            "where": one.where,
            "given": one.given,
            "allowed": one.allowed,
            "nearest": list(one.nearest),
            "message": one.message,
        }
        for one in faults
    ]
    return problem(422, "The case cannot be answered", "Nothing was computed.", errors=errors)


def interface(warm_up: WarmUp | None = None) -> APIRouter:
    """Routes for other programs.

    Parameters
    ----------
    warm_up : WarmUp or None
        What compiles in the background; None where nothing does, and the first answer waits for it.
    """
    routes = APIRouter()

    @routes.post(
        "/api/v1/explain",
        summary="What explains these findings, and what can be done?",
        openapi_extra=explain_described(),
    )
    async def explain(request: Request) -> JSONResponse:
        """Answer one case: the answer document of `myotome.answer`, computed anew at each call."""
        case = case_from_mapping(_json(await request.body()))
        document = await run_in_threadpool(in_turn, lambda: assess(case).to_dict())
        return JSONResponse(document)

    @routes.get("/healthz", summary="Is the program up, and are its first answers quick?")
    async def health() -> dict[str, str]:
        """Say that the program answers, which version it is, and whether it is still compiling."""
        answers = "compiled at first use" if warm_up is None else warm_up.state
        return {"status": "ok", "version": __version__, "answers": answers}

    return routes


def _json(body: bytes) -> Any:
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
