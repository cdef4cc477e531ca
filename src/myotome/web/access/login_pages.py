"""The pages of signing in and out: a password, a code, and nothing of the program's patients."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from myotome.records import Session, SignInRefusedError
from myotome.web.access.access import Access
from myotome.web.access.cookies import SESSION, START, give, held, take
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field, see
from myotome.web.patients.tokens import ForeignFormError
from myotome.web.server.bodies import given_of

__all__ = ["LoginPages", "onward", "session_of"]

_BYTES: Final = 16
_LIFE_S: Final = 3600
_TOO_MANY, _REFUSED = 429, 401
_LONGEST: Final = 500


def session_of(request: Request) -> Session:
    """The session that the gate found."""
    session: Session = request.state.session
    return session


def onward(text: str) -> str:
    """Where to go after signing in: a page of ours, whatever was sent.

    Examples
    --------
    >>> onward("/patients?q=a"), onward("//evil.example"), onward("https://evil.example"), onward("/login")
    ('/patients?q=a', '/', '/', '/')
    >>> onward("/..//evil.example"), onward("/%2e%2e/%2fevil.example")
    ('/', '/')
    """
    path = unquote(text.partition("?")[0])
    odd = any(part in path for part in ("//", "..", "\\"))
    own = path.startswith("/") and not path.startswith(("/login", "/logout")) and not odd and "\\" not in text
    return text if own and len(text) <= _LONGEST and text.isprintable() else "/"


@dataclass(frozen=True, slots=True)
class LoginPages:
    """Pages of signing in and out."""

    access: Access

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/login", self.asked, methods=["GET"])
        made.add_api_route("/login", self.given, methods=["POST"])
        made.add_api_route("/login/code", self.code_asked, methods=["GET"])
        made.add_api_route("/login/code", self.code_given, methods=["POST"])
        made.add_api_route("/logout", self.left, methods=["POST"])
        return made

    async def asked(self, request: Request) -> Response:
        """The form."""
        return self._form(request, request.query_params.get("next", "/"))

    def _form(self, request: Request, after: str, refused: str = "", status: int = 200) -> Response:
        start = held(request, START) or secrets.token_hex(_BYTES)
        shown = {"next": onward(after), "refused": refused, "start": self._proof(start), "openid": self.access.openid}
        return give(HTMLResponse(laid_out("access/login.html", **shown), status), START, start, _LIFE_S)

    def _proof(self, start: str) -> str:
        """What the form brings along of the cookie that came with it."""
        key = self.access.records.keys.forms
        return hmac.new(key, f"signing in|{start}".encode(), hashlib.sha256).hexdigest()

    async def given(self, request: Request) -> Response:
        """A password."""
        given = await given_of(request)
        start = held(request, START)
        if not start or not hmac.compare_digest(self._proof(start).encode(), field(given, "start").encode()):
            raise ForeignFormError
        address = request.client.host if request.client else ""
        what = (field(given, "login")[:200], field(given, "password"), address)
        try:
            token = await run_in_threadpool(self.access.signing.with_password, *what)
        except SignInRefusedError as error:
            return self._form(request, field(given, "next"), str(error), _TOO_MANY if error.closed else _REFUSED)
        return take(give(see(onward(field(given, "next"))), SESSION, token), START)

    async def code_asked(self, request: Request) -> Response:
        """The form for a code, where one is still to be given."""
        after = onward(request.query_params.get("next", "/"))
        if session_of(request).stage != "code":
            return see(after)
        return HTMLResponse(laid_out("access/code.html", next=after))

    async def code_given(self, request: Request) -> Response:
        """A code of the second factor."""
        given, session = await given_of(request), session_of(request)
        after = onward(field(given, "next"))
        if session.stage != "code":
            return see(after)
        try:
            token = await run_in_threadpool(self.access.signing.with_code, session, field(given, "code")[:60])
        except SignInRefusedError as error:
            text = laid_out("access/code.html", refused=str(error), next=after)
            return HTMLResponse(text, _TOO_MANY if error.closed else _REFUSED)
        return give(see(after), SESSION, token)

    async def left(self, request: Request) -> Response:
        """Signing out: the session is forgotten here too."""
        await given_of(request)
        session = session_of(request)
        await run_in_threadpool(self._end, session)
        response: RedirectResponse = see("/login")
        response.headers["clear-site-data"] = '"cache", "storage"'
        return take(response, SESSION)

    def _end(self, session: Session) -> None:
        if session.emergency is not None:
            self.access.accounts.end_emergency(session, self.access.signing.now)
        self.access.signing.sign_out(session)
