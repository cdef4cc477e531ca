"""What is answered where somebody may not: a page to people, a problem or an outcome to programs."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from myotome.web.layout import laid_out

__all__ = ["refused", "stopover"]

_TITLES: Final = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    429: "Too many requests",
    503: "Not available",
}
_CODES: Final = {400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 429: "throttled", 503: "transient"}


def refused(scope: Scope, status: int, text: str) -> Response:
    """A refusal in the form that the caller reads."""
    if scope["path"].startswith("/fhir"):
        issue = {"severity": "error", "code": _CODES[status], "diagnostics": text}
        outcome = {"resourceType": "OperationOutcome", "issue": [issue]}
        return JSONResponse(outcome, status, media_type="application/fhir+json")
    if scope["path"].startswith("/api/") or "text/html" not in Headers(scope=scope).get("accept", "text/html"):
        told = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": text}
        return JSONResponse(told, status, media_type="application/problem+json")
    return HTMLResponse(laid_out("access/refused.html", title=_TITLES[status], text=text), status)


def stopover() -> str:
    """A page that asks for itself anew: a browser sent here by another site brings no session along the first time."""
    return laid_out("access/stopover.html", title="One moment")
