"""The page of the accounts of a clinic, for whoever looks after them: no patient is on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.records import NewAccount, NoSuchRecordError, Role, role_called
from myotome.web.access.access import Access
from myotome.web.access.login_pages import session_of
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field
from myotome.web.server.bodies import given_of

__all__ = ["AccountsPage"]


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The accounts of the clinic of who is signed in."""

    access: Access

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/accounts", self.listed, methods=["GET"])
        made.add_api_route("/accounts", self.added, methods=["POST"])
        made.add_api_route("/accounts/{account}/{act}", self.changed, methods=["POST"])
        return made

    async def listed(self, request: Request) -> Response:
        """All accounts, and who took access in an emergency."""
        return await self._shown(request)

    async def _shown(
        self,
        request: Request,
        problems: Sequence[Problem] = (),
        typed: Mapping[str, str] | None = None,
        made: tuple[str, str] = ("", ""),
    ) -> Response:
        accounts = await run_in_threadpool(self.access.accounts.all)
        taken = await run_in_threadpool(self.access.accounts.emergencies)
        shown = {
            "accounts": accounts,
            "own": session_of(request).account.id,
            "roles": list(Role),
            "emergencies": taken,
            "problems": problems,
            "typed": typed or {},
            "openid": self.access.openid,
        }
        text = laid_out("access/accounts.html", **shown, made=made[0], password=made[1])
        return HTMLResponse(text, 422 if problems else 200)

    async def added(self, request: Request) -> Response:
        """A new account; its password is shown once."""
        given = await given_of(request)
        clinic = session_of(request).account.clinic
        issuer = self.access.openid.issuer if self.access.openid and field(given, "subject").strip() else ""
        try:
            new = NewAccount(field(given, "login"), role_called(field(given, "role")), issuer, field(given, "subject"))
            account, password = await run_in_threadpool(self.access.accounts.add, new, clinic)
        except InputError as error:
            return await self._shown(request, error.problems, {name: field(given, name) for name in ("login", "role")})
        return await self._shown(request, made=(account.login, password))

    async def changed(self, request: Request, account: str, act: str) -> Response:
        """Another role, closed, opened again, or a new password."""
        given = await given_of(request)
        try:
            made = await run_in_threadpool(self._change, account, act, field(given, "role"))
        except InputError as error:
            return await self._shown(request, error.problems)
        return await self._shown(request, made=made)

    def _change(self, account: str, act: str, role: str) -> tuple[str, str]:
        accounts = self.access.accounts
        if act == "reset":
            return "this account", accounts.reset(account)
        if act == "role":
            accounts.set_role(account, role_called(role))
        elif act in ("disable", "enable"):
            accounts.disable(account, disabled=act == "disable")
        else:
            raise NoSuchRecordError
        return "", ""
