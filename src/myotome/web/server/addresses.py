"""How an address is read before any route is: no slash hides in it, and HEAD is answered as GET is, without a body."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Addresses"]

_NOT_FOUND = 404


class Addresses:
    """Wraps the application: refuses encoded slashes, which routes would read as slashes, and serves HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] == "http" and b"%2f" in (scope.get("raw_path") or b"").lower():
            await PlainTextResponse("There is no such address.\n", _NOT_FOUND)(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            await self._app(scope, receive, send)


def _without_body(send: Send) -> Send:
    """The beginning of an answer, and its end."""

    async def bodiless(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
        elif message["type"] == "http.response.body" and not message.get("more_body", False):
            await send({"type": "http.response.body", "body": b""})

    return bodiless
