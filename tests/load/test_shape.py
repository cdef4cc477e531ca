"""The shape of an upright spine: what was measured comes out, the person stands upright, sides mirror."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myotome.errors import InputError, UnknownNameError
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Person,
    Posture,
    Scoliosis,
    Solution,
    Spine,
    SpineShape,
    load_answer,
    reference_person,
    shaped,
    solve,
    spine,
    stance,
    task,
    usual_shape,
)
from myotome.load.kinematics.curve import Curve, curve

RIGHT = Scoliosis("right", "T11", "L3", 25.0)
SHAPES = (
    SpineShape(lordosis_deg=35.0),
    SpineShape(lordosis_deg=65.0, kyphosis_deg=40.0),
    SpineShape(kyphosis_deg=65.0),
    SpineShape(scoliosis=RIGHT),
    SpineShape(scoliosis=Scoliosis("left", "T5", "T12", 40.0)),
    SpineShape(short_leg="right", short_mm=15.0),
)


@cache
def usual(person: Person | None = None) -> Spine:
    return spine(person or reference_person(), SETS_OF_TASKS)


def standing(shape: SpineShape | None, name: str = "standing", posture: Posture = "kept") -> Solution:
    model = shaped(usual(), shape)
    return solve(model, stance(model, task(name)), posture=posture)


def seen(shape: SpineShape | None) -> Curve:
    return curve(standing(shape).geometry, 0.1)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_neck_stands_over_the_sacrum(shape: SpineShape) -> None:
    found, before = standing(shape).geometry, standing(None).geometry
    way, was = (one.joint_m[0, -1] - one.joint_m[0, 0] for one in (found, before))
    lean = np.arctan2(way[0], way[1]) - np.arctan2(was[0], was[1])
    assert abs(np.rad2deg(lean)) < 1.5
    assert abs(way[2]) < 0.01
    head = found.turn[0, -1]
    assert np.rad2deg(np.arccos(np.clip(0.5 * (np.trace(head) - 1.0), -1.0, 1.0))) < 3.0


def test_lordosis_and_kyphosis_are_those_measured() -> None:
    own, shape = usual_shape(), SpineShape(lordosis_deg=40.0, kyphosis_deg=60.0)
    assert own.lordosis_deg is not None
    assert own.kyphosis_deg is not None
    found = seen(shape)
    assert found.lordosis_deg == pytest.approx(40.0 - own.lordosis_deg, abs=0.1)
    rest = shaped(usual(), shape).bends
    assert rest is not None
    assert -rest.rest_deg[JOINTS.index("T12-L1") : -1, 0].sum() == pytest.approx(60.0 - own.kyphosis_deg)


@pytest.mark.parametrize("cobb", [10.0, 25.0, 40.0])
def test_the_cobb_angle_is_that_measured_to_the_convex_side(cobb: float) -> None:
    found = seen(SpineShape(scoliosis=replace(RIGHT, cobb_deg=cobb)))
    assert found.cobb_deg == pytest.approx(cobb, rel=0.15)
    assert found.apical_translation_mm > 0.0


def test_a_short_leg_bends_the_spine_to_its_own_side() -> None:
    found = seen(SpineShape(short_leg="right", short_mm=20.0))
    assert found.apical_translation_mm > 0.0
    sitting = SpineShape(short_leg="right", short_mm=20.0)
    assert standing(sitting, "sitting_upright").force_n == pytest.approx(
        standing(None, "sitting_upright").force_n, abs=1e-6
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SpineShape(scoliosis=RIGHT), SpineShape(scoliosis=RIGHT.mirrored)),
        (SpineShape(short_leg="right", short_mm=12.0), SpineShape(short_leg="left", short_mm=12.0)),
    ],
)
def test_sides_mirror(one: SpineShape, other: SpineShape) -> None:
    right, left = standing(one), standing(other)
    half = len(right.spine.fascicles) // 2
    assert right.discs.compression_n == pytest.approx(left.discs.compression_n, rel=1e-5)
    assert right.discs.shear_lateral_n == pytest.approx(-left.discs.shear_lateral_n, abs=1e-2)
    assert right.force_n[0, :half] == pytest.approx(left.force_n[0, half:], abs=2e-2)


def test_the_usual_shape_changes_nothing() -> None:
    assert standing(usual_shape()).force_n == pytest.approx(standing(None).force_n, abs=1e-3)


def test_muscles_rest_in_the_shape_that_has_grown() -> None:
    found = standing(SpineShape(lordosis_deg=70.0, scoliosis=RIGHT), posture="prescribed").geometry
    assert found.stretch[0] == pytest.approx(found.spine.fascicles.neutral_stretch, abs=1e-9)


def test_the_twin_is_straight_and_who_pays_is_told() -> None:
    answer = load_answer("standing", reference_person(), draws=0, shape=SpineShape(40.0, None, RIGHT))
    assert answer.healthy is not None
    assert answer.healthy.spine.bends is not None
    assert not answer.healthy.spine.bends.rest_deg[:, 1].any()
    assert answer.compensation
    assert answer.to_dict()["shape"]["scoliosis"] == "right:T11-L3:25"


@pytest.mark.parametrize(
    "shape",
    [
        SpineShape(lordosis_deg=150.0),
        SpineShape(scoliosis=replace(RIGHT, cobb_deg=120.0)),
        SpineShape(scoliosis=replace(RIGHT, upper="L3")),
        SpineShape(scoliosis=replace(RIGHT, lower="S3")),
        SpineShape(short_leg="middle", short_mm=5.0),
        SpineShape(short_leg="left", short_mm=500.0),
    ],
)
def test_what_no_spine_has_is_refused(shape: SpineShape) -> None:
    with pytest.raises((InputError, UnknownNameError)):
        standing(shape)
