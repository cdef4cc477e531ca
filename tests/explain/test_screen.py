"""Screening: many patients at once say the same as one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.exam import Case, case_from_mapping
from myotome.explain.conclusions.explanations import group_states
from myotome.explain.likelihood.model_world import World, world
from myotome.explain.likelihood.parameters import parameters
from myotome.explain.pipeline import posterior_of, single_cause_posterior
from myotome.explain.screening.many_patients import ScreeningTable, Template, classes_of_states, screen, screening_table
from myotome.pathology import CLASSES, condition_priors

MUSCLES = ("deltoid", "triceps_brachii", "abductor_pollicis_brevis", "tibialis_anterior", "extensor_hallucis_longus")
DERMATOMES = ("C6", "C8", "L4", "L5", "S1")
REFLEXES = ("biceps", "patellar", "achilles")
SIGNS = ("straight_leg_raise", "spurling", "babinski", "hoffmann", "tinel_fibular_neck")
HISTORY = ("diabetes", "bladder_or_bowel_disturbance", "night_symptoms", "neurogenic_claudication")
AGE = 66.0


def sided_templates(side: str) -> list[Template]:
    strength = [{"type": "strength", "muscle": name, "side": side} for name in MUSCLES]
    skin = [{"type": "sensation", "dermatomes": [name], "side": side, "modality": "pin"} for name in DERMATOMES]
    reflexes = [{"type": "reflex", "reflex": name, "side": side} for name in REFLEXES]
    signs = [{"type": "sign", "sign": name, "side": side} for name in SIGNS]
    grip = Template({"type": "strength", "movement": "grip", "side": side}, (0, 1, 2, 3, 4, 5), "mrc")
    return [
        *(Template(finding, ("weak", "normal")) for finding in strength),
        *(Template(finding, ("reduced", "absent", "normal")) for finding in skin),
        *(Template(finding, ("absent", "reduced", "normal", "brisk")) for finding in reflexes),
        *(Template(finding, ("positive", "negative")) for finding in signs),
        grip,
    ]


def all_templates() -> list[Template]:
    history = [Template({"type": "history", "item": name}, (True, False)) for name in HISTORY]
    lesion = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "protrusion", "side": "left"}
    image = Template({**lesion, "zone": "subarticular"}, ("compression",), "root_contact")
    return [*sided_templates("left"), *sided_templates("right"), *history, image]


@cache
def table() -> ScreeningTable:
    return screening_table(all_templates(), age=AGE)


def prior(sex: str | None = None) -> np.ndarray[Any, np.dtype[np.float64]]:
    return world().states.prior(condition_priors("spine_clinic", AGE, sex))


def patient(number: int, examined: float = 0.5) -> Case:
    """A patient with random findings of a random part of the examination."""
    rng = np.random.default_rng(number)
    made = [
        {**template.finding, template.key: template.values[int(rng.integers(len(template.values)))]}
        for template in all_templates()
        if rng.random() < examined
    ]
    return case_of(made, f"patient-{number}")


def case_of(findings: Sequence[Any], name: str = "patient") -> Case:
    who = {"age": AGE, "sex": None}
    return case_from_mapping(
        {"id": name, "record": "structured", "setting": "spine_clinic", "demographics": who, "findings": list(findings)}
    )


def by_class(of_state: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    sums = np.bincount(classes_of_states(world().states), weights=of_state, minlength=len(CLASSES))
    return np.asarray(sums / sums.sum())


def test_batch_equals_loop() -> None:
    """Without the one thing that looks at several findings at once: which of the weak muscles a torn tendon takes."""
    apart = World(world().states, {**parameters(), "weak_by_place": 0.0})
    cases = [patient(number, examined) for number, examined in enumerate((0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0))]
    of_columns = screening_table(all_templates(), age=AGE, within=apart)
    found = screen(of_columns, of_columns.encode(cases), prior())
    for row, case in enumerate(cases):
        alone = single_cause_posterior(case, apart)
        assert found.probability[row] == pytest.approx(by_class(alone), abs=1e-4)
        assert alone[found.best[row]] == pytest.approx(alone.max(), rel=1e-3)
    assert found.probability.sum(axis=1) == pytest.approx(np.ones(len(cases)), abs=1e-5)


@pytest.mark.parametrize("side", ["left", "right"])
def test_deficits_told_of_one_side_only_count_as_in_the_loop(side: str) -> None:
    weak = {"type": "strength", "muscle": "tibialis_anterior", "side": side, "value": "weak"}
    numb = {"type": "sensation", "dermatomes": ["L5"], "side": side, "modality": "pin", "value": "reduced"}
    other = {"type": "reflex", "reflex": "achilles", "side": "left" if side == "right" else "right", "value": "normal"}
    beyond = numb | {"side": other["side"]}
    sets = ([weak], [weak, numb], [weak, numb, other], [other], [numb, other], [weak, beyond], [beyond])
    cases = [case_of(made) for made in sets]
    found = screen(table(), table().encode(cases), prior())
    for row, case in enumerate(cases):
        assert found.probability[row] == pytest.approx(by_class(single_cause_posterior(case)), abs=1e-4)


def test_log_evidence_is_that_of_one_cause() -> None:
    cases = [patient(number) for number in range(3)]
    found = screen(table(), table().encode(cases), prior())
    for row, case in enumerate(cases):
        single = posterior_of(case).compiled.singles
        exact = single.max() + np.log(prior() @ np.exp(single - single.max()))
        assert found.log_evidence[row] == pytest.approx(exact, abs=2e-3)


def test_nothing_found_gives_back_the_prior() -> None:
    found = screen(table(), np.zeros((1, len(table().findings)), dtype=np.uint8), prior())
    assert found.probability[0] == pytest.approx(by_class(prior()), abs=1e-5)
    assert found.log_evidence[0] == pytest.approx(0.0, abs=1e-5)


def test_not_tested_differs_from_normal() -> None:
    weak = {"type": "strength", "muscle": "tibialis_anterior", "side": "left", "value": "weak"}
    normal = {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "value": "normal"}
    found = screen(table(), table().encode([case_of([weak]), case_of([weak, normal])]), prior())
    assert np.abs(found.probability[0] - found.probability[1]).max() > 0.01


def test_patients_do_not_touch_one_another() -> None:
    rows = table().encode([patient(number) for number in range(5)])
    many = np.tile(rows, (700, 1))  # more than one chunk, and an odd rest
    assert len(many) * table().log_likelihood.shape[1] > 5_000_000
    together = screen(table(), many, prior())
    alone = [screen(table(), rows[number : number + 1], prior()) for number in range(5)]
    for number in range(5):
        same = together.probability[number::5]
        assert np.abs(same - alone[number].probability[0]).max() < 1e-5
        assert (together.best[number::5] == together.best[number]).all()


@pytest.mark.parametrize("kind", [np.bool_, np.float32, np.float64, np.int64])
def test_every_kind_of_number_says_the_same(kind: type[Any]) -> None:
    rows = table().encode([patient(number) for number in range(3)])
    expected = screen(table(), rows, prior())
    assert np.array_equal(screen(table(), rows.astype(kind), prior()).probability, expected.probability)


def test_order_of_findings_is_irrelevant() -> None:
    case = patient(11)
    assert np.array_equal(table().encode([case]), table().encode([case.with_findings(tuple(reversed(case.findings)))]))


def test_mirrored_patients_have_the_same_classes() -> None:
    left_right = [case.without({"imaging"}) for case in (patient(3, 0.3), patient(4, 0.3), patient(5, 0.6))]
    rows = table().encode([*left_right, *(case.mirrored() for case in left_right)])
    found = screen(table(), rows, prior())
    assert found.probability[:3] == pytest.approx(found.probability[3:], abs=1e-4)
    causes = [world().states.causes[world().states.cause[state]] for state in found.best]
    assert [cause.condition for cause in causes[:3]] == [cause.condition for cause in causes[3:]]


def test_groups_of_ones_own() -> None:
    groups = group_states(world().states)
    rows = table().encode([patient(number) for number in range(4)])
    found = screen(table(), rows, prior(), groups.of_state)
    assert found.probability.shape == (4, len(groups.groups))
    assert found.probability.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    class_of_group = np.array([CLASSES.index(group.truth_class) for group in groups.groups])
    summed = [np.bincount(class_of_group, weights=row, minlength=len(CLASSES)) for row in found.probability]
    assert np.array(summed) == pytest.approx(screen(table(), rows, prior()).probability, abs=1e-5)


def test_a_state_without_prior_is_ruled_out() -> None:
    barred = classes_of_states(world().states) == CLASSES.index("radiculopathy")
    found = screen(table(), table().encode([patient(2)]), np.where(barred, 0.0, prior()))
    assert found.probability[0, CLASSES.index("radiculopathy")] == 0.0
    assert not barred[found.best[0]]
    assert found.probability[0].sum() == pytest.approx(1.0, abs=1e-5)


def test_another_world_keeps_every_class() -> None:
    keep = np.flatnonzero(classes_of_states(world().states) == CLASSES.index("myelopathy"))
    part = screening_table(all_templates(), age=AGE, within=world().subset(keep))
    found = screen(part, table().encode([patient(2)]), prior()[keep])
    assert found.probability[0, CLASSES.index("myelopathy")] == pytest.approx(1.0)
    assert found.probability.shape == (1, len(CLASSES))


def test_more_weakness_makes_a_nerve_lesion_no_less_likely() -> None:
    grip = {"type": "strength", "movement": "grip", "side": "left"}
    rows = table().encode([case_of([{**grip, "mrc": grade}]) for grade in (5, 4, 3, 2)])
    healthy = CLASSES.index("nonspecific_back_pain")
    share = screen(table(), rows, prior()).probability[:, healthy]
    assert (np.diff(share) < 0).all()


def test_states_that_no_column_parts_are_merged_and_the_rest_are_not() -> None:
    small = screening_table([Template({"type": "reflex", "reflex": "achilles", "side": "left"}, ("absent",))])
    assert small.log_likelihood.shape[1] == len(np.unique(small.log_likelihood, axis=1).T)
    assert small.merged.max() + 1 == small.log_likelihood.shape[1] < len(small.merged)


def test_the_table_is_far_from_no_information() -> None:
    assert np.isfinite(table().log_likelihood).all()
    assert (np.abs(table().log_likelihood).max(axis=1) > 0.01).mean() > 0.9


def test_two_values_of_one_finding_are_refused() -> None:
    rows = np.zeros((2000, len(table().findings)), dtype=np.uint8)
    rows[1500, :2] = 1
    with pytest.raises(InputError, match=r"observed\[1500\]"):
        screen(table(), rows, prior())


def test_two_values_far_apart_are_refused_and_neighbours_of_two_findings_are_not() -> None:
    grades = [number for number, finding in enumerate(table().findings) if "grip: MRC" in finding.label][:6]
    rows = np.zeros((2, len(table().findings)), dtype=np.uint8)
    rows[0, [grades[0] - 1, grades[0]]] = 1
    assert screen(table(), rows, prior()).probability.shape == (2, len(CLASSES))
    rows[1, [grades[0], grades[5]]] = 1
    with pytest.raises(InputError, match=r"observed\[1\].*\n.*two values"):
        screen(table(), rows, prior())


@pytest.mark.parametrize("value", [0.5, 2.0, -1.0, np.nan])
def test_numbers_other_than_0_and_1_are_refused(value: float) -> None:
    rows = np.zeros((1, len(table().findings)), dtype=np.float32)
    rows[0, 3] = value
    with pytest.raises(InputError, match="not 0 or 1"):
        screen(table(), rows, prior())


@pytest.mark.parametrize(("width", "count"), [(-1, 0), (0, -1)])
def test_shapes_that_do_not_fit_are_refused(width: int, count: int) -> None:
    rows = np.zeros((3, len(table().findings) + width), dtype=np.uint8)
    with pytest.raises(InputError, match="shape"):
        screen(table(), rows, prior()[: len(prior()) + count])


@pytest.mark.parametrize("value", [np.nan, -1.0])
def test_a_prior_that_is_none_is_refused(value: float) -> None:
    wrong = prior()
    wrong[7] = value
    with pytest.raises(InputError, match="prior"):
        screen(table(), np.zeros((1, len(table().findings)), dtype=np.uint8), wrong)


def test_a_finding_without_a_column_is_named() -> None:
    case = case_of([{"type": "sign", "sign": "phalen", "side": "left", "value": "positive"}])
    with pytest.raises(InputError, match="Phalen"):
        table().encode([case])


def test_a_finding_asked_twice_is_refused() -> None:
    ankle = Template({"type": "reflex", "reflex": "achilles", "side": "left"}, ("absent", "normal"))
    with pytest.raises(InputError, match="Duplicate"):
        screening_table([ankle, ankle])
    with pytest.raises(InputError, match="templates"):
        screening_table([])


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(InputError, match="floppy"):
        screening_table([Template({"type": "reflex", "reflex": "achilles", "side": "left"}, ("floppy",))])
