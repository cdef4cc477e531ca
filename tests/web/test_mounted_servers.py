"""The FHIR server as part of the page's server: its rules of security hold there too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from myotome.web import application
from myotome.web.server.protection import CONTENT_SECURITY_POLICY

JSON = {"content-type": "application/fhir+json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("address", ["/fhir/metadata", "/fhir/Spine", "/fhir"])
def test_every_answer_has_the_headers_of_the_page(address, client):
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/fhir+json"
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 2**16):
        yield b" " * 2**16


@pytest.mark.parametrize("address", ["/fhir", "/fhir/$explain"])
@pytest.mark.parametrize(
    "content", [b" " * (7 * 2**20), lambda: chunks(7 * 2**20), lambda: chunks(2**20 * 11 // 2)],
    ids=["announced", "in pieces", "a little over"],
)  # fmt: skip
def test_a_large_body_is_refused_in_the_form_of_fhir(address, content, client):
    answer = client.post(address, content=content() if callable(content) else content, headers=JSON)
    assert (answer.status_code, answer.json()["resourceType"]) == (413, "OperationOutcome")


def test_a_bundle_of_more_than_a_megabyte_is_read(client):
    answer = client.post("/fhir/$explain", content=b" " * 2**21 + b'{"resourceType": "Spine"}', headers=JSON)
    assert answer.status_code == 422


def test_another_name_of_this_computer_is_refused(client):
    assert client.get("/fhir/metadata", headers={"host": "evil.example"}).status_code == 400
