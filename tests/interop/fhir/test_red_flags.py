"""A red flag leaves as a coded resource: with the code of its rule, its severity, and the findings behind it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from myotome.answer import assess
from myotome.exam import read_cases
from myotome.explain import fired_rules, red_flag_rules
from myotome.interop.fhir import Terms, answer_bundle, case_of_bundle, fhir_definitions
from myotome.interop.fhir.invariants import check_resource
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.write.red_flags import red_flag_issues

ROOT = Path(__file__).parents[3]
CASES = read_cases(sorted([*(ROOT / "tests/cases/vignettes").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")]))
ABOUT = {"patient": {"reference": "Patient/1"}, "identifiedDateTime": "2026-11-20T11:00:00+00:00"}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_there_is_a_coded_issue_exactly_where_the_answer_has_a_flag(case) -> None:
    answer = assess(case)
    places = [f"Observation/{number}" for number in range(len(answer.case.findings))]
    issues = red_flag_issues(answer, places, ABOUT, Terms())
    flag = answer.assessment.conclusions.red_flag
    assert flag.urgent == any(one["severity"] == "high" for one in issues)
    where = Where("issue", [])
    for one in issues:
        check_resource(one, where)
        assert one["detail"]
        assert one["evidence"][0]["detail"]
    assert where.problems == []
    same_day = {rule.id for rule in fired_rules(answer.case) if rule.urgency != "soon"}
    assert same_day <= {one["code"]["coding"][0]["code"] for one in issues}


def test_the_findings_behind_a_flag_are_pointed_at() -> None:
    case = next(case for case in CASES if case.id.startswith("cauda-equina"))
    bundle = json.loads(json.dumps(answer_bundle(assess(case), datetime(2026, 11, 20, tzinfo=UTC))))
    issues = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "DetectedIssue"]
    names = {one["fullUrl"]: one["resource"]["resourceType"] for one in bundle["entry"]}
    assert {names[one["reference"]] for issue in issues for one in issue["evidence"][0]["detail"]} == {"Observation"}
    assert case_of_bundle(bundle).case == case.without_truth()


def test_the_code_system_holds_every_rule() -> None:
    (published,) = [
        one for one in fhir_definitions() if one["resourceType"] == "CodeSystem" and one["id"] == "red-flag"
    ]
    codes = {one["code"]: one["display"] for one in published["concept"]}
    assert {rule.id: rule.label for rule in red_flag_rules()}.items() <= codes.items()
    assert len(codes) == len(red_flag_rules()) + 1
