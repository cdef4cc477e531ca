"""The page of the programs that ask in somebody's name: their tokens, made, shown once, and revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.records import ROLES_GIVEN, NewProgram, Role, account_limits, role_called
from myotome.web.access.access import Access
from myotome.web.access.login_pages import session_of
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field, see
from myotome.web.server.bodies import given_of

__all__ = ["ProgramsPage"]

_DIGITS = 5


@dataclass(frozen=True, slots=True)
class ProgramsPage:
    """Programs that an account answers for; an admin sees and revokes those of the whole clinic."""

    access: Access

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/account/programs", self.listed, methods=["GET"])
        made.add_api_route("/account/programs", self.added, methods=["POST"])
        made.add_api_route("/account/programs/{program}/revoke", self.revoked, methods=["POST"])
        return made

    async def listed(self, request: Request) -> Response:
        """All of them."""
        return await self._shown(request)

    async def _shown(
        self,
        request: Request,
        problems: Sequence[Problem] = (),
        typed: Mapping[str, str] | None = None,
        made: tuple[str, str] = ("", ""),
    ) -> Response:
        account = session_of(request).account
        found = await run_in_threadpool(self.access.programs.all, _seen(account.role, account.id))
        shown = {
            "programs": found,
            "now": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "own": account.id,
            "roles": ROLES_GIVEN[account.role],
            "problems": problems,
            "typed": typed or {"days": str(account_limits("program")["usual_days"])},
            "longest": account_limits("program")["longest_days"],
        }
        text = laid_out("access/programs.html", **shown, made=made[0], token=made[1])
        return HTMLResponse(text, 422 if problems else 200)

    async def added(self, request: Request) -> Response:
        """A new token, shown once."""
        given, account = await given_of(request), session_of(request).account
        days = field(given, "days")
        number = int(days) if days.isascii() and days.isdigit() and len(days) <= _DIGITS else 0
        try:
            new = NewProgram(field(given, "name"), role_called(field(given, "role")), number)
            program, token = await run_in_threadpool(self.access.programs.add, account.id, new)
        except InputError as error:
            typed = {name: field(given, name)[:100] for name in ("name", "role", "days")}
            return await self._shown(request, error.problems, typed)
        return await self._shown(request, made=(program.name, token))

    async def revoked(self, request: Request, program: str) -> Response:
        """Its token opens nothing from now on."""
        await given_of(request)
        account = session_of(request).account
        await run_in_threadpool(self.access.programs.end, program, _seen(account.role, account.id))
        return see("/account/programs")


def _seen(role: Role, account: str) -> str | None:
    """Whose programs are seen: the own ones; None for those of the clinic."""
    return None if role is Role.ADMIN else account
