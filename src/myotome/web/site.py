"""The web application: one page that is a form, its download and upload, and the interface for other programs."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from myotome import __version__
from myotome.care import INTENDED_USE
from myotome.errors import MyotomeError
from myotome.exam import case_text
from myotome.interop import mount_cds, mount_fhir
from myotome.records import ChangedElsewhereError, DamagedError, NoSuchRecordError, Records
from myotome.web.access.access import Access
from myotome.web.access.accounts_page import AccountsPage
from myotome.web.access.declared import check_declared
from myotome.web.access.emergency_pages import EmergencyPages
from myotome.web.access.gate import Gate
from myotome.web.access.login_pages import LoginPages
from myotome.web.access.openid_pages import OpenIdPages
from myotome.web.access.own_account_pages import OwnAccountPages
from myotome.web.access.programs_page import ProgramsPage
from myotome.web.access.research_page import ResearchPage
from myotome.web.answer.computing import Answers
from myotome.web.api.described import describe
from myotome.web.api.problems import problem, problem_of
from myotome.web.api.routes import with_interface, with_records_interface
from myotome.web.body.dermatomes import dermatome_map
from myotome.web.chapters.chapter_pages import ChapterPages
from myotome.web.examination.examination import Examination, Given, examination_of
from myotome.web.examination.posted import examination_after
from myotome.web.examination.upload import examination_in
from myotome.web.layout import laid_out
from myotome.web.page import PIECES, page
from myotome.web.patients.bound import Kept
from myotome.web.patients.handover_pages import HandoverPages
from myotome.web.patients.keeper import Keeper
from myotome.web.patients.patient_pages import PatientPages
from myotome.web.patients.tokens import ForeignFormError
from myotome.web.patients.visit_pages import VisitPages
from myotome.web.server.addresses import Addresses
from myotome.web.server.bodies import file_of, form_of, given_of
from myotome.web.server.health import health
from myotome.web.server.metrics import Metrics, Watching
from myotome.web.server.protection import Protection
from myotome.web.server.warm_up import WarmUp
from myotome.web.smart.smart_pages import with_smart
from myotome.web.teaching.anatomy_page import AnatomyPage
from myotome.web.teaching.quiz_pages import QuizPages

__all__ = ["application"]

_STATIC: Final = Path(__file__).parent / "static"
_HOSTS: Final = ["127.0.0.1", "localhost", "[::1]", "testserver"]
#: Why a record is not shown or not saved, with the status and the title of the page that says so.
_REFUSALS: Final[dict[type[Exception], tuple[int, str]]] = {
    NoSuchRecordError: (404, "Not found"),
    ForeignFormError: (403, "Not saved"),
    ChangedElsewhereError: (409, "Not saved: changed elsewhere"),
    DamagedError: (500, "This record cannot be trusted"),
    SQLAlchemyError: (503, "Not saved: the database refuses"),
}
_REFUSED_BY_DATABASE: Final = (
    "The database does not take or give what was asked: the disk may be full or read-only, or the server gone. Nothing "
    "was changed. What you entered is still in the page before this one: go back and try again."
)
#: Between two pieces of the page. Nothing that is escaped can hold it.
_END_OF_PIECE: Final = "<!--end of piece-->"


def application(warm_up: WarmUp | None = None, records: Records | None = None, access: Access | None = None) -> FastAPI:
    """Make the application; nothing is shared between two of them.

    Parameters
    ----------
    warm_up : WarmUp or None
        What compiles in the background, for `/healthz` to tell of.
    records : Records or None
        Where patients are kept; None keeps nothing.
    access : Access or None
        Accounts that sign in, with the records that they see; None for one user without a login.

    Raises
    ------
    DataError
        A route is not in the table of routes and roles.

    Examples
    --------
    >>> sorted(application().openapi()["paths"])[0]
    '/api/v1/care'
    """
    made = FastAPI(
        title="Myotome",
        version=__version__,
        description=INTENDED_USE,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    if access is not None:
        records = access.records
        made.add_middleware(Gate, made=made, access=access)
    made.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_HOSTS, *(access.hosts if access else ())])
    made.add_middleware(Addresses)
    made.add_middleware(Protection)
    metrics = Metrics(warm_up)
    made.add_middleware(Watching, made=made, metrics=metrics)
    made.add_exception_handler(HTTPException, _told)
    made.add_exception_handler(MyotomeError, _wrong)
    made.include_router(health(warm_up))
    made.include_router(metrics.routes())
    with_interface(made)
    describe(made)
    made.mount("/static", StaticFiles(directory=_STATIC), name="static")
    mount_cds(made)
    answers = Answers()
    with_smart(made, answers, None if records is None else Kept())
    chapters = ChapterPages(answers, records is not None)
    made.include_router(chapters.routes())
    if records is None:
        mount_fhir(made, None)
    else:
        _with_records(made, answers, chapters, records)
    made.include_router(AnatomyPage(records is not None).routes())
    made.include_router(QuizPages(answers, records is not None).routes())
    _with_page(made, answers, None if records is None else Kept())
    if access is not None:
        _with_accounts(made, access)
    check_declared(made)
    return made


def _with_accounts(made: FastAPI, access: Access) -> None:
    """Routes of signing in, of accounts, of access in an emergency, of research."""
    pages = (LoginPages(access), OwnAccountPages(access), ProgramsPage(access), AccountsPage(access))
    for one in (*pages, EmergencyPages(access)):
        made.include_router(one.routes())
    made.include_router(ResearchPage(access.records).routes())
    if access.openid is not None:
        made.include_router(OpenIdPages(access, access.openid).routes())


def _with_records(made: FastAPI, answers: Answers, chapters: ChapterPages, records: Records) -> None:
    """Routes of the patients that are kept, and the pages that say why one is not shown."""
    keeper = Keeper(records)
    made.router.lifespan_context = _closing(keeper)
    mount_fhir(made, records, keeper.keep)
    made.include_router(VisitPages(records, answers, keeper, chapters).routes())
    made.include_router(HandoverPages(records).routes())
    made.include_router(PatientPages(records, keeper).routes())
    with_records_interface(made, records, keeper)
    for refusal in _REFUSALS:
        made.add_exception_handler(refusal, _refused)


def _with_page(made: FastAPI, answers: Answers, kept: Kept | None) -> None:
    """Routes of the page; they are no part of the interface for programs."""
    turn = Lock()

    @made.get("/", include_in_schema=False)
    async def first() -> HTMLResponse:
        return await _shown(answers, examination_of({}), {}, kept)

    @made.post("/", include_in_schema=False)
    async def form(request: Request) -> Response:
        given = await given_of(request)
        examination = await run_in_threadpool(examination_after, given)
        wanted = [piece for piece in request.headers.get("x-myotome-pieces", "").split() if piece in PIECES]
        if not wanted:
            return await _shown(answers, examination, given, kept)
        return StreamingResponse(_pieces(turn, answers, examination, given, wanted), media_type="text/html")

    @made.get("/dermatomes", include_in_schema=False)
    async def dermatomes() -> HTMLResponse:
        return HTMLResponse(await run_in_threadpool(_dermatomes, kept))

    @made.post("/open", include_in_schema=False)
    async def upload(request: Request) -> HTMLResponse:
        async with form_of(request) as form:
            sent, name = await file_of(form.get("file"))
        examination = await run_in_threadpool(examination_in, sent, name)
        return await _shown(answers, examination, {}, kept)

    @made.post("/case.yaml", include_in_schema=False)
    async def download(request: Request) -> Response:
        case = examination_of(await given_of(request)).case
        named = {"content-disposition": f'attachment; filename="{case.id}.yaml"'}
        return PlainTextResponse(case_text(case), headers=named, media_type="application/yaml")


def _dermatomes(kept: Kept | None) -> str:
    return laid_out("dermatomes.html", roots=dermatome_map(), kept=kept, here="dermatomes")


async def _shown(answers: Answers, examination: Examination, given: Given, kept: Kept | None) -> HTMLResponse:
    return HTMLResponse(await run_in_threadpool(page, answers, examination, given, "", kept))


async def _pieces(
    turn: Lock, answers: Answers, examination: Examination, given: Given, wanted: list[str]
) -> AsyncIterator[str]:
    """Send each piece as soon as it is made. Whoever goes on entering hangs up, and what waits is not computed."""
    for piece in wanted:
        if piece in ("readings", "entry"):
            yield await run_in_threadpool(page, answers, examination, given, piece) + _END_OF_PIECE
        else:
            async with turn:
                text = await run_in_threadpool(page, answers, examination, given, piece)
            yield text + _END_OF_PIECE


async def _told(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    told = problem(status, {404: "Not found", 405: "Method not allowed"}.get(status, "Bad request"), detail)
    told.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return told


async def _wrong(_: Request, error: Exception) -> Response:
    return problem_of(error) if isinstance(error, MyotomeError) else problem(500, "Error")


async def _refused(_: Request, error: Exception) -> Response:
    """A page that says why a record was not shown or not saved."""
    status, title = next(told for kind, told in _REFUSALS.items() if isinstance(error, kind))
    text = str(error) if isinstance(error, MyotomeError) else _REFUSED_BY_DATABASE
    return HTMLResponse(laid_out("patients/message.html", title=title, text=text), status)


def _closing(keeper: Keeper) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Store the answers that are waiting before the program ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(keeper.close)

    return lifespan
