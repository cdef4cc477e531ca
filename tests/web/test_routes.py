"""The page without a browser: a form that works by itself, files, limits, and the interface for programs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from myotome.answer import assess
from myotome.care import INTENDED_USE
from myotome.cli.main import app
from myotome.exam import case_from_text, read_case
from myotome.web import application
from myotome.web.server.protection import CONTENT_SECURITY_POLICY
from myotome.web.server.warm_up import WarmUp

EXAMPLE = Path(__file__).parents[2] / "examples" / "l5-foraminal-disc.yaml"
EHL = {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3}
ENTRY = {"X-Myotome-Pieces": "entry"}
HOSTILE = ("<script>hit=1</script>", "\"'><img src=x onerror=hit=1>", "\u202egnp", "a\u0000b", "{{7*7}}", "]]>")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


@cache
def leading_share() -> float:
    return assess(read_case(EXAMPLE)).explanation.causes[0].probability


def hidden(text: str, name: str = "case") -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', text)
    assert found is not None
    return html.unescape(found[1])


def after(client: TestClient, *acts: str, pieces: str = "entry", **fields: str) -> str:
    """Press buttons one after the other, as a browser without scripts sends them."""
    text = ""
    for act in acts:
        case = {"case": hidden(text)} if text else {}
        sent = client.post("/", data={**fields, **case, "act": act}, headers={"X-Myotome-Pieces": pieces})
        assert sent.status_code == 200, sent.text
        text = sent.text
    return text


def put(**finding: Any) -> str:
    return json.dumps({"put": finding})


def test_an_empty_examination_is_answered_with_what_to_ask(client: TestClient) -> None:
    text = client.get("/").text
    assert "Nothing entered yet" in text
    assert "Ask or examine first" in text
    assert "Single user, no login" in text
    assert "not examined" in text
    assert "Nothing has been asked yet" in text
    assert re.search(r'<use href="[^"]*" class="p[123]"', text) is None
    asked = text[text.index('id="next"') :]
    said = re.findall(r'name="act" value="([^"]*)">(\w+)<span', asked)
    assert said
    for act, word in said:
        assert (word in ("Yes", "No")) == ('"type":"history"' in html.unescape(act)), act


def test_a_file_that_is_opened_gives_the_answer_of_the_command_line_and_comes_back_as_it_was(
    client: TestClient,
) -> None:
    text = client.post("/open", files={"file": ("case.yaml", EXAMPLE.read_bytes())}).text
    shown = re.search(r'data-lead="([^"]*)"', text)
    assert shown is not None
    assert abs(float(shown[1]) - leading_share()) <= 1e-9
    case = case_from_text(client.post("/case.yaml", data={"case": hidden(text)}).text)
    assert case == read_case(EXAMPLE)


def test_a_wrong_file_is_told_at_its_line_and_nothing_is_taken(client: TestClient) -> None:
    wrong = EXAMPLE.read_bytes().replace(b"mrc: 3", b"mrc: 9")
    text = client.post("/open", files={"file": ("case.yaml", wrong)}).text
    assert "Not taken" in text
    assert "line 14" in text
    assert json.loads(hidden(text))["findings"] == []


@pytest.mark.parametrize("sent", [b"", b"\xff\xfe\x00", b"- [" * 5000, b"\x00", b"a: &a [*a]"])
def test_a_file_that_is_none_is_told(client: TestClient, sent: bytes) -> None:
    reply = client.post("/open", files={"file": ("case.yaml", sent)})
    assert reply.status_code == 200
    assert "Not taken" in reply.text


def test_a_button_enters_and_the_same_button_takes_back(client: TestClient) -> None:
    text = after(client, put(**EHL))
    assert json.loads(hidden(text))["findings"] == [EHL]
    pressed = re.search(r'value="([^"]*)" id="extensor_hallucis_longus-left-3"[^>]*aria-pressed="true"', text)
    assert pressed is not None
    again = client.post("/", data={"case": hidden(text), "act": html.unescape(pressed[1])})
    assert json.loads(hidden(again.text))["findings"] == []


def test_half_a_grade_more_and_back(client: TestClient) -> None:
    text = after(client, put(**{**EHL, "mrc": 4}))
    half = re.search(r'value="([^"]*)" id="extensor_hallucis_longus-left-half"', text)
    assert half is not None
    text = after(client, put(**{**EHL, "mrc": 4}), html.unescape(half[1]))
    assert json.loads(hidden(text))["findings"][0]["mrc"] == 4.5


def test_rest_normal_fills_what_was_not_examined_alone(client: TestClient) -> None:
    text = after(client, put(**EHL), json.dumps({"rest": ["leg", "strength", "left"]}))
    found = json.loads(hidden(text))["findings"]
    assert found[0] == EHL
    assert len(found) == 9
    assert {one["mrc"] for one in found[1:]} == {5}


def test_the_other_side_takes_the_same_grades(client: TestClient) -> None:
    text = after(client, put(**EHL), json.dumps({"same": ["leg", "right"]}))
    assert [one["side"] for one in json.loads(hidden(text))["findings"]] == ["left", "right"]


def test_a_region_of_skin_is_marked_by_its_name_and_taken_back(client: TestClient) -> None:
    text = after(client, "skin", area="buttock", area_side="right")
    pain = {"type": "pain", "areas": ["buttock"], "side": "right"}
    assert json.loads(hidden(text))["findings"] == [pain]
    text = after(client, "skin", "skin", area="buttock", area_side="right", mode="reduced")
    assert json.loads(hidden(text))["findings"] == []


def test_whether_a_pain_runs_down_the_limb_is_not_said_unless_it_is_chosen(client: TestClient) -> None:
    field = "pain.0.radiating"
    text = after(client, "skin", area="buttock", area_side="right")
    for chosen, written in (("no", {"radiating": False}), ("yes", {"radiating": True}), ("", {})):
        sent = client.post("/", data={"case": hidden(text), "pain.0": "1", field: chosen}, headers=ENTRY).text
        (pain,) = json.loads(hidden(sent))["findings"]
        assert pain == {"type": "pain", "areas": ["buttock"], "side": "right", **written}
        menu = sent.split(f'name="{field}"')[1].partition("</select>")[0]
        assert re.findall(r'value="(\w*)" selected', menu) == ([chosen] if chosen else [])


def test_the_page_is_a_form_and_a_file_that_is_opened_stays_what_it_says(client: TestClient) -> None:
    assert json.loads(hidden(client.get("/").text))["record"] == "structured"
    opened = client.post("/open", files={"file": ("case.yaml", EXAMPLE.read_bytes())}).text
    assert json.loads(hidden(opened)).get("record", "dictated") == read_case(EXAMPLE).record


def test_nothing_is_predicted_before_something_is_found(client: TestClient) -> None:
    drawn = re.compile(r'<use href="[^"]*" class="p[123]"')
    fever = {"type": "history", "item": "fever", "value": False}
    assert drawn.findall(after(client, put(**fever), pieces="answer")) == []
    assert drawn.findall(after(client, put(**EHL), pieces="answer"))


@pytest.mark.parametrize(
    ("typed", "shown"), [("3 months", "3 months"), ("5 weeks", "5 weeks"), ("2 days", "2 days"), ("1 year", "1 year")]
)
def test_how_long_it_has_been_is_shown_as_it_was_typed(client: TestClient, typed: str, shown: str) -> None:
    text = client.post("/", data={"onset": typed}, headers=ENTRY).text
    assert re.search(rf'id="onset" name="onset" value="{shown}"', text)


def test_a_time_that_is_no_span_is_told_in_words(client: TestClient) -> None:
    text = client.post("/", data={"onset": "since March"}, headers=ENTRY).text
    assert "for example 5 weeks" in text
    assert "mapping" not in text


def test_studies_and_images_are_entered_by_what_they_conclude(client: TestClient) -> None:
    text = after(client, "study", study="emg", conclusion="L5_radiculopathy", study_side="left")
    assert json.loads(hidden(text))["findings"][0]["roots"] == ["L5"]
    text = after(client, "image", image_disc="L4-L5", image_finding="disc_degeneration", image_side="none")
    assert json.loads(hidden(text))["findings"][0]["levels"] == ["L4-L5"]
    assert "Choose a finding first." in after(client, "image", image_disc="L4-L5")


def test_a_field_that_is_wrong_keeps_what_was_typed_and_says_what_is_allowed(client: TestClient) -> None:
    text = after(client, put(**EHL), age="abc", height_cm="178")
    document = json.loads(hidden(text))
    assert document["demographics"] == {"age": None, "sex": None, "height_cm": 178}
    assert 'value="abc" aria-invalid="true"' in text
    assert "a number, 0 to 120 years" in text


def test_an_act_that_the_reader_refuses_changes_nothing(client: TestClient) -> None:
    text = after(client, put(**EHL), put(type="reflex", reflex="no_such_reflex", side="left", value="absent"))
    assert json.loads(hidden(text))["findings"] == [EHL]
    assert "Not taken; nothing was lost" in text


@pytest.mark.parametrize(
    "act", ["x", "[]", "{}", '{"put":3}', '{"drop":99}', '{"rest":[1]}', '{"put":{},"drop":1}', "[" * 9999]
)
def test_an_act_that_no_button_says_is_refused(client: TestClient, act: str) -> None:
    assert client.post("/", data={"act": act}, headers={"X-Myotome-Pieces": "entry"}).status_code in (200, 422)


def test_the_answer_comes_in_pieces_with_the_tests_last(client: TestClient) -> None:
    text = after(client, put(**EHL), pieces="entry answer next")
    entry, answer, tests, rest = text.split("<!--end of piece-->")
    assert rest == ""
    assert 'name="case"' in entry
    assert 'id="answer"' not in entry
    assert "The tests are being weighed" in answer
    assert "L5 root, left" in answer
    assert re.findall(r'data-part="([^"]*)"', tests) == ["next"]
    assert "Best next test" in tests


def test_any_rival_is_weighed_and_the_one_that_was_chosen_is_named(client: TestClient) -> None:
    text = after(client, put(**EHL), pieces="entry answer")
    offered = [html.unescape(one) for one in re.findall(r"<option>([^<]*)</option>", text.split('id="rival"')[1])]
    assert len(offered) > 8
    for rival in (offered[0], offered[-1]):
        chosen = after(client, put(**EHL), pieces="entry answer", rival=rival)
        assert f"<option selected>{html.escape(rival)}</option>" in chosen


def test_what_changed_names_the_last_entry_and_what_was_not_answered_before_it(client: TestClient) -> None:
    first = after(client, put(**EHL), pieces="entry answer")
    fields = {"case": hidden(first), "before": hidden(first, "before")}
    act = put(type="reflex", reflex="achilles", side="left", value="absent")
    for more, said in (({}, "After left achilles"), ({"unanswered": "age"}, "After age and left achilles")):
        sent = client.post("/", data={**fields, **more, "act": act}, headers={"X-Myotome-Pieces": "entry answer"})
        assert said in sent.text
    sent = client.post("/", data={**fields, "age": "70"}, headers={"X-Myotome-Pieces": "entry answer"})
    assert "After age, " in sent.text


def test_the_program_says_whether_it_is_still_compiling() -> None:
    warm_up = WarmUp()
    with TestClient(application(warm_up)) as made:
        assert made.get("/healthz").json()["answers"] == "compiling"
        warm_up.run()
        assert made.get("/healthz").json()["answers"] == "ready"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "name", ["case", "act", "line", "age", "onset", "setting", "area", "item", "mode", "before", "unanswered", "rival"]
)
def test_what_is_sent_never_becomes_markup(client: TestClient, name: str, text: str) -> None:
    reply = client.post("/", data={name: text}, headers={"X-Myotome-Pieces": "entry"})
    assert reply.status_code in (200, 422)
    assert "<script>hit" not in reply.text or reply.headers["content-type"].startswith("application/problem+json")
    assert "<img src=x" not in reply.text or reply.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_file_never_becomes_markup(client: TestClient, text: str) -> None:
    case = {"id": "a", "note": text, "source": text, "demographics": {"age": 4, "sex": None}, "findings": []}
    reply = client.post("/open", files={"file": (text.replace("\0", "").replace('"', ""), json.dumps(case).encode())})
    assert reply.status_code == 200
    assert "<script>hit" not in reply.text
    assert "<img src=x" not in reply.text


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/healthz", "/no/such/page", "/api/openapi.json"])
def test_every_answer_is_bound_by_the_policy(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_the_page_has_no_style_and_no_script_of_its_own(client: TestClient) -> None:
    text = client.get("/").text
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []
    assert re.findall(r'<script(?! type="module" src="/static/page.js"></script>)', text) == []
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []


@pytest.mark.parametrize("path", ["/", "/open", "/case.yaml", "/api/v1/explain"])
def test_a_body_of_more_than_a_megabyte_is_refused(client: TestClient, path: str) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post(path, content=b"a" * 1_000_001, headers=form).status_code == 413
    pieces = (b"a" * 100_000 for _ in range(11))
    assert client.post(path, content=pieces, headers=form).status_code == 413


def test_another_name_of_the_host_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_interface_answers_with_the_answer_document(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    document = {"id": "a", "schema_version": 1}
    monkeypatch.setattr("myotome.answer.Answer.to_dict", lambda _: document)
    body = {"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": [EHL]}
    reply = client.post("/api/v1/explain", json=body)
    assert (reply.status_code, reply.json()) == (200, document)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 80 + b"1" + b"}" * 80, 400),
        (b'{"id": NaN}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"id": "a"}', 422),
        (json.dumps({"id": "a" * 100_000, "findings": [], "demographics": {}}).encode(), 422),
        (json.dumps({"id": "a\u0000\u202e", "findings": [], "demographics": {}}).encode(), 422),
    ],
)
def test_the_interface_names_what_is_wrong(client: TestClient, body: bytes, status: int) -> None:
    reply = client.post("/api/v1/explain", content=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status


def test_a_wrong_case_is_a_problem_document_with_every_fault(client: TestClient) -> None:
    wrong = {"id": "a", "demographics": {"age": 400, "sex": None}, "findings": [{**EHL, "mrc": 7}]}
    errors = client.post("/api/v1/explain", json=wrong).json()["errors"]
    where = " ".join(one["where"] for one in errors)
    assert "demographics.age" in where
    assert "findings[0].mrc" in where


def test_the_description_of_the_interface_is_complete(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    explain = described["paths"]["/api/v1/explain"]["post"]
    assert set(explain["responses"]) >= {"200", "400", "413", "422"}
    assert "example" in explain["requestBody"]["content"]["application/json"]
    assert client.get("/healthz").json()["status"] == "ok"
    assert described["info"]["description"] == INTENDED_USE
    referred = set(re.findall(r'"\$ref": ?"#/components/schemas/([^"]*)"', json.dumps(described)))
    assert referred
    assert re.findall(r"#/\$defs", json.dumps(described)) == []
    assert referred <= set(described["components"]["schemas"])


def test_a_method_that_an_address_has_not_is_refused_with_those_that_it_has(client: TestClient) -> None:
    reply = client.request("TRACE", "/healthz")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.org"])
def test_no_other_address_than_loopback_is_served(host: str) -> None:
    done = CliRunner().invoke(app, ["serve", "--host", host])
    assert done.exit_code == 2
    assert "with accounts and TLS alone" in done.stderr
