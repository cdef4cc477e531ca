"""Which red flag rules hold for a patient, and how urgent are they by now? Rules read findings and dates only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from myotome.errors import DataError
from myotome.exam import Case, Condition, QueryEvaluation, evaluation, is_positive, parse
from myotome.explain.red_flags.actions import Action, red_flag_actions, still_to_do
from myotome.explain.red_flags.freshness import CLOCKS, Freshness
from myotome.tables import Table, identifier, ids, number, one_of, parsed, text

__all__ = ["FiredRule", "Rule", "Urgency", "fired_rules", "red_flag_rules"]

Urgency = Literal["immediate", "urgent", "soon"]
_URGENCIES = ("immediate", "urgent", "soon")
_LATER = "seen_soon"  # what a rule asks for once it is no longer fresh


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules.

    Attributes
    ----------
    condition : str
        What it is about: a name of the table of red flag conditions.
    urgency : str
        While what was found is fresh.
    when : Condition
        What must be found; it rests on no absence.
    unless : Condition or None
        What explains the findings by itself, so that the rule does not hold.
    freshness : Freshness or None
        For how long it is so urgent; for ever where None.
    later : str or None
        How urgent it is afterwards; None where it no longer holds.
    """

    id: str
    condition: str
    label: str
    urgency: Urgency
    action: Action
    source: str
    when: Condition
    unless: Condition | None = None
    freshness: Freshness | None = None
    later: Urgency | None = None

    def urgency_of(self, case: Case, found: frozenset[int], of_case: QueryEvaluation) -> Urgency | None:
        """How urgent is the rule for a patient with these findings; None where it no longer holds?"""
        if self.unless is not None and of_case.holds(self.unless):
            return None
        age = "fresh" if self.freshness is None else self.freshness.age(case, found, of_case)
        return {"fresh": self.urgency, "late": self.later, "old": None}[age]


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that holds for one patient.

    Attributes
    ----------
    condition : str
        What it is about: a name of the table of red flag conditions.
    urgency : str
        `immediate`, `urgent` or `soon`, by how old it is; the last is no red flag.
    action : Action
        What it asks for that has not been done.
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

    @property
    def is_late(self) -> bool:
        """Whether it only asks to be seen: it was due the same day while it was fresh."""
        return self.action.id == _LATER


def _positive(text: str) -> Condition:
    """Read a condition that no absence can fulfil."""
    when = parse(text)
    if not is_positive(when):
        raise DataError("no rule may rest on an absence")
    return when


def _half_dated(row: Mapping[str, Any]) -> str | None:
    dated = {row["fresh_days"] is not None, row["clock"] != "", row["undated"] != ""}
    return "fresh_days, clock and undated are given together or not at all" if len(dated) > 1 else None


_RULES = Table(
    "explain/red_flags/rules.csv",
    {
        "id": identifier(),
        "condition": one_of(ids("explain/red_flags/conditions", "condition")),
        "label": text(),
        "when": parsed(_positive, "a condition as docs/query.md describes"),
        "unless": parsed(_positive, "a condition as docs/query.md describes", optional=True),
        "urgency": one_of(_URGENCIES),
        "fresh_days": number(1, 365, optional=True),
        "clock": one_of(CLOCKS, optional=True),
        "undated": one_of(("fresh", "old"), optional=True),
        "turned_by": parsed(_positive, "a condition as docs/query.md describes", optional=True),
        "later": one_of(_URGENCIES, optional=True),
        "later_days": number(1, 3650, optional=True),
        "action": one_of(ids("explain/red_flags/actions", "action")),
    },
    key=("id",),
    rules=(_half_dated,),
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


def fired_rules(case: Case, of_case: QueryEvaluation | None = None) -> tuple[FiredRule, ...]:
    """Which red flag rules hold for this patient?

    Parameters
    ----------
    case : Case
        Only its findings, age and onset are read.
    of_case : QueryEvaluation or None
        What is known of the conditions that hold in this case.

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
    of_case = of_case or evaluation(case)
    fired = [one for rule in red_flag_rules() if (one := _fired(rule, case, of_case)) is not None]
    return tuple(sorted(fired, key=lambda rule: _URGENCIES.index(rule.urgency)))


def _fired(rule: Rule, case: Case, of_case: QueryEvaluation) -> FiredRule | None:
    found = of_case.hit(rule.when)
    urgency = None if found is None else rule.urgency_of(case, found, of_case)
    if found is None or urgency is None:
        return None
    action = rule.action if urgency == rule.urgency else red_flag_actions()[_LATER]
    about = (rule.id, rule.condition, rule.label)
    return FiredRule(*about, urgency, still_to_do(action, of_case), rule.source, tuple(sorted(found)))


def _freshness(row: Mapping[str, Any]) -> Freshness | None:
    if row["fresh_days"] is None:
        return None
    return Freshness(row["fresh_days"], row["clock"], row["undated"] == "fresh", row["turned_by"], row["later_days"])


def _rule(row: Mapping[str, Any]) -> Rule:
    about = (row["id"], row["condition"], row["label"], row["urgency"])
    action = red_flag_actions()[row["action"]]
    return Rule(*about, action, row["source"], row["when"], row["unless"], _freshness(row), row["later"] or None)
