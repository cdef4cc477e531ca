"""A case that is exported and imported is the same case; what goes out is valid R4."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.answer import assess
from myotome.exam import FINDING_KINDS, case_from_mapping, read_cases
from myotome.explain.explanation import Verdict
from myotome.interop.fhir import Terms, answer_bundle, case_bundle, case_of_bundle, fhir_definitions
from myotome.interop.fhir.elements import elements
from myotome.interop.fhir.invariants import check_resource
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.terms import codes
from myotome.report import Audience, case_report, pdf_file
from support.case_strategies import BY_KIND, case_mappings

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "tests/cases/vignettes").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])
CASES = read_cases(FILES)
RECORDED = datetime(2026, 11, 20, 11, tzinfo=UTC)


def sent(bundle: Any) -> Any:
    """The bundle as a receiver reads it."""
    return json.loads(json.dumps(bundle))


def wrong(resources: list[Any]) -> list[str]:
    """Everything that is wrong with resources."""
    where = Where("bundle", [])
    for index, one in enumerate(resources):
        check_resource(one, where.at("entry", index))
    return [str(problem) for problem in where.problems]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_an_exported_case_comes_back_as_it_was(case):
    imported = case_of_bundle(sent(case_bundle(case)))
    assert imported.case == case
    assert {entry.outcome for entry in imported.entries} == {"used"}


@given(case_mappings(), st.booleans())
def test_any_case_comes_back_as_it_was(mapping, dated):
    case = case_from_mapping(mapping)
    day = date(2026, 11, 20) if dated else None
    bundle = sent(case_bundle(case, Terms("https://hospital.example/codes"), day))
    assert case_of_bundle(bundle, Terms("https://hospital.example/codes")).case == case
    assert wrong([entry["resource"] for entry in bundle["entry"]]) == []


@given(case_mappings(), st.lists(st.sampled_from(FINDING_KINDS), min_size=1, max_size=2, unique=True), st.data())
def test_earlier_visits_come_back_with_their_findings(mapping, kinds, data):
    found = [data.draw(BY_KIND[kind]) for kind in kinds]
    visits = [{"ago": {"value": 10, "unit": "days"}, "findings": found}, {"when": "long ago", "findings": found}]
    case = case_from_mapping({**mapping, "visits": visits})
    for day in (None, date(2026, 11, 20)):
        assert case_of_bundle(sent(case_bundle(case, examined_on=day))).case == case


def test_every_key_of_every_case_has_its_element():
    """A key that a finding gains and the table of elements does not know would be lost in silence."""
    unknown = {
        (plain["type"], key)
        for case in CASES
        for plain in case.to_dict()["findings"]
        for key in plain
        if key not in {"type", *(one.key for one in elements(plain["type"]))}
    }
    assert unknown == set()


@pytest.fixture(scope="module")
def answer():
    return assess(next(case for case in CASES if case.id == "l5-foraminal-disc"))


def test_an_answer_is_valid_and_proposes(answer):
    pdf = pdf_file(case_report(answer, Audience.CLINICIAN))
    bundle = sent(answer_bundle(answer, RECORDED, pdf=pdf))
    resources = [entry["resource"] for entry in bundle["entry"]]
    assert wrong(resources) == []
    by_type = {one["resourceType"]: one for one in resources}
    assert {"final", "active", "order"}.isdisjoint(
        by_type[kind].get(element)
        for kind in ("RiskAssessment", "DiagnosticReport", "ServiceRequest", "CarePlan")
        for element in ("status", "intent")
    )
    assert by_type["Device"]["version"][1]["value"] == answer.to_dict()["tables_hash"]
    assert case_of_bundle(bundle).case == answer.case


def test_every_verdict_has_a_code():
    assert {one.replace(" ", "_") for one in get_args(Verdict)} == set(codes("disc-verdict"))


@pytest.mark.parametrize(
    "findings", [[], [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3}]]
)
def test_an_answer_to_little_is_written_too(findings):
    case = case_from_mapping({"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": findings})
    bundle = sent(answer_bundle(assess(case), RECORDED))
    assert wrong([entry["resource"] for entry in bundle["entry"]]) == []
    assert "cannot_tell" in json.dumps(bundle)


def test_shares_are_per_cent_and_sum_to_a_hundred(answer):
    bundle = answer_bundle(answer, RECORDED)
    (risk,) = [
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"].get("code", {}).get("coding", [{}])[0].get("code") == "explanation"
    ]
    shares = [one["probabilityDecimal"] for one in risk["prediction"]]
    assert sum(shares) == pytest.approx(100)
    assert shares[0] == pytest.approx(100 * answer.explanation.causes[0].probability, abs=1e-4)


def test_references_inside_a_bundle_are_all_answered(answer):
    bundle = answer_bundle(answer, RECORDED)
    names = {entry["fullUrl"] for entry in bundle["entry"]}
    pointed = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            pointed.update([node["reference"]] if "reference" in node else [])
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(inner)

    walk(bundle)
    assert pointed
    assert pointed <= names


def test_definitions_are_valid_and_codes_keep_to_the_form_of_codes():
    made = fhir_definitions(Terms("https://hospital.example/codes"))
    assert wrong(list(made)) == []
    assert all(one["url"].startswith("https://hospital.example/codes/") for one in made)
    listed = [concept["code"] for one in made if one["resourceType"] == "CodeSystem" for concept in one["concept"]]
    assert all(code == " ".join(code.split()) and code for code in listed)
