"""What the published text of CDS Hooks 2.0 asks for, a check a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from myotome.interop import Terms, fhir_definitions, mount_cds
from myotome.interop.cds.calls import call_of
from myotome.interop.cds.cards import LONGEST_SUMMARY, summary_of
from myotome.interop.cds.clients import CdsClients, read_clients
from myotome.interop.cds.feedback import FeedbackStore
from myotome.interop.cds.services import discovery, wanted
from support.cds_hospital import BASE, EC, ISSUER, NOW, OTHER, PATIENT, RSA, SECRET, Hospital, call, order, record
from support.running import running

VIEW, ORDERS = "/cds-services/myotome-spine", "/cds-services/myotome-spine-orders"
IMAGE = {"coding": [{"system": "http://loinc.org", "code": "24968-0"}]}
OPIOID = {"coding": [{"system": Terms().url("CodeSystem", "history-item"), "code": "opioid_use"}]}
REFERRAL = {"coding": [{"system": Terms().url("CodeSystem", "output"), "code": "referral"}]}


@pytest.fixture
def hospital() -> Iterator[Hospital]:
    made = Hospital()
    with made.web:
        yield made


def cards(hospital: Hospital, path: str, body: Any) -> list[dict[str, Any]]:
    answer = hospital.post(path, body)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"cards"}  # no action that a person does not see
    return answer.json()["cards"]


# Discovery


def test_discovery_lists_every_service_with_what_it_needs(hospital):
    answer = hospital.get()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    services = answer.json()["services"]
    assert {one["hook"] for one in services} == {"patient-view", "order-select", "order-sign"}
    assert all(one["id"] and one["description"] and one["title"] for one in services)


def test_a_service_and_its_hook_are_listed_once():
    pairs = [(one["id"], one["hook"]) for one in discovery()["services"]]
    assert len(set(pairs)) == len(pairs)


def test_nothing_in_discovery_is_empty():
    def empty(node: Any) -> bool:
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return node in (None, "", [], {}) or any(map(empty, inner))

    assert not empty(discovery())


@pytest.mark.parametrize("one", [one for path in (VIEW, ORDERS) for one in wanted(path.rpartition("/")[2])])
def test_a_query_keeps_to_the_portable_subset(one):
    assert set(re.findall(r"\{\{(.*?)\}\}", one.query)) == {"context.patientId"}
    kind, _, parameters = one.query.partition("?")
    assert re.fullmatch(r"[A-Z][A-Za-z]+(/\{\{context\.patientId\}\})?", kind)
    for parameter in parameters.split("&") if parameters else ():
        name, _, value = parameter.partition("=")
        assert re.fullmatch(r"[a-z_-]+", name)
        assert value


# The form of a call


@pytest.mark.parametrize("hook", ["patient-view", "order-select", "order-sign"])
def test_the_smallest_call_of_each_hook_is_answered(hook, hospital):
    path = VIEW if hook == "patient-view" else ORDERS
    assert isinstance(cards(hospital, path, call(hook, orders=(order("ServiceRequest", IMAGE),))), list)


@pytest.mark.parametrize("name", ["hook", "hookInstance", "context"])
def test_a_call_without_a_needed_part_is_400(name, hospital):
    body = call()
    body.pop(name)
    answer = hospital.post(VIEW, body)
    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("name", ["userId", "patientId"])
def test_a_context_without_a_needed_field_is_400(name, hospital):
    body = call()
    body["context"].pop(name)
    assert hospital.post(VIEW, body).status_code == 400


@pytest.mark.parametrize(("hook", "name"), [("order-select", "selections"), ("order-sign", "draftOrders")])
def test_an_order_hook_needs_its_orders(hook, name, hospital):
    body = call(hook, orders=(order("ServiceRequest", IMAGE),))
    body["context"].pop(name)
    assert hospital.post(ORDERS, body).status_code == 400


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"hook": "order-sign"}, 400),
        ({"hook": "encounter-start"}, 400),
        ({"hookInstance": "1"}, 400),
        ({"context": []}, 400),
        ({"prefetch": []}, 400),
        ({"fhirAuthorization": {"access_token": "x", "token_type": "Bearer"}}, 400),
        ({"fhirAuthorization": {"access_token": "x"}, "fhirServer": "https://fhir.example"}, 400),
        ({"fhirAuthorization": "x", "fhirServer": "https://fhir.example"}, 400),
        ({"context": {"userId": "Practitioner/d1", "patientId": "../p1"}}, 400),
    ],
)
def test_a_call_of_the_wrong_form_is_refused(change, status, hospital):
    assert hospital.post(VIEW, call() | change).status_code == status


def test_an_unknown_service_is_404(hospital):
    assert hospital.post("/cds-services/other", call()).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{", "application/json", 400), (b"[]", "application/json", 400), (b"{}", "text/plain", 415),
     (b'{"a": NaN}', "application/json", 400), (b" " * 5_000_001, "application/json", 413)],
)  # fmt: skip
def test_a_body_that_is_no_call_is_refused(content, kind, status, hospital):
    headers = {"authorization": f"Bearer {hospital.token(VIEW)}", "content-type": kind}
    assert hospital.web.post(VIEW, content=content, headers=headers).status_code == status


def test_an_order_for_another_patient_is_refused(hospital):
    body = call("order-sign", orders=(order("ServiceRequest", IMAGE, patient="p2"),))
    assert hospital.post(ORDERS, body).status_code == 400


def test_a_record_of_another_patient_is_refused(hospital):
    body = call()
    body["prefetch"]["patient"]["id"] = "p2"
    assert hospital.post(VIEW, body).status_code == 400


# What is sent along

FAILED = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("absent", 412),
        (FAILED, 412),
        ({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": FAILED}]}, 412),
        (None, 200),
        ({"resourceType": "Bundle", "type": "searchset"}, 200),
    ],
)
def test_absent_null_and_failed_are_three_things(sent, status, hospital):
    body = call()
    if sent == "absent":
        body["prefetch"].pop("findings")
    else:
        body["prefetch"]["findings"] = sent
    answer = hospital.post(VIEW, body)
    assert answer.status_code == status
    if status == 412:
        assert "prefetch.findings" in answer.text


def test_what_is_not_needed_may_be_absent_and_is_said_to_be(hospital):
    body = call()
    body["prefetch"].pop("conditions")
    assert "conditions could not be fetched" in cards(hospital, VIEW, body)[0]["detail"]


def test_an_unknown_key_is_ignored(hospital):
    body = call()
    body["prefetch"]["weather"] = {"resourceType": "Basic"}
    assert cards(hospital, VIEW, body)


def test_of_several_pages_it_is_said_that_more_may_be_missing(hospital):
    body = call()
    body["prefetch"]["findings"]["link"] = [{"relation": "next", "url": "https://fhir.example/2"}]
    assert "came in pages" in cards(hospital, VIEW, body)[0]["detail"]


def token_for(fhir: str) -> dict[str, Any]:
    given = {"access_token": "secret", "token_type": "Bearer", "expires_in": 300, "scope": "s", "subject": "c"}
    return {"fhirServer": fhir, "fhirAuthorization": given}


def test_what_was_not_sent_along_is_fetched_with_the_token_from_a_listed_server_alone():
    asked: list[tuple[str, str]] = []
    sent = record("cauda-equina")

    async def answer(request: Request) -> Response:
        asked.append((str(request.url.path), request.headers["authorization"]))
        one = sent["patient"] if "/Patient/" in request.url.path else sent["findings"]
        return JSONResponse(one) if "Condition" not in request.url.path else Response(status_code=403)

    with running(Starlette(routes=[Route("/r4/{rest:path}", answer)])) as address:
        hospital = Hospital(f"{address}r4")
        body = call() | {"prefetch": {}} | token_for(f"{address}r4/")
        (card, *_) = cards(hospital, VIEW, body)
        assert card["indicator"] == "critical"
        assert "conditions could not be fetched" in card["detail"]
        assert {token for _, token in asked} == {"Bearer secret"}
        asked.clear()
        assert hospital.post(VIEW, call() | {"prefetch": {}} | token_for(f"{address}other")).status_code == 412
        assert Hospital().post(VIEW, body | {"hookInstance": str(uuid4())}).status_code == 412
        assert asked == []
        assert "secret" not in repr(call_of("myotome-spine", body))


def test_a_wrong_resource_is_refused_with_its_place(hospital):
    body = call()
    body["prefetch"]["findings"]["entry"][0]["resource"]["status"] = "nope"
    answer = hospital.post(VIEW, body)
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"][0].startswith("entry[1]")


# Cards


def every_card(hospital: Hospital) -> list[dict[str, Any]]:
    orders = (order("ServiceRequest", IMAGE, "1"), order("ServiceRequest", REFERRAL, "3"))
    found = []
    for name in ("cauda-equina", "peroneal-palsy"):
        found += cards(hospital, VIEW, call(name=name))
        found += cards(hospital, ORDERS, call("order-sign", name, orders))
    return found


def test_every_card_has_the_parts_that_the_text_asks_for(hospital):
    found = every_card(hospital)
    assert len(found) > 4
    for card in found:
        assert 0 < len(card["summary"]) < 140
        assert "\n" not in card["summary"]
        assert card["indicator"] in ("info", "warning", "critical")
        assert card["source"]["label"]
        assert card["source"]["url"].startswith("https://")
        assert UUID(card["uuid"])
        assert ("suggestions" in card) == ("selectionBehavior" in card)
        assert all(reason["code"] and reason["system"] and reason["display"] for reason in card["overrideReasons"])
        assert all(link["type"] == "absolute" and link["label"] and "appContext" not in link for link in card["links"])


def test_a_summary_ends_before_140_characters():
    assert len(summary_of("x" * 139)) == LONGEST_SUMMARY == 139
    assert len(summary_of("longword " * 40)) < 140


def test_a_red_flag_is_one_critical_card_and_the_first(hospital):
    for path, body in ((VIEW, call(name="cauda-equina")), (ORDERS, call("order-sign", "cauda-equina"))):
        indicators = [card["indicator"] for card in cards(hospital, path, body)]
        assert indicators[0] == "critical"
        assert indicators.count("critical") == 1


def test_what_to_do_about_a_red_flag_stands_before_its_reasons_and_nothing_delays_it(hospital):
    (card,) = cards(hospital, VIEW, call(name="cauda-equina"))
    assert card["summary"].startswith("Red flag, at once")
    assert card["detail"].startswith("- Spinal surgery on call")


def test_the_service_is_mounted_where_clients_are_named(tmp_path, monkeypatch):
    (tmp_path / "clients.toml").write_text(f'base = "{BASE}"\n', encoding="utf-8")
    bare, server = Starlette(), Starlette()
    mount_cds(bare)
    monkeypatch.setenv("MYOTOME_CDS_CLIENTS", str(tmp_path / "clients.toml"))
    mount_cds(server)
    assert (len(bare.routes), [route.path for route in server.routes]) == (0, ["/cds"])


def test_without_a_red_flag_there_is_no_critical_card(hospital):
    assert all(card["indicator"] != "critical" for card in cards(hospital, VIEW, call(name="peroneal-palsy")))


def test_three_cards_at_most(hospital):
    orders = (order("ServiceRequest", IMAGE, "1"), order("MedicationRequest", OPIOID, "2"),
              order("ServiceRequest", REFERRAL, "3"))  # fmt: skip
    assert len(cards(hospital, ORDERS, call("order-sign", orders=orders))) == 3


def test_the_same_call_gives_the_same_cards(hospital):
    first, second = (cards(hospital, VIEW, call()) for _ in range(2))
    for card in (*first, *second):
        card.pop("uuid")
    assert first == second


def test_a_card_keeps_its_id_on_one_occasion_and_gets_another_on_the_next(hospital):
    body = call()
    first, again, other = (cards(hospital, VIEW, one)[0]["uuid"] for one in (body, body, call()))
    assert first == again != other


def test_an_image_is_answered_by_what_it_would_change(hospital):
    found = cards(hospital, ORDERS, call("order-sign", orders=(order("ServiceRequest", IMAGE),)))
    (image,) = [card for card in found if card["summary"].startswith("MRI")]
    assert "Disc to blame: proven" in image["detail"].replace("\\", "")


def test_only_the_selected_orders_are_advised_on(hospital):
    orders = (order("ServiceRequest", REFERRAL, "1"), order("ServiceRequest", IMAGE, "2"))
    summaries = [card["summary"] for card in cards(hospital, ORDERS, call("order-select", orders=orders))]
    assert any(one.startswith("Referral") for one in summaries)
    assert not any(one.startswith("MRI") for one in summaries)


def test_an_order_that_is_not_of_the_spine_gets_no_card_of_its_own(hospital):
    other = {"coding": [{"system": "http://loinc.org", "code": "24357-6"}]}
    body = call("order-sign", "peroneal-palsy", (order("ServiceRequest", other),))
    assert {card["indicator"] for card in cards(hospital, ORDERS, body)} <= {"warning"}


def test_words_of_the_record_are_inert(hospital):
    body = call()
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) `|`"
    body["prefetch"]["findings"]["entry"].append(
        {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": nasty}}}
    )
    said = json.dumps(cards(hospital, VIEW, body))
    assert "<script>" not in said
    assert "](javascript" not in said


# Trust


def status(hospital: Hospital, path: str = "/cds-services", **claims: Any) -> int:
    return hospital.get(path, **claims).status_code


@pytest.mark.parametrize(("key", "alg"), [(EC, "ES384"), (RSA, "RS384"), (RSA, "RS256")])
def test_a_good_token_is_accepted(key, alg, hospital):
    assert status(hospital, key=key, alg=alg) == 200
    assert status(hospital, key=key, alg=alg, nbf=NOW - 5) == 200
    assert status(hospital, key=key, alg=alg, aud=["https://else.example", f"{BASE}/cds-services"]) == 200


BAD: dict[str, dict[str, Any]] = {
    "expired": {"exp": NOW - 60, "iat": NOW - 300},
    "from the future": {"iat": NOW + 600, "exp": NOW + 900},
    **{f"{name} {told!r:.20}": {name: told} for name in ("exp", "iat", "nbf")
       for told in ([1], "x", {}, True, float("nan"), 10**400)},
    "not before a time to come": {"nbf": NOW + 600},
    **{f"jti {told!r}": {"jti": told} for told in ("", " ", 5, [1], {"a": 1})},
    "too long a life": {"exp": NOW + 100_000},
    "for another address": {"aud": f"{BASE}{VIEW}"},
    "for another host": {"aud": "https://other.example/cds-services"},
    "of an unknown issuer": {"iss": "https://other.example"},
    "without iss": {"iss": None},
    "without aud": {"aud": None},
    "without exp": {"exp": None},
    "without iat": {"iat": None},
    "without jti": {"jti": None},
    "signed by another key": {"key": OTHER},
    "of an unknown kid": {"header": {"kid": "other"}},
    "without kid": {"header": {"kid": None}},
    "of another typ": {"header": {"typ": "JOSE"}},
    "with keys from another address": {"header": {"jku": "https://evil.example/jwks.json"}},
    "HS256": {"key": SECRET, "alg": "HS256"},
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_is_refused(name, hospital):
    answer = hospital.get(**BAD[name])
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "given", [None, "", "Basic x", "Bearer", "Bearer x", "Bearer a.b.c", f"Bearer {'a' * 9000}", "Bearer e30.e30."]
)
def test_no_token_and_what_is_none_are_refused(given, hospital):
    headers = {} if given is None else {"authorization": given}
    assert hospital.web.get("/cds-services", headers=headers).status_code == 401


def test_the_algorithm_none_is_refused(hospital):
    import base64

    claims = {"iss": ISSUER, "aud": f"{BASE}/cds-services", "exp": NOW + 60, "iat": NOW, "jti": "1"}
    parts = [{"alg": "none", "kid": "ec", "typ": "JWT"}, claims]
    said = ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
    assert hospital.web.get("/cds-services", headers={"authorization": f"Bearer {said}."}).status_code == 401


def test_a_token_is_good_once(hospital):
    headers = {"authorization": f"Bearer {hospital.token('/cds-services')}"}
    assert [hospital.web.get("/cds-services", headers=headers).status_code for _ in range(2)] == [200, 401]


def test_a_token_for_one_service_is_not_good_for_another(hospital):
    assert hospital.post(VIEW, call(), aud=f"{BASE}{ORDERS}").status_code == 401
    assert hospital.post(VIEW, call(), aud=f"{BASE}/cds-services").status_code == 401


def test_without_clients_everybody_is_refused():
    from starlette.testclient import TestClient

    from myotome.interop.cds import cds_application

    with TestClient(cds_application(CdsClients(BASE))) as web:
        token = Hospital().token("/cds-services")
        assert web.get("/cds-services", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_clients_are_read_from_a_file(tmp_path):
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [EC.as_dict(private=False)]}), encoding="utf-8")
    path = tmp_path / "clients.toml"
    client = f'[[client]]\niss = "{ISSUER}"\nkeys = "keys.json"\n'
    path.write_text(f'base = "{BASE}/"\nfeedback = "f.jsonl"\n{client}', encoding="utf-8")
    assert (read_clients(path).base, read_clients(path).feedback) == (BASE, tmp_path / "f.jsonl")
    path.write_text("[[client]]\n", encoding="utf-8")
    with pytest.raises(Exception, match="clients in TOML"):
        read_clients(path)


@pytest.mark.parametrize(("origin", "allowed"), [("https://ehr.example", True), ("https://evil.example", False)])
def test_only_listed_origins_may_call_from_a_browser(origin, allowed, hospital):
    asked = {"origin": origin, "access-control-request-method": "POST",
             "access-control-request-headers": "authorization,content-type"}  # fmt: skip
    answer = hospital.web.options(VIEW, headers=asked)
    assert (answer.headers.get("access-control-allow-origin") == origin) == allowed
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers.get("access-control-allow-origin") != "*"


def test_neither_tokens_nor_records_are_logged(hospital, caplog):
    with caplog.at_level("DEBUG", logger="myotome"):
        cards(hospital, VIEW, call())
    assert "eyJ" not in caplog.text
    assert PATIENT not in caplog.text


# Feedback


def event(**more: Any) -> dict[str, Any]:
    said = {"card": str(uuid4()), "outcome": "overridden", "outcomeTimestamp": "2026-11-20T11:00:00Z"} | more
    return {"feedback": [said]}


REASON = {"code": "known", "system": "https://w3id.org/myotome/fhir/CodeSystem/override-reason"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"overrideReason": {"reason": REASON}},
        {"overrideReason": {"userComment": "seen last week"}},
        {"overrideReason": {"reason": REASON, "userComment": "x"}},
        {"outcome": "accepted", "acceptedSuggestions": [{"id": "1"}]},
        {"outcome": "accepted", "acceptedSuggestions": [{"id": "1"}, {"id": "2"}]},
    ],
)
def test_every_shape_of_feedback_is_kept_once(more, hospital):
    body = event(**more)
    for _ in range(2):
        assert hospital.post(f"{VIEW}/feedback", body).status_code == 204
    assert len(hospital.store) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": "accepted"},
        {"outcome": "accepted", "acceptedSuggestions": []},
        {"outcome": "ignored"},
        {"card": "1"},
        {"outcomeTimestamp": None},
        {"overrideReason": {}},
        {"name": "of a patient"},
    ],
)
def test_feedback_of_another_shape_is_400_and_nothing_is_kept(more, hospital):
    assert hospital.post(f"{VIEW}/feedback", event(**more)).status_code == 400
    assert len(hospital.store) == 0


def test_feedback_takes_a_token_for_itself_or_for_its_service(hospital):
    for audience, code in ((f"{BASE}{VIEW}", 204), (f"{BASE}{ORDERS}", 401), (f"{BASE}/cds-services", 401)):
        assert hospital.post(f"{VIEW}/feedback", event(), aud=audience).status_code == code


def test_feedback_outlives_the_program_and_is_kept_once(tmp_path):
    path, body = tmp_path / "feedback.jsonl", event(overrideReason={"userComment": "seen last week"})
    for _ in range(2):
        FeedbackStore(path).add("myotome-spine", body)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["overrideReason"] == {"userComment": "seen last week"}
    assert path.stat().st_mode & 0o077 == 0


def test_reasons_of_a_card_are_published(hospital):
    published = {one["id"]: one for one in fhir_definitions() if one["resourceType"] == "CodeSystem"}
    listed = {one["code"]: one["display"] for one in published["override-reason"]["concept"]}
    (card, *_) = cards(hospital, VIEW, call(name="cauda-equina"))
    assert {one["code"]: one["display"] for one in card["overrideReasons"]} == listed
    assert {one["system"] for one in card["overrideReasons"]} == {published["override-reason"]["url"]}


def test_feedback_for_an_unknown_service_is_404(hospital):
    assert hospital.post("/cds-services/other/feedback", event()).status_code == 404


def test_the_record_of_the_tests_is_whole():
    assert record("peroneal-palsy")["patient"]["id"] == PATIENT
