"""Postures told by region, and the errors of those that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError, UnknownNameError
from myotome.load import JOINTS, check_angles, joint_angles, posture, region_limits, rhythm

MOVEMENTS = [
    f"{region}_{move}" for region in ("lumbar", "thoracic", "neck") for move in ("flexion", "lateral", "rotation")
]
PLANE = {"flexion": 0, "lateral": 1, "rotation": 2}


def test_nothing_named_is_neutral() -> None:
    assert np.array_equal(posture(), np.zeros((1, len(JOINTS), 3)))


@pytest.mark.parametrize("movement", MOVEMENTS)
@given(share=st.floats(-1, 1))
def test_joints_add_up_to_the_region(movement: str, share: float) -> None:
    region, move = movement.split("_")
    low, high = region_limits(region, ("flexion", "lateral", "axial")[PLANE[move]])
    sign = -1.0 if move == "flexion" else 1.0
    angle = share * min(-low, high)
    angles = posture(**{movement: angle})
    assert angles[0, :, PLANE[move]].sum() == pytest.approx(sign * angle, abs=1e-9)
    assert np.count_nonzero(np.delete(angles, PLANE[move], axis=2)) == 0


def test_forward_flexion_is_negative_and_many_frames_go_at_once() -> None:
    angles = posture(lumbar_flexion=[0.0, 20.0, 40.0], neck_rotation=10.0)
    assert angles.shape == (3, len(JOINTS), 3)
    assert (np.diff(angles[:, :5, 0], axis=0) < 0.0).all()
    assert angles[:, -1, 2] == pytest.approx(10.0)


def test_levels_share_a_bend_as_their_measured_ranges() -> None:
    """yamamoto_1989: the lower the level, the more it bends forward."""
    assert rhythm()["lumbar"][:5, 0] == pytest.approx(np.array([10.0, 8.9, 7.5, 6.5, 5.8]) / 38.7, abs=1e-4)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"lumbar_flexion": 95.0}, "lumbar_flexion"),
        ({"lumbar_lateral": np.nan}, "nan"),
        ({"neck_flexion": -90.0}, "-63"),
    ],
)
def test_past_the_range_says_how_far_it_goes(given_: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        posture(**given_)
    assert " to " in caught.value.problems[0].allowed


def test_unknown_movement_joint_region_and_plane() -> None:
    with pytest.raises(UnknownNameError, match="lumbar_flexion"):
        posture(lumbar_flexon=10.0)
    with pytest.raises(UnknownNameError, match="L4-L5"):
        joint_angles(L4_L55={"flexion": 1.0})
    with pytest.raises(UnknownNameError, match="flexion"):
        joint_angles(L4_L5={"flexon": 1.0})
    with pytest.raises(UnknownNameError):
        region_limits("lumbr", "flexion")
    with pytest.raises(UnknownNameError):
        region_limits("lumbar", "rotation")


def test_the_worst_joint_is_named_with_its_range() -> None:
    angles = np.zeros((2, len(JOINTS), 3))
    angles[1, JOINTS.index("L3-L4"), 0] = -40.0
    with pytest.raises(InputError, match="frame 1, L3-L4, flexion"):
        check_angles(angles)
    assert check_angles(angles, within_range=False) is angles


def test_shape_and_numbers_are_checked() -> None:
    with pytest.raises(InputError, match="shape"):
        check_angles(np.zeros((3, 2)))
    angles = np.zeros((1, len(JOINTS), 3))
    angles[0, 4, 2] = np.nan
    with pytest.raises(InputError, match="frame 0, L1-L2, axial"):
        check_angles(angles, within_range=False)
