"""What to examine next, and the buttons that enter each result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.explain import Explanation, NextTest, asked_finding
from myotome.web.examination.buttons import act
from myotome.web.limits import limits

__all__ = ["Test", "tests_of"]

_AT_BEDSIDE: Final = ("strength", "sensation", "reflex", "sign", "history")
_Results = tuple[Mapping[str, Any], ...]
_RESULTS: Final[Mapping[str, _Results]] = {
    "strength": ({"mrc": 4}, {"mrc": 5}),
    "sensation": ({"value": "reduced"}, {"value": "normal"}),
    "reflex": ({"value": "reduced"}, {"value": "normal"}),
    "sign": ({"value": "positive"}, {"value": "negative"}),
}


@dataclass(frozen=True, slots=True)
class Test:
    """A test that would tell something, and the buttons that enter its results; `said` is what they are called."""

    label: str
    adds: str
    share: float
    bits: float
    minutes: float
    if_abnormal: str
    if_normal: str
    abnormal: str
    normal: str
    said: tuple[str, str]


def tests_of(told: Explanation) -> tuple[tuple[Test, ...], tuple[Test, ...]]:
    """Tests at the bedside, and those to order, each the best first."""
    most = max([limits("adds")["full"], *(one.information_bits for one in told.next_tests)])
    count = int(limits("shown")["tests"])
    here: dict[bool, list[Test]] = {True: [], False: []}
    for test in told.next_tests:
        asked = asked_finding(test.id)
        here[asked["type"] in _AT_BEDSIDE].append(_test(test, asked, most))
    return tuple(here[True][:count]), tuple(here[False][:count])


def _test(test: NextTest, asked: Mapping[str, Any], most: float) -> Test:
    results = _RESULTS.get(str(asked["type"])) or _history_results(asked)
    put = [act(put={**asked, **result}) for result in results] or ["", ""]
    return Test(
        label=test.label,
        adds=_adds(test.information_bits),
        share=test.information_bits / most,
        bits=test.information_bits,
        minutes=test.burden,
        if_abnormal=test.if_abnormal,
        if_normal=test.if_normal,
        abnormal=put[0],
        normal=put[1],
        said=("Yes", "No") if asked["type"] == "history" else ("Abnormal", "Normal"),
    )


def _adds(bits: float) -> str:
    """How much a test adds, in a word."""
    return next((word for word in ("much", "something") if bits >= limits("adds")[word]), "little")


def _history_results(asked: Mapping[str, Any]) -> _Results:
    """Yes and no of an item of the history; nothing for what has more answers than two."""
    if asked["type"] != "history":
        return ()
    entry = vocabulary().history[asked["item"]]
    if entry.value == "number" or entry.needs or (entry.values and not {"none", "unspecified"} <= {*entry.values}):
        return ()
    return ({"value": "unspecified"}, {"value": "none"}) if entry.values else ({"value": True}, {"value": False})
