"""Tables of other programs: what they say becomes findings, what they do not say stays unsaid, no cell is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.exam import read_case
from myotome.interop import ImportedTable, read_table

STENOSIS = "id,spinal_canal_stenosis_l3_l4,right_neural_foraminal_narrowing_l4_l5,left_subarticular_stenosis_l5_s1\n"
GRADINGS = (
    "Patient,IVD label,Modic,UP endplate,Spondylolisthesis,Disc herniation,Disc narrowing,Disc bulging,Pfirrman grade\n"
)
NEEDLE = "Muscle,Side,Ins Act,Fibs,PSW,Fasc,Amp,Poly,Recruit\n"


def imported(folder: Path, text: str, **how: str) -> ImportedTable:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, **how)


def findings(table: ImportedTable) -> list[list[dict[str, Any]]]:
    return [[finding.to_dict() for finding in case.findings] for case in table.cases]


def test_a_label_becomes_a_stenosis_of_its_level_zone_and_side(tmp_path):
    first, second = findings(imported(tmp_path, f"{STENOSIS}7,Severe,Moderate,Normal/Mild\n8,,,Severe\n"))
    assert [(one["levels"], one["zone"], one["side"], one["severity"]) for one in first + second] == [
        (["L3-L4"], "central", "none", "severe"),
        (["L4-L5"], "foraminal", "right", "moderate"),
        (["L5-S1"], "subarticular", "left", "severe"),
    ]


def test_at_most_mild_and_unlabelled_are_no_findings_and_are_told(tmp_path):
    table = imported(tmp_path, f"{STENOSIS}7,Normal/Mild,,Severe\n")
    assert len(table.cases[0].findings) == 1
    assert [note.partition(": ")[2].partition(": ")[2] for note in table.notes] == ["Normal/Mild", "not labelled"]


def test_gradings_of_one_patient_are_one_case_from_the_lowest_disc_up(tmp_path):
    text = f"{GRADINGS}5,1,2,0,0,1,1,0,4.0\n5,2,0,1,1,0,0,1,2\n"
    (case,) = findings(imported(tmp_path, text))
    by_disc = {(one["levels"][0], one["finding"]): one.get("value", "present") for one in case}
    assert by_disc["L5-S1", "modic_2"] == by_disc["L4-L5", "spondylolisthesis"] == "present"
    assert by_disc["L5-S1", "spondylolisthesis"] == by_disc["L4-L5", "extrusion"] == "absent"
    degenerated = {one["levels"][0]: (one.get("value"), one["grade"]) for one in case if "grade" in one}
    assert degenerated == {"L5-S1": (None, 4), "L4-L5": ("absent", 2)}
    (higher,) = findings(imported(tmp_path, text, lowest_disc="L4-L5"))
    assert {one["levels"][0] for one in higher} == {"L4-L5", "L3-L4"}


def test_a_muscle_is_one_finding_and_numbers_are_conduction(tmp_path):
    rows = ["Tib Ant,L,Inc,1+,2+,0,Nml,1+,Reduced", "Vastus lat,R,Nml,0,0,0,Nml,0,Full", "Deltoid,R,,0,0,,Inc,,Reduced"]
    table = imported(tmp_path, NEEDLE + "\n".join(rows) + "\nPeroneal EDB ankle,L,,,,,4.1 ms,2.0 mV,\n")
    needle = [one for one in findings(table)[0] if one["type"] == "emg"]
    told = [(one["muscles"][0], one["side"], one["value"], one.get("grade")) for one in needle]
    assert told == [
        ("tibialis_anterior", "left", "denervation", "2+"),
        ("vastus_lateralis", "right", "normal", None),
        ("deltoid", "right", "reinnervation", None),
    ]
    study = findings(table)[0][-1]
    assert (study["nerve"], study["component"], study["latency_ms"], study["amplitude_mv"]) == (
        "common_peroneal",
        "motor",
        4.1,
        2.0,
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{STENOSIS}7,Severre,,\n", "no label of stenosis"),
        (f"{STENOSIS}7,Severe,,\n7,Severe,,\n", "one id"),
        (f"{GRADINGS}5,99,0,0,0,0,0,0,1\n", "numbered from 1"),
        (f"{GRADINGS}5,1,7,0,0,0,0,0,1\n", "no grade of this column"),
        (f"{NEEDLE}Tib Anterr,L,,0,0,,,,\n", "No muscle"),
        (f"{NEEDLE}Deltoid,both,,0,0,,,,\n", "Left or right"),
        (f"{NEEDLE}Deltoid,L,,maybe,0,,,,\n", "no such value"),
        (STENOSIS, "no row"),
        ("name,colour\n7,red\n", "No importer"),
        (f"{STENOSIS}7,Severe,,,,,\n", "more cells"),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(tmp_path, text, says):
    with pytest.raises(InputError) as caught:
        imported(tmp_path, text)
    (problem,) = caught.value.problems
    assert says in problem.message
    assert "table.csv" in problem.where


def test_the_command_writes_a_file_a_patient_and_writes_over_none(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(f"{STENOSIS}7,Severe,,\n8,Moderate,,\n", encoding="utf-8")
    asked = ["import", str(path), "--out", str(tmp_path)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert read_case(tmp_path / "patient-8.yaml").findings[0].label == "MRI L3-L4: moderate central stenosis"
    before = (tmp_path / "patient-7.yaml").read_bytes()
    assert CliRunner().invoke(app, asked).exit_code == 2
    assert (tmp_path / "patient-7.yaml").read_bytes() == before


UNREADABLE = {
    "a quote that is not closed": ('"7,Severe,,\n8,,,Severe\n', 2, "quote"),
    "a quote closed in a later row": ('7,"Severe,,\n8,"Severe",,\n', 2, "quote"),
    "a cell without end": (f"7,Severe,,\n8,{'x' * 200_000},,\n", 3, "too long"),
    "a control character": ("7,Severe,,\n8,Sev\x00ere,,\n", 3, "control character"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_row_that_cannot_be_read_is_named_and_swallows_no_other(name, tmp_path):
    text, line, said = UNREADABLE[name]
    with pytest.raises(InputError) as caught:
        imported(tmp_path, STENOSIS + text)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert said in problem.message


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    with pytest.raises(InputError, match="Duplicate column"):
        imported(tmp_path, "id,spinal_canal_stenosis_l3_l4,spinal_canal_stenosis_l3_l4\n7,Severe,Moderate\n")


def test_a_cell_of_two_lines_is_one_cell_and_later_rows_keep_their_lines(tmp_path):
    text = f'{STENOSIS}7,Severe,"\n",Moderate\n8,Purple,,\n'
    with pytest.raises(InputError) as caught:
        imported(tmp_path, text)
    assert caught.value.problems[0].line == 4
    assert len(findings(imported(tmp_path, text.replace("Purple", "Severe")))) == 2
