"""Signing in by OpenID Connect: the code flow with a challenge at one issuer, agreed beforehand in a file."""

from __future__ import annotations

import secrets
import time
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from myotome.errors import InputError, MyotomeError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["OpenId", "OpenIdRefusedError", "read_openid"]

_ALLOWED: Final = "in TOML: issuer, client_id, client_secret_file or none, base (our address), and name"
_CALLBACK: Final = "/login/openid/callback"
#: Signatures with a public key alone: an issuer that signs with the client's secret vouches for nobody else.
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
_BYTES, _VERIFIER_BYTES = 32, 48
_LIFE_S, _TIMEOUT_S, _LEEWAY_S = 600.0, 10.0, 60
_MOST_PENDING: Final = 1000
_NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIdRefusedError(MyotomeError):
    """The issuer refused, could not be reached, or answered what cannot be trusted."""


@dataclass(frozen=True, slots=True)
class _Pending:
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    browser: str = field(repr=False)
    until: float


@dataclass(frozen=True)
class OpenId:
    """One issuer that vouches for accounts.

    Attributes
    ----------
    issuer : str
        As its tokens name it.
    client_id, client_secret : str
        What we are called there; the secret is empty for a public client.
    base : str
        Our own address as browsers call it.
    name : str
        What users call the issuer.
    clock : callable
        Seconds since 1970.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    base: str
    name: str
    clock: Callable[[], float] = time.time
    _pending: OrderedDict[str, _Pending] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(self, browser: str) -> str:
        """Address to which the browser is sent; raises OpenIdRefusedError."""
        verifier, nonce = secrets.token_urlsafe(_VERIFIER_BYTES), secrets.token_urlsafe(_BYTES)
        endpoint = self._configuration()["authorization_endpoint"]
        with self._client() as client:
            address, state = client.create_authorization_url(endpoint, code_verifier=verifier, nonce=nonce)
        with self._lock:
            self._pending[state] = _Pending(verifier, nonce, browser, self.clock() + _LIFE_S)
            while len(self._pending) > _MOST_PENDING:
                self._pending.popitem(last=False)
        return str(address)

    def finish(self, answer: Mapping[str, str], browser: str) -> str:
        """The name under which the issuer knows who signed in there.

        Parameters
        ----------
        answer : mapping
            What came to the redirect address.
        browser : str
            Secret name of the browser that brought it.

        Raises
        ------
        OpenIdRefusedError
        """
        pending = self._taken(answer.get("state", ""), browser)
        if answer.get("iss", self.issuer).rstrip("/") != self.issuer:
            raise OpenIdRefusedError("The answer came from another issuer than the one that was asked.")
        if "error" in answer or not answer.get("code"):
            raise OpenIdRefusedError("Signing in was refused or broken off at the issuer.")
        told = self._configuration()
        try:
            with self._client() as client:
                token = client.fetch_token(
                    told["token_endpoint"], code=answer["code"], code_verifier=pending.verifier, timeout=_TIMEOUT_S
                )
        except (OAuthError, requests.RequestException, ValueError) as error:
            raise OpenIdRefusedError(f"The issuer gave no token ({type(error).__name__}).") from None
        return self._subject(str(token.get("id_token", "")), pending.nonce, told["jwks_uri"])

    def _taken(self, state: str, browser: str) -> _Pending:
        with self._lock:
            found = self._pending.pop(state, None)
        same = found is not None and secrets.compare_digest(found.browser.encode(), browser.encode())
        if found is None or not same or found.until < self.clock():
            raise OpenIdRefusedError("This sign-in was not begun in this browser, or is too old. Begin anew.")
        return found

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret or None,
            scope="openid",
            redirect_uri=f"{self.base}{_CALLBACK}",
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.client_secret else "none",
        )

    def _configuration(self) -> Mapping[str, str]:
        told = _plain(f"{self.issuer}/.well-known/openid-configuration")
        if str(told.get("issuer", "")).rstrip("/") != self.issuer or not all(told.get(name) for name in _NEEDED):
            raise OpenIdRefusedError("The issuer describes itself as another one, or not wholly.")
        return {name: _checked(str(told[name])) for name in _NEEDED}

    def _subject(self, token: str, nonce: str, keys_at: str) -> str:
        """Who a token speaks of, its signature, issuer, audience, time and nonce checked."""
        try:
            keys = KeySet.import_key_set(_plain(keys_at))  # type: ignore[arg-type]
            claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                now=lambda: int(self.clock()),
                leeway=_LEEWAY_S,
                iss={"essential": True, "values": [self.issuer, f"{self.issuer}/"]},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise OpenIdRefusedError(f"The issuer's token cannot be trusted ({type(error).__name__}).") from None
        if claims.get("azp", self.client_id) != self.client_id:
            raise OpenIdRefusedError("The issuer's token is made out to another program.")
        return str(claims["sub"])


def _checked(address: str) -> str:
    """An address over TLS, or of this computer; raises OpenIdRefusedError."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")):
        return address
    raise OpenIdRefusedError("The issuer names an address without TLS; nothing is sent there.")


def _plain(address: str) -> dict[str, Any]:
    """What the issuer tells at an address, as plain data."""
    try:
        reply = requests.get(_checked(address), timeout=_TIMEOUT_S, allow_redirects=False)
        told = reply.json() if reply.status_code == requests.codes.ok and len(reply.content) < MEGABYTE else None
    except (requests.RequestException, ValueError):
        told = None
    if not isinstance(told, dict):
        raise OpenIdRefusedError("The issuer cannot be reached, or does not answer as OpenID Connect asks.")
    return told


def read_openid(path: Path) -> OpenId:
    """The issuer of a file in TOML; the secret stands in a file beside it.

    Raises
    ------
    InputError
        The file cannot be read, something is missing, or an address is neither TLS nor this computer's.
    """
    try:
        raw = tomllib.loads(read_text(path, _ALLOWED, MEGABYTE))
        secret = raw.get("client_secret_file")
        made = OpenId(
            issuer=str(raw["issuer"]).rstrip("/"),
            client_id=str(raw["client_id"]),
            client_secret=read_text(path.parent / secret, "the secret", MEGABYTE).strip() if secret else "",
            base=str(raw["base"]).rstrip("/"),
            name=str(raw["name"]),
        )
        _checked(made.issuer), _checked(made.base)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, OpenIdRefusedError) as error:
        raise InputError([Problem(str(path), None, shown(str(error)), _ALLOWED, (), "It cannot be read.")]) from None
    return made
