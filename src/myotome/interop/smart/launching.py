"""A launch: the way to the authorisation server with a state and a challenge, and the code exchanged for a token."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

from myotome.interop.fhir_client import RefusedByServerError, asked
from myotome.interop.smart.discovery import Endpoints, endpoints_of, scopes_for
from myotome.interop.smart.errors import SmartError
from myotome.interop.smart.record import SmartRecord, record_of
from myotome.interop.smart.servers import SmartServer, SmartServers

__all__ = ["Launching", "Pending", "challenge_of"]

_BYTES: Final = 32  # 256 random bits; the text asks for 122 of a state
_LIFE_S: Final = 600.0
_MOST_PENDING: Final = 1000
_ASSERTION_LIFE_S: Final = 240
_ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_ALGORITHMS: Final = {"EC": "ES384", "RSA": "RS384"}


@dataclass(frozen=True)
class Pending:
    """A launch whose user is at the authorisation server."""

    server: SmartServer
    endpoints: Endpoints
    verifier: str = field(repr=False)
    browser: str = field(repr=False)
    until: float


@dataclass
class Launching:
    """Launches at the servers of a list; each state is good once, for ten minutes, in the browser that began.

    Attributes
    ----------
    servers : SmartServers
    clock : callable
        Seconds since 1970.
    """

    servers: SmartServers
    clock: Callable[[], float] = time.time
    _pending: dict[str, Pending] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(self, iss: str, browser: str, launch: str | None = None) -> str:
        """Address to which the browser is sent.

        Parameters
        ----------
        iss : str
            FHIR server, as sent or as chosen.
        browser : str
            Secret name of the browser.
        launch : str or None
            What the record sent along; None where the user began here.

        Raises
        ------
        SmartError
            The server is not on the list, or cannot do what we need.
        """
        server = self.servers.of(iss)
        endpoints = endpoints_of(server, launched=launch is not None)
        state, verifier = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES)
        self._keep(state, Pending(server, endpoints, verifier, browser, self.clock() + _LIFE_S))
        asked_for = {
            "response_type": "code",
            "client_id": server.client_id,
            "redirect_uri": self.servers.redirect,
            "scope": scopes_for(endpoints, launched=launch is not None),
            "state": state,
            "aud": server.iss,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            **({} if launch is None else {"launch": launch}),
        }
        joint = "&" if "?" in endpoints.authorize else "?"
        return f"{endpoints.authorize}{joint}{urlencode(asked_for)}"

    def finish(self, answer: Mapping[str, str], browser: str) -> SmartRecord:
        """What the record says of the patient whom the user chose.

        Parameters
        ----------
        answer : mapping
            What came to the redirect address; nothing of it is ever executed.
        browser : str
            Secret name of the browser that brought it.

        Raises
        ------
        SmartError
            The state is not one of ours, the user or the server refused, or no patient was named.
        """
        pending = self._taken(answer.get("state", ""), browser)
        if "iss" in answer and answer["iss"].rstrip("/") not in (pending.server.iss, pending.endpoints.issuer):
            raise SmartError("The answer came from another server than the one that was asked.")
        if "error" in answer or not answer.get("code"):
            raise SmartError("Signing in was refused or broken off at the hospital's server. Nothing was read.")
        granted = self._token(pending, answer["code"])
        return record_of(pending.server, granted)

    def _keep(self, state: str, pending: Pending) -> None:
        now = self.clock()
        with self._lock:
            self._pending = {name: one for name, one in self._pending.items() if one.until > now}
            while len(self._pending) >= _MOST_PENDING:
                self._pending.pop(next(iter(self._pending)))
            self._pending[state] = pending

    def _taken(self, state: str, browser: str) -> Pending:
        with self._lock:
            pending = self._pending.pop(state, None)
        expired = pending is None or pending.until <= self.clock()
        if pending is None or expired or not compare_digest(pending.browser.encode(), browser.encode()):
            raise SmartError("This answer belongs to no launch of this browser, or is too old. Begin anew.")
        return pending

    def _token(self, pending: Pending, code: str) -> Mapping[str, Any]:
        """The token, with the patient it is for."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.servers.redirect,
            "code_verifier": pending.verifier,
            **self._client(pending),
        }
        try:
            granted = asked(pending.endpoints.token, form=form)
        except RefusedByServerError:
            raise SmartError("The hospital's server did not accept the code. Nothing was read; begin anew.") from None
        if not isinstance(granted, Mapping) or str(granted.get("token_type", "")).lower() != "bearer":
            raise SmartError("The hospital's server gave no token that can be used.")
        if not isinstance(granted.get("access_token"), str) or not granted["access_token"].isascii():
            raise SmartError("The hospital's server gave no token that can be used.")
        if not _ID.fullmatch(str(granted.get("patient", ""))):
            raise SmartError("The hospital's server named no patient. Choose one there, and begin anew.")
        return granted

    def _client(self, pending: Pending) -> dict[str, str]:
        """Who asks: the id alone, or a statement signed with our key for this very address."""
        server = pending.server
        if server.key is None:
            return {"client_id": server.client_id}
        from joserfc import jwt
        from joserfc.jwk import import_key

        key, now = import_key(dict(server.key)), int(self.clock())
        algorithm = _ALGORITHMS[key.key_type]
        claims: dict[str, Any] = {"iss": server.client_id, "sub": server.client_id, "aud": pending.endpoints.token}
        claims |= {"exp": now + _ASSERTION_LIFE_S, "jti": secrets.token_urlsafe(_BYTES)}
        header = {"alg": algorithm, "typ": "JWT", "kid": key.kid}
        assertion = jwt.encode(header, claims, key, algorithms=[algorithm])
        return {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": assertion}


def challenge_of(verifier: str) -> str:
    """The challenge of a verifier by S256 (RFC 7636).

    Examples
    --------
    >>> challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
