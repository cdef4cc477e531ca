"""Where an impaired spine settles: no impairment no list, mirror images, more spasm more list, rest is a minimum."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myotome.errors import InputError, UnknownNameError
from myotome.evidence.load.list_norms import LIST_MUSCLES, list_norms, main
from myotome.ledger import sources
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Alignment,
    Control,
    Impairment,
    Person,
    Spasm,
    Spine,
    Stance,
    Weakness,
    alignment,
    pressure_multiplier,
    reference_person,
    solve,
    spine,
    stance,
    standing_control,
    task,
)
from myotome.load.settling.equilibrium_posture import _healthy, _least_n, _potential, _tone_n
from myotome.load.settling.potential import Potential

SIGNS = np.array([1.0, -1.0, -1.0])


@cache
def model() -> Spine:
    return spine(reference_person(), SETS_OF_TASKS)


@cache
def standing() -> Stance:
    return stance(model(), task("standing"))


def spasm(level: float, side: str = "right", muscles: tuple[str, ...] = LIST_MUSCLES) -> Impairment:
    return Impairment(spasms=tuple(Spasm(muscle, side, level) for muscle in muscles))


def weakness(percent: float, side: str = "right", muscles: tuple[str, ...] = LIST_MUSCLES) -> Impairment:
    return Impairment(weaknesses=tuple(Weakness(muscle, side, percent) for muscle in muscles))


@cache
def potential() -> Potential:
    return _potential(_healthy(model(), standing(), standing_control()), standing_control())


def settled(of: Impairment | None, **control: float) -> Alignment:
    return alignment(model(), standing(), of, replace(standing_control(), **control))  # type: ignore[arg-type]


def test_without_impairment_nothing_moves() -> None:
    for of in (None, Impairment(), spasm(0.0), weakness(0.0)):
        found = settled(of)
        assert found.stable
        assert found.healthy_stable
        assert not found.change_deg.any()
        assert found.trunk_shift_mm == found.curve.cobb_deg == 0.0
        assert found.curve.ends == ()


@pytest.mark.parametrize(
    ("right", "left"),
    [
        (spasm(0.05), spasm(0.05, "left")),
        (weakness(40.0), weakness(40.0, "left")),
        (
            Impairment(conducting={("L4", "right"): 0.0, ("L5", "right"): 0.3}),
            Impairment(conducting={("L4", "left"): 0.0, ("L5", "left"): 0.3}),
        ),
    ],
)
def test_the_other_side_gives_the_mirror_image(right: Impairment, left: Impairment) -> None:
    one, other = settled(right), settled(left)
    assert one.angles_deg == pytest.approx(other.angles_deg * SIGNS, abs=1e-9)
    assert one.trunk_shift_mm == pytest.approx(-other.trunk_shift_mm, abs=1e-9)
    assert one.curve.apical_translation_mm == pytest.approx(-other.curve.apical_translation_mm, abs=1e-9)
    assert one.curve.cobb_deg == pytest.approx(other.curve.cobb_deg, abs=1e-9)
    assert one.curve.ends == other.curve.ends
    assert one.pressure_mpa == pytest.approx(other.pressure_mpa, abs=1e-9)


@pytest.mark.parametrize("muscles", [LIST_MUSCLES, ("lumbar_paraspinals",), *((name,) for name in LIST_MUSCLES)])
def test_more_spasm_more_list_to_its_own_side(muscles: tuple[str, ...]) -> None:
    shifts = [settled(spasm(level, "right", muscles)).trunk_shift_mm for level in (0.05, 0.1, 0.2, 0.3, 0.5)]
    assert shifts[0] > 0.0
    assert (np.diff(shifts) > 0.0).all(), shifts


@pytest.mark.parametrize("muscles", [LIST_MUSCLES, ("erector_spinae",), ("multifidus",)])
def test_more_weakness_more_list_to_the_other_side(muscles: tuple[str, ...]) -> None:
    shifts = [settled(weakness(percent, "right", muscles)).trunk_shift_mm for percent in (20.0, 40.0, 100.0)]
    assert shifts[0] < 0.0
    assert (np.diff(shifts) < 0.0).all(), shifts
    # People with one weak side stand straight.
    assert shifts[-1] > -5.0


def test_without_gaze_and_balance_the_weak_fall_to_a_side() -> None:
    kept, given_up = settled(weakness(40.0)), settled(weakness(40.0), righting_nm=0.0, balance_n_m=0.0)
    assert given_up.trunk_shift_mm < 20.0 * kept.trunk_shift_mm < 0.0


def test_spasm_of_both_sides_lists_to_neither() -> None:
    found = settled(spasm(0.05, "bilateral", ("erector_spinae",)))
    assert found.trunk_shift_mm == pytest.approx(0.0, abs=1e-6)
    assert found.curve.cobb_deg == pytest.approx(0.0, abs=1e-6)
    assert found.lordosis_change_deg > 0.0
    assert found.pressure_mpa[1] > found.healthy_pressure_mpa[1]


def test_what_is_corrected_lists_less() -> None:
    shifts = [settled(spasm(0.05), corrected=share).trunk_shift_mm for share in (0.0, 0.5, 1.0)]
    assert shifts[0] > shifts[1] > abs(shifts[2])
    assert shifts[2] == pytest.approx(0.0, abs=0.01)


def test_stiffer_muscle_and_more_tone_list_less() -> None:
    usual = settled(spasm(0.03)).trunk_shift_mm
    assert settled(spasm(0.03), stiffness=80.0).trunk_shift_mm < usual
    assert settled(spasm(0.03), tone=0.02).trunk_shift_mm < usual


@pytest.mark.parametrize("hurt", [weakness(40.0), spasm(0.03)], ids=["weakness", "spasm"])
def test_rest_is_balanced_and_the_lowest_place_around(hurt: Impairment) -> None:
    healthy, found = _healthy(model(), standing(), standing_control()), settled(hurt)
    tone, least = _tone_n(healthy, hurt, standing_control()), _least_n(healthy, hurt)
    there = potential().towards(1.0, (tone, least), potential().held, standing_control().stiffness)
    rest = np.deg2rad(found.change_deg.ravel()[there.open])
    assert np.abs(there.moment_nm(rest[None])).max() <= 1e-6
    assert found.stiffness_nm > 0.0
    for number in range(8):
        push = 0.01 * np.random.default_rng(number).standard_normal(rest.size)
        assert there.work_j(rest, rest + push) < 0.0


def test_moments_are_the_slope_of_a_symmetric_energy() -> None:
    here = 0.02 * np.random.default_rng(3).standard_normal(int(potential().open.sum()))
    ways = 1e-5 * np.eye(here.size)
    rough = np.array([potential().work_j(here - way, here + way) for way in ways]) / 2e-5
    assert rough == pytest.approx(potential().moment_nm(here[None])[0], abs=0.02)
    there = here + 0.01
    corner = np.where(np.arange(here.size) < here.size // 2, here, there)
    round_about = potential().work_j(here, corner) + potential().work_j(corner, there)
    assert potential().work_j(here, there) == pytest.approx(round_about, abs=1e-4)


def test_the_rib_cage_keeps_its_shape_sideways() -> None:
    found = settled(spasm(0.05))
    assert not found.change_deg.ravel()[model().caged].any()


def test_a_spine_of_slack_muscles_is_told_to_buckle() -> None:
    found = settled(spasm(0.05), stiffness=0.0, tone=0.0, righting_nm=0.0, balance_n_m=0.0)
    assert not found.healthy_stable
    assert not found.stable


def test_a_curve_names_its_ends_and_apex() -> None:
    found = settled(spasm(0.3))
    low, high = found.curve.ends
    levels = ["S1", "L5", "L4", "L3", "L2", "L1", *(f"T{number}" for number in range(12, 0, -1))]
    assert levels.index(low) < levels.index(found.curve.apex) < levels.index(high)
    tilt = model().tilt_rad
    bends = np.cos(tilt) * found.change_deg[:, 1] - np.sin(tilt) * found.change_deg[:, 2]
    told = np.ptp(np.concatenate([[0.0], np.cumsum(bends[:-1])]))
    assert found.curve.cobb_deg == pytest.approx(told, rel=0.2)


def test_answers_are_plain_and_sourced() -> None:
    plain = settled(spasm(0.03)).to_dict()
    assert [joint["joint"] for joint in plain["joints"]] == list(JOINTS)
    assert isinstance(plain["trunk_shift_mm"], float)
    assert set(plain["sources"]) <= set(sources())
    assert {norm.source for norm in list_norms()} <= set(sources())


def test_a_list_as_large_as_that_of_patients_has_their_curve() -> None:
    """Not fitted: where the trunk has gone as far to a side, the Cobb angle is one of theirs, within all ranges."""
    of = {norm.quantity: norm for norm in list_norms() if norm.source == "ssl2022"}
    found = settled(spasm(0.5))
    assert abs(found.trunk_shift_mm - of["trunk_shift"].mean) < of["trunk_shift"].sd
    assert abs(found.curve.cobb_deg - of["cobb"].mean) < of["cobb"].sd
    assert found.stable
    assert found.past_range == ()


def test_the_hip_flexor_and_the_side_muscle_list_without_more_lordosis() -> None:
    found = settled(spasm(1.0, "right", ("quadratus_lumborum", "psoas_major")))
    assert 20.0 < found.trunk_shift_mm < 45.0
    assert abs(found.lordosis_change_deg) < 2.0


def test_who_lists_is_held_by_others_and_pays_for_it() -> None:
    found = settled(spasm(0.3))
    assert found.pressure_mpa[1] > found.healthy_pressure_mpa[1]
    more = {change.name for change in found.changes if change.kind == "muscle" and change.more > 0.0}
    assert {name.partition(" ")[0] for name in more} == {"right", "left"}


def test_it_settles_sitting_too() -> None:
    sitting = alignment(model(), stance(model(), task("sitting_upright")), spasm(0.3))
    assert 5.0 < sitting.trunk_shift_mm < settled(spasm(0.3)).trunk_shift_mm
    assert sitting.stable
    assert sitting.past_range == ()


def test_people_are_printed_beside_the_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Impairment] = []

    def settling(_: Spine, __: Stance, impairment: Impairment) -> Alignment:
        asked.append(impairment)
        return settled(spasm(0.01))

    monkeypatch.setattr("myotome.evidence.load.list_norms.alignment", settling)
    main()
    said = capsys.readouterr().out
    assert all(f"{norm.mean:6.1f}" in said for norm in list_norms())
    told = sum(said.count(word) for word in ("  spasm ", "  weakness ", " spared"))
    assert told == len(asked)
    assert len(asked) - len(set(map(repr, asked))) == said.count("sitting_upright")  # what stood sits as well
    assert spasm(0.05) in asked
    assert weakness(40.0) in asked


@pytest.mark.parametrize(
    "control", [Control(-1.0, 0.01), Control(40.0, 1.5), Control(40.0, 0.01, 2.0), Control(np.nan, 0.01)]
)
def test_controls_out_of_their_limits_are_refused(control: Control) -> None:
    with pytest.raises(InputError, match="alignment"):
        alignment(model(), standing(), None, control)


def test_several_frames_are_refused() -> None:
    twice = replace(
        standing(),
        angles_deg=np.repeat(standing().angles_deg, 2, axis=0),
        pelvis_deg=np.repeat(standing().pelvis_deg, 2, axis=0),
    )
    with pytest.raises(InputError, match="frames"):
        alignment(model(), twice)


def test_spasm_presses_on_the_disc() -> None:
    assert pressure_multiplier(0.0) == 1.0
    both = [pressure_multiplier(level) for level in (0.0, 0.02, 0.05)]
    one = [pressure_multiplier(level, side="right") for level in (0.0, 0.02, 0.05)]
    assert (np.diff(both) > 0.0).all()
    assert (np.diff(one) > 0.0).all()
    assert both[-1] > one[-1]
    assert pressure_multiplier(0.05, side="left") == pytest.approx(one[-1], abs=1e-6)


def test_the_multiplier_is_that_of_solve() -> None:
    person = Person("female", 30.0, 1.65, 60.0)
    own = spine(person, SETS_OF_TASKS)
    at = stance(own, task("standing"))
    tense = solve(own, at, spasm(0.1, "bilateral", ("multifidus",))).pressure_mpa[0, 0]
    found = pressure_multiplier(0.1, ("multifidus",), disc="L5-S1", person=person)
    assert found == pytest.approx(tense / solve(own, at).pressure_mpa[0, 0], rel=1e-9)


def test_wrong_names_and_impossible_spasms_are_potential() -> None:
    with pytest.raises(UnknownNameError, match="L4-L5"):
        pressure_multiplier(0.1, disc="L4L5")
    with pytest.raises(UnknownNameError):
        pressure_multiplier(0.1, ("multifidous",))
    with pytest.raises(InputError, match="balance"):
        pressure_multiplier(0.9)
