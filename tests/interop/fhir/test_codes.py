"""Codes of others that we ship, and the map of a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from myotome.errors import InputError
from myotome.exam import laboratory_units
from myotome.interop.fhir import Terms, case_of_bundle, site_map, terms
from myotome.interop.fhir.elements import elements, kinds
from myotome.interop.fhir.terms import code_systems, codes, concepts

LOINC = [row["code"] for row in concepts() if row["system"] == "http://loinc.org"]
SNOMED = "http://snomed.info/sct"


def check_digit(number: str) -> int:
    """The digit after the hyphen of a LOINC code: modulus 10, every second digit doubled from the right."""
    doubled = "".join(str(int(digit) * (2 if place % 2 == 0 else 1)) for place, digit in enumerate(reversed(number)))
    return -sum(map(int, doubled)) % 10


@pytest.mark.parametrize("code", LOINC)
def test_a_loinc_code_has_its_check_digit(code):
    number, _, digit = code.partition("-")
    assert check_digit(number) == int(digit)


@pytest.mark.parametrize("code", ["30797-1", "89195-5"])
def test_the_check_digit_finds_codes_that_were_made_up(code):
    number, _, digit = code.partition("-")
    assert check_digit(number) != int(digit)


def test_what_others_mean_is_a_code_of_ours_and_no_snomed_is_shipped():
    assert all(row["our_code"] in codes(row["ours"]) for row in concepts())
    assert all(row["system"] != SNOMED for row in concepts())


def test_every_element_names_a_code_system():
    named = {one.system for kind in kinds() for one in elements(kind) if one.holds == "code"}
    assert named <= set(code_systems())


def test_mass_becomes_amount_by_the_unit_and_not_by_the_code():
    assert laboratory_units("creatinine")["mg/dL"][0] == pytest.approx(88.4)
    assert laboratory_units("creatinine")["umol/L"] == (1.0, 0.0)


def test_a_site_brings_its_own_codes_with_place_and_side_in_one(tmp_path):
    path = tmp_path / "map.csv"
    rows = ["271,muscle,tibialis_anterior", "271,laterality,left", "9,finding-type,strength"]
    head = "system,code,our_system,our_code\n"
    path.write_text(head + "".join(f"{SNOMED},{row}\n" for row in rows), encoding="utf-8")
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": SNOMED, "code": "9"}]},
        "bodySite": {"coding": [{"system": SNOMED, "code": "271"}]},
        "valueQuantity": {"value": 3, "system": "http://unitsofmeasure.org", "code": "{score}"},
    }
    (finding,) = case_of_bundle(observation, Terms(site=site_map(path))).case.findings
    assert finding.label == "left tibialis anterior: MRC 3"
    (left_out,) = case_of_bundle(observation).entries
    assert left_out.outcome == "not_used"


def test_a_map_that_names_no_code_of_ours_is_refused_with_its_line(tmp_path):
    path = tmp_path / "map.csv"
    path.write_text(f"system,code,our_system,our_code\n{SNOMED},1,muscle,tibialis_anteriorr\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        site_map(path)
    assert caught.value.problems[0].line == 2
    assert caught.value.problems[0].nearest[0] == "tibialis_anterior"


def test_reading_and_writing_rest_on_the_same_ground_and_not_on_each_other():
    folder = Path(terms.__file__).parent
    for here, other in (("read", "write"), ("write", "read")):
        named = f"myotome.interop.fhir.{other}"
        assert [path.name for path in folder.glob(f"{here}/*.py") if named in path.read_text(encoding="utf-8")] == []
    ground = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ground}
    assert [name for name, text in texts.items() if ".fhir.read" in text or ".fhir.write" in text] == []
