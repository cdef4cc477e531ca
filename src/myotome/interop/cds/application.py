"""The service as an ASGI application: discovery, calls, feedback. Tokens and what was sent along are never logged."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from myotome.answer import in_turn
from myotome.errors import InputError, Problem
from myotome.interop.cds.calls import CdsCall, RefusedCallError, call_of, case_of_call
from myotome.interop.cds.cards import CardContext, cards_of
from myotome.interop.cds.clients import CdsClient, CdsClients, UnauthorisedError, read_clients
from myotome.interop.cds.feedback import FeedbackStore
from myotome.interop.cds.services import discovery, hooks_of
from myotome.interop.fhir import Terms, operation_outcome

__all__ = ["cds_application", "mount_cds"]

#: Names the file of clients.
_CLIENTS: Final = "MYOTOME_CDS_CLIENTS"
_LARGEST: Final = 5_000_000
_FHIR: Final = "application/fhir+json"


def cds_application(
    clients: CdsClients, terms: Terms | None = None, feedback: FeedbackStore | None = None
) -> Starlette:
    """The service, for a server to mount.

    Parameters
    ----------
    clients : CdsClients
        Who may call; without a client every call is refused.
    terms : Terms or None
        Canonical address of our codes and the map of the site.
    feedback : FeedbackStore or None
        Where reports of what became of cards are kept; None for where the clients' file says.

    Examples
    --------
    >>> app = cds_application(CdsClients("https://myotome.example/cds"))
    >>> [route.path for route in app.routes]
    ['/cds-services', '/cds-services/{service}', '/cds-services/{service}/feedback']
    """
    store = FeedbackStore(clients.feedback) if feedback is None else feedback
    served = _Served(clients, terms or Terms(), store)
    routes = [
        Route("/cds-services", served.discovery, methods=["GET"]),
        Route("/cds-services/{service}", served.call, methods=["POST"]),
        Route("/cds-services/{service}/feedback", served.feedback, methods=["POST"]),
    ]
    pages = Middleware(
        CORSMiddleware,
        allow_origins=list(clients.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type"],
    )
    return Starlette(routes=routes, middleware=[pages])


def mount_cds(server: Starlette) -> None:
    """Mount the service at `/cds` of a server, where the environment names a file of clients; else do nothing."""
    if path := os.environ.get(_CLIENTS):
        server.mount("/cds", cds_application(read_clients(Path(path))))


class _Served:
    """The three addresses."""

    def __init__(self, clients: CdsClients, terms: Terms, store: FeedbackStore) -> None:
        self.clients, self.terms, self.store = clients, terms, store

    async def discovery(self, request: Request) -> Response:
        """The list of services."""
        if isinstance(caller := self._caller(request, "/cds-services"), Response):
            return caller
        return JSONResponse(discovery())

    async def call(self, request: Request) -> Response:
        """Cards for one occasion."""
        service = request.path_params["service"]
        if isinstance(caller := self._caller(request, f"/cds-services/{service}"), Response):
            return caller
        try:
            call = call_of(service, await _body(request))
            return JSONResponse({"cards": await run_in_threadpool(self._cards, call, caller)})
        except RefusedCallError as error:
            return _said(error.status, error.message)
        except InputError as error:
            return JSONResponse(operation_outcome(error.problems), 422, media_type=_FHIR)

    def _cards(self, call: CdsCall, caller: CdsClient) -> list[dict[str, Any]]:
        case, notes = case_of_call(call, self.terms, caller.fhir)
        context = CardContext(call, self.terms, self.clients.page, notes)
        return in_turn(lambda: cards_of(case, context))

    async def feedback(self, request: Request) -> Response:
        """What became of cards."""
        service = request.path_params["service"]
        own = f"/cds-services/{service}"
        if isinstance(caller := self._caller(request, own, f"{own}/feedback"), Response):
            return caller
        try:
            if not hooks_of(service):
                raise RefusedCallError(404, "There is no such service.")
            self.store.add(service, await _body(request))
        except RefusedCallError as error:
            return _said(error.status, error.message)
        return Response(status_code=204)

    def _caller(self, request: Request, *paths: str) -> CdsClient | Response:
        """Who calls with a good token for this very address; a refusal of any other."""
        addresses = (f"{self.clients.base}{path}" for path in paths)
        try:
            return self.clients.clients[self.clients.verify(request.headers.get("authorization"), *addresses)]
        except UnauthorisedError:
            response = _said(401, "A token of a listed client, made out to this address, is needed.")
            response.headers["www-authenticate"] = "Bearer"
            return response


async def _body(request: Request) -> Any:
    """What a call holds; raises RefusedCallError with 413, 415 or 400."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedCallError(415, "The body is application/json.")
    raw = bytearray()
    async for block in request.stream():
        raw += block
        if len(raw) > _LARGEST:
            raise RefusedCallError(413, f"The body is larger than {_LARGEST} bytes.")
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RefusedCallError(400, "The body is no JSON in UTF-8.") from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _said(status: int, message: str) -> Response:
    """A refusal, in the form of FHIR."""
    problem = Problem("call", None, "the call", "what CDS Hooks 2.0 describes", (), message)
    return JSONResponse(operation_outcome([problem]), status, media_type=_FHIR)
