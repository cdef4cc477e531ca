"""The page of access in an emergency: a clinic is opened to be read, for a while and with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.records import Clinic, Role, Session, account_limits
from myotome.web.access.access import Access
from myotome.web.access.login_pages import session_of
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field, see
from myotome.web.server.bodies import given_of

__all__ = ["EmergencyPages"]


@dataclass(frozen=True, slots=True)
class EmergencyPages:
    """Pages of access in an emergency."""

    access: Access

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/emergency", self.asked, methods=["GET"])
        made.add_api_route("/emergency", self.begun, methods=["POST"])
        made.add_api_route("/emergency/end", self.ended, methods=["POST"])
        return made

    async def asked(self, request: Request) -> Response:
        """The form."""
        return await self._form(request)

    async def _form(self, request: Request, problems: Sequence[Problem] = (), reason: str = "") -> Response:
        session = session_of(request)
        shown = {
            "clinics": await run_in_threadpool(self._open_to, session),
            "minutes": account_limits("emergency")["minutes"],
            "shortest": account_limits("emergency")["reason_shortest"],
            "problems": problems,
            "reason": reason,
        }
        return HTMLResponse(laid_out("access/emergency.html", **shown), 422 if problems else 200)

    def _open_to(self, session: Session) -> tuple[Clinic, ...]:
        """Clinics that the account does not see otherwise."""
        own = session.account
        sees = own.role in (Role.VIEWER, Role.CLINICIAN)
        return tuple(one for one in self.access.accounts.clinics() if not (sees and one.id == own.clinic))

    async def begun(self, request: Request) -> Response:
        """Access from now on."""
        given, session = await given_of(request), session_of(request)
        offered = await run_in_threadpool(self._open_to, session)
        chosen = next((one for one in offered if (one.id or "first") == field(given, "clinic")), None)
        if chosen is None or session.emergency is not None:
            problem = Problem("clinic", None, "none of these", "a clinic of the list", (), "Choose a clinic.")
            return await self._form(request, (problem,), field(given, "reason"))
        what = (session, chosen.id, field(given, "reason"), self.access.signing.now)
        try:
            await run_in_threadpool(self.access.accounts.begin_emergency, *what)
        except InputError as error:
            return await self._form(request, error.problems, field(given, "reason"))
        return see("/patients")

    async def ended(self, request: Request) -> Response:
        """Access until now."""
        await given_of(request)
        session = session_of(request)
        await run_in_threadpool(self.access.accounts.end_emergency, session, self.access.signing.now)
        return see("/account")
