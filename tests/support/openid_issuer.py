"""A small OpenID Connect issuer for tests: the code flow with a challenge, and switches for what it may say wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

__all__ = ["Issuer"]

CLIENT, SECRET = "myotome", "s3cret"


@dataclass
class Issuer:
    """What it does; `answered` stands for the user who signs in there."""

    base: str = ""
    subject: str = "subject-1"
    own: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.configuration),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def configuration(self, _: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.base, **{name: f"{self.base}/{path}" for name, path in places.items()}})

    async def keys(self, _: Request) -> Response:
        return JSONResponse(KeySet([self.own]).as_dict(private=False))

    def answered(self, address: str, **changed: Any) -> str:
        """Where the browser is sent after somebody signed in, with what a test changes of it."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "changed": changed}
        told = {"code": code, "state": asked["state"]}
        told |= {name: changed[name] for name in ("state", "error", "iss", "code") if name in changed}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or request.headers.get("authorization") != f"Basic {basic}"
            or challenge != asked["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.base, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **asked["changed"].get("claims", {})}
        token = self.signed(claims, asked["changed"].get("key", "own"))
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def signed(self, claims: dict[str, Any], key: str) -> str:
        if key == "none":
            parts = (b'{"alg":"none"}', json.dumps(claims).encode())
            return ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts) + "."
        if key == "secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 6))
        with_key = self.own if key == "own" else RSAKey.generate_key(2048, {"kid": "own"})
        return jwt.encode({"alg": "RS256", "kid": "own"}, claims, with_key)
