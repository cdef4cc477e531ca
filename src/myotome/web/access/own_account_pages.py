"""The pages of one's own account: password, second factor, and what programs bring along."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError
from myotome.records import SignInRefusedError, enrolment_address
from myotome.web.access.access import Access
from myotome.web.access.cookies import SESSION, give
from myotome.web.access.gate import PROOF_HEADER
from myotome.web.access.login_pages import onward, session_of
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field, see
from myotome.web.server.bodies import given_of

__all__ = ["OwnAccountPages", "picture_of"]

_GROUP = 4
_WRONG_CODE = "This code does not belong to the secret. Is the clock right?"
_WRONG_OF_SEVERAL = "The password or a code is wrong, or the code was used. Nothing was changed."


@dataclass(frozen=True, slots=True)
class OwnAccountPages:
    """Pages of one's own account."""

    access: Access

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/account", self.shown, methods=["GET"])
        made.add_api_route("/account/password", self.password_asked, methods=["GET"])
        made.add_api_route("/account/password", self.password_given, methods=["POST"])
        made.add_api_route("/account/second-factor", self.factor_offered, methods=["GET"])
        made.add_api_route("/account/second-factor", self.factor_taken, methods=["POST"])
        return made

    async def shown(self, request: Request) -> Response:
        """Who is signed in."""
        session = session_of(request)
        shown = {"account": session.account, "header": PROOF_HEADER, "value": session.proof}
        return HTMLResponse(laid_out("access/account.html", **shown))

    async def password_asked(self, request: Request) -> Response:
        """The form for a new password."""
        return self._password(request, request.query_params.get("next", "/"))

    def _password(self, request: Request, after: str, refused: Sequence[str] = ()) -> Response:
        session = session_of(request)
        if session.account.credentials.issuer or session.stage not in ("password", "whole"):
            return see("/account" if session.is_whole else "/login/code")
        shown = {"account": session.account, "refused": refused, "next": onward(after)}
        text = laid_out("access/password.html", **shown, first=not session.is_whole)
        return HTMLResponse(text, 422 if refused else 200)

    async def password_given(self, request: Request) -> Response:
        """A new password."""
        given, session = await given_of(request), session_of(request)
        if session.stage not in ("password", "whole"):
            return see("/login/code")
        new, after = field(given, "new"), field(given, "next")
        if new != field(given, "again"):
            return self._password(request, after, ("The two new passwords differ; nothing was changed.",))
        try:
            token = await run_in_threadpool(self.access.signing.with_new_password, session, field(given, "old"), new)
        except SignInRefusedError as error:
            wrong = str(error) if error.closed else "The present password is not this one."
            return self._password(request, after, (wrong,))
        except InputError as error:
            told = tuple(f"{one.message} Allowed: {one.allowed}." for one in error.problems)
            return self._password(request, after, told)
        return give(see(onward(after)), SESSION, token)

    async def factor_offered(self, request: Request) -> Response:
        """A secret to take into an app for codes."""
        return await self._offer(request, request.query_params.get("next", "/"))

    async def _offer(self, request: Request, after: str, refused: str = "") -> Response:
        session = session_of(request)
        if session.account.credentials.issuer or session.stage not in ("enrol", "whole"):
            return see("/account" if session.is_whole else "/login/code")
        secret = await run_in_threadpool(self.access.signing.offered_secret, session)
        groups = " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
        address = enrolment_address(secret, session.account.login)
        shown = {"account": session.account, "secret": groups, "picture": picture_of(address), "refused": refused}
        text = laid_out("access/second_factor.html", **shown, next=onward(after), first=not session.is_whole)
        return HTMLResponse(text, 422 if refused else 200)

    async def factor_taken(self, request: Request) -> Response:
        """The first code of it: from now on it is asked for."""
        given, session = await given_of(request), session_of(request)
        if session.stage not in ("enrol", "whole"):
            return see("/login/code")
        after = field(given, "next")
        what = (field(given, "code")[:60], field(given, "password"), field(given, "present")[:60])
        try:
            token, codes = await run_in_threadpool(self.access.signing.with_factor, session, *what)
        except SignInRefusedError as error:
            wrong = _WRONG_OF_SEVERAL if session.is_whole else _WRONG_CODE
            return await self._offer(request, after, str(error) if error.closed else wrong)
        return give(HTMLResponse(laid_out("access/recovery.html", codes=codes, next=onward(after))), SESSION, token)


def picture_of(text: str) -> Markup:
    """A text as a picture that a telephone reads, drawn in place."""
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2)
    return Markup(drawn.getvalue().decode().replace("<svg", '<svg role="img" aria-label="The secret as a picture"', 1))
