"""Patients for other programs: listed, read, added, changed where nobody else did since, archived."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError, Problem
from myotome.printing import shown
from myotome.records import Identity, Patient, Records
from myotome.web.api.bodies import mapping_of, version_of
from myotome.web.api.described import changed_record, lists, new_record, one_of_them
from myotome.web.api.problems import ProblemRoute
from myotome.web.patients.fields import WHO, is_archive

__all__ = ["Act", "PatientRoutes", "tagged"]

#: What is done with a record as a whole; anything else is an address that there is not.
Act = Annotated[str, Path(json_schema_extra={"enum": ["archive", "restore"]})]
_ROOT: Final = "/api/v1/patients"


def tagged(document: dict[str, Any], status: int = 200, location: str = "") -> JSONResponse:
    """A record with its version as tag: what a change has to name in `If-Match`."""
    where = {"location": location} if location else {}
    return JSONResponse(document, status, {"etag": f'"{document["version"]}"', **where})


def plain(patient: Patient) -> dict[str, Any]:
    """A patient as plain JSON."""
    rest = {name: getattr(patient, name) for name in ("id", "version", "archived", "changed")}
    return {**rest, **asdict(patient.identity)}


@dataclass(frozen=True, slots=True)
class PatientRoutes:
    """Routes of the patients of one database."""

    records: Records

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(route_class=ProblemRoute, tags=["records"])
        add, one = made.add_api_route, f"{_ROOT}/{{patient}}"
        add(_ROOT, self.listed, methods=["GET"], summary="Patients, those changed last first", **lists("Patient"))
        add(_ROOT, self.added, methods=["POST"], summary="Keep a new patient", **new_record("NewPatient", "Patient"))
        add(one, self.read, methods=["GET"], operation_id="read_patient", summary="A patient", **one_of_them("Patient"))
        change = {"operation_id": "change_patient", **changed_record("NewPatient", "Patient")}
        add(one, self.changed, methods=["PUT"], summary="Change who it is", **change)
        archive = "Put a patient into the archive, or take it out"
        add(f"{one}/{{act}}", self.set_aside, methods=["POST"], summary=archive, **changed_record("", "Patient"))
        return made

    async def listed(
        self,
        q: Annotated[str, Query(max_length=200, description="Beginnings of words of name or number.")] = "",
        archived: bool = False,
        n: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> JSONResponse:
        """Those whose name or number begins with each word; at most `n`."""
        found = await run_in_threadpool(self.records.patients, q, archived=archived, count=n)
        return JSONResponse([plain(one) for one in found])

    async def added(self, request: Request) -> JSONResponse:
        """Keep a new patient; `name` is needed, `born`, `number` and `note` are not."""
        identity = await _identity(request)
        made = await run_in_threadpool(self.records.add_patient, identity)
        return tagged(plain(await self._patient(made)), 201, f"{_ROOT}/{made}")

    async def read(self, patient: str) -> JSONResponse:
        """Who the patient is; that the record was read is an event."""
        return tagged(plain(await self._patient(patient)))

    async def changed(self, request: Request, patient: str) -> JSONResponse:
        """Change who a patient is, where nobody else did since the version in `If-Match`: 412 where somebody did."""
        seen, identity = version_of(request), await _identity(request)
        await run_in_threadpool(self.records.change_patient, patient, seen, identity)
        return tagged(plain(await self._patient(patient)))

    async def set_aside(self, request: Request, patient: str, act: Act) -> JSONResponse:
        """Archive or restore; nothing is deleted."""
        seen, archived = version_of(request), is_archive(act)
        await run_in_threadpool(self.records.archive_patient, patient, seen, archived=archived)
        return tagged(plain(await self._patient(patient)))

    async def _patient(self, patient: str) -> Patient:
        return await run_in_threadpool(self.records.patient, patient)


async def _identity(request: Request) -> Identity:
    given = await mapping_of(request, ("name",), WHO[1:])
    wrong = [
        Problem(name, None, shown(str(value)[:40]), "text") for name, value in given.items() if not _is_text(value)
    ]
    if wrong:
        raise InputError(wrong)
    return Identity.checked(given)


def _is_text(value: Any) -> bool:
    """Whether a value is text that can be stored: half a surrogate pair cannot."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
