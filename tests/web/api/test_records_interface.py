"""Patients and visits for other programs: added, read, saved where nobody else did since, and refused otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from myotome.records import Records, faults_of, open_records
from myotome.web import application
from myotome.web.api.components import components
from support.clinics import Silent
from support.stored import DOCUMENT, KEY, case_of

PATIENTS, VISITS = "/api/v1/patients", "/api/v1/visits"
WHO = {"name": "Ada Example", "born": "1980-05-17", "number": "A-1", "note": "speaks Dutch"}
MISSING = "0" * 32


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made


@pytest.fixture
def client(records: Records, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    with TestClient(application(records=records), raise_server_exceptions=False) as made:
        yield made


def visit_of(**more: Any) -> dict[str, Any]:
    return {"day": "2026-03-02", "case": case_of(**more).to_dict()}


def fits(document: Any, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": components()}}
    jsonschema.Draft202012Validator(schema).validate(document)


def test_a_patient_and_a_visit_are_kept_read_found_and_saved_again(client: TestClient, records: Records) -> None:
    added = client.post(PATIENTS, json=WHO)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    patient = client.get(added.headers["location"])
    assert patient.json() == added.json() | {"changed": patient.json()["changed"]}
    fits(patient.json(), "Patient")
    assert [one["id"] for one in client.get(f"{PATIENTS}?q=exam").json()] == [patient.json()["id"]]
    of = f"{PATIENTS}/{patient.json()['id']}/visits"
    visit = client.post(of, json=visit_of())
    assert (visit.status_code, visit.json()["case"]) == (201, visit_of()["case"])
    fits(visit.json(), "Visit")
    where = visit.headers["location"]
    assert client.get(of).json() == [visit.json()]
    same = client.put(where, json=visit_of(), headers={"if-match": '"1"'})
    assert (same.status_code, same.headers["etag"]) == (200, '"1"')
    saved = client.put(where, json={**visit_of(), "day": "2026-03-03"}, headers={"if-match": same.headers["etag"]})
    assert (saved.json()["day"], saved.headers["etag"]) == ("2026-03-03", '"2"')
    answer = records.add_answer(visit.json()["id"], 2, DOCUMENT)
    (told,) = client.get(f"{where}/answers").json()
    stored = client.get(f"/api/v1/answers/{answer}").json()
    fits(told, "AnswerHead")
    fits(stored, "StoredAnswer")
    assert stored == {**told, "document": DOCUMENT}
    assert faults_of(records) == ()


@pytest.mark.parametrize("kind", ["patient", "visit"])
def test_a_change_of_what_somebody_else_changed_is_refused_and_nothing_is_saved(client: TestClient, kind: str) -> None:
    patient = client.post(PATIENTS, json=WHO).json()["id"]
    visit = client.post(f"{PATIENTS}/{patient}/visits", json=visit_of()).json()["id"]
    where, body = {
        "patient": (f"{PATIENTS}/{patient}", {**WHO, "name": "Bo"}),
        "visit": (f"{VISITS}/{visit}", {**visit_of(), "day": "2026-03-04"}),
    }[kind]
    unnamed = [client.put(where, json=body, headers=h) for h in ({}, {"if-match": "*"}, {"if-match": "new"})]
    assert [one.status_code for one in unnamed] == [428] * 3
    assert client.put(where, json=body, headers={"if-match": 'W/"1"'}).status_code == 200
    late = client.put(
        where, json={**body, "day": "2026-03-05"} if kind == "visit" else WHO, headers={"if-match": '"1"'}
    )
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert client.get(where).json()["version"] == 2
    assert client.post(f"{where}/archive", headers={"if-match": '"2"'}).json()["archived"]
    assert client.post(f"{where}/restore", headers={"if-match": '"3"'}).json()["archived"] is None
    assert client.post(f"{where}/burn", headers={"if-match": '"4"'}).status_code == 404


@pytest.mark.parametrize(
    ("address", "body", "where"),
    [
        (PATIENTS, {}, "name"),
        (PATIENTS, [], "body"),
        (PATIENTS, {**WHO, "born": "tomorrow"}, "born"),
        (PATIENTS, {**WHO, "name": 3}, "name"),
        (PATIENTS, {**WHO, "name": "\ud800"}, "name"),
        (PATIENTS, {**WHO, "name": "a" * 100_000}, "name"),
        (PATIENTS, {**WHO, "nam": "x"}, "nam"),
        ("visits", {"day": "2026-03-02"}, "case"),
        ("visits", {"day": "3000-01-01", "case": case_of().to_dict()}, "day"),
        ("visits", {"day": 3, "case": case_of().to_dict()}, "day"),
        ("visits", {"day": "2026-03-02", "case": {"id": "a"}}, "case"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    client: TestClient, records: Records, address: str, body: Any, where: str
) -> None:
    patient = client.post(PATIENTS, json=WHO).json()["id"]
    reply = client.post(address if address == PATIENTS else f"{PATIENTS}/{patient}/visits", content=json.dumps(body))
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json"), reply.text[:200]
    assert where in " ".join(one["where"] for one in reply.json()["errors"])
    assert (len(records.patients()), records.visits(patient)) == (1, ())


def test_what_there_is_not_is_missing_everywhere(client: TestClient) -> None:
    tag = {"if-match": '"1"'}
    for method, address, body in (
        ("GET", f"{PATIENTS}/{MISSING}", None),
        ("PUT", f"{PATIENTS}/{MISSING}", WHO),
        ("POST", f"{PATIENTS}/{MISSING}/archive", None),
        ("GET", f"{PATIENTS}/{MISSING}/visits", None),
        ("POST", f"{PATIENTS}/{MISSING}/visits", visit_of()),
        ("GET", f"{VISITS}/{MISSING}", None),
        ("PUT", f"{VISITS}/{MISSING}", visit_of()),
        ("GET", f"{VISITS}/{MISSING}/answers", None),
        ("GET", f"/api/v1/answers/{MISSING}", None),
    ):
        reply = client.request(method, address, json=body, headers=tag)
        assert (reply.status_code, reply.json()["title"]) == (404, "Not found"), address


def test_without_records_there_are_no_patients() -> None:
    with TestClient(application()) as client:
        assert client.get(PATIENTS).status_code == 404
        assert PATIENTS not in client.get("/api/openapi.json").json()["paths"]
