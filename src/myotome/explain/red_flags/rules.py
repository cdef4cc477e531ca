"""Which red flag rules hold for a patient? Rules read findings only, and no finding takes a rule back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from myotome.errors import DataError
from myotome.exam import Case, Condition, evaluation, is_positive, parse
from myotome.explain.red_flags.actions import Action, red_flag_actions
from myotome.tables import Table, identifier, ids, one_of, parsed, text

__all__ = ["FiredRule", "Rule", "Urgency", "fired_rules", "red_flag_rules"]

Urgency = Literal["immediate", "urgent", "soon"]
_URGENCIES = ("immediate", "urgent", "soon")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules.

    Attributes
    ----------
    condition : str
        What it is about: a name of the table of red flag conditions.
    when : Condition
        What must be found; it rests on no absence.
    """

    id: str
    condition: str
    label: str
    urgency: Urgency
    action: Action
    source: str
    when: Condition


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that holds for one patient.

    Attributes
    ----------
    condition : str
        What it is about: a name of the table of red flag conditions.
    urgency : str
        `immediate`, `urgent` or `soon`; the last is no red flag.
    action : Action
        What it asks for.
    findings : tuple of int
        Places in the file of the findings that made it fire, in order.
    """

    id: str
    condition: str
    label: str
    urgency: Urgency
    action: Action
    source: str
    findings: tuple[int, ...]


def _positive(text: str) -> Condition:
    """Read a condition that no absence can fulfil."""
    when = parse(text)
    if not is_positive(when):
        raise DataError("no rule may rest on an absence")
    return when


_RULES = Table(
    "explain/red_flags/rules.csv",
    {
        "id": identifier(),
        "condition": one_of(ids("explain/red_flags/conditions", "condition")),
        "label": text(),
        "when": parsed(_positive, "a condition as docs/query.md describes"),
        "urgency": one_of(_URGENCIES),
        "action": one_of(ids("explain/red_flags/actions", "action")),
    },
    key=("id",),
)


@cache
def red_flag_rules() -> tuple[Rule, ...]:
    """Every rule, the most urgent first and otherwise in the order of the table.

    Raises
    ------
    DataError
        A row names something that there is not, or a rule that an absence would fire.
    """
    return tuple(sorted(map(_rule, _RULES.rows()), key=lambda rule: _URGENCIES.index(rule.urgency)))


def fired_rules(case: Case) -> tuple[FiredRule, ...]:
    """Which red flag rules hold for this patient?

    Parameters
    ----------
    case : Case
        Only its findings, age and onset are read.

    Returns
    -------
    tuple of FiredRule
        The most urgent first. Empty does not mean safe: what was not asked or examined can hide a flag.

    Examples
    --------
    >>> from myotome.exam.reading.files import case_from_mapping
    >>> case = case_from_mapping({
    ...     "id": "example", "demographics": {"age": 50, "sex": "male"},
    ...     "findings": [{"type": "history", "item": "fever", "value": True},
    ...                  {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}]})
    >>> [(rule.id, rule.urgency, rule.findings) for rule in fired_rules(case)]
    [('fever_spinal_pain', 'urgent', (0, 1))]
    """
    of_case = evaluation(case)
    return tuple(_fired(rule, found) for rule in red_flag_rules() if (found := of_case.hit(rule.when)) is not None)


def _fired(rule: Rule, found: frozenset[int]) -> FiredRule:
    about = (rule.id, rule.condition, rule.label)
    return FiredRule(*about, rule.urgency, rule.action, rule.source, tuple(sorted(found)))


def _rule(row: Mapping[str, Any]) -> Rule:
    about = (row["id"], row["condition"], row["label"], row["urgency"])
    return Rule(*about, red_flag_actions()[row["action"]], row["source"], row["when"])
