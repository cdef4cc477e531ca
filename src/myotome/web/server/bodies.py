"""What a request brings: the fields of a form and a file, within limits."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from myotome.web.patients.tokens import ForeignFormError
from myotome.web.server.protection import most_bytes

__all__ = ["file_of", "form_of", "given_of"]

_MOST_FIELDS: Final = 4000


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """Fields of the body, closed at the end; a file is held in memory, for the body is small."""
    try:
        async with request.form(
            max_fields=_MOST_FIELDS, max_files=1, max_part_size=most_bytes(request.url.path)
        ) as form:
            _check_proof(request, form)
            yield form
    except UnicodeDecodeError:
        raise HTTPException(400, "The form is not UTF-8.") from None


def _check_proof(request: Request, form: FormData) -> None:
    """Refuse a form that no page of ours brought along in this session; raises ForeignFormError."""
    wanted = getattr(request.state, "proof", None)
    if wanted is not None and not hmac.compare_digest(str(form.get("proof", "")).encode(), wanted.encode()):
        raise ForeignFormError


async def given_of(request: Request) -> dict[str, list[str]]:
    """Fields of a form, each with all its values; files are left out."""
    async with form_of(request) as form:
        return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


async def file_of(sent: Any) -> tuple[bytes, str]:
    """Content and name of a file of a form."""
    if not isinstance(sent, UploadFile):
        return b"", "no file"
    return await sent.read(), sent.filename or "case.yaml"
