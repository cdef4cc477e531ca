"""Every route stands in the table; every role is let through to what is its own and to nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from myotome.errors import DataError
from myotome.records import Role, open_records
from myotome.records.storage.acting import present_actor
from myotome.web import application
from myotome.web.access.cookies import SESSION
from myotome.web.access.declared import asked_route, check_declared, routes_in
from myotome.web.access.gate import PROOF_HEADER, Gate
from myotome.web.access.openid import OpenId
from myotome.web.access.routes import RULES, SAFE, Proof
from support.clinics import Clinics, Silent, two_clinics
from support.stored import KEY

#: Parts of addresses that a test puts in.
NAMES = {
    **dict.fromkeys(("patient", "visit", "answer", "account", "program"), "a" * 32),
    **{"act": "archive", "name": "report", "number": "1", "path": "base.css"},
    **{"kind": "Patient", "identity": "a", "service": "x", "task": "standing", "claim": "c"},
}
HTML = {"accept": "text/html"}
ROUTES = sorted(RULES)


def address_of(template: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: NAMES[found[1]], template)


async def admitted(scope: Any, receive: Any, send: Any) -> None:
    """Stands for the pages: says in whose name it was reached."""
    try:
        who = present_actor().clinic or "first"
    except Exception:
        who = "nobody"
    await PlainTextResponse(f"admitted: {who}")(scope, receive, send)


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinics]:
    with closing(open_records(str(tmp_path_factory.mktemp("r") / "records.sqlite"), environment=KEY)) as records:
        openid = OpenId("https://issuer.example", "us", "", "https://testserver", "Issuer")
        yield two_clinics(records, openid=openid)


@pytest.fixture(scope="module")
def whole(clinics: Clinics, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application with every route that there can be."""
    folder: Path = tmp_path_factory.mktemp("hooks")
    (folder / "servers.toml").write_text('base = "https://testserver"\nserver = []\n')
    (folder / "clients.toml").write_text('base = "https://testserver/cds"\n[[client]]\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("myotome.web.site.Keeper", Silent)
        patch.setenv("MYOTOME_SMART_SERVERS", str(folder / "servers.toml"))
        made = application(access=clinics.access)
    from myotome.interop import CdsClients, cds_application

    made.mount("/cds", cds_application(CdsClients("https://testserver/cds")))
    return made


@pytest.fixture(scope="module")
def gate(whole: Any, clinics: Clinics) -> TestClient:
    made = Gate(admitted, whole, clinics.access)
    return TestClient(made, "https://testserver", follow_redirects=False, headers=HTML)


def test_the_table_and_the_routes_are_the_same(whole: Any) -> None:
    check_declared(whole)
    preflight = {route for route in RULES if route[0] == "OPTIONS"}  # answered around the routes of CDS Hooks
    assert set(routes_in(whole.routes)) == set(RULES) - preflight


@pytest.mark.parametrize("options", [{}, {"records": None}])
def test_an_application_with_a_route_that_is_not_in_the_table_is_refused(options: dict[str, Any]) -> None:
    made = application(**options)
    made.add_api_route("/undeclared", lambda: None)
    with pytest.raises(DataError, match="GET /undeclared"):
        check_declared(made)


@pytest.mark.parametrize(("method", "template"), [route for route in ROUTES if route[0] != "OPTIONS"])
def test_the_gate_judges_the_route_that_answers(whole: Any, method: str, template: str) -> None:
    scope = {"type": "http", "method": method, "path": address_of(template), "root_path": "", "headers": []}
    found = asked_route(whole, scope)
    assert found is not None
    assert (found.method, found.address) == (method, template)


def asked(gate: TestClient, method: str, template: str, token: str = "", proof: str = "") -> Any:
    headers = {**({"cookie": f"{SESSION}={token}"} if token else {}), **({PROOF_HEADER: proof} if proof else {})}
    return gate.request(method, address_of(template), headers=headers)


@pytest.mark.parametrize(("method", "template"), ROUTES)
def test_nobody_and_whoever_is_half_signed_in_reach_what_is_open_to_them(
    gate: TestClient, clinics: Clinics, method: str, template: str
) -> None:
    rule = RULES[method, template]
    reply = asked(gate, method, template)
    assert (reply.text == "admitted: nobody") == rule.anybody
    assert rule.anybody or reply.status_code in (303, 401)
    for stage, way in (("code", "/login/code"), ("password", "/account/password"), ("enrol", "/account/second-factor")):
        token = clinics.token(clinics.accounts["first", Role.CLINICIAN], stage)
        reply = asked(gate, method, template, token)
        assert (reply.text == "admitted: nobody") == rule.half
        assert rule.half or (reply.status_code, reply.headers["location"].partition("?")[0]) == (303, way)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("clinic", ["first", "north"])
def test_each_role_reaches_its_own_routes_in_its_own_clinic(
    gate: TestClient, clinics: Clinics, role: Role, clinic: str
) -> None:
    token = clinics.token(clinics.accounts[clinic, role])
    named = "first" if clinic == "first" else str(clinics.accounts[clinic, role].clinic)
    for method, template in ROUTES:
        rule = RULES[method, template]
        reply = asked(gate, method, template, token, clinics.proof(token))
        assert (reply.text == f"admitted: {named}") == (role in rule.roles), (method, template, reply.status_code)
        assert role in rule.roles or reply.status_code == 403


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("clinic", ["first", "north"])
def test_a_token_reaches_what_programs_of_its_role_may_ask_in_its_clinic_and_no_page(
    gate: TestClient, clinics: Clinics, role: Role, clinic: str
) -> None:
    headers = clinics.bearer(clinic, role)
    named = "first" if clinic == "first" else str(clinics.accounts[clinic, role].clinic)
    for method, template in ROUTES:
        rule = RULES[method, template]
        reply = gate.request(method, address_of(template), headers=headers)
        may = rule.programs and role in rule.roles
        assert (reply.text == f"admitted: {named}") == may, (method, template, reply.status_code)
        assert may or rule.anybody or reply.status_code == (403 if rule.programs else reply.status_code)
        assert may or rule.anybody or reply.status_code in (303, 401, 403), (method, template)


def test_a_researcher_and_an_admin_see_no_patient(clinics: Clinics) -> None:
    reached = {role: {route for route, rule in RULES.items() if rule.records and role in rule.roles} for role in Role}
    own = ("POST", "/account/programs/{program}/revoke")
    assert reached[Role.RESEARCHER] == {own}
    assert reached[Role.ADMIN] == {own, ("POST", "/accounts/{account}/{act}")}
    writes = {route for route, rule in RULES.items() if Role.CLINICIAN in rule.roles and Role.VIEWER not in rule.roles}
    assert ("POST", "/visits/{visit}/save") in writes


def test_a_program_that_sends_brings_the_proof_of_its_session(gate: TestClient, clinics: Clinics) -> None:
    token = clinics.token(clinics.accounts["first", Role.CLINICIAN])
    headers = [route for route, rule in RULES.items() if rule.proof == Proof.HEADER and route[0] not in SAFE]
    assert ("POST", "/api/v1/explain") in headers
    for method, template in headers:
        for proof in ("", "0" * 64):
            reply = asked(gate, method, template, token, proof)
            assert reply.status_code == 403, (method, template)


def test_an_address_that_there_is_not_is_hidden_from_nobody_and_missing_for_others(
    gate: TestClient, clinics: Clinics
) -> None:
    assert asked(gate, "GET", "/no/such/page").headers["location"] == "/login?next=%2Fno%2Fsuch%2Fpage"
    token = clinics.token(clinics.accounts["first", Role.CLINICIAN])
    missing = asked(gate, "GET", "/no/such/page", token)
    assert missing.status_code == 404
    assert "Signed in as clinician.first" in missing.text
    assert asked(gate, "GET", "/patients", "forged" * 9).headers["location"] == "/login?next=%2Fpatients"


def test_a_browser_that_another_site_sent_is_asked_to_come_again(gate: TestClient) -> None:
    reply = gate.get("/patients", headers={"sec-fetch-site": "cross-site"})
    assert 'http-equiv="refresh"' in reply.text
    assert "admitted" not in reply.text
