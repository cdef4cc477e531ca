"""An answer as it was given beside the answer that this program gives today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myotome.web.answer.shares import capital, percent
from myotome.web.limits import limits

__all__ = ["Column", "column_of", "differences"]


@dataclass(frozen=True, slots=True)
class Column:
    """One answer document, as it is read."""

    urgency: str
    outcome: str
    causes: tuple[tuple[str, float, str], ...]
    verdict: str
    reason: str
    tests: tuple[str, ...]
    program: str
    tables_hash: str
    seed: int


def column_of(document: Mapping[str, Any]) -> Column:
    """Lay an answer document out; what an older document does not have is left empty."""
    explanation, verdict = document.get("explanation", {}), document.get("verdict", {})
    flag = document.get("red_flag", {})
    shown = limits("shown")
    count = int(shown["explanations"])
    return Column(
        urgency=_urgency(flag),
        outcome=str(explanation.get("outcome_sentence", "")),
        causes=tuple(
            (capital(str(one["label"])), float(one["probability"]), percent(float(one["probability"])))
            for one in explanation.get("causes", [])[:count]
            if float(one["probability"]) >= shown["worth_naming"]
        ),
        verdict=capital(str(verdict.get("verdict", "not stated"))),
        reason=str(verdict.get("reason", "")),
        tests=tuple(capital(str(one["label"])) for one in document.get("next_tests", [])[:count]),
        program=str(document.get("version", "")),
        tables_hash=str(document.get("tables_hash", "")),
        seed=int(document.get("seed", 0)),
    )


def _urgency(flag: Mapping[str, Any]) -> str:
    if flag.get("urgent"):
        return "Same day: emergency department"
    return "Soon: within about two weeks" if flag.get("soon") else "No red flag among what was asked"


def differences(then: Column, now: Column) -> tuple[str, ...]:
    """What differs between two answers, a sentence each."""
    found = []
    if then.tables_hash != now.tables_hash or then.program != now.program:
        found.append("The program or its tables have changed since.")
    if then.urgency != now.urgency:
        found.append(f"Urgency: {then.urgency} → {now.urgency}.")
    if then.verdict != now.verdict:
        found.append(f"Is a disc to blame: {then.verdict} → {now.verdict}.")
    before, after = ({label: text for label, _, text in one.causes} for one in (then, now))
    moved = [label for label in before if before[label] != after.get(label)]
    found += [f"{label}: {before[label]} → {after.get(label, 'no longer named')}." for label in moved]
    return tuple(found)
