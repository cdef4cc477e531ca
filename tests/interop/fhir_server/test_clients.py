"""Clients that others wrote, against the server as it runs; and another validator on all that goes out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.applications import Starlette

from myotome.answer import assess
from myotome.exam import read_case
from myotome.interop import mount_fhir
from myotome.interop.fhir import answer_bundle, case_bundle, fhir_definitions
from myotome.interop.smart import SmartServer
from myotome.interop.smart.record import record_of
from myotome.records import open_records
from support.running import running
from support.stored import KEY

ROOT = Path(__file__).parents[3]
CLIENTS = Path(__file__).parents[1] / "clients"
CASES = sorted((ROOT / "examples").glob("*.yaml"))
MISSING = "" if shutil.which("node") and (CLIENTS / "node_modules").is_dir() else "no node, or no `npm ci` in tests"


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Iterator[str]:
    server = Starlette()
    path = tmp_path_factory.mktemp("kept") / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as records:
        mount_fhir(server, records)
        with running(server) as address:
            yield f"{address}fhir"


@pytest.fixture
def node() -> Any:
    """Run one of the programs for node."""
    if MISSING and os.environ.get("MYOTOME_NEEDS_CLIENTS") == "1":
        pytest.fail(f"{MISSING}: MYOTOME_NEEDS_CLIENTS is 1, so these tests may not be skipped")
    if MISSING:
        pytest.skip(MISSING)

    def run(program: str, *arguments: str, given: Any = None) -> Any:
        told = None if given is None else json.dumps(given)
        command = ["node", str(CLIENTS / program), *arguments]
        done = subprocess.run(command, input=told, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def named(kind: str) -> Any:
    """A case as a bundle of a type, its patient with a name."""
    bundle = json.loads(json.dumps(case_bundle(read_case(CASES[0]), examined_on=date(2026, 3, 2))))
    bundle["entry"][0]["resource"]["name"] = [{"text": "Ada Example"}]
    for entry in bundle["entry"]:
        entry["request"] = {"method": "POST", "url": entry["resource"]["resourceType"]}
    return {**bundle, "type": kind}


def test_fhir_kit_client_posts_reads_and_turns_pages(base, node, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(named("transaction")), encoding="utf-8")
    told = node("kit.mjs", base, str(path))
    assert told.pop("total") == told.pop("seen") > 5
    assert told == {
        "version": "4.0.1",
        "kept": "transaction-response",
        "read": True,
        "created": "Kit Example",
        "encounters": 1,
        "care": True,
        "refused": {"status": 404, "issue": "not-found"},
    }


def test_fhirpy_posts_reads_and_turns_pages(base):
    fhirpy = pytest.importorskip("fhirpy")
    client = fhirpy.SyncFHIRClient(base)
    made = client.execute("/", method="POST", data=named("transaction"))
    patient = made["entry"][0]["response"]["location"].split("/")[1]
    assert client.reference("Patient", patient).to_resource()["name"] == [{"text": "Ada Example"}]
    found = client.resources("Observation").search(patient=patient).limit(5)
    assert found.count() == len(found.fetch_all()) > 5
    other = client.resource("Patient", name=[{"text": "Fhirpy Example"}])
    other.save()
    assert client.resources("Patient").search(name="fhirpy").first()["id"] == other["id"]
    answer = client.execute(f"Patient/{patient}/$explain", method="GET")
    assert "RiskAssessment" in [entry["resource"]["resourceType"] for entry in answer["entry"]]
    with pytest.raises(fhirpy.base.exceptions.ResourceNotFound):
        client.reference("Patient", "nobody").to_resource()


@pytest.fixture
def other_server(node) -> Iterator[str]:
    """Address of a server that others wrote."""
    with subprocess.Popen(["node", str(CLIENTS / "server.cjs")], stdout=subprocess.PIPE, text=True) as running_one:
        assert running_one.stdout is not None
        yield running_one.stdout.readline().strip()
        running_one.terminate()


@pytest.mark.slow
def test_a_case_and_its_answer_go_to_a_server_of_others_and_our_client_reads_the_case_back(other_server):
    case = read_case(ROOT / "examples" / f"{QUICK}.yaml")
    bundle = answer_bundle(assess(case), datetime(2026, 11, 20, tzinfo=UTC), examined_on=date(2026, 11, 20))
    for entry in bundle["entry"]:
        entry["request"] = {"method": "POST", "url": entry["resource"]["resourceType"]}
    posted = httpx.post(f"{other_server}/", json={**bundle, "type": "transaction"}).json()["entry"]
    assert {one["response"]["status"] for one in posted} == {"201"}
    patient = posted[0]["response"]["location"].rpartition("/")[2]
    record = record_of(SmartServer("Other", other_server, "client"), {"patient": patient, "access_token": "any"})
    assert record.case.demographics == case.demographics
    assert sorted(one.label for one in record.case.findings) == sorted(one.label for one in case.findings)


QUICK = "cauda-equina"


@pytest.mark.parametrize(
    "name", [QUICK, *(pytest.param(one.stem, marks=pytest.mark.slow) for one in CASES if one.stem != QUICK)]
)
def test_an_answer_passes_another_validator(name, node):
    answer = assess(read_case(ROOT / "examples" / f"{name}.yaml"))
    bundle = answer_bundle(answer, datetime(2026, 11, 20, tzinfo=UTC))
    assert node("validate.cjs", given=[bundle, *(entry["resource"] for entry in bundle["entry"])]) == []


def test_definitions_and_what_the_server_says_pass_another_validator(base, node):
    asked = ("metadata", "CodeSystem?_count=5&colour=red", "Patient", "Spine")
    said = [httpx.get(f"{base}/{address}").json() for address in asked]
    assert node("validate.cjs", given=[*said, *fhir_definitions()]) == []
    assert len(node("validate.cjs", given=[{**said[0], "status": "nope", "spine": 1}])) == 2
