"""The neck in balance: every joint to a millionth, mirror images, and what must rise when something is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.load import (
    NECK_DIRECTIONS,
    Guarding,
    Impairment,
    NeckSolution,
    Spasm,
    Weakness,
    neck_amounts,
    neck_of,
    neck_stance,
    neck_strength_nm,
    neck_task_table,
    reference_person,
    solve_neck,
)
from myotome.load.neck.stance import NECK_COMPONENTS

MAN = neck_of(reference_person())
TASKS = neck_task_table()
HALF = len(MAN.fascicles) // 2
#: What changes its sign, and what changes sides, in a mirror.
TURNED = ("thorax_lateral", "neck_lateral", "neck_rotation", "push_right_n", "turn_left_nm")
SWAPPED = {f"{what}_{side}_kg": f"{what}_{other}_kg" for what in ("hand", "strap") for side, other in
           (("right", "left"), ("left", "right"))}  # fmt: skip
EASY: dict[str, st.SearchStrategy[float]] = {
    "thorax_flexion": st.floats(-20, 60),
    "neck_flexion": st.floats(-40, 45),
    "neck_lateral": st.floats(-20, 20),
    "neck_rotation": st.floats(-30, 30),
    "push_right_n": st.floats(-20, 20),
    "hand_right_kg": st.floats(0, 10),
    "strap_left_kg": st.floats(0, 10),
}


def solved(amounts: Mapping[str, float], impairment: Impairment | None = None) -> NeckSolution:
    return solve_neck(MAN, neck_stance(MAN, amounts), impairment)


def of_task(name: str, impairment: Impairment | None = None, **options: float) -> NeckSolution:
    return solved(neck_amounts(TASKS[name], options), impairment)


def mirrored(amounts: Mapping[str, float]) -> dict[str, float]:
    return {SWAPPED.get(name, name): -value if name in TURNED else value for name, value in amounts.items()}


def unbalanced_nm(solution: NeckSolution) -> float:
    return float(np.abs(solution.outer_nm + solution.passive_nm + solution.muscle_nm).max())


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_held_and_in_balance(name: str) -> None:
    solution = of_task(name)
    assert solution.feasible, solution.unmet_by_dof
    assert unbalanced_nm(solution) < 1e-6
    assert (solution.compression_n > 0.0).all()


@settings(max_examples=40)
@given(st.fixed_dictionaries({}, optional=EASY))
def test_what_is_held_is_balanced_and_its_mirror_image_is_its_mirror_image(amounts: dict[str, float]) -> None:
    impairment = Impairment((Weakness("scalenes", "left", 50.0),), (Spasm("levator_scapulae", "right", 0.02),))
    one, other = solved(amounts, impairment), solved(mirrored(amounts), impairment.mirrored)
    assert one.feasible == other.feasible
    if one.feasible:
        assert unbalanced_nm(one) < 1e-6
    assert one.compression_n == pytest.approx(other.compression_n, abs=1e-4)
    assert one.shear_lateral_n == pytest.approx(-other.shear_lateral_n, abs=1e-4)
    assert one.force_n == pytest.approx(np.roll(other.force_n, HALF), abs=1e-4)


@pytest.mark.parametrize("name", ["looking_ahead", "looking_at_a_phone", "looking_up", "head_lift", "prone_head_lift"])
def test_a_symmetric_task_loads_both_sides_alike(name: str) -> None:
    solution = of_task(name)
    assert solution.force_n[:HALF] == pytest.approx(solution.force_n[HALF:], abs=1e-6)
    assert np.abs(solution.shear_lateral_n).max() < 1e-6


@pytest.mark.parametrize(
    ("name", "option", "values"),
    [
        ("looking_at_a_phone", "neck_flexion_deg", (0.0, 15.0, 30.0, 45.0, 60.0)),
        ("looking_up", "neck_extension_deg", (0.0, 15.0, 30.0, 45.0)),
        ("bent_forward", "trunk_deg", (0.0, 20.0, 40.0)),
        ("working_overhead", "mass_kg", (0.0, 4.0, 8.0)),
        ("carrying_a_shoulder_bag", "right_kg", (0.0, 5.0, 10.0, 20.0)),
        ("carrying_a_backpack", "mass_kg", (0.0, 10.0, 20.0, 30.0)),
        ("carrying_on_the_head", "mass_kg", (0.0, 10.0, 20.0)),
        ("isometric_extension", "force_n", (0.0, 40.0, 80.0, 120.0)),
        ("isometric_flexion", "force_n", (20.0, 40.0, 60.0, 80.0)),
        ("isometric_lateral", "force_n", (0.0, 25.0, 50.0, 75.0)),
        ("isometric_rotation", "moment_nm", (0.0, 2.0, 4.0, 6.0)),
        ("deep_flexor_nod", "nod_deg", (0.0, 8.0, 12.0, 20.0)),
    ],
)
def test_more_asked_is_more_borne(name: str, option: str, values: tuple[float, ...]) -> None:
    loads = [solved(neck_amounts(TASKS[name], {option: value})).compression_n[:6].mean() for value in values]
    assert (np.diff(loads) > 0.0).all(), loads


def test_one_hand_alone_costs_the_neck_more_than_half_of_the_load_in_each() -> None:
    one = of_task("carrying_in_the_hands", right_kg=10.0, left_kg=0.0)
    both = of_task("carrying_in_the_hands", right_kg=5.0, left_kg=5.0)
    assert (one.compression_n > both.compression_n).all()


def test_a_pillow_takes_the_load_off() -> None:
    lying, upright = of_task("lying_on_the_back"), of_task("looking_ahead")
    assert (lying.compression_n < 0.4 * upright.compression_n).all()


@settings(max_examples=10)
@given(st.sampled_from(("neck_extensors", "neck_flexors", "deep_neck_flexors", "sternocleidomastoid", "scalenes")))
def test_weakness_costs_strength_in_no_direction_less_than_nothing(muscle: str) -> None:
    weak = Impairment((Weakness(muscle, "bilateral", 60.0),))
    lost = [neck_strength_nm(MAN, to) - neck_strength_nm(MAN, to, weak) for to in NECK_DIRECTIONS]
    assert min(lost) > -0.05
    assert max(lost) > 0.2


@pytest.mark.parametrize("muscle", ["sternocleidomastoid", "trapezius", "cervical_paraspinals", "levator_scapulae"])
def test_spasm_and_guarding_press_the_discs(muscle: str) -> None:
    healthy = of_task("looking_ahead").compression_n
    mild, severe = (of_task("looking_ahead", Impairment(spasms=(Spasm(muscle, "left", at),))) for at in (0.1, 0.2))
    guarded = of_task("looking_ahead", Impairment(guardings=(Guarding(muscle, "left", 0.1),)))
    assert (mild.compression_n[:6] > healthy[:6]).all()
    assert (severe.compression_n[:6] > mild.compression_n[:6]).all()
    assert (guarded.compression_n[:6] > healthy[:6]).all()


def test_a_lost_root_weakens_its_own_side() -> None:
    lost = of_task("isometric_extension", Impairment(conducting={("C4", "left"): 0.0}))
    left = MAN.fascicles.of("levator_scapulae", "left")
    right = MAN.fascicles.of("levator_scapulae", "right")
    assert (lost.left[left] < 1.0).all()
    assert (lost.left[right] == 1.0).all()
    own = [MAN.fascicles.name.index(name) for name in ("multifidus_cervical_C6_C4", "multifidus_cervical_T1_C6")]
    assert lost.left[HALF + own[0]] == 0.0
    assert lost.left[HALF + own[1]] == 1.0


def test_moment_arms_are_the_slopes_of_the_lengths() -> None:
    """What a fascicle does about a joint is minus how fast its length changes with the angle."""
    from myotome.load.kinematics.external_forces import places
    from myotome.load.kinematics.leverage_kernel import pulls
    from myotome.load.kinematics.pose_kernel import stand

    def lengths(angles: Any) -> tuple[Any, Any]:
        turn, shift, joint, axes, _ = stand(angles, np.zeros((len(angles), 3)), MAN.centre_m, MAN.tilt_rad)
        arms, length = pulls(MAN.starts, *places(MAN.path), turn, shift, joint, axes)
        return arms, length

    base, step = np.random.default_rng(1).uniform(-0.05, 0.05, (1, 8, 3)), 1e-6
    arms, _ = lengths(base)
    for dof in range(24):
        moved = np.repeat(base, 2, axis=0)
        moved.reshape(2, 24)[:, dof] += [-step, step]
        _, length = lengths(moved)
        assert -(length[1] - length[0]) / (2 * step) == pytest.approx(arms[0, dof], abs=1e-6)


def test_everything_that_a_posture_is_made_of_is_used() -> None:
    used = {name for task in TASKS.values() for name in (*task.constant, *(part for _, part in task.per_unit))}
    assert used == set(NECK_COMPONENTS)


def test_people_differ_as_they_should() -> None:
    woman, heavy = neck_of(reference_person("female")), neck_of(replace(reference_person(), mass_kg=100.0))
    assert neck_strength_nm(woman, "extension") < neck_strength_nm(MAN, "extension")
    assert solve_neck(heavy, neck_stance(heavy, {})).compression_n.sum() > solved({}).compression_n.sum()
