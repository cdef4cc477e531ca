"""The sacroiliac joints: what comes down goes through them, sides mirror, forward bending turns the sacrum forward."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from myotome.load import (
    SACRAL_LIGAMENTS,
    SETS_OF_TASKS,
    Sacroiliac,
    Solution,
    reference_person,
    sacroiliac,
    solve,
    spine,
    stance,
    task,
)


@cache
def solved(name: str, **options: float | str) -> Solution:
    model = spine(reference_person(), SETS_OF_TASKS)
    return solve(model, stance(model, task(name), options))


def borne(name: str, **options: float | str) -> Sacroiliac:
    return sacroiliac(solved(name, **options))


def test_muscles_that_pull_the_sacrum_up_leave_the_weight_to_the_joints() -> None:
    """pel_2008: the load of the trunk goes to the hip bones mainly as vertical shear of these joints."""
    found, standing = borne("standing"), solved("standing")
    weight = -float(standing.geometry.gravity_n[0, 0, 1])
    down = sum(found.downward_n)
    pressed = float(np.hypot(standing.discs.compression_n[0, 0], standing.discs.shear_anterior_n[0, 0]))
    assert weight < down < pressed
    assert found.shear_n == pytest.approx(found.downward_n, rel=0.02)


def test_sides_are_even_standing_and_mirror_under_a_load() -> None:
    even = borne("standing")
    assert even.shear_n[0] == pytest.approx(even.shear_n[1], rel=1e-9)
    right, left = (borne("carrying", where=f"side_{side}", mass_kg=10.0) for side in ("right", "left"))
    assert right.shear_n == pytest.approx(left.shear_n[::-1], rel=1e-6)
    assert right.sideways_n == pytest.approx(-left.sideways_n, abs=1e-3)
    assert abs(right.shear_n[0] - right.shear_n[1]) > 10.0


def test_a_bend_and_a_lift_turn_the_sacrum_forward() -> None:
    loads = [borne("standing"), borne("standing_flexed", flexion_deg=45.0), borne("lifting", mass_kg=20.0)]
    turns = [one.nutation_nm for one in loads]
    assert turns == sorted(turns)
    assert turns[0] > 0.0
    assert all(one.ligament == SACRAL_LIGAMENTS[0] for one in loads)
    assert loads[2].ligament_n == pytest.approx(loads[1].ligament_n * turns[2] / turns[1])


def test_lying_nearly_nothing_goes_through_them() -> None:
    assert max(borne("lying_supine").shear_n) < 0.1 * min(borne("standing").shear_n)
