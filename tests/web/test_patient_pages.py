"""Patients without a browser: forms that work by themselves, each bound to its record, and nothing mixed or lost."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from myotome.exam import case_from_mapping
from myotome.records import Identity, Records, faults_of, open_records
from myotome.web import application
from myotome.web.patients.keeper import Keeper
from myotome.web.server.protection import CONTENT_SECURITY_POLICY
from support.stored import DOCUMENT, KEY, case_of

HOSTILE = "\"'><img src=x onerror=hit=1><script>hit=1</script>{{7*7}}\u202e"
DAY = "2026-03-02"


class Silent(Keeper):
    """Remembers what is to be answered, and answers nothing: answers have tests of their own."""

    def __init__(self, _: Records) -> None:
        self.kept: list[Any] = []

    def keep(self, *asked: Any) -> None:
        self.kept.append(asked)

    def close(self) -> None:
        pass


class Foreign(HTMLParser):
    """Collects what no page of ours holds: pictures from elsewhere, styles and scripts of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = tag != "script" or ("src", "/static/page.js") in attrs
        if not own or tag in ("img", "style", "iframe") or any(n.startswith("on") or n == "style" for n, _ in attrs):
            self.found.append(str(self.get_starttag_text()))

    @classmethod
    def found_in(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return parser.found


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made


@pytest.fixture
def client(records: Records, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    with TestClient(application(records=records), raise_server_exceptions=False) as made:
        yield made


def value(text: str, name: str) -> str:
    """Value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return html.unescape(found[1])


def put(grade: float, muscle: str = "extensor_hallucis_longus") -> str:
    return json.dumps({"put": {"type": "strength", "muscle": muscle, "side": "left", "mrc": grade}})


def form(client: TestClient, address: str, **more: str) -> dict[str, str]:
    """Fields of the form on the page of an examination."""
    text = client.get(address).text
    day = re.search(r'name="day" id="day" value="([^"]*)"', text)
    assert day is not None
    return {**{name: value(text, name) for name in ("token", "seen", "case")}, "day": day[1], **more}


def test_a_patient_is_added_examined_saved_and_found_again(client: TestClient, records: Records) -> None:
    token = value(client.get("/patients").text, "token")
    added = client.post("/patients", data={"token": token, "name": "Ada Example", "born": "1968-05-12"})
    patient = added.url.path.rpartition("/")[2]
    fields = form(client, f"/patients/{patient}/examination")
    assert json.loads(fields["case"])["demographics"]["age"] >= 57
    entered = client.post(f"/patients/{patient}/examination", data={**fields, "act": put(3)})
    assert "Ada Example" in entered.text
    fields["case"] = value(entered.text, "case")
    saved = client.post(f"/patients/{patient}/examination/save", data={**fields, "day": DAY})
    assert saved.status_code == 200
    assert "Saved." in saved.text
    assert "Ada Example" in saved.text
    again = form(client, saved.url.path)
    assert (again["day"], again["seen"]) == (DAY, "1")
    assert json.loads(again["case"])["findings"] == json.loads(fields["case"])["findings"]
    assert "Ada Example" in client.get("/patients?q=exa").text
    assert faults_of(records) == ()


def visit_of(records: Records, name: str, grade: float = 3) -> tuple[str, str]:
    patient = records.add_patient(Identity(name))
    return patient, records.add_visit(patient, DAY, case_of(grade))


def test_an_examination_without_a_patient_is_saved_for_one_that_is_chosen(client: TestClient, records: Records) -> None:
    patient, _ = visit_of(records, "Ada Example")
    entered = client.post("/", data={"act": put(4)})
    assert "Save for a patient" in entered.text
    text = client.post("/patients/choose", data={"case": value(entered.text, "case"), "q": "ada"}).text
    own = text.partition(f'action="/patients/{patient}/examination/save"')[2]
    saved = client.post(
        f"/patients/{patient}/examination/save",
        data={"token": value(own, "token"), "case": value(own, "case"), "day": DAY},
    )
    assert saved.url.path.startswith("/visits/")
    assert len(records.visits(patient)) == 2
    new = text.partition('action="/patients"')[2]
    data = {"token": value(new, "token"), "case": value(new, "case"), "day": DAY}
    wrong = client.post("/patients", data={**data, "name": ""})
    assert (wrong.status_code, "A patient needs a name." in wrong.text) == (422, True)
    assert value(wrong.text, "case") == data["case"]
    client.post("/patients", data={**data, "name": "Cleo Sample"})
    (cleo,) = records.patients("cleo")
    assert len(records.visits(cleo.id)) == 1


def test_a_form_of_one_patient_reaches_no_other(client: TestClient, records: Records) -> None:
    ada, of_ada = visit_of(records, "Ada Example")
    bert, of_bert = visit_of(records, "Bert Sample")
    first = form(client, f"/visits/{of_ada}")
    form(client, f"/visits/{of_bert}")  # the other tab
    for address in (f"/visits/{of_bert}/save", f"/visits/{of_bert}", f"/patients/{bert}/examination/save"):
        refused = client.post(address, data={**first, "act": put(5)})
        assert refused.status_code == 403
        assert "belongs to another record" in refused.text
    assert client.post(f"/patients/{bert}", data={**first, "name": "Ada Example"}).status_code == 403
    assert client.post(f"/visits/{of_ada}/archive", data={**first, "token": "é"}).status_code == 403
    assert records.visit(of_bert).case == case_of()
    assert records.patient(bert).identity.name == "Bert Sample"
    assert client.post(f"/visits/{of_ada}/save", data=first).status_code == 200
    assert ada != bert


def test_another_browser_has_other_tokens(client: TestClient, records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    fields = form(client, f"/visits/{visit}")
    client.cookies.clear()
    assert client.post(f"/visits/{visit}/save", data=fields).status_code == 403
    assert client.post("/patients", data={"name": "a"}).status_code == 403


def test_two_windows_on_one_visit_overwrite_nothing(client: TestClient, records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    first, second = form(client, f"/visits/{visit}"), form(client, f"/visits/{visit}")
    mine = json.dumps({**json.loads(first["case"]), "findings": [*case_of(4).to_dict()["findings"]]})
    assert "Saved." in client.post(f"/visits/{visit}/save", data={**first, "case": mine}).text
    other = json.dumps({**json.loads(second["case"]), "findings": [*case_of(5).to_dict()["findings"]]})
    refused = client.post(f"/visits/{visit}/save", data={**second, "case": other})
    assert refused.status_code == 409
    assert "Changed elsewhere" in refused.text
    assert "MRC 4" in refused.text
    assert "MRC 5" in refused.text
    assert records.visit(visit).case == case_of(4)
    data = {name: value(refused.text, name) for name in ("token", "seen", "case", "day")}
    assert "Saved." in client.post(f"/visits/{visit}/save", data=data).text
    assert records.visit(visit).case == case_of(5)
    assert records.state(visit, 2) == case_of(4)


def test_saving_what_has_not_changed_makes_no_new_state(client: TestClient, records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    assert "Nothing had changed" in client.post(f"/visits/{visit}/save", data=form(client, f"/visits/{visit}")).text
    assert records.visit(visit).version == 1


@pytest.mark.parametrize(("field", "wrong"), [("day", "2999-01-01"), ("day", ""), ("age", "abc")])
def test_a_visit_with_a_wrong_field_is_not_saved_and_nothing_typed_is_lost(
    client: TestClient, records: Records, field: str, wrong: str
) -> None:
    patient, visit = visit_of(records, "Ada Example")
    typed = json.dumps({**json.loads(form(client, f"/visits/{visit}")["case"]), "findings": []})
    for address in (f"/visits/{visit}", f"/patients/{patient}/examination"):
        refused = client.post(f"{address}/save", data={**form(client, address), "case": typed, field: wrong})
        assert refused.status_code == 422
        assert "Allowed" in refused.text
        assert json.loads(value(refused.text, "case"))["findings"] == []
    assert records.visit(visit).version == 1
    assert len(records.visits(patient)) == 1


def test_archive_and_undo_of_a_visit_and_of_a_patient(client: TestClient, records: Records) -> None:
    patient, visit = visit_of(records, "Ada Example")
    for address in (f"/visits/{visit}", f"/patients/{patient}"):
        for act, away in (("archive", True), ("restore", False)):
            page = client.get(f"/patients/{patient}").text.partition(f'action="{address}/{act}"')[2]
            data = {"token": value(page, "token"), "seen": value(page, "seen")}
            assert client.post(f"{address}/{act}", data=data).status_code == 200
            gone = not records.visits(patient) if "visits" in address else not records.patients("ada")
            assert gone == away
        assert client.post(f"{address}/erase", data=data).status_code == 404
    assert faults_of(records) == ()


def test_who_a_patient_is_is_changed_and_the_old_version_refused(client: TestClient, records: Records) -> None:
    patient, _ = visit_of(records, "Ada Example")
    text = client.get(f"/patients/{patient}").text.partition('class="column"')[2]
    data = {"token": value(text, "token"), "seen": value(text, "seen")}
    assert client.post(f"/patients/{patient}", data={**data, "name": "Ada Other"}).status_code == 200
    assert client.post(f"/patients/{patient}", data={**data, "name": "Ada Third"}).status_code == 409
    assert client.post(f"/patients/{patient}", data={**data, "name": "a", "born": "x"}).status_code == 422
    assert records.patient(patient).identity.name == "Ada Other"


def test_one_patient_goes_out_as_a_file_and_in_again(client: TestClient, records: Records) -> None:
    patient, visit = visit_of(records, "Ada Example")
    records.add_answer(visit, 1, {**DOCUMENT, "padding": "x" * 2_000_000})
    sent = client.get(f"/patients/{patient}/export")
    assert "attachment" in sent.headers["content-disposition"]
    token = value(client.get("/patients").text, "token")
    taken = client.post("/patients/import", data={"token": token}, files={"file": ("a.json", sent.content)})
    assert taken.url.path.startswith("/patients/")
    assert len(records.patients("ada")) == 2
    for wrong in (b"", b"{}", b"[" * 99_999, b"\xff"):
        refused = client.post("/patients/import", data={"token": token}, files={"file": ("a.json", wrong)})
        assert refused.status_code == 422
    assert len(records.patients("ada")) == 2


def test_the_page_of_a_patient_shows_what_changed_and_its_course(client: TestClient, records: Records) -> None:
    patient, visit = visit_of(records, "Ada Example", 3)
    bands = {name: [4.0, 3.0, 2.0] for name in ("q05", "q25", "q50", "q75", "q95")}
    arm = {"weeks": [0, 4, 50], "outcomes": {"mrc.left extensor_hallucis_longus": bands}}
    records.add_answer(visit, 1, {**DOCUMENT, "forecast": {"arms": {"watchful_waiting": arm}}})
    records.add_visit(patient, "2026-04-02", case_of(4.5))
    text = client.get(f"/patients/{patient}").text
    assert "3 on 2026-03-02, 4.5 on 2026-04-02" in text
    assert "Found against the forecast" in text
    assert 'class="b90"' in text
    assert "Left extensor hallucis longus: MRC 3 → MRC 4.5" in text
    assert "Not stated any more" not in text


def test_an_old_answer_opens_as_it_was_beside_that_of_today(client: TestClient, records: Records) -> None:
    patient, visit = visit_of(records, "Ada Example")
    told = {"causes": [{"label": "S1 root, left: old belief", "probability": 0.87}], "outcome_sentence": "As it was."}
    answer = records.add_answer(visit, 1, {**DOCUMENT, "explanation": told, "verdict": {"verdict": "proven"}})
    records.change_visit(visit, 1, DAY, case_of(5))
    text = client.get(f"/answers/{answer}").text
    assert "S1 root, left: old belief" in text
    assert "87" in text
    assert "The program or its tables have changed since." in text
    assert "L5 root, left" in text.partition("Computed today")[2]
    assert answer in client.get(f"/visits/{visit}/answers").text
    assert "State 2 has no answer yet" in client.get(f"/visits/{visit}/answers").text
    assert patient in text


def test_answers_are_stored_in_the_background_and_before_the_program_ends(records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    keeper = Keeper(records)
    keeper.keep(visit, 1, case_of(), DAY)
    keeper.close()
    (stored,) = records.answers(visit)
    assert stored.document["made_on"] == DAY
    assert stored.document["explanation"]["causes"]
    assert faults_of(records) == ()


@pytest.mark.parametrize("address", ["/patients/{}", "/visits/{}", "/answers/{}", "/visits/{}/answers"])
@pytest.mark.parametrize("wrong", ["0" * 32, "x", "%00", "a" * 5000])
def test_a_record_that_does_not_exist_is_answered_in_the_same_words(
    client: TestClient, address: str, wrong: str
) -> None:
    reply = client.get(address.format(wrong))
    assert reply.status_code == 404
    if reply.headers["content-type"].startswith("text/html"):
        assert "There is no such record." in reply.text


def test_nothing_that_is_stored_becomes_markup(client: TestClient, records: Records) -> None:
    patient = records.add_patient(Identity.checked({"name": HOSTILE, "number": HOSTILE[:60], "note": HOSTILE}))
    hostile = case_from_mapping({**case_of().to_dict(), "note": HOSTILE, "source": HOSTILE})
    visit = records.add_visit(patient, DAY, hostile)
    answer = records.add_answer(
        visit,
        1,
        {**DOCUMENT, "explanation": {"outcome_sentence": HOSTILE, "causes": [{"label": HOSTILE, "probability": 0.5}]}},
    )
    addresses = ("/patients", f"/patients/{patient}", f"/visits/{visit}", f"/visits/{visit}/answers")
    for address in (*addresses, f"/answers/{answer}", f"/patients?q={HOSTILE}", f"/patients/{patient}/examination"):
        reply = client.get(address)
        assert reply.status_code == 200, address
        assert reply.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert Foreign.found_in(reply.text) == [], address


def test_every_page_says_who_it_is_about_and_the_cookie_is_for_this_site_alone(
    client: TestClient, records: Records
) -> None:
    patient, visit = visit_of(records, "Ada Example")
    answer = records.add_answer(visit, 1, DOCUMENT)
    addresses = (f"/patients/{patient}", f"/patients/{patient}/examination", f"/visits/{visit}")
    for address in (*addresses, f"/visits/{visit}/answers", f"/answers/{answer}"):
        head = client.get(address).text.partition("</header>")[0]
        assert "Ada Example" in head, address
    client.cookies.clear()
    cookie = client.get("/patients").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_record_that_was_changed_behind_the_back_is_not_shown(client: TestClient, records: Records) -> None:
    patient, _ = visit_of(records, "Ada Example")
    with records.engine.begin() as connection:
        connection.exec_driver_sql("update patient set changed = '2020'")
    reply = client.get(f"/patients/{patient}")
    assert (reply.status_code, "cannot be trusted" in reply.text) == (500, True)


def test_a_full_disk_is_said_and_what_was_saved_stays(client: TestClient, records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    fields = form(client, f"/visits/{visit}")
    records.engine.dispose()
    event.listen(records.engine, "connect", lambda connection, _: connection.execute("pragma max_page_count = 1"))
    typed = {**json.loads(fields["case"]), "note": random.Random(7).randbytes(30_000).hex()}
    refused = client.post(f"/visits/{visit}/save", data={**fields, "case": json.dumps(typed)})
    assert (refused.status_code, "Nothing was changed" in refused.text) == (503, True)
    assert "insert" not in refused.text.lower()
    with closing(open_records(str(records.place), environment=KEY)) as again:
        assert again.visit(visit).case == case_of()
        assert faults_of(again) == ()


def test_an_answer_that_cannot_be_stored_stops_none_of_the_next(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, visit = visit_of(records, "Ada Example")
    made = SimpleNamespace(to_dict=lambda: DOCUMENT)
    monkeypatch.setattr("myotome.web.patients.keeper.assess", lambda *_, **__: made)
    keeper = Keeper(records)
    keeper.keep("0" * 32, 1, case_of(), DAY)
    keeper.keep(visit, 1, case_of(), DAY)
    keeper.close()
    assert len(records.answers(visit)) == 1


def test_whose_examination_a_hospital_opened_is_said_where_it_is_saved(client):
    text = client.post("/patients/choose", data={"about": "Ada <b>Example</b>, born 1980-05-17"}).text
    assert "of Ada &lt;b&gt;Example&lt;/b&gt;, born 1980-05-17. Save it for nobody else" in text
    assert "Save it for nobody else" not in client.post("/patients/choose", data={}).text


def test_a_patient_leaves_encrypted_with_a_passphrase_typed_twice_and_comes_back(
    client: TestClient, records: Records
) -> None:
    pytest.importorskip("pyrage")
    patient = records.add_patient(Identity("Ada Example"))
    records.add_visit(patient, DAY, case_of(3))
    token, phrase = value(client.get(f"/patients/{patient}").text, "token"), "six plain words in a row"
    address = f"/patients/{patient}/encrypted"
    for words, again, says in ((phrase, phrase + "s", "differ"), ("short", "short", "12 characters")):
        refused = client.post(address, data={"token": token, "passphrase": words, "again": again})
        assert (refused.status_code, says in refused.text) == (422, True)
        assert phrase not in refused.text
    assert client.post(address, data={"passphrase": phrase, "again": phrase}).status_code == 403
    sent = client.post(address, data={"token": token, "passphrase": phrase, "again": phrase})
    assert sent.content.startswith(b"age-encryption.org/")
    assert b"Ada" not in sent.content
    data = {"token": value(client.get("/patients").text, "token"), "passphrase": phrase}
    taken = client.post("/patients/import", data=data, files={"file": ("a.age", sent.content)})
    assert "Ada Example" in taken.text
    assert len(records.patients("ada")) == 2


def test_all_patients_leave_as_a_table_without_names(client: TestClient, records: Records, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    records.add_visit(records.add_patient(Identity("Ada Example", "1980-05-17")), DAY, case_of(3))
    assert client.post("/patients/deidentified", data={}).status_code == 403
    sent = client.post("/patients/deidentified", data={"token": value(client.get("/patients").text, "token")})
    (tmp_path / "all.parquet").write_bytes(sent.content)
    assert len(parquet.read_table(tmp_path / "all.parquet")) == 1
    assert b"Ada" not in sent.content
    assert DAY.encode() not in sent.content


def test_a_disk_that_became_read_only_is_said_and_what_was_saved_stays(client: TestClient, records: Records) -> None:
    _, visit = visit_of(records, "Ada Example")
    fields = form(client, f"/visits/{visit}")
    records.engine.dispose()
    event.listen(records.engine, "connect", lambda connection, _: connection.execute("pragma query_only = on"))
    refused = client.post(f"/visits/{visit}/save", data={**fields, "day": "2026-03-03"})
    assert (refused.status_code, "read-only" in refused.text, "Nothing was changed" in refused.text) == (
        503,
        True,
        True,
    )
    with closing(open_records(str(records.place), environment=KEY)) as again:
        assert again.visit(visit).day == DAY
        assert faults_of(again) == ()
