"""The plan as a whole: mirrored, deterministic, plain, and every line with a source."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from myotome.care import care_plan
from myotome.ledger import sources
from myotome.patient.assessment import Assessment
from support.plans import NAMES, case_of, plan_of

_SIDES = {"left": "right", "right": "left"}
_SIDE = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")


def swapped(value: Any) -> Any:
    if isinstance(value, str):
        return _SIDE.sub(lambda hit: _SIDES[hit[0]], value)
    if isinstance(value, list):
        return [swapped(item) for item in value]
    return {swapped(key): swapped(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def mirrored(name: str) -> dict[str, Any]:
    case = case_of(name).mirrored()
    return care_plan(Assessment(case)).to_dict()


@pytest.mark.parametrize("part", ["treatments", "forecast", "reexaminations"])
@pytest.mark.parametrize("name", ["l5_root", "c7_root", "peroneal", "carpal_tunnel", "strength_measured"])
def test_a_mirrored_patient_has_the_mirrored_plan(name: str, part: str) -> None:
    assert mirrored(name)[part] == swapped(plan_of(name).to_dict()[part])


@pytest.mark.parametrize("name", ["l5_root", "peroneal"])
def test_questions_about_images_and_muscles_are_mirrored(name: str) -> None:
    def asked(told: dict[str, Any]) -> list[str]:
        return [one["text"] for one in told["questions"] if one["about"] in ("level", "side", "muscle", "image")]

    assert asked(mirrored(name)) == asked(swapped(plan_of(name).to_dict()))


@pytest.mark.parametrize("name", NAMES)
def test_plan_is_plain_json(name: str) -> None:
    told = plan_of(name).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_in_the_ledger(name: str) -> None:
    keys = plan_of(name).sources()
    assert keys
    assert [key for key in keys if key not in sources()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_a_source(name: str) -> None:
    told = plan_of(name)
    lines = (*told.referral.flags, *told.referral.safety_net, *told.treatments, *told.investigations)
    assert all(line.sources for line in (*lines, *told.reexaminations))


def test_same_seed_same_plan_and_order_of_findings_counts_for_nothing() -> None:
    case = case_of("l5_root")
    turned = replace(case, findings=tuple(reversed(case.findings)))
    first, second = plan_of("l5_root").to_dict(), care_plan(Assessment(turned)).to_dict()
    assert care_plan(Assessment(case)).to_dict() == first
    for part in ("referral", "treatments"):
        assert second[part] == first[part]


def test_another_seed_is_other_luck() -> None:
    other = care_plan(Assessment(case_of("l5_root"), seed=7))
    assert other.to_dict()["treatments"] != plan_of("l5_root").to_dict()["treatments"]


def test_the_truth_of_a_case_is_never_read() -> None:
    case = case_of("peroneal")
    written = replace(case, note="a disc", source="x", truth=case_of("carpal_tunnel").truth)
    assert care_plan(Assessment(written)).to_dict() == care_plan(Assessment(case)).to_dict()
