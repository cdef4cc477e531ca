"""The servers that may launch: agreed beforehand, in a file. No request ever goes to any other."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.interop.fhir_client import is_safe
from myotome.interop.smart.errors import SmartError
from myotome.printing import shown

__all__ = ["SmartServer", "SmartServers", "read_servers"]

_ALLOWED: Final = "servers in TOML: base, and [[server]] with name, iss, client_id and for a confidential client key"
CALLBACK: Final = "/smart/callback"


@dataclass(frozen=True)
class SmartServer:
    """One server at which Myotome is registered.

    Attributes
    ----------
    name : str
        What users call it.
    iss : str
        Address of its FHIR server, as it was registered.
    client_id : str
        What Myotome is called there.
    key : mapping or None
        Private key (a JWK) with which a confidential client signs; None for a public client.
    """

    name: str
    iss: str
    client_id: str
    key: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SmartServers:
    """All servers that may launch.

    Attributes
    ----------
    base : str
        Address of Myotome as browsers call it; the redirect address is this with `/smart/callback`.
    servers : tuple of SmartServer
    """

    base: str
    servers: tuple[SmartServer, ...]

    @property
    def redirect(self) -> str:
        """The one address to which an answer may be sent."""
        return f"{self.base}{CALLBACK}"

    def of(self, iss: str) -> SmartServer:
        """The server of an address, exactly as it was registered but for a slash at the end; raises SmartError."""
        for server in self.servers:
            if server.iss == iss.rstrip("/"):
                return server
        raise SmartError("This server is not on the list of those that may open a patient here; it was not asked.")


def read_servers(path: Path) -> SmartServers:
    """Servers of a file in TOML; the private key of a confidential client stands in a JWK beside it.

    Raises
    ------
    InputError
        The file or a key cannot be read, something is missing, or an address is neither TLS nor this computer's.
    """
    try:
        raw = tomllib.loads(read_text(path, _ALLOWED, MEGABYTE))
        servers = tuple(_server(path, one) for one in raw["server"])
        made = SmartServers(str(raw["base"]).rstrip("/"), servers)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError([Problem(str(path), None, shown(str(error)), _ALLOWED, (), "It cannot be read.")]) from None
    for address in (made.base, *(one.iss for one in servers)):
        if not is_safe(address):
            raise InputError(
                [Problem(str(path), None, shown(address), "https://…", (), "Tokens travel over TLS alone.")]
            )
    return made


def _key(path: Path) -> Mapping[str, Any]:
    """A private key, with what is needed to sign with it."""
    if find_spec("joserfc") is None:
        message = "Signing needs joserfc: pip install 'myotome[cds]'."
        raise InputError([Problem(str(path), None, "no joserfc", "myotome[cds]", (), message)])
    key: Mapping[str, Any] = json.loads(read_text(path, "a private JWK", MEGABYTE))
    return key


def _server(path: Path, raw: Mapping[str, Any]) -> SmartServer:
    key = _key(path.parent / raw["key"]) if "key" in raw else None
    return SmartServer(str(raw["name"]), str(raw["iss"]).rstrip("/"), str(raw["client_id"]), key)
