"""Who stands under the load, and whether the tables of the spine say what their sources say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError, UnknownNameError
from myotome.load import BODIES, DOFS, JOINTS, Person, reference_person, spine
from myotome.load.body.skeleton import skeleton
from myotome.load.muscles.fascicle_table import fascicle_table, muscle_parts

ADULT = Person("male", age=40, height_m=1.75, mass_kg=77.969)


def test_chain_has_18_joints_of_three_rotations() -> None:
    assert (len(BODIES), len(JOINTS), len(DOFS)) == (19, 18, 54)
    assert (BODIES[0], BODIES[-1], JOINTS[0], JOINTS[-1]) == ("pelvis", "head", "L5-S1", "C7-T1")


@pytest.mark.parametrize("sex", ["male", "female"])
def test_reference_person_is_an_adult_of_the_sex(sex: str) -> None:
    person = reference_person(sex)
    assert person.sex == sex
    assert 0.8 < person.length_scale < 1.2
    assert reference_person(sex, mass_kg=70.0).mass_kg == 70.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mass_kg": -5.0}, "mass_kg"),
        ({"height_m": 3.0}, "height_m"),
        ({"height_m": 175.0}, "metres|m$|height_m"),
        ({"age": 4.0}, "age"),
        ({"mass_kg": math.nan}, "nan"),
        ({"mass_kg": math.inf}, "inf"),
        ({"age": "forty"}, "not a number"),
        ({"age": True}, "not a number"),
    ],
)
def test_bad_values_are_named_with_their_range(change: dict[str, float], said: str) -> None:
    values = {"age": 40.0, "height_m": 1.7, "mass_kg": 70.0} | change
    with pytest.raises(InputError, match=said) as caught:
        Person("male", **values)
    assert " to " in caught.value.problems[0].allowed


def test_every_bad_value_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Person("female", age=200, height_m=9.0, mass_kg=0.0)
    assert len(caught.value.problems) == 3


def test_unknown_names_get_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="female"):
        Person("femal", age=40, height_m=1.7, mass_kg=60)
    with pytest.raises(UnknownNameError, match="mass_kg"):
        reference_person("male", mass=70.0)
    with pytest.raises(UnknownNameError):
        reference_person("man")
    with pytest.raises(UnknownNameError, match="core"):
        spine(ADULT, sets=("cor",))


@given(st.floats(18, 99), st.floats(0.1, 1.0), st.sampled_from(["male", "female"]))
def test_strength_never_grows_with_age(age: float, step: float, sex: str) -> None:
    younger, older = (reference_person(sex, age=a).age_strength for a in (age, age + step))
    assert 0.0 < older <= younger <= 1.0


@given(st.floats(40, 240), st.floats(0.1, 10.0))
def test_strength_grows_with_mass_but_less_than_mass(mass: float, more: float) -> None:
    lighter, heavier = (reference_person("male", mass_kg=m) for m in (mass, mass + more))
    ratio = heavier.size_strength / lighter.size_strength
    assert 1.0 < ratio < heavier.mass_kg / lighter.mass_kg


def test_joint_centres_at_neutral_are_those_of_the_model() -> None:
    model = spine(ADULT)
    at = dict(zip(JOINTS, model.centre_m.tolist(), strict=True))
    assert at["L5-S1"] == pytest.approx([0.0100, 0.0, 0.0])
    assert at["L4-L5"] == pytest.approx([0.0142, 0.0370, 0.0])
    assert at["T12-L1"] == pytest.approx([-0.0123, 0.1757, 0.0])
    assert at["C7-T1"] == pytest.approx([0.0050, 0.4716, 0.0])


def test_masses_of_the_trunk_are_those_of_the_model() -> None:
    kg = spine(ADULT).slice_kg
    assert kg[list(BODIES[1:]).index("L5")] == pytest.approx(2.1966, abs=1e-3)
    assert kg[-1] == pytest.approx(5.4132, abs=1e-3)
    assert 2 * spine(ADULT).arms.mass_kg.sum() == pytest.approx(2 * (2.1138 + 1.215 + 0.4575), abs=3e-3)


def test_slices_rest_on_their_own_bodies() -> None:
    slices = spine(ADULT).slices
    assert np.array_equal(slices.bodies, np.arange(1, len(BODIES)))


def test_the_right_side_is_listed_and_lies_on_the_right() -> None:
    table = fascicle_table()
    assert [table.set.count(name) for name in ("core", "neck", "girdle")] == [158, 28, 24]
    ends = np.array([[path[0, 2], path[-1, 2]] for path in table.points_m])
    assert (ends > -0.005).all()


def test_weights_of_what_carries_a_point_sum_to_one() -> None:
    for carrier, weights in skeleton().carriers.items():
        assert sum(weights.values()) == pytest.approx(1.0), carrier


def test_roots_of_a_fascicle_sum_to_one_and_segmental_ones_are_single() -> None:
    table = fascicle_table()
    assert table.root_share.sum(axis=1) == pytest.approx(1.0)
    row = table.name.index("MF_m4s")
    assert table.root_share[row].max() == 1.0


def test_every_part_belongs_to_a_muscle_of_the_vocabulary() -> None:
    parts = set().union(*muscle_parts().values())
    assert set(fascicle_table().part) <= parts
    assert set(fascicle_table().muscle) <= set(muscle_parts())


@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_lengths_scale_with_height(factor: float) -> None:
    other = Person("male", age=40, height_m=1.75 * factor, mass_kg=77.969)
    assert spine(other).fascicles.neutral_length_m == pytest.approx(factor * spine(ADULT).fascicles.neutral_length_m)
    assert spine(other).cavity_m2 == pytest.approx(factor**2 * spine(ADULT).cavity_m2)
