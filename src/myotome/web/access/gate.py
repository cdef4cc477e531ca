"""The gate: who asks, whether they may, and whether a page of ours sent it, before any page sees the request."""

from __future__ import annotations

import hmac
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myotome.records import Acting, Role, Session, acting
from myotome.web.access.access import Access
from myotome.web.access.cookies import SESSION, held
from myotome.web.access.declared import asked_route
from myotome.web.access.refusals import refused, stopover
from myotome.web.access.routes import RULES, SAFE, Proof, Rule
from myotome.web.access.visitor import PRESENT, Visitor

__all__ = ["PROOF_HEADER", "Gate"]

#: Where a request without a form brings its proof along.
PROOF_HEADER: Final = "x-myotome-proof"
_STEPS: Final = {"code": "/login/code", "password": "/account/password", "enrol": "/account/second-factor"}
_SEE_OTHER, _BAD_REQUEST, _NOT_FOUND, _LONGEST = 303, 400, 404, 500
#: Asked by the host itself, past the proxy.
_HEALTH: Final = "/healthz"
_PLAIN_HTTP: Final = (
    "This request did not come over TLS: call the page by https. The proxy that ends TLS has to send "
    "X-Forwarded-Proto: https, and --proxy has to name its address.\n"
)
_MINUTE_S: Final = 60.0
_TLS_ALONE: Final = (b"strict-transport-security", b"max-age=31536000")


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A request that goes on: in whose name, and what it is to prove."""

    visitor: Visitor
    acting: Acting | None
    session: Session | None
    rule: Rule | None


class Gate:
    """Wraps the application of a program with accounts."""

    def __init__(self, app: ASGIApp, made: FastAPI, access: Access) -> None:
        self._app, self._made, self._access = app, made, access
        self._looked = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._access.behind_tls and scope["scheme"] != "https" and scope["path"] != _HEALTH:
            await PlainTextResponse(_PLAIN_HTTP, _BAD_REQUEST)(scope, receive, send)
            return
        before = PRESENT.set(Visitor())  # a refusal is a page of a program with accounts too
        try:
            await self._answered(scope, receive, send)
        finally:
            PRESENT.reset(before)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            decided = await self._decided(Request(scope))
        except SQLAlchemyError:
            decided = refused(scope, 503, "The database does not answer. Try again soon.")
        if isinstance(decided, Response):
            await decided(scope, receive, _over_tls(send))
        else:
            await self._pass_on(decided, scope, receive, send)

    async def _decided(self, request: Request) -> _Admitted | Response:
        asked = asked_route(self._made, request.scope)
        rule = RULES.get((asked.method, asked.address)) if asked else None
        if len(request.headers.getlist("authorization")) > 1:
            return refused(request.scope, _BAD_REQUEST, "One header Authorization is enough; two say two things.")
        if (rule is None or rule.programs) and (shown := _bearer(request)) is not None:
            return await self._program(request, shown, rule)
        token = held(request, SESSION)
        if rule is not None and rule.anybody and not token:
            return _Admitted(Visitor(), None, None, rule)
        session = await run_in_threadpool(self._session, token) if token else None
        if session is None:
            return self._admitted_anybody(rule) or await self._unknown(request, bool(token))
        if not session.is_whole:
            step = _STEPS[session.stage] + _onward(request)
            return self._admitted_half(session, rule) or RedirectResponse(step, _SEE_OTHER)
        return await self._judged(request, session, rule)

    def _session(self, token: str) -> Session | None:
        """The session of a browser; once a minute the end of access whose time is over is noted."""
        signing = self._access.signing
        if signing.clock() - self._looked >= _MINUTE_S:
            self._looked = signing.clock()
            self._access.accounts.end_those_over(signing.now)
        return signing.session(token)

    def _admitted_anybody(self, rule: Rule | None) -> _Admitted | None:
        return _Admitted(Visitor(), None, None, rule) if rule is not None and rule.anybody else None

    def _admitted_half(self, session: Session, rule: Rule | None) -> _Admitted | None:
        if rule is None or not rule.half:
            return None
        return _Admitted(Visitor(login=session.account.login, proof=session.proof), None, session, rule)

    async def _judged(self, request: Request, session: Session, rule: Rule | None) -> _Admitted | Response:
        """Somebody who is signed in: is the route for their role, and did our page send it?"""
        emergency = session.emergency
        role = Role.VIEWER if emergency else session.account.role
        clinic = emergency.clinic if emergency else session.account.clinic
        name = await run_in_threadpool(self._clinic, clinic)
        present = Visitor(role, session.account.login, name, session.proof, emergency)
        PRESENT.set(present)
        if rule is None:
            return refused(request.scope, _NOT_FOUND, "There is no such address.")
        if role not in rule.roles:
            await self._deny("denied: not for this role", session.account.actor)
            return refused(request.scope, 403, f"This is not for the role {role.value}.")
        needs_header = request.method not in SAFE and rule.proof == Proof.HEADER
        if needs_header and not _same(request.headers.get(PROOF_HEADER, ""), session.proof):
            await self._deny("denied: no proof of origin", session.account.actor)
            text = f"The header {PROOF_HEADER} has to hold what the page of the account says."
            return refused(request.scope, 403, text)
        return _Admitted(present, Acting(session.account.actor, clinic), session, rule)

    async def _program(self, request: Request, token: str, rule: Rule | None) -> _Admitted | Response:
        """A program with a token of its own: no browser sends it by itself, so that it proves its origin too."""
        program = await run_in_threadpool(self._access.programs.called_by, token)
        if program is None:
            await self._deny("denied: no such token", "nobody")
            reply = refused(request.scope, 401, "This token is not valid, or not any more.")
            reply.headers["www-authenticate"] = "Bearer"
            return reply
        if self._access.programs.asks_too_often(program):
            await self._deny("denied: too many requests", program.actor)
            reply = refused(request.scope, 429, "This program asks too often. Try again in a minute.")
            reply.headers["retry-after"] = str(int(_MINUTE_S))
            return reply
        if rule is None:
            return refused(request.scope, _NOT_FOUND, "There is no such address, or not for this method.")
        if program.role not in rule.roles:
            await self._deny("denied: not for this role", program.actor)
            return refused(request.scope, 403, f"This is not for the role {program.role.value}.")
        name = await run_in_threadpool(self._clinic, program.clinic)
        present = Visitor(program.role, program.name, name)
        return _Admitted(present, Acting(program.actor, program.clinic), None, rule)

    def _clinic(self, clinic: str | None) -> str:
        """Name of a clinic; empty where there is only the first."""
        clinics = self._access.accounts.clinics()
        return "" if len(clinics) == 1 else next(one.name for one in clinics if one.id == clinic)

    async def _deny(self, action: str, actor: str) -> None:
        await run_in_threadpool(self._access.signing.deny, action, actor)

    async def _unknown(self, request: Request, ended: bool) -> Response:
        """Nobody is signed in: a page leads to signing in, a program gets a status."""
        is_page = request.method == "GET" and "text/html" in request.headers.get("accept", "text/html")
        if is_page and not ended and request.headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(stopover())
        await self._deny("denied: not signed in", "nobody")
        if not is_page or request.url.path.startswith(("/fhir", "/api/")):
            return refused(request.scope, 401, "Sign in first.")
        return RedirectResponse(f"/login{_onward(request)}", _SEE_OTHER)

    async def _pass_on(self, admitted: _Admitted, scope: Scope, receive: Receive, send: Send) -> None:
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        if (session := admitted.session) is not None:
            state["session"], state["browser"] = session, self._access.signing.browser_of(session)
            if admitted.rule and admitted.rule.proof == Proof.FORM and scope["method"] not in SAFE:
                state["proof"] = session.proof
        before = PRESENT.set(admitted.visitor)
        try:
            if admitted.acting is None:
                await self._app(scope, receive, _over_tls(send))
            else:
                with acting(admitted.acting):
                    await self._app(scope, receive, _over_tls(self._noting(admitted, send)))
        finally:
            PRESENT.reset(before)

    def _noting(self, admitted: _Admitted, send: Send) -> Send:
        """Write down that something was asked for which is not there, or is another clinic's."""

        async def noting(message: Message) -> None:
            missing = message["type"] == "http.response.start" and message["status"] == _NOT_FOUND
            if missing and admitted.acting and admitted.rule and admitted.rule.records:
                await self._deny("denied: no such record", admitted.acting.actor)
            await send(message)

        return noting


def _bearer(request: Request) -> str | None:
    """The token that a request brings along; None where it brings none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _onward(request: Request) -> str:
    """What brings the page that was asked for through the steps of signing in; nothing for what is no page."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    kept = request.method == "GET" and wanted != "/" and len(wanted) <= _LONGEST
    return f"?next={quote(wanted, safe='')}" if kept else ""


def _over_tls(send: Send) -> Send:
    """Browsers that came once come over TLS alone."""

    async def bound(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), _TLS_ALONE]}
        await send(message)

    return bound


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
