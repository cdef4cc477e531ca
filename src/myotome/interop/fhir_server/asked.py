"""What a request asks for: the form of the reply, and a body of JSON within limits."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from starlette.requests import Request

from myotome.files import MEGABYTE
from myotome.interop.fhir.read.strict_json import parsed
from myotome.interop.fhir_server.replies import FHIR_JSON, RefusedRequestError

__all__ = ["body_of", "check_form", "is_pretty", "is_strict", "of_today"]

_LARGEST: Final = 5 * MEGABYTE
_JSON: Final = (FHIR_JSON, "application/json")
#: Names that `_format` may use for JSON.
_FORMATS: Final = (*_JSON, "json", "text/json")
_ANY: Final = ("*/*", "application/*")


def check_form(request: Request) -> None:
    """Refuse a request that wants anything but JSON."""
    wanted = request.query_params.get("_format") or request.headers.get("accept", "*/*")
    # A plus that an address holds as it is has become a blank.
    plain = [one.partition(";")[0].strip().lower().replace(" ", "+") for one in wanted.split(",")]
    if not any(one in (*_FORMATS, *_ANY) for one in plain):
        raise RefusedRequestError(406, f"Myotome answers in {FHIR_JSON} alone.")


def is_pretty(request: Request) -> bool:
    """Whether the reply is to be read by a person."""
    return request.query_params.get("_pretty") == "true"


def is_strict(request: Request) -> bool:
    """Whether what cannot be heeded is to be refused rather than left out."""
    return "handling=strict" in request.headers.get("prefer", "").replace(" ", "")


def of_today(sent: Any) -> Any:
    """A bundle that does not say when it was made, as made today: an age is counted to the day of the examination."""
    if not isinstance(sent, dict) or sent.get("resourceType") != "Bundle" or "timestamp" in sent:
        return sent
    return {**sent, "timestamp": f"{date.today().isoformat()}T00:00:00Z"}


async def body_of(request: Request) -> Any:
    """Plain data of the body; raises RefusedRequestError with 413, 415 or 400, and InputError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _JSON:
        raise RefusedRequestError(415, f"The body is {FHIR_JSON}.")
    raw = bytearray()
    async for block in request.stream():
        raw += block
        if len(raw) > _LARGEST:
            raise RefusedRequestError(413, f"The body is larger than {_LARGEST} bytes.")
    try:
        return parsed(raw.decode("utf-8"), "body")
    except UnicodeDecodeError:
        raise RefusedRequestError(400, "The body is not UTF-8.") from None
