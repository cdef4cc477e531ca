"""The sheet: read whole or refused with its place; printed; handed on as findings."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.exam import read_case
from myotome.explain import explain
from myotome.interop import case_of_sheet, classify, read_sheet, sheet_from_mapping
from support.isncsci_reference import blank


def without(key: str) -> dict:
    sheet = blank("T4")
    del sheet["left"]["motor"][key]
    return sheet


@pytest.mark.parametrize(
    ("sheet", "where", "given", "nearest"),
    [
        (blank("T4", r_motor_C5="5*"), "right.motor.C5", "'5*'", ()),
        (blank("T4", r_motor_C5="6"), "right.motor.C5", "'6'", ()),
        (blank("T4", l_pinPrick_S4_5="nt"), "left.pinPrick.S4_5", "'nt'", ("NT",)),
        (blank("T4", l_lightTouch_T4="2**"), "left.lightTouch.T4", "'2**'", ()),
        (blank("T4", "yes"), "voluntaryAnalContraction", "'yes'", ("Yes",)),
        (blank("T4", r_other="T2"), "lowestNonKeyMuscle", "'T2'", ()),
        (blank("T4") | {"deepAnalPresure": "No"}, "deepAnalPresure", "'deepAnalPresure'", ("deepAnalPressure",)),
        (blank("T4") | {"left": []}, "left", "[]", ()),
        (blank("T4") | {"deepAnalPressure": None}, "deepAnalPressure", "nothing (null)", ()),
        ([], "examination", "[]", ()),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(sheet, where, given, nearest):
    with pytest.raises(InputError) as caught:
        sheet_from_mapping(sheet)
    (problem,) = caught.value.problems
    assert where in problem.where
    assert problem.given == given
    assert problem.allowed
    assert set(nearest) <= set(problem.nearest)


def test_an_empty_cell_counts_as_not_tested_and_is_named():
    found, named = sheet_from_mapping(without("L2")), sheet_from_mapping(blank("T4", l_motor_L2="NT"))
    assert found.sides == named.sides
    assert (found.not_filled, named.not_filled) == (("left motor: L2",), ())


def test_a_figure_that_is_no_text_is_refused_with_the_text_to_write():
    sheet = blank("T4")
    sheet["right"]["motor"]["C5"] = 5
    with pytest.raises(InputError, match="Values are text") as caught:
        sheet_from_mapping(sheet)
    assert "5" in caught.value.problems[0].nearest


@pytest.mark.parametrize("text", ["", "{", '{"a": 1, "a": 2}', "[" * 100_000, "null", "\xff"])
def test_a_file_that_is_no_examination_is_refused(tmp_path, text):
    path = tmp_path / "exam.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError):
        read_sheet(path)


def test_the_command_answers_in_the_form_of_the_calculators(tmp_path):
    path = tmp_path / "exam.json"
    path.write_text(json.dumps(blank("C6", pressure="Yes")), encoding="utf-8")
    done = CliRunner().invoke(app, ["isncsci", str(path), "--json"])
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert answer == classify(read_sheet(path)).to_dict()
    assert set(answer["classification"]["zoneOfPartialPreservations"]) == set(
        answer["classification"]["neurologicalLevels"]
    )


def test_the_printed_sheet_has_a_line_for_every_segment_and_the_results(tmp_path):
    path = tmp_path / "exam.json"
    path.write_text(json.dumps(blank("C6", r_motor_C6="NT", r_other="L5")), encoding="utf-8")
    lines = CliRunner().invoke(app, ["isncsci", str(path)]).stdout.splitlines()
    assert [line.split()[0] for line in lines[2:30]] == [
        row.replace("_", "-") for row in blank("C6")["left"]["pinPrick"]
    ]
    assert "Neurological level of injury    C5,C6" in lines
    assert next(line for line in lines if line.startswith("Upper extremity")).split()[-3:] == ["ND", "10", "ND"]
    assert "not tested leave open" in lines[-1]


def test_a_wrong_examination_ends_the_command_with_bad_input(tmp_path):
    path = tmp_path / "exam.json"
    path.write_text(json.dumps(blank("C6", r_motor_C6="7")), encoding="utf-8")
    assert CliRunner().invoke(app, ["isncsci", str(path)]).exit_code == 2


def test_the_case_is_written_beside_the_examination_and_never_over_it(tmp_path):
    path, case = tmp_path / "exam.json", tmp_path / "cord.yaml"
    path.write_text(json.dumps(blank("T4", pressure="Yes", r_motor_L4="NT")), encoding="utf-8")
    done = CliRunner().invoke(app, ["isncsci", str(path), "--case", str(case)])
    assert done.exit_code == 0
    assert "right L4, strength: not tested" in done.stderr
    assert read_case(case).id == "cord"
    assert CliRunner().invoke(app, ["isncsci", str(path), "--case", str(path)]).exit_code == 2


def findings(**changes: str) -> list[dict]:
    sheet = sheet_from_mapping(blank("T4", pressure="Yes", **changes))
    return [finding.to_dict() for finding in case_of_sheet(sheet, "a").case.findings]


def test_cells_become_findings_and_untested_and_foreign_ones_do_not():
    found = findings(r_motor_L4="NT", r_motor_C7="4**", r_motor_C8="3*", b_lightTouch_S4_5="1", b_pinPrick_T2="NT")
    strength = {one["movement"]: one["mrc"] for one in found if one["type"] == "strength" and one["side"] == "right"}
    assert "ankle_dorsiflexion" not in strength
    assert "elbow_extension" not in strength
    assert (strength["finger_dip_flexion"], strength["hip_flexion"]) == (3, 0)
    feeling = [one for one in found if one["type"] == "sensation" and one["side"] == "left"]
    assert {"S4", "S5"} == set(next(one for one in feeling if one["value"] == "reduced")["dermatomes"])
    assert not any("T2" in one["dermatomes"] for one in feeling if one["modality"] == "pin")
    assert next(one for one in found if one.get("modality") == "deep_pressure")["value"] == "normal"


def test_all_that_is_left_out_is_said():
    changes = {"r_motor_L4": "NT", "r_motor_C7": "4**", "l_motor_C8": "3*", "r_other": "L5", "b_lightTouch_S4_5": "1"}
    notes = case_of_sheet(sheet_from_mapping(blank("T4", "NT", "NT", **changes)), "a").notes
    said = ("L4, strength: not tested", "C7, strength: 4, impaired", "C8, strength: 3, in part", "other muscle of L5")
    assert all(
        any(words in note for note in notes) for words in (*said, "altered", "pressure: not", "contraction: not")
    )


def test_a_level_in_the_trunk_with_sacral_sparing_is_explained_by_the_cord():
    sheet = sheet_from_mapping(blank("T4", pressure="Yes", b_lightTouch_S4_5="1"))
    answer = explain(case_of_sheet(sheet, "a").case, with_next_tests=False)
    assert answer.red_flag.urgent
    assert "cord" in str(answer.to_dict()["causes"][0])
