"""The order in which findings are told does not matter, nor does anything but the findings and the patient."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from myotome.exam import Case, Truth
from myotome.explain import Explanation, explain

sys.path.insert(0, str(Path(__file__).parent))
from compact_cases import COMPACT, compact, patient

TRUTH = Truth("other", "something else", ("C5",), "left", "C4-C5", "central", True, True, "surgery", ("C5",))


def answered(case: Case) -> Explanation:
    return explain(case, with_next_tests=False)


def places(answer: Explanation) -> dict[tuple[str, str], float]:
    """Places above the last: at the end of the list a tie may be cut either way."""
    last = min((place.probability for place in answer.places), default=0.0)
    kept = [place for place in answer.places if place.probability > last + 1e-9]
    return {(place.place, place.side): place.probability for place in kept}


def shuffled(name: str, seed: int) -> Case:
    """The same patient, told in another order from the start."""
    findings, more = COMPACT[name]
    mixed = random.Random(seed).sample(findings, len(findings))
    return patient(mixed, **more)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", COMPACT)
def test_order_changes_nothing(name: str, seed: int) -> None:
    told, mixed = answered(compact(name)), answered(shuffled(name, seed))
    assert mixed.classes == pytest.approx(told.classes, abs=1e-12)
    assert places(mixed) == pytest.approx(places(told), abs=1e-11)
    assert mixed.disc_to_blame.probability == pytest.approx(told.disc_to_blame.probability, abs=1e-11)
    assert (mixed.outcome, mixed.disc_to_blame.verdict) == (told.outcome, told.disc_to_blame.verdict)
    assert mixed.red_flag.urgent == told.red_flag.urgent
    assert set(mixed.red_flag.reasons) == set(told.red_flag.reasons)


@pytest.mark.parametrize("name", COMPACT)
def test_weight_of_a_finding_does_not_hang_on_its_place(name: str) -> None:
    told, mixed = answered(compact(name)), answered(shuffled(name, 3))
    assert {item.label: item.weight for item in mixed.evidence} == pytest.approx(
        {item.label: item.weight for item in told.evidence}, abs=1e-8
    )


@pytest.mark.parametrize("name", COMPACT)
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
    told, changed = explain(case).to_dict(), explain(replace(case, **change)).to_dict()
    del told["id"], changed["id"]
    assert changed == told


def test_the_answer_keeps_the_id_of_its_case() -> None:
    assert answered(replace(compact("l5_root"), id="another")).id == "another"
