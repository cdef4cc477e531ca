"""A hospital's authorisation server, written from the text of SMART App Launch 2.2, before a FHIR server of its own."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

__all__ = ["SmartHospital"]

CLIENT = "myotome-client"


@dataclass
class SmartHospital:
    """What it does, and switches for everything that a server may do otherwise.

    Attributes
    ----------
    fhir : ASGI application
        Asked only with a token.
    patient : str or None
        Whom the user chooses.
    redirect : str
        The one redirect address that is registered.
    keys : KeySet or None
        Public keys of the client; None for a public client.
    """

    fhir: Any
    patient: str | None
    redirect: str
    keys: KeySet | None = None
    base: str = ""
    configuration: dict[str, Any] = field(default_factory=dict)
    granted: dict[str, Any] = field(default_factory=dict)
    scope: str = ""
    launches: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    answer: Callable[[str], Response | None] = lambda _: None

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/fhir/.well-known/smart-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Mount("/fhir", self.guarded),
            ]
        )

    @property
    def iss(self) -> str:
        return f"{self.base}fhir"

    async def discovery(self, _: Request) -> Response:
        self.calls.append("discovery")
        told = {
            "authorization_endpoint": f"{self.base}authorize",
            "token_endpoint": f"{self.base}token",
            "capabilities": ["launch-ehr", "launch-standalone", "context-ehr-patient", "permission-v2"],
            "code_challenge_methods_supported": ["S256"],
            **self.configuration,
        }
        return JSONResponse({name: value for name, value in told.items() if value is not None})

    async def authorize(self, request: Request) -> Response:
        """What the user would see: here everything is allowed at once, if it was asked for well."""
        asked = dict(request.query_params)
        self.calls.append("authorize")
        known = asked.get("client_id") == CLIENT and asked.get("redirect_uri") == self.redirect
        if not known:
            return Response("unknown client or redirect address", 400)
        good = asked.get("response_type") == "code" and asked.get("aud") == self.iss and len(asked["state"]) >= 22
        good &= asked.get("code_challenge_method") == "S256" and len(asked.get("code_challenge", "")) == 43
        good &= ("launch" in asked["scope"].split()) == ("launch" in asked)
        good &= "launch" not in asked or asked["launch"] in self.launches
        if not good:
            return RedirectResponse(f"{self.redirect}?{urlencode({'error': 'invalid_request', **_state(asked)})}", 302)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return RedirectResponse(f"{self.redirect}?{urlencode({'code': code, **_state(asked)})}", 302)

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        self.calls.append("token")
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or form["grant_type"] != "authorization_code"
            or form["redirect_uri"] != self.redirect
            or urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
            or not self.is_client(form)
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        context = {} if self.patient is None else {"patient": self.patient}
        head = {"access_token": token, "token_type": "Bearer", "expires_in": 300, "scope": asked["scope"]}
        return JSONResponse({**head, **context, **self.granted}, headers={"cache-control": "no-store"})

    def is_client(self, form: dict[str, str]) -> bool:
        if self.keys is None:
            return form.get("client_id") == CLIENT
        token = jwt.decode(form["client_assertion"], self.keys, algorithms=["ES384", "RS384"])
        claims = token.claims
        fresh = claims["jti"] not in self.used
        self.used.add(claims["jti"])
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": CLIENT},
            sub={"essential": True, "value": CLIENT},
            aud={"essential": True, "value": f"{self.base}token"},
            exp={"essential": True},
        ).validate(claims)
        return fresh and token.header["alg"] in ("ES384", "RS384") and token.header["typ"] == "JWT"

    async def guarded(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.calls.append(scope["path"])
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            await JSONResponse({"resourceType": "OperationOutcome"}, 401)(scope, receive, send)
            return
        other = self.answer(scope["path"])
        await (self.fhir if other is None else other)(scope, receive, send)


def _state(asked: dict[str, str]) -> dict[str, str]:
    return {"state": asked["state"]}
