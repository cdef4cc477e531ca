"""What cannot be read is refused in one line that says what is missing and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.load import Reading, read_recording
from support.recorded import PLACES, bvh, markers_of, storage, trc, written

BACK = ["C7", "T10", "RPSI", "LPSI"]
STILL = np.broadcast_to(np.eye(3), (2, 3, 3))


def refused(path: Path, reading: Reading | None = None) -> str:
    with pytest.raises(InputError) as error:
        read_recording(path, reading)
    assert len(error.value.problems) == 1
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Sensor string: A\nSerial number: 0\nax\tay\taz\tgx\n-0.9\t0.1\t0.2\t1\n-0.9\t0.1\t0.2\t1\n",
            "Raw sensor data",
        ),
        ("time,quat_w,quat_x,quat_y,quat_z\n0,1,0,0,0\n", "joint angles are missing"),
        ("Acc_X,Acc_Y,Acc_Z\n1,2,3\n", "Fuse it to angles"),
        ("Test;Trunk\nSide;Both\nTime_mSec;Torque_NM;Set\n0;0,0;extension\n10;20,0;flexion\n", "dynamometer"),
        ("time_s,C5-C6_flexion_deg\n0,90\n", "C5-C6_flexion"),
        ("lumbar_extension\n-3\n", "--angle-unit"),
        ("lumbar_flexion_deg,lumbar_flexon_deg\n3,3\n", "lumbar_flexion_deg"),
        ("lumbar_flexion_deg,lumbar_flexion_rad\n3,0\n", "Both say the same"),
        ("lumbar_flexion_deg,lumbar_flexion_deg\n3,3\n", "Duplicate"),
        ("time_s;lumbar_flexion_deg\n0.1;1,5\n", "one decimal mark"),
        ("time_s,lumbar_flexion_deg\n0,1,1,5\n", "decimal commas need semicolons"),
        ("time_s,lumbar_flexion_deg\n0,1\n0,2\n", "does not grow"),
        ("time_s,lumbar_flexion_deg\n0,1\n,2\n", "missing or does not grow"),
        ("pelvis_flexion_deg\n3000\n", "another unit"),
        ("lumbar_flexion_deg,mass_kg\n3,-4\n", "No such mass"),
        ("arm_raise_right_deg,lumbar_flexion_deg,arm_flex_r\n3,3,3\n", "--angle-unit"),
        ("L4-L5_flexion_deg\n90\n", "leaves the range"),
    ],
)
def test_a_table_is_refused_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    assert told in refused(written(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("ik.mot", storage({"time": [0.0], "pelvis_tilt": [1.0]}, "perhaps"), "--angle-unit"),
        ("ik.mot", storage({"time": [0.0], "pelvis_tilt": [1.0]}).replace("nRows=1", "nRows=9"), "cut off"),
        ("ik.mot", "Coordinates\nendheader\n", "breaks off"),
        ("a.trc", "PathFileType\t4\n", "breaks off"),
        (
            "a.trc",
            trc(["C7", "T10", "RPSI", "LPSI"], markers_of(STILL, STILL)[:, [0, 1, 6, 7]]),
            "CLAV, STRN, RASI, LASI",
        ),
        ("a.trc", trc(list(PLACES), markers_of(STILL, STILL)).replace("1450.0", "x"), "no number"),
        ("a.trc", trc(list(PLACES), np.full((2, 8, 3), np.nan)), "In no frame"),
        ("a.bvh", "HIERARCHY\nROOT Hips\n{\n}\n", "breaks off"),
        ("a.bvh", "HIERARCHY\nMOTION\nFrames: 1\nFrame Time: 0.1\n", "no skeleton"),
        ("a.bvh", bvh([(0,) * 9]) + "1 2 3\n", "channels"),
        ("a.bvh", bvh([(0,) * 9]).replace("Spine", "Tail"), "No joint of the back"),
        ("a.bvh", bvh([]), "no movement"),
    ],
)
def test_a_file_of_a_format_is_refused_in_one_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert told in refused(written(tmp_path, text, name))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", bytes(range(256)) * 4, "binary"),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), "Save the sheet as CSV"),
        ("a.csv", "lumbar_flexion_deg\n1\n".encode("utf-16"), "binary"),
        ("a.csv", b"lumbar_flexion_deg\n\xff\n", "not UTF-8"),
        ("a.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told in refused(path)


@pytest.mark.parametrize("content", [b"", b"\x02\x50" + bytes(600), bytes(range(256)) * 8, b"lumbar_flexion_deg\n1\n"])
def test_a_damaged_c3d_file_is_refused(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("ezc3d")
    path = tmp_path / "a.c3d"
    path.write_bytes(content)
    assert "ezc3d cannot read" in refused(path) or "no markers" in refused(path)


def test_without_ezc3d_its_way_in_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ezc3d", None)
    assert "myotome[motion]" in refused(written(tmp_path, "x", "a.c3d"))


def test_a_unit_that_contradicts_the_header_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, storage({"time": [0.0], "pelvis_tilt": [1.0]}), "ik.mot")
    assert "says otherwise" in refused(path, Reading(angle_unit="radians"))


@pytest.mark.parametrize("mass_kg", [-1.0, float("nan"), float("inf"), 5000.0])
def test_a_mass_that_nobody_holds_is_refused(tmp_path: Path, mass_kg: float) -> None:
    assert "No such mass" in refused(written(tmp_path, "lumbar_flexion_deg\n3\n"), Reading(mass_kg=mass_kg))


def test_the_worst_frame_past_the_range_is_named_with_its_line(tmp_path: Path) -> None:
    said = refused(written(tmp_path, "lumbar_rotation_deg\n0\n30\n40\n"))
    assert "line 4" in said
    assert "2 of 3 frames" in said


@pytest.mark.parametrize("said", [{"fill": "cubic"}, {"angle_unit": "gon"}, {"hands": "three"}])
def test_a_reading_names_what_is_allowed(said: dict[str, str]) -> None:
    with pytest.raises(InputError, match="allowed"):
        Reading(**said)  # type: ignore[arg-type]
