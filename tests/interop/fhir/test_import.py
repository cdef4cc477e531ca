"""Bundles of others: what is taken over, what is left to a person, and what is refused."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from myotome.errors import InputError
from myotome.interop.fhir import Terms, case_of_bundle, import_bundle, operation_outcome
from support.mutations import VALUES, mutated_bytes, mutated_mapping

PATH = Path(__file__).parent / "hospital_bundle.json"
TERMS = Terms("https://example.org/myotome/fhir")
BUNDLE = json.loads(PATH.read_text(encoding="utf-8"))
KNEE, STRAIGHT_LEG_RAISE, IMAGE = 9, 14, 18
UCUM = "http://unitsofmeasure.org"


def changed(index: int, **elements: Any) -> Any:
    """The bundle with elements of one of its resources put in place, or taken out where they are None."""
    bundle = copy.deepcopy(BUNDLE)
    resource = bundle["entry"][index]["resource"]
    for name, value in elements.items():
        if value is None:
            resource.pop(name)
        else:
            resource[name] = value
    return bundle


def coded(system: str, code: str) -> Any:
    return {"coding": [{"system": system, "code": code}]}


def own(system: str, code: str) -> Any:
    return coded(f"{TERMS.base}/CodeSystem/{system}", code)


def refused(bundle: Any) -> str:
    """What is said of a bundle that is refused."""
    with pytest.raises(InputError) as caught:
        case_of_bundle(bundle, TERMS)
    outcome = operation_outcome(caught.value.problems)
    assert outcome["issue"]
    return str(caught.value)


def test_every_entry_of_a_hospital_bundle_is_accounted_for():
    imported = import_bundle(PATH, TERMS)
    assert imported.counts() == {"used": 18, "not_used": 1, "needs_person": 1}
    labels = [finding.label for finding in imported.case.findings]
    assert labels[0] == "left extensor hallucis longus: MRC 3"
    assert "left straight leg raise: positive at 40 degrees" in labels
    assert labels[-1] == "MRI L4-L5: left subarticular extrusion, compression of L5"
    assert imported.case.demographics.age == 45
    assert imported.case.onset_weeks == pytest.approx(26 / 7)


def test_what_was_not_examined_is_neither_normal_nor_forgotten():
    imported = import_bundle(PATH, TERMS)
    assert not any("quadriceps" in finding.label for finding in imported.case.findings)
    assert "left quadriceps (strength), not-performed: not tested: knee brace" in imported.case.note


REFUSED: dict[str, tuple[Any, str]] = {
    "a value beside the reason why there is none": (
        changed(KNEE, valueQuantity={"value": 3, "system": UCUM, "code": "{score}"}),
        "obs-6",
    ),
    "a status that does not exist": (changed(4, status="nope"), "no such status"),
    "two values": (changed(10, valueInteger=3), "value"),
    "null": (changed(4, valueQuantity={"value": None}), "null"),
    "an empty list": (changed(4, component=[]), "empty"),
    "an empty text": (changed(4, note=[{"text": ""}]), "empty"),
    "no status": (changed(4, status=None), "status"),
    "an unknown element": (changed(4, colour="red"), "colour"),
    "a time without its zone": (changed(4, effectiveDateTime="2026-11-20T10:15:00"), "effectiveDateTime"),
    "a day that is none": (changed(4, effectiveDateTime="2026-11-31"), "effectiveDateTime"),
    "newton metres by their text": (
        changed(4, valueQuantity={"value": 30, "unit": "Nm", "system": UCUM, "code": "Nm"}),
        "UCUM",
    ),
    "a unit without its system": (changed(4, valueQuantity={"value": 3, "unit": "score"}), "UCUM"),
    "a grade that is no grade": (changed(4, valueQuantity={"value": 7, "system": UCUM, "code": "{score}"}), "mrc"),
    "a limit instead of a value": (
        changed(4, valueQuantity={"value": 3, "comparator": "<", "system": UCUM, "code": "{score}"}),
        "limit",
    ),
    "degrees as coulombs": (
        changed(
            STRAIGHT_LEG_RAISE,
            component=[
                {"code": own("component", "angle"), "valueQuantity": {"value": 40, "system": UCUM, "code": "C"}}
            ],
        ),
        "UCUM",
    ),
    "a code that our system does not have": (changed(4, bodySite=own("muscle", "tibialis")), "no such code of muscle"),
    "a sided finding without a side": (changed(4, bodySite=own("muscle", "tibialis_anterior")), "side"),
    "an extension that modifies": (
        changed(4, modifierExtension=[{"url": "https://example.org/not", "valueBoolean": True}]),
        "modifier",
    ),
    "a value that was an error": (
        changed(KNEE, dataAbsentReason=coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "error")),
        "could not be stored",
    ),
    "a finding of another patient": (changed(4, subject={"reference": "Patient/other"}), "more than one"),
    "a second patient": (
        {**BUNDLE, "entry": [*BUNDLE["entry"], {"resource": {"resourceType": "Patient", "gender": "female"}}]},
        "more than one",
    ),
    "a message": ({**BUNDLE, "type": "message"}, "not read"),
    "a resource that R4 does not have": ({"resourceType": "Spine"}, "no such resource"),
    "a case file": ({"id": "a", "findings": [{"type": "reflex"}]}, "resourceType"),
    "a per cent of 120": (
        {
            "resourceType": "RiskAssessment",
            "status": "final",
            "subject": {"reference": "Patient/a"},
            "prediction": [{"probabilityDecimal": 120}],
        },
        "ras-2",
    ),
    "two findings that contradict each other": (
        {**BUNDLE, "entry": [*BUNDLE["entry"], {"resource": changed(4, valueQuantity={"value": 5, "system": UCUM,
         "code": "{score}"})["entry"][4]["resource"]}]},
        "entry[",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_bundle_is_refused_whole_and_says_where(name):
    bundle, said = REFUSED[name]
    assert said in refused(bundle)


@pytest.mark.parametrize(
    ("index", "elements", "outcome", "reason"),
    [
        (4, {"status": "entered-in-error"}, "not_used", "status"),
        (4, {"status": "cancelled"}, "not_used", "status"),
        (4, {"status": "preliminary"}, "used", "preliminary"),
        (4, {"code": {"text": "Power"}}, "needs_person", "only the text 'Power'"),
        (4, {"code": coded("http://loinc.org", "8867-4")}, "not_used", "8867-4"),
        (4, {"bodySite": {"text": "left big toe"}}, "needs_person", "left big toe"),
        (17, {"code": coded("http://loinc.org", "72514-3"), "bodySite": None}, "needs_person", "where"),
        (17, {"component": None, "bodySite": {"text": "leg"}}, "needs_person", "leg"),
    ],
)
def test_what_is_not_taken_over_says_why(index, elements, outcome, reason):
    entry = case_of_bundle(changed(index, **elements), TERMS).entries[index]
    assert entry.outcome == outcome
    assert reason in entry.reason


def with_entries(*resources: Any) -> Any:
    return {**BUNDLE, "entry": [*BUNDLE["entry"], *({"resource": one} for one in resources)]}


def laboratory(value: float, day: str, **more: Any) -> Any:
    number = {"value": value, "system": UCUM, "code": "mg/L"}
    code = coded("http://loinc.org", "1988-5")
    return {"resourceType": "Observation", "status": "final", "code": code, "effectiveDateTime": day,
            "valueQuantity": number, **more}  # fmt: skip


def test_of_two_results_of_one_test_the_newer_counts_and_the_other_is_named():
    imported = case_of_bundle(with_entries(laboratory(120, "2026-11-01"), laboratory(4, "2026-11-19")), TERMS)
    assert [finding.number for finding in imported.case.findings if finding.kind == "lab"] == [4]
    assert "newer" in imported.entries[-2].reason


def test_the_range_of_the_laboratory_says_whether_a_number_is_raised():
    limit = {"high": {"value": 5, "system": UCUM, "code": "mg/L"}}
    imported = case_of_bundle(with_entries(laboratory(120, "2026-11-19", referenceRange=[limit])), TERMS)
    assert imported.case.findings[-1].value == "raised"


def test_a_muscle_examined_on_an_earlier_day_is_of_an_earlier_visit():
    early = changed(4, encounter=None, effectiveDateTime="2026-11-10", valueQuantity={"value": 4.5, "system": UCUM,
        "code": "{score}"})["entry"][4]["resource"]  # fmt: skip
    case = case_of_bundle(with_entries(early), TERMS).case
    (visit,) = case.visits
    assert visit.ago_weeks == pytest.approx(10 / 7)
    assert visit.findings[0].mrc == 4.5
    assert [finding.value for finding in case.findings if getattr(finding, "item", "") == "course"] == ["worsening"]


CONDITION = {
    "resourceType": "Condition",
    "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
    "subject": BUNDLE["entry"][4]["resource"]["subject"],
}
STATUS = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


@pytest.mark.parametrize(
    ("status", "value", "outcome"),
    [
        ("confirmed", True, "used"),
        ("refuted", False, "used"),
        ("provisional", None, "needs_person"),
        ("entered-in-error", None, "not_used"),
    ],
)
def test_a_problem_of_the_list_counts_where_it_is_certain(status, value, outcome):
    named = {**CONDITION, "verificationStatus": coded(STATUS, status), "code": own("history-item", "diabetes")}
    if status == "entered-in-error":
        named.pop("clinicalStatus")
    imported = case_of_bundle(with_entries(named), TERMS)
    told = [finding.value for finding in imported.case.findings if finding.kind == "history"]
    assert told == ([] if value is None else [value])
    assert imported.entries[-1].outcome == outcome


def test_a_diagnosis_is_no_finding_and_silence_is_no_denial():
    named = {**CONDITION, "code": coded("http://hl7.org/fhir/sid/icd-10-cm", "M48.061")}
    imported = case_of_bundle(with_entries(named), TERMS)
    assert imported.entries[-1].outcome == "needs_person"
    assert all(finding.kind != "history" for finding in imported.case.findings)


def answered(link: str, *answers: Any) -> Any:
    return {"linkId": link, "answer": list(answers)}


def choice(system: str, code: str) -> Any:
    return {"valueCoding": own(system, code)["coding"][0]}


def test_our_questionnaire_is_read_back():
    groups = {
        "strength": [
            answered("strength.movement", choice("movement", "ankle_dorsiflexion")),
            answered("strength.side", choice("laterality", "left")),
            answered("strength.mrc", {"valueDecimal": 3}),
        ],
        "history": [
            answered("history.item", choice("history-item", "diabetes")),
            answered("history.value.yes", {"valueBoolean": False}),
        ],
        "lab": [answered("lab.test", choice("lab", "crp")), answered("lab.number", {"valueDecimal": 88})],
    }
    response = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": f"{TERMS.base}/Questionnaire/examination|1",
        "item": [{"linkId": kind, "item": items} for kind, items in groups.items()],
    }
    labels = [finding.label for finding in case_of_bundle(response, TERMS).case.findings]
    assert labels == ["left ankle dorsiflexion: MRC 3", "diabetes: no", "C-reactive protein: 88 mg/L"]
    strange = {"linkId": "lab", "item": [answered("lab.colour", {"valueInteger": 1})]}
    assert "no such question" in refused({**response, "item": [strange]})
    other = case_of_bundle({**response, "questionnaire": "https://example.org/other"}, TERMS)
    assert other.entries[0].outcome == "needs_person"


NO_FHIR = ("<Bundle/>", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', "{", '{"a":' * 60 + "1" + "}" * 60)


@pytest.mark.parametrize("text", NO_FHIR)
def test_what_is_no_json_of_fhir_is_refused(text, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="FHIR"):
        import_bundle(path)


#: Values that a writer of JSON can write.
WRITTEN = [one for one in VALUES if not isinstance(one, bytes) and not (isinstance(one, int) and abs(one) > 10**400)]


def try_mutants(numbers: range, tmp_path: Path) -> int:
    """Import mutated bundles; how many were taken over. Nothing but a named problem may come out of the others."""
    good, nameless = 0, []
    path = tmp_path / "mutant.json"
    for number in numbers:
        chance = random.Random(number)
        if number % 4 == 0:
            path.write_bytes(mutated_bytes(json.dumps(BUNDLE), chance))
        else:
            path.write_text(json.dumps(mutated_mapping(BUNDLE, chance, WRITTEN)), encoding="utf-8")
        try:
            imported = import_bundle(path, TERMS)
        except InputError as error:
            nameless += [problem for problem in error.problems if not (problem.where and problem.message)]
        else:
            good += 1
            assert sum(imported.counts().values()) == len(imported.entries)
    assert nameless == []
    return good


def test_mutated_bundles_are_imported_whole_or_refused(tmp_path):
    assert try_mutants(range(200), tmp_path) < 200


@pytest.mark.nightly
def test_ten_thousand_mutated_bundles(tmp_path):
    assert try_mutants(range(200, 10_200), tmp_path) < 10_000
