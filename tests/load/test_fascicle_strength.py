"""Fascicles: what they are called, what supplies them, and how strong the fit makes them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import UnknownNameError
from myotome.evidence.load import strength_fit
from myotome.evidence.load.strength_fit import StrengthFit, fit_strength
from myotome.evidence.load.strength_norms import norms
from myotome.evidence.load.strength_test import DIRECTIONS, capacity_nm, trial
from myotome.load import STRENGTH_SCALES, Person, geometry, posture, reference_person, spine
from myotome.load.muscles.fascicle_table import fascicle_table, strength_scales
from myotome.load.muscles.force import muscle_curve
from myotome.tables import data_path

MODEL = spine(reference_person())
CURVE = muscle_curve()
stretches = st.floats(0.3, 2.0)


def test_a_muscle_is_found_by_name_and_side() -> None:
    own = MODEL.fascicles
    right, left = own.of("multifidus", "right"), own.of("multifidus", "left")
    assert np.array_equal(left, right + len(own) // 2)
    assert set(own.of("multifidus")) == {*right, *left}
    assert set(own.of("lumbar_paraspinals")) < set(own.of("erector_spinae")) | set(own.of("multifidus"))


def test_unknown_muscles_sides_and_roots_get_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="multifidus"):
        MODEL.fascicles.of("multifidius")
    with pytest.raises(UnknownNameError, match="right"):
        MODEL.fascicles.of("multifidus", "rigth")
    with pytest.raises(UnknownNameError, match="muscle"):
        MODEL.fascicles.of("soleus")
    with pytest.raises(UnknownNameError):
        MODEL.fascicles.conduction({("L9", "right"): 0.0})
    with pytest.raises(UnknownNameError):
        MODEL.fascicles.conduction({("L5", "both"): 0.0})
    with pytest.raises(ValueError, match="0 and 1"):
        MODEL.fascicles.conduction({("L5", "right"): 1.5})


def test_a_cut_root_weakens_its_own_side_only() -> None:
    own = MODEL.fascicles
    left = own.conduction({("L4", "left"): 0.0})
    assert (left[: len(own) // 2] == 1.0).all()
    weak = {own.name[row] for row in np.flatnonzero(left < 1e-12)}
    assert {"MF_m4s", "LTpL_L4", "IL_L4"} <= weak
    assert "MF_m5s" not in weak


@given(st.floats(0, 1), st.floats(0, 1))
def test_conduction_never_grows_with_the_cut(one: float, two: float) -> None:
    less, more = sorted((one, two))
    own = MODEL.fascicles
    assert (own.conduction({("L2", "right"): less}) <= own.conduction({("L2", "right"): more}) + 1e-12).all()


@given(stretches)
def test_active_force_is_best_at_optimal_length(stretch: float) -> None:
    value = float(CURVE.active(np.array([stretch]))[0])
    assert CURVE.floor <= value <= 1.0


@given(stretches, st.floats(0, 1))
def test_passive_force_never_falls_and_stays_under_its_ceiling(stretch: float, more: float) -> None:
    less, longer = CURVE.passive(np.array([stretch, stretch + more]))
    assert 0.0 <= less <= longer + 1e-15
    assert longer <= CURVE.ceiling


def test_resting_muscle_hardly_pulls_when_upright() -> None:
    stand = geometry(MODEL, posture())
    assert (stand.passive[0] < 0.02).all()


def test_back_muscles_grow_stronger_into_flexion() -> None:
    active = geometry(MODEL, posture(lumbar_flexion=[0.0, 30.0])).active
    rows = MODEL.fascicles.of("lumbar_paraspinals")
    full = MODEL.fascicles.strength_n[rows]
    assert full @ active[1, rows] > 1.02 * full @ active[0, rows]


def test_ratios_within_a_group_are_those_of_the_model() -> None:
    table, own = fascicle_table(), MODEL.fascicles
    rows = [row for row, part in enumerate(table.group) if part == "extensors"]
    ratio = own.strength_n[rows] / (table.strength_n[rows] * np.cos(table.pennation_rad[rows]))
    assert ratio == pytest.approx(ratio[0])


def test_women_are_weaker_at_the_same_size_and_age() -> None:
    man, woman = (spine(Person(sex, age=25, height_m=1.7, mass_kg=70)) for sex in ("male", "female"))
    assert woman.fascicles.strength_n == pytest.approx(strength_scales()["women"] * man.fascicles.strength_n)


def test_volume_follows_strength_and_length() -> None:
    strong = spine(reference_person(), scales={**strength_scales(), "extensors": 2 * strength_scales()["extensors"]})
    rows = np.flatnonzero(np.array(MODEL.fascicles.group) == "extensors")
    assert strong.fascicles.volume_cm3[rows] == pytest.approx(2.0 * MODEL.fascicles.volume_cm3[rows])
    assert (MODEL.fascicles.volume_cm3 > 0.0).all()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_stronger_muscles_hold_more(direction: str) -> None:
    test = trial(MODEL, direction)
    assert 0.0 < test.capacity_nm(0.8) <= test.capacity_nm(1.0) <= test.capacity_nm(1.3)


def test_men_extend_more_than_they_flex_and_turn_least() -> None:
    held = {direction: capacity_nm(MODEL, direction) for direction in ("extension", "flexion", "rotation")}
    assert held["extension"] > held["flexion"] > held["rotation"]


def test_unknown_direction() -> None:
    with pytest.raises(UnknownNameError, match="extension"):
        capacity_nm(MODEL, "extention")


@cache
def found_again() -> StrengthFit:
    return fit_strength()


def test_a_fit_is_printed_and_written_as_its_table_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[list[dict[str, str]]] = []
    monkeypatch.setattr(strength_fit, "fit_strength", found_again)
    monkeypatch.setattr(type(STRENGTH_SCALES), "write", lambda _, rows: written.append(rows))
    strength_fit.main()
    monkeypatch.undo()
    assert written == [STRENGTH_SCALES.written()]
    said = capsys.readouterr().out
    assert all(norm.id in said for norm in norms())


def test_the_fit_is_what_its_table_says() -> None:
    found = found_again()
    assert found.scales == pytest.approx(dict(strength_scales()))
    assert b"\r" not in data_path("load/fitted/strength_scale.csv").read_bytes()
    for norm, fitted in found.rows:
        low, high = (0.8, 1.2) if norm.angle_deg or norm.direction != "extension" else (0.8, 1.6)
        assert low - 0.05 < fitted / norm.moment_nm < high, norm.id
    assert len(norms()) == len(found.rows)
