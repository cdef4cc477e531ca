"""A hospital that calls the service: its keys, its tokens, its record of one patient."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from starlette.testclient import TestClient

from myotome.exam import Case, read_case
from myotome.interop import Terms, case_bundle
from myotome.interop.cds.application import cds_application
from myotome.interop.cds.clients import CdsClient, CdsClients
from myotome.interop.cds.feedback import FeedbackStore

ROOT = Path(__file__).parents[2]
BASE = "https://myotome.example/cds"
ISSUER, JKU = "https://hospital.example", "https://hospital.example/jwks.json"
NOW = 1_800_000_000
PATIENT = "p1"
EC = ECKey.generate_key("P-384", {"kid": "ec"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
OTHER = ECKey.generate_key("P-384", {"kid": "ec"})
SECRET = OctKey.import_key("x" * 64, {"kid": "ec"})


class Hospital:
    """Calls of one hospital."""

    def __init__(self, *fhir: str) -> None:
        public = KeySet([EC, RSA]).as_dict(private=False)
        client = CdsClient(ISSUER, public, JKU, frozenset(fhir))
        self.store = FeedbackStore()
        clients = CdsClients(
            BASE, {ISSUER: client}, ("https://ehr.example",), "https://myotome.example/", clock=lambda: NOW
        )
        self.web = TestClient(cds_application(clients, feedback=self.store))

    def token(self, path: str, key: Any = EC, alg: str = "ES384", **claims: Any) -> str:
        """A good token, unless said otherwise; a claim that is None is left out, as is a part of the header."""
        head = {"alg": alg, "kid": key.kid, "typ": "JWT", "jku": JKU} | claims.pop("header", {})
        said = {"iss": ISSUER, "aud": f"{BASE}{path}", "exp": NOW + 300, "iat": NOW, "jti": str(uuid4())} | claims
        said = {name: value for name, value in said.items() if value is not None}
        head = {name: value for name, value in head.items() if value is not None}
        return jwt.encode(head, said, key, algorithms=[alg])

    def get(self, path: str = "/cds-services", **claims: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token(path, **claims)}"}
        return self.web.get(path, headers=headers)

    def post(self, path: str, body: Any, **claims: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token(path, **claims)}"}
        return self.web.post(path, json=body, headers=headers)


def record(name: str) -> dict[str, Any]:
    """What the record of an example patient sends along."""
    return record_of(read_case(ROOT / "examples" / f"{name}.yaml"))


def record_of(case: Case) -> dict[str, Any]:
    """What the record of this patient sends along."""
    bundle = case_bundle(case, Terms())
    resources = [entry["resource"] for entry in bundle["entry"]]
    for one in resources:
        if "subject" in one:
            one["subject"] = {"reference": f"Patient/{PATIENT}"}
        one.pop("encounter", None)
    patient, *others = resources
    found = [one for one in others if one["resourceType"] == "Observation"]
    searched = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in found]}
    return {"patient": {**patient, "id": PATIENT}, "findings": searched, "conditions": None}


def order(kind: str, concept: Any, number: str = "o1", patient: str = PATIENT) -> dict[str, Any]:
    named = {"medicationCodeableConcept": concept} if kind == "MedicationRequest" else {"code": concept}
    head = {"resourceType": kind, "id": number, "status": "draft", "intent": "order"}
    return {**head, **named, "subject": {"reference": f"Patient/{patient}"}}


def call(hook: str = "patient-view", name: str = "l5-foraminal-disc", orders: tuple[Any, ...] = (), **more: Any) -> Any:
    """A call that is as it has to be."""
    context: dict[str, Any] = {"userId": "Practitioner/d1", "patientId": PATIENT}
    if hook != "patient-view":
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in orders]}
        context["draftOrders"] = bundle
    if hook == "order-select":
        context["selections"] = [f"{one['resourceType']}/{one['id']}" for one in orders[:1]]
    return {"hook": hook, "hookInstance": str(uuid4()), "context": context, "prefetch": record(name), **more}
