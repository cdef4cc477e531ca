"""Which systems may call: their issuers and keys, agreed beforehand, and the check of the token of every call.

Keys are read from files that the site names; nothing is ever fetched from an address that a token brings along.
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.printing import shown

__all__ = ["CdsClient", "CdsClients", "UnauthorisedError", "read_clients"]

#: What a token may be signed with; neither none nor anything that the verifier could sign itself.
_ALGORITHMS: Final = ("ES256", "ES384", "ES512", "RS256", "RS384", "RS512")
_NEEDED: Final = ("iss", "aud", "exp", "iat", "jti")
_LEEWAY_S: Final = 30
_LONGEST_LIFE_S: Final = 3600
_LONGEST_TOKEN: Final = 8192
_ALLOWED: Final = "a file of clients in TOML: base, origins, and [[client]] with iss and keys"


class UnauthorisedError(Exception):
    """The token is missing or not good; what is wrong with it is not told to the caller in detail."""


@dataclass(frozen=True)
class CdsClient:
    """One system that may call.

    Attributes
    ----------
    iss : str
        What it calls itself in its tokens.
    keys : mapping
        Its public keys, a JWK set.
    jku : str or None
        Address of the set that its tokens may name; they are not fetched from there.
    fhir : frozenset of str
        Its FHIR servers, which are asked for what was not sent along, with the token that it gives.
    """

    iss: str
    keys: Mapping[str, Any]
    jku: str | None = None
    fhir: frozenset[str] = frozenset()


@dataclass
class CdsClients:
    """All systems that may call, and the tokens that were used already.

    Attributes
    ----------
    base : str
        Address under which the service is reached from outside: tokens are made out to exactly that.
    clients : mapping
        Client by issuer.
    origins : tuple of str
        Origins of pages that may call from a browser.
    page : str or None
        Where a card sends its reader.
    feedback : Path or None
        File in which reports of what became of cards are kept; None for memory alone.
    clock : callable
        Seconds since 1970.
    """

    base: str
    clients: Mapping[str, CdsClient] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    page: str | None = None
    feedback: Path | None = None
    clock: Callable[[], float] = time.time
    _used: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    def verify(self, authorization: str | None, *audiences: str) -> str:
        """Issuer of a good token that is made out to one of these addresses; raises UnauthorisedError."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            raise UnauthorisedError("a bearer token is needed")
        try:
            claims = self._claims(token.strip())
        except UnauthorisedError:
            raise
        except Exception as error:  # whatever a library says of a token that somebody made up
            raise UnauthorisedError(type(error).__name__) from None
        self._check(claims, audiences)
        return str(claims["iss"])

    def _claims(self, token: str) -> dict[str, Any]:
        """Claims of a token that one of the clients signed."""
        from joserfc import jwt
        from joserfc.jwk import KeySet

        header, unverified = (json.loads(_decoded(part)) for part in token.split(".")[:2])
        client = self.clients.get(unverified.get("iss"))
        if client is None or header.get("alg") not in _ALGORITHMS or "kid" not in header or header.get("typ") != "JWT":
            raise UnauthorisedError("issuer, algorithm or header")
        if header.get("jku", client.jku) != client.jku:
            raise UnauthorisedError("address of the keys")
        keys = KeySet.import_key_set(dict(client.keys))  # type: ignore[arg-type]
        return dict(jwt.decode(token, keys, algorithms=list(_ALGORITHMS)).claims)

    def _check(self, claims: Mapping[str, Any], audiences: tuple[str, ...]) -> None:
        now = self.clock()
        if any(name not in claims for name in _NEEDED):
            raise UnauthorisedError("a claim is missing")
        made_out = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if not {*audiences} & {str(one) for one in made_out}:
            raise UnauthorisedError("audience")
        begun, ends, opens = (_moment(claims.get(name, claims["iat"])) for name in ("iat", "exp", "nbf"))
        good = max(begun, opens) <= now + _LEEWAY_S and now < ends + _LEEWAY_S
        if not (good and ends - begun <= _LONGEST_LIFE_S):
            raise UnauthorisedError("time")
        if not isinstance(claims["jti"], str) or not claims["jti"].strip():
            raise UnauthorisedError("number of the token")
        self._use((str(claims["iss"]), claims["jti"]), ends + _LEEWAY_S, now)

    def _use(self, token: tuple[str, str], until: float, now: float) -> None:
        """Take a token once; those that have ended are forgotten."""
        self._used = {one: ends for one, ends in self._used.items() if ends > now}
        if token in self._used:
            raise UnauthorisedError("used already")
        self._used[token] = until


def _moment(told: Any) -> float:
    """Seconds since 1970 that a claim says; raises UnauthorisedError where it is no finite number."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise UnauthorisedError("time")
    if not abs(told) <= sys.float_info.max:  # too large for a time, infinite, or NaN
        raise UnauthorisedError("time")
    return float(told)


def _decoded(part: str) -> bytes:
    from joserfc.util import urlsafe_b64decode

    return urlsafe_b64decode(part.encode("ascii"))


def read_clients(path: Path) -> CdsClients:
    """Clients of a file in TOML; the keys of each stand in a JWK set beside it.

    Raises
    ------
    InputError
        The file or a set of keys cannot be read, something in it is missing, or the extra `cds` is not installed.
    """
    if find_spec("joserfc") is None:
        message = "Tokens need joserfc: pip install 'myotome[cds]'."
        raise InputError([Problem(str(path), None, "no joserfc", "myotome[cds]", (), message)])
    try:
        raw = tomllib.loads(read_text(path, _ALLOWED, MEGABYTE))
        clients = {one["iss"]: _client(path, one) for one in raw.get("client", ())}
        base = raw["base"].rstrip("/")
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError([Problem(str(path), None, shown(str(error)), _ALLOWED, (), "It cannot be read.")]) from None
    feedback = path.parent / str(raw["feedback"]) if "feedback" in raw else None
    return CdsClients(base, clients, tuple(raw.get("origins", ())), raw.get("page"), feedback)


def _client(path: Path, raw: Mapping[str, Any]) -> CdsClient:
    keys = path.parent / raw["keys"]
    fhir = frozenset(str(one).rstrip("/") for one in raw.get("fhir", ()))
    return CdsClient(raw["iss"], json.loads(read_text(keys, "a JWK set in JSON", MEGABYTE)), raw.get("jku"), fhir)
