"""Many cases in one request: each line is answered by itself, as it comes, and no memory holds them all."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from myotome.web import application
from support.running import running

ADDRESS = "/api/v1/explain/batch"
CASE = {"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": []}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("myotome.web.api.batch.document_of", lambda case, *_: {"answered": case.id})
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


def answered(reply: Any) -> list[dict[str, Any]]:
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in reply.text.splitlines()]


def test_each_line_is_answered_in_its_place_and_a_wrong_one_says_why(client: TestClient) -> None:
    lines = [json.dumps({**CASE, "id": "x"}), "{", "", json.dumps({"id": "b"}), json.dumps({**CASE, "id": "y"})]
    found = answered(client.post(ADDRESS, content="\r\n".join(lines)))
    assert [one["case"] for one in found] == [1, 2, 3, 4]
    assert [one.get("answer", {}).get("answered") for one in found] == ["x", None, None, "y"]
    assert [one["problem"]["status"] for one in found[1:3]] == [400, 422]
    assert "demographics" in json.dumps(found[2]["problem"]["errors"])


def test_a_case_has_the_same_answer_as_by_itself() -> None:
    with TestClient(application()) as client:
        alone = client.post("/api/v1/explain?part=explanation", json=CASE).json()
        (line,) = answered(client.post(ADDRESS, json=CASE))
    assert line == {"case": 1, "id": "a", "answer": alone}


def test_a_line_that_is_too_long_is_one_problem_and_the_next_is_answered(client: TestClient) -> None:
    pieces = iter([b"x" * 400_000] * 3 + [b"\n" + json.dumps(CASE).encode()])
    found = answered(client.post(ADDRESS, content=pieces))
    assert [one.get("problem", {}).get("status") for one in found] == [413, None]


def test_a_batch_over_its_size_is_refused_or_ends_with_a_problem(client: TestClient) -> None:
    assert client.post(ADDRESS, content=b"x" * 10_000_001).status_code == 413
    line = json.dumps(CASE).encode() + b"\n"
    pieces = [line, *[b" " * 999_999 + b"\n"] * 11]
    given = iter([{"type": "http.request", "body": piece, "more_body": True} for piece in pieces])
    sent: list[Any] = []

    async def receive() -> Any:
        return next(given)

    async def send(message: Any) -> None:
        sent.append(message)

    head = {"type": "http", "method": "POST", "path": ADDRESS, "raw_path": ADDRESS.encode(), "query_string": b""}
    more = {"headers": [(b"host", b"localhost")], "scheme": "http", "http_version": "1.1", "asgi": {"version": "3.0"}}
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may keep a loop in this thread
        apart.submit(anyio.run, client.app, {**head, **more}, receive, send).result()
    lines = [json.loads(text) for text in b"".join(one.get("body", b"") for one in sent).splitlines()]
    assert lines[0]["answer"] == {"answered": "a"}
    assert lines[-1]["problem"]["status"] == 413
    assert len(lines) == 2


def test_many_short_lines_are_no_way_to_fill_the_memory(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.web.api.batch._MOST_LINES", 5)
    found = answered(client.post(ADDRESS, content="1\n" * 1000 + "\n" * 1_000_000))
    assert [one["problem"]["status"] for one in found] == [422] * 5 + [413]


def test_the_first_answer_comes_before_the_second_case_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.web.api.batch.document_of", lambda case, *_: {"answered": case.id})
    with running(application()) as address:
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        line = json.dumps(CASE).encode() + b"\n"
        chunk = b"%x\r\n%b\r\n" % (len(line), line)
        with socket.create_connection((host, int(port)), timeout=20) as caller:
            head = f"POST {ADDRESS} HTTP/1.1\r\nhost: {host}\r\ntransfer-encoding: chunked\r\n\r\n"
            caller.sendall(head.encode() + chunk)
            first = b""
            while b'"case": 1' not in first:
                first += caller.recv(65536)
            caller.sendall(chunk + b"0\r\n\r\n")
            rest = b""
            while b'"case": 2' not in rest:
                rest += caller.recv(65536)


def test_who_sends_everything_before_reading_anything_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myotome.web.api.batch.document_of", lambda *_: {"answered": "z" * 100_000})
    with running(application()) as address:
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        body = (json.dumps(CASE).encode() + b"\n") * 200
        body += b"\n" * (8_000_000 - len(body))
        with socket.create_connection((host, int(port)), timeout=20) as caller:
            head = (
                f"POST {ADDRESS} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            )
            caller.sendall(head.encode() + body)
            got = 0
            while piece := caller.recv(1 << 20):
                got += piece.count(b'"case": ')
    assert got == 200
