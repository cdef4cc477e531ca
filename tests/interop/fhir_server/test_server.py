"""The server as a client sees it: from an empty database to a visit that is read, searched and answered."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from myotome.errors import InputError
from myotome.exam import read_case
from myotome.interop import mount_fhir
from myotome.interop.fhir import case_bundle, case_of_bundle
from myotome.interop.fhir.invariants import check_resource
from myotome.interop.fhir.places import Where
from myotome.records import Records, open_records
from support.mutations import VALUES, mutated_bytes, mutated_mapping
from support.stored import KEY

CASE = read_case(Path(__file__).parents[3] / "examples" / "peroneal-palsy.yaml")
JSON = "application/fhir+json"
PERSON = {
    "resourceType": "Patient",
    "name": [{"family": "Example", "given": ["Ada"]}],
    "birthDate": "1996-12-17",
    "identifier": [{"system": "urn:mrn", "value": "77-1"}],
}


@pytest.fixture(scope="module")
def records(tmp_path_factory) -> Iterator[Records]:
    path = tmp_path_factory.mktemp("kept") / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as made:
        yield made


def served(records: Records | None, **more: Any) -> TestClient:
    server = Starlette()
    mount_fhir(server, records, **more)
    return TestClient(server, base_url="http://127.0.0.1:8321", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def web(records) -> TestClient:
    return served(records)


def dated(day: str, case: Any = CASE, **patient: Any) -> Any:
    """A case as a bundle whose Patient has a name."""
    from datetime import date

    bundle = json.loads(json.dumps(case_bundle(case, examined_on=date.fromisoformat(day))))
    bundle["entry"][0]["resource"] |= PERSON | patient
    return bundle


def posted(web: TestClient, body: Any, where: str = "/fhir", **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return web.post(where, content=content, headers={"content-type": JSON, **headers})


def outcome(answer: Any, status: int) -> str:
    """What an OperationOutcome says."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == JSON
    assert answer.json()["resourceType"] == "OperationOutcome"
    return " ".join(one.get("diagnostics", "") for one in answer.json()["issue"])


def entries(web: TestClient, address: str) -> list[Any]:
    answer = web.get(address)
    assert answer.status_code == 200, answer.text
    return [entry["resource"] for entry in answer.json().get("entry", [])]


@pytest.fixture(scope="module")
def visit(web) -> dict[str, str]:
    """Two visits of one patient: ids of the patient and of the newer one."""
    first = posted(web, dated("2026-03-02")).json()["entry"]
    patient = first[0]["response"]["location"].split("/")[1]
    again = dated("2026-04-02")
    again["entry"] = [
        {**entry, "resource": {**entry["resource"], "subject": {"reference": f"Patient/{patient}"}}}
        for entry in again["entry"][1:]
    ]
    second = posted(web, again)
    assert second.status_code == 200, second.text
    return {"patient": patient, "encounter": second.json()["entry"][0]["response"]["location"].split("/")[1]}


def test_everything_that_is_posted_can_be_read_where_the_answer_says(web):
    bundle = dated("2026-01-05")
    answer = posted(web, bundle)
    assert answer.json()["type"] == "transaction-response"
    for entry, told in zip(bundle["entry"], answer.json()["entry"], strict=True):
        assert told["response"]["status"] == "201 Created"
        kind, identity, *_ = told["response"]["location"].split("/")
        read = web.get(f"/fhir/{kind}/{identity}")
        assert read.headers["etag"] == told["response"]["etag"] == f'W/"{read.json()["meta"]["versionId"]}"'
        same = ("resourceType", "code", "bodySite", "component", "valueQuantity", "valueCodeableConcept")
        assert [read.json().get(key) for key in same] == [entry["resource"].get(key) for key in same]


def test_a_resource_that_the_client_has_is_not_sent_again(web, visit):
    address = f"/fhir/Encounter/{visit['encounter']}"
    tag = web.get(address).headers["etag"]
    answer = web.get(address, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert web.get(address, headers={"if-none-match": 'W/"9"'}).status_code == 200


def test_a_patient_of_whom_more_is_known_is_sent_again(web, records):
    who = posted(web, {**PERSON, "identifier": [{"value": "etag"}]}, "/fhir/Patient")
    assert "gender" not in who.json()
    records.add_visit(who.json()["id"], "2026-01-02", CASE)
    again = web.get(f"/fhir/Patient/{who.json()['id']}", headers={"if-none-match": who.headers["etag"]})
    assert (again.status_code, again.json()["gender"]) == (200, CASE.demographics.sex)


def test_what_a_search_finds_is_valid_and_gives_the_newest_case_with_the_earlier_visit(web, visit):
    found = entries(web, f"/fhir/Observation?patient={visit['patient']}&_sort=-date&_count=1000")
    who = entries(web, f"/fhir/Patient?_id={visit['patient']}")
    met = entries(web, f"/fhir/Encounter?patient=Patient/{visit['patient']}")
    where = Where("found", [])
    for one in (*found, *who, *met):
        check_resource(one, where)
    assert where.problems == []
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in (*who, *met, *found)],
    }
    case = case_of_bundle(whole).case
    assert {finding.label for finding in CASE.findings} <= {finding.label for finding in case.findings}
    assert len(case.visits) == 1


def test_pages_follow_one_another_and_hold_everything_once(web, visit):
    address, pages = f"/fhir/Observation?patient={visit['patient']}&_count=7", []
    while address:
        bundle = web.get(address).json()
        pages.append([entry["resource"]["id"] for entry in bundle["entry"]])
        links = {one["relation"]: one["url"] for one in bundle["link"]}
        assert links["self"].startswith("http://127.0.0.1:8321/fhir/Observation?")
        address = links.get("next", "")
    seen = [one for page in pages for one in page]
    assert len(pages) > 2
    assert len(set(seen)) == len(seen) == bundle["total"]
    assert web.get(f"/fhir/Observation?patient={visit['patient']}&_summary=count").json().get("entry") is None


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("date=2026-03-02", {"2026-03-02"}),
        ("date=gt2026-03-02", {"2026-04-02"}),
        ("date=ge2026-03-02&date=lt2026-04-01", {"2026-03-02"}),
        ("date=2026", {"2026-03-02", "2026-04-02"}),
        ("date=le2026-03-01", set()),
        ("date=2026-03-02,2026-04-02", {"2026-03-02", "2026-04-02"}),
        ("date=sa2026-03-15T10:00:00Z", {"2026-04-02"}),
        ("category=exam,imaging&status=final", {"2026-03-02", "2026-04-02"}),
        ("code=https://w3id.org/myotome/fhir/CodeSystem/finding-type|strength", {"2026-03-02", "2026-04-02"}),
        ("code=http://loinc.org|strength", set()),
    ],
)
def test_findings_are_found_by_day_and_code(query, days, web, visit):
    found = entries(web, f"/fhir/Observation?subject:Patient={visit['patient']}&{query}&_count=1000")
    assert {one["effectiveDateTime"] for one in found} == days


def test_a_search_may_stand_in_the_body(web, visit):
    form = web.post("/fhir/Encounter/_search", data={"patient": visit["patient"], "_sort": "date"})
    assert [one["resource"]["period"]["start"] for one in form.json()["entry"]] == ["2026-03-02", "2026-04-02"]


@pytest.mark.parametrize("query", ["name=exam", "identifier=77-1", "birthdate=1996-12"])
def test_a_patient_is_found_by_name_number_and_birth(query, web, visit):
    assert visit["patient"] in [one["id"] for one in entries(web, f"/fhir/Patient?{query}")]
    assert entries(web, "/fhir/Patient?name=nobody") == []


def test_a_patient_who_is_kept_is_not_made_anew(web):
    who = {**PERSON, "identifier": [{"system": "urn:mrn", "value": "4711"}]}
    first, again = (posted(web, who, "/fhir/Patient", **{"if-none-exist": "identifier=4711"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["location"].endswith(f"/Patient/{first.json()['id']}/_history/1")
    bundle = dated("2026-02-01", identifier=who["identifier"])
    bundle["type"] = "transaction"
    for entry in bundle["entry"]:
        entry["request"] = {"method": "POST", "url": entry["resource"]["resourceType"]}
    bundle["entry"][0]["request"]["ifNoneExist"] = "identifier=4711"
    told = posted(web, bundle).json()["entry"]
    assert told[0]["response"]["location"] == f"Patient/{first.json()['id']}/_history/2"


@pytest.mark.parametrize("server", ["web", "clinic"])
@pytest.mark.parametrize(
    ("who", "again"),
    [
        (PERSON, {"web": 200, "clinic": 200}),
        ({"resourceType": "Patient", "birthDate": "1980-05-17"}, {"web": 200, "clinic": 200}),
        ({"resourceType": "Patient"}, {"web": 412, "clinic": 200}),
    ],
)
def test_a_patient_with_a_system_is_kept_once_however_often_it_is_posted(who, again, server, request):
    web = request.getfixturevalue(server)
    number = f"once-{len(who)}"
    sent, condition = {**who, **numbered("urn:a", number)}, {"if-none-exist": f"identifier=urn:a|{number}"}
    first, second = (posted(web, sent, "/fhir/Patient", **condition) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, again[server]), second.text
    assert len(entries(web, f"/fhir/Patient?identifier={number}")) == 1


@pytest.fixture(scope="module")
def clinic(tmp_path_factory) -> Iterator[TestClient]:
    """A server that knows the system of its numbers."""
    path = tmp_path_factory.mktemp("clinic") / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as made:
        with pytest.MonkeyPatch.context() as patch:  # no longer than it is made: others stand in the same process
            patch.setenv("MYOTOME_FHIR_NUMBERS", "urn:a")
            server = served(made)
        yield server


def numbered(system: str, number: str) -> dict[str, Any]:
    return {"identifier": [{"system": system, "value": number}]}


@pytest.mark.parametrize("server", ["web", "clinic"])
@pytest.mark.parametrize(
    ("condition", "sent", "status"),
    [
        ("identifier=urn:b|{}", {"name": [{"text": "Bob"}], "gender": "female"}, {"web": 409, "clinic": 200}),
        ("identifier={}", {"name": [{"text": "Cara Example Smith Jones"}, {"text": "Cara"}]}, 409),
        ("identifier={}", {"birthDate": "1999"}, 409),
        ("identifier={}", {"gender": "female"}, 409),
        ("identifier={}", {"birthDate": "1996", "name": [{"family": "EXAMPLE"}]}, 200),
        ("identifier=urn:a|", {}, 400),
    ],
)
def test_findings_of_somebody_else_are_not_added_to_a_record(condition, sent, status, server, request):
    web = request.getfixturevalue(server)
    number = f"{len(condition) * 1000 + len(str(sent))}"
    first = posted(web, dated("2026-02-01", **numbered("urn:a", number))).json()["entry"]
    patient = first[0]["response"]["location"].split("/")[1]
    before = web.get(f"/fhir/Patient/{patient}").json()
    bundle = dated("2026-02-02", **numbered("urn:b" if "urn:b" in condition else "urn:a", number), **sent)
    bundle["entry"][0]["request"] = {"method": "POST", "url": "Patient", "ifNoneExist": condition.format(number)}
    answer = posted(web, bundle)
    status = status[server] if isinstance(status, dict) else status
    assert answer.status_code == status, answer.text
    after = web.get(f"/fhir/Patient/{patient}").json()
    joined = status == 200 and "urn:b" not in condition
    assert len(entries(web, f"/fhir/Encounter?patient={patient}")) == 1 + joined
    assert {**after, "meta": 0} == {**before, "meta": 0}


@pytest.mark.parametrize(
    ("subject", "brought"),
    [("Patient/{}", True), ("https://evil.example/Patient/{}", True), ("https://evil.example/Patient/{}", False)],
)
def test_findings_of_another_subject_are_not_those_of_the_patient(subject, brought, web, visit, records):
    bundle = dated("2026-03-01", **numbered("urn:a", "dora"))
    reference = {"reference": subject.format(visit["patient"])}
    for entry in bundle["entry"][1:]:
        entry["resource"]["subject"] = reference
    bundle["entry"] = bundle["entry"] if brought else bundle["entry"][1:]
    before = len(records.patients(count=1000))
    assert outcome(posted(web, bundle), 422)
    assert len(records.patients(count=1000)) == before


@pytest.mark.parametrize("base", ["javascript:x", "https://", "https://x.example/a b", "https://x.example/?a", "x"])
def test_a_canonical_address_that_is_none_is_refused_at_the_start(base, monkeypatch):
    monkeypatch.setenv("MYOTOME_FHIR_BASE", base)
    with pytest.raises(InputError, match="MYOTOME_FHIR_BASE"):
        served(None)


@pytest.mark.parametrize("operation", ["$explain", "$care"])
def test_a_visit_is_answered_with_references_that_lead_somewhere(operation, web, visit):
    where = f"/fhir/Encounter/{visit['encounter']}/{operation}"
    bundle = web.get(where).json()
    names = {entry["fullUrl"] for entry in bundle["entry"]}
    text = json.dumps(bundle)
    for reference in {part.split('"')[0] for part in text.split('"reference": "')[1:]}:
        assert reference in names or f"http://127.0.0.1:8321/fhir/{reference}" in names
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert {"RiskAssessment", "DiagnosticReport", "Provenance"} <= kinds
    assert ("CarePlan" in kinds) == (operation == "$care")
    problems = Where("answer", [])
    assert all(check_resource(entry["resource"], problems) for entry in bundle["entry"]), problems.problems


def test_the_newest_visit_of_a_patient_is_answered_and_a_bundle_without_keeping_it(web, visit, records):
    before = len(records.patients())
    for answer in (
        web.get(f"/fhir/Patient/{visit['patient']}/$explain"),
        posted(web, dated("2026-05-01"), "/fhir/$explain"),
        posted(
            web,
            {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": dated("2026-05-01")}]},
            "/fhir/$explain",
        ),
    ):
        kinds = [entry["resource"]["resourceType"] for entry in answer.json()["entry"]]
        assert "RiskAssessment" in kinds
    assert len(records.patients()) == before


@pytest.mark.parametrize("operation", ["$explain", "$care"])
@pytest.mark.parametrize(
    "change", [{"code": {"text": "Power"}}, {"status": "registered"}, {"status": "entered-in-error"}]
)
def test_an_answer_says_first_on_what_it_does_not_rest_or_is_refused(operation, change, web):
    bundle = dated("2026-06-01")
    findings = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Observation"]
    findings[-1] |= change
    answer = posted(web, bundle, f"/fhir/{operation}").json()
    told = {one["resource"]["resourceType"]: one["resource"] for one in answer["entry"]}
    assert told["DiagnosticReport"]["conclusion"].startswith("1 observation that was sent was not taken over")
    assert "warning" in {issue["severity"] for issue in told["OperationOutcome"]["issue"]}
    outcome(posted(web, bundle, f"/fhir/{operation}", prefer="handling=strict"), 422)


def test_what_is_left_out_of_a_search_is_said_or_refused(web, visit):
    address = f"/fhir/Observation?patient={visit['patient']}&colour=red&_count=1"
    assert "colour" in json.dumps(entries(web, address)[-1])
    assert "colour" in outcome(web.get(address, headers={"prefer": "handling=strict"}), 400)


def test_a_finding_that_is_not_known_is_told_or_the_bundle_is_refused(web, records):
    bundle = dated("2026-06-01")
    odd = {"resourceType": "Observation", "status": "final", "code": {"text": "Power"}}
    bundle["entry"].append({"resource": odd})
    before = len(records.patients())
    assert "only the text" in outcome(posted(web, bundle, prefer="handling=strict"), 422)
    assert len(records.patients()) == before
    told = posted(web, bundle).json()["entry"][-1]["response"]
    assert "location" not in told
    assert told["outcome"]["issue"][0]["severity"] == "warning"


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({}, ""),
        ({"active": False}, "active false"),
        ({"deceasedBoolean": True}, "deceasedBoolean"),
        ({"birthDate": "1996"}, "birthDate 1996"),
        ({"identifier": [{"value": "1"}, {"system": "urn:b", "value": "2"}]}, "1 identifier"),
        ({"telecom": [{"value": "123"}]}, "telecom"),
        ({"name": [{"text": "Ada\u202eExample"}]}, "characters of the name"),
    ],
)
def test_what_is_lost_of_a_patient_is_told_or_the_bundle_is_refused(change, lost, web, records):
    bundle = dated("2026-06-02", **change)
    issue = posted(web, bundle).json()["entry"][0]["response"]["outcome"]["issue"][0]
    assert issue["severity"] == ("warning" if lost else "information")
    assert lost in issue["diagnostics"]
    before = len(records.patients(count=1000))
    strict = posted(web, bundle, prefer="handling=strict")
    assert lost in outcome(strict, 422) if lost else strict.status_code == 200
    assert len(records.patients(count=1000)) == before + (not lost)
    alone = posted(web, bundle["entry"][0]["resource"], "/fhir/Patient", prefer="handling=strict")
    assert lost in outcome(alone, 422) if lost else alone.status_code == 201


WRONG: dict[str, tuple[Any, int]] = {
    "no bundle": ({"resourceType": "Observation"}, 400),
    "null": ({"resourceType": "Bundle", "type": "collection", "entry": None}, 400),
    "a search set": ({"resourceType": "Bundle", "type": "searchset"}, 400),
    "no patient": ({"resourceType": "Bundle", "type": "collection"}, 422),
    "no resource": ({"resourceType": "Bundle", "type": "transaction", "entry": [{"request": {"method": "GET"}}]}, 422),
    "another method": (
        {"resourceType": "Bundle", "type": "transaction",
         "entry": [{"resource": PERSON, "request": {"method": "PUT", "url": "Patient/1"}}]}, 422),
    "no JSON": (b"{", 400),
    "no text": (b"\xff", 400),
    "XML": (b"<Bundle/>", 400),
    "half a surrogate": (b'{"resourceType": "Bundle", "type": "\\ud800"}', 400),
    "too deep": (b'{"a":' * 60 + b"1" + b"}" * 60, 400),
    "too large": (b" " * (5 * 2**20 + 1), 413),
    "a stranger": (
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Observation",
         "status": "final", "code": {"text": "x"}, "subject": {"reference": "Patient/nobody"}}}]}, 422),
    "another age than the birth gives": (dated("2026-01-05", birthDate="1950-01-01"), 422),
    "another age, without a day": ({**case_bundle(CASE), "entry": [
        {"resource": {**entry["resource"], **({} if number else PERSON | {"birthDate": "1950"})}}
        for number, entry in enumerate(case_bundle(CASE)["entry"])]}, 422),
    "a day to come": (dated("2126-01-01"), 422),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_kept_is_refused_whole(name, web, records):
    before = len(records.patients())
    body, status = WRONG[name]
    assert outcome(posted(web, body), status)
    assert len(records.patients()) == before


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/fhir/Patient/nobody", 404),
        ("GET", "/fhir/Observation/nobody", 404),
        ("GET", f"/fhir/Observation/{'0' * 32}-strength-1", 404),
        ("GET", "/fhir/Spine", 404),
        ("GET", "/fhir/Spine/1", 404),
        ("GET", "/fhir/a/b/c/d", 404),
        ("GET", "/fhir/Patient/nobody/$explain", 404),
        ("GET", "/fhir/Group/1/$explain", 404),
        ("GET", "/fhir/Observation", 400),
        ("GET", "/fhir/Observation?patient=x&date=tomorrow", 200),
        ("GET", "/fhir/Patient?birthdate=2020-02-30", 400),
        ("GET", "/fhir/Patient?name:exact=x", 400),
        ("GET", "/fhir/Patient?identifier=urn:mrn|", 400),
        ("GET", "/fhir/Patient?identifier=|||", 400),
        ("GET", "/fhir/Patient?identifier=4,", 400),
        ("GET", "/fhir/Patient?name=%20", 400),
        ("GET", f"/fhir/Observation?_id=x{',x' * 1000}", 400),
        ("GET", "/fhir/Patient?_count=-1", 400),
        ("GET", "/fhir/Patient?_sort=shoe", 400),
        ("GET", "/fhir/Patient?_format=xml", 406),
        ("PUT", "/fhir/Patient/1", 405),
        ("DELETE", "/fhir/Patient/1", 405),
        ("POST", "/fhir/Observation", 405),
        ("GET", "/fhir", 405),
    ],
)
def test_every_refusal_is_an_operation_outcome(method, address, status, web, visit):
    answer = web.request(method, address)
    if status == 200:
        assert answer.status_code == 200
    else:
        outcome(answer, status)


@pytest.mark.parametrize("headers", [{"accept": "application/fhir+xml"}, {"accept": "text/turtle"}])
def test_another_form_is_not_acceptable(headers, web):
    outcome(web.get("/fhir/metadata", headers=headers), 406)
    for good in ("application/json", "text/html,*/*;q=0.8", "application/fhir+json; fhirVersion=4.0"):
        assert web.get("/fhir/metadata", headers={"accept": good}).status_code == 200
    assert web.get("/fhir/metadata?_format=application/fhir+json").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_form_of_another_page_cannot_post(kind, web):
    outcome(web.post("/fhir", content=b"{}", headers={"content-type": kind}), 415)


def test_the_statement_says_what_is_there(web, visit):
    statement = web.get("/fhir/metadata").json()
    where = Where("statement", [])
    assert check_resource(statement, where), where.problems
    for one in statement["rest"][0]["resource"]:
        acts = {act["code"] for act in one["interaction"]}
        assert ("create" in acts) == (web.post(f"/fhir/{one['type']}").status_code == 415)
        for parameter in one["searchParam"]:
            value = {"date": "2026", "uri": "https://x.example"}.get(parameter["type"], "x")
            patient = f"&patient={visit['patient']}" if one["type"] in ("Encounter", "Observation") else ""
            answer = web.get(f"/fhir/{one['type']}?{parameter['name']}={value}{patient}")
            assert answer.status_code == 200, answer.text
            assert "OperationOutcome" not in answer.text


def test_definitions_are_read_by_id_and_found_by_address(web):
    (found,) = entries(web, "/fhir/CodeSystem?url=https://w3id.org/myotome/fhir/CodeSystem/reflex-grade")
    assert web.get(f"/fhir/CodeSystem/{found['id']}").json()["concept"] == found["concept"]


def test_without_records_definitions_and_operations_are_there():
    web = served(None)
    assert {one["type"] for one in web.get("/fhir/metadata").json()["rest"][0]["resource"]}.isdisjoint({"Patient"})
    assert "--no-records" in outcome(web.get("/fhir/Patient"), 404)
    assert "--no-records" in outcome(posted(web, dated("2026-01-01")), 405)
    assert posted(web, dated("2026-01-01"), "/fhir/$explain").status_code == 200


def test_a_visit_that_is_posted_is_told_to_whoever_answers_it(records):
    told: list[Any] = []
    web = served(records, on_visit=lambda *said: told.append(said))
    posted(web, dated("2026-01-09"))
    ((visit, version, case, day),) = told
    assert (version, day) == (1, "2026-01-09")
    assert records.visit(visit).case == case


WRITTEN = [one for one in VALUES if not isinstance(one, bytes) and not (isinstance(one, int) and abs(one) > 10**400)]


def try_mutants(web: TestClient, records: Records, numbers: Iterable[int]) -> int:
    """Post mutated bundles: a patient more for each that is taken, none for the others; how many were taken."""
    good, taken = dated("2026-01-05"), 0
    before = len(records.patients(count=10_000))
    for number in numbers:
        chance = random.Random(number)
        body = mutated_bytes(json.dumps(good), chance)
        if number % 4:
            body = json.dumps(mutated_mapping(good, chance, WRITTEN)).encode()
        answer = posted(web, body)
        assert answer.status_code in (200, 400, 409, 412, 413, 422), answer.text
        assert answer.json()["resourceType"] == ("Bundle" if answer.status_code == 200 else "OperationOutcome")
        taken += answer.status_code == 200
    assert len(records.patients(count=10_000)) == before + taken
    return taken


def test_mutated_bundles_are_kept_whole_or_refused(web, records):
    assert 0 < try_mutants(web, records, [*range(60), 740]) < 61


@pytest.mark.nightly
def test_ten_thousand_mutated_bundles_give_no_failure(web, records):
    assert 0 < try_mutants(web, records, range(60, 10_060)) < 10_000
