"""Postures solved: the slope is the slope, nothing told is lost, and what people do comes out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myotome.evidence.load.comparison import Bend, bending
from myotome.load import (
    SETS_OF_TASKS,
    ExternalForce,
    Impairment,
    Person,
    Solution,
    Spine,
    SpineShape,
    Weakness,
    reference_person,
    shaped,
    solve,
    spine,
    stance,
    task,
)
from myotome.load.kinematics.external_forces import HANDS, Pose, hand_m
from myotome.load.kinematics.pose_kernel import stand
from myotome.load.posing.effort import Energy
from myotome.load.posing.freedom import Springs
from myotome.load.posing.passive_kernel import passive
from myotome.load.posing.problem import EffortProblem, effort_problem
from myotome.load.posing.sides import alike, mirrored, right_half, side_nm
from myotome.load.stances.trunk_rhythm import lumbar_of_bend
from myotome.load.statics.solution import working_volume

MAN = Person("male", 45.0, 1.74, 70.0)
TASKS = ("standing_flexed", "lifting", "holding", "standing_bent", "side_bridge", "bridge_one_leg", "carrying")


@cache
def model() -> Spine:
    return spine(MAN, SETS_OF_TASKS)


def problem(name: str, of: Spine) -> tuple[EffortProblem, np.ndarray, np.ndarray]:
    taken, own = stance(of, task(name)), of.fascicles
    muscles = own.strength_n, working_volume(own, np.ones(len(own))), np.zeros(len(own))
    at, turned = taken.angles_deg, of.in_space(taken.angles_deg, taken.pelvis_deg)[1]
    made = effort_problem(of, taken, of.passive.preloaded(500.0), muscles, (0.5, 30.0))
    return made, np.deg2rad(at[0]).ravel(), np.deg2rad(turned[0])


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("shape", [None, SpineShape(lordosis_deg=35.0)])
def test_the_slope_of_the_effort_is_its_slope(name: str, shape: SpineShape | None) -> None:
    of = shaped(model(), shape)
    made, angles, pelvis = problem(name, of)
    dofs = np.array([dof for dof in (0, 4, 8, 9, 15, 18, 21, 36, 48, 54) if dof == 54 or not of.caged[dof]])
    free = Springs(dofs, np.ones((1, len(dofs))), np.ones(1))

    def energy(moved: np.ndarray) -> tuple[float, np.ndarray]:
        return Energy(made, free, angles, pelvis, 1.0).at(moved)

    slope = energy(np.zeros(len(dofs)))[1]
    for row in range(len(dofs)):
        # Short: beyond the strength of muscles the slope jumps wherever one more of them is at its limit.
        step = 1e-5 * np.eye(len(dofs))[row]
        rise = (energy(step)[0] - energy(-step)[0]) / 2e-5
        assert slope[row] == pytest.approx(rise, rel=0.01, abs=0.003 * np.abs(slope).max())


@pytest.mark.parametrize("name", TASKS)
def test_the_mirror_image_of_a_posture_takes_the_same_effort(name: str) -> None:
    made, angles, pelvis = problem(name, model())
    side = np.tile([1.0, -1.0, -1.0], len(angles) // 3)
    free = Springs(np.array([4, 54]), np.eye(2), np.ones(2))
    here, there = (
        Energy(made, free, angles, pelvis, 1.0),
        Energy(mirrored(made), free, side * angles, side[:3] * pelvis, 1.0),
    )
    value, slope = here.at(np.array([0.02, 0.01]))
    image, other = there.at(np.array([-0.02, 0.01]))
    assert image == pytest.approx(value, rel=1e-9)
    assert other == pytest.approx(slope * [-1.0, 1.0], rel=1e-4, abs=1e-6)
    assert side * there.dual == pytest.approx(here.dual, abs=1e-6 * np.abs(here.dual).max())


@pytest.mark.parametrize("name", ["standing", "lifting", "holding", "plank"])
def test_one_half_of_what_is_alike_on_both_sides_takes_the_effort_of_the_whole(name: str) -> None:
    made, angles, pelvis = problem(name, model())
    assert alike(made, angles, pelvis, side_nm(made, angles, pelvis))
    free = Springs(np.array([0, 3, 9, 54]), np.eye(4), np.ones(4))
    whole, half = (Energy(each, free, angles, pelvis, 1.0) for each in (made, right_half(made)))
    moved = np.array([0.03, -0.02, 0.01, 0.02])
    (value, slope), (same, alike_slope) = whole.at(moved), half.at(moved)
    assert same == pytest.approx(value, rel=1e-9)
    assert alike_slope == pytest.approx(slope, rel=1e-5, abs=1e-5 * np.abs(slope).max())
    assert half.dual == pytest.approx(whole.dual, abs=1e-5 * np.abs(whole.dual).max())


@pytest.mark.parametrize("name", ["bridge_one_leg", "side_bridge", "standing_bent"])
def test_one_sided_work_is_not_taken_for_alike(name: str) -> None:
    made, angles, pelvis = problem(name, model())
    assert not alike(made, angles, pelvis, side_nm(made, angles, pelvis))


@pytest.mark.parametrize("name", ["carrying", "side_bridge"])
def test_right_and_left_end_alike(name: str) -> None:
    sides = {"carrying": [{"where": "side_right"}, {"where": "side_left"}]}
    right, left = (solved(name, **each) for each in sides.get(name, [{"side": "right"}, {"side": "left"}]))
    assert right.stance.angles_deg * [1.0, -1.0, -1.0] == pytest.approx(left.stance.angles_deg, abs=1e-8)
    assert right.discs.compression_n == pytest.approx(left.discs.compression_n, rel=1e-8)


def test_the_compiled_joints_are_the_joints() -> None:
    joints, rng = model().passive.preloaded(400.0), np.random.default_rng(3)
    made, _, _ = problem("standing", model())
    curves = made.model[6]
    full = problem("standing", replace(model(), passive=joints))[0].model[6]
    assert len(curves) == len(full)
    angles = rng.uniform(-15.0, 15.0, (18, 3))
    moment, stiffness = np.empty(54), np.empty(54)
    stored = passive(np.deg2rad(angles).ravel(), curves, moment, stiffness)
    under = model().passive.preloaded(500.0)
    assert moment == pytest.approx(under.moment_nm(angles).ravel(), rel=1e-9, abs=1e-9)
    assert np.deg2rad(stiffness) == pytest.approx(under.stiffness(angles).ravel(), rel=1e-9)
    assert stored == pytest.approx(under.energy_j(angles).sum(), rel=1e-3)


def solved(name: str, posture: str = "kept", hurt: Impairment | None = None, **options: float | str) -> Solution:
    return solve(model(), stance(model(), task(name), options), hurt, posture=posture)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["standing_flexed", "lifting", "sitting_flexed"])
def test_a_bend_keeps_its_inclination(name: str) -> None:
    taken, found = stance(model(), task(name)), solved(name).stance
    before, after = (each.angles_deg[0, :17, 0].sum() + each.pelvis_deg[0, 0] for each in (taken, found))
    assert after == pytest.approx(before, abs=0.3)
    assert found.freedom is None


@pytest.mark.parametrize("name", ["lifting", "holding", "carrying"])
def test_what_hands_hold_stays_where_it_is(name: str) -> None:
    taken, found = stance(model(), task(name), {"mass_kg": 10.0}), solved(name, mass_kg=10.0).stance

    def held(each: object) -> np.ndarray:
        angles, pelvis = np.deg2rad(each.angles_deg), np.deg2rad(each.pelvis_deg)  # type: ignore[attr-defined]
        hands = hand_m(model(), Pose(*stand(angles, pelvis, model().centre_m, model().tilt_rad)), each.arms)  # type: ignore[attr-defined]
        forces: tuple[ExternalForce, ...] = each.external  # type: ignore[attr-defined]
        return np.array([hands[0, HANDS.index(f.body)] + np.asarray(f.point_m) for f in forces if f.body in HANDS])

    assert held(found) == pytest.approx(held(taken), abs=1e-9)


@pytest.mark.parametrize("name", ["standing", "standing_flexed", "lifting", "sitting_slouched"])
def test_a_posture_solved_costs_less_than_the_one_prescribed(name: str) -> None:
    price = 0.3
    costs = []
    for posture in ("prescribed", "kept"):
        found = solve(model(), stance(model(), task(name)), posture=posture, cocontraction=0.0)  # type: ignore[arg-type]
        stored = model().passive.preloaded(500.0).energy_j(found.stance.angles_deg).sum()
        costs.append(price * float(found.cost[0]) + float(stored))
    assert costs[1] <= costs[0] + 1e-3


def test_the_weak_may_take_up_another_posture() -> None:
    weak = Impairment((Weakness("erector_spinae", "bilateral", 50.0),))
    kept, own = solved("holding", "kept", weak, mass_kg=10.0), solved("holding", "solved", weak, mass_kg=10.0)
    assert np.abs(kept.stance.angles_deg - own.stance.angles_deg).max() > 0.5
    assert own.cost[0] < kept.cost[0] * 1.05


@pytest.mark.parametrize("name", ["holding", "carrying", "overhead_press"])
def test_who_holds_something_leans_back_from_it_the_more_it_weighs(name: str) -> None:
    def told(name: str, mass: float, **where: str) -> float:
        return float(stance(model(), task(name), {"mass_kg": mass, **where}).pelvis_deg[0, 0])

    leans = [told(name, mass) for mass in (0.0, 5.0, 10.0, 20.0)]
    assert (np.diff(leans) > 0.0).all()
    assert told("carrying", 20.0, where="backpack") < told("carrying", 0.0, where="backpack")
    # Body and load together stay over the feet, whatever effort would save.
    assert abs(solved(name, mass_kg=20.0).stance.pelvis_deg[0, 0] - leans[-1]) < 2.0


@cache
def bends() -> dict[float, Bend]:
    return {bend.inclination_deg: bend for bend in bending()}


def test_the_back_falls_silent_bent_as_far_as_it_goes() -> None:
    """silence_1984: silent from 80 (sd 13) deg of the trunk and 48 (sd 6) of the lumbar spine."""
    at = bends()
    assert at[90.0].erector_percent < 0.4 * at[45.0].erector_percent
    assert at[80.0].lumbar_deg == pytest.approx(48.0, abs=6.0)
    assert all(bend.held for bend in at.values())


def test_force_stops_rising_early_in_a_bend() -> None:
    """dreischarf_2015: beyond about 33 deg the force on an implant rises no more."""
    at = bends()
    beyond = [bend.compression_n for angle, bend in at.items() if angle > 33.0]
    assert max(beyond) < 1.2 * at[33.0].compression_n
    assert at[80.0].compression_n < at[33.0].compression_n


def test_a_load_in_the_hands_puts_off_the_silence() -> None:
    """silence_1984: with 10 kg the back falls silent later; activity returns where a load is added."""
    own = model().fascicles.of("erector_spinae")
    taken = stance(model(), task("standing_flexed"), {"flexion_deg": 80.0})
    loaded = replace(taken, external=tuple(ExternalForce(hand, (0.0, -49.0, 0.0)) for hand in HANDS))
    free, held = (solve(model(), each).activation[0, own].mean() for each in (taken, loaded))
    assert held > free


def test_the_lumbar_spine_bends_first() -> None:
    """esola_1996: lumbar over hip 1.9, 0.9 and 0.4 in the three thirds of a bend."""
    parts = np.diff([lumbar_of_bend(angle) for angle in (0.0, 30.0, 60.0, 90.0)])
    assert parts[0] > parts[1] > parts[2] > 0.0
    assert parts / parts[0] == pytest.approx(np.array([0.655, 0.474, 0.286]) / 0.655, rel=1e-6)


def test_reclining_takes_load_off_and_bracing_adds_some() -> None:
    reclined, upright = solved("sitting_reclined"), solved("sitting_upright")
    assert reclined.discs.compression_n[0, 1] < upright.discs.compression_n[0, 1]
    for name in ("standing", "standing_flexed", "plank"):
        taken = stance(model(), task(name))
        loads = [solve(model(), taken, cocontraction=share).discs.compression_n[0, 1] for share in (0.0, 1.0, 2.0)]
        assert loads == sorted(loads)


def test_nobody_braces_lying_and_everybody_standing() -> None:
    lying, standing = solved("lying_supine"), solved("standing")
    assert lying.cocontraction.max() < 0.02 < 4.1 * standing.cocontraction.max()
    assert (standing.activation >= np.minimum(standing.cocontraction, 1.0) - 1e-12).all()


def test_reference_people_of_both_sexes_bend_to_the_floor() -> None:
    for sex in ("male", "female"):
        of = spine(reference_person(sex, age=70.0), SETS_OF_TASKS)
        assert solve(of, stance(of, task("standing_flexed"), {"flexion_deg": 90.0})).feasible.all()
