"""The interface under generated requests, by night thousands: nothing fails, and every answer is as it is described.

Schemathesis cannot generate from conditional schemas, of which that of the case is full: it gets the schema without the
conditions, so that many requests are wrong in just the places which the conditions guard. What an answer computes has
tests of its own; here every case that is read gets the same, real, documents. Patients and visits are really kept, and
the links of the description lead from one that was added to everything that can be done with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test

from myotome.answer import Answer, assess
from myotome.claims import review
from myotome.exam import case_from_mapping
from myotome.records import faults_of, open_records
from myotome.web import application
from myotome.web.server.warm_up import EXAMPLE
from support.clinics import Silent
from support.stored import KEY

schemathesis = pytest.importorskip("schemathesis")
schemathesis.serializer.alias("application/x-ndjson", "text/plain")

_CONDITIONS = ("if", "then", "else", "allOf")
_SETTINGS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
_PHASES = (Phase.generate,)
#: Asked of the conditions that were left out.
_OF_CONDITIONS = ("positive_data_acceptance", "negative_data_rejection")


@cache
def answered() -> Answer:
    return assess(case_from_mapping(EXAMPLE))


@cache
def documents() -> dict[str, Any]:
    """What is answered, by what is asked."""
    answer = answered()
    explained = answer.explanation
    return {
        "explanation": SimpleNamespace(
            to_dict=explained.to_dict, red_flag=explained.red_flag, next_tests=explained.next_tests
        ),
        "answer": SimpleNamespace(to_dict=answer.to_dict, plan=SimpleNamespace(to_dict=answer.plan.to_dict)),
        "forecast": answer.assessment.forecast(["nsaid"], weeks=4, futures=64, weekly=True),
        "load": answer.load("standing", draws=0),
    }


def computed(_: Any, seed: int = 0) -> Any:
    """Stands for a patient who is computed."""
    told = documents()
    conclusions = SimpleNamespace(red_flag=told["explanation"].red_flag)
    return SimpleNamespace(
        conclusions=conclusions,
        forecast=lambda *_, **__: told["forecast"],
        load=lambda *_, **__: told["load"],
        body=answered().assessment.body,
        impairment=answered().assessment.impairment,
    )


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The whole interface with records, its answers computed beforehand."""
    told, claim = documents(), review("twenty-three-discs")
    api = "myotome.web.api"
    monkeypatch.setattr(f"{api}.explaining.assess", lambda *_, **__: told["answer"])
    monkeypatch.setattr(f"{api}.explaining.explained", lambda *_, **__: told["explanation"])
    monkeypatch.setattr(f"{api}.explaining.case_report", lambda *_: None)
    monkeypatch.setattr(f"{api}.explaining.pdf_file", lambda _: b"%PDF-")
    monkeypatch.setattr(f"{api}.explaining.html_page", lambda _: "<!doctype html>")
    monkeypatch.setattr(f"{api}.course_and_load.Assessment", computed)
    monkeypatch.setattr(f"{api}.knowledge.review", lambda _: claim)
    monkeypatch.setattr(f"{api}.knowledge.review_claims", lambda _: [claim])
    monkeypatch.setattr("myotome.web.site.Keeper", Silent)
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as records:
        yield application(records=records)
        assert faults_of(records) == ()


def without_conditions(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {name: without_conditions(inner) for name, inner in schema.items() if name not in _CONDITIONS}
    return [without_conditions(one) for one in schema] if isinstance(schema, list) else schema


#: What no schema says in full: a name is more than blanks, a date of birth lies in the past.
WHO = {"name": {"type": "string", "pattern": "^[A-Za-z]{1,60}$"}, "born": {"enum": ["", "1980-05-17", "1999-12-31"]}}
#: What tables name.
NAMED = {"task": ["standing", "holding", "looking_at_a_phone"], "claim": ["twenty-three-discs"]}


def naming(operation: Any, path: str) -> Any:
    """An operation whose part of the address is one that there is."""
    name = path.rpartition("{")[2].rstrip("}")
    if name not in NAMED:
        return operation
    schema = {"type": "string", "enum": NAMED[name]}
    parameters = [{**one, "schema": schema} if one["name"] == name else one for one in operation["parameters"]]
    return {**operation, "parameters": parameters}


def described(made: Any) -> Any:
    """What schemathesis generates from."""
    document = made.openapi()
    parts = document["components"]["schemas"]
    loose = {name: without_conditions(one) if name.startswith("Case") else one for name, one in parts.items()}
    loose["NewPatient"] = {**parts["NewPatient"], "properties": parts["NewPatient"]["properties"] | WHO}
    paths = {
        name: {method: naming(told, name) for method, told in one.items()} for name, one in document["paths"].items()
    }
    schema = schemathesis.openapi.from_dict({**document, "paths": paths, "components": {"schemas": loose}})
    schema.app = made
    return schema


def checks_of(operation: Any) -> list[Any]:
    """Every check, apart from those that the left-out conditions would decide; a version is right only once."""
    sends_case = (operation.method == "post" and "patients" not in operation.path) or "visits" in operation.path
    names_version = operation.method == "put" or operation.path.endswith("{act}")
    narrowed = "/patients" in operation.path and operation.method in ("post", "put")  # to names and days as `WHO` says
    left_out = _OF_CONDITIONS if sends_case or narrowed else _OF_CONDITIONS[:1] if names_version else ()
    return [one for one in schemathesis.checks.CHECKS.get_all() if one.__name__ not in left_out]


def hammered(made: Any, cases: int) -> Counter[int]:
    """Ask each route so often; raises where an answer is not as described."""
    statuses = Counter[int]()
    for operation in described(made).get_all_operations():
        ask(operation.ok(), cases, statuses)
    return statuses


def ask(operation: Any, cases: int, statuses: Counter[int]) -> None:
    """Ask one route so often."""
    checks = checks_of(operation)

    @settings(max_examples=cases, phases=_PHASES, **_SETTINGS)
    @given(operation.as_strategy())
    def asked(case: Any) -> None:
        reply = case.call()
        statuses[reply.status_code] += 1
        case.validate_response(reply, checks=checks)

    asked()


def walked(made: Any, walks: int, steps: int) -> Counter[int]:
    """Follow the links from what one request made to what others do with it, so many times, so many steps each."""
    statuses = Counter[int]()

    class Walk(described(made).as_state_machine()):  # type: ignore[misc]
        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            statuses[response.status_code] += 1
            case.validate_response(response, checks=checks_of(case.operation))

    run_state_machine_as_test(
        Walk, settings=settings(max_examples=walks, stateful_step_count=steps, phases=_PHASES, **_SETTINGS)
    )
    return statuses


_MEANT = {200, 201, 400, 404, 405, 406, 412, 413, 422, 428}


def test_no_generated_request_breaks_the_interface(made: Any) -> None:
    statuses = hammered(made, 8)
    assert statuses[422] > 10
    assert statuses[200] > 10
    assert set(statuses) <= _MEANT


def test_a_walk_along_the_links_reads_and_changes_what_it_added(made: Any) -> None:
    statuses = walked(made, 10, 8)
    assert statuses[201] > 0
    assert statuses[200] > 0
    assert set(statuses) <= _MEANT


@pytest.mark.nightly
def test_thousands_of_generated_requests_break_nothing(made: Any) -> None:
    statuses = hammered(made, 200) + walked(made, 100, 20)
    assert sum(statuses.values()) >= 3000
    assert set(statuses) <= _MEANT
