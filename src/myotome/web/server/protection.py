"""What every request and every answer passes: the size of the body, and the headers that bind the page."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myotome.files import MEGABYTE

__all__ = ["CONTENT_SECURITY_POLICY", "Protection", "TooLargeError", "most_bytes"]

_MOST_BYTES: Final = MEGABYTE
#: What may be larger, by the beginning of the address: a patient with all answers that were given, the record of a
#: patient in FHIR, many cases. The servers of FHIR themselves take a little less, and say so in their own form.
_LARGER: Final = {
    "/patients/import": 30 * MEGABYTE,
    "/fhir": 6 * MEGABYTE,
    "/cds/": 6 * MEGABYTE,
    "/api/v1/explain/batch": 10 * MEGABYTE,
}
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_PROBLEM: Final = b'{"type":"about:blank","title":"%b","status":%d,"detail":"%b"}'
_OUTCOME: Final = (
    b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"too-long","diagnostics":"%b"}]}'
)
_LARGE: Final = b"The request is larger than what is allowed here, usually 1 MB. One case takes a few kilobytes."


def most_bytes(path: str) -> int:
    """How large the body of a request may be."""
    return next((most for begin, most in _LARGER.items() if path.startswith(begin)), _MOST_BYTES)


class TooLargeError(Exception):
    """The body went over the limit while it was read."""


class Protection:
    """Wraps the application: refuses large bodies before they are read whole, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passing = _Passing(scope, receive, send)
        if _announced(scope) <= passing.most:
            with suppress(TooLargeError):
                await self._app(scope, passing.measured, passing.guarded)
        if passing.is_cut_off or _announced(scope) > passing.most:
            await passing.refuse()


class _Passing:
    """One request on its way in, and its answer on the way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._path, self._receive, self._send = scope["path"], receive, send
        self.most = most_bytes(scope["path"])
        self._seen, self._started = 0, False

    @property
    def is_cut_off(self) -> bool:
        """Whether the body was larger than allowed and nothing is answered yet."""
        return self._seen > self.most and not self._started

    async def measured(self) -> Message:
        """The next part of the body."""
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self.most:
            raise TooLargeError
        return message

    async def guarded(self, message: Message) -> None:
        """Part of an answer; what an application says of a body that was cut off is none."""
        if not self.is_cut_off:
            await self._sealed(message)

    async def refuse(self) -> None:
        """Answer that the body is too large."""
        await _refuse(self._sealed, self._path)

    async def _sealed(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._started = True
            own = [(name, value) for name, value in message["headers"] if name.lower() not in _HEADERS]
            kept = [] if any(name.lower() == b"cache-control" for name, _ in own) else _NOT_KEPT
            message = {**message, "headers": [*own, *_HEADERS.items(), *kept]}
        await self._send(message)


_NOT_KEPT: Final = [(b"cache-control", b"no-store")]


def _announced(scope: Scope) -> int:
    """Length that the request says it has; 0 where it says none, or none that is a number."""
    lengths = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


async def _refuse(send: Send, path: str) -> None:
    fhir = path.startswith(("/fhir", "/cds/"))
    body = _OUTCOME % _LARGE if fhir else _PROBLEM % (b"Content Too Large", 413, _LARGE)
    kind = b"application/fhir+json" if fhir else b"application/problem+json"
    headers = [(b"content-type", kind), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
