"""Head and neck in a recording: levels and the whole agree, markers tell the head, and its discs follow."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.load import (
    NECK_JOINTS,
    SETS_OF_TASKS,
    NeckCourse,
    Recording,
    Spine,
    neck_answer,
    neck_course,
    neck_courses,
    read_recording,
    reference_person,
    spine,
)
from myotome.load.neck.joint_motion import neck_joints
from myotome.load.recordings.rotations import euler
from support.recorded import PLACES, csv_text, markers_of, storage, trc, written


@cache
def man() -> Spine:
    return spine(reference_person(), SETS_OF_TASKS)


def read(text: str, name: str = "movement.csv") -> Recording:
    with tempfile.TemporaryDirectory() as folder:
        return read_recording(written(Path(folder), text, name))


def course(recording: Recording) -> NeckCourse:
    found = neck_course(man(), recording)
    assert found is not None
    return found


@given(st.lists(st.tuples(st.floats(-40.0, 40.0), st.floats(-20.0, 20.0), st.floats(-40.0, 40.0)), min_size=1))
def test_levels_shared_out_are_the_neck_as_a_whole(rows: list[tuple[float, float, float]]) -> None:
    whole, share = np.array(rows), neck_joints().share
    columns = dict(zip(("neck_flexion_deg", "neck_lateral_deg", "neck_rotation_deg"), whole.T, strict=True))
    levels = {
        f"{joint.replace('-', '_')}_{end}": sign * share[number, plane] * whole[:, plane]
        for number, joint in enumerate(NECK_JOINTS)
        for plane, (end, sign) in enumerate((("FE", -1.0), ("LB", 1.0), ("AR", 1.0)))
    }
    one, other = read(csv_text(columns)), read(storage(levels), "states.sto")
    assert one.neck_deg is not None
    assert other.neck_deg is not None
    assert one.neck_deg == pytest.approx(other.neck_deg, abs=1e-6)
    assert one.movement.angles_deg == pytest.approx(other.movement.angles_deg, abs=1e-6)
    assert one.neck_deg.sum(axis=1) == pytest.approx(whole * [-1.0, 1.0, 1.0], abs=1e-6)


def test_the_head_is_told_by_its_markers() -> None:
    turns = np.deg2rad([[0.0, 0.0, 0.0], [-25.0, 8.0, 10.0]])
    trunk, head = np.broadcast_to(np.eye(3), (2, 3, 3)), euler("zxy", turns)
    corners = np.array([[x, 1.65, z] for x in (0.1, -0.1) for z in (0.07, -0.07)])
    own = np.einsum("fij,mj->fmi", head, corners)
    position = np.concatenate([markers_of(trunk, trunk), own], axis=1)
    found = read(trc([*PLACES, "RFHD", "LFHD", "RBHD", "LBHD"], position), "markers.trc")
    assert found.neck_deg is not None
    assert found.neck_deg.sum(axis=1) == pytest.approx(np.rad2deg(turns), abs=1e-3)
    assert read(trc(list(PLACES), markers_of(trunk, trunk)), "markers.trc").neck_deg is None


def test_discs_of_the_neck_are_those_of_its_tasks() -> None:
    """Upright with the head straight: the same as looking ahead; bent over a phone, about twice as much."""
    recording = read(csv_text({"time_s": [0.0, 1.0], "neck_flexion_deg": [0.0, 45.0]}))
    loads, ahead = course(recording), neck_answer("looking_ahead", reference_person())
    assert loads.compression_n[0] == pytest.approx(ahead.solution.compression_n, rel=1e-6)
    assert 1.4 < loads.compression_n[1, 2] / loads.compression_n[0, 2] < 2.6
    assert [one.disc for one in neck_courses(loads, recording.time_s)] == list(NECK_JOINTS)


def test_a_trunk_bent_forward_loads_the_neck() -> None:
    recording = read(csv_text({"lumbar_flexion_deg": [0.0, 40.0], "neck_flexion_deg": [0.0, 0.0]}))
    loads = course(recording)
    assert (loads.compression_n[1] > loads.compression_n[0]).all()
    assert neck_course(man(), read(csv_text({"lumbar_flexion_deg": [0.0, 40.0]}))) is None
