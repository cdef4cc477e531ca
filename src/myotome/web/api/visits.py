"""Visits for other programs: a dated examination read, added, changed where nobody else did since; and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.exam import Case, case_from_mapping
from myotome.printing import shown
from myotome.records import Records, StoredAnswer, Visit
from myotome.web.api.bodies import mapping_of, version_of
from myotome.web.api.described import changed_record, lists, new_record, one_of_them
from myotome.web.api.patients import Act, tagged
from myotome.web.api.problems import ProblemRoute
from myotome.web.patients.fields import is_archive
from myotome.web.patients.keeper import Keeper

__all__ = ["VisitRoutes"]

_ROOT: Final = "/api/v1/visits"
_OF_PATIENT: Final = "/api/v1/patients/{patient}/visits"
_HEAD: Final = ("id", "visit", "visit_version", "made", "program", "tables_hash", "seed")


def plain(visit: Visit) -> dict[str, Any]:
    """A visit as plain JSON."""
    rest = {name: getattr(visit, name) for name in ("id", "patient", "version", "day", "archived")}
    return {**rest, "case": visit.case.to_dict()}


def head(answer: StoredAnswer) -> dict[str, Any]:
    """An answer without its document: when it was given, by which program and tables."""
    return {name: getattr(answer, name) for name in _HEAD}


@dataclass(frozen=True, slots=True)
class VisitRoutes:
    """Routes of the visits of one database, and of the answers that were given."""

    records: Records
    keeper: Keeper

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(route_class=ProblemRoute, tags=["records"])
        add, one = made.add_api_route, f"{_ROOT}/{{visit}}"
        known = {"operation_id": "list_visits", **lists("Visit", "patient")}
        add(_OF_PATIENT, self.listed, methods=["GET"], summary="Visits, the oldest first", **known)
        new = new_record("NewVisit", "Visit", "patient")
        add(_OF_PATIENT, self.added, methods=["POST"], summary="Keep a new visit", **new)
        newest = {"operation_id": "read_visit", **one_of_them("Visit")}
        add(one, self.read, methods=["GET"], summary="A visit as it was saved last", **newest)
        change = {"operation_id": "change_visit", **changed_record("NewVisit", "Visit")}
        add(one, self.changed, methods=["PUT"], summary="Save a further state", **change)
        told = {"operation_id": "list_answers", **lists("AnswerHead", "visit")}
        add(f"{one}/answers", self.answers, methods=["GET"], summary="Answers given", **told)
        archive = "Put a visit into the archive, or take it out"
        add(f"{one}/{{act}}", self.set_aside, methods=["POST"], summary=archive, **changed_record("", "Visit"))
        given = "An answer as it was given"
        add("/api/v1/answers/{answer}", self.answer, methods=["GET"], summary=given, **one_of_them("StoredAnswer"))
        return made

    async def listed(self, patient: str, archived: bool = False) -> JSONResponse:
        """Visits of a patient; those in the archive only where they are asked for."""
        await run_in_threadpool(self.records.patient, patient)  # a patient that there is not has no empty list
        found = await run_in_threadpool(self.records.visits, patient, archived=archived)
        return JSONResponse([plain(one) for one in found])

    async def added(self, request: Request, patient: str) -> JSONResponse:
        """Keep a new visit: `day` and `case`. Its answer is computed and stored in the background."""
        day, case = await _dated(request)
        visit = await run_in_threadpool(self.records.add_visit, patient, day, case)
        self.keeper.keep(visit, 1, case, day)
        return tagged(plain(await self._visit(visit)), 201, f"{_ROOT}/{visit}")

    async def read(self, visit: str) -> JSONResponse:
        """The newest state; that the record was read is an event."""
        return tagged(plain(await self._visit(visit)))

    async def changed(self, request: Request, visit: str) -> JSONResponse:
        """Save a further state, where nobody else did since the version in `If-Match`: 412 where somebody did.

        What is the same as what is stored makes no new state.
        """
        seen, (day, case) = version_of(request), await _dated(request)
        stored = await self._visit(visit)
        if (seen, day, case) == (stored.version, stored.day, stored.case):
            return tagged(plain(stored))
        version = await run_in_threadpool(self.records.change_visit, visit, seen, day, case)
        self.keeper.keep(visit, version, case, day)
        return tagged(plain(await self._visit(visit)))

    async def set_aside(self, request: Request, visit: str, act: Act) -> JSONResponse:
        """Archive or restore; nothing is deleted."""
        seen, archived = version_of(request), is_archive(act)
        await run_in_threadpool(self.records.archive_visit, visit, seen, archived=archived)
        return tagged(plain(await self._visit(visit)))

    async def answers(self, visit: str) -> JSONResponse:
        """Answers to a visit, the newest first, without their documents."""
        await self._visit(visit)
        return JSONResponse([head(one) for one in await run_in_threadpool(self.records.answers, visit)])

    async def answer(self, answer: str) -> JSONResponse:
        """An answer with its document, as it was given."""
        stored = await run_in_threadpool(self.records.answer, answer)
        return JSONResponse({**head(stored), "document": stored.document})

    async def _visit(self, visit: str) -> Visit:
        return await run_in_threadpool(self.records.visit, visit)


async def _dated(request: Request) -> tuple[str, Case]:
    """Day and case of a body; the case without a known answer, which is not kept."""
    given = await mapping_of(request, ("day", "case"))
    if not isinstance(given["day"], str):
        raise InputError([Problem("day", None, shown(str(given["day"])[:40]), "a date as 2026-01-31")])
    return given["day"], case_from_mapping(given["case"]).without_truth()
