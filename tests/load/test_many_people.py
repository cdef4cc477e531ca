"""Many people are the people one by one, whoever computes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.load import (
    SETS_OF_TASKS,
    Impairment,
    Recording,
    SpineShape,
    Subject,
    Weakness,
    disc_courses,
    in_motion,
    loads_of_people,
    read_recording,
    reference_person,
    shaped,
    solve_trajectory,
    spine,
)

SQUAT = Path(__file__).parents[2] / "examples" / "squat.mot"


def some(recording: Recording) -> list[Subject]:
    slow = replace(recording, time_s=None if recording.time_s is None else 2.0 * recording.time_s)
    return [
        Subject(reference_person()),
        Subject(reference_person("female", age=60.0)),
        Subject(reference_person(), Impairment((Weakness("multifidus", "right", 50.0),))),
        Subject(reference_person(), shape=SpineShape(lordosis_deg=40.0)),
        Subject(reference_person(), recording=slow),
    ]


def test_many_are_each_alone() -> None:
    recording = read_recording(SQUAT)
    people = some(recording)
    found = loads_of_people(people, recording, workers=1)
    for number, subject in enumerate(people):
        model = shaped(spine(subject.person, SETS_OF_TASKS), subject.shape)
        moving = in_motion(model, subject.recording or recording)
        courses = disc_courses(solve_trajectory(model, moving.movement, subject.impairment), moving.time_s)
        assert found.peak_compression_n[number] == pytest.approx([course.peak_compression_n for course in courses])
        assert found.mean_compression_n[number] == pytest.approx([course.mean_compression_n for course in courses])
        assert found.peak_shear_n[number] == pytest.approx([course.peak_shear_n for course in courses])
    assert found.held.tolist() == [1.0] * len(people)


def test_who_computes_changes_nothing() -> None:
    recording = read_recording(SQUAT)
    people = some(recording)
    alone = loads_of_people(people, recording, workers=1)
    with ThreadPoolExecutor(1) as executor:
        others = (loads_of_people(people, recording, workers=2), loads_of_people(people, recording, executor=executor))
    for other in others:
        assert np.array_equal(alone.peak_compression_n, other.peak_compression_n)
        assert np.array_equal(alone.cumulative_compression_ns, other.cumulative_compression_ns)


def test_what_cannot_be_computed_is_refused() -> None:
    person = Subject(reference_person())
    for people, words in (([], "nobody"), ([person], "none for person 0")):
        with pytest.raises(InputError, match=words):
            loads_of_people(people)
    with pytest.raises(InputError, match="workers"):
        loads_of_people([person], read_recording(SQUAT), workers=0)
