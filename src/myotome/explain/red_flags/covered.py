"""Which rules due within weeks say nothing new beside a rule that is due the same day?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.explain.red_flags.rules import FiredRule
from myotome.tables import Table, ids, one_of

__all__ = ["covering", "still_soon"]

_FLAGGED = ids("explain/red_flags/conditions", "condition")
_COVERED = Table(
    "explain/red_flags/covered.csv",
    {"condition": one_of(_FLAGGED), "covered_by": one_of(_FLAGGED)},
    key=("condition", "covered_by"),
)


@cache
def _covered() -> Mapping[str, frozenset[str]]:
    by: dict[str, set[str]] = {}
    for row in _COVERED.rows():
        by.setdefault(row["condition"], set()).add(row["covered_by"])
    return MappingProxyType({condition: frozenset(others) for condition, others in by.items()})


def covering(condition: str) -> frozenset[str]:
    """Conditions whose same-day flag covers what is due within weeks about this one: a cause in common, or the table.

    Examples
    --------
    >>> "cauda_equina" in covering("metastasis"), "stroke" in covering("metastasis")
    (True, False)
    """
    about = red_flag_conditions()
    alike = {other for other, causes in about.items() if causes & about[condition]}
    return _covered().get(condition, frozenset()) | alike | {condition}


def still_soon(fired: Sequence[FiredRule]) -> tuple[FiredRule, ...]:
    """Rules due within weeks about something that no same-day rule is about already.

    Parameters
    ----------
    fired : sequence of FiredRule
        All that hold for one patient.
    """
    urgent = [rule for rule in fired if rule.urgency != "soon"]
    return tuple(rule for rule in fired if rule.urgency == "soon" and not any(_covers(one, rule) for one in urgent))


def _covers(urgent: FiredRule, soon: FiredRule) -> bool:
    """Whether the same-day rule is about the same thing, or reads all that the other reads."""
    same_findings = bool(soon.findings) and set(soon.findings) <= set(urgent.findings)
    return urgent.condition in covering(soon.condition) or same_findings
