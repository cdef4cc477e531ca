"""What follows from the answer, as pages and files: the same text as the commands print, of the case in the form."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from myotome.exam import read_case
from myotome.records import Identity, open_records
from myotome.web import application
from myotome.web.body.dermatomes import dermatome_map
from myotome.web.chapters.chapters import CHAPTERS, FILES, tasks
from support.stored import KEY

EXAMPLE = Path(__file__).parents[2] / "examples" / "l5-foraminal-disc.yaml"
CASE = json.dumps(read_case(EXAMPLE).to_dict())


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("course", "watchful waiting"),
        ("load", "compression"),
        ("care", "options"),
        ("report", "L5 root"),
        ("sheet", "your"),
    ],
)
def test_a_chapter_is_shown_without_a_style_of_its_own(client: TestClient, name: str, says: str) -> None:
    reply = client.post(f"/chapters/{name}", data={"case": CASE})
    assert reply.status_code == 200
    assert says.lower() in reply.text.lower()
    assert re.findall(r"<style|<[^<>]*\sstyle=|<script", reply.text) == []


@pytest.mark.parametrize("name", ["report.pdf", "sheet.pdf"])
def test_a_report_is_a_file_to_download(client: TestClient, name: str) -> None:
    reply = client.post(f"/chapters/{name}", data={"case": CASE, "day": "2026-03-02"})
    assert reply.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.content)).pages)
    assert "2026" in text


@pytest.mark.parametrize(
    ("given", "browser", "code"),
    [
        ({}, "en", "en"),
        ({}, "de-AT,de;q=0.9,en;q=0.5", "de"),
        ({"lang": "de"}, "en", "de"),
        ({"lang": "en"}, "de", "en"),
    ],
)
def test_the_sheet_is_in_the_language_chosen_or_of_the_browser(
    client: TestClient, given: dict[str, str], browser: str, code: str
) -> None:
    text = client.post("/chapters/sheet", data={"case": CASE} | given, headers={"accept-language": browser}).text
    assert ("Wann Sie Hilfe brauchen" in text, "When to get help" in text) == (code == "de", code == "en")
    assert f'<option value="{code}" lang="{code}" selected>' in text
    assert ('<article class="card chapter" lang="de">' in text) == (code == "de")


def test_a_file_of_the_sheet_is_in_german_and_an_unknown_language_is_refused(client: TestClient) -> None:
    reply = client.post("/chapters/sheet.pdf", data={"case": CASE, "lang": "de"})
    assert "Wann Sie Hilfe brauchen" in PdfReader(io.BytesIO(reply.content)).pages[0].extract_text()
    refused = client.post("/chapters/sheet", data={"case": CASE, "lang": "xx"})
    assert refused.status_code == 422
    assert "en or de" in refused.text


def test_another_task_is_computed_and_an_unknown_one_refused(client: TestClient) -> None:
    other = tasks()[1]
    computed = client.post("/chapters/load", data={"case": CASE, "task": other})
    assert (computed.status_code, f'<option value="{other}" selected>' in computed.text) == (200, True)
    refused = client.post("/chapters/load", data={"case": CASE, "task": "flying"})
    assert (refused.status_code, "a task of the list" in refused.text) == (422, True)


def test_of_nothing_entered_nothing_is_computed(client: TestClient) -> None:
    for name in (*CHAPTERS, *FILES):
        reply = client.post(f"/chapters/{name}", data={})
        assert (reply.status_code, "Nothing was entered" in reply.text) == (200, True), name
    load = client.post("/chapters/load", data={"age": "50", "sex": "female", "height_cm": "165", "weight_kg": "70"})
    assert "Nothing was entered" not in load.text
    assert client.post("/chapters/none", data={}).status_code == 404


def test_the_head_of_a_chapter_leads_back_to_the_case(client: TestClient) -> None:
    text = client.post("/chapters/care", data={"case": CASE}).text
    head = text.partition("</header>")[0]
    assert head.count('type="submit" form="carried"') == 2
    assert 'href="/"' not in head
    form = text[text.index('id="carried"') :].partition("</form>")[0]
    assert json.loads(found(form, "case")) == json.loads(CASE)


def test_the_report_of_a_patient_bears_the_name_on_every_page(tmp_path: Path) -> None:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records:
        patient = records.add_patient(Identity("Ada Example", "1968-05-12"))
        visit = records.add_visit(patient, "2026-03-02", read_case(EXAMPLE))
        with TestClient(application(records=records)) as client:
            text = client.get(f"/visits/{visit}").text
            data = {name: found(text, name) for name in ("token", "seen", "case")}
            shown = client.post(f"/visits/{visit}/chapters/care", data=data)
            assert "Ada Example" in shown.text.partition("</header>")[0]
            sent = client.post(f"/visits/{visit}/chapters/report.pdf", data={**data, "day": "2026-03-02"})
            refused = client.post(f"/visits/{visit}/chapters/report.pdf", data={**data, "token": ""})
            assert refused.status_code == 403
    pages = PdfReader(io.BytesIO(sent.content)).pages
    assert all("Ada Example" in page.extract_text() for page in pages)


def found(text: str, name: str) -> str:
    value = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert value is not None
    return html.unescape(value[1])


def entered(client: TestClient, **fields: str) -> Any:
    sent = client.post("/", data=fields, headers={"X-Myotome-Pieces": "entry"})
    return json.loads(found(sent.text, "case"))["findings"]


def test_a_needle_in_a_muscle_and_conduction_of_a_nerve_are_entered(client: TestClient) -> None:
    needle = {"emg_muscle": "tibialis_anterior", "emg_value": "denervation", "emg_side": "left"}
    assert entered(client, act="needle", **needle)[0]["muscles"] == ["tibialis_anterior"]
    nerve = {"ncs_nerve": "median", "ncs_value": "prolonged_latency", "ncs_side": "right", "ncs_component": "motor"}
    assert entered(client, act="conduction", **nerve)[0]["nerve"] == "median"
    assert entered(client, act="needle", emg_muscle="tibialis_anterior") == []


def test_the_dermatome_map_draws_every_root_that_has_skin(client: TestClient) -> None:
    text = client.get("/dermatomes").text
    for one in dermatome_map():
        assert f'id="{one.root}"' in text
        assert any(one.shades.values()), one.root
        assert [share for _, share in one.words] == sorted((share for _, share in one.words), reverse=True)
