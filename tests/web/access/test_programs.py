"""A program asks with a token of its own: patients of its clinic by the interface and by FHIR, and no page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from myotome.records import Records, Role, faults_of, open_records
from myotome.records.storage.schema import EVENTS
from support.clinics import Clinics, Silent, client_of, two_clinics
from support.stored import KEY


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made


@pytest.fixture
def clinics(records: Records, monkeypatch: pytest.MonkeyPatch) -> Clinics:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    return two_clinics(records)


def proof_in(text: str) -> str:
    return html.unescape(re.search(r'name="proof" value="([^"]*)"', text)[1])


def made_by_page(client: TestClient, **given: str) -> str:
    proof = proof_in(client.get("/account/programs").text)
    sent = {"proof": proof, "name": "the registry", "role": "viewer", "days": "30", **given}
    reply = client.post("/account/programs", data=sent)
    assert reply.status_code == 200, reply.text[-900:]
    return re.search(r'<code class="long">(myotome_[\w-]+)</code>', reply.text)[1]


def test_a_token_made_on_the_page_reads_the_own_clinic_and_ends_when_it_is_revoked(
    clinics: Clinics, records: Records
) -> None:
    page = client_of(clinics, clinics.token(clinics.accounts["north", Role.CLINICIAN]))
    token = made_by_page(page)
    assert token not in page.get("/account/programs").text
    program = client_of(clinics, headers={"authorization": f"Bearer {token}"})
    own, other = (clinics.ids[name]["patient"] for name in ("north", "first"))
    assert [one["id"] for one in program.get("/api/v1/patients").json()] == [own]
    assert program.get(f"/api/v1/patients/{own}").json()["name"] == "Ada of north"
    assert program.get(f"/fhir/Patient/{own}").json()["id"] == own
    missing, foreign = (program.get(f"/api/v1/patients/{one}") for one in ("0" * 32, other))
    assert (missing.status_code, missing.content) == (foreign.status_code, foreign.content)
    assert missing.status_code == 404
    refused = program.post("/api/v1/patients", json={"name": "Bo"})
    assert (refused.status_code, refused.json()["title"]) == (403, "Not allowed")
    assert program.get("/patients").status_code == 401
    address = re.search(r'action="(/account/programs/\w+/revoke)"', page.get("/account/programs").text)[1]
    page.post(address, data={"proof": proof_in(page.get("/account/programs").text)})
    ended = program.get("/api/v1/patients")
    assert (ended.status_code, ended.headers["www-authenticate"]) == (401, "Bearer")
    with records.engine.begin() as connection:
        told = connection.execute(select(EVENTS.c.actor, EVENTS.c.action)).all()
    assert {action for actor, action in told if actor.startswith("program:")} >= {"opened", "denied: no such record"}
    assert ("nobody", "denied: no such token") in told
    assert faults_of(records) == ()


def test_a_program_of_a_clinician_saves_without_a_proof_of_a_page(clinics: Clinics) -> None:
    program = client_of(clinics, headers=clinics.bearer("first", Role.CLINICIAN))
    made = program.post("/api/v1/patients", json={"name": "Bo Example"})
    assert made.status_code == 201
    assert program.get(made.headers["location"]).json()["name"] == "Bo Example"


def test_a_program_that_errs_in_the_address_is_told_so_and_two_tokens_are_refused(clinics: Clinics) -> None:
    bearer = clinics.bearer("first", Role.CLINICIAN)
    program = client_of(clinics, headers=bearer)
    for method, address in (("GET", "/api/v1/nonsense"), ("GET", "/api/v1/explain"), ("DELETE", "/api/v1/patients")):
        assert program.request(method, address).status_code == 404
        wrong = client_of(clinics, headers={"authorization": "Bearer wrong"})
        assert wrong.request(method, address).status_code == 401
    two = [("authorization", bearer["authorization"]), ("authorization", "Bearer other")]
    assert client_of(clinics).get("/api/v1/patients", headers=two).status_code == 400


def test_a_program_that_asks_too_often_is_told_to_wait(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.records.accounts.asking_programs.account_limits", lambda _: {"requests_per_minute": 2})
    program = client_of(clinics, headers=clinics.bearer("first", Role.VIEWER))
    replies = [program.get("/api/v1/tasks") for _ in range(3)]
    assert [one.status_code for one in replies] == [200, 200, 429]
    assert replies[2].headers["retry-after"] == "60"


def test_an_admin_sees_and_revokes_the_programs_of_the_clinic_and_what_is_wrong_is_said(clinics: Clinics) -> None:
    admin = client_of(clinics, clinics.token(clinics.accounts["first", Role.ADMIN]))
    page = admin.get("/account/programs").text
    assert "of clinician.first" in page
    assert "north" not in page
    sent = {"proof": proof_in(page), "name": "<b>", "role": "clinician", "days": "x"}
    wrong = admin.post("/account/programs", data=sent)
    assert wrong.status_code == 422
    assert "at most what the account may" in wrong.text
    assert 'value="&lt;b&gt;"' in wrong.text
    assert "1 to 365" in wrong.text
    viewer = client_of(clinics, clinics.token(clinics.accounts["first", Role.VIEWER]))
    theirs = re.search(r'action="(/account/programs/\w+/revoke)"', page)[1]
    assert viewer.post(theirs, data={"proof": proof_in(viewer.get("/account").text)}).status_code == 404
    assert admin.post(theirs, data={"proof": sent["proof"]}).status_code == 303
    assert "revoked on" in admin.get("/account/programs").text
