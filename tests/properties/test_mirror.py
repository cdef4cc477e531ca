"""Swap left and right in the case, and the answer is the same with left and right swapped."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from myotome.explain import explain
from support.compact_cases import COMPACT, compact

_SIDES = {"left": "right", "right": "left"}
_SIDE = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")
_RANKED = {"causes": "probability", "places": "probability", "discs": "probability", "next_tests": "bits_per_burden"}


def swapped(value: Any) -> Any:
    """A plain answer with left and right swapped in every text."""
    if isinstance(value, str):
        return _SIDE.sub(lambda hit: _SIDES[hit[0]], value)
    if isinstance(value, list):
        return [swapped(item) for item in value]
    return {key: swapped(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def answers(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer to the mirrored case, and the mirrored answer."""
    case = compact(name)
    return explain(case.mirrored()).to_dict(), swapped(explain(case).to_dict())


def words(entry: dict[str, Any]) -> str:
    """What an entry says, but for what a test would speak for: between two sides that tie either may be named."""
    told = {key: value for key, value in entry.items() if not key.startswith("if_")}
    return json.dumps({key: value for key, value in told.items() if isinstance(value, str | list) or value is None})


def sideless(text: str) -> str:
    """Text without its sides: `right` may also mean correct, and `left` what remains."""
    return _SIDE.sub("side", text)


def ranked(entries: list[dict[str, Any]], number: str) -> dict[str, float]:
    """Entries above the last one, keyed by their words: at the end of a list a tie may be cut either way."""
    last = min((entry[number] for entry in entries), default=0.0)
    return {words(entry): entry[number] for entry in entries if entry[number] > last + 1e-9}


@pytest.mark.parametrize("name", COMPACT)
def test_classes_and_outcome_are_the_same(name: str) -> None:
    seen, expected = answers(name)
    assert seen["classes"] == pytest.approx(expected["classes"], abs=1e-9)
    assert seen["outcome"] == expected["outcome"]
    # a bound: which of two that tie is refined depends on their order, and it is rounded
    assert seen["left_out"] == pytest.approx(expected["left_out"], abs=1.5e-4)
    assert sorted(seen["sources"]) == sorted(expected["sources"])


@pytest.mark.parametrize("part", _RANKED)
@pytest.mark.parametrize("name", COMPACT)
def test_ranked_lists_are_mirrored(name: str, part: str) -> None:
    seen, expected = answers(name)
    assert ranked(seen[part], _RANKED[part]) == pytest.approx(ranked(expected[part], _RANKED[part]), abs=1e-9)


@pytest.mark.parametrize("name", COMPACT)
def test_disc_and_red_flag_are_the_same(name: str) -> None:
    seen, expected = answers(name)
    assert seen["disc_to_blame"]["verdict"] == expected["disc_to_blame"]["verdict"]
    assert seen["disc_to_blame"]["probability"] == pytest.approx(expected["disc_to_blame"]["probability"], abs=1e-9)
    assert sideless(seen["disc_to_blame"]["reason"]) == sideless(expected["disc_to_blame"]["reason"])
    assert {**seen["red_flag"], "probability": None} == {**expected["red_flag"], "probability": None}
    assert seen["red_flag"]["probability"] == pytest.approx(expected["red_flag"]["probability"], abs=1e-9)


@pytest.mark.parametrize("name", COMPACT)
def test_muscles_are_mirrored(name: str) -> None:
    seen, expected = (
        {(m["muscle"], m["side"]): m["probability"] for m in answer["muscles"]} for answer in answers(name)
    )
    assert seen == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", COMPACT)
def test_evidence_weighs_the_same(name: str) -> None:
    seen, expected = (
        {(item["finding"], sideless(item["label"])): item["weight"] for item in answer["evidence"]}
        for answer in answers(name)
    )
    assert seen == pytest.approx(expected, abs=1e-6)


def test_mirroring_swaps_the_side_of_the_lesion() -> None:
    """The walk over both answers compares something: the sides do differ."""
    case = compact("l5_root")
    assert explain(case, with_next_tests=False).places[0].side == "right"
    assert explain(case.mirrored(), with_next_tests=False).places[0].side == "left"
