"""Everyday postures at the disc in question: ranked, of this person, and silent where the model has nothing to say."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.care import EverydayLoads
from myotome.care.exercise.everyday_loads import everyday_loads
from myotome.ledger import sources
from myotome.load import task_table
from myotome.patient.assessment import Assessment
from myotome.patient.mechanics import exercise_person
from support.plans import patient, plan_of


def told(*findings: dict[str, Any], **more: Any) -> EverydayLoads:
    case = patient(list(findings), **{"age": 45, "sex": "male"} | more)
    one = Assessment(case)
    return everyday_loads(one.circumstances, one.explanation, exercise_person(one.circumstances))


def pain(areas: list[str], side: str = "bilateral") -> dict[str, Any]:
    return {"type": "pain", "areas": areas, "side": side, "radiating": False, "severity": 3}


def spasm(side: str) -> dict[str, Any]:
    return {"type": "sign", "sign": "paraspinal_spasm", "side": side, "value": "positive"}


BACK = pain(["low_back"])
DISC = {
    **{"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "extrusion", "side": "left"},
    **{"zone": "subarticular", "root_contact": "compression", "value": "present"},
}
LEG = {"type": "pain", "areas": ["lateral_leg"], "side": "left", "radiating": True, "severity": 3}

_SPASMS: tuple[tuple[dict[str, Any], ...], ...] = ((), (spasm("left"),), (spasm("right"),))


def test_every_daily_task_is_told_once_from_the_least_load_to_the_most() -> None:
    found = told(BACK)
    loads = [one.compression_n for one in found.tasks]
    assert loads == sorted(loads)
    assert min(loads) > 0.0
    daily = {one.name for one in task_table().values() if one.kind == "daily"}
    assert {one.task for one in found.tasks} <= daily
    assert len(found.tasks) + len(found.beyond) == len(daily)
    assert all(key in sources() for one in found.tasks for key in one.sources)


def test_standing_is_the_measure_and_lying_bears_less_lifting_more() -> None:
    times = {one.task: one.times_standing for one in told(BACK).tasks}
    assert times["standing"] == pytest.approx(1.0, abs=1e-3)
    assert times["lying_supine"] < times["standing"] < times["standing_flexed"] < times["carrying"] * 10.0
    assert times["lifting"] > times["standing_flexed"]


def test_the_likely_disc_is_the_one_that_is_told() -> None:
    assert told(DISC, LEG).disc == "L4-L5 disc"
    assert told(BACK).disc == "worst lumbar disc"


def test_spasm_loads_the_standing_disc_and_its_side_does_not_matter() -> None:
    calm, left, right = ({one.task: one.times_standing for one in told(BACK, *more).tasks} for more in _SPASMS)
    assert left["standing"] > calm["standing"]
    assert left == pytest.approx(right, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "why"),
    [("c7_root", "neck"), ("peroneal", "spine"), ("cauda_equina", "red flag"), ("myelopathy", "neck")],
)
def test_nothing_is_told_where_the_model_has_nothing_to_say(name: str, why: str) -> None:
    found = plan_of(name).everyday
    assert not found.tasks
    assert why in found.none_because


def test_a_child_is_outside_the_model() -> None:
    assert "does not hold" in told(BACK, age=9).none_because
