"""Every measured item has limits; both ends pass, what lies outside is refused with the unit and the way out."""

import math
from pathlib import Path

import pytest

from myotome.errors import InputError
from myotome.exam.reading.files import case_from_mapping, read_case
from myotome.exam.reading.limits import imaging_limits, limits, strength_limits, time_limits, unit_in_words
from myotome.exam.vocabulary_table import vocabulary

ROOT = Path(__file__).parents[2]
CASES = sorted(path for path in (ROOT / "examples").rglob("*.yaml"))
LABS = {name: entry.unit for name, entry in vocabulary().sections["lab_tests"].items() if entry.unit}
NUMBERS = {name: entry.unit for name, entry in vocabulary().history.items() if entry.value == "number"}
WEAK = {"type": "strength", "muscle": "EHL", "side": "left"}
SLIP = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "side": "none"}
STUDY = {"type": "ncs", "nerve": "median", "component": "motor", "side": "left", "value": "abnormal"}
SURGERY = {"type": "history", "item": "surgery", "value": "discectomy"}


def case_of(finding=None, **more):
    who = {"age": 40, "sex": "male"} | more.pop("who", {})
    findings = [finding or {**WEAK, "mrc": 4}]
    return case_from_mapping({"id": "a", "demographics": who, "findings": findings, **more})


def given_as(kind, item, unit):
    """How a number of this kind is written into a case."""
    if kind == "lab":
        return lambda number: case_of({"type": "lab", "test": item, "number": number})
    if kind == "history":
        return lambda number: case_of({"type": "history", "item": item, "value": number})
    if kind == "patient":
        return lambda number: case_of(who={item: number})
    if kind == "strength":
        return lambda number: case_of({**WEAK, "measured": {"value": number, "unit": unit}})
    if kind == "questionnaire":
        return lambda number: case_of({"type": "questionnaire", "name": item, "value": number})
    if kind == "conduction":
        return lambda number: case_of({**STUDY, item: number})
    if kind == "imaging":
        finding = "hyperkyphosis" if item == "any" else item
        return lambda number: case_of({**SLIP, "finding": finding, "measure": {"value": number, "unit": unit}})
    return lambda number: (
        case_of(onset={"value": number, "unit": unit})
        if item == "onset"
        else case_of({**SURGERY, "ago": {"value": number, "unit": unit}})
    )


WRITTEN = [key for key in limits() if key[1] != "root_of_level"]
SPANS = [("time", item, unit) for item in ("onset", "ago") for unit in vocabulary().ids("time_units")]


def test_every_item_with_a_unit_has_limits_in_that_unit():
    table = limits()
    assert {("lab", name, unit) for name, unit in LABS.items()} == {key for key in table if key[0] == "lab"}
    assert {("history", name, unit) for name, unit in NUMBERS.items()} == {key for key in table if key[0] == "history"}
    for unit in vocabulary().ids("strength_units"):
        assert strength_limits(unit).unit == unit
    for finding in vocabulary().ids("imaging_findings"):
        assert all(imaging_limits(finding, unit).unit == unit for unit in vocabulary().ids("measure_units"))
    assert all(time_limits(item, unit).unit == unit for _, item, unit in SPANS)


def test_limits_speak_of_things_that_there_are():
    findings = {"any", "root_of_level", *vocabulary().ids("imaging_findings")}
    assert {item for kind, item, _ in limits() if kind == "imaging"} <= findings
    assert all(math.isfinite(one.low) and math.isfinite(one.high) for one in limits().values())


@pytest.mark.parametrize("key", WRITTEN + SPANS, ids=lambda key: "-".join(key))
def test_both_limits_pass_and_just_outside_fails(key):
    kind, item, unit = key
    of = time_limits(item, unit) if kind == "time" else limits()[key]
    write = given_as(*key)
    for number in (of.low, of.high, (of.low + of.high) / 2):
        assert write(number).findings
    for number in (math.nextafter(of.low, -math.inf), math.nextafter(of.high, math.inf)):
        with pytest.raises(InputError) as caught:
            write(number)
        (problem,) = caught.value.problems
        assert problem.allowed == of.words
        assert problem.given.endswith(unit_in_words(unit))
        assert problem.message.startswith("The number is out of range.")


def problem_of(finding):
    with pytest.raises(InputError) as caught:
        case_of(finding)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("test", "number", "said"),
    [
        ("calcium", 11.2, "11.2 mg/dL would be plausible: write 2.79, which is the same in mmol/L"),
        ("haemoglobin", 140, "140 g/L would be plausible: write 14, which is the same in g/dL"),
        ("creatinine", 0.9, "0.9 mg/dL would be plausible: write 79.6"),
        ("white_cell_count", 7200, "7200 per uL would be plausible: write 7.2"),
        ("hba1c", 53, "53 mmol/mol would be plausible: write 7"),
        ("uric_acid", 5.5, "5.5 mg/dL would be plausible: write 327"),
        ("vital_capacity", 3.2, "3.2 L would be plausible; turn it into percent of predicted first"),
        ("vitamin_b12", 90000, "leave the number out and write value: raised"),
        ("sodium", 40, "leave the number out and write value: low"),
    ],
)
def test_a_slip_of_unit_is_named_with_what_to_write(test, number, said):
    problem = problem_of({"type": "lab", "test": test, "number": number})
    assert said in problem.message
    assert problem.where == "case, findings[0].number"


def test_a_negative_concentration_has_no_way_out():
    problem = problem_of({"type": "lab", "test": "crp", "number": -5})
    assert (problem.given, problem.allowed) == ("-5 mg/L", "0 to 1500 mg/L")
    assert problem.message == "The number is out of range."


def test_height_in_metres_is_recognised():
    with pytest.raises(InputError, match=r"1\.78 m would be plausible: write 178"):
        case_of(who={"height_cm": 1.78})


def test_text_in_place_of_a_number_is_told_the_range():
    problem = problem_of({"type": "lab", "test": "crp", "number": "about 45"})
    assert problem.allowed == "a number, 0 to 1500 mg/L"


def test_what_converts_lands_within_the_limits():
    for of in limits().values():
        for other in of.others:
            convertible = other.times is not None and other.times > 0.0
            assert convertible != (other.low is not None and other.high is not None and other.low < other.high)
            assert other.unit != of.unit


@pytest.mark.parametrize(
    ("test", "number"),
    [
        *(("calcium", number) for number in (0.9, 2.9, 6.5)),
        *(("haemoglobin", number) for number in (1.4, 8.1, 24)),
        *(("creatine_kinase", number) for number in (5200, 1_200_000)),
        *(("glucose", number) for number in (0.6, 147)),
        *(("potassium", number) for number in (0.9, 14)),
        *(("sodium", number) for number in (96, 255)),
        *(("post_void_residual", number) for number in (0, 650, 6000)),
        ("vital_capacity", 9),
        ("psa", 20000),
        ("platelets", 8000),
        ("tsh", 1500),
        ("bone_density_t_score", -6.5),
    ],
)
def test_real_extremes_are_read(test, number):
    assert case_of({"type": "lab", "test": test, "number": number}).findings


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_that_is_shipped_is_read(path):
    assert read_case(path).findings


def test_large_numbers_are_printed_without_an_exponent():
    (finding,) = case_of({"type": "lab", "test": "creatine_kinase", "number": 1_700_000}).findings
    assert finding.label == "creatine kinase: 1700000 U/L"
