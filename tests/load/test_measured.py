"""A person from measurements: what is usual changes nothing but certainty, more is stronger, less range is stiffer."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from myotome.errors import InputError, UnknownNameError
from myotome.load import (
    SETS_OF_TASKS,
    Measured,
    Person,
    Spine,
    as_measured,
    load_answer,
    measured_areas,
    people_like,
    reference_person,
    solve,
    spine,
    stance,
    task,
)
from myotome.load.body.measured import _areas, _size, _usual_range

EVERYTHING = ("extensors", "flexors")


@cache
def model(person: Person) -> Spine:
    return spine(person, SETS_OF_TASKS)


def usual(person: Person) -> Measured:
    areas = {(muscle, "bilateral"): _areas()[muscle] * _size(person) for muscle in measured_areas()}
    ranges = {name: _usual_range(name, person.age) for name in ("lumbar_flexion", "lumbar_lateral")}
    return Measured(areas, ranges, EVERYTHING)


@pytest.mark.parametrize("person", [reference_person(), reference_person("female", age=70.0, mass_kg=80.0)])
def test_what_is_usual_changes_nothing(person: Person) -> None:
    plain, own = model(person), as_measured(model(person), usual(person))
    assert own.fascicles.strength_n == pytest.approx(plain.fascicles.strength_n)
    one, other = (solve(it, stance(it, task("standing_flexed"))) for it in (plain, own))
    assert one.force_n == pytest.approx(other.force_n, abs=1e-3)


def test_more_is_known_and_less_is_uncertain() -> None:
    who = reference_person()
    widths = []
    for found in (None, Measured(tested=EVERYTHING), usual(who)):
        own = as_measured(model(who), found)
        people = people_like(solve(own, stance(own, task("lifting"))), draws=200)
        widths.append(float(np.std(np.log(people.discs.compression_n[:, 1]))))
    assert widths[0] > widths[1] >= widths[2]


def test_a_larger_muscle_is_stronger_on_its_side_alone() -> None:
    area = 1.3 * _areas()["psoas_major"] * _size(reference_person())
    own, plain = (
        as_measured(model(reference_person()), Measured({("psoas_major", "right"): area})),
        model(reference_person()),
    )
    ratio = own.fascicles.strength_n / plain.fascicles.strength_n
    right = own.fascicles.of("psoas_major", "right")
    assert ratio[right] == pytest.approx(1.3)
    assert np.delete(ratio, right) == pytest.approx(1.0)


@pytest.mark.parametrize(("name", "plane"), [("lumbar_flexion", 0), ("lumbar_lateral", 1), ("lumbar_rotation", 2)])
def test_a_smaller_range_is_a_stiffer_spine(name: str, plane: int) -> None:
    who = reference_person()
    angles = np.full((18, 3), -2.0)
    moments = []
    for share in (1.2, 1.0, 0.7):
        own = as_measured(model(who), Measured(ranges_deg={name: share * _usual_range(name, who.age)}))
        moments.append(own.passive.moment_nm(angles)[:5, plane])
    assert (moments[0] < moments[1]).all()
    assert (moments[1] < moments[2]).all()


@pytest.mark.parametrize(
    "found",
    [
        Measured({("psoas_major", "right"): 500.0}),
        Measured({("multifidus", "right"): 5.0}),
        Measured(ranges_deg={"lumbar_flexion": 1.0}),
        Measured(ranges_deg={"neck_flexion": 30.0}),
    ],
)
def test_what_nobody_has_is_refused(found: Measured) -> None:
    with pytest.raises((InputError, UnknownNameError)):
        as_measured(model(reference_person()), found)


def test_the_answer_says_what_was_measured() -> None:
    found = Measured(ranges_deg={"lumbar_flexion": 40.0})
    plain = load_answer("standing", reference_person(), draws=0, measured=found).to_dict()
    assert plain["measured"]["ranges_deg"] == {"lumbar_flexion": 40.0}
    assert "troke_2001_lumbar_range" in plain["sources"]
