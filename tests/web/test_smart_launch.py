"""A launch from a hospital's record and from the page, against an authorisation server that checks what it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import ECKey, KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse

from myotome.exam import read_case
from myotome.interop import Launching, SmartError, SmartServer, SmartServers, case_bundle, mount_fhir, read_servers
from myotome.records import Identity, open_records
from myotome.web import application
from support.running import running
from support.smart_hospital import CLIENT, SmartHospital
from support.stored import KEY

BASE = "http://127.0.0.1:8321"
REDIRECT = f"{BASE}/smart/callback"
CASE = read_case(Path(__file__).parents[2] / "examples" / "peroneal-palsy.yaml")
EC, RSA = ECKey.generate_key("P-384", {"kid": "ec"}), RSAKey.generate_key(2048, {"kid": "rsa"})


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Iterator[tuple[Starlette, str]]:
    """The record of a hospital in FHIR, with one patient."""
    path = tmp_path_factory.mktemp("hospital") / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as records:
        visit = records.add_patient_with_visit(Identity("Ada <b>Example</b>", "1996-12-17"), "2026-03-02", CASE)
        server = Starlette()
        mount_fhir(server, records)
        yield server, records.visit(visit).patient


@pytest.fixture
def hospital(kept) -> Iterator[SmartHospital]:
    server, patient = kept

    async def fhir(scope: Any, receive: Any, send: Any) -> None:
        await server({**scope, "root_path": ""}, receive, send)

    made = SmartHospital(fhir, patient, REDIRECT)
    with running(made.application()) as address:
        made.base = address
        yield made


@pytest.fixture
def browser(hospital, tmp_path, monkeypatch) -> Iterator[TestClient]:
    """A browser before a page that knows the hospital."""
    path = tmp_path / "servers.toml"
    server = f'[[server]]\nname = "Hospital"\niss = "{hospital.iss}/"\nclient_id = "{CLIENT}"\n'
    path.write_text(f'base = "{BASE}"\n{server}', encoding="utf-8")
    monkeypatch.setenv("MYOTOME_SMART_SERVERS", str(path))
    with TestClient(application(), base_url=BASE, follow_redirects=False) as made:
        yield made


def signed_in(browser: TestClient, begun: Any) -> Any:
    """Where the authorisation server sends the browser back to."""
    import httpx2

    assert begun.status_code == 302, begun.text
    answer = httpx2.get(begun.headers["location"], follow_redirects=False)
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(f"{REDIRECT}?")
    return answer.headers["location"].removeprefix(BASE)


def hidden_case(text: str) -> Any:
    import html
    import re

    found = re.search(r'<input type="hidden" name="case" value="([^"]*)"', text)
    assert found is not None
    return json.loads(html.unescape(found[1]))


def opened(browser: TestClient, hospital: SmartHospital, **launch: str) -> Any:
    if launch:
        hospital.launches.add(launch["launch"])
        begun = browser.get("/smart/launch", params={"iss": hospital.iss, **launch})
    else:
        begun = browser.get("/smart/start", params={"iss": hospital.iss})
    return browser.get(signed_in(browser, begun))


@pytest.mark.parametrize("launch", [{}, {"launch": "context-1"}])
def test_the_page_opens_with_what_the_record_says_of_the_patient(launch, browser, hospital):
    shown = opened(browser, hospital, **launch)
    assert shown.status_code == 200, shown.text
    case = hidden_case(shown.text)
    assert len(case["findings"]) == len(CASE.findings)
    assert case["demographics"]["sex"] == CASE.demographics.sex
    assert "Ada &lt;b&gt;Example&lt;/b&gt;, born 1996-12-17 (Hospital)" in shown.text
    again = browser.post("/", data={"case": json.dumps(case), "about": "Ada Example, born 1996-12-17"})
    assert "Ada Example, born 1996-12-17" in again.text
    assert "No patient open" not in again.text


def test_the_way_to_sign_in_has_all_that_the_text_asks_for(browser, hospital):
    asked = {
        name: value[0]
        for name, value in parse_qs(
            urlsplit(browser.get("/smart/start", params={"iss": hospital.iss}).headers["location"]).query
        ).items()
    }
    assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri", "aud")} == {
        "response_type": "code", "client_id": CLIENT, "redirect_uri": REDIRECT, "aud": hospital.iss}  # fmt: skip
    assert asked["scope"] == "launch/patient patient/Patient.rs patient/Observation.rs patient/Condition.rs"
    assert (asked["code_challenge_method"], len(asked["code_challenge"]), "launch" in asked) == ("S256", 43, False)
    other = browser.get("/smart/start", params={"iss": hospital.iss}).headers["location"]
    assert asked["state"] not in other
    assert asked["code_challenge"] not in other


def test_the_cookie_is_for_the_way_back_alone(browser, hospital):
    cookie = browser.get("/smart/start", params={"iss": hospital.iss}).headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/smart"))


@pytest.mark.parametrize("iss", ["", "https://evil.example/fhir", "http://127.0.0.1:1/fhir", "//evil.example"])
def test_a_server_that_is_not_listed_is_never_asked(iss, browser, hospital):
    for address in ("/smart/launch", "/smart/start"):
        refused = browser.get(address, params={"iss": iss, "launch": "x"})
        assert refused.status_code == 400
        assert "not on the list" in refused.text
    assert hospital.calls == []


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
        ({"code_challenge_methods_supported": None}, "PKCE"),
        ({"capabilities": ["launch-ehr"]}, "launch-standalone"),
        ({"token_endpoint": "http://ehr.example/token"}, "TLS"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "TLS"),
        ({"authorization_endpoint": None}, "TLS"),
    ],
)
def test_a_server_that_cannot_do_it_safely_is_left_alone(configuration, said, browser, hospital):
    hospital.configuration = configuration
    refused = browser.get("/smart/start", params={"iss": hospital.iss})
    assert (refused.status_code, said in refused.text) == (400, True)


def test_older_servers_are_asked_in_their_words(browser, hospital):
    hospital.configuration = {"capabilities": ["launch-standalone"]}
    location = browser.get("/smart/start", params={"iss": hospital.iss}).headers["location"]
    assert "patient%2FObservation.read" in location


def with_state(back: str, state: str) -> str:
    query = {name: value[0] for name, value in parse_qs(urlsplit(back).query).items()} | {"state": state}
    return "/smart/callback?" + "&".join(f"{name}={value}" for name, value in query.items())


def test_a_state_is_good_once_in_the_browser_that_began(browser, hospital):
    back = signed_in(browser, browser.get("/smart/start", params={"iss": hospital.iss}))
    assert "no launch of this browser" in browser.get(with_state(back, "made-up")).text
    stolen = dict(browser.cookies)
    browser.cookies.clear()
    assert browser.get(back).status_code == 400
    browser.cookies.update(stolen)
    assert browser.get(back).status_code == 400
    assert "token" not in hospital.calls


def test_a_code_that_was_used_or_a_refusal_opens_nothing(browser, hospital):
    back = signed_in(browser, browser.get("/smart/start", params={"iss": hospital.iss}))
    hospital.codes.clear()
    assert "did not accept the code" in browser.get(back).text
    browser.get("/smart/start", params={"iss": hospital.iss})
    launch = browser.get("/smart/launch", params={"iss": hospital.iss, "launch": "unknown"})
    assert "refused or broken off" in browser.get(signed_in(browser, launch)).text


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        ({"patient": "../../admin"}, "named no patient"),
        ({"patient": ""}, "named no patient"),
        ({"token_type": "mac"}, "no token"),
        ({"access_token": 7}, "no token"),
        ({"access_token": "not good"}, "could not be read"),
    ],
)
def test_a_token_that_cannot_be_used_opens_nothing(granted, said, browser, hospital):
    hospital.granted = granted
    refused = opened(browser, hospital)
    assert (refused.status_code, said in refused.text) == (400, True)


def answered(**by_end: Any) -> Callable[[str], Any]:
    return lambda path: next((one for end, one in by_end.items() if path.endswith(end)), None)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("Observation", RedirectResponse("https://evil.example/"), "status 307"),
        ("Observation", JSONResponse({"resourceType": "OperationOutcome"}, 403), "status 403"),
        ("Observation", JSONResponse([]), "no resource"),
        ("Observation", JSONResponse({"resourceType": "Bundle", "type": "searchset", "link": [
            {"relation": "next", "url": "https://evil.example/fhir/Observation"}]}), "another server"),
    ],
)  # fmt: skip
def test_findings_that_cannot_be_read_open_nothing_and_no_token_goes_elsewhere(name, answer, said, browser, hospital):
    hospital.answer = answered(**{name: answer})
    refused = opened(browser, hospital)
    assert (refused.status_code, said in refused.text) == (400, True)


def test_another_patient_than_the_one_chosen_opens_nothing(browser, hospital):
    hospital.answer = lambda path: (
        JSONResponse({"resourceType": "Patient", "id": "other"}) if "/Patient/" in path else None
    )
    assert "another patient" in opened(browser, hospital).text


def test_what_is_not_granted_and_not_needed_is_said(browser, hospital):
    assert "conditions could not be read" in opened(browser, hospital).text


def test_of_several_pages_all_are_read(browser, hospital, kept):
    sent = case_bundle(CASE, examined_on=date(2026, 3, 2))["entry"]
    found = [
        json.loads(json.dumps(one["resource"])) for one in sent if one["resource"]["resourceType"] == "Observation"
    ]
    for one in found:
        one.pop("encounter")
        one["subject"] = {"reference": f"Patient/{hospital.patient}"}
    link = [{"relation": "next", "url": f"{hospital.iss}/Observation/page2"}]

    def page(part: list[Any], **more: Any) -> Any:
        entry = [{"resource": one} for one in part]
        return JSONResponse({"resourceType": "Bundle", "type": "searchset", "entry": entry, **more})

    hospital.answer = lambda path: (
        page(found[:5], link=link) if path.endswith("Observation") else page(found[5:]) if "page2" in path else None
    )
    assert len(hidden_case(opened(browser, hospital).text)["findings"]) == len(CASE.findings)


@pytest.mark.parametrize("key", [EC, RSA], ids=["ES384", "RS384"])
def test_a_confidential_client_signs_for_the_very_address(key, hospital):
    hospital.keys = KeySet([EC, RSA])
    server = SmartServer("Hospital", hospital.iss, CLIENT, key.as_dict(private=True))
    launching = Launching(SmartServers(BASE, (server,)))
    for _ in range(2):
        import httpx2

        back = httpx2.get(launching.begin(hospital.iss, "browser"), follow_redirects=False).headers["location"]
        answer = {name: value[0] for name, value in parse_qs(urlsplit(back).query).items()}
        assert launching.finish(answer, "browser").case.findings
    assert len(hospital.used) == 2


def test_a_launch_that_is_too_old_or_of_another_issuer_ends(hospital):
    import httpx2

    now = [0.0]
    launching = Launching(SmartServers(BASE, (SmartServer("H", hospital.iss, CLIENT),)), clock=lambda: now[0])
    for late, more in ((601.0, {}), (0.0, {"iss": "https://evil.example"})):
        back = httpx2.get(launching.begin(hospital.iss, "b"), follow_redirects=False).headers["location"]
        answer = {name: value[0] for name, value in parse_qs(urlsplit(back).query).items()}
        now[0] += late
        with pytest.raises(SmartError):
            launching.finish({**answer, **more}, "b")


def test_servers_are_read_from_a_file_and_tokens_travel_over_tls_alone(tmp_path):
    path = tmp_path / "servers.toml"
    (tmp_path / "key.json").write_text(json.dumps(EC.as_dict(private=True)), encoding="utf-8")
    server = '[[server]]\nname = "H"\niss = "https://ehr.example/fhir/"\nclient_id = "m"\nkey = "key.json"\n'
    path.write_text(f'base = "{BASE}/"\n{server}', encoding="utf-8")
    servers = read_servers(path)
    assert servers.redirect == REDIRECT
    assert servers.of("https://ehr.example/fhir").key == EC.as_dict(private=True)
    assert "kty" not in repr(servers)
    for wrong in (server, f'base = "{BASE}"\n', f'base = "{BASE}"\n{server.replace("https", "http")}'):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(Exception, match=r"TLS|servers in TOML"):
            read_servers(path)


@contextmanager
def without_servers() -> Iterator[TestClient]:
    with TestClient(application(), base_url=BASE) as made:
        yield made


def test_without_servers_there_is_no_launch(monkeypatch):
    monkeypatch.delenv("MYOTOME_SMART_SERVERS", raising=False)
    with without_servers() as web:
        assert web.get("/smart").status_code == 404


def test_the_user_chooses_among_the_servers(browser):
    shown = browser.get("/smart")
    assert "Hospital" in shown.text
    assert "/smart/start?iss=http" in shown.text
