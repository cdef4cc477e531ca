"""What leaves by the page: one patient as a file, readable or encrypted, and all patients without what names them."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.errors import InputError
from myotome.records import Records, check_passphrase, encrypted_with
from myotome.web.layout import laid_out
from myotome.web.patients.fields import chosen_passphrase, field
from myotome.web.patients.shown import patient_page
from myotome.web.patients.tokens import check_token, with_cookie
from myotome.web.server.bodies import given_of

__all__ = ["HandoverPages", "can_encrypt"]

#: The list of patients bears this token.
_OF_LIST: Final = "new patient"


def can_encrypt() -> bool:
    """Whether the extra that encrypts files is installed."""
    return find_spec("pyrage") is not None


@dataclass(frozen=True, slots=True)
class HandoverPages:
    """Files of the patients of one database; each is noted as an event before it leaves."""

    records: Records

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/patients/deidentified", self.everybody, methods=["POST"])
        made.add_api_route("/patients/{patient}/export", self.readable, methods=["GET"])
        made.add_api_route("/patients/{patient}/encrypted", self.encrypted, methods=["POST"])
        return made

    async def readable(self, patient: str) -> Response:
        """Everything that is kept of a patient, as a file that whoever has it can read."""
        content = await run_in_threadpool(self._document, patient)
        return _file(content, f"patient-{patient[:8]}.json", "application/json")

    async def encrypted(self, request: Request, patient: str) -> Response:
        """Everything that is kept of a patient, as a file that opens with a passphrase alone."""
        given = await given_of(request)
        check_token(self.records, request, patient, field(given, "token"))
        try:
            passphrase = chosen_passphrase(given)
            check_passphrase(passphrase)
            document = await run_in_threadpool(self._document, patient)
            content = await run_in_threadpool(encrypted_with, passphrase, document)
        except InputError as error:
            text = await run_in_threadpool(patient_page, self.records, request, patient, (), None, error.problems)
            return with_cookie(request, HTMLResponse(text, 422))
        return _file(content, f"patient-{patient[:8]}.age", "application/octet-stream")

    def _document(self, patient: str) -> bytes:
        return json.dumps(self.records.export_patient(patient), ensure_ascii=False).encode()

    async def everybody(self, request: Request) -> Response:
        """All patients as a table without names, dates, numbers and free text."""
        given = await given_of(request)
        check_token(self.records, request, _OF_LIST, field(given, "token"))
        try:
            content = await run_in_threadpool(self._table)
        except InputError as error:
            shown = {"title": "Not exported", "text": error.problems[0].message}
            return HTMLResponse(laid_out("patients/message.html", **shown), 422)
        return _file(content, "patients-deidentified.parquet", "application/vnd.apache.parquet")

    def _table(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="myotome") as folder:
            path = Path(folder) / "patients.parquet"
            self.records.write_deidentified(path)
            return path.read_bytes()


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
