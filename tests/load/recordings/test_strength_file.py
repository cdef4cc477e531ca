"""Measured strength is read as dynamometers write it, and makes the muscles as strong as the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from myotome.errors import InputError
from myotome.evidence import strength_of_person
from myotome.evidence.load.strength_test import capacity_nm
from myotome.load import SETS_OF_TASKS, load_answer, read_strength, reference_person, spine
from support.recorded import written

TEST = "Test;Trunk\nSide;Both\nTime_mSec;Torque_NM;POS_Anat_Degrees;Set\n"


def test_the_peak_of_each_direction_is_read(tmp_path: Path) -> None:
    rows = "0;0,0;0,0;extension\n10;-150,5;0,0;extension\n20;90;0,0;extension\n30;80;0,0;Flexion\n40;;0,0;flexion\n"
    assert read_strength(written(tmp_path, TEST + rows)) == {"extension": 150.5, "flexion": 80.0}
    assert read_strength(written(tmp_path, "Direction,Torque (N m)\nextension,150.5\n")) == {"extension": 150.5}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Time,Force\n0,1\n", "No torque in newton metres"),
        ("Torque_NM\n100\n", "No torque in newton metres with its direction"),
        ("Torque_NM,Set\n100,left\n", "extension or flexion"),
        ("Torque_NM,Set\n1,extension\n", "No trunk has this strength"),
        ("Torque_NM,Set\n4000,flexion\n", "No trunk has this strength"),
        ("Torque_NM,Set\nx,flexion\n", "a number"),
        ("", "empty"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        read_strength(written(tmp_path, text))
    assert len(error.value.problems) == 1


@pytest.mark.parametrize("sex", ["male", "female"])
def test_the_model_is_as_strong_as_measured(sex: str) -> None:
    pytest.importorskip("scipy")
    person, measured = reference_person(sex), {"extension": 160.0, "flexion": 90.0}
    model = spine(person, SETS_OF_TASKS, strength_of_person(person, measured))
    for direction, moment in measured.items():
        assert capacity_nm(model, direction) == pytest.approx(moment, rel=0.01)


def test_weaker_muscles_work_harder_and_a_torque_out_of_reach_is_refused() -> None:
    pytest.importorskip("scipy")
    person = reference_person()
    strong, weak = (strength_of_person(person, {"extension": moment}) for moment in (300.0, 150.0))
    assert weak["extensors"] < strong["extensors"]
    assert weak["flexors"] == strong["flexors"]
    costs = [
        load_answer("standing_flexed", person, {"flexion_deg": 30.0}, draws=0, scales=scales).solution.activation.max()
        for scales in (strong, weak)
    ]
    assert costs[1] > costs[0]
    with pytest.raises(InputError, match="newton metres"):
        strength_of_person(person, {"flexion": 1000.0})
