"""The web application: one page that is a form, its download and upload, and the interface for other programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from myotome import __version__
from myotome.errors import InputError, MyotomeError, Problem
from myotome.exam import case_from_text, case_text
from myotome.web.composed import composed
from myotome.web.computing import Answers
from myotome.web.examination import Examination, Given, acted, examination_of, opened
from myotome.web.interface import problem, problem_of, routes
from myotome.web.page import page
from myotome.web.protection import MOST_BYTES, Protection

__all__ = ["application"]

_STATIC: Final = Path(__file__).parent / "static"
_HOSTS: Final = ["127.0.0.1", "localhost", "[::1]", "testserver"]
_MOST_FIELDS: Final = 4000
_UTF8: Final = "a case file in YAML or JSON, UTF-8"


def application() -> FastAPI:
    """Make the application; nothing is shared between two of them.

    Examples
    --------
    >>> sorted(application().openapi()["paths"])
    ['/api/v1/explain', '/healthz']
    """
    made = FastAPI(title="Myotome", version=__version__, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    made.add_middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)
    made.add_middleware(Protection)
    made.add_exception_handler(HTTPException, _told)
    made.add_exception_handler(MyotomeError, _wrong)
    made.include_router(routes)
    made.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _with_page(made, Answers())
    return made


def _with_page(made: FastAPI, answers: Answers) -> None:
    """Routes of the page; they are no part of the interface for programs."""

    @made.get("/", include_in_schema=False)
    async def first() -> HTMLResponse:
        return await _shown(answers, examination_of({}), {})

    @made.post("/", include_in_schema=False)
    async def form(request: Request) -> HTMLResponse:
        given = await _given(request)
        examination = await run_in_threadpool(_after_act, given)
        return await _shown(answers, examination, given, request.headers.get("x-myotome-part", ""))

    @made.post("/open", include_in_schema=False)
    async def upload(request: Request) -> HTMLResponse:
        async with _form(request) as form:
            sent, name = await _file(form.get("file"))
        examination = await run_in_threadpool(_read, sent, name)
        return await _shown(answers, examination, {})

    @made.post("/case.yaml", include_in_schema=False)
    async def download(request: Request) -> Response:
        case = examination_of(await _given(request)).case
        named = {"content-disposition": f'attachment; filename="{case.id}.yaml"'}
        return PlainTextResponse(case_text(case), headers=named, media_type="application/yaml")


async def _shown(answers: Answers, examination: Examination, given: Given, part: str = "") -> HTMLResponse:
    text = await run_in_threadpool(page, answers, examination, given, part)
    return HTMLResponse(text)


def _after_act(given: Given) -> Examination:
    """The examination of a form after the button that was pressed."""
    examination = examination_of(given)
    said = (given.get("act") or [""])[-1]
    if not said:
        return examination
    try:
        act = composed(said, given, examination)
    except InputError as error:
        return replace(examination, problems=tuple((fault.where, fault) for fault in error.problems))
    return acted(examination, act)


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """Fields of the body, closed at the end; a file is held in memory, for the body is small."""
    try:
        async with request.form(max_fields=_MOST_FIELDS, max_files=1, max_part_size=MOST_BYTES) as form:
            yield form
    except UnicodeDecodeError:
        raise HTTPException(400, "The form is not UTF-8.") from None


async def _given(request: Request) -> dict[str, list[str]]:
    """Fields of a form, each with all its values; files are left out."""
    async with _form(request) as form:
        return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


async def _file(sent: Any) -> tuple[bytes, str]:
    if not isinstance(sent, UploadFile):
        return b"", "no file"
    return await sent.read(), sent.filename or "case.yaml"


def _read(sent: bytes, name: str) -> Examination:
    """The examination of a file; where it is wrong, an empty one with every problem."""
    try:
        return opened(case_from_text(_decoded(sent, name), name))
    except InputError as error:
        empty = examination_of({})
        return Examination(empty.case, problems=tuple(("file", fault) for fault in error.problems))


def _decoded(sent: bytes, name: str) -> str:
    if not sent.strip():
        raise InputError([Problem(name, None, "an empty file", _UTF8, (), "Choose a case file first.")])
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            [Problem(name, None, "bytes that are no text", _UTF8, (), "Save the file as UTF-8.")]
        ) from None


async def _told(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    return problem(status, {404: "Not found", 405: "Method not allowed"}.get(status, "Bad request"), detail)


async def _wrong(_: Request, error: Exception) -> Response:
    return problem_of(error) if isinstance(error, MyotomeError) else problem(500, "Error")
