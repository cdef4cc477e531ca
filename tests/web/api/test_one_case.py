"""Answers of the interface: the same as those of the command line, and every wrong parameter named."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.exam import read_case
from myotome.web import application

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
DISC = next(path for path in EXAMPLES if path.stem == "l5-foraminal-disc")
#: A command, the address that asks the same, and for how many of the examples it is asked.
ASKED = [
    (["explain", "{case}", "--json"], "/api/v1/explain?part=explanation", EXAMPLES),
    (["next", "{case}", "--json", "-n", "3"], "/api/v1/next?n=3", EXAMPLES[:2]),
    (["care", "{case}", "--json", "--seed", "3"], "/api/v1/care?seed=3", [DISC]),
    (
        ["forecast", "{case}", "--json", "--treatment", "nsaid,discectomy_early", "--weeks", "12", "--futures", "64"],
        "/api/v1/forecast?treatment=nsaid&treatment=discectomy_early&weeks=12&futures=64",
        [DISC],
    ),
    (
        ["load", "holding", "--case", "{case}", "--mass-kg", "5", "--draws", "0", "--json"],
        "/api/v1/load/holding?mass_kg=5&draws=0",
        [DISC],
    ),
    (["load", "looking_at_a_phone", "--case", "{case}", "--json"], "/api/v1/load/looking_at_a_phone", [DISC]),
]
BODY = {"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": []}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(), raise_server_exceptions=False) as made:
        yield made


def differing(one: Any, other: Any, where: str = "") -> list[str]:
    """Places in which two plain documents differ by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict) and set(one) == set(other):
        return [place for name in one for place in differing(one[name], other[name], f"{where}.{name}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [place for n, (a, b) in pairs for place in differing(a, b, f"{where}[{n}]")]
    if isinstance(one, float) and isinstance(other, float):
        return [] if math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) else [where]
    return [] if one == other else [where]


@pytest.mark.parametrize(
    ("command", "address", "path"),
    [
        pytest.param(c, a, p, id=f"{c[0]}-{p.stem}", marks=[pytest.mark.slow] if c[0] == "care" else [])
        for c, a, paths in ASKED
        for p in paths
    ],
)
def test_the_interface_answers_as_the_command_line_does(
    client: TestClient, command: list[str], address: str, path: Path
) -> None:
    done = CliRunner().invoke(app, [part.format(case=path) for part in command])
    assert done.exit_code in (0, 3, 4), done.stderr
    reply = client.post(address, json=read_case(path).to_dict())
    assert reply.status_code == 200, reply.text[:300]
    assert differing(json.loads(done.stdout), reply.json()) == []


def test_tables_are_given_as_the_command_line_gives_them(client: TestClient) -> None:
    for command, address in (
        (["claims", "twenty-three-discs", "--json"], "/api/v1/claims/twenty-three-discs"),
        (["load", "--list", "--json"], "/api/v1/tasks"),
    ):
        assert client.get(address).json() == json.loads(CliRunner().invoke(app, command).stdout)
    lines = CliRunner().invoke(app, ["words", "ankle", "jerk", "--json"]).stdout.splitlines()
    assert client.get("/api/v1/vocabulary?q=ankle jerk").json() == [json.loads(line) for line in lines]
    assert client.get("/api/v1/claims?about=twenty-three").json()[0]["id"] == "twenty-three-discs"
    assert client.get("/api/v1/claims?about=no such word anywhere").json() == []


@pytest.mark.parametrize(
    ("accept", "kind", "begin"),
    [
        ("application/pdf", "application/pdf", b"%PDF-"),
        ("text/html", "text/html", b"<!doctype html>"),
    ],
)
def test_a_report_comes_in_the_form_that_was_asked_for(
    client: TestClient, accept: str, kind: str, begin: bytes
) -> None:
    case = read_case(DISC).to_dict()
    reply = client.post(
        "/api/v1/report?for=patient-education&lang=de&date=2026-01-31", json=case, headers={"accept": accept}
    )
    assert reply.status_code == 200, reply.text[:300]
    assert reply.headers["content-type"].startswith(kind)
    assert reply.content[: len(begin)].lower() == begin.lower()
    if kind == "text/html":
        assert "31" in reply.text
        assert 'lang="de"' in reply.text


@pytest.mark.parametrize(
    ("address", "status", "where"),
    [
        ("/api/v1/explain?prat=whole", 422, "query, prat"),
        ("/api/v1/explain?part=half", 422, "query, part"),
        ("/api/v1/explain?seed=-1", 422, "query, seed"),
        ("/api/v1/next?n=0", 422, "query, n"),
        ("/api/v1/forecast?treatment=nsaidd", 422, "treatment"),
        ("/api/v1/forecast?treatment=nsaid&treatment=nsaid", 422, "query, treatment"),
        ("/api/v1/forecast?treatment=", 422, "query, treatment"),
        ("/api/v1/forecast?weeks=many", 422, "query, weeks"),
        ("/api/v1/load/holding?mass_kg=nan", 422, "mass_kg"),
        ("/api/v1/load/holding?mass_kg=heavy", 422, "mass_kg"),
        ("/api/v1/load/holding?mas_kg=5", 422, "mas_kg"),
        ("/api/v1/load/holding?mass_kg=5&mass_kg=50", 422, "query, mass_kg"),
        ("/api/v1/load/holding?draws=1.5", 422, "query, draws"),
        ("/api/v1/load/standng", 404, ""),
        ("/api/v1/report?lang=xx", 422, "lang"),
        ("/api/v1/report?for=nobody", 422, "query, for"),
    ],
)
def test_a_wrong_parameter_is_named(client: TestClient, address: str, status: int, where: str) -> None:
    reply = client.post(address, json=BODY)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json"), reply.text
    assert where in "".join(one["where"] for one in reply.json().get("errors", ())), reply.text


def test_a_form_that_no_report_has_is_not_acceptable(client: TestClient) -> None:
    reply = client.post("/api/v1/report", json=BODY, headers={"accept": "image/png, text/html;q=0"})
    assert reply.status_code == 406
    assert "application/pdf" in reply.json()["detail"]
    assert client.get("/api/v1/claims/twenty-three-disc").json()["detail"].endswith("Nearest: twenty-three-discs.")
