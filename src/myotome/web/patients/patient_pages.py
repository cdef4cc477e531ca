"""The pages of the patients that are kept: list and search, who a patient is, archive, one patient in from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.records import Identity, Records, document_in
from myotome.web.examination.examination import examination_of
from myotome.web.examination.posted import examination_after
from myotome.web.layout import laid_out
from myotome.web.patients.fields import field, is_archive, see, seen_in, who_in
from myotome.web.patients.handover_pages import can_encrypt
from myotome.web.patients.keeper import Keeper
from myotome.web.patients.shown import patient_page
from myotome.web.patients.tokens import check_token, token_of, with_cookie
from myotome.web.server.bodies import file_of, form_of, given_of

__all__ = ["PatientPages"]

_NEW: Final = "new patient"
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class PatientPages:
    """Pages of the patients of one database."""

    records: Records
    keeper: Keeper

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/patients", self.listed, methods=["GET"])
        made.add_api_route("/patients", self.created, methods=["POST"])
        made.add_api_route("/patients/choose", self.choose, methods=["POST"])
        made.add_api_route("/patients/import", self.imported, methods=["POST"])
        made.add_api_route("/patients/{patient}", self.one, methods=["GET"])
        made.add_api_route("/patients/{patient}", self.changed, methods=["POST"])
        made.add_api_route("/patients/{patient}/{act}", self.set_aside, methods=["POST"])
        return made

    async def listed(self, request: Request) -> Response:
        """The list, or what a search finds."""
        return await self._list(request)

    async def _list(
        self,
        request: Request,
        problems: Sequence[Problem] = (),
        typed: Mapping[str, str] | None = None,
        about: str = "new",
    ) -> Response:
        query, archived = request.query_params.get("q", "")[:200], "archived" in request.query_params
        text = laid_out(
            "patients/list.html",
            patients=await run_in_threadpool(self.records.patients, query, archived=archived, count=_SHOWN),
            query=query,
            archived=archived,
            most=_SHOWN,
            problems=problems,
            typed=typed or {},
            about=about,
            encrypts=can_encrypt(),
            token=token_of(self.records, request, _NEW),
        )
        return with_cookie(request, HTMLResponse(text, 422 if problems else 200))

    async def created(self, request: Request) -> Response:
        """A new patient, with a first visit where an examination travels in the form."""
        given = await given_of(request)
        check_token(self.records, request, _NEW, field(given, "token"))
        try:
            identity = Identity.checked(who_in(given))
            if not field(given, "case"):
                return see(f"/patients/{await run_in_threadpool(self.records.add_patient, identity)}")
            case, day = examination_of(given).case, field(given, "day")
            visit = await run_in_threadpool(self.records.add_patient_with_visit, identity, day, case)
        except InputError as error:
            if field(given, "case"):
                return await self._choice(request, given, error.problems)
            return await self._list(request, error.problems, who_in(given))
        self.keeper.keep(visit, 1, case, day)
        return see(f"/visits/{visit}?saved")

    async def choose(self, request: Request) -> Response:
        """Whose examination is it? It travels in the form until it is saved."""
        return await self._choice(request, await given_of(request))

    async def _choice(
        self, request: Request, given: Mapping[str, Sequence[str]], problems: Sequence[Problem] = ()
    ) -> Response:
        query = field(given, "q")[:200]
        found = await run_in_threadpool(self.records.patients, query, count=_SHOWN)
        text = laid_out(
            "patients/choose.html",
            patients=found,
            query=query,
            examination=await run_in_threadpool(examination_after, given),
            about=field(given, "about")[:400],
            problems=problems,
            typed=who_in(given),
            tokens={one.id: token_of(self.records, request, f"{one.id}/new") for one in found},
            token=token_of(self.records, request, _NEW),
            day=field(given, "day") or date.today().isoformat(),
        )
        return with_cookie(request, HTMLResponse(text, 422 if problems else 200))

    async def imported(self, request: Request) -> Response:
        """A patient of an exported file, as a new one."""
        async with form_of(request) as form:
            token, (sent, _) = form.get("token"), await file_of(form.get("file"))
            passphrase = str(form.get("passphrase") or "")
        check_token(self.records, request, _NEW, str(token))
        try:
            document = await run_in_threadpool(document_in, sent, passphrase)
            patient = await run_in_threadpool(self.records.import_patient, document)
        except InputError as error:
            return await self._list(request, error.problems, about="file")
        return see(f"/patients/{patient}")

    async def one(self, request: Request, patient: str) -> Response:
        """One patient with visits and course."""
        text = await run_in_threadpool(patient_page, self.records, request, patient)
        return with_cookie(request, HTMLResponse(text))

    async def changed(self, request: Request, patient: str) -> Response:
        """Who the patient is, changed."""
        given = await given_of(request)
        check_token(self.records, request, patient, field(given, "token"))
        try:
            identity = Identity.checked(who_in(given))
        except InputError as error:
            shown = (self.records, request, patient, error.problems, who_in(given))
            return with_cookie(request, HTMLResponse(await run_in_threadpool(patient_page, *shown), 422))
        await run_in_threadpool(self.records.change_patient, patient, seen_in(given), identity)
        return see(f"/patients/{patient}")

    async def set_aside(self, request: Request, patient: str, act: str) -> Response:
        """Into the archive, or out of it."""
        given = await given_of(request)
        check_token(self.records, request, patient, field(given, "token"))
        archived = is_archive(act)
        await run_in_threadpool(self.records.archive_patient, patient, seen_in(given), archived=archived)
        return see(f"/patients/{patient}")
