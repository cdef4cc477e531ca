"""Signing in by the pages: forms without scripts, cookies, a second factor, an emergency, an issuer of our own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.records import Accounts, NewAccount, Records, Role, code_at, faults_of, open_records
from myotome.web import application
from myotome.web.access.cookies import OPENID, SESSION
from myotome.web.access.openid import OpenId, read_openid
from myotome.web.serving import Network, _access
from support.clinics import Clinics, Silent, client_of, two_clinics
from support.openid_issuer import Issuer
from support.running import running
from support.stored import KEY

OWN = "four plain words here"


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made


@pytest.fixture
def clinics(records: Records, monkeypatch: pytest.MonkeyPatch) -> Clinics:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    return two_clinics(records)


def value(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return html.unescape(found[1])


def sign_in(client: TestClient, login: str, password: str, after: str = "/") -> Any:
    page = client.get(f"/login?next={after}").text
    data = {"start": value(page, "start"), "next": value(page, "next"), "login": login, "password": password}
    return client.post("/login", data=data)


def new_password(client: TestClient, old: str) -> Any:
    page = client.get("/account/password").text
    return client.post("/account/password", data={"proof": value(page, "proof"), "old": old, "new": OWN, "again": OWN})


def test_somebody_signs_in_chooses_a_password_reads_a_patient_and_signs_out(clinics: Clinics, records: Records) -> None:
    password = Accounts(records).reset(clinics.accounts["first", Role.CLINICIAN].id)
    client, patient = client_of(clinics), clinics.ids["first"]["patient"]
    sent = client.get(f"/patients/{patient}")
    assert sent.headers["location"] == f"/login?next=%2Fpatients%2F{patient}"
    entered = sign_in(client, "clinician.first", password, f"/patients/{patient}")
    cookie = next(one for one in entered.headers.get_list("set-cookie") if one.startswith(f"{SESSION}="))
    for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part.lower() in cookie.lower()
    assert "domain" not in cookie.lower()
    assert client.get(f"/patients/{patient}").headers["location"] == f"/account/password?next=%2Fpatients%2F{patient}"
    before = client.cookies[SESSION]
    assert new_password(client, password).headers["location"] == "/"
    assert client.cookies[SESSION] != before
    page = client.get(f"/patients/{patient}")
    assert (page.status_code, "Ada of first" in page.text) == (200, True)
    assert page.headers["strict-transport-security"]
    token, proof = client.cookies[SESSION], value(client.get("/account").text, "proof")
    client.post("/logout", data={"proof": proof})
    client.cookies.set(SESSION, token)
    assert client.get(f"/patients/{patient}").status_code == 303
    assert faults_of(records) == ()


def test_a_wrong_password_is_told_as_an_unknown_login_is_and_nothing_is_shown_again(clinics: Clinics) -> None:
    client = client_of(clinics)
    known, unknown = sign_in(client, "clinician.first", "wrong"), sign_in(client, "nobody<b>", "wrong")
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert known.text == unknown.text
    assert "is not accepted" in known.text
    assert SESSION not in client.cookies
    refused = client.post("/login", data={"start": "0" * 64, "login": "a", "password": "b"})
    assert refused.status_code == 403


def test_a_second_factor_is_taken_and_asked_for_and_recovery_codes_are_shown_once(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    clinics = two_clinics(records, needs_factor=True)
    password = Accounts(records).reset(clinics.accounts["north", Role.VIEWER].id)
    client, now = client_of(clinics), [clinics.access.signing.clock()]
    object.__setattr__(clinics.access.signing, "clock", lambda: now[0])
    sign_in(client, "viewer.north", password)
    new_password(client, password)
    assert client.get("/patients").headers["location"] == "/account/second-factor?next=%2Fpatients"
    page = client.get("/account/second-factor").text
    secret = re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
    assert "<svg" in page
    wrong = client.post("/account/second-factor", data={"proof": value(page, "proof"), "code": "000000"})
    assert wrong.status_code == 422
    taken = client.post("/account/second-factor", data={"proof": value(page, "proof"), "code": code_at(secret, now[0])})
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code></li>", taken.text)
    assert len(codes) == 10
    assert client.get("/patients").status_code == 200
    for code in (lambda: code_at(secret, now[0]), lambda: codes[0]):
        now[0] += 30
        other = client_of(clinics)
        sign_in(other, "viewer.north", OWN)
        asked = other.get("/login/code").text
        assert other.get("/patients").headers["location"] == "/login/code?next=%2Fpatients"
        assert other.post("/login/code", data={"proof": value(asked, "proof"), "code": "1"}).status_code == 401
        other.post("/login/code", data={"proof": value(asked, "proof"), "code": code()})
        assert other.get("/patients").status_code == 200


def test_the_page_that_was_asked_for_comes_after_every_step(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    clinics = two_clinics(records, needs_factor=True)
    password = Accounts(records).reset(clinics.accounts["north", Role.VIEWER].id)
    client, now, wanted = client_of(clinics), [clinics.access.signing.clock()], "/patients?q=ada"
    object.__setattr__(clinics.access.signing, "clock", lambda: now[0])

    def stepped(reply: Any, **given: str) -> Any:
        asked = client.get(client.get(reply.headers["location"]).headers["location"])
        sent = {name: value(asked.text, name) for name in ("proof", "next")}
        assert sent["next"] == wanted
        return client.post(asked.url.path, data={**sent, **given})

    entered = sign_in(client, "viewer.north", password, "%2Fpatients%3Fq%3Dada")
    changed = stepped(entered, old=password, new=OWN, again=OWN)
    page = client.get("/account/second-factor").text
    secret = re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
    assert f'href="{wanted}"' in stepped(changed, code=code_at(secret, now[0])).text
    now[0] += 30
    client.cookies.clear()
    entered = sign_in(client, "viewer.north", OWN, "%2Fpatients%3Fq%3Dada")
    assert stepped(entered, code=code_at(secret, now[0])).headers["location"] == wanted


def test_a_session_alone_replaces_no_second_factor_by_the_page(clinics: Clinics, records: Records) -> None:
    password = Accounts(records).reset(clinics.accounts["first", Role.VIEWER].id)
    client, clock = client_of(clinics), clinics.access.signing.clock
    sign_in(client, "viewer.first", password)
    new_password(client, password)
    page = client.get("/account/second-factor").text
    secret = re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
    sent = {"proof": value(page, "proof"), "code": code_at(secret, clock())}
    assert client.post("/account/second-factor", data=sent).status_code == 422
    assert client.post("/account/second-factor", data={**sent, "password": OWN}).status_code == 200
    assert 'name="present"' in client.get("/account/second-factor").text


@pytest.mark.parametrize("scheme", ["http", "", "https"])
def test_behind_tls_nothing_is_answered_over_plain_http(records: Records, scheme: str) -> None:
    clinics = two_clinics(records, behind_tls=True)
    served = ProxyHeadersMiddleware(application(access=clinics.access), "testclient")
    headers = {"x-forwarded-proto": scheme} if scheme else {}
    client = TestClient(served, "http://testserver", headers=headers, follow_redirects=False)
    for method, path in (("GET", "/login"), ("POST", "/login"), ("GET", "/static/base.css"), ("GET", "/patients")):
        reply = client.request(method, path)
        assert (reply.status_code == 400 and "X-Forwarded-Proto" in reply.text) == (scheme != "https"), path
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/login", "/account", "/patients", "/patients/1", "/no/such"])
def test_head_is_answered_as_get_without_a_body_and_an_encoded_slash_is_no_slash(clinics: Clinics, path: str) -> None:
    for token in ("", clinics.token(clinics.accounts["first", Role.CLINICIAN])):
        client = client_of(clinics, token)
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers.get("location") == got.headers.get("location")
        for slash in ("%2f", "%2F"):
            assert client.get("/" + path[1:].replace("/", slash) + slash).status_code == 404


def test_an_admin_looks_after_accounts_and_reads_patients_in_an_emergency_alone(
    clinics: Clinics, records: Records
) -> None:
    client = client_of(clinics, clinics.token(clinics.accounts["first", Role.ADMIN]))
    page = client.get("/accounts").text
    added = client.post("/accounts", data={"proof": value(page, "proof"), "login": "new.one", "role": "viewer"})
    password = re.search(r'<code class="long">([a-z2-9-]+)</code>', added.text)[1]
    assert sign_in(client_of(clinics), "new.one", password).headers["location"] == "/"
    assert password not in client.get("/accounts").text
    twice = client.post("/accounts", data={"proof": value(page, "proof"), "login": "new.one", "role": "viewer"})
    assert twice.status_code == 422
    patient = f"/patients/{clinics.ids['first']['patient']}"
    refused = client.get(patient)
    assert refused.status_code == 403
    assert "Signed in as admin.first" in refused.text
    assert "no login" not in refused.text
    assert ">Sign in<" not in refused.text
    form = client.get("/emergency").text
    sent = {"proof": value(form, "proof"), "clinic": "first", "reason": "found unconscious at home"}
    assert client.post("/emergency", data={**sent, "reason": "x"}).status_code == 422
    assert client.post("/emergency", data=sent).headers["location"] == "/patients"
    shown = client.get(patient).text
    assert "Ada of first" in shown
    assert "Access in an emergency" in shown
    assert client.get("/accounts").status_code == 403
    assert client.post(patient, data={"proof": sent["proof"], "name": "x"}).status_code == 403
    client.post("/emergency/end", data={"proof": sent["proof"]})
    assert client.get(patient).status_code == 403
    assert "found unconscious at home" in client.get("/accounts").text
    assert faults_of(records) == ()


def test_a_clinician_reads_another_clinic_in_an_emergency_and_not_the_own_one_meanwhile(clinics: Clinics) -> None:
    client = client_of(clinics, clinics.token(clinics.accounts["first", Role.CLINICIAN]))
    own, other = (f"/patients/{clinics.ids[name]['patient']}" for name in ("first", "north"))
    form = client.get("/emergency").text
    north = re.search(r'<option value="(\w+)">North', form)[1]
    data = {"proof": value(form, "proof"), "clinic": north, "reason": "found unconscious at home"}
    assert client.post("/emergency", data={**data, "clinic": "first"}).status_code == 422
    client.post("/emergency", data=data)
    assert (client.get(other).status_code, client.get(own).status_code) == (200, 404)
    proof = value(client.get("/account").text, "proof")
    client.post("/logout", data={"proof": proof})
    taken = Accounts(clinics.access.signing.records).emergencies()
    assert [one.emergency.ended is not None for one in taken] == [True], "signing out ends it"
    for clinic in ("first", "north"):
        admin = client_of(clinics, clinics.token(clinics.accounts[clinic, Role.ADMIN]))
        told = re.sub(r"<[^>]+>", "", admin.get("/accounts").text)
        assert "clinician.first of first clinic, to North" in told
        assert "1 record read" in told
        assert "found unconscious at home" in told


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    with running(made.application()) as address:
        made.base = address.rstrip("/")
        yield made


def through(client: TestClient, issuer: Issuer, **changed: Any) -> Any:
    """The way to the issuer and back, as a browser goes it."""
    begun = client.get("/login/openid")
    assert begun.status_code == 302, begun.text
    return client.get(issuer.answered(begun.headers["location"], **changed))


def vouched(records: Records, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Clinics:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    clinics = two_clinics(
        records, openid=OpenId(issuer.base, "myotome", "s3cret", "https://testserver", "the hospital")
    )
    Accounts(records).add(NewAccount("vera", Role.VIEWER, issuer.base, "subject-1"))
    return clinics


def test_an_issuer_vouches_for_an_account(records: Records, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(vouched(records, issuer, monkeypatch))
    assert "Sign in with the hospital" in client.get("/login").text
    back = through(client, issuer)
    assert (back.status_code, "url=/" in back.text) == (200, True)
    assert client.get("/patients").status_code == 200
    assert "vera" in client.get("/account").text


@pytest.mark.parametrize(
    "changed",
    [
        {"claims": {"nonce": "other"}},
        {"claims": {"aud": "another"}},
        {"claims": {"iss": "https://other.example"}},
        {"claims": {"exp": 1}},
        {"claims": {"sub": "nobody-here"}},
        {"claims": {"azp": "another"}},
        {"key": "foreign"},
        {"key": "none"},
        {"key": "secret"},
        {"state": "other"},
        {"error": "access_denied"},
        {"iss": "https://other.example"},
        {"code": "forged"},
    ],
    ids=str,
)
def test_what_an_issuer_did_not_say_so_signs_nobody_in(
    records: Records, issuer: Issuer, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    client = client_of(vouched(records, issuer, monkeypatch))
    back = through(client, issuer, **changed)
    assert (back.status_code, "Not signed in" in back.text) == (401, True)
    assert SESSION not in client.cookies
    assert client.get("/patients").status_code == 303


def test_an_answer_of_an_issuer_is_of_the_browser_that_asked_and_good_once(
    records: Records, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(vouched(records, issuer, monkeypatch))
    answer = issuer.answered(client.get("/login/openid").headers["location"])
    browser = client.cookies[OPENID]
    other = TestClient(client.app, "https://testserver", follow_redirects=False)
    assert other.get(answer).status_code == 401
    client.cookies.set(OPENID, browser)
    assert client.get(answer).status_code == 401, "the state was used up"


@pytest.mark.parametrize(
    "text", ["", "issuer = 'http://far.example'", "issuer = 3\nclient_id = 'a'\nbase = 'b'\nname = 'c'", "[["]
)
def test_a_file_of_an_issuer_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "openid.toml"
    path.write_text(text)
    with pytest.raises(InputError):
        read_openid(path)


def test_a_database_with_accounts_asks_for_a_login_here_too(records: Records) -> None:
    here, off = Network(), Network(behind_tls=True, names=("myotome.example",))
    assert _access(records, "127.0.0.1", here) is None
    with pytest.raises(InputError, match="Nobody could sign in"):
        _access(records, "192.0.2.1", off)
    Accounts(records).add(NewAccount("chief", Role.ADMIN))
    assert _access(records, "127.0.0.1", here) is not None
    assert _access(records, "127.0.0.1", Network(no_login=True)) is None
    found = _access(records, "192.0.2.1", off)
    assert found is not None
    assert (found.signing.needs_factor, found.hosts, found.behind_tls) == (True, ("myotome.example",), True)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "192.0.2.1"], "--behind-tls"),
        (["--host", "192.0.2.1", "--behind-tls"], "--name"),
        (["--host", "192.0.2.1", "--behind-tls", "--name", "a.example", "--no-records"], "no accounts either"),
        (["--host", "192.0.2.1", "--behind-tls", "--name", "a.example", "--no-login"], "--no-login"),
    ],
)
def test_off_this_computer_nothing_starts_without_tls_a_name_and_accounts(options: list[str], says: str) -> None:
    done = CliRunner().invoke(app, ["serve", *options])
    assert (done.exit_code, says in done.stderr) == (2, True), done.stderr


def test_the_commands_of_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYOTOME_RECORDS_KEY", KEY["MYOTOME_RECORDS_KEY"])
    database = ["--database", str(tmp_path / "records.sqlite")]

    def run(*words: str) -> SimpleNamespace:
        done = CliRunner().invoke(app, ["records", *words, *database])
        return SimpleNamespace(code=done.exit_code, out=done.stdout, err=done.stderr)

    assert "was added as admin of first clinic" in run("user", "add", "chief", "--role", "admin").out
    assert run("clinic", "add", "North").code == 0
    assert "clinician of North" in run("user", "add", "bo", "--role", "clinician", "--clinic", "north").out
    assert "Password of bo" in run("user", "reset", "BO").out
    assert "viewer now" in run("user", "role", "bo", "viewer").out
    assert "bo is disabled" in run("user", "disable", "bo").out
    assert run("user", "list").out.splitlines()[0] == "bo\tviewer\tNorth\tno second factor, disabled"
    for words, says in (
        (["user", "add", "x y", "--role", "admin"], "2 to 60 letters"),
        (["user", "add", "xy", "--role", "doctor"], "viewer, clinician, researcher, admin"),
        (["user", "disable", "chef"], "chief"),
        (["user", "disable", "chief"], "nobody who looks after"),
        (["user", "add", "xy", "--role", "admin", "--clinic", "Nort"], "North"),
        (["user", "add", "xy", "--role", "admin", "--issuer", "https://a.example"], "--subject"),
    ):
        done = run(*words)
        assert (done.code, says in done.err) == (2, True), done.err
    assert run("verify").out == "Everything is as it was written.\n"
