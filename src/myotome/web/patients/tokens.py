"""Tokens of forms: each belongs to one browser and one record, so that no form reaches another record."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from fastapi import Request, Response

from myotome.errors import MyotomeError
from myotome.records import Records

__all__ = ["ForeignFormError", "check_token", "token_of", "with_cookie"]

_COOKIE: Final = "myotome"
_BYTES: Final = 16


class ForeignFormError(MyotomeError):
    """A form that was made for another record, by another page or for another browser: nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "This form belongs to another record, or was not made by this page. Nothing was saved; open it anew."
        )


def browser_of(request: Request) -> str:
    """Random name of the browser; a new one where it has none."""
    known: str | None = getattr(request.state, "browser", None) or request.cookies.get(_COOKIE)
    request.state.browser = known or secrets.token_hex(_BYTES)
    return str(request.state.browser)


def token_of(records: Records, request: Request, subject: str) -> str:
    """Token of a form for one record.

    Parameters
    ----------
    records : Records
        Their key makes the token, so that it outlives a restart.
    request : Request
        Of the browser.
    subject : str
        The record, or what is made anew.
    """
    text = f"{browser_of(request)}|{subject}"
    return hmac.new(records.keys.forms, text.encode(), hashlib.sha256).hexdigest()


def check_token(records: Records, request: Request, subject: str, given: str) -> None:
    """Refuse a form whose token is not that of this record and browser; raises ForeignFormError."""
    if not hmac.compare_digest(token_of(records, request, subject).encode(), given.encode()):
        raise ForeignFormError


def with_cookie(request: Request, response: Response) -> Response:
    """Give the browser its name, readable by no script and sent by no other site."""
    if not hasattr(request.state, "session"):  # where somebody is signed in, the session names the browser
        response.set_cookie(_COOKIE, browser_of(request), httponly=True, samesite="strict", path="/")
    return response
