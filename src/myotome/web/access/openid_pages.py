"""Signing in where an issuer vouches for accounts: the way there, and back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from myotome.records import SignInRefusedError
from myotome.web.access.access import Access
from myotome.web.access.cookies import OPENID, SESSION, give, held, take
from myotome.web.access.openid import OpenId, OpenIdRefusedError
from myotome.web.layout import laid_out

__all__ = ["OpenIdPages"]

_BYTES: Final = 32
_LIFE_S: Final = 600
_FOUND, _REFUSED = 302, 401


@dataclass(frozen=True, slots=True)
class OpenIdPages:
    """The two pages of one issuer."""

    access: Access
    openid: OpenId

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/login/openid", self.begun, methods=["GET"])
        made.add_api_route("/login/openid/callback", self.back, methods=["GET"])
        return made

    async def begun(self) -> Response:
        """Send the browser to the issuer; its secret name comes back with it."""
        browser = secrets.token_urlsafe(_BYTES)
        try:
            address = await run_in_threadpool(self.openid.begin, browser)
        except OpenIdRefusedError as error:
            return _not_signed_in(str(error))
        # Lax: the browser comes back from another site, and has to bring it along.
        return give(RedirectResponse(address, _FOUND), OPENID, browser, _LIFE_S, "lax")

    async def back(self, request: Request) -> Response:
        """The answer of the issuer; the page then leads on by itself, so that the session is sent along."""
        browser = held(request, OPENID)
        try:
            subject = await run_in_threadpool(self.openid.finish, dict(request.query_params), browser)
            token = await run_in_threadpool(self.access.signing.as_subject, self.openid.issuer, subject)
        except OpenIdRefusedError as error:
            await run_in_threadpool(self.access.signing.deny, "signing in refused by the issuer", "nobody")
            return take(_not_signed_in(str(error)), OPENID)
        except SignInRefusedError:
            text = f"{self.openid.name} knows you; there is no account for you here. Ask whoever looks after accounts."
            return take(_not_signed_in(text), OPENID)
        page = HTMLResponse(laid_out("access/stopover.html", title="Signed in", onward="/"))
        return take(give(page, SESSION, token), OPENID)


def _not_signed_in(text: str) -> Response:
    return HTMLResponse(laid_out("access/refused.html", title="Not signed in", text=text), _REFUSED)
