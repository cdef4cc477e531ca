"""What each cause takes from the fibres, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.explain.likelihood.model_world import World, world
from myotome.pathology import SEGMENTS, Cause, States, conditions, states

SIDES = {"left": 0, "right": 1}
ARRAYS = ("motor", "central", "touch", "pin", "snap", "reflex", "umn", "roots")


@pytest.fixture(scope="module")
def every() -> States:
    return states()


def lesion(every: States, number: int) -> int:
    return int(every.losses.lesion_of[number])


def roots_of(every: States, kind: str) -> np.ndarray:
    rows = getattr(every.groups, kind)
    return np.array([every.groups.table.root[row] for row in rows])


def causes_of(every: States, condition: str) -> list[tuple[int, Cause]]:
    return [(number, cause) for number, cause in enumerate(every.causes) if cause.condition == condition]


@pytest.mark.parametrize("name", ARRAYS)
def test_losses_are_shares(every: States, name: str) -> None:
    array = getattr(every.losses, name)
    assert np.isfinite(array).all()
    assert array.min() >= 0.0
    assert array.max() <= 1.0


def test_more_severe_leaves_less(every: States) -> None:
    """Severity scales every loss: what a state leaves standing falls along its grid."""
    one: World = world()
    fibres = one.fibres("motor", "tibialis_anterior")
    touched, left = one.left_standing(one.loss("motor", "right", fibres))
    rank = np.lexsort((every.severity[touched], every.cause[touched]))
    same = np.diff(every.cause[touched][rank]) == 0
    assert same.any()
    assert (np.diff(left[rank], axis=0)[same] <= 1e-12).all()
    assert left.min() >= 0.0
    assert left.max() <= 1.0


def test_a_root_herniation_takes_its_root_and_no_other(every: States) -> None:
    motor = roots_of(every, "motor")
    for number, cause in causes_of(every, "disc_herniation_root"):
        row = lesion(every, number)
        for side, index in SIDES.items():
            hit = set(motor[every.losses.motor[row, index] > 0])
            mine = set(cause.places) if cause.side in {side, "bilateral"} else set()
            assert hit <= mine
            assert {SEGMENTS[place] for place in np.flatnonzero(every.losses.roots[row, index])} == mine


def test_a_root_lesion_spares_the_nerves_own_response(every: States) -> None:
    for number, cause in enumerate(every.causes):
        if cause.is_herniation and cause.cuts and not cause.profiles:
            assert every.losses.snap[lesion(every, number)].max() == 0.0


def test_a_nerve_lesion_takes_it(every: States) -> None:
    """Beyond the ganglion the sensory response is lost with the feeling."""
    for number, cause in enumerate(every.causes):
        if cause.site == "median@carpal_tunnel" and cause.side == "right" and cause.condition.startswith("carpal"):
            row = lesion(every, number)
            assert every.losses.snap[row, 1].max() > 0.5
            assert every.losses.snap[row, 0].max() == 0.0
            return
    pytest.fail("no carpal tunnel syndrome among the causes")


@pytest.mark.parametrize("condition", [name for name, entry in conditions().items() if entry.placement == "cord"])
def test_a_cord_lesion_takes_what_lies_below_and_spares_what_lies_above(every: States, condition: str) -> None:
    placed = causes_of(every, condition)
    assert placed
    for number, cause in placed:
        row, at = lesion(every, number), SEGMENTS.index(str(cause.segment))
        umn = every.losses.umn[row]
        assert umn[:, :at].max(initial=0.0) == 0.0
        assert umn[:, -1].max() == 0.0
        for name, kind in (("motor", "motor"), ("central", "motor"), ("touch", "sensory"), ("pin", "sensory")):
            level = np.array([SEGMENTS.index(root) if root in SEGMENTS else -1 for root in roots_of(every, kind)])
            assert getattr(every.losses, name)[row][:, level < at].max(initial=0.0) == 0.0


def test_a_cord_lesion_weakens_and_disinhibits_the_legs(every: States) -> None:
    for number, cause in causes_of(every, "degenerative_cervical_myelopathy"):
        row = lesion(every, number)
        assert every.losses.umn[row][:, SEGMENTS.index("L4")].min() > 0.5, cause.segment
        legs = np.isin(roots_of(every, "motor"), ["L2", "L3", "L4", "L5", "S1"])
        assert every.losses.central[row][:, legs].min() > 0.0


def test_half_a_cord_crosses_pain_and_temperature(every: States) -> None:
    for number, cause in causes_of(every, "hemicord"):
        if cause.side != "right":
            continue
        row, below = lesion(every, number), roots_of(every, "sensory") == "S1"
        touch, pin = every.losses.touch[row][:, below].mean(axis=1), every.losses.pin[row][:, below].mean(axis=1)
        assert touch[SIDES["right"]] > touch[SIDES["left"]]
        assert pin[SIDES["left"]] > pin[SIDES["right"]]


def test_a_syrinx_takes_pain_and_leaves_touch(every: States) -> None:
    for number, cause in causes_of(every, "syringomyelia"):
        row, here = lesion(every, number), roots_of(every, "sensory") == cause.segment
        assert every.losses.pin[row][:, here].mean() > every.losses.touch[row][:, here].mean() + 0.3


@pytest.mark.parametrize("condition", ["conus_lesion", "disc_herniation_conus"])
def test_a_conus_lesion_takes_the_saddle_and_spares_the_arms(every: States, condition: str) -> None:
    for number, cause in causes_of(every, condition):
        row = lesion(every, number)
        sensory, motor = roots_of(every, "sensory"), roots_of(every, "motor")
        if "sparing" not in cause.variant:
            assert every.losses.pin[row][:, np.isin(sensory, ["S3", "S4", "S5"])].min() > 0.5
        arms = np.isin(motor, ["C5", "C6", "C7", "C8", "T1"])
        assert every.losses.motor[row][:, arms].max() == 0.0
        assert every.losses.central[row][:, arms].max() == 0.0


def test_a_one_sided_lesion_leaves_the_other_side_whole(every: States) -> None:
    """Roots, nerves and plexus; lesions of one side in the canal reach across a little."""
    within_canal = {"cauda_equina", "conus"}
    for number, cause in enumerate(every.causes):
        if cause.side in SIDES and cause.cuts and cause.tract is None and not within_canal & set(cause.places):
            other = 1 - SIDES[cause.side]
            assert every.losses.motor[lesion(every, number), other].max() == 0.0, (cause.condition, cause.variant)


def test_long_nerves_first(every: States) -> None:
    """A length-dependent polyneuropathy hurts the feet more than the hands and these more than the shoulders."""
    one = world()
    found = causes_of(every, "diabetic_polyneuropathy")
    assert found
    for number, _ in found:
        depth = [
            float((one.loss("motor", "left", rows) @ one.weight(rows))[lesion(every, number)])
            for rows in (one.fibres("motor", name) for name in ("extensor_digitorum_brevis", "deltoid"))
        ]
        assert depth[0] >= depth[1]


def test_losses_of_causes_that_cut_alike_are_shared(every: States) -> None:
    assert len(every.losses.motor) < len(every.causes)
    assert every.losses.lesion_of.max() == len(every.losses.motor) - 1
