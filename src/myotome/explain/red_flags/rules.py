"""Which red flag rules hold for a patient? Rules read findings only, and no finding takes a rule back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from myotome.errors import DataError, nearest_names
from myotome.exam import Case, Condition, evaluation, is_positive, parse
from myotome.explain.red_flags.actions import Action, red_flag_actions
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.tables import read_csv

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


@cache
def red_flag_rules() -> tuple[Rule, ...]:
    """Every rule, the most urgent first and otherwise in the order of the table.

    Raises
    ------
    DataError
        A row names something that there is not, or a rule that an absence would fire.
    """
    rows = read_csv(
        "explain/red_flags/rules.csv", {"id": str, "label": str, "when": str, "urgency": str, "action": str}
    )
    rules = [_rule(row) for row in rows]
    if len({rule.id for rule in rules}) < len(rules):
        raise DataError("explain/red_flags/rules.csv: duplicate id")
    return tuple(sorted(rules, key=lambda rule: _URGENCIES.index(rule.urgency)))


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


def _rule(row: Mapping[str, str]) -> Rule:
    _check(row)
    when = parse(row["when"])
    if not is_positive(when):
        raise DataError(f"explain/red_flags/rules.csv, {row['id']}: no rule may rest on an absence: {row['when']!r}")
    about = (row["id"], row["condition"], row["label"], cast("Urgency", row["urgency"]))
    return Rule(*about, red_flag_actions()[row["action"]], row["source"], when)


def _check(row: Mapping[str, str]) -> None:
    """Check the words of a row against the tables that they name."""
    columns = (("urgency", _URGENCIES), ("condition", red_flag_conditions()), ("action", red_flag_actions()))
    for column, known in columns:
        if row[column] not in known:
            near = ", ".join(nearest_names(row[column], known)) or "none"
            raise DataError(
                f"explain/red_flags/rules.csv, {row['id']}: no {column} is called {row[column]!r}; nearest: {near}"
            )
