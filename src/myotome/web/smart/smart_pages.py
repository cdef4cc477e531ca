"""SMART App Launch: a hospital's record opens the page, or the page the record; what it says is entered already."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import MyotomeError
from myotome.interop import Launching, SmartRecord, read_servers
from myotome.web.answer.computing import Answers
from myotome.web.examination.examination import opened
from myotome.web.layout import laid_out
from myotome.web.page import page
from myotome.web.patients.bound import Kept

__all__ = ["SmartPages", "with_smart"]

#: Names the file of servers.
_SERVERS: Final = "MYOTOME_SMART_SERVERS"
_COOKIE: Final = "myotome_smart"
_BYTES: Final = 32
_FOUND: Final = 302
_LIFE_S: Final = 600


def with_smart(made: FastAPI, answers: Answers, kept: Kept | None) -> None:
    """Add the pages of a launch where the environment names a file of servers; else do nothing."""
    if path := os.environ.get(_SERVERS):
        made.include_router(SmartPages(Launching(read_servers(Path(path))), answers, kept).routes())


@dataclass(frozen=True, slots=True)
class SmartPages:
    """Pages of a launch."""

    launching: Launching
    answers: Answers
    kept: Kept | None

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/smart", self.choose, methods=["GET"])
        made.add_api_route("/smart/start", self.start, methods=["GET"])
        made.add_api_route("/smart/launch", self.launched, methods=["GET"])
        made.add_api_route("/smart/callback", self.back, methods=["GET"])
        return made

    async def choose(self) -> Response:
        """The servers that a user may begin at."""
        return self._servers()

    async def start(self, iss: str = "") -> Response:
        """A launch that the user begins here."""
        return await self._sent(lambda browser: self.launching.begin(iss, browser))

    async def launched(self, iss: str = "", launch: str = "") -> Response:
        """A launch that the record begins."""
        return await self._sent(lambda browser: self.launching.begin(iss, browser, launch))

    async def _sent(self, address: Callable[[str], str]) -> Response:
        """Send the browser to the authorisation server; its secret name comes back with it."""
        browser = secrets.token_urlsafe(_BYTES)
        try:
            response: Response = RedirectResponse(await run_in_threadpool(address, browser), _FOUND)
        except MyotomeError as error:
            return self._servers(str(error))
        secure = self.launching.servers.base.startswith("https:")
        # Lax: the browser comes back from another site, and has to bring it along.
        response.set_cookie(
            _COOKIE, browser, max_age=_LIFE_S, path="/smart", secure=secure, httponly=True, samesite="lax"
        )
        return response

    def _servers(self, refused: str = "") -> Response:
        """The servers, below the reason why nothing was opened where there is one."""
        shown = {"servers": self.launching.servers.servers, "kept": self.kept, "refused": refused}
        return HTMLResponse(laid_out("smart.html", **shown), 400 if refused else 200)

    async def back(self, request: Request) -> Response:
        """The answer of the authorisation server: the examination of the patient who was chosen there."""
        browser = request.cookies.get(_COOKIE, "")
        try:
            record = await run_in_threadpool(self.launching.finish, dict(request.query_params), browser)
        except MyotomeError as error:
            return self._servers(str(error))
        given = {"about": [_about(record)]}
        text = await run_in_threadpool(page, self.answers, opened(record.case), given, "", self.kept)
        response = HTMLResponse(text)
        response.delete_cookie(_COOKIE, path="/smart")
        return response


def _about(record: SmartRecord) -> str:
    """Whose examination it is, for every page of it."""
    return "; ".join([f"{record.patient} ({record.server})", *record.notes])
