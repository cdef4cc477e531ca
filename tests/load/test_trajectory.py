"""A movement from a file: the same loads as its frames one by one, and every fault told with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.load import SETS_OF_TASKS, posture, read_trajectory, reference_person, solve_trajectory, spine
from myotome.load.trajectory import columns


def written(folder: Path, text: str) -> Path:
    path = folder / "movement.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_frames_are_solved_as_if_alone(tmp_path: Path) -> None:
    model = spine(reference_person(), SETS_OF_TASKS)
    rows = [f"{0.1 * n:.1f},{6 * n},{2 * n}" for n in range(5)]
    movement = read_trajectory(written(tmp_path, "time_s,lumbar_flexion_deg,pelvis_flexion_deg\n" + "\n".join(rows)))
    (together,) = solve_trajectory(model, movement)
    for number in range(5):
        (alone,) = solve_trajectory(model, movement.frames(slice(number, number + 1)))
        assert alone.discs.compression_n[0] == pytest.approx(together.discs.compression_n[number], rel=1e-9)
    assert (np.diff(together.discs.compression_n[:, 1]) > 0).all()


def test_regions_and_joints_add_up(tmp_path: Path) -> None:
    movement = read_trajectory(written(tmp_path, "lumbar_flexion_deg,L4-L5_flexion_deg\n10,2\n"))
    expected = posture(lumbar_flexion=10.0)
    expected[0, 1, 0] -= 2.0
    assert movement.angles_deg == pytest.approx(expected)


def test_every_column_told_is_read(tmp_path: Path) -> None:
    names = columns()
    movement = read_trajectory(written(tmp_path, ",".join(names) + "\n" + ",".join("0" for _ in names) + "\n"))
    assert np.abs(movement.angles_deg).max() == 0.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lumbar_flexon_deg\n3\n", "lumbar_flexion_deg"),
        ("time_s\n0\n", "No angle"),
        ("", "The file is empty"),
        ("lumbar_flexion_deg\n", "one row a frame"),
        ("lumbar_flexion_deg\n3\nx\n", "line 3"),
        ("lumbar_flexion_deg\n3\nnan\n", "line 3"),
        ("lumbar_flexion_deg,neck_flexion_deg\n3\n", "line 2"),
        ("lumbar_flexion_deg\n300\n", "deg"),
    ],
)
def test_faults_are_told_where_they_are(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_trajectory(written(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_trajectory(tmp_path / "nothing.csv")


def test_a_frame_that_nobody_holds_changes_no_other(tmp_path: Path) -> None:
    model = spine(reference_person(), SETS_OF_TASKS)
    text = "lumbar_flexion_deg,mass_kg\n10,0\n10,120\n12,0\n"
    movement = read_trajectory(written(tmp_path, text))
    (together,) = solve_trajectory(model, movement)
    assert together.feasible.tolist() == [True, False, True]
    for number in (0, 2):
        (alone,) = solve_trajectory(model, movement.frames(slice(number, number + 1)))
        assert alone.force_n[0] == pytest.approx(together.force_n[number], abs=1e-3)
