"""The next test: tells something, is not done yet, and parts what is left in doubt."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from myotome.exam import Case
from myotome.explain import Explanation, explain

sys.path.insert(0, str(Path(__file__).parents[1] / "properties"))
from compact_cases import COMPACT, Mapping, compact, history, pain, patient, reflex, skin, strength

FOOT_DROP = [
    strength("tibialis_anterior", "right", 3),
    strength("extensor_hallucis_longus", "right", 3),
    strength("tibialis_anterior", "left", 5),
    strength("quadriceps", "bilateral", 5),
    skin(["dorsum_of_foot"], "right"),
    reflex("patellar", "bilateral", "normal"),
    reflex("achilles", "bilateral", "normal"),
]
#: Supplied by L5 above the knee or by the tibial nerve: weak in a root lesion, strong in a peroneal palsy.
PARTS_ROOT_FROM_NERVE = ("hip_abduct", "gluteus_medius", "tibialis_posterior", "inversion", "flexor_digitorum_longus")


@cache
def answered(name: str) -> Explanation:
    return explain(compact(name))


def examined(case: Case) -> set[tuple[str, str, str]]:
    """What the case holds: kind, name, side; both sides for what has none."""
    done: set[tuple[str, str, str]] = set()
    for finding in case.findings:
        written: dict[str, Any] = finding.to_dict()
        sides = [written["side"]] if written.get("side") in {"left", "right"} else ["left", "right"]
        for key in ("muscle", "movement", "reflex", "sign", "nerve", "item", "test"):
            done |= {(finding.kind, written[key], side) for side in sides if key in written}
    return done


@pytest.mark.parametrize("name", COMPACT)
def test_tests_are_told_best_first_with_their_cost(name: str) -> None:
    tests = answered(name).next_tests
    assert tests
    values = [test.value for test in tests]
    assert values == sorted(values, reverse=True)
    for test in tests:
        assert test.information_bits >= 0.0
        assert test.burden > 0.0
        assert test.value == pytest.approx(test.information_bits / test.burden)
        assert test.label
        assert test.if_abnormal
        assert test.if_normal


@pytest.mark.parametrize("name", COMPACT)
def test_no_test_is_told_twice_or_done_already(name: str) -> None:
    tests = answered(name).next_tests
    assert len({test.id for test in tests}) == len(tests)
    for kind, what, side in examined(compact(name)):
        assert f"{kind}_{what}_{side}" not in {test.id for test in tests}
        if kind in {"history", "lab"}:
            assert f"{kind}_{what}" not in {test.id for test in tests}


def test_the_test_proposed_is_no_longer_proposed_once_done() -> None:
    before = explain(patient(FOOT_DROP)).next_tests
    strengths = [test.id for test in before if test.id.startswith("strength_")]
    assert strengths
    muscle, side = strengths[0].removeprefix("strength_").rsplit("_", 1)
    after = explain(patient([*FOOT_DROP, strength(muscle, side, 5)])).next_tests
    assert strengths[0] not in {test.id for test in after}


def test_root_or_peroneal_nerve_is_parted_by_what_only_the_root_supplies() -> None:
    answer = explain(patient(FOOT_DROP))
    places = {place.place for place in answer.places[:4]}
    assert {"L5", "common_peroneal"} <= places
    first = [test.id for test in answer.next_tests[:8]]
    assert any(part in name for name in first for part in PARTS_ROOT_FROM_NERVE), first


def test_hip_abduction_parts_them_as_expected() -> None:
    """What the test is said to speak for is what it does speak for."""

    def root(*more: Mapping) -> float:
        places = explain(patient([*FOOT_DROP, *more]), with_next_tests=False).places
        return sum(place.probability for place in places if (place.place, place.side) == ("L5", "right"))

    assert root(strength("gluteus_medius", "right", 3)) > root() > root(strength("gluteus_medius", "right", 5))


def test_information_falls_once_the_case_is_settled() -> None:
    """A clear picture has less left to learn than a vague one."""
    vague = explain(patient([pain(["neck", "posterior_upper_arm"], "left", False)])).next_tests
    clear = answered("c7_root").next_tests
    assert max(test.information_bits for test in vague) > max(test.information_bits for test in clear)


def test_tests_can_be_left_out() -> None:
    assert explain(patient(FOOT_DROP), with_next_tests=False).next_tests == ()


def test_a_question_answered_is_not_asked_again() -> None:
    asked = [test.id for test in answered("back_pain").next_tests if test.id.startswith("history_")]
    assert asked
    item = asked[0].removeprefix("history_")
    findings, more = COMPACT["back_pain"]
    after = explain(patient([*findings, history(item, False)], **more)).next_tests
    assert asked[0] not in {test.id for test in after}
