"""Impairments: weakness, guarding, contracture and ratios move loads the way they must, and mirror."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from myotome.errors import InputError, UnknownNameError
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Contracture,
    Guarding,
    Impairment,
    Solution,
    Spine,
    Weakness,
    alignment,
    amount_words,
    load_answer,
    muscle_named,
    reference_person,
    solve,
    spine,
    stance,
    task,
)

L45 = JOINTS.index("L4-L5")
GUARDED = Impairment(guardings=(Guarding("back_extensors", "bilateral", 0.02),))
SIDED = Impairment(
    weaknesses=(Weakness("multifidus", "right", 40.0),),
    guardings=(Guarding("quadratus_lumborum", "right", 0.05),),
    contractures=(Contracture("psoas_major", "right", 15.0, 2.0),),
)


@cache
def model() -> Spine:
    return spine(reference_person(), SETS_OF_TASKS)


def solved(name: str, impairment: Impairment | None = None, **options: float | str) -> Solution:
    return solve(model(), stance(model(), task(name), options), impairment)


def compression(found: Solution) -> float:
    return float(found.discs.compression_n[0, L45])


def test_a_name_means_a_muscle_a_synonym_or_a_group() -> None:
    assert muscle_named("Abdominal wall") == "abdominal_wall"
    whole = model().fascicles.of("back_extensors", "right")
    assert set(model().fascicles.of("erector_spinae", "right")) < set(whole)
    assert len(set(whole)) == len(whole)
    for absent in ("hamstrings", "erector_spina", ""):
        with pytest.raises(UnknownNameError):
            muscle_named(absent)


@pytest.mark.parametrize(
    ("name", "options"), [("standing", {}), ("standing_flexed", {"flexion_deg": 30.0}), ("lifting", {"mass_kg": 10.0})]
)
def test_guarding_adds_to_what_the_task_asks(name: str, options: dict[str, float]) -> None:
    calm, braced = solved(name, **options), solved(name, GUARDED, **options)
    back = model().fascicles.of("back_extensors")
    assert (braced.activation[0, back] >= np.minimum(1.0, calm.activation[0, back] + 0.02) - 1e-9).all()
    assert compression(braced) > compression(calm)
    assert braced.feasible.all()


def test_guarding_costs_newtons_in_a_lift_too_where_a_least_activation_hardly_does() -> None:
    from myotome.load import Spasm

    floor = Impairment(spasms=(Spasm("back_extensors", "bilateral", 0.02),))
    calm = compression(solved("lifting"))
    assert compression(solved("lifting", GUARDED)) - calm > compression(solved("lifting", floor)) - calm


def test_a_shorter_muscle_resists_sooner() -> None:
    healthy = solved("standing_bent", side="left")
    loads = [
        solved(
            "standing_bent",
            Impairment(contractures=(Contracture("quadratus_lumborum", "right", percent, times),)),
            side="left",
        )
        for percent, times in ((0.0, 1.0), (10.0, 1.0), (20.0, 1.0), (20.0, 3.0))
    ]
    rows = model().fascicles.of("quadratus_lumborum", "right")
    resting = [float((one.geometry.passive[0, rows] * model().fascicles.strength_n[rows]).sum()) for one in loads]
    assert resting == sorted(resting)
    assert resting[0] < resting[-1]
    assert loads[0].force_n == pytest.approx(healthy.force_n)


def test_sides_mirror() -> None:
    right, left = solved("standing", SIDED), solved("standing", SIDED.mirrored)
    half = len(model().fascicles) // 2
    assert right.discs.compression_n == pytest.approx(left.discs.compression_n, rel=1e-6)
    assert right.force_n[0, :half] == pytest.approx(left.force_n[0, half:], abs=2e-2)
    assert SIDED.mirrored.mirrored == SIDED
    assert not SIDED.is_none


def test_frames_are_solved_alike_one_by_one_and_together() -> None:
    one, other = (stance(model(), task("standing_flexed"), {"flexion_deg": angle}) for angle in (10.0, 40.0))
    from dataclasses import replace

    both = replace(
        one,
        angles_deg=np.concatenate([one.angles_deg, other.angles_deg]),
        pelvis_deg=np.concatenate([one.pelvis_deg, other.pelvis_deg]),
    )
    together = solve(model(), both, SIDED)
    for number, alone in enumerate((one, other)):
        assert together.force_n[number] == pytest.approx(solve(model(), alone, SIDED).force_n[0], abs=1e-3)


def test_what_is_out_of_its_limits_is_named() -> None:
    wrong = Impairment(
        guardings=(Guarding("multifidus", "right", 1.5),), contractures=(Contracture("multifidus", "right", 60.0),)
    )
    with pytest.raises(InputError, match=r"guarding of multifidus|contracture"):
        solved("standing", wrong)


def test_words_stand_for_amounts_in_order() -> None:
    for kind in ("weakness", "spasm", "guarding", "contracture"):
        words = amount_words(kind)
        assert words["mild"] < words["moderate"] < words["severe"]


def test_who_compensates_is_told_against_the_twin() -> None:
    answer = load_answer("lifting", reference_person(), {"mass_kg": 5.0}, SIDED, draws=0)
    kinds = {change.kind for change in answer.compensation}
    assert {"muscle", "disc"} <= kinds
    assert all(change.to_dict()["change"] == pytest.approx(change.more, abs=0.01) for change in answer.compensation)
    assert load_answer("standing", reference_person(), draws=0).compensation == ()


def test_a_tight_side_pulls_the_standing_spine_its_way() -> None:
    taken = stance(model(), task("standing"))
    shifts = [
        alignment(model(), taken, Impairment(contractures=(Contracture("quadratus_lumborum", side, 15.0, 2.0),)))
        for side in ("right", "left")
    ]
    assert shifts[0].trunk_shift_mm > 0.0
    assert shifts[0].trunk_shift_mm == pytest.approx(-shifts[1].trunk_shift_mm, rel=1e-3)
