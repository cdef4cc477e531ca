"""One movement written in many ways is one movement: units, order, delimiter, decimal mark, format."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.load import Reading, Recording, read_recording
from myotome.load.recordings.rotations import euler
from support.recorded import PLACES, bvh, csv_text, markers_of, storage, trc, written

ANGLES = st.lists(st.tuples(*[st.floats(-9.0, 9.0)] * 4), min_size=1, max_size=6)
NAMES = ("pelvis_flexion", "lumbar_flexion", "lumbar_rotation", "L4-L5_lateral")


def read(text: str, name: str = "movement.csv", **said: object) -> Recording:
    with tempfile.TemporaryDirectory() as folder:
        return read_recording(written(Path(folder), text, name), Reading(**said))  # type: ignore[arg-type]


def table(rows: Sequence[Sequence[float]], ending: str = "_deg") -> dict[str, Sequence[float]]:
    scale = np.pi / 180 if ending == "_rad" else 1.0
    small = zip(*[(a, b, c, d / 4) for a, b, c, d in rows], strict=True)
    columns = {f"{name}{ending}": scale * np.array(column) for name, column in zip(NAMES, small, strict=True)}
    return {"time_s": [0.1 * number for number in range(len(rows))], **columns}


def same(one: Recording, other: Recording, tolerance: float = 1e-6) -> None:
    assert one.movement.angles_deg == pytest.approx(other.movement.angles_deg, abs=tolerance)
    assert one.movement.pelvis_deg == pytest.approx(other.movement.pelvis_deg, abs=tolerance)


@given(ANGLES)
def test_radians_are_degrees(rows: list[tuple[float, ...]]) -> None:
    same(read(csv_text(table(rows, "_rad"))), read(csv_text(table(rows))))


@given(
    ANGLES, st.permutations(range(5)), st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", ".")])
)
def test_order_delimiter_and_decimal_mark_change_nothing(
    rows: list[tuple[float, ...]], order: list[int], marks: tuple[str, str]
) -> None:
    columns = table(rows)
    names = [list(columns)[number] for number in order]
    text = csv_text({name: columns[name] for name in names}, *marks)
    same(read("\ufeff" + text), read(csv_text(columns)))


@given(ANGLES)
def test_a_storage_file_is_the_table_with_its_signs(rows: list[tuple[float, ...]]) -> None:
    columns = {"pelvis_tilt": [-r[0] for r in rows], "lumbar_extension": [-r[1] for r in rows]}
    columns |= {"lumbar_rotation": [r[2] for r in rows], "lumbar_bending": [r[3] for r in rows]}
    time = {"time": [0.1 * n for n in range(len(rows))]}
    own = {"pelvis_flexion_deg": [r[0] for r in rows], "trunk_flexion_deg": [r[1] for r in rows]}
    own |= {"trunk_rotation_deg": [r[2] for r in rows], "trunk_lateral_deg": [r[3] for r in rows]}
    expected = read(csv_text({"time_s": time["time"], **own}))
    same(read(storage({**time, **columns}), "ik.mot"), expected)
    radians: Mapping[str, Sequence[float]] = {name: list(np.deg2rad(values)) for name, values in columns.items()}
    same(read(storage({**time, **radians}, "no"), "ik.sto"), expected)
    bare = csv_text({**time, **columns})
    same(read(bare, angle_unit="degrees"), expected)


@given(ANGLES)
def test_states_by_level_are_the_joints_of_the_model(rows: list[tuple[float, ...]]) -> None:
    levels = {
        f"/jointset/L5_S1/L5_S1_{plane}/value": [r[n] / 5 for r in rows] for n, plane in enumerate(("FE", "LB", "AR"))
    }
    speeds = {"/jointset/L5_S1/L5_S1_FE/speed": [1.0] * len(rows)}
    recording = read(storage({"time": range(len(rows)), **levels, **speeds}), "states.sto")
    assert recording.movement.angles_deg[:, 0] == pytest.approx(np.array(rows)[:, :3] / 5, abs=1e-6)
    assert any("speed" in note.text for note in recording.notes if note.kind == "ignored")


MOVED = st.lists(st.tuples(*[st.floats(-20.0, 20.0)] * 3, *[st.floats(-8.0, 8.0)] * 3), min_size=1, max_size=4)


@given(MOVED, st.sampled_from("\t,"), st.booleans())
def test_markers_give_the_angles_they_were_turned_by(
    rows: list[tuple[float, ...]], delimiter: str, z_is_up: bool
) -> None:
    turns = np.deg2rad(np.array([(0.0,) * 6, *rows]))
    pelvis = euler("zxy", turns[:, :3])
    position = markers_of(pelvis, pelvis @ euler("zxy", turns[:, 3:]))
    if z_is_up:  # forward, left, up, as laboratories with z up have it
        position = position[..., [0, 2, 1]] * [1.0, -1.0, 1.0]
    recording = read(trc([f"Anna:{name}" for name in PLACES], position, delimiter), "markers.trc")
    trunk = np.rad2deg(turns[:, 3:]) * [-1.0, 1.0, 1.0]
    expected = csv_text({f"trunk_{move}_deg": trunk[:, n] for n, move in enumerate(("flexion", "lateral", "rotation"))})
    assert recording.movement.angles_deg == pytest.approx(read(expected).movement.angles_deg, abs=1e-3)
    assert recording.movement.pelvis_deg == pytest.approx(np.rad2deg(turns[:, :3]), abs=1e-3)


def test_the_figure_of_a_bvh_file_bends_forward_to_the_right_and_to_the_left() -> None:
    # about x (to its left) is forward, about z (ahead) is to its right, about y (up) is to its left
    recording = read(bvh([(0, 10, 0, 0, 20, 0, 0, 5, 0), (4, 0, 0, 3, 0, 0, 0, 0, 2)]), "figure.bvh")
    own = {"pelvis_flexion_deg": [10, 0], "pelvis_lateral_deg": [0, 4], "lumbar_flexion_deg": [20, 0]}
    own |= {"thoracic_flexion_deg": [5, 0], "lumbar_lateral_deg": [0, 3], "thoracic_rotation_deg": [0, 2]}
    same(recording, read(csv_text(own)), 1e-4)
    assert any("LeftUpLeg" in note.text for note in recording.notes if note.kind == "ignored")
    assert recording.time_s is not None
    assert np.diff(recording.time_s) == pytest.approx([0.01])


def test_a_c3d_file_is_read_as_its_trc(tmp_path: Path) -> None:
    ezc3d = pytest.importorskip("ezc3d")
    turns = np.deg2rad([[0.0] * 6, [-20.0, 3.0, 0.0, -15.0, 2.0, 5.0]])
    pelvis = euler("zxy", turns[:, :3])
    position = markers_of(pelvis, pelvis @ euler("zxy", turns[:, 3:]))
    content = ezc3d.c3d()
    content["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    content["parameters"]["POINT"]["LABELS"]["value"] = list(PLACES)
    points = np.ones((4, len(PLACES), 2))
    points[:3] = 1000 * position.transpose(2, 1, 0)
    content["data"]["points"] = points
    content.write(str(tmp_path / "markers.c3d"))
    same(read_recording(tmp_path / "markers.c3d"), read(trc(list(PLACES), position), "markers.trc"), 1e-3)


def test_names_are_read_as_spreadsheets_write_them() -> None:
    own = read(csv_text({"time_s": [0, 1], "lumbar_flexion_deg": [5.5, 10], "hand_right_fy_n": [-3, -4]}))
    written_so = "Time (s);Lumbar flexion [°];Hand right fy (N)\n0;5,5;-3\n1;10;-4\n"
    same(read(written_so), own)
    same(read("lumbar flexion (rad);mass (kg)\n0.1;0\n"), read("lumbar_flexion_rad\n0.1\n"))
    same(read("lumbar_flexion\n5.5\n", angle_unit="degrees"), read("lumbar_flexion_deg\n5.5\n"))


@pytest.mark.parametrize(
    ("joints", "told"),
    [
        (("LowerBack", "Spine", "Spine1"), "LowerBack lumbar, Spine thoracic, Spine1 thoracic"),
        (("mixamorig:Spine", "mixamorig:Spine1"), "mixamorig:Spine lumbar, mixamorig:Spine1 thoracic"),
        (("Spine", "Chest", "UpperChest"), "Spine lumbar, Chest thoracic, UpperChest thoracic"),
        (("Chest",), "Chest trunk"),
        (("Chest", "Chest2", "Chest3", "Chest4"), "Chest lumbar, Chest2 lumbar, Chest3 lumbar, Chest4 thoracic"),
    ],
)
def test_skeletons_are_known_by_the_joints_of_their_back(joints: tuple[str, ...], told: str) -> None:
    parts = "".join(f"JOINT {joint}\n{{\nCHANNELS 3 Zrotation Xrotation Yrotation\n" for joint in joints)
    text = f"HIERARCHY\nROOT Hips\n{{\nCHANNELS 3 Zrotation Xrotation Yrotation\n{parts}{'}' * (len(joints) + 1)}\n"
    row = " ".join("0" for _ in range(3 * (len(joints) + 1)))
    recording = read(f"{text}MOTION\nFrames: 1\nFrame Time: 0.1\n{row}\n", "figure.bvh")
    assert f"Hips pelvis, {told};" in recording.notes[0].text


def test_angles_that_may_be_radians_are_doubted() -> None:
    assert any("radians?" in note.text for note in read("lumbar_flexion_deg\n0.3\n").notes)
    assert not any("radians?" in note.text for note in read("lumbar_flexion_rad\n0.02\n").notes)


def test_a_marker_at_the_origin_was_not_seen() -> None:
    position = markers_of(np.broadcast_to(np.eye(3), (5, 3, 3)), np.broadcast_to(np.eye(3), (5, 3, 3))).copy()
    position[2, 3] = 0.0
    recording = read(trc(list(PLACES), position), "markers.trc", fill="linear")
    assert recording.mended("filled") == 3  # the angles of the trunk; the pelvis was seen
    assert np.abs(recording.movement.angles_deg).max() == pytest.approx(0.0, abs=1e-6)
