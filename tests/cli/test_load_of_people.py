"""`myotome load --people`: a table of people is its people one by one, and each bad cell is named with its line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode

SQUAT = Path(__file__).parents[2] / "examples" / "squat.mot"
TABLE = (
    (
        "id;sex;age;height;mass;weaken;short_leg;lordosis\n"
        "anna;female;60;1,62;64;multifidus:right:40|psoas_major:right:mild;;45\n"
        "ben;male;35;1,80;85;;left:12;\n"
    )
    .replace("1,6", "1.6")
    .replace("1,8", "1.8")
)


def invoke(*arguments: Any) -> Any:
    return CliRunner().invoke(app, ["load", *[str(argument) for argument in arguments]])


def plain(*arguments: Any) -> dict[str, Any]:
    done = invoke(*arguments, "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    return dict(json.loads(done.stdout))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_task_of_many_is_that_of_each(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "loads.csv"
    found = plain("holding", "--mass-kg", 5, "--people", table, "--out", out)["people"]
    anna = plain(
        *("holding", "--mass-kg", 5, "--draws", 0, "--person", "sex=female,age=60,height=1.62,mass=64"),
        *("--weaken", "multifidus:right:40", "--weaken", "psoas_major:right:mild", "--measured", "lordosis=45"),
    )
    assert [one["id"] for one in found] == ["anna", "ben"]
    for number in range(6):
        assert found[0]["discs"][number]["peak_compression_n"] == pytest.approx(anna["discs"][number]["compression_n"])
    with out.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 2 * 18
    assert float(rows[1]["peak_compression_n"]) == found[0]["discs"][1]["peak_compression_n"]


def test_a_recording_may_be_of_all_or_of_each(table: Path, tmp_path: Path) -> None:
    shared = plain("--trajectory", SQUAT, "--people", table)["people"]
    own = tmp_path / "own.csv"
    own.write_text(f"id,sex,age,height,mass,trajectory\nben,male,35,1.80,85,{SQUAT}\n", encoding="utf-8")
    alone = plain("--people", own)["people"]
    assert alone[0]["held"] == 1.0
    assert alone[0]["discs"][1]["peak_compression_n"] == pytest.approx(
        shared[1]["discs"][1]["peak_compression_n"], rel=0.1
    )
    assert "2 people" in invoke("--trajectory", SQUAT, "--people", table).stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,sex,agee\na,male,40\n", ("agee", "age")),
        ("id,sex,age\na,male,40\nb,mole,40\n", ("line 3", "male")),
        (
            "id,weaken\na,multifidus:right:40\nb,multifidos:right:40|multifidus:up:40\n",
            ("line 3", "multifidus", "right"),
        ),
        ("id,age\n", ("no row",)),
        ("id,trajectory\na,none.csv\n", ("none.csv",)),
        ("id,age\na,40\n", ("none for person 0",)),
    ],
)
def test_every_bad_cell_is_named_with_its_line(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    done = invoke("--people", path)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert all(word in " ".join(done.output.split()) for word in told), done.output


def test_what_is_of_one_person_is_refused(table: Path) -> None:
    done = invoke("standing", "--people", table, "--weaken", "multifidus:right:40", "--figure", "x.svg")
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "--weaken" in done.output
    assert "--figure" in done.output
