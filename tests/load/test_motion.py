"""Inverse dynamics: nothing is added at rest, nothing weighs in free fall, and what is smoothed is what moved."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
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
    Spine,
    in_motion,
    read_recording,
    reference_person,
    solve_trajectory,
    spine,
)
from myotome.load.dynamics.inertia_forces import Motion, inertia_forces
from myotome.load.dynamics.smoothing import derivatives, low_passed
from myotome.units import STANDARD_GRAVITY
from support.recorded import csv_text, written

L45 = 1
STEP_S = 0.01


@cache
def model() -> Spine:
    return spine(reference_person(), SETS_OF_TASKS)


def read(columns: Mapping[str, Sequence[float]], **said: object) -> Recording:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), csv_text(columns), "movement.csv")
        return read_recording(path, Reading(**said))  # type: ignore[arg-type]


def bend(seconds: float, frames: int = 81, **more: Sequence[float]) -> dict[str, Sequence[float]]:
    """A bend of 40 degrees forward and back, in so many seconds."""
    time = np.linspace(0.0, seconds, frames)
    wave = 0.5 * (1.0 - np.cos(2.0 * np.pi * time / seconds))
    return {
        "time_s": time.tolist(),
        "pelvis_flexion_deg": (20.0 * wave).tolist(),
        "lumbar_flexion_deg": (20.0 * wave).tolist(),
        **more,
    }


def compressions(recording: Recording) -> np.ndarray:
    return np.concatenate([one.discs.compression_n for one in solve_trajectory(model(), recording.movement)])


@given(st.floats(1.0, 20.0), st.integers(20, 60))
def test_a_filter_keeps_lines_and_takes_off_what_is_fast(cutoff: float, frames: int) -> None:
    line = np.linspace(-3.0, 5.0, frames)[:, None] * [1.0, -2.0]
    assert low_passed(line, STEP_S, cutoff) == pytest.approx(line, abs=1e-9)
    time = np.arange(400) * STEP_S
    slow, fast = (np.sin(2.0 * np.pi * hz * time)[:, None] for hz in (0.25 * cutoff, 2.0 * cutoff))
    middle = slice(150, 250)
    assert np.abs(low_passed(slow, STEP_S, cutoff) - slow)[middle].max() < 0.05
    assert np.abs(low_passed(fast, STEP_S, cutoff))[middle].max() < 0.15


def test_derivatives_are_those_of_a_polynomial() -> None:
    time = np.arange(30)[:, None] * STEP_S
    first, second = derivatives(time**4 - 2.0 * time**3, STEP_S)
    inner = slice(2, -2)
    assert first[inner] == pytest.approx((4.0 * time**3 - 6.0 * time**2)[inner], abs=1e-9)
    assert second[inner] == pytest.approx((12.0 * time**2 - 12.0 * time)[inner], abs=1e-7)


def test_the_slower_the_movement_the_nearer_it_is_to_one_held_still() -> None:
    off = []
    for seconds in (2.0, 4.0, 8.0):
        still = read(bend(seconds, int(30 * seconds) + 1))
        moving = in_motion(model(), still)
        assert moving.cutoff_hz > 0.0
        off.append(np.abs(compressions(moving) - compressions(in_motion(model(), still, 0.0)))[10:-10].max())
    assert off[0] > off[1] > off[2]
    assert off[2] < 0.1 * off[0]


def test_nothing_weighs_in_free_fall() -> None:
    time = np.arange(41) * STEP_S
    falling = {"time_s": time, "lumbar_flexion_deg": 0.0 * time, "sacrum_up_m": 2.0 - 0.5 * STANDARD_GRAVITY * time**2}
    moving = in_motion(model(), read({name: list(values) for name, values in falling.items()}, mass_kg=10.0), 20.0)
    geometry = moving.movement.geometry(model())
    middle = slice(15, 26)
    assert (geometry.gravity_nm + geometry.external_nm)[middle] == pytest.approx(0.0, abs=0.02)
    assert (geometry.gravity_n + geometry.external_n)[middle] == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("rate", [2.0, -3.0])
def test_a_lift_shaft_weighs_as_its_acceleration_says(rate: float) -> None:
    time = np.arange(41) * STEP_S
    rising = {"time_s": time, "lumbar_flexion_deg": 0.0 * time + 10.0, "pelvis_ty": 0.5 * rate * time**2}
    moving = in_motion(model(), read({name: list(values) for name, values in rising.items()}, mass_kg=5.0), 20.0)
    geometry, still = (
        one.movement.geometry(model()) for one in (moving, read({"lumbar_flexion_deg": [10.0]}, mass_kg=5.0))
    )
    heavier = 1.0 + rate / STANDARD_GRAVITY
    assert (geometry.gravity_nm + geometry.external_nm)[20] == pytest.approx(
        heavier * still.load_nm[0], rel=0.01, abs=0.05
    )


def test_frames_unevenly_spaced_give_the_same_within_a_little() -> None:
    even = bend(2.0, 101)
    rng = np.random.default_rng(3)
    time = np.array(even["time_s"])
    time[1:-1] += rng.uniform(-0.004, 0.004, len(time) - 2)
    wave = 20.0 * 0.5 * (1.0 - np.cos(np.pi * time))
    uneven = {"time_s": time.tolist(), "pelvis_flexion_deg": wave.tolist(), "lumbar_flexion_deg": wave.tolist()}
    one, other = (in_motion(model(), read(columns)) for columns in (even, uneven))
    assert "interpolated" in other.notes[-1].text
    peaks = [compressions(recording)[:, L45].max() for recording in (one, other)]
    assert peaks[0] == pytest.approx(peaks[1], rel=0.03)


def _about(centre: np.ndarray, turn: np.ndarray, speed: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, ...]:
    """Where a pelvis must go that turns about this centre and not about its own origin, with its derivatives."""
    at = np.concatenate(
        [np.cos(turn) * centre[0] - np.sin(turn) * centre[1], np.sin(turn) * centre[0] + np.cos(turn) * centre[1]],
        axis=1,
    )
    across = np.stack([-at[:, 1], at[:, 0]], axis=1)
    ways = (centre[:2] - at, -across * speed, -across * rate + at * speed**2)
    return tuple(np.pad(way, ((0, 0), (0, 1))) for way in ways)


def test_the_pelvis_turns_the_trunk_as_its_lowest_joint_does(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, frames = np.random.default_rng(5), 7
    turns = tuple(size * rng.normal(size=(frames, 1)) for size in (0.2, 1.0, 5.0))
    still, none = (np.zeros((frames, *shape)) for shape in ((18, 3), (3,)))
    joint, pelvis = [], []
    for turn in turns:
        joint.append(still.copy())
        joint[-1][:, 0, :1] = turn
        pelvis.append(none.copy())
        pelvis[-1][:, :1] = turn
    down = np.broadcast_to([0.0, -1.0, 0.0], (frames, 2, 3))
    arms, borne = (down, 0.0 * down, 0.0 * down), np.ones((1, 2))
    moved = (
        Motion(tuple(joint), (none,) * 3, (none,) * 3, arms, arms),  # type: ignore[arg-type]
        Motion((still,) * 3, tuple(pelvis), _about(model().centre_m[0], *turns), arms, arms),  # type: ignore[arg-type]
    )
    own, other = (inertia_forces(model(), motion, borne) for motion in moved)
    monkeypatch.setattr("myotome.load.dynamics.inertia_forces._PORTION", 3)
    parts = inertia_forces(model(), moved[0], borne)
    for one, same, part in zip(own, other, parts, strict=True):
        assert np.asarray(one.force_n) == pytest.approx(np.asarray(same.force_n), abs=1e-7)
        assert np.asarray(one.moment_nm) == pytest.approx(np.asarray(same.moment_nm), abs=1e-7)
        assert np.array_equal(one.force_n, part.force_n)


def test_every_moment_is_balanced_in_motion() -> None:
    moving = in_motion(model(), read(bend(1.5, 61, hand_right_mass_kg=[4.0] * 61)))
    for solution in solve_trajectory(model(), moving.movement):
        assert solution.feasible.all()
        assert np.abs(solution.unmet_nm).max() < 1e-4
        rest = solution.geometry.load_nm + solution.passive.moment_nm(solution.stance.angles_deg).reshape(
            len(solution.feasible), -1
        )
        whole = rest + np.einsum("fdi,fi->fd", solution.geometry.arms_m, solution.force_n) + solution.cage_nm
        assert np.abs(whole).max() < 1e-4


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"lumbar_flexion_deg": [0.0] * 20}, "says no time"),
        ({"time_s": [0.0, 0.1, 0.2], "lumbar_flexion_deg": [0.0, 1.0, 2.0]}, "too few to tell"),
        ({"time_s": [0.1 * n for n in range(20)], "lumbar_flexion_deg": [0.0] * 20}, "10 frames a second"),
    ],
)
def test_where_no_acceleration_can_be_told_frames_are_held_still(columns: dict[str, list[float]], told: str) -> None:
    recording = read(columns)
    found = in_motion(model(), recording)
    assert found.movement is recording.movement
    assert told in found.notes[-1].text
    assert "held still" in found.notes[-1].text


def test_a_cut_off_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="held still"):
        in_motion(model(), read(bend(2.0)), -1.0)
