"""What a task does to a spine: balance, mirror symmetry, directions that cannot be otherwise, and numbers measured."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.errors import InputError, UnknownNameError
from myotome.evidence.load.validation import agreement, compared
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Impairment,
    Person,
    Solution,
    Spasm,
    Spine,
    Weakness,
    disc_pressure_mpa,
    intervals,
    load_answer,
    pressure_range_mpa,
    reference_person,
    solve,
    spare_share,
    spine,
    stance,
    task,
    task_table,
)

MAN = Person("male", 45.0, 1.74, 70.0)
L45 = JOINTS.index("L4-L5")
DAILY = [name for name, of in task_table().items() if of.kind == "daily"]


@cache
def model(person: Person = MAN) -> Spine:
    return spine(person, SETS_OF_TASKS)


def solved(
    name: str, impairment: Impairment | None = None, person: Person = MAN, braced: float = 1.0, **options: Any
) -> Solution:
    return solve(model(person), stance(model(person), task(name), options), impairment, cocontraction=braced)


def compression(solution: Solution) -> float:
    return float(solution.discs.compression_n[0, L45])


@pytest.mark.parametrize("name", DAILY)
@pytest.mark.parametrize("sex", ["male", "female"])
def test_a_healthy_adult_holds_every_daily_task(name: str, sex: str) -> None:
    options = {"mass_kg": 10.0} if "mass_kg" in task(name).options else {}
    found = solved(name, person=reference_person(sex), **options)
    assert found.feasible.all(), found.unmet_by_dof


@pytest.mark.parametrize("name", ["standing_flexed", "standing_bent", "holding", "carrying"])
def test_moments_balance_at_every_joint(name: str) -> None:
    found = solved(name)
    made = np.einsum("fdi,fi->fd", found.geometry.arms_m, found.force_n)
    joints = found.passive.moment_nm(found.stance.angles_deg).reshape(made.shape)
    assert made + joints + found.cage_nm + found.geometry.load_nm == pytest.approx(np.zeros(made.shape), abs=1e-6)
    assert not found.cage_nm[:, ~found.spine.caged].any()


@pytest.mark.parametrize(
    ("name", "right", "left"),
    [
        ("standing_bent", {"side": "right"}, {"side": "left"}),
        ("standing_rotated", {"side": "right"}, {"side": "left"}),
        ("holding", {"hands": "right", "mass_kg": 5.0}, {"hands": "left", "mass_kg": 5.0}),
        ("carrying", {"where": "side_right"}, {"where": "side_left"}),
    ],
)
def test_left_and_right_are_mirror_images(name: str, right: dict[str, Any], left: dict[str, Any]) -> None:
    one, other = solved(name, **right), solved(name, **left)
    assert one.discs.compression_n == pytest.approx(other.discs.compression_n, rel=1e-6)
    assert one.discs.shear_lateral_n == pytest.approx(-other.discs.shear_lateral_n, abs=1e-3)
    half = len(one.spine.fascicles) // 2
    assert one.force_n[0, :half] == pytest.approx(other.force_n[0, half:], abs=1e-2)


def test_a_mirrored_impairment_has_a_mirrored_answer() -> None:
    hurt = {
        side: Impairment((Weakness("multifidus", side, 60.0),), (Spasm("psoas_major", side, 0.2),))
        for side in ("right", "left")
    }
    one, other = (solved("standing_flexed", hurt[side]) for side in ("right", "left"))
    assert one.discs.compression_n == pytest.approx(other.discs.compression_n, rel=1e-6)
    assert one.discs.shear_lateral_n == pytest.approx(-other.discs.shear_lateral_n, abs=1e-3)


@pytest.mark.parametrize("distance", [25.0, 40.0])
def test_a_heavier_mass_never_loads_less(distance: float) -> None:
    loads = [compression(solved("holding", mass_kg=mass, distance_cm=distance)) for mass in (0.0, 5.0, 10.0, 20.0)]
    assert loads == sorted(loads)


def test_a_mass_held_farther_away_never_loads_less() -> None:
    loads = [compression(solved("holding", mass_kg=8.0, distance_cm=far)) for far in (20.0, 30.0, 40.0, 50.0)]
    assert loads == sorted(loads)


def test_leaning_forward_loads_more_and_more() -> None:
    loads = [compression(solved("standing_flexed", flexion_deg=angle)) for angle in (0.0, 10.0, 20.0, 30.0, 45.0)]
    assert loads == sorted(loads)


@pytest.mark.parametrize("muscle", ["multifidus", "erector_spinae", "psoas_major", "rectus_abdominis"])
@pytest.mark.parametrize("name", ["standing", "standing_flexed", "standing_bent"])
def test_a_weak_muscle_never_makes_a_posture_cheaper(name: str, muscle: str) -> None:
    costs = [
        float(solved(name, Impairment((Weakness(muscle, "right", percent),)), braced=0.0).cost[0])
        for percent in (0.0, 40.0, 90.0)
    ]
    assert costs[1] >= costs[0] * (1 - 1e-6)
    assert costs[2] >= costs[1] * (1 - 1e-6)


@pytest.mark.parametrize("side", ["left", "bilateral"])
def test_more_spasm_presses_harder(side: str) -> None:
    loads = [
        compression(solved("standing", Impairment(spasms=(Spasm("lumbar_paraspinals", side, level),))))
        for level in (0.0, 0.1, 0.2, 0.4)
    ]
    assert loads == sorted(loads)
    assert loads[-1] > 1.1 * loads[0]


def test_an_absent_multifidus_hardly_changes_the_compression() -> None:
    """wang_2023 has more at 30 degrees, in a spine of fixed levels; here the erector spinae of longer lever takes over.

    Whoever balances three moments at every level pays for a lost multifidus in shear and spare strength, not here.
    """
    gone = Impairment((Weakness("multifidus", "bilateral", 100.0),))
    hurt, healthy = solved("standing_flexed", gone), solved("standing_flexed")
    assert compression(hurt) == pytest.approx(compression(healthy), rel=0.05)
    assert spare_share(hurt) < spare_share(healthy)


@pytest.mark.parametrize(
    "weak", [("erector_spinae",), ("erector_spinae", "multifidus"), ("rectus_abdominis", "external_oblique")]
)
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("standing_flexed", {"flexion_deg": 30.0}),
        ("standing_flexed", {"flexion_deg": 60.0}),
        ("lifting", {"mass_kg": 10.0}),
        ("holding", {"mass_kg": 10.0}),
        ("hip_hinge", {}),
    ],
)
def test_weak_muscles_never_unload_a_flexed_or_loaded_spine(
    name: str, options: dict[str, Any], weak: tuple[str, ...]
) -> None:
    """At the posture of the healthy twin; a spine that hangs in its ligaments is another matter."""
    hurt = Impairment(tuple(Weakness(muscle, "bilateral", 40.0) for muscle in weak))
    assert compression(solved(name, hurt, **options)) >= 0.99 * compression(solved(name, **options))


def test_half_of_the_erectors_cost_load() -> None:
    half = Impairment((Weakness("erector_spinae", "bilateral", 50.0),))
    assert compression(solved("holding", half, mass_kg=10.0)) > 1.03 * compression(solved("holding", mass_kg=10.0))


def test_cut_roots_weaken_what_they_supply() -> None:
    cut = Impairment(conducting={("L4", "right"): 0.0, ("L5", "right"): 0.0})
    hurt, healthy = solved("standing_flexed", cut), solved("standing_flexed")
    assert hurt.cost[0] > healthy.cost[0]
    assert hurt.left.min() < 0.5
    assert spare_share(hurt) < spare_share(healthy)


def test_a_posture_that_cannot_be_held_says_what_is_missing() -> None:
    nothing_left = Impairment(
        (Weakness("erector_spinae", "bilateral", 100.0), Weakness("multifidus", "bilateral", 100.0))
    )
    found = solved("standing_flexed", nothing_left, flexion_deg=60.0)
    assert not found.feasible[0]
    assert any("flexion" in name for name in found.unmet_by_dof)


def test_the_measured_pressures_are_met_in_order_and_size() -> None:
    """Rank correlation over postures at least 0.9, every undisputed ratio to standing within 30 percent."""
    rows = compared()
    score = agreement(rows)
    assert score.rank_correlation >= 0.9
    assert score.correlation >= 0.95
    by_id = {row.id: row for row in rows}
    assert 0.4 <= by_id["V02"].model <= 0.6
    for row in rows:
        if row.scored and not row.conflicting:
            ratio = row.ratio if row.quantity == "pressure_ratio" else row.ratio / by_id["V02"].ratio
            assert 0.7 <= ratio <= 1.3, row.id


def test_pressure_follows_compression_and_the_size_of_the_person() -> None:
    force = np.full(len(JOINTS), 500.0)
    small, tall = Person("male", 45.0, 1.6, 70.0), Person("male", 45.0, 1.9, 70.0)
    assert (disc_pressure_mpa(force, small) > disc_pressure_mpa(force, tall)).all()
    low, high = pressure_range_mpa(force, MAN)
    assert (low < disc_pressure_mpa(force, MAN)).all()
    assert (high > disc_pressure_mpa(force, MAN)).all()
    assert disc_pressure_mpa(-force, MAN) == pytest.approx(disc_pressure_mpa(0.0 * force, MAN))


def test_intervals_hold_the_value_and_are_the_same_each_time() -> None:
    found = solved("standing_flexed")
    one, again = intervals(found, draws=100, seed=3), intervals(found, draws=100, seed=3)
    assert np.array_equal(one.pressure_mpa, again.pressure_mpa)
    assert one.pressure_mpa[0, L45] < found.pressure_mpa[0, L45] < one.pressure_mpa[1, L45]
    assert one.compression_n[0, L45] < found.discs.compression_n[0, L45] < one.compression_n[1, L45]
    assert one.share_feasible == 1.0
    two = replace(found, stance=found.stance.frames(slice(0, 1)), feasible=np.array([True, True]))
    with pytest.raises(ValueError, match="one posture"):
        intervals(two)


def test_the_answer_as_plain_values() -> None:
    plain = load_answer(
        "standing", MAN, impairment=Impairment((Weakness("multifidus", "left", 50.0),)), draws=20
    ).to_dict()
    assert plain["task"] == "standing"
    assert plain["feasible"] is True
    assert [disc["disc"] for disc in plain["discs"]] == list(JOINTS)
    for disc in plain["discs"]:
        for name in ("compression_n", "shear_anterior_n", "shear_lateral_n", "pressure_mpa"):
            low, high = disc[f"{name}_interval"]
            assert low <= high
        assert disc["healthy_compression_n"] > 0.0
        assert disc["own_posture_compression_n"] > 0.0
    assert len(plain["muscles"]) == 420
    assert {"muscle", "fascicle", "side", "force_n", "activation"} <= set(plain["muscles"][0])
    assert plain["sources"]
    assert plain["alignment"]["trunk_shift_mm"] != 0.0
    assert load_answer("sitting_upright", MAN, draws=0).to_dict()["alignment"] is None


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: task("standng"), "standing"),
        (lambda: solved("standing", Impairment((Weakness("multifidis", "left", 5.0),))), "multifidus"),
        (lambda: solved("standing", Impairment((Weakness("multifidus", "port", 5.0),))), "port"),
    ],
)
def test_unknown_names_get_the_nearest(call: Any, told: str) -> None:
    with pytest.raises(UnknownNameError, match=told):
        call()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: solved("standing", flexion_deg=3.0), "no such option"),
        (lambda: solved("standing_flexed", flexion_deg=170.0), "0 to 90"),
        (lambda: solved("standing_flexed", flexion_deg=float("nan")), "0 to 90"),
        (lambda: solved("carrying", where="frnt"), "front"),
        (lambda: solved("holding", mass_kg=-2.0), "0 to 60"),
        (lambda: solved("holding", distance_cm=75.0), "reach"),
        (lambda: solved("standing", Impairment((Weakness("multifidus", "left", 150.0),))), "0 to 100"),
        (lambda: solved("standing", Impairment(spasms=(Spasm("multifidus", "left", 3.0),))), "0 to 1"),
    ],
)
def test_values_out_of_range_are_refused(call: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        call()
