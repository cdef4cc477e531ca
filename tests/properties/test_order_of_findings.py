"""The order in which findings are told does not matter, nor does anything but the findings and the patient."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from myotome.exam import Case, Truth
from myotome.explain import Explanation, explain
from support.compact_cases import COMPACT, compact, patient

TRUTH = Truth("other", "something else", ("C5",), "left", "C4-C5", "central", True, True, "surgery", ("C5",))


def answered(case: Case) -> Explanation:
    return explain(case, with_next_tests=False)


@cache
def told(name: str) -> Explanation:
    return answered(compact(name))


@cache
def mixed(name: str) -> Explanation:
    """The same patient, told in another order from the start."""
    findings, more = COMPACT[name]
    shuffled = random.Random(len(name)).sample(findings, len(findings))
    assert shuffled != findings
    return answered(patient(shuffled, **more))


def places(answer: Explanation) -> dict[tuple[str, str], float]:
    """Places above the last: at the end of the list a tie may be cut either way."""
    last = min((place.probability for place in answer.places), default=0.0)
    kept = [place for place in answer.places if place.probability > last + 1e-9]
    return {(place.place, place.side): place.probability for place in kept}


@pytest.mark.parametrize("name", COMPACT)
def test_order_changes_nothing(name: str) -> None:
    one, other = told(name), mixed(name)
    assert other.classes == pytest.approx(one.classes, abs=1e-12)
    assert places(other) == pytest.approx(places(one), abs=1e-11)
    assert other.disc_to_blame.probability == pytest.approx(one.disc_to_blame.probability, abs=1e-11)
    assert (other.outcome, other.disc_to_blame.verdict) == (one.outcome, one.disc_to_blame.verdict)
    assert other.red_flag.urgent == one.red_flag.urgent
    assert set(other.red_flag.reasons) == set(one.red_flag.reasons)


@pytest.mark.parametrize("name", COMPACT)
def test_weight_of_a_finding_does_not_hang_on_its_place(name: str) -> None:
    weights = [{item.label: item.weight for item in answer.evidence} for answer in (told(name), mixed(name))]
    assert weights[1] == pytest.approx(weights[0], abs=1e-8)


@pytest.mark.parametrize("name", ["s1_root", "cauda_equina", "motor_neuron"])
def test_asking_twice_gives_the_same_answer(name: str) -> None:
    assert answered(compact(name)).to_dict() == answered(compact(name)).to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"truth": TRUTH},
        {"note": "surely the C5 root"},
        {"source": "a source that names the answer"},
        {"path": "cauda-equina.yaml"},
        {"kind": "mcq"},
        {"withheld": ("imaging", "strength")},
        {"doubtful": True},
        {"id": "carpal-tunnel"},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("name", ["l5_root", "cauda_equina", "peroneal"])
def test_the_answer_given_away_is_never_read(name: str, change: dict[str, Any]) -> None:
    case = compact(name)
    one, other = (answered(version).to_dict() for version in (case, replace(case, **change)))
    assert {**other, "id": None} == {**one, "id": None}


def test_the_answer_keeps_the_id_of_its_case() -> None:
    assert answered(replace(compact("l5_root"), id="another")).id == "another"
