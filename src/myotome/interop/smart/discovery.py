"""What an authorisation server says of itself, and what of it we need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.interop.fhir_client import asked, is_safe
from myotome.interop.smart.errors import SmartError
from myotome.interop.smart.servers import SmartServer

__all__ = ["Endpoints", "endpoints_of", "scopes_for"]

_READ: Final = ("Patient", "Observation", "Condition")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where to ask, and what the server can do."""

    authorize: str
    token: str
    capabilities: frozenset[str]
    issuer: str = ""


def endpoints_of(server: SmartServer, *, launched: bool) -> Endpoints:
    """Ask a server for its configuration.

    Parameters
    ----------
    server : SmartServer
    launched : bool
        Whether the record opened Myotome, rather than Myotome the record.

    Raises
    ------
    SmartError
        It cannot do what we need: PKCE with S256, this kind of launch, a patient in context.
    """
    told = asked(f"{server.iss}/.well-known/smart-configuration")
    if not isinstance(told, Mapping):
        raise SmartError("The hospital's server does not say how to sign in.")
    addresses = [str(told.get(name, "")) for name in ("authorization_endpoint", "token_endpoint")]
    if not all(map(is_safe, addresses)):
        raise SmartError("The hospital's server names no address with TLS for signing in.")
    if "S256" not in _strings(told.get("code_challenge_methods_supported")):
        raise SmartError("The hospital's server does not support PKCE with S256, without which a code could be stolen.")
    capabilities = _strings(told.get("capabilities"))
    needed = "launch-ehr" if launched else "launch-standalone"
    if needed not in capabilities:
        raise SmartError(f"The hospital's server does not support this kind of launch ({needed}).")
    return Endpoints(addresses[0], addresses[1], capabilities, str(told.get("issuer", "")).rstrip("/"))


def _strings(raw: Any) -> frozenset[str]:
    return frozenset(one for one in raw if isinstance(one, str)) if isinstance(raw, list) else frozenset()


def scopes_for(endpoints: Endpoints, *, launched: bool) -> str:
    """What we ask to see: of one patient, to read and search, in the words that the server knows.

    Examples
    --------
    >>> scopes_for(Endpoints("", "", frozenset({"permission-v2"})), launched=True)
    'launch patient/Patient.rs patient/Observation.rs patient/Condition.rs'
    >>> scopes_for(Endpoints("", "", frozenset()), launched=False)
    'launch/patient patient/Patient.read patient/Observation.read patient/Condition.read'
    """
    act = "rs" if "permission-v2" in endpoints.capabilities else "read"
    return " ".join(["launch" if launched else "launch/patient", *(f"patient/{kind}.{act}" for kind in _READ)])
