"""What belongs to another clinic is answered exactly as what there is not, on every route and for every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

from myotome.records import NobodyActsError, Role, faults_of, open_records
from myotome.records.storage.schema import EVENTS
from myotome.web.access.gate import PROOF_HEADER
from myotome.web.access.routes import RULES, SAFE, Proof
from support.clinics import MISSING, Clinics, Silent, client_of, two_clinics
from support.stored import KEY, case_of

#: What programs send where visits are, and elsewhere.
SENT: dict[str, Any] = {"visits": {"day": "2026-03-02", "case": case_of().to_dict()}, "name": {"name": "Bo"}}

#: Routes whose address names what is kept, with every way in which it does.
NAMED = sorted(
    (method, address, kind)
    for (method, address), rule in RULES.items()
    if rule.records and "{" in address
    for kind in (("Patient", "Encounter", "Observation") if "{kind}" in address else ("",))
    if not address.endswith(("/fhir/{kind}", "_search"))
)


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinics]:
    with closing(open_records(str(tmp_path_factory.mktemp("r") / "records.sqlite"), environment=KEY)) as records:
        yield two_clinics(records)


@pytest.fixture(scope="module")
def clients(clinics: Clinics) -> Iterator[dict[Any, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("myotome.web.site.Keeper", Silent)
        made = {}
        for who in clinics.accounts:
            token = clinics.token(clinics.accounts[who])
            made[who] = (client_of(clinics, token), clinics.proof(token), partial(clinics.form_token, token))
        yield made


def filled(address: str, ids: dict[str, str], kind: str) -> str:
    names = {**ids, "act": "archive", "name": "report", "kind": kind, "identity": ids["patient"]}
    if kind in ("Encounter", "Observation"):
        names["identity"] = ids["visit"] + ("-case" if kind == "Observation" else "")
    return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], address)


def asked(clients: Any, who: Any, method: str, address: str) -> Any:
    client, proof, token_for = clients[who]
    headers = {PROOF_HEADER: proof, "accept": "*/*", "if-match": '"1"'}
    if address.startswith("/api/"):
        return client.request(method, address, json=body_of(address), headers=headers)
    if address.startswith("/fhir"):
        return client.request(method, address, headers=headers)
    data = {"proof": proof, "token": token_for(subject_of(address)), "seen": "1", "role": "viewer"}
    headers["accept"] = "text/html"
    return client.request(method, address, data=data if method == "POST" else None, headers=headers)


def body_of(address: str) -> dict[str, Any]:
    """What a program sends to an address of the interface."""
    return SENT["visits" if "visits" in address else "name"]


def subject_of(address: str) -> str:
    """What the form of an address is bound to."""
    parts = [*address.split("/"), ""]
    return f"{parts[2]}/new" if "examination" in parts else parts[2]


@pytest.mark.parametrize(("method", "address", "kind"), NAMED)
@pytest.mark.parametrize("role", list(Role))
def test_an_id_of_another_clinic_is_answered_as_a_missing_one(
    clinics: Clinics, clients: Any, role: Role, method: str, address: str, kind: str
) -> None:
    missing = dict.fromkeys(("patient", "visit", "answer", "account", "program"), MISSING)
    allowed = role in RULES[method, address].roles
    for clinic, other in (("first", "north"), ("north", "first")):
        no_such = asked(clients, (clinic, role), method, filled(address, missing, kind))
        foreign = asked(clients, (clinic, role), method, filled(address, dict(clinics.ids[other]), kind))
        assert no_such.status_code == (404 if allowed else 403), no_such.text[:300]
        assert foreign.status_code == no_such.status_code
        assert foreign.text.replace(clinics.ids[other]["patient"], "") == no_such.text.replace(MISSING, "")
        assert {**foreign.headers} == {**no_such.headers}


@pytest.mark.parametrize("address", ["/patients/{patient}", "/visits/{visit}/answers", "/fhir/{kind}/{identity}"])
def test_the_same_queries_are_made_for_a_foreign_and_a_missing_one(
    clinics: Clinics, clients: Any, address: str
) -> None:
    made: list[str] = []
    engine = clinics.access.records.engine
    event.listen(engine, "before_cursor_execute", lambda *given: made.append(str(given[2]).split("WHERE")[0]))
    who, kind = ("first", Role.CLINICIAN), "Patient" if "kind" in address else ""
    counts = []
    for ids in (dict.fromkeys(("patient", "visit", "answer"), MISSING), dict(clinics.ids["north"])):
        made.clear()
        asked(clients, who, "GET", filled(address, ids, kind))
        counts.append([one for one in made if re.search(r"FROM (patient|visit|revision|answer)", one)])
    assert counts[0]
    assert counts[0] == counts[1]


def test_lists_searches_and_tables_hold_the_own_clinic_alone(clinics: Clinics, clients: Any) -> None:
    for clinic, other in (("first", "north"), ("north", "first")):
        for address in ("/patients?q=ada", "/fhir/Patient?name=ada"):
            reply = asked(clients, (clinic, Role.CLINICIAN), "GET", address)
            assert reply.status_code == 200, reply.text[:300]
            assert clinics.ids[clinic]["patient"] in reply.text
            assert clinics.ids[other]["patient"] not in reply.text
        told = asked(clients, (clinic, Role.ADMIN), "GET", "/accounts").text
        assert f"viewer.{clinic}" in told
        assert f"viewer.{other}" not in told
    assert "fewer than 5 patients" in asked(clients, ("first", Role.RESEARCHER), "GET", "/research").text


@pytest.mark.parametrize("clinic", ["first", "north"])
@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.VIEWER])
def test_the_own_patient_is_shown(clinics: Clinics, clients: Any, clinic: str, role: Role) -> None:
    ids = dict(clinics.ids[clinic])
    for address in ("/patients/{patient}", "/visits/{visit}/answers"):
        reply = asked(clients, (clinic, role), "GET", filled(address, ids, ""))
        assert reply.status_code == 200
        assert f"Ada of {clinic}" in reply.text
        assert ('action="/patients/' in reply.text) == (role is Role.CLINICIAN and address.startswith("/patients"))


@pytest.mark.parametrize(
    ("method", "address"), sorted(r for r, rule in RULES.items() if rule.proof == Proof.FORM and r[0] not in SAFE)
)
def test_every_form_is_refused_without_the_proof_of_its_session(
    clinics: Clinics, clients: Any, method: str, address: str
) -> None:
    role = next(role for role in (Role.CLINICIAN, Role.ADMIN, Role.RESEARCHER) if role in RULES[method, address].roles)
    client, _, _ = clients["first", role]
    for data in ({}, {"proof": "0" * 64}):
        reply = client.request(method, filled(address, dict(clinics.ids["first"]), ""), data=data)
        assert (reply.status_code, "Nothing was saved" in reply.text) == (403, True), address


def test_denials_and_reads_are_events_of_the_chain_and_nobody_sees_anything(clinics: Clinics, clients: Any) -> None:
    who = clinics.accounts["first", Role.VIEWER]
    asked(clients, ("first", Role.VIEWER), "GET", f"/patients/{clinics.ids['first']['patient']}")
    asked(clients, ("first", Role.VIEWER), "GET", f"/patients/{MISSING}")
    asked(clients, ("first", Role.VIEWER), "GET", "/accounts")
    with clinics.access.signing.records.engine.begin() as connection:
        rows = connection.execute(select(EVENTS.c.action).where(EVENTS.c.actor == who.actor)).scalars().all()
    assert {"denied: no such record", "denied: not for this role", "opened"} <= set(rows)
    with pytest.raises(NobodyActsError):
        clinics.access.records.patients()
    assert faults_of(clinics.access.signing.records) == ()
