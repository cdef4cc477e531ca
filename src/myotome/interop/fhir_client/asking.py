"""Asking a server over HTTP: JSON alone, no redirects, within limits of time and size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from myotome.files import MEGABYTE
from myotome.interop.fhir_client.addresses import is_safe
from myotome.interop.fhir_client.errors import RemoteError

__all__ = ["RefusedByServerError", "asked"]

_LARGEST: Final = 20 * MEGABYTE
_TIMEOUT_S: Final = 10.0


class RefusedByServerError(RemoteError):
    """The server refused; with its status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The hospital's server refused with status {status}.")
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    """A token that is sent to one address must not travel on to another."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        """Follow none."""


def asked(address: str, token: str = "", form: Mapping[str, str] | None = None, timeout_s: float = _TIMEOUT_S) -> Any:
    """What a server answers: plain data.

    Parameters
    ----------
    address : str
    token : str
        Access token, where there is one.
    form : mapping or None
        Posted where it is given.
    timeout_s : float
        How long to wait.

    Raises
    ------
    RemoteError
        It cannot be reached, refuses, or answers with anything but JSON.
    """
    if not is_safe(address):
        raise RemoteError("The hospital's server names an address without TLS; nothing is sent there.")
    body = None if form is None else urlencode(form).encode()
    accept = "application/json" if form is not None or not token else "application/fhir+json, application/json"
    headers = {"Accept": accept, **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        request = Request(address, body, headers)
        with build_opener(_NoRedirect).open(request, timeout=timeout_s) as answer:
            raw = answer.read(_LARGEST + 1)
    except HTTPError as error:
        with error:  # it holds the connection
            raise RefusedByServerError(error.code) from None
    except (URLError, OSError, ValueError) as error:
        raise RemoteError(f"The hospital's server cannot be reached: {type(error).__name__}.") from None
    return _parsed(raw)


def _parsed(raw: bytes) -> Any:
    if len(raw) > _LARGEST:
        raise RemoteError(f"The hospital's server sends more than {_LARGEST // MEGABYTE} MB at once.")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise RemoteError("The hospital's server answers with something that is no JSON.") from None
