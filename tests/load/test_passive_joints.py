"""Passive joints: smooth, restoring, stiffer towards the limits, odd where the body is symmetric."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import UnknownNameError
from myotome.load import (
    JOINTS,
    PLANES,
    compression_stiffness,
    passive_joints,
    posture,
    reference_person,
    ruptured,
)

PASSIVE = passive_joints()
SHAPE = (len(JOINTS), len(PLANES))
shares = st.floats(-1.2, 1.2)


def at(share: float) -> np.ndarray:
    """Every joint at this share of its range."""
    return np.where(share < 0, share * PASSIVE.limit_negative, share * PASSIVE.limit_positive)


def test_neutral_has_no_moment() -> None:
    assert np.array_equal(PASSIVE.moment_nm(np.zeros(SHAPE)), np.zeros(SHAPE))


@given(shares)
def test_the_moment_restores(share: float) -> None:
    moment = PASSIVE.moment_nm(at(share))
    assert (moment * at(share) <= 0.0).all()


@given(shares)
def test_stiffness_is_the_slope_of_the_moment(share: float) -> None:
    step = 1e-4
    slope = -(PASSIVE.moment_nm(at(share) + step) - PASSIVE.moment_nm(at(share) - step)) / (2 * step)
    assert PASSIVE.stiffness(at(share)) == pytest.approx(slope, rel=1e-6, abs=1e-6)


@given(shares)
def test_the_moment_is_the_slope_of_the_energy(share: float) -> None:
    step = 1e-4
    slope = (PASSIVE.energy_j(at(share) + step) - PASSIVE.energy_j(at(share) - step)) / np.deg2rad(2 * step)
    assert PASSIVE.moment_nm(at(share)) == pytest.approx(-slope, rel=1e-4, abs=1e-3)
    assert (PASSIVE.energy_j(at(share)) >= 0.0).all()


@given(shares)
def test_lateral_and_axial_moments_are_odd_to_the_last_bit(share: float) -> None:
    assert np.array_equal(PASSIVE.moment_nm(-at(share))[:, 1:], -PASSIVE.moment_nm(at(share))[:, 1:])


def test_stiffness_grows_from_neutral_to_the_limit() -> None:
    ends = [PASSIVE.stiffness(at(share)) for share in (-1.0, 1.0)]
    near = [PASSIVE.stiffness(at(share)) for share in (-0.3, 0.3)]
    for end, middle in zip(ends, near, strict=True):
        assert (end > middle).all()
        assert (end < 200.0).all()


@pytest.mark.parametrize(
    ("plane", "side", "ranges"),
    [
        (0, -1.0, (10.0, 8.9, 7.5, 6.5, 5.8)),
        (0, 1.0, (7.8, 5.8, 3.7, 4.3, 4.3)),
        (1, 1.0, (None, 5.7, 5.7, 7.0, 4.9)),
        (2, 1.0, (1.4, 2.2, 2.6, 2.6, 2.3)),
    ],
)
def test_ten_newton_metres_bend_each_lumbar_level_as_measured(
    plane: int, side: float, ranges: tuple[float | None, ...]
) -> None:
    """yamamoto_1989, without preload; L5-S1 bends less to the side in life than in cadavers (fms_2023_lateral)."""
    angles = np.zeros(SHAPE)
    angles[:5, plane] = side * np.array([one or 2.0 for one in ranges])
    moment = np.abs(PASSIVE.moment_nm(angles)[:5, plane])
    known = [row for row, one in enumerate(ranges) if one is not None]
    assert moment[known] == pytest.approx(10.0, rel=0.15)


def test_men_bear_100_to_120_nm_at_the_end_of_flexion_and_women_less() -> None:
    """silence_1984: 54 deg is the range that the onset of silence implies; women bear about 77 Nm."""
    man, woman = (passive_joints(reference_person(sex)).preloaded(500.0) for sex in ("male", "female"))
    end = posture(lumbar_flexion=54.0)
    assert (np.abs(man.moment_nm(end)[0, :5, 0]) <= 121.0).all()
    assert (np.abs(man.moment_nm(end)[0, :5, 0]) >= 100.0).all()
    assert np.abs(woman.moment_nm(end)[0, :5, 0]) == pytest.approx(77.0, rel=0.15)


@given(st.floats(20, 80), st.floats(0.5, 20.0))
def test_the_older_the_less_the_spine_goes(age: float, more: float) -> None:
    young, old = (passive_joints(reference_person("male", age=years)) for years in (age, age + more))
    end = posture(lumbar_flexion=45.0)
    assert (np.abs(old.moment_nm(end)) >= np.abs(young.moment_nm(end)) - 1e-9).all()


def test_lumbar_flexion_is_softer_than_extension_near_neutral() -> None:
    row = JOINTS.index("L4-L5")
    angles = np.zeros(SHAPE)
    angles[row, 0] = 2.5
    assert -PASSIVE.moment_nm(angles)[row, 0] > PASSIVE.moment_nm(-angles)[row, 0]


def test_far_past_the_limit_the_moment_stays_finite() -> None:
    assert np.isfinite(PASSIVE.moment_nm(np.full(SHAPE, 170.0))).all()


def test_a_ruptured_disc_is_softer_at_its_own_level_only() -> None:
    softer, row = ruptured(PASSIVE, "L4-L5"), JOINTS.index("L4-L5")
    less = softer.stiffness(np.zeros(SHAPE)) < PASSIVE.stiffness(np.zeros(SHAPE))
    assert less[row].all()
    assert not np.delete(less, row, axis=0).any()
    assert softer.below is PASSIVE.below
    assert softer.above is PASSIVE.above


@given(st.floats(0, 1500), st.floats(0, 500))
def test_preload_never_softens(load: float, more: float) -> None:
    q = at(0.5)
    assert (PASSIVE.preloaded(load + more).stiffness(q) >= PASSIVE.preloaded(load).stiffness(q) - 1e-12).all()
    assert (PASSIVE.preloaded(load).stiffness(q) >= PASSIVE.stiffness(q) - 1e-12).all()


def test_scaling_scales_the_moment() -> None:
    assert PASSIVE.scaled(2.0).moment_nm(at(0.7)) == pytest.approx(2.0 * PASSIVE.moment_nm(at(0.7)))
    for bad in (-1.0, np.nan):
        with pytest.raises(ValueError, match="factor"):
            PASSIVE.scaled(bad)


def test_unknown_joints_get_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="L4-L5"):
        ruptured(PASSIVE, "L4-L6")
    with pytest.raises(UnknownNameError):
        compression_stiffness("C7-T1")
    assert compression_stiffness("L4-L5") == 1.87
