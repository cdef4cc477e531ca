"""Cookies of signing in: sent over TLS alone, read by no script, brought along by no other site."""

from __future__ import annotations

from typing import Final, Literal

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["OPENID", "SESSION", "START", "give", "held", "take"]

#: `__Host-` binds a cookie to this very host, to TLS and to the whole site.
SESSION: Final = "__Host-myotome"
START: Final = "__Host-myotome-start"
OPENID: Final = "__Host-myotome-openid"


def held(request: Request, name: str) -> str:
    """What the browser holds under a name; empty where it holds nothing."""
    return request.cookies.get(name, "")


def give(
    response: Response, name: str, value: str, longest_s: int | None = None, same: Literal["strict", "lax"] = "strict"
) -> Response:
    """Have the browser hold something, until it is closed unless a time is said."""
    response.set_cookie(name, value, max_age=longest_s, path="/", secure=True, httponly=True, samesite=same)
    return response


def take(response: Response, name: str) -> Response:
    """Have the browser forget something."""
    response.set_cookie(name, "", max_age=0, path="/", secure=True, httponly=True, samesite="strict")
    return response
