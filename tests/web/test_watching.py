"""What whoever runs the program sees: counts and a log of requests, with nothing of a patient; and how it stops."""

from __future__ import annotations

import io
import json
import logging
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from fastapi.testclient import TestClient

from myotome.records import Role, open_records
from myotome.web import application
from myotome.web.server.logs import begin_log
from support.clinics import Silent, client_of, two_clinics
from support.stored import KEY

CANARY = "Xanthippe Canary"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    before, level = logging.getLogger().handlers[:], logging.getLogger().level
    stream = io.StringIO()
    begin_log(every_request=True, stream=stream)
    others = [logging.getLogger(name) for name in ("uvicorn", "uvicorn.error")]
    for other in others:  # a server that another test began here in this process has set them up for itself
        monkeypatch.setattr(other, "handlers", [])
        monkeypatch.setattr(other, "propagate", True)
    yield stream
    logging.getLogger().handlers[:] = before
    logging.getLogger().setLevel(level)
    logging.getLogger("myotome").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def test_counts_and_log_name_routes_and_no_patient(
    log: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    with (
        closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records,
        TestClient(application(records=records), raise_server_exceptions=False) as client,
    ):
        made = client.post("/api/v1/patients", json={"name": CANARY, "note": CANARY})
        client.get(f"/api/v1/patients?q={CANARY}")
        client.get(made.headers["location"])
        client.get(f"/{CANARY}")
        client.request(CANARY.split()[0], "/")
        counted = client.get("/metrics").text
    assert 'myotome_requests_total{method="GET",route="/api/v1/patients/{patient}",status="200"} 1.0' in counted
    assert 'route="none",status="404"' in counted
    assert 'method="other"' in counted
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [one["status"] for one in lines if one.get("route") == "/api/v1/patients"] == [201, 200]
    for said in (counted, log.getvalue()):
        assert not re.search("xanthippe|canary", said, re.IGNORECASE)
        assert made.json()["id"] not in said


def test_a_failure_is_noted_by_kind_and_place_without_its_words(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("myotome.web.api.knowledge.search_words", fails)
    with TestClient(application(), raise_server_exceptions=False) as client:
        assert client.get(f"/api/v1/vocabulary?q={CANARY}").status_code == 500
    try:
        fails()
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    ours, theirs = [one for one in map(json.loads, log.getvalue().splitlines()) if one["level"] == "error"]
    assert (ours["error"], ours["route"]) == ("RuntimeError", "/api/v1/vocabulary")
    assert any("fails" in place for place in ours["at"])
    assert (theirs["event"], theirs["error"]) == ("Exception in ASGI application", "RuntimeError")
    assert CANARY not in log.getvalue()


def test_counts_are_for_an_admin_and_for_a_program_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records:
        clinics = two_clinics(records)
        statuses = {
            role: client_of(clinics, headers=clinics.bearer("first", role)).get("/metrics").status_code for role in Role
        }
        assert client_of(clinics, headers={"accept": "*/*"}).get("/metrics").status_code == 401
    assert statuses == {Role.VIEWER: 403, Role.CLINICIAN: 403, Role.RESEARCHER: 403, Role.ADMIN: 200}


def test_a_program_that_is_told_to_stop_answers_what_it_has_begun() -> None:
    command = [sys.executable, "-m", "myotome", "serve", "--port", "0", "--no-records"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        port = int(re.search(r":(\d+)/", served.stdout.readline())[1])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
            head = "POST /api/v1/explain HTTP/1.1\r\nhost: localhost\r\ncontent-length: 11\r\n\r\n"
            caller.sendall(head.encode() + b'{"id":')
            with socket.create_connection(("127.0.0.1", port), timeout=30) as other:
                other.sendall(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                assert b"200" in other.recv(100)
            served.send_signal(signal.SIGTERM)
            caller.sendall(b' "a"}')
            answered = caller.recv(65536)
        _, said = served.communicate(timeout=30)
    assert answered.startswith(b"HTTP/1.1 422")
    assert served.returncode == 0
    assert "Traceback" not in said
