"""Any table by a map: wide and long, exports of REDCap, visits, answers of questionnaires; wrong cells are named."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.exam import case_from_mapping, read_case
from myotome.interop import read_map, read_mapped_table
from myotome.interop.mapped import of_findings
from support.case_strategies import BY_KIND

MAP = """
patient = "record_id"
visit = "visit_date"
missing = ["NT", "UNK"]

[demographics]
age = { column = "age" }
sex = { column = "sex", values = { "1" = "male", "2" = "female" } }

[case]
onset = { column = "weeks", unit = "weeks" }

[[finding]]
type = "strength"
movement = "ankle_dorsiflexion"
side = "left"
mrc = { column = "ankle_df_l" }

[[finding]]
type = "strength"
movement = "grip"
side = "left"
measured = { column = "grip_l", unit = "kg" }

[[finding]]
type = "history"
item = "diabetes"
value = { column = "history___1", values = { "1" = true } }

[[finding]]
type = "questionnaire"
name = "odi"
value = { columns = ["odi_1", "odi_2", "odi_3", "odi_4", "odi_5", "odi_6", "odi_7", "odi_8", "odi_9", "odi_10"] }

[[finding]]
type = "emg"
muscles = { column = "muscle" }
side = { column = "side" }
value = { column = "needle" }
when = { redcap_repeat_instrument = "emg" }
"""
COLUMNS = (
    *("record_id", "redcap_event_name", "redcap_repeat_instrument", "visit_date", "age", "sex", "weeks", "ankle_df_l"),
    *("grip_l", "history___1", *(f"odi_{number}" for number in range(1, 11)), "muscle", "side", "needle"),
)


def table(tmp_path: Path, *rows: dict[str, object]) -> Path:
    """A table with these cells filled."""
    path = tmp_path / "export.csv"
    lines = [",".join(str(row.get(column, "")) for column in COLUMNS) for row in rows]
    path.write_text("\ufeff" + "\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def the_map(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return path


FIRST = {"record_id": "7", "visit_date": "2026-11-20", "age": 50, "sex": 2, "weeks": 6, "ankle_df_l": 3, "grip_l": 31.5}


def labels(path: Path, the_map: Path) -> list[list[str]]:
    return [[finding.label for finding in case.findings] for case in read_mapped_table(path, read_map(the_map)).cases]


def test_a_row_becomes_a_case(tmp_path, the_map):
    path = table(tmp_path, {**FIRST, **{f"odi_{number}": 2 for number in range(1, 11)}, "history___1": 1})
    (case,) = read_mapped_table(path, read_map(the_map)).cases
    assert (case.id, case.demographics.sex, case.onset_weeks) == ("7", "female", 6)
    assert [finding.label for finding in case.findings] == [
        "left ankle dorsiflexion: MRC 3",
        "left grip: 31.5 kg",
        "diabetes: yes",
        "Oswestry Disability Index: 40 percent",
    ]


def test_what_is_empty_or_not_tested_is_no_finding(tmp_path, the_map):
    path = table(tmp_path, {**FIRST, "ankle_df_l": "NT", "grip_l": ""}, {"record_id": "8", "ankle_df_l": 4})
    assert labels(path, the_map) == [[], ["left ankle dorsiflexion: MRC 4"]]


def test_repeated_rows_of_one_patient_are_one_case_and_older_days_are_earlier_visits(tmp_path, the_map):
    muscle = {"redcap_repeat_instrument": "emg", "muscle": "Tib Ant", "side": "left", "needle": "denervation"}
    earlier = {"record_id": "7", "visit_date": "2026-11-06", "ankle_df_l": 5}
    other = {"record_id": "9", "ankle_df_l": 5}
    path = table(tmp_path, FIRST, other, {"record_id": "7", "visit_date": "2026-11-20", **muscle}, earlier)
    seven, nine = read_mapped_table(path, read_map(the_map)).cases
    assert [finding.kind for finding in seven.findings] == ["strength", "strength", "emg", "history"]
    assert seven.findings[-1].value == "worsening"
    assert seven.visits[0].ago_weeks == pytest.approx(2)
    assert nine.visits == ()


def test_what_each_column_became_is_told(tmp_path, the_map):
    path = table(tmp_path, FIRST, {"record_id": "8", "ankle_df_l": "NT"})
    told = {one.column: one for one in read_mapped_table(path, read_map(the_map)).columns}
    assert str(told["ankle_df_l"]) == "ankle_df_l: strength ankle_dorsiflexion left, mrc (1 rows, 1 missing)"
    assert str(told["redcap_event_name"]) == "redcap_event_name: not read (0 rows filled)"


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"ankle_df_l": 7}, "ankle_df_l", "0 to 5"),
        ({"sex": 3}, "sex", "does not say what this cell means"),
        ({"age": "old"}, "export.csv", "age"),
        ({"visit_date": "20/11/2026"}, "visit_date", "no day"),
        ({"odi_1": 1}, "odi_1 to odi_10", "Too many"),
        ({**{f"odi_{number}": 2 for number in range(1, 11)}, "odi_3": 9}, "odi_3", "off the scale"),
        ({"record_id": ""}, "record_id", "names no patient"),
        ({"redcap_repeat_instrument": "emg", "muscle": "Tib Anterr", "side": "left", "needle": "normal"}, "muscle", ""),
    ],
)
def test_a_wrong_cell_is_refused_with_its_row_and_column(cells, column, said, tmp_path, the_map):
    path = table(tmp_path, {"record_id": "6", "ankle_df_l": 5}, {**FIRST, **cells})
    with pytest.raises(InputError) as caught:
        read_mapped_table(path, read_map(the_map))
    assert column in caught.value.problems[0].where
    assert caught.value.problems[0].line == 3
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('patient = "record_id"', "", "names the patient"),
        ('type = "emg"', 'type = "egm"', "emg"),
        ('movement = "grip"', 'movment = "grip"', "movement"),
        ('column = "grip_l"', 'colum = "grip_l"', "column"),
        ("[case]", "[kase]", "case"),
        ('patient = "record_id"', "patient = 5", "patient: "),
        ('visit = "visit_date"', "visit = [1]", "visit: "),
        ('missing = ["NT", "UNK"]', "missing = 3", "missing: "),
        ('missing = ["NT", "UNK"]', 'missing = ["0"]', "would be lost there"),
        ('missing = ["NT", "UNK"]', f"missing = {'[' * 9999}{']' * 9999}", "nested too deeply"),
        ('{ redcap_repeat_instrument = "emg" }', "7", "when: "),
        ('{ "1" = true }', "4", "values: "),
        ('unit = "kg"', "unit = 2", "unit: "),
        ('columns = ["odi_1", ', 'columns = 9, unit = ["odi_1", ', "columns: "),
        ('type = "emg"', 'type = ["emg"]', "type: "),
        (MAP, 'patient = "record_id"\nfinding = 3', "finding: "),
        (MAP, 'patient = "record_id"\nfinding = [3]', "type: "),
        (MAP, 'patient = "record_id"\ndemographics = 3', "demographics: "),
        ('"age" }', '"age" ', "TOML"),
        ('column = "age"', 'column = "years"', "does not have"),
    ],
)
def test_a_wrong_map_is_refused(before, after, said, tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(MAP.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_mapped_table(table(tmp_path, FIRST), read_map(path))


def test_parquet_says_the_same_as_csv(tmp_path, the_map):
    path = tmp_path / "export.parquet"
    cells = {column: [FIRST.get(column)] for column in COLUMNS}
    pq.write_table(pa.table({**cells, "muscle": pa.array([["deltoid"]], pa.list_(pa.string()))}), path)
    assert labels(path, the_map) == labels(table(tmp_path, FIRST), the_map)


@given(st.sampled_from(sorted(set(BY_KIND) - {"imaging"})).flatmap(BY_KIND.get))
def test_a_table_named_as_a_case_file_gives_the_same_finding(tmp_path_factory, finding):
    """One row a finding: lists are joined by a bar, and a measure stands with its unit."""
    if any(isinstance(value, dict) for value in finding.values()):
        return
    folder = tmp_path_factory.mktemp("long")
    cells = {key: "|".join(value) if isinstance(value, list) else value for key, value in finding.items()}
    columns = ("id", *cells)
    pq.write_table(pa.table({"id": ["a"], **{key: [value] for key, value in cells.items()}}), folder / "t.parquet")
    (case,) = read_mapped_table(folder / "t.parquet", of_findings(columns)).cases
    who = {"id": "a", "demographics": {"age": None, "sex": None}}
    assert case.findings == case_from_mapping({**who, "findings": [finding]}).findings


def test_a_dry_run_writes_nothing(tmp_path, the_map):
    path = table(tmp_path, FIRST)
    asked = ["import", str(path), "--map", str(the_map), "--out", str(tmp_path / "cases")]
    (tmp_path / "cases").mkdir()
    told = CliRunner().invoke(app, [*asked, "--dry-run"])
    assert told.exit_code == 0, told.stderr
    assert "grip_l: strength grip left, measured (1 rows)" in told.stdout
    assert list((tmp_path / "cases").iterdir()) == []
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert read_case(tmp_path / "cases" / "7.yaml").demographics.age == 50


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_two_patients_never_share_a_file(dry_run, tmp_path, the_map):
    path = table(tmp_path, *({"record_id": name, "ankle_df_l": 3} for name in ("a b", "c", "a_b")))
    (tmp_path / "cases").mkdir()
    asked = ["import", str(path), "--map", str(the_map), "--out", str(tmp_path / "cases"), *dry_run]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 2
    assert "record_id, line 4" in told.stderr
    assert "a b" in told.stderr
    assert list((tmp_path / "cases").iterdir()) == []


@pytest.mark.parametrize(("column", "other"), [("age", 51), ("sex", 1)])
def test_a_patient_of_two_ages_or_sexes_on_one_day_is_refused_with_both_rows(column, other, tmp_path, the_map):
    path = table(tmp_path, FIRST, {"record_id": "8"}, {**FIRST, column: other})
    with pytest.raises(InputError, match="Contradicts line 2") as caught:
        read_mapped_table(path, read_map(the_map))
    assert (caught.value.problems[0].line, column in caught.value.problems[0].where) == (4, True)
    path = table(tmp_path, FIRST, {**FIRST, "age": "50.0"}, {**FIRST, "age": 49, "visit_date": "2025-11-20"})
    assert len(read_mapped_table(path, read_map(the_map)).cases) == 1


def test_a_patient_of_two_sexes_on_two_days_is_refused_with_both_rows(tmp_path, the_map):
    earlier = {**FIRST, "sex": 1, "visit_date": "2025-11-20"}
    with pytest.raises(InputError, match="Contradicts line 2, where the same patient has 'female'") as caught:
        read_mapped_table(table(tmp_path, FIRST, earlier), read_map(the_map))
    assert (caught.value.problems[0].line, "sex" in caught.value.problems[0].where) == (3, True)


@pytest.mark.parametrize("newest_first", [True, False])
def test_age_is_that_of_the_newest_day_in_whatever_order_the_rows_stand(newest_first, tmp_path, the_map):
    rows = [{**FIRST, "age": 51, "visit_date": "2026-12-01"}, {**FIRST, "age": 50}]
    path = table(tmp_path, *(rows if newest_first else rows[::-1]))
    assert read_mapped_table(path, read_map(the_map)).cases[0].demographics.age == 51


def test_the_folder_of_the_cases_is_made(tmp_path, the_map):
    folder = tmp_path / "new" / "cases"
    asked = ["import", str(table(tmp_path, FIRST)), "--map", str(the_map), "--out", str(folder)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert (folder / "7.yaml").is_file()


def test_what_is_missing_in_one_column_is_a_grade_in_another(tmp_path):
    text = """
patient = "id"
[[finding]]
type = "strength"
muscle = "tibialis_anterior"
side = "left"
mrc = { column = "ta" }
[[finding]]
type = "history"
item = "diabetes"
value = { column = "diabetes___1", values = { "1" = true }, missing = ["0"] }
"""
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,ta,diabetes___1\na,0,0\nb,4,1\n", encoding="utf-8")
    read = read_mapped_table(tmp_path / "t.csv", read_map(tmp_path / "map.toml"))
    assert [[one.kind for one in case.findings] for case in read.cases] == [["strength"], ["strength", "history"]]
    assert read.cases[0].findings[0].mrc == 0
    assert str(read.columns[-1]) == "diabetes___1: history diabetes, value (1 rows, 1 missing)"
    (tmp_path / "map.toml").write_text(text.replace('"1" = true', '"1" = true, "0" = false'), encoding="utf-8")
    with pytest.raises(InputError, match="It cannot be both"):
        read_map(tmp_path / "map.toml")


@pytest.mark.parametrize("cell", ["0", "0.0", "00", "-0.0"])
def test_a_missing_number_is_met_however_it_is_written(cell, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(f"id,ehl,odi\n1,{cell},2\n", encoding="utf-8")
    the_map = tmp_path / "map.toml"
    the_map.write_text(
        'patient = "id"\n[[finding]]\ntype = "strength"\nmuscle = "EHL"\nside = "left"\n'
        'mrc = { column = "ehl", missing = ["0"] }\n'
        '[[finding]]\ntype = "questionnaire"\nname = "odi"\nvalue = { column = "odi" }\n',
        encoding="utf-8",
    )
    read = read_mapped_table(path, read_map(the_map))
    assert [finding.kind for finding in read.cases[0].findings] == ["questionnaire"]
    assert [use.missing for use in read.columns] == [0, 1, 0]


def test_a_word_among_the_answers_of_a_questionnaire_is_named_with_its_column(tmp_path, the_map):
    path = table(tmp_path, {"record_id": "1", **{f"odi_{at}": 1 for at in range(1, 11)}, "odi_3": "nt"})
    with pytest.raises(InputError) as refused:
        read_mapped_table(path, read_map(the_map))
    (problem,) = refused.value.problems
    assert problem.where.endswith(", odi_3")
    assert "nt" in problem.given
