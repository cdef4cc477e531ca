"""Nothing is filled or cut off unsaid, and loads follow what the hands hold and the side that is bent to."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.load import (
    SETS_OF_TASKS,
    Reading,
    Recording,
    disc_courses,
    read_recording,
    reference_person,
    region_limits,
    solve_trajectory,
    spine,
)
from myotome.load.recordings.formats.raw_table import RawTable
from myotome.load.recordings.gaps import filled
from myotome.load.recordings.limits import limit
from support.recorded import csv_text, storage, written

TIME = [0.05 * number for number in range(12)]


def loads(recording: Recording) -> np.ndarray:
    model = spine(reference_person(), SETS_OF_TASKS)
    discs = [solution.discs for solution in solve_trajectory(model, recording.movement)]
    parts = [np.stack([d.compression_n, d.shear_anterior_n, d.shear_lateral_n], axis=-1) for d in discs]
    return np.concatenate(parts)


@given(st.sets(st.integers(1, 10), min_size=1, max_size=9), st.sampled_from(["linear", "spline"]))
def test_a_gap_filled_is_counted_and_a_line_stays_a_line(missing: set[int], fill: str) -> None:
    at = np.arange(12, dtype=np.float64)
    column = 3.0 * at - 4.0
    column[list(missing)] = np.nan
    table = RawTable(Path("x.csv"), ("a",), column[:, None], np.arange(12))
    whole, notes = filled(table, {"a": column}, {"a": "a"}, None, fill)  # type: ignore[arg-type]
    assert whole["a"] == pytest.approx(3.0 * at - 4.0)
    assert [note.frames for note in notes] == [len(missing)]


def test_a_curve_is_filled_better_by_a_spline() -> None:
    at = np.linspace(0.0, 3.0, 40)
    column = np.sin(at)
    seen = column.copy()
    seen[18:22] = np.nan
    table = RawTable(Path("x.csv"), ("a",), seen[:, None], np.arange(40))
    off = [
        np.abs(filled(table, {"a": seen}, {"a": "a"}, at * 0.05, fill)[0]["a"] - column).max()
        for fill in ("linear", "spline")
    ]
    assert off[1] < off[0] / 5


@pytest.mark.parametrize(
    ("cells", "fill", "told"),
    [
        ("1 _ 3", "none", "--fill linear"),
        ("_ 2 3", "linear", "at an end"),
        ("1 2 _", "spline", "at an end"),
        ("1 _ _ _ _ _ _ 3", "linear", "for too long"),
    ],
)
def test_a_gap_that_is_not_filled_is_named(tmp_path: Path, cells: str, fill: str, told: str) -> None:
    values = cells.replace("_", "").split(" ")
    rows = "".join(f"{0.05 * n:.2f},{value}\n" for n, value in enumerate(values))
    path = written(tmp_path, f"time_s,lumbar_flexion_deg\n{rows}")
    with pytest.raises(InputError, match=told):
        read_recording(path, Reading(fill=fill))  # type: ignore[arg-type]


@given(st.floats(-8.0, 8.0).filter(lambda past: abs(past) > 1e-3), st.integers(0, 5))
def test_what_is_cut_off_is_counted(past: float, frame: int) -> None:
    end = region_limits("lumbar", "axial")[1]
    angles = [0.0] * 6
    angles[frame] = end + past
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), csv_text({"lumbar_rotation_deg": angles}))
        if past > limit("overshoot", "region_deg"):
            with pytest.raises(InputError, match=f"1 of 6 frames.*frame {frame}"):
                read_recording(path)
            return
        recording = read_recording(path)
    assert recording.mended("clipped") == int(past > 0)
    assert (recording.mended("clipped") == 0) or f"frame {frame}" in recording.notes[0].text


def test_a_mirrored_recording_gives_mirrored_loads(tmp_path: Path) -> None:
    columns = {
        "time": TIME[:3],
        "pelvis_list": [0.0, 3.0, 6.0],
        "pelvis_tilt": [0.0, -10.0, -20.0],
        "lumbar_extension": [0.0, -10.0, -15.0],
        "lumbar_bending": [0.0, 5.0, 9.0],
        "lumbar_rotation": [0.0, -4.0, 8.0],
        "arm_flex_r": [0.0, 40.0, 80.0],
        "arm_add_r": [0.0, -10.0, -30.0],
        "arm_rot_r": [0.0, 20.0, 10.0],
        "elbow_flex_r": [10.0, 30.0, 50.0],
        "hand_right_mass_kg": [0.0, 5.0, 5.0],
    }
    turned = ("pelvis_list", "lumbar_bending", "lumbar_rotation")
    other = {
        f"{name.removesuffix('_r')}_l" if name.endswith("_r") else name.replace("right", "left"): values
        for name, values in columns.items()
    }
    other |= {name: [-value for value in columns[name]] for name in turned}
    one, two = (loads(read_recording(written(tmp_path, storage(each), "ik.mot"))) for each in (columns, other))
    assert two == pytest.approx(one * [1.0, 1.0, -1.0], rel=1e-6, abs=1e-3)
    assert np.abs(one[2, :, 2]).max() > 10.0


def test_what_the_hands_hold_loads_the_spine_frame_by_frame(tmp_path: Path) -> None:
    columns = {"lumbar_flexion_deg": [20.0, 20.0, 20.0], "hand_right_fy_n": [0.0, -50.0, -100.0]}
    columns["hand_left_fy_n"] = columns["hand_right_fy_n"]
    compression = loads(read_recording(written(tmp_path, csv_text(columns))))[:, 1, 0]
    assert (np.diff(compression) > 50.0).all()
    mass = {"lumbar_flexion_deg": [20.0, 20.0, 20.0], "mass_kg": [0.0, 100.0 / 9.80665, 200.0 / 9.80665]}
    assert loads(read_recording(written(tmp_path, csv_text(mass))))[:, 1, 0] == pytest.approx(compression, rel=1e-6)
    bare = written(tmp_path, csv_text({"lumbar_flexion_deg": [20.0]}))
    held = loads(read_recording(bare, Reading(mass_kg=200.0 / 9.80665)))[0, 1, 0]
    assert held == pytest.approx(compression[2], rel=1e-6)


def test_raised_arms_load_more_than_hanging_ones(tmp_path: Path) -> None:
    text = csv_text({"arm_raise_right_deg": [0.0, 90.0], "arm_raise_left_deg": [0.0, 90.0]})
    compression = loads(read_recording(written(tmp_path, text)))[:, 1, 0]
    assert compression[1] > 1.2 * compression[0]


def test_arms_against_the_trunk_lean_with_it(tmp_path: Path) -> None:
    def arm(**columns: float) -> np.ndarray:
        text = storage({"time": [0.0], **{name: [value] for name, value in columns.items()}})
        return read_recording(written(tmp_path, text, "ik.mot")).movement.arms.fore[0, 0]

    leaning = arm(pelvis_tilt=-30.0, arm_flex_r=40.0, elbow_flex_r=20.0)
    assert leaning == pytest.approx(arm(pelvis_tilt=0.0, arm_flex_r=10.0, elbow_flex_r=20.0), abs=1e-6)


def test_frames_in_flight_are_counted(tmp_path: Path) -> None:
    columns = {"lumbar_flexion_deg": [0.0] * 4, "foot_contact_right": [1, 0, 0, 1], "foot_contact_left": [1, 1, 0, 0]}
    recording = read_recording(written(tmp_path, csv_text(columns)))
    assert recording.mended("not_static") == 1


def test_the_load_over_time_is_the_mean_times_the_duration(tmp_path: Path) -> None:
    recording = read_recording(
        written(tmp_path, csv_text({"time_s": [0.0, 0.5, 2.0], "lumbar_flexion_deg": [0, 20, 30]}))
    )
    model = spine(reference_person(), SETS_OF_TASKS)
    courses = disc_courses(solve_trajectory(model, recording.movement), recording.time_s)
    lumbar = courses[1]
    assert lumbar.disc == "L4-L5"
    assert (lumbar.peak_frame, lumbar.peak_time_s) == (2, 2.0)
    assert lumbar.cumulative_compression_ns == pytest.approx(2.0 * lumbar.mean_compression_n)
    assert lumbar.mean_compression_n < lumbar.peak_compression_n
