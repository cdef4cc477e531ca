"""The table of routes and roles: every address of the program, who may ask it, and how a form proves its origin.

A route that does not stand here keeps the program from starting; a row of which there is no route fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from myotome.records import Role

__all__ = ["RULES", "SAFE", "Proof", "Rule"]

#: Methods that change nothing.
SAFE: Final = ("GET", "HEAD", "OPTIONS")

_READ: Final = frozenset({Role.VIEWER, Role.CLINICIAN})
_WRITE: Final = frozenset({Role.CLINICIAN})
_RESEARCH: Final = frozenset({Role.RESEARCHER})
_ADMIN: Final = frozenset({Role.ADMIN})
_ALL: Final = frozenset(Role)
_EMERGENCY: Final = _READ | _ADMIN


class Proof:
    """How a request that changes something shows that a page of ours, in the same browser, sent it."""

    FORM: Final = "form"
    HEADER: Final = "header"
    #: The route has a proof of its own: the cookie of the page of signing in, or a token of the caller.
    OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may ask one route.

    Attributes
    ----------
    roles : frozenset of Role
        Who may, once signed in.
    anybody : bool
        Whether nobody has to be signed in.
    half : bool
        Whether somebody may who has still to give a code, a new password or a second factor.
    proof : str
        One of `Proof`, for methods that change something.
    programs : bool
        Whether a program may ask with a token of its own, without a browser.
    records : bool
        Whether an id in the address names what is kept: one of another clinic is answered as a missing one.
    """

    roles: frozenset[Role]
    anybody: bool = False
    half: bool = False
    proof: str = Proof.FORM
    records: bool = False
    programs: bool = False


_OPEN: Final = Rule(_ALL, anybody=True, half=True, proof=Proof.OWN)
_STEP: Final = Rule(_ALL, half=True)
_PROGRAM_ASKS: Final = Rule(_READ, proof=Proof.HEADER, programs=True)
_PROGRAM_LOOKS_UP: Final = Rule(_ALL, programs=True)
_PROGRAM_READS: Final = Rule(_READ, proof=Proof.HEADER, records=True, programs=True)
_PROGRAM_WRITES: Final = Rule(_WRITE, proof=Proof.HEADER, records=True, programs=True)
_READS: Final = Rule(_READ, records=True)
_WRITES: Final = Rule(_WRITE, records=True)

#: Rules by method and address, in the order of the pages.
RULES: Final[Mapping[tuple[str, str], Rule]] = {
    # The program itself.
    ("GET", "/static/{path}"): _OPEN,
    ("GET", "/healthz"): _OPEN,
    ("GET", "/metrics"): Rule(_ADMIN, programs=True),
    ("GET", "/api/openapi.json"): _PROGRAM_LOOKS_UP,
    # Signing in. What is still to be given after the password is asked of whoever gave it.
    ("GET", "/login"): _OPEN,
    ("POST", "/login"): _OPEN,
    ("GET", "/login/openid"): _OPEN,
    ("GET", "/login/openid/callback"): _OPEN,
    ("GET", "/login/code"): _STEP,
    ("POST", "/login/code"): _STEP,
    ("POST", "/logout"): _STEP,
    ("GET", "/account"): Rule(_ALL),
    ("GET", "/account/password"): _STEP,
    ("POST", "/account/password"): _STEP,
    ("GET", "/account/second-factor"): _STEP,
    ("POST", "/account/second-factor"): _STEP,
    ("GET", "/account/programs"): Rule(_ALL),
    ("POST", "/account/programs"): Rule(_ALL),
    ("POST", "/account/programs/{program}/revoke"): Rule(_ALL, records=True),
    # Accounts of the clinic, and access in an emergency.
    ("GET", "/accounts"): Rule(_ADMIN),
    ("POST", "/accounts"): Rule(_ADMIN),
    ("POST", "/accounts/{account}/{act}"): Rule(_ADMIN, records=True),
    ("GET", "/emergency"): Rule(_EMERGENCY),
    ("POST", "/emergency"): Rule(_EMERGENCY),
    ("POST", "/emergency/end"): Rule(_EMERGENCY),
    # Numbers, and the table without names.
    ("GET", "/research"): Rule(_RESEARCH),
    ("POST", "/patients/deidentified"): Rule(_RESEARCH),
    # An examination of nobody: what is entered travels in the form.
    ("GET", "/"): Rule(_READ),
    ("POST", "/"): Rule(_READ),
    ("POST", "/open"): Rule(_READ),
    ("POST", "/case.yaml"): Rule(_READ),
    ("POST", "/chapters/{name}"): Rule(_READ),
    # The interface for other programs: a case of nobody, tables, and what is kept.
    ("POST", "/api/v1/explain"): _PROGRAM_ASKS,
    ("POST", "/api/v1/explain/batch"): _PROGRAM_ASKS,
    ("POST", "/api/v1/next"): _PROGRAM_ASKS,
    ("POST", "/api/v1/care"): _PROGRAM_ASKS,
    ("POST", "/api/v1/forecast"): _PROGRAM_ASKS,
    ("POST", "/api/v1/load/{task}"): _PROGRAM_ASKS,
    ("POST", "/api/v1/report"): _PROGRAM_ASKS,
    ("GET", "/api/v1/tasks"): _PROGRAM_LOOKS_UP,
    ("GET", "/api/v1/claims"): _PROGRAM_LOOKS_UP,
    ("GET", "/api/v1/claims/{claim}"): _PROGRAM_LOOKS_UP,
    ("GET", "/api/v1/vocabulary"): _PROGRAM_LOOKS_UP,
    ("GET", "/api/v1/patients"): _PROGRAM_READS,
    ("POST", "/api/v1/patients"): _PROGRAM_WRITES,
    ("GET", "/api/v1/patients/{patient}"): _PROGRAM_READS,
    ("PUT", "/api/v1/patients/{patient}"): _PROGRAM_WRITES,
    ("POST", "/api/v1/patients/{patient}/{act}"): _PROGRAM_WRITES,
    ("GET", "/api/v1/patients/{patient}/visits"): _PROGRAM_READS,
    ("POST", "/api/v1/patients/{patient}/visits"): _PROGRAM_WRITES,
    ("GET", "/api/v1/visits/{visit}"): _PROGRAM_READS,
    ("PUT", "/api/v1/visits/{visit}"): _PROGRAM_WRITES,
    ("GET", "/api/v1/visits/{visit}/answers"): _PROGRAM_READS,
    ("POST", "/api/v1/visits/{visit}/{act}"): _PROGRAM_WRITES,
    ("GET", "/api/v1/answers/{answer}"): _PROGRAM_READS,
    # Teaching: published patients, and no others.
    ("GET", "/dermatomes"): Rule(_ALL),
    ("GET", "/anatomy"): Rule(_ALL),
    ("GET", "/quiz"): Rule(_ALL),
    ("POST", "/quiz"): Rule(_ALL),
    ("GET", "/quiz/{number}"): Rule(_ALL),
    # Patients.
    ("GET", "/patients"): _READS,
    ("POST", "/patients"): _WRITES,
    ("POST", "/patients/choose"): _WRITES,
    ("POST", "/patients/import"): _WRITES,
    ("GET", "/patients/{patient}"): _READS,
    ("POST", "/patients/{patient}"): _WRITES,
    ("POST", "/patients/{patient}/{act}"): _WRITES,
    ("GET", "/patients/{patient}/export"): _WRITES,
    ("POST", "/patients/{patient}/encrypted"): _WRITES,
    # Visits, and the answers that were given.
    ("GET", "/patients/{patient}/examination"): _WRITES,
    ("POST", "/patients/{patient}/examination"): _WRITES,
    ("POST", "/patients/{patient}/examination/save"): _WRITES,
    ("POST", "/patients/{patient}/examination/chapters/{name}"): _WRITES,
    ("GET", "/visits/{visit}"): _READS,
    ("POST", "/visits/{visit}"): _READS,
    ("POST", "/visits/{visit}/save"): _WRITES,
    ("POST", "/visits/{visit}/chapters/{name}"): _READS,
    ("GET", "/visits/{visit}/answers"): _READS,
    ("POST", "/visits/{visit}/answers"): _WRITES,
    ("POST", "/visits/{visit}/{act}"): _WRITES,
    ("GET", "/answers/{answer}"): _READS,
    # A hospital's record opens the page.
    ("GET", "/smart"): Rule(_READ),
    ("GET", "/smart/start"): Rule(_READ),
    ("GET", "/smart/launch"): Rule(_READ),
    ("GET", "/smart/callback"): Rule(_READ),
    # FHIR, for programs that are signed in.
    ("POST", "/fhir"): _PROGRAM_WRITES,
    ("POST", "/fhir/"): _PROGRAM_WRITES,
    ("GET", "/fhir/metadata"): _PROGRAM_READS,
    ("POST", "/fhir/$explain"): _PROGRAM_READS,
    ("POST", "/fhir/$care"): _PROGRAM_READS,
    ("GET", "/fhir/{kind}/{identity}/$explain"): _PROGRAM_READS,
    ("POST", "/fhir/{kind}/{identity}/$explain"): _PROGRAM_READS,
    ("GET", "/fhir/{kind}/{identity}/$care"): _PROGRAM_READS,
    ("POST", "/fhir/{kind}/{identity}/$care"): _PROGRAM_READS,
    ("POST", "/fhir/Patient"): _PROGRAM_WRITES,
    ("POST", "/fhir/{kind}/_search"): _PROGRAM_READS,
    ("GET", "/fhir/{kind}/{identity}"): _PROGRAM_READS,
    ("GET", "/fhir/{kind}"): _PROGRAM_READS,
    # CDS Hooks: each caller brings a token of its own, which is checked there.
    ("GET", "/cds/cds-services"): _OPEN,
    ("POST", "/cds/cds-services/{service}"): _OPEN,
    ("POST", "/cds/cds-services/{service}/feedback"): _OPEN,
    ("OPTIONS", "/cds/cds-services"): _OPEN,
    ("OPTIONS", "/cds/cds-services/{service}"): _OPEN,
    ("OPTIONS", "/cds/cds-services/{service}/feedback"): _OPEN,
}
