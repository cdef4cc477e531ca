"""Red flags as resources: a DetectedIssue for each rule that holds, coded, with the findings that made it hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from myotome.answer import Answer
from myotome.explain import FiredRule, fired_rules
from myotome.interop.fhir.terms import LIKELY_CAUSE, RED_FLAG, Terms
from myotome.tables import Table, text

__all__ = ["priorities", "red_flag_issues"]

_TABLE: Final = Table(
    "interop/fhir_priorities.csv", {"urgency": text(), "priority": text(), "severity": text()}, key=("urgency",)
)
_SAME_DAY: Final = "urgent"


@dataclass(frozen=True, slots=True)
class _Issue:
    code: str
    urgency: str
    words: str
    findings: tuple[int, ...]


@cache
def priorities() -> Mapping[str, Mapping[str, str]]:
    """Priority of a request and severity of an issue, by urgency."""
    return {row["urgency"]: row for row in _TABLE.rows()}


def red_flag_issues(answer: Answer, findings: Sequence[str], about: Mapping[str, Any], terms: Terms) -> list[Any]:
    """Every red flag of an answer as a DetectedIssue, the most urgent first; none where there is none.

    Parameters
    ----------
    answer : Answer
        Of the case.
    findings : sequence of str
        Where each of its findings is, in their order.
    about : mapping
        Elements that say of whom, when and by whom.
    terms : Terms
        How codes are written.
    """
    return [_resource(issue, findings, about, terms) for issue in _issues(answer)]


def _issues(answer: Answer) -> Iterator[_Issue]:
    """Rules that hold, and the probability where it raises the flag; what is due within weeks only where it is said."""
    flag = answer.assessment.conclusions.red_flag
    fired = fired_rules(answer.case)
    yield from (_of_rule(one) for one in fired if one.urgency != "soon")
    labels = {one.label for one in fired}
    weighed = [reason for reason in flag.reasons if reason not in labels]
    if flag.urgent and weighed:
        named = [f"{danger.label}: {danger.test}" if danger.test else danger.label for danger in flag.do_not_miss]
        words = ". ".join([*weighed, *named])
        yield _Issue(LIKELY_CAUSE, _SAME_DAY, words, tuple(range(len(answer.case.findings))))
    yield from (_of_rule(one) for one in fired if one.urgency == "soon" and one.label in flag.soon)


def _of_rule(rule: FiredRule) -> _Issue:
    return _Issue(rule.id, rule.urgency, f"{rule.label}: {rule.action.text}", rule.findings)


def _resource(issue: _Issue, findings: Sequence[str], about: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    evidence = [{"reference": findings[place]} for place in issue.findings if place < len(findings)]
    return {
        "resourceType": "DetectedIssue",
        "status": "preliminary",
        "code": {"coding": [terms.coding(RED_FLAG, issue.code)]},
        "severity": priorities()[issue.urgency]["severity"],
        **about,
        **({"evidence": [{"detail": evidence}]} if evidence else {}),
        "detail": issue.words,
    }
