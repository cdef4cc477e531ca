"""The interface under generated requests, by night thousands: nothing fails, and every answer is as it is described.

Schemathesis cannot generate from conditional schemas, of which that of the case is full: it gets the schema without the
conditions, so that many requests are wrong in just the places which the conditions guard. What an answer computes has
tests of its own; here every case that is read gets the same, real, answer document.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from myotome.answer import assess
from myotome.exam import case_from_mapping
from myotome.web import application
from myotome.web.server.warm_up import EXAMPLE

schemathesis = pytest.importorskip("schemathesis")

_CONDITIONS = ("if", "then", "else", "allOf")
_SETTINGS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@cache
def document() -> dict[str, Any]:
    return assess(case_from_mapping(EXAMPLE)).to_dict()


def without_conditions(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {name: without_conditions(inner) for name, inner in schema.items() if name not in _CONDITIONS}
    return [without_conditions(one) for one in schema] if isinstance(schema, list) else schema


def hammered(monkeypatch: pytest.MonkeyPatch, cases: int) -> Counter[int]:
    """Ask the interface so often; raises where an answer is not as described."""
    monkeypatch.setattr("myotome.web.server.interface.assess", lambda _: SimpleNamespace(to_dict=document))
    made = application()
    described, statuses = made.openapi(), Counter[int]()
    parts = described["components"]["schemas"]
    loose = {name: without_conditions(one) if name.startswith("Case") else one for name, one in parts.items()}
    schema = schemathesis.openapi.from_dict({**described, "components": {"schemas": loose}})
    schema.app = made
    checks = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ not in _NOT_MEANT]
    for operation in schema.get_all_operations():

        @settings(max_examples=cases, **_SETTINGS)
        @given(operation.ok().as_strategy())
        def ask(case: Any) -> None:
            reply = case.call()
            statuses[reply.status_code] += 1
            case.validate_response(reply, checks=checks)

        ask()
    return statuses


#: Asked of the conditions that were left out, and of what this interface does not do.
_NOT_MEANT = ("positive_data_acceptance", "negative_data_rejection")


def test_no_generated_request_breaks_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = hammered(monkeypatch, 50)
    assert statuses[422] > 10
    assert set(statuses) <= {200, 400, 422}


@pytest.mark.nightly
def test_three_thousand_generated_requests_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = hammered(monkeypatch, 3000)
    assert sum(statuses.values()) >= 3000
    assert set(statuses) <= {200, 400, 422}
