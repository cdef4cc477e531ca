"""Whoever spares a painful level lists away from it, bends back above, and stands flatter."""

from __future__ import annotations

from functools import cache

import pytest

from myotome.errors import InputError
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    SPARED_LEVELS,
    Alignment,
    Impairment,
    Sparing,
    alignment,
    load_answer,
    reference_person,
    spine,
    stance,
    task,
)

LUMBAR = SPARED_LEVELS[: SPARED_LEVELS.index("L2-L3") + 1]


@cache
def settled(share: float, levels: tuple[str, ...] = LUMBAR, side: str = "left", posture: str = "standing") -> Alignment:
    model = spine(reference_person(), SETS_OF_TASKS)
    spared = Impairment(sparings=tuple(Sparing(level, side, share) for level in levels))
    return alignment(model, stance(model, task(posture)), spared)


def test_the_trunk_goes_away_from_the_pain_and_comes_back_above() -> None:
    found = settled(0.6)
    assert found.trunk_shift_mm > 15.0
    assert found.stable
    assert not found.past_range
    assert (found.change_deg[: len(LUMBAR), 1] > 0.0).all()
    assert (found.change_deg[len(LUMBAR) : JOINTS.index("T9-T10"), 1] < 0.0).all()


def test_shift_for_each_degree_is_that_of_patients_and_the_back_is_flat() -> None:
    # Two series: 26.2 mm at 12.5 deg and 36.2 mm at 14 deg, with less lordosis, less kyphosis and the trunk forward.
    found = settled(0.6)
    assert 1.8 < found.trunk_shift_mm / found.curve.cobb_deg < 2.8
    assert found.lordosis_change_deg < -5.0
    assert found.kyphosis_change_deg < 0.0
    assert found.curve.t1_forward_mm > found.healthy.t1_forward_mm


def test_more_is_more_and_the_mirror_image_is_the_same() -> None:
    assert settled(0.3).curve.cobb_deg < settled(0.6).curve.cobb_deg
    one, other = settled(0.6), settled(0.6, side="right")
    assert one.trunk_shift_mm == pytest.approx(-other.trunk_shift_mm, abs=1e-5)
    assert one.lordosis_change_deg == pytest.approx(other.lordosis_change_deg, abs=1e-5)


def test_on_both_sides_it_only_bends_forward() -> None:
    found = settled(0.6, ("L4-L5",), "bilateral")
    assert found.trunk_shift_mm == pytest.approx(0.0, abs=1e-6)
    assert found.change_deg[JOINTS.index("L4-L5"), 0] < -3.0


def test_nothing_spared_changes_nothing() -> None:
    assert abs(settled(0.0).change_deg).max() == 0.0


@pytest.mark.parametrize(
    ("sparing", "given"),
    [
        (Sparing("T5-T6", "left", 0.5), "T5-T6"),
        (Sparing("L4-L5", "up", 0.5), "up"),
        (Sparing("L4-L5", "left", 1.2), "1.2"),
    ],
)
def test_what_cannot_be_spared_is_refused(sparing: Sparing, given: str) -> None:
    with pytest.raises(InputError, match=given):
        load_answer("standing", reference_person(), impairment=Impairment(sparings=(sparing,)), draws=0)


def test_a_task_that_settles_nowhere_says_so() -> None:
    with pytest.raises(InputError, match="standing"):
        load_answer("holding", reference_person(), impairment=Impairment(sparings=(Sparing("L4-L5", "left", 0.5),)))


def test_what_would_hold_a_level_open_is_not_told_as_pressure() -> None:
    found = settled(0.6)
    assert found.pressure_mpa is None
    assert found.changes == ()
    assert found.to_dict()["pressure_mpa"] is None
