"""The server as an ASGI application: metadata, reading, searching, posting, and the two operations."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from myotome.errors import InputError, Problem
from myotome.exam import Case
from myotome.interop.fhir import Terms, site_map
from myotome.interop.fhir_server.answering import answer_to_bundle, answer_to_visit
from myotome.interop.fhir_server.asked import body_of, check_form, is_pretty, is_strict
from myotome.interop.fhir_server.conformance import OPERATIONS, capability_statement
from myotome.interop.fhir_server.creating import Creating
from myotome.interop.fhir_server.kept import KeptResources
from myotome.interop.fhir_server.parameters import PARAMETERS, search_of
from myotome.interop.fhir_server.replies import RefusedRequestError, refusal, reply, reply_to_read, weak_tag
from myotome.interop.fhir_server.searching import Searching
from myotome.printing import shown
from myotome.records import DamagedError, NoSuchRecordError, Records

__all__ = ["fhir_application", "mount_fhir"]

#: Canonical address of our codes, the file with a site's own ones, and the system of its numbers of patients.
_BASE, _MAP, _NUMBERS = "MYOTOME_FHIR_BASE", "MYOTOME_FHIR_MAP", "MYOTOME_FHIR_NUMBERS"
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?(/[A-Za-z0-9._~\-]+)*")
_KEPT: Final = ("Patient", "Encounter", "Observation")
_NOTHING_KEPT: Final = "No patients are kept here: the program was started with --no-records."
_OnVisit = Callable[[str, int, Case, str], None]


def fhir_application(
    records: Records | None, terms: Terms | None = None, on_visit: _OnVisit = lambda *_: None, numbers: str = ""
) -> Starlette:
    """The server, for another to mount.

    Parameters
    ----------
    records : Records or None
        What is read, searched and added to; None keeps nothing, and definitions and operations are there all the same.
    terms : Terms or None
        Canonical address of our codes and the map of the site.
    on_visit : callable
        Called with id, version, case and day of each visit that is posted.
    numbers : str
        System of the numbers that patients have; empty where it is not known.

    Examples
    --------
    >>> [route.path for route in fhir_application(None).routes][:3]
    ['/', '/metadata', '/$explain']
    """
    terms = terms or Terms()
    kept = None if records is None else KeptResources(records, terms, numbers)
    served = _Served(kept, terms, on_visit)
    routes = [Route("/", served.transaction, methods=["POST"]), Route("/metadata", served.metadata)]
    for name in OPERATIONS:
        routes += [
            Route(f"/${name}", served.answered(name), methods=["POST"]),
            Route(f"/{{kind}}/{{identity}}/${name}", served.answered_of(name), methods=["GET", "POST"]),
        ]
    routes += [
        Route("/Patient", served.create, methods=["POST"]),
        Route("/{kind}/_search", served.search_by_form, methods=["POST"]),
        Route("/{kind}/{identity}", served.read),
        Route("/{kind}", served.search),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _told, Exception: _failed})


def mount_fhir(server: Starlette, records: Records | None, on_visit: _OnVisit = lambda *_: None) -> None:
    """Mount the server at `/fhir` of another; the environment says what is particular to the site.

    Raises
    ------
    InputError
        The map of the site cannot be read, or the canonical address is none.
    """
    base, path = os.environ.get(_BASE, "").rstrip("/"), os.environ.get(_MAP, "")
    site = site_map(Path(path)) if path else {}
    _check_address(base)
    terms = Terms(base, site) if base else Terms(site=site)
    made = fhir_application(records, terms, on_visit, os.environ.get(_NUMBERS, ""))
    server.router.routes.append(Route("/fhir", _AtRoot(made)))
    server.mount("/fhir", made)


def _check_address(base: str) -> None:
    """Refuse a canonical address that is none: it stands in everything that is handed out."""
    if base and not _ADDRESS.fullmatch(base):
        message = "The canonical address of the codes is a web address without question mark, anchor or blanks."
        raise InputError([Problem(_BASE, None, shown(base), "https://host/path", (), message)])


class _AtRoot:
    """The address without a slash at its end, where clients post bundles: some do not follow a redirect."""

    def __init__(self, made: Starlette) -> None:
        self._made = made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "") + "/fhir"
        await self._made({**scope, "path": f"{scope['path']}/", "root_path": root}, receive, send)


async def _told(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is no such address here.", 405: "This is not done here: see /fhir/metadata."}
    return refusal(status, words.get(status, str(getattr(error, "detail", ""))))


async def _failed(_: Request, error: Exception) -> Response:
    return refusal(500, f"The program failed: {type(error).__name__}.")


class _Served:
    """The addresses."""

    def __init__(self, kept: KeptResources | None, terms: Terms, on_visit: _OnVisit) -> None:
        self.terms, self.kept = terms, kept
        self.searching = Searching.over(self.kept, terms)
        self.creating = None if self.kept is None else Creating(self.kept, terms, on_visit)

    async def metadata(self, request: Request) -> Response:
        """What this server does."""
        statement = capability_statement(self.terms, _base(request), keeps=self.kept is not None)
        return await _answered(request, lambda: reply(statement, pretty=is_pretty(request)))

    async def read(self, request: Request) -> Response:
        """One resource."""
        kind, identity = request.path_params["kind"], request.path_params["identity"]
        pretty = is_pretty(request)
        return await _answered(request, lambda: reply_to_read(request, self._resource(kind, identity), pretty=pretty))

    def _resource(self, kind: str, identity: str) -> dict[str, Any]:
        _check_kind(kind)
        if kind not in _KEPT:
            found = [one for one in self.searching.definitions if (one["resourceType"], one["id"]) == (kind, identity)]
            if not found:
                raise NoSuchRecordError
            return {**found[0], "meta": {"versionId": str(found[0]["version"])}}
        kept = self._keeping()
        if kind == "Patient":
            return kept.patient(identity)
        for one in kept.with_id(identity):
            if (one["resourceType"], one["id"]) == (kind, identity):
                return one
        raise NoSuchRecordError

    async def search(self, request: Request) -> Response:
        """What a search finds."""
        return await self._search(request, request.query_params.multi_items())

    async def search_by_form(self, request: Request) -> Response:
        """The same with the parameters in the body, where no log of addresses holds them."""
        try:
            async with request.form(max_fields=100, max_files=0) as form:
                pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        except (HTTPException, UnicodeDecodeError):
            return refusal(400, "The parameters cannot be read: application/x-www-form-urlencoded is needed.")
        return await self._search(request, [*request.query_params.multi_items(), *pairs])

    async def _search(self, request: Request, pairs: list[tuple[str, str]]) -> Response:
        kind = request.path_params["kind"]

        def found() -> Response:
            _check_kind(kind)
            if kind in _KEPT:
                self._keeping()
            search = search_of(kind, pairs, strict=is_strict(request))
            return reply(self.searching.page(search, _base(request)), pretty=is_pretty(request))

        return await _answered(request, found)

    async def create(self, request: Request) -> Response:
        """A Patient by itself."""

        def created(sent: Any) -> Response:
            creating = self._creating()
            if not isinstance(sent, dict) or sent.get("resourceType") != "Patient":
                raise RefusedRequestError(400, "A Patient is posted here.")
            condition = request.headers.get("if-none-exist", "")
            resource, new = creating.patient(sent, condition, strict=is_strict(request))
            version = resource["meta"]["versionId"]
            where = f"{_base(request)}/Patient/{resource['id']}/_history/{version}"
            return reply(resource, 201 if new else 200, {"location": where, "etag": weak_tag(version)})

        return await _answered_to_body(request, created)

    async def transaction(self, request: Request) -> Response:
        """A bundle: a visit of its patient."""
        return await _answered_to_body(
            request, lambda sent: reply(self._creating().bundle(sent, _base(request), strict=is_strict(request)))
        )

    def answered(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """The answer to what is sent."""

        async def answer(request: Request) -> Response:
            strict = is_strict(request)
            return await _answered_to_body(
                request, lambda sent: reply(answer_to_bundle(name, sent, self.terms, strict=strict))
            )

        return answer

    def answered_of(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """The answer to a visit, or to the newest one of a patient."""

        async def answer(request: Request) -> Response:
            kind, identity = request.path_params["kind"], request.path_params["identity"]
            return await _answered(request, lambda: self._answer(name, kind, identity, request))

        return answer

    def _answer(self, name: str, kind: str, identity: str, request: Request) -> Response:
        if kind not in ("Encounter", "Patient"):
            raise RefusedRequestError(404, f"${name} is asked of an Encounter or a Patient.")
        kept = self._keeping()
        visit = kept.newest_visit(identity) if kind == "Patient" else kept.records.visit(identity)
        return reply(answer_to_visit(name, visit, kept, _base(request)), pretty=is_pretty(request))

    def _keeping(self) -> KeptResources:
        if self.kept is None:
            raise RefusedRequestError(404, _NOTHING_KEPT)
        return self.kept

    def _creating(self) -> Creating:
        if self.creating is None:
            raise RefusedRequestError(405, _NOTHING_KEPT)
        return self.creating


def _base(request: Request) -> str:
    """Address of this server as the client calls it."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


def _check_kind(kind: str) -> None:
    if kind not in PARAMETERS:
        raise RefusedRequestError(404, f"There are no resources of this type here; there are {', '.join(PARAMETERS)}.")


async def _answered(request: Request, answer: Callable[[], Response]) -> Response:
    """What `answer` gives, or the OperationOutcome that says why there is none."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        check_form(request)
        return await run_in_threadpool(answer)
    except RefusedRequestError as error:
        return refusal(error.status, error.message, error.problems)
    except InputError as error:
        return refusal(422, "", error.problems)
    except NoSuchRecordError as error:
        return refusal(404, str(error))
    except DamagedError as error:
        return refusal(500, str(error))
    except SQLAlchemyError:
        return refusal(503, "The database does not take or give what was asked. Nothing was changed.")


async def _answered_to_body(request: Request, answer: Callable[[Any], Response]) -> Response:
    try:
        sent = await body_of(request)
    except RefusedRequestError as error:
        return refusal(error.status, error.message)
    except InputError as error:
        return refusal(400, "", error.problems)
    return await _answered(request, lambda: answer(sent))
